"""Cut a printed form into words, and take its articles and its ezafe out, however they are spelled.

`Hashd al-Shaabi`, `el-Hachd ech-Chaabi`, `Majles-e Khobregan`, `Shura-ye Negahban`, `Abdul Karim`, `Muhyiddin`: what binds the words
varies from writer to writer; the words between are what the lexicon knows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from refplug.romanize.adhoc.sounds import printed_letters

__all__ = ["Bond", "Piece", "is_persian_phrase", "letters_of", "segment"]


class Bond(StrEnum):
    """How a piece hangs on the piece before it."""

    NONE = ""
    SPACE = "space"
    HYPHEN = "hyphen"
    GLUED = "glued"


@dataclass(frozen=True, slots=True)
class Piece:
    """One word of a printed form, without its article and its ezafe.

    `start` and `end` are where it stands in the printed form, article and ezafe included; `article` and `ezafe` are those
    letters as printed, or empty.
    """

    text: str
    start: int
    end: int
    article: str = ""
    ezafe: str = ""
    bond: Bond = Bond.NONE


_APOSTROPHES = "'’‘ʿʾʻʼ`´"
_WORD = re.compile(
    rf"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f]|[{_APOSTROPHES}](?=[^\W\d_])|·)*[{_APOSTROPHES}]?|[{_APOSTROPHES}][^\W\d_](?:[^\W\d_]|[\u0300-\u036f]|[{_APOSTROPHES}](?=[^\W\d_]))*[{_APOSTROPHES}]?"
)
_ARTICLE = re.compile(r"[aeiuo]?l'?$", re.IGNORECASE)
_SUN = re.compile(r"[aeiuo](sh|ch|th|dh|[tsdzrnl])'?$", re.IGNORECASE)
_ENGLISH = frozenset(("as", "at", "an", "is", "us", "ad", "in", "on", "it", "or", "id", "ash", "ur"))
_EZAFE = re.compile(r"(?:[ei]|y[eiaé]h?|é)$", re.IGNORECASE)


def segment(printed: str) -> tuple[Piece, ...]:
    """The words of a printed form in order.

    >>> [(p.article, p.text, p.ezafe) for p in segment("Velayat-e al-Faqih")]
    [('', 'Velayat', 'e'), ('al', 'Faqih', '')]
    >>> [p.text for p in segment("ash-Sha'b")], [p.text for p in segment("Ash tree")]
    (["Sha'b"], ['Ash', 'tree'])
    >>> [p.text for p in segment("C9orf72 gene")]
    ['gene']
    """
    pieces: list[Piece] = []
    article: re.Match[str] | None = None
    words = [match for match in _WORD.finditer(printed) if not _touches_digit(printed, match)]
    for i, match in enumerate(words):
        following = words[i + 1] if i + 1 < len(words) else None
        text, bond = match.group(), _bond(printed, words[i - 1].end() if i else None, match.start())
        if article is None and following and _is_article(printed, match, following):
            article = match
            continue
        if article is None and pieces and _is_ezafe(printed, match, following, bond):
            pieces[-1] = replace(pieces[-1], ezafe=text, end=match.end())
            continue
        if (
            following is None
            and bond is not Bond.NONE
            and pieces
            and _ARTICLE.match(text)
            and (printed[match.end() :].strip() == "-" or bond is Bond.SPACE)
            and len(text) == 2
        ):
            continue
        start = article.start() if article else match.start()
        if article:
            bond = _bond(printed, pieces[-1].end if pieces else None, start)
        pieces.append(Piece(text, start, match.end(), article.group() if article else "", "", bond))
        article = None
    return tuple(pieces)


def _touches_digit(printed: str, word: re.Match[str]) -> bool:
    """Whether the letters are a part of something else: C9orf72, H2O, MP3."""
    return (
        printed[word.start() - 1 : word.start()].isdigit() or printed[word.end() : word.end() + 1].isdigit()
    )


def _bond(printed: str, end: int | None, start: int) -> Bond:
    if end is None:
        return Bond.NONE
    between = printed[end:start]
    return (
        Bond.GLUED
        if not between
        else Bond.HYPHEN
        if between.strip() in ("-", "‐", "‑", "–") and " " not in between
        else Bond.SPACE
    )


def _is_article(printed: str, word: re.Match[str], following: re.Match[str]) -> bool:
    text, between = word.group(), printed[word.end() : following.start()]
    if between not in ("-", "‐", "‑", " ", "- ", " -", ""):
        return False
    if _ARTICLE.match(text) and len(text) > 1:
        return between != "" or text.lower() == "al"
    if _ARTICLE.match(text):
        return between == "-"
    assimilated = _SUN.match(text)
    if not assimilated:
        return False
    first = printed_letters(following.group())
    return first.startswith(assimilated.group(1).lower()) and (between == "-" or text not in _ENGLISH)


def _is_ezafe(printed: str, word: re.Match[str], following: re.Match[str] | None, bond: Bond) -> bool:
    if following is None or not _EZAFE.match(word.group()) or not word.group().islower():
        return False
    before, after = bond, printed[word.end() : following.start()]
    return (
        before is Bond.HYPHEN
        or after == "-"
        or (after == " " and len(word.group()) == 1 and word.group() != "i")
        or word.group() in ("ye", "yi")
    )


def is_persian_phrase(printed: str, pieces: tuple[Piece, ...]) -> bool:
    """Whether an ezafe that no English phrase has binds two words: hyphened, or of two letters.

    >>> [is_persian_phrase(t, segment(t)) for t in ("Elm-e feqh", "Shura ye Negahban", "vitamin e deficiency")]
    [True, True, False]
    """
    return any(
        len(piece.ezafe) > 1 or (piece.ezafe and printed[piece.end - 2] in "-‐‑–") for piece in pieces[:-1]
    )


def letters_of(pieces: tuple[Piece, ...]) -> str:
    """The pieces as one row for `channel.distance`: letters, `@` for an article, `E` for ezafe, blanks.

    >>> letters_of(segment("Majles-e Khobregan")), letters_of(segment("Abd el-Karim")), letters_of(segment("Abdurrahman"))
    ('majlesE khobregan', 'abd @karim', 'abd @rahman')
    """
    rows = []
    for piece in pieces:
        row = printed_letters(piece.text)
        rows.append(("@" if piece.article else "") + row + ("E" if piece.ezafe else ""))
    return unglued(" ".join(row for row in rows if row))


_ABD = re.compile(
    r"(?<![a-z])'?[ae]bd[ -]?(?:[aeuoi]{1,2}l(?: |(?=[^ l]|l[^l]))|[aeuoi]([rsdtnz]|sh)(?=\1))(?=[a-z]{3})"
)
_ABU = re.compile(r"(?<![a-z])[ae]b(?:u|ou|o)'?l(?: |(?=[^ l]))(?=[a-z']{3})")
_DIN = re.compile(r"(?<=[a-z]{2})'?(?:[aeiou]{1,2}(?:l ?d|d ?d))(?:i|ee|ie|y|e)ne?(?![a-z])")
_HEADS = "dar|daar|ahl|ba[iy]t|beyt|nahj|hizb|rabi|shaikh|sh[ae]ykh|sheikh|sh[ae]yh|umm?|imam|ikhwan|ilm|sahib|bahr|fath|ansar|usul|ulu"
_CONSTRUCT = re.compile(
    rf"(?<![a-z])({_HEADS})[uo]l[- ]?(?=[a-z]{{3}})|(?<![a-z])([a-z]{{2,}}[ae]t)[uo]l[- ](?=[a-z]{{3}})"
)
_DHU = re.compile(r"(?<![a-z])(?:dh|z)(?:[uio]|ou|oo)l[- ]?(?=[hqkf])")
_ALLAH = re.compile(r"(?<=[a-z]{3})[' ]?[aeou]l'?l[aeu]h?(?![a-z])|(?<![@a-z])allah?(?![a-z])")


def unglued(letters: str) -> str:
    """Letters with the articles glued inside words parted: `abdulkarim`, `muhyiddin`, `abulfazl`, `hezbollah`, `darul uloom`.

    >>> unglued("abdelkader"), unglued("nureddin"), unglued("abdel nasser"), unglued("hezbollah"), unglued("abdomen")
    ('abd @kader', 'nur @din', 'abd @nasser', 'hezb @lah', 'abdomen')
    >>> unglued("dhul hijjah"), unglued("sheyhulislam"), unglued("laylatul qadr"), unglued("rasul allah")
    ('dhu @hijjah', 'sheyh @islam', 'laylat @qadr', 'rasul @lah')
    """
    letters = _ALLAH.sub(lambda m: (" " if m.start() else "") + "@lah", letters)
    letters = _DHU.sub("dhu @", _CONSTRUCT.sub(lambda m: f"{m.group(1) or m.group(2)} @", letters))
    letters = _ABD.sub("abd @", letters)
    letters = _ABU.sub("abu @", letters)
    return _DIN.sub(" @din", letters)
