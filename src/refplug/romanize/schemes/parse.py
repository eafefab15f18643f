"""Latin in a known scheme read back to vocalized script: the tables inverted.

A scheme that writes two letters alike cannot be read back for certain; the likeliest letter is taken, the others are
told. Every candidate is written out again in the scheme, so that it is known whether it says what was printed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from refplug.model import TermKind
from refplug.romanize.pivot.spell import MARK, SHADDA, SUKUN, ZWNJ, Sound, spell
from refplug.romanize.pivot.units import SUN
from refplug.romanize.schemes.inverse import Inverse, inverse_of
from refplug.romanize.schemes.render import render
from refplug.romanize.schemes.scheme import Scheme

__all__ = ["Candidate", "parse"]

TRIED: Final = 24  # candidates written out again before giving up on an exact one
LONGEST: Final = 200  # letters of a word; longer ones are no words and are read once, without alternatives
Lookup = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of a romanized text.

    `exact` says that the scheme writes it just as it was printed (case, normal form and the choice of signs aside);
    `lost` names what the scheme does not tell apart, in sentences for people; `unread` are words left as they were,
    `capitals` says which words were printed with a capital.
    """

    vocalized: str
    exact: bool
    lost: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    capitals: tuple[bool, ...] = ()


@dataclass(slots=True)
class _Piece:
    """One word of the text as it will be spelled, with the alternatives for it, the likeliest first."""

    options: tuple[str, ...]
    lost: tuple[str, ...] = ()
    unread: bool = False
    capital: bool | None = None  # None: no word


def parse(
    latin: str,
    scheme: Scheme,
    *,
    kind: TermKind = TermKind.UNKNOWN,
    limit: int = 3,
    lookup: Lookup | None = None,
) -> tuple[Candidate, ...]:
    """What a text in a known scheme stands for, as vocalized script, the likeliest first.

    >>> from refplug.romanize.schemes.scheme import load
    >>> parse("al-Ḥashd al-Shaʻbī", load("ala-lc", "ar"))[0].vocalized
    'الحَشد الشَّعبِي'
    >>> parse("vilāyat-i faqīh", load("ijmes", "fa"))[0].exact
    True

    Signs for ʿayn and hamza of every kind, NFC and NFD, ligature ties and the circumflex for the macron are read.
    `lookup` may know the vocalized script of a word (lower case, as the scheme writes it) and is asked first.
    Never empty: a text of which nothing can be read comes back as it is, with its words in `unread`.
    """
    inverse = inverse_of(scheme)
    pieces = tuple(_pieces(latin, inverse, lookup))
    lost = tuple(dict.fromkeys(sentence for piece in pieces for sentence in piece.lost))
    unread = tuple(piece.options[0] for piece in pieces if piece.unread)
    capitals = tuple(
        piece.capital for piece in pieces if piece.capital is not None for _ in piece.options[0].split()
    )
    wanted = _compared(latin, inverse)
    found: list[Candidate] = []
    for text in islice(
        dict.fromkeys(unicodedata.normalize("NFC", text) for text in _combined(pieces)), TRIED
    ):
        exact = not unread and _compared(render(text, scheme, kind=kind).text, inverse) == wanted
        found.append(Candidate(text, exact, lost, unread, capitals))
        if limit == 1 and exact:
            break
    found.sort(key=lambda c: not c.exact)
    return tuple(found[:limit])


def _compared(latin: str, inverse: Inverse) -> str:
    """The text as two spellings of it are compared: signs, marks and case made alike."""
    return " ".join(inverse.normalized(latin).replace("ʹ", "").split())


def _combined(pieces: Sequence[_Piece]) -> Iterator[str]:
    """The whole text with the first option of each piece, then with one piece after the other changed."""
    first = [piece.options[0] for piece in pieces]
    yield "".join(first)
    for i, piece in enumerate(pieces):
        for option in piece.options[1:]:
            yield "".join((*first[:i], option, *first[i + 1 :]))
    second = [piece.options[1 if len(piece.options) > 1 else 0] for piece in pieces]
    yield "".join(second)


_JOINED_ARTICLE: Final = re.compile(r"-([Aa]l-)")
_BLANKS: Final = re.compile(r"(\s+|[,;:.!?()\[\]«»“”\"/]+)")


