"""One question, one answer: what `refplug romanize` and `refplug.romanize()` give back (design section 4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from refplug.model import Reading, Rendering, Term, TermKind, TermVerdict
from refplug.romanize.adhoc.classify import is_scholarly
from refplug.romanize.adhoc.resolve import understand
from refplug.romanize.lexicon import Lexicon
from refplug.romanize.readable import readable
from refplug.romanize.schemes.scheme import readings_of, scheme_ids
from refplug.text.gloss import split_gloss

if TYPE_CHECKING:
    from refplug.romanize.script import Token

__all__ = ["Alternative", "Answer", "is_script", "romanize"]

KEPT = 8192
LONGEST = 4000
"""Letters of one input in Latin that are looked at; a keyword is shorter, and what is longer is no keyword."""
REMEMBERED = 200
"""Letters of an input whose answer is kept; a batch repeats its keywords, a book does not repeat its lines."""
PIECE = 1500
"""Letters of script that are read at once; a longer line is read in pieces, cut behind a sentence or between words."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another form that may be meant, with its calibrated chance."""

    output: str
    reading: str
    probability: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What was made of one input. `output` is None where we abstained, and equals `input` where it stays."""

    input: str
    output: str | None
    verdict: TermVerdict
    probability: float
    reading: str | None
    scheme: str
    script: str | None = None
    alternatives: tuple[Alternative, ...] = ()
    reason: str = ""
    kind: TermKind = TermKind.UNKNOWN
    vocalized: str | None = None

    def as_json(self) -> Mapping[str, Any]:
        """The answer as plain values, keys in the order of the contract."""
        return {
            "input": self.input,
            "output": self.output,
            "verdict": self.verdict.value,
            "probability": self.probability,
            "reading": self.reading,
            "scheme": self.scheme,
            "script": self.script,
            "kind": self.kind.value,
            "alternatives": [
                {"output": a.output, "reading": a.reading, "probability": a.probability}
                for a in self.alternatives
            ],
            "reason": self.reason,
        }


def is_script(text: str) -> bool:
    """Whether the letters of a text are Arabic script, by majority.

    >>> is_script("مرجعية"), is_script("Marja (مرجع) taqlid")
    (True, False)
    """
    arabic = sum(
        "\u0600" <= c <= "\u08ff" or "\ufb50" <= c <= "\ufdff" or "\ufe70" <= c <= "\ufeff" for c in text
    )
    return arabic > sum(c.isalpha() for c in text) / 2


def romanize(
    text: str,
    *,
    source: str = "auto",
    scheme: str = "ijmes",
    form: str = "full",
    reading: str = "auto",
    language: str | None = None,
    count: int = 3,
    lexicon: Lexicon | None = None,
    exceptions: Mapping[str, str] | None = None,
) -> Answer:
    """The scholarly form of a text in Arabic script, in an ad hoc spelling, or in another scheme.

    >>> romanize("Marjiiat").output, romanize("Marine").verdict.value, romanize("الشَّعب").output
    ('Marjaʿiyya', 'keep', 'al-shaʿb')

    `source` is `auto`, `script`, `latin` or the id of the scheme that the text is in; `count` limits the alternatives.
    """
    if exceptions and text.strip() in exceptions:
        term = understand(
            text,
            scheme=scheme,
            form=form,
            reading=reading,
            language=language,
            lexicon=lexicon,
            exceptions=exceptions,
        )
        return _from_term(term, text, scheme, count)
    decide = _remembered if len(text) <= REMEMBERED else _romanized
    return decide(text, source, scheme, form, reading, language, count, lexicon)


def _romanized(
    text: str,
    source: str,
    scheme: str,
    form: str,
    reading: str,
    language: str | None,
    count: int,
    lexicon: Lexicon | None,
) -> Answer:
    """`romanize` without exceptions."""
    of_script = source == "script" or (source == "auto" and is_script(text))
    if len(text) > LONGEST and not of_script:
        return _abstain(
            text, scheme, f"It is longer than {LONGEST} letters: a keyword is not; give one a line."
        )
    if (read := readable(text)) != text:
        of_read = _romanized(read, source, scheme, form, reading, language, count, lexicon)
        is_kept = of_read.verdict is TermVerdict.KEEP
        return replace(of_read, input=text, output=text if is_kept else of_read.output)
    if of_script:
        return _in_pieces(text, scheme=scheme, form=form, reading=reading, count=count, lexicon=lexicon)
    if source in scheme_ids():
        from refplug.romanize.schemes.convert import convert_answer

        return convert_answer(text, source=source, scheme=scheme, form=form, reading=reading, count=count)
    if source == "auto" and is_scholarly(text):
        from refplug.romanize.schemes.convert import recognized_answer

        if answer := recognized_answer(text, scheme=scheme, form=form, reading=reading):
            return answer
    word, gloss = split_gloss(text)
    if gloss is not None:
        glossed = _romanized(word, source, scheme, form, reading, language, count, lexicon)
        return _with_gloss(glossed, text, text[len(word) :])
    term = understand(text, scheme=scheme, form=form, reading=reading, language=language, lexicon=lexicon)
    return _from_term(term, text, scheme, count)


_remembered = lru_cache(maxsize=KEPT)(_romanized)
"""`_romanized` with its last answers kept."""


def _with_gloss(answer: Answer, text: str, gloss: str) -> Answer:
    """The answer for a word, with the translation that the text prints behind it in brackets."""
    return replace(
        answer,
        input=text,
        output=None if answer.output is None else answer.output + gloss,
        alternatives=tuple(replace(one, output=one.output + gloss) for one in answer.alternatives),
    )


def _in_pieces(text: str, *, reading: str, **options: Any) -> Answer:
    """A text in script, however long: what is more than `PIECE` letters is read piece by piece, in one language."""
    if len(text) <= PIECE:
        return from_script(text, reading=reading, **options)
    language = reading_of(text).value if reading == "auto" else reading
    if reading == "auto" and (have := readings_of(options["scheme"])) and language not in have:
        language = have[0].value
    answers = [from_script(piece, reading=language, **options) for piece in _pieces(text)]
    chance = 1.0
    for answer in answers:
        chance *= answer.probability
    outputs = [answer.output if answer.output is not None else answer.input for answer in answers]
    reasons = dict.fromkeys(answer.reason for answer in answers if answer.vocalized)
    if all(answer.output is None for answer in answers):
        return _abstain(text, options["scheme"], answers[0].reason)
    return replace(
        answers[0], input=text, output="".join(outputs), script=text, probability=chance, alternatives=(), vocalized=None,
        verdict=TermVerdict.ROMANIZED, reason=" ".join(list(reasons)[:3]),
    )  # fmt: skip


_BREAK = re.compile(rf"(?s).{{0,{PIECE}}}[.؟!؛۔\n](?=\s)|.{{1,{PIECE}}}(?=\s)|.{{1,{PIECE}}}")


def _pieces(text: str) -> Iterator[str]:
    """The text cut behind a sentence, else between words, else where it must be; nothing is lost.

    >>> len(list(_pieces("كتاب " * 1000))), "".join(_pieces("كتاب. " * 1000)) == "كتاب. " * 1000
    (5, True)
    """
    yield from _BREAK.findall(text)


def from_script(
    text: str, *, scheme: str, form: str, reading: str, count: int, lexicon: Lexicon | None = None
) -> Answer:
    """A text in Arabic script: each word as one's own lexicon has it, or read where it has no vowels; then rendered."""
    from refplug.romanize.script import romanize_script
    from refplug.romanize.script.phrases import phrases_of

    own = phrases_of(lexicon).reading_of(text) if reading == "auto" and lexicon else None
    language = (own or reading_of(text)) if reading == "auto" else Reading(reading)
    if reading == "auto" and language not in (have := readings_of(scheme)) and have:
        language = have[0]
    found = romanize_script(text, scheme, language, form=form, count=count, lexicon=lexicon)
    resolved = [token for token in found.tokens if token.is_resolved]
    if found.tokens and not resolved:
        return _abstain(text, scheme, "None of its words could be read with enough certainty.")
    verdict = TermVerdict.ROMANIZED if found.text != text else TermVerdict.KEEP
    others = tuple(Alternative(other.text, language.value, other.probability) for other in found.alternatives)
    return Answer(
        text, found.text, verdict, found.probability if found.tokens else 0.99, language.value, scheme, text,
        others, _script_reason(found.tokens),
        vocalized="".join(token.before + token.vocalized for token in resolved) if len(resolved) == len(found.tokens) else None,
    )  # fmt: skip


