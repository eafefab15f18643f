"""Words in script, what stands between them, and the marks that were printed on them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple

from refplug.model import Reading
from refplug.romanize.script.align import letters_of

__all__ = [
    "Known",
    "Marker",
    "Printed",
    "agrees",
    "as_printed",
    "fused_parts",
    "is_vocalized",
    "printed_marks",
    "printed_words",
]

_WORD = re.compile(
    "[\u0621-\u063a\u0641-\u064a\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff]"
    "[\u0621-\u063a\u0640-\u065f\u0670\u066e-\u06d3\u06d5\u06d6-\u06ed\u06ee\u06ef\u06fa-\u06ff\u0610-\u061a\u200c\u200d]*"
)
_VOWELS = "\u064e\u064f\u0650"
_TANWIN = "\u064b\u064c\u064d"
_SHADDA, _SUKUN, _DAGGER = "\u0651", "\u0652", "\u0670"
_KEPT = frozenset(_VOWELS + _TANWIN + _SHADDA + _SUKUN + _DAGGER)


class Known(NamedTuple):
    """What a lexicon entry says of a printed word (`phrases`).

    `vocalized` is the word of the entry, a prefix of the print before it; `source` and `entry` say who says so;
    `is_name` whether the entry writes it with a capital; `is_settled` whether it says too how the word ends here.
    """

    vocalized: str
    source: str
    entry: str
    probability: float
    is_name: bool = False
    is_settled: bool = False


class Printed(NamedTuple):
    """One word as printed: what stands before it, the word, its letters, the marks on each letter (often none).

    `known` is what a lexicon entry that was found in the text says of it.
    """

    before: str
    word: str
    letters: str
    marks: tuple[str, ...] | None
    known: Known | None = None


Marker = Callable[[Sequence[Printed], Reading, str, Callable[[str], bool]], tuple[Printed, ...]]
"""What tells which words a lexicon has: words, language, kind of field, and whether a spelling is a word without prefix."""


def as_printed(
    words: Sequence[Printed], reading: Reading, kind: str, is_word: Callable[[str], bool]
) -> tuple[Printed, ...]:
    """The words as they are: no lexicon is asked."""
    return tuple(words)


def printed_words(text: str) -> tuple[tuple[Printed, ...], str]:
    """The words in script of a text, and what stands behind the last.

    >>> words, rest = printed_words("كتاب، (الأم).")
    >>> [(word.before, word.letters) for word in words], rest
    ([('', 'كتاب'), ('، (', 'الأم')], ').')
    """
    text = unicodedata.normalize("NFC", text).replace("\u200cال", " ال")
    words, end = [], 0
    for found in _WORD.finditer(text):
        word = found.group().rstrip("\u200c\u200d\u0640")
        letters = letters_of(word)
        whole = Printed(text[end : found.start()], word, letters, printed_marks(word, letters))
        words += _parted(whole)
        end = found.start() + len(word)
    return tuple(words), text[end:]


_FUSED = re.compile(
    "^محمد(?=(?:علي|حسين|حسن|رضا|تقي|نقي|باقر|صادق|جعفر|كاظم|مهدي|امين|صالح|طاهر|قاسم|هاشم|يوسف|ابراهيم|اسماعيل)$)|^(عبد|[أا]ب[ويا])(?=ال.{2})|^(?P<head>.{2,}?)(?=ال(?:دين|اسلام|إسلام|زمان|دولة)$)"
)


def fused_parts(letters: str) -> int:
    """How many letters of a name belong to its first part where two parts are printed as one word; 0 where it is one.

    >>> fused_parts("عبدالرحمن"), fused_parts("نورالدين"), fused_parts("الدين"), fused_parts("والدين")
    (3, 3, 0, 0)
    """
    found = _FUSED.match(letters)
    if found is None or (found.group("head") or "") in ("و", "ب", "وب", "لا", "كا"):
        return 0
    return found.end()


def _parted(whole: Printed) -> list[Printed]:
    cut = fused_parts(whole.letters)
    if not cut or len(whole.word) != len(whole.letters):
        return [whole]
    first = Printed(whole.before, whole.word[:cut], whole.letters[:cut], None)
    return [first, Printed(" ", whole.word[cut:], whole.letters[cut:], None)]


def printed_marks(word: str, letters: str) -> tuple[str, ...] | None:
    """The marks on each letter of a word, or None where there are none (or where letters and marks cannot be paired)."""
    if not any(char in _KEPT for char in word):
        return None
    marks: list[str] = []
    for char in unicodedata.normalize("NFC", word):
        if char in _KEPT:
            if marks:
                marks[-1] += char
        elif letters_of(char):
            marks.append("")
    return tuple(marks) if len(marks) == len(letters) else None


def is_vocalized(letters: str, marks: tuple[str, ...] | None) -> bool:
    """Whether a word can be read with no more vowels than are printed, as the pivot reads it.

    At least one short vowel is printed (or there is no room for one, as in آب), and no two consonants without one stand
    side by side before the end; the silent و of خوَاستَن is no such consonant.

    >>> is_vocalized("شعب", ("\u064e", "", "")), is_vocalized("محمد", ("", "", "\u0651", ""))
    (True, False)
    """
    if len(letters) == 2 and letters[0] == "آ":
        return True
    if marks is None or not any(char in mark for mark in marks for char in _VOWELS):
        return False
    start = 2 if letters.startswith("ال") and not marks[0] and not marks[1] else 0
    was_bare = True  # a word does not begin with two consonants, nor with one that has no vowel
    for place in range(start, len(letters) - 1):
        voiced = any(char in _VOWELS + _DAGGER + _TANWIN for char in marks[place])
        is_long = letters[place] in "اويىآةأإ" and not marks[place]
        opens = letters[place + 1] in "اويى" and not marks[place + 1]
        if place == 0 and letters[:2] == "خو" and any(char in marks[1] for char in _VOWELS):
            opens = True
        if voiced or is_long or opens:
            was_bare = False
        elif was_bare and _SUKUN not in marks[place]:
            return False
        else:
            was_bare = True
    return True


def agrees(printed: tuple[str, ...], reading: tuple[str, ...]) -> bool:
    """Whether a reading has every mark that was printed: a printed vowel must be that vowel, a shadda a doubled letter.

    The shadda of a sun letter after the article is not compared, nor is a shadda on the yāʾ of -ī.
    """
    after_article = False
    for place, (mark, read) in enumerate(zip(printed, reading, strict=True)):
        if _SHADDA in mark and _SHADDA not in read and not after_article and place + 1 < len(printed):
            return False
        vowels = [char for char in mark if char in _VOWELS + _TANWIN]
        moved = reading[place + 1] if place + 1 < len(reading) else ""
        if any(
            char not in read and not (char in _TANWIN and char in moved) for char in vowels
        ) and place + 1 < len(printed):
            return False
        if (
            vowels
            and place + 1 == len(printed)
            and any(char in _TANWIN[:1] for char in vowels)
            and vowels[0] not in read
        ):
            return False
        if _SUKUN in mark and any(char in read for char in _VOWELS):
            return False
        after_article = read.endswith("-")
    return True
