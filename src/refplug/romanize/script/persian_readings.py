"""What one Persian word may be read as: the word list, what Arabic lends, compounds, the models; no neighbour is asked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from refplug.romanize.script.candidates import RARE, Candidate
from refplug.romanize.script.heard import heard
from refplug.romanize.script.persian_forms import as_persian, is_nunated, joined, listed_candidate, merged
from refplug.romanize.script.persian_words import PersianWord
from refplug.romanize.script.reader import ArabicReader
from refplug.romanize.script.tokens import Printed, agrees
from refplug.romanize.script.vowels import VowelModel

__all__ = ["PersianReadings"]

FATHA, KASRA, SHADDA = "\u064e", "\u0650", "\u0651"
_ENDINGS: dict[str, tuple[str, ...]] = {
    "ها": ("َ", ""), "هاي": ("َ", "", ""), "ان": ("", ""), "گان": ("َ", "", ""), "گي": ("ِ", ""), "ي": ("",), "ات": ("", ""),
}  # fmt: skip
_SECOND = ("نامه", "خانه", "زاده", "آباد", "آبادي", "ابادي", "پور", "پوري", "ستان")
_BARE_ALIF = str.maketrans({"أ": "ا", "إ": "ا"})
_OTHERWISE_BEFORE_ALLAH = {"شكر", "حسن"}


@dataclass(slots=True)
class PersianReadings:
    """The word list, the Arabic reader for what Persian has from Arabic, and the Persian model for the rest."""

    words: dict[str, tuple[PersianWord, ...]]
    arabic: ArabicReader
    model: VowelModel
    known: dict[str, tuple[Candidate, ...]] = field(default_factory=dict)

    def lent(self, word: str) -> list[Candidate]:
        """What the Arabic table and the Persian model say, without the prefixes of Arabic, which Persian writes apart."""
        if word.endswith("ة") and (listed := self._listed(word[:-1] + "ه")):
            return [listed_candidate(word, listed[0].marks, 1)]
        known = [
            as_persian(c, word)
            for c in self.arabic.candidates(word)
            if (c.seen or c.like) and not is_nunated(c)
        ]
        if sum(c.seen for c in known) >= RARE or any(c.like for c in known):
            return merged(known)
        if word.startswith("ال") and (listed := self._listed(word[2:])):
            return [listed_candidate(word, (FATHA, "-", *listed[0].marks), 0)]
        if word.startswith(("ال", "وال", "بال", "لل")):
            return self.arabic.candidates(word)
        if (arabic := self.in_arabic_spelling(word)) or (arabic := self._abstract(word)):
            return arabic
        return merged([*known, *(self._with_known_end(word) or self._modelled(word))])

    def in_arabic_spelling(self, word: str) -> list[Candidate]:
        """Readings of the Arabic word that Persian writes with ت or ه for ة, or without its last hamza."""
        for ending, other in (("ت", "ة"), ("ا", "اء"), ("ه", "ة")):
            if word.endswith(ending) and len(word) > 2:
                found = [c for c in self.arabic.candidates(word[:-1] + other) if c.seen and not is_nunated(c)]
                if found:
                    return merged([as_persian(c, word) for c in found])
        return []

    def _abstract(self, word: str) -> list[Candidate]:
        """Readings of a noun in -īyat made of another word: maḥdūd, maḥdūdīyat. تثبيت is none, it is a verbal noun."""
        base = word[:-2]
        if not word.endswith("يت") or len(base) < 3 or (base[0] == "ت" and len(base) == 3):
            return []
        known = self._part(base, needs_list=False)
        found = [known] if known else self._modelled(base)
        return [
            replace(
                one,
                letters=one.letters + "يت",
                marks=(marks := (*one.marks[:-1], one.marks[-1] + KASRA, SHADDA + FATHA, "")),
                sound=heard(one.letters + "يت", marks),
                exact=0.0,
                model=one.model or 1.0,
            )
            for one in found
            if not any(mark in one.marks[-1] for mark in (FATHA, KASRA))
        ]

    def _modelled(self, word: str) -> list[Candidate]:
        """What the two models say: the Persian one, and the Arabic one where no letter is Persian."""
        if not 1 < len(word) < 40:
            return []
        chances: dict[tuple[str, ...], float] = {}
        for marks, chance in self.model.readings(word):
            chances[marks] = chances.get(marks, 0.0) + chance
        if not any(letter in "پچژگ" for letter in word):
            for marks, chance in self.arabic.model.readings(word[:-1] + "ة" if word.endswith("ه") else word):
                chances[marks] = chances.get(marks, 0.0) + chance
        total = sum(chances.values())
        found = [
            Candidate(word, marks, heard(word, marks), model=chance / total)
            for marks, chance in chances.items()
        ]
        whole = [c for c in found if not (word.endswith("يه") and len(word) > 4 and c.sound.endswith("Ih"))]
        return [
            c for c in whole or found if not is_nunated(c) and not any("-" in mark for mark in c.marks)
        ]  # -īyah

    def own(self, word: str) -> tuple[Candidate, ...]:
        """The readings of the list, or of a word made of words of the list; none where it has neither."""
        found = self.known.get(word)
        if found is None:
            if len(self.known) > 12_000:
                self.known.clear()
            found = self.known[word] = self._listed(word) or self._compound(word)
        return found

    def own_agreeing(self, word: Printed, following: str) -> tuple[Candidate, ...]:
        """The list's readings that have the doubling printed on the word; none of shakar in Shukr Allāh."""
        if following == "الله" and word.letters in _OTHERWISE_BEFORE_ALLAH:
            return ()
        own = self.own(word.letters) or self.own(word.letters[:1].translate(_BARE_ALIF) + word.letters[1:])
        marks = word.marks
        if marks is None or not any(SHADDA in mark for mark in marks):
            return own
        agreeing = (one for one in own if len(one.marks) == len(marks) and agrees(marks, one.marks))
        doubled = SHADDA in marks[-1] and word.letters[-1] not in "يو"
        return tuple(one for one in agreeing if not doubled or SHADDA in one.marks[-1])

    def _listed(self, word: str) -> tuple[Candidate, ...]:
        return tuple(listed_candidate(letters, marks, 1) for letters, marks, _ in self.words.get(word, ()))

    def _compound(self, word: str) -> tuple[Candidate, ...]:
        """A word made of a known one and an ending, or of two known words."""
        if word in self.arabic.table or word.startswith("ال"):
            return ()
        for ending, marks in _ENDINGS.items():
            stem = word.removesuffix(ending)
            if (
                stem != word
                and len(stem) > 1
                and not (ending == "ي" and stem.endswith(("ا", "و", "ه")))
                and (known := self._part(stem, needs_list=ending in ("ي", "ات")))
            ):
                return (joined(known, (ending, marks)),)
        for cut in range(2, len(word) - 1):
            first, second = self._part(word[:cut], needs_list=False), self._listed(word[cut:])
            if first and second and len(word[cut:]) > 2:
                return (joined(first, (second[0].letters, second[0].marks)),)
        return ()

    def _with_known_end(self, word: str) -> list[Candidate]:
        """A compound whose second part alone is known (بلونت‌نامه): the models read the first."""
        for ending in _SECOND:
            if word.endswith(ending) and len(word) > len(ending) + 2:
                first = self._modelled(word[: -len(ending)])
                second = [(one.letters, one.marks) for one in self._listed(ending)[:1]]
                whole = [(joined(one, two), one.model) for one in first for two in second]
                return [
                    replace(one, sound=heard(one.letters, one.marks), exact=0.0, model=chance)
                    for one, chance in whole
                ]
        return []

    def _part(self, word: str, *, needs_list: bool) -> Candidate | None:
        if listed := self._listed(word):
            return listed[0]
        entries = () if needs_list or len(word) < 3 else self.arabic.table.exact(word)
        best = max(entries, key=lambda entry: entry.count, default=None)
        if best and best.count > 1:
            return listed_candidate(best.letters, best.marks, 0)
        return None if needs_list else next(iter(self._abstract(word)), None)