def _pieces(latin: str, inverse: Inverse, lookup: Lookup | None) -> Iterator[_Piece]:
    """The words of the text and what stands between them, read one after the other."""
    text = unicodedata.normalize("NFC", latin)
    if inverse.scheme.section("article")["before"] == "-":
        text = _JOINED_ARTICLE.sub(" \\1", text)
    parts = [p for p in _BLANKS.split(text) if p]
    held = ""  # an article or a prefix that the scheme writes as a word of its own
    for i, part in enumerate(parts):
        if _BLANKS.fullmatch(part):
            if not (held and part.isspace()):
                yield _Piece((part,))
            continue
        following = next((p for p in parts[i + 1 :] if not _BLANKS.fullmatch(p)), "")
        plain = inverse.normalized(part)
        if following and (lone := inverse.lone(plain, inverse.normalized(following))):
            held += lone
            continue
        last = not following or (i + 1 < len(parts) and not parts[i + 1].isspace())
        yield _word(part, inverse, lookup, first=i == 0, last=last, held=held)
        held = ""
    if held:
        yield _Piece((held,))


def _word(
    part: str, inverse: Inverse, lookup: Lookup | None, *, first: bool, last: bool, held: str
) -> _Piece:
    """One word with its prefixes, its article and its ezafe."""
    head, body, tail = inverse.split(inverse.normalized(part))
    head = held + head
    if not body:
        return _Piece((part,), unread=any(c.isalpha() for c in part))
    options: list[str] = []
    lost: tuple[str, ...] = ()
    if lookup and (known := lookup(body)):
        options.append(known)
    options += inverse.words(body, first=first and not head)
    parts = inverse.parts(body)
    middles = [
        _body(piece, inverse, last=last and n == len(parts) - 1 and not tail) for n, piece in enumerate(parts)
    ]
    if all(middle is not None for middle in middles):
        spelled = [m for m in middles if m is not None]
        lost = tuple(dict.fromkeys(s for m in spelled for s in m.lost))
        options += [ZWNJ.join(row) for row in _rows(spelled)]
    if not options:
        return _Piece((part,), unread=True)
    written = (_with_ezafe(_after_article(head, option), tail, inverse) for option in options)
    return _Piece(tuple(dict.fromkeys(written)), lost, capital=_is_capital(part))


def _is_capital(part: str) -> bool:
    """Whether a printed word has its capital: behind an article or a prefix in lower case too."""
    letters = ((c for c in piece if c.lower() != c.upper()) for piece in part.split("-"))
    return any(next(row, "").isupper() for row in letters)


def _rows(pieces: Sequence[_Piece]) -> Iterator[tuple[str, ...]]:
    first = tuple(piece.options[0] for piece in pieces)
    yield first
    for i, piece in enumerate(pieces):
        for option in piece.options[1:]:
            yield (*first[:i], option, *first[i + 1 :])


def _with_ezafe(word: str, tail: frozenset[str], inverse: Inverse) -> str:
    """The word with its ezafe in the way in which the script writes it after that letter."""
    if not tail:
        return word
    last = re.sub("[\u064b-\u0652\u0670]+$", "", word)[-1:]
    if last in "اوى" and tail & {"ya", "after_aa"}:
        return word + inverse.language.letters.get("ي", "ي") + "\u0650"
    if last in "هةہ" and "hamza" in tail and not word.endswith(SUKUN):
        return word + "\u0654"
    return word + "\u0650"


def _after_article(head: str, word: str) -> str:
    """The word behind its prefixes; after the article a sun letter takes its shadda."""
    if head.endswith("ال") and word[0] in SUN and word[1:2] != SHADDA:
        end = 2 if word[1:2] in MARK.values() else 1
        return head + word[:end] + SHADDA + word[end:]
    return head + word


def _body(body: str, inverse: Inverse, *, last: bool) -> _Piece | None:
    """The spellings of one word without affixes; None where a letter is none of the scheme's."""
    options: list[str] = []
    lost: tuple[str, ...] = ()
    for count, ending in inverse.endings(body, last=last):
        stem = inverse.sounds(body[: len(body) - count])
        if stem:
            lost = lost or tuple(inverse.lost(stem))
            options.append(spell((*stem, *ending), inverse.language))
            if len(body) <= LONGEST:
                options += [spell((*row, *ending), inverse.language) for row in _other_letters(stem)]
    return _Piece(tuple(dict.fromkeys(options)), lost) if options else None


def _other_letters(sounds: tuple[Sound, ...]) -> Iterator[tuple[Sound, ...]]:
    """The word with each letter replaced by another that the scheme writes alike; first with every such vowel long."""
    if any(sound.kind == "vowel" and sound.others for sound in sounds):
        yield tuple(
            replace(s, value=s.others[0], others=()) if s.kind == "vowel" and s.others else s for s in sounds
        )
    for i, sound in enumerate(sounds):
        for other in sound.others:
            yield (*sounds[:i], replace(sound, value=other, others=()), *sounds[i + 1 :])