def reading_of(text: str) -> Reading:
    """The language that a text in Arabic script is read in, by its letters.

    >>> str(reading_of("کتاب")), str(reading_of("كتاب"))
    ('fa', 'ar')
    """
    return Reading.PERSIAN if any(char in text for char in "پچژگیک") else Reading.ARABIC


def _script_reason(tokens: tuple[Token, ...]) -> str:
    """One sentence on where the words of a reading come from."""
    sources = list(
        dict.fromkeys(f"{token.source} ({token.entry})" if token.entry else token.source for token in tokens)
    )
    unsure = [token.printed for token in tokens if not token.is_resolved]
    said = f"Read by: {', '.join(source for source in sources if source != 'unresolved')}."
    return f"{said} Not resolved, left in script: {', '.join(unsure)}." if unsure else said


def _abstain(text: str, scheme: str, reason: str) -> Answer:
    return Answer(text, None, TermVerdict.ABSTAINED, 0.0, None, scheme, reason=reason)


def _from_term(term: Term, text: str, scheme: str, count: int) -> Answer:
    best = term.preferred
    output = (
        None
        if term.verdict is TermVerdict.ABSTAINED
        else text
        if term.verdict is TermVerdict.KEEP
        else term.text
    )
    return Answer(
        text,
        output,
        term.verdict,
        best.probability if best else 0.0 if output is None else 0.99,
        best.reading.value if best else None,
        scheme,
        term.script,
        tuple(_alternative(r) for r in term.alternatives[:count]),
        term.reason,
        term.kind,
        best.vocalized if best else None,
    )


def _alternative(rendering: Rendering) -> Alternative:
    return Alternative(rendering.text, rendering.reading.value, rendering.probability)
