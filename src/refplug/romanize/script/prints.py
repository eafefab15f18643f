"""Whether printed words are those of an entry: prefixes, hamza that print leaves out, marks that are printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from refplug.model import Reading
from refplug.romanize.script.align import letters_of
from refplug.romanize.script.persian_strings import WRITTEN_APART
from refplug.romanize.script.rows import SHIPPED, Row
from refplug.romanize.script.tokens import Printed, agrees, printed_marks

__all__ = ["heads", "is_at"]

_PREFIX = {"و": "وَ", "ف": "فَ", "ب": "بِ", "ل": "لِ", "ك": "كَ"}
_BARE = {"أ": "ا", "إ": "ا", "آ": "ا", "ؤ": "و", "ئ": "ي"}


def heads(letters: str, reading: Reading) -> Iterator[tuple[str, str]]:
    """The word as a whole, then what is behind each prefix it may begin with, with the prefix in the pivot."""
    yield "", letters
    if reading is not Reading.ARABIC:
        if letters[:1] == "و" and len(letters) > 3:
            yield _PREFIX["و"], letters[1:]
        return
    head, rest = "", letters
    while len(rest) > 3 and rest[0] in _PREFIX and len(head) < 4:
        if head and rest[0] in "وف":
            return
        if rest[0] == "ل" and rest[1] == "ل":
            yield head + _PREFIX["ل"], "ا" + rest[1:]
        head, rest = head + _PREFIX[rest[0]], rest[1:]
        yield head, rest


def is_at(row: Row, words: Sequence[Printed], place: int, first: str) -> bool:
    """Whether the words from `place` on print the entry; `first` is the first of them without its prefix."""
    end = place + len(row.letters)
    if end > len(words):
        return False
    if row.source == SHIPPED and end < len(words) and words[end].letters in WRITTEN_APART:
        return False  # محمد شاه نامه is Muḥammad Shāhnāmah
    for nth, listed in enumerate(row.letters):
        word = words[place + nth]
        letters = word.letters if nth else first
        if nth and (
            word.known is not None or word.before.strip(" \u00a0\u200c\u200f\u200e") or not word.before
        ):
            return False
        if not _is_print_of(letters, listed, row, is_last=nth + 1 == len(row.letters)):
            return False
        if word.marks is not None and not _agrees(word, letters, row.words[nth]):
            return False
    return True


def _is_print_of(printed: str, listed: str, row: Row, *, is_last: bool) -> bool:
    """Whether letters may be a print of an entry's: hamza left out, in a phrase also dots; never another hamza."""
    if printed == listed:
        return True
    if len(printed) != len(listed):
        return False
    is_arabic = row.entry.reading is Reading.ARABIC
    last = len(listed) - 1
    for place, (shown, meant) in enumerate(zip(printed, listed, strict=True)):
        if shown == meant:
            continue
        if shown == _BARE.get(meant):
            if meant == "آ" and place == 0 and row.is_single:
                return False  # امل is no Āmul
        elif meant == "ا" and shown in "أإ":
            pass
        elif {shown, meant} == {"ي", "ى"}:
            if place == last and row.is_single and is_arabic:
                return False  # على is no ʿAlī
        elif {shown, meant} == {"ة", "ه"} and place == last:
            if is_arabic and (shown == "ة" or not is_last):
                return False  # رحمه الله is raḥimahu, no Raḥmat Allāh
        else:
            return False
    return True


def _agrees(word: Printed, letters: str, vocalized: str) -> bool:
    """Whether the marks printed on a word are those of the entry."""
    marks = word.marks
    listed = printed_marks(vocalized, letters_of(vocalized))
    if marks is None or listed is None:
        return True
    marks = marks[len(marks) - len(letters) :]
    return len(marks) == len(listed) and agrees(marks, listed)
