"""From one scheme to another, through the pivot, saying what could not be carried over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refplug.model import Notice, Reading, TermKind, TermVerdict
from refplug.romanize.schemes.detect import Detected, detect
from refplug.romanize.schemes.inverse import inverse_of
from refplug.romanize.schemes.parse import Lookup, parse
from refplug.romanize.schemes.render import render
from refplug.romanize.schemes.scheme import Scheme, load, readings_of

if TYPE_CHECKING:
    from refplug.romanize.answer import Answer

__all__ = ["Converted", "convert", "convert_answer", "recognized_answer"]

SURE = 0.5  # share of probability from which a detected scheme is acted upon


@dataclass(frozen=True, slots=True)
class Converted:
    """A text in another scheme.

    `text` is the new form, `vocalized` what it went through. `exact` says that the first scheme writes `vocalized` just as
    it was printed; `reversible` that the second can be turned back into it. Every loss is a notice.
    """

    text: str
    vocalized: str
    exact: bool
    reversible: bool
    notices: tuple[Notice, ...] = ()


def convert(
    latin: str,
    source: Scheme,
    target: Scheme,
    *,
    kind: TermKind = TermKind.UNKNOWN,
    form: str = "full",
    lookup: Lookup | None = None,
) -> Converted:
    """A romanized text of one scheme in another, capitals as they were printed.

    >>> from refplug.romanize.schemes.scheme import load
    >>> convert("Wizārat al-Tarbiyah", load("ala-lc", "ar"), load("ijmes", "ar")).text
    'Wizārat al-Tarbiya'
    >>> done = convert("qāzi", load("iranian-studies", "fa"), load("ala-lc", "fa"))
    >>> done.text, done.notices[0].message
    ('qāzī', 'iranian-studies-fa writes ز, ض, ذ, ظ alike as z; ز was taken')

    Words that the source scheme cannot have written stay as they are, and are named. A scheme whose capitals are fixed
    (gazetteers) takes its own. `lookup` may know words: see `parse`.
    """
    best = parse(latin, source, kind=kind, limit=1, lookup=lookup)[0]
    capitals = "words" if target.capitals(kind) == "words" else best.capitals
    rendered = render(best.vocalized, target, kind=kind, form=form, capitals=capitals)
    notices = [Notice(code="letters-alike", message=sentence) for sentence in best.lost]
    notices += [_unread(word, source) for word in best.unread]
    notices += _maqsura(best.vocalized, source, target)
    notices += rendered.notices
    return Converted(
        rendered.text,
        best.vocalized,
        best.exact,
        _is_reversible(rendered.text, best.vocalized, source, target, kind),
        tuple(notices),
    )


def _unread(word: str, source: Scheme) -> Notice:
    return Notice(
        code="word-unread",
        message=f"{word!r} holds letters that {source.name} does not have; it was kept as it is",
    )


def _maqsura(vocalized: str, source: Scheme, target: Scheme) -> list[Notice]:
    """A notice for each final ā that the source scheme writes alike for ا and ى and the target does not."""
    mine, theirs = source.section("vowels"), target.section("vowels")
    if mine["maqsura"] != mine["aa"] or theirs["maqsura"] == theirs["aa"]:
        return []
    told = "does not show whether the final ā of {} is ا or ى; ا was taken"
    words = [word for word in vocalized.split() if word.endswith("\u064eا") and len(word) > 6]
    return [Notice(code="alif-maqsura", message=f"{source.name} {told.format(word)}") for word in words]


def _is_reversible(text: str, vocalized: str, source: Scheme, target: Scheme, kind: TermKind) -> bool:
    """Whether the new form, read again, is written by the first scheme as before."""
    back = parse(text, target, kind=kind, limit=1)[0]
    normalized = inverse_of(source).normalized
    before = render(vocalized, source, kind=kind, capitals="none").text
    return not back.lost and normalized(
        render(back.vocalized, source, kind=kind, capitals="none").text
    ) == normalized(before)


def convert_answer(text: str, *, source: str, scheme: str, form: str, reading: str, count: int) -> Answer:
    """What `refplug romanize --from SCHEME` gives back for one line: the text in `scheme`, with what was lost as its reason.

    Without a reading the one is taken in which the source scheme reads the text with least strain.
    """
    language = _reading_of(text, source, scheme) if reading == "auto" else Reading(reading)
    return _answer(
        text,
        load(source, language),
        scheme,
        form,
        f"Taken to follow {load(source, language).title}, as was said.",
    )


def recognized_answer(text: str, *, scheme: str, form: str, reading: str) -> Answer | None:
    """What `--from auto` gives back for a text that plainly follows a scheme: None where it does not.

    Plainly: it holds a letter with a mark, all marks are the scheme's own, the scheme writes it just so, and the schemes
    that read it so have more than half of the probability together.
    """
    if text.isascii() or not any(c.isalpha() and ord(c) > 0x7F and c.lower() != c.upper() for c in text):
        return None
    readings = None if reading == "auto" else (Reading(reading),)
    read: dict[tuple[Reading, str], list[Detected]] = {}
    for found in detect(text, readings=readings, limit=8):
        source = load(found.scheme, found.reading)
        best = parse(text, source, limit=1)[0]
        if best.exact and not inverse_of(source).stretched(text):
            read.setdefault((found.reading, best.vocalized), []).append(found)
    if not read:
        return None
    agreed = max(read.values(), key=lambda group: sum(found.probability for found in group))
    share = sum(found.probability for found in agreed)
    source = load(agreed[0].scheme, agreed[0].reading)
    if share < SURE or scheme not in _beside(source):
        return None
    why = f" ({'; '.join(agreed[0].evidence)})" if agreed[0].evidence else ""
    return _answer(text, source, scheme, form, f"It follows {source.title}{why}.", share)


def _beside(source: Scheme) -> tuple[str, ...]:
    """The schemes that have a table for the reading of this one."""
    from refplug.romanize.schemes.scheme import scheme_names

    return tuple(name.rpartition("-")[0] for name in scheme_names() if name.endswith(f"-{source.reading}"))


def _reading_of(text: str, source: str, target: str) -> Reading:
    """The reading that suits a text of a scheme best, among those in which the target scheme can write it."""
    readings = [r for r in readings_of(source) if r in readings_of(target)] or readings_of(source)
    ranked = [found.reading for found in detect(text, readings=readings, limit=100) if found.scheme == source]
    return ranked[0] if ranked else readings[0]


def _answer(
    text: str, source: Scheme, scheme: str, form: str, reason: str, probability: float = 1.0
) -> Answer:
    from refplug.romanize.answer import Answer

    done = convert(text, source, load(scheme, source.reading), form=form)
    lost = " ".join(f"{notice.message[0].upper()}{notice.message[1:]}." for notice in done.notices)
    if not done.exact and not done.notices:
        lost = f"{source.name} would not write it just so."
    verdict = TermVerdict.KEEP if done.text == text else TermVerdict.ROMANIZED
    sure = (0.98 if done.exact else 0.6) * (0.9 if done.notices else 1.0) * probability
    language = source.reading.value
    return Answer(
        text,
        done.text,
        verdict,
        round(sure, 3),
        language,
        scheme,
        reason=f"{reason} {lost}".strip(),
        vocalized=done.vocalized,
    )
