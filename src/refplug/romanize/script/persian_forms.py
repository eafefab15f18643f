"""The forms of Persian words: letters normalized, Arabic readings in Persian dress, parts joined, the pivot form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from refplug.romanize.script.align import Shown, vocalized
from refplug.romanize.script.candidates import Candidate
from refplug.romanize.script.ezafe import FUNCTION_WORDS, has_written_ezafe
from refplug.romanize.script.heard import heard
from refplug.romanize.script.persian_words import LONG_A
from refplug.romanize.script.reader import Token
from refplug.romanize.script.tokens import Printed

__all__ = [
    "as_persian",
    "is_nunated",
    "joined",
    "listed_candidate",
    "merged",
    "persian_form",
    "spelled",
    "with_open_ta",
]

FATHA, KASRA, SUKUN = "\u064e", "\u0650", "\u0652"


def spelled(word: Printed) -> Printed:
    """The word in the letters of the list: one yāʾ, and no sign of ezafe behind a silent ه."""
    letters = word.letters.replace("ى", "ي")
    if has_written_ezafe(word.word):
        bare = letters.removesuffix("ء")
        marks = word.marks[: len(bare)] if word.marks else None
        return word._replace(letters=bare[:-1] + "ه" if bare.endswith("ة") else bare, marks=marks)
    return word._replace(letters=letters)


def with_open_ta(printed: Sequence[Printed], tokens: list[Token]) -> list[Token]:
    """ة as t before the next word, as ALA-LC has it for Arabic phrases in Persian; in pause, or closed by its article, it is h."""
    done = []
    for place, token in enumerate(tokens):
        following = printed[place + 1] if place + 1 < len(printed) else None
        if token.vocalized.endswith("ة" + SUKUN) and following and not following.before.strip():
            is_closed = token.vocalized.startswith("ال") and not following.letters.startswith("ال")
            if not is_closed and (
                following.letters.startswith("ال") or following.letters not in FUNCTION_WORDS
            ):
                token = replace(token, vocalized=token.vocalized[:-2] + "ت")
        done.append(token)
    return done


def is_nunated(candidate: Candidate) -> bool:
    """Whether a reading has nunation, which Persian keeps in few adverbs only."""
    return any("\u064b" in mark or "\u064d" in mark for mark in candidate.marks)


def as_persian(candidate: Candidate, word: str) -> Candidate:
    """An Arabic reading in the letters of a Persian word: no construct, the last hamza silent."""
    marks = candidate.marks
    if len(word) < len(marks):
        marks = marks[: len(word)]
    if word[-1] in "هت" and candidate.letters.endswith("ة") and len(marks) == len(word):
        marks = (*marks[:-1], "")
    if len(marks) != len(word):
        return candidate
    letters = (
        candidate.letters[: len(word) - 1] + word[-1] if word[-1] in "هت" else candidate.letters[: len(word)]
    )
    if any(mark.startswith("=ة") for mark in marks[-1:]):
        marks = (*marks[:-1], "")
    return replace(candidate, letters=letters, marks=marks, sound=heard(letters, marks))


def merged(found: Sequence[Candidate]) -> list[Candidate]:
    """Readings that sound the same as one."""
    merged: dict[str, Candidate] = {}
    for one in found:
        same = merged.get(one.sound)
        merged[one.sound] = one if same is None else replace(
            same, exact=same.exact + one.exact, like=same.like + one.like, model=same.model + one.model, seen=same.seen + one.seen,
            in_names=same.in_names + one.in_names, elsewhere=same.elsewhere + one.elsewhere,
        )  # fmt: skip
    return list(merged.values())


def listed_candidate(letters: str, marks: tuple[str, ...], seen: int) -> Candidate:
    """A reading of a list as a candidate; `seen` is 0 where it was put together."""
    return Candidate(letters, marks, heard(letters, marks), exact=1.0, seen=seen)


def joined(first: Candidate, second: tuple[str, tuple[str, ...]]) -> Candidate:
    """Two parts as one word; a silent h before -hā, -gān keeps its vowel."""
    letters, marks = second
    if letters.startswith("آ") and not marks[0]:
        marks = (LONG_A, *marks[1:])
    last = first.marks[-1]
    if letters == "ات" or letters == "ان":
        last = last + FATHA if first.letters[-1] not in "اوي" or FATHA not in last else last
    if letters in ("ي",) and not last:
        last = KASRA
    return Candidate(first.letters + letters, (*first.marks[:-1], last, *marks), "", exact=1.0)


def persian_form(candidate: Candidate) -> str:
    """The pivot form in Persian: ه that is heard gets sukun, since a bare one is silent; و is silent after an initial خ."""
    marks = list(candidate.marks)
    text = vocalized(Shown(letter, mark) for letter, mark in zip(candidate.letters, marks, strict=True))
    if text.endswith("ه") and len(marks) > 1 and candidate.letters[-2] not in "اوي":
        is_short = len(candidate.letters) == 2
        if is_short or FATHA not in marks[-2]:
            return text + SUKUN
    return text + SUKUN if text.endswith("ة") else text.removesuffix(KASRA)  # a last kasra would be ezafe
