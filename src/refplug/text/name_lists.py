"""Lists of names, as author lines print them, parted into names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from refplug.model import Name
from refplug.text.glue import FUNCTION_WORDS
from refplug.text.languages import script_of
from refplug.text.names import INITIAL, INITIALS, has_honorific, is_body, is_particle, name_words, person
from refplug.text.words import zipf

__all__ = ["are_names", "is_name_list", "is_phrase", "names_in"]

_AFFILIATION_MARK = re.compile(
    r"(?:[\s,(\[]{0,4}[\d⁰¹²³⁴-⁹]{1,2}(?!\d)[)\]]?(?:\s?[,;–−-]?\s?[\d⁰¹²³⁴-⁹]{1,2}(?!\d)[)\]]?)*)+"
    r"|[*†‡§¶#∥‖⁎∗✉⊥♯ªº□]+|(?<![^\W\d_])[α-ω](?![^\W\d_])"
    r"|(?<=[^\W\d_.]\s)[a-z]\)|(?<=[^\W\d_.]\s)[a-z](?:\s?,\s?[a-z](?![^\W\d_]))*(?=\s*(?:,|;|$|\sand\b|\*))"
)
_SEPARATOR = re.compile(
    r"\s*[;؛•·|]\s*|\s+(?:and|und|et|y|ve|&|with)\s+|\s*&\s*|\s+و\s+(?=\S{2})", re.IGNORECASE
)
_ORCID = re.compile(
    r"\(?(?:https?://)?orcid\.org/\S+\)?|\b\d{4}-\d{4}-\d{4}-\d{3}[\dX]\b|\bORCID\b:?", re.IGNORECASE
)
_ASIDE = re.compile(
    r"\([^()]{0,40}\b(?:collaboration|group|team|consortium|corresponding|deceased)[^()]{0,30}\)|\b(?:on|for) (?:behalf of )?the .{3,60}\bcollaboration\b.*"
    r"|(?<=[^\W\d_]{2}\s)ID(?=\s|$|,)|[\u2600-\u27bf]",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[({<]?[\w.+-]{1,64}@[\w-]{1,64}\.\S+")
# an ending of case behind the apostrophe of a proper name, in a line with letters that are Turkish: a phrase, not a name
_TURKISH_CASE = re.compile(r"^(?=.*[ığşİŞĞ]).*\w[’'](?:[td][ae]n?|n[ıiuü]n|y[ae]|y[ıiuü]|yl[ae]|l[ıiuü])\b")
_SALUTATION = re.compile(r"\s*(?:dear|hello|hi|cher|chère|liebe[rs]?|sevgili)\s", re.IGNORECASE)
_LITTLE_WORDS = frozenset(
    "في من على إلى الى عن بين عند مع بعد قبل حول در از به با برای بر بین درباره را که این".split()
)
"""Prepositions of Arabic and Persian, which no name holds."""
_COMMA = re.compile(r"\s*[,،、]\s*")


def names_in(text: str, *, language: str | None = None) -> tuple[Name, ...]:
    """The names of an author line, in order; marks of affiliation, degrees, addresses and identifiers are left out.

    >>> [name.inverted() for name in names_in("J. Torrejón 1, G. A. Badini-Confalonieri 2,* and M. Vázquez, PhD")]
    ['Torrejón, J.', 'Badini-Confalonieri, G. A.', 'Vázquez, M.']
    >>> [name.family for name in names_in("Smith, J.; van der Berg, A.")]
    ['Smith', 'Berg']
    """
    plain = _ASIDE.sub(" ", _EMAIL.sub(" ", _ORCID.sub(" ", text)))
    plain = re.sub(r"\s+", " ", _AFFILIATION_MARK.sub(" ", plain)).strip(" ,;،.:")
    plain = re.sub(
        r"^(?:by|von|par|von|[نت][گک]ارنده|نویسنده|إعداد|بقلم|authors?)\s*:?\s+",
        "",
        plain,
        flags=re.IGNORECASE,
    )
    names: list[Name] = []
    for group in filter(None, _SEPARATOR.split(plain)):
        pieces = [_bare(piece) for piece in _COMMA.split(group) if piece.strip() and not _is_degree(piece)]
        pieces = [piece for piece in pieces if piece]
        for piece in _paired(pieces):
            name = person(_bare(_without_degrees(piece)), language=language)
            if name and len(name.display()) > 1:
                names.append(name)
    return tuple(names)


def _paired(pieces: list[str]) -> list[str]:
    """`Smith, J., Doe, A.` are two inverted names, not four."""
    if (
        len(pieces) == 2
        and _looks_given(pieces[1])
        and len(pieces[0].split()) <= 3
        and not _is_whole(*pieces)
    ):
        return [", ".join(pieces)]
    if len(pieces) >= 4 and len(pieces) % 2 == 0 and _are_inverted(pieces):
        return [f"{family}, {given}" for family, given in zip(pieces[::2], pieces[1::2], strict=True)]
    return pieces


def _are_inverted(pieces: list[str]) -> bool:
    """`Smith, J., Doe, A.` and `Groppe, David M., Bickel, Stephan`: every other piece is a family name alone."""
    if all(INITIALS.match(piece) for piece in pieces[1::2]):
        return True
    return all(len(piece.split()) == 1 and not INITIALS.match(piece) for piece in pieces[::2]) and all(
        len(piece.split()) <= 3 for piece in pieces[1::2]
    )


def _looks_given(piece: str) -> bool:
    return bool(INITIALS.match(piece)) or len(piece.split()) <= 3


def _is_whole(piece: str, following: str) -> bool:
    """Whether a piece before a comma is a whole name: it has initials, or so many words as the piece behind the comma."""
    words = piece.split()
    if any(INITIAL.match(word) for word in words[:-1]):
        return True
    is_long = len([word for word in words if not is_particle(word)]) > 1
    return (
        is_long
        and len(following.split()) > 1
        and not any(INITIAL.match(word) for word in following.split()[1:])
    )


def _bare(piece: str) -> str:
    """A name without what OCR made of the marks behind it; the stop of an initial stays."""
    bare = piece.strip(" \t!?@’'“”\"^~°´`_=+:*-")
    return bare if re.search(r"(?:^|[\s.-])[^\W\d_]\.$|Jr\.$", bare) else bare.rstrip(".")


def _is_degree(piece: str) -> bool:
    words = piece.lower().split()
    return all(word in name_words("degree") or word.strip(".") in name_words("degree") for word in words)


def _without_degrees(piece: str) -> str:
    words = piece.split()
    while len(words) > 2 and (words[-1].lower() in name_words("degree")) and not _is_short_family(words[-1]):
        words.pop()
    return " ".join(words)


def _is_short_family(word: str) -> bool:
    return word in ("Ma", "Do", "Ba", "Ms")


def is_name_list(text: str) -> bool:
    """Whether a line reads as names of people and nothing else.

    >>> is_name_list("J. Torrejón, G. A. Badini-Confalonieri and M. Vázquez"), is_name_list("Theory of the State")
    (True, False)
    >>> is_name_list("Hierarchical Factor Analysis"), is_name_list("Michael X Cohen, Fraser William Steel")
    (False, True)
    >>> is_name_list("Department of Physics, Umeå University"), is_name_list("Irak'ta Halk ve Şabi'nin Yükselişi")
    (False, False)
    """
    if is_phrase(text) or _SALUTATION.match(text):
        return False
    names = names_in(text)
    return are_names(names) or (has_honorific(text) and len(names) == 1 and _has_shape(names[0]))


def is_phrase(text: str) -> bool:
    """Whether endings say that a Turkish line is a phrase: proper names take them behind an apostrophe.

    >>> is_phrase("Irak'ta Halk Direnişi"), is_phrase("Ra'na Işık")
    (True, False)
    """
    return bool(_TURKISH_CASE.search(text))


def are_names(names: Sequence[Name]) -> bool:
    """Whether most of what was taken for names has what only names have: an initial, a given name, a word no English has."""
    shaped = [name for name in names if _has_shape(name)]
    if not 0 < len(names) <= 80 or len(shaped) < (0.75 if len(names) > 3 else 1) * len(names):
        return False
    return sum(map(_is_sure, shaped)) >= 0.6 * len(names)


def _has_shape(name: Name) -> bool:
    """Two to six words, each with a capital or a particle, nothing but letters; in scripts without capitals, few words."""
    words = name.display().split()
    if (name.literal and (is_body(name.literal) or script_of(name.literal) == "Latn")) or not 2 <= len(
        words
    ) <= 6:
        return False
    if any(letter.isdigit() or letter in "@/:()=+<>?!;" for letter in name.display()):
        return False
    if not _LITTLE_WORDS.isdisjoint(words):
        return False
    if script_of(name.display()) in ("Arab", "Hani", "Kore", "Jpan", "Hebr"):
        return len(words) <= 5
    return all(
        word[0].isupper() or is_particle(word) or word[0] in "ʿʾ‘’ʻ" or _has_inner_capital(word)
        for word in words
    )


def _has_inner_capital(word: str) -> bool:
    return "-" in word and any(letter.isupper() for letter in word)


def _is_sure(name: Name) -> bool:
    """Whether a name has what only names have: an initial, a known given name, or a word that is no English."""
    words = [word for word in name.display().split() if not is_particle(word)]
    if script_of(name.display()) != "Latn":
        return (
            len(words) == 2 or any(word in name_words("persian-given") for word in words) or bool(name.family)
        )
    if any(INITIAL.match(word) for word in words):
        return any(not INITIAL.match(word) and zipf(word) < 5.2 for word in words)
    if any(
        word.lower() in name_words("given") or word.lower() in name_words("spanish-given") for word in words
    ):
        return not any(word.lower() in FUNCTION_WORDS for word in words)
    return any(zipf(word) < 2.3 and len(word) > 2 for word in words) and all(
        zipf(word) < 4.6 for word in words
    )
