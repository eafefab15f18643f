"""A scheme's table turned round: from Latin to sounds."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from refplug.romanize.pivot.language import Language, language_of
from refplug.romanize.pivot.signs import lower, mark_table, with_marks, with_signs
from refplug.romanize.pivot.spell import ZWNJ, Sound, spell
from refplug.romanize.pivot.units import PREFIX, SUN
from refplug.romanize.schemes.finals import endings
from refplug.romanize.schemes.render import render
from refplug.romanize.schemes.scheme import Scheme

__all__ = ["Inverse", "inverse_of"]

EZAFES: Final = ("kasra", "hamza", "ya", "after_he", "after_aa", "after_ii")
SHORT_FIRST: Final = ("a", "i", "u", "aa", "ii", "uu", "ay", "aw", "ee", "oo", "maqsura", "dagger")
ARTICLE_SCRIPT: Final = "ال"
PREFIX_SCRIPT: Final = {
    name: letter + {"a": "\u064e", "i": "\u0650"}[vowel] for (letter, vowel), name in PREFIX.items()
}


@lru_cache(maxsize=64)
def inverse_of(scheme: Scheme) -> Inverse:
    """The inverse of a scheme, made once."""
    return Inverse(scheme)


class Inverse:
    """What each piece of Latin in one scheme can stand for."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.language: Language = language_of(scheme.reading)
        self._dotted = bool(scheme.section("capitals")["dotted_i"])
        self._keys: dict[str, str] = {}
        self._marks = mark_table((*scheme.letters.values(), *map(str, scheme.section("vowels").values())))
        self.ayn = scheme.letters.get("ع", "")
        self.hamza = str(scheme.section("hamza")["medial"])
        self.tokens: dict[str, tuple[Sound, ...]] = {}
        self._when: dict[str, str] = {}
        self._read_consonants()
        self._read_vowels()
        self._read_doubled()
        self._pattern = re.compile(
            "|".join(re.escape(t) + self._when.get(t, "") for t in sorted(self.tokens, key=len, reverse=True))
        )
        self._words = self._word_table()
        self.articles = self._article_forms()

    # The tables

    def normalized(self, text: str) -> str:
        """Lower case, with the scheme's own signs and marks for those that writers put for them."""
        text = lower(text, dotted_i=self._dotted)
        if text.isascii() and "'" not in text and "`" not in text:
            return text
        return with_marks(with_signs(text, self.ayn, self.hamza), self._marks)

    def stretched(self, text: str) -> int:
        """How many marks of a text are none of the scheme's and are taken for one that is."""
        return sum(1 for c in unicodedata.normalize("NFD", text) if self._marks.get(ord(c)))

    def knows(self, body: str) -> bool:
        """Whether a word is spelled as the scheme writes one that no rule spells."""
        return body in self._words

    def _read_consonants(self) -> None:
        by_latin: dict[str, list[str]] = defaultdict(list)
        for letter, latin in self.scheme.letters.items():
            if latin:
                by_latin[self._key(latin)].append(letter)
        single = {latin for latin in by_latin if len(latin) == 1}
        for latin, letters in by_latin.items():
            rare = all(self.language.frequency.get(letter, 0) < 1 for letter in letters)
            if rare and len(latin) > 1 and set(latin) <= single:
                continue  # zh in Arabic is ز and ه (al-Azhar), not ژ
            letters.sort(key=lambda letter: -self.language.frequency.get(letter, 0.01))
            known = tuple(x for x in letters[1:] if self.language.frequency.get(x, 0) >= 1)
            self.tokens[latin] = (Sound("consonant", letters[0], others=known, latin=latin),)
            self.tokens[latin * 2] = (
                Sound("consonant", letters[0], double=True, others=known, latin=latin * 2),
            )
        self._consonants = frozenset(self.tokens)
        if self.hamza and self.hamza not in self.tokens:
            self.tokens[self.hamza] = (Sound("hamza", latin=self.hamza),)
            self.tokens[self.hamza * 2] = (Sound("hamza", double=True, latin=self.hamza),)
        vav = str(self.scheme.section("silent_vav")["to"])
        if vav and vav not in self.tokens:
            self.tokens[vav] = (Sound("consonant", "و", latin=vav),)
        if sign := self.scheme.section("separator")["sign"]:
            self.tokens[sign] = ()

    def _read_vowels(self) -> None:
        vowels = self.scheme.section("vowels")
        by_latin: dict[str, list[str]] = defaultdict(list)
        for name in SHORT_FIRST:
            for latin in (vowels[name], vowels["back"].get(name)):
                if latin and name not in by_latin[self._key(latin)]:
                    by_latin[self._key(latin)].append(name)
        singles = "".join(
            sorted({latin[0] for latin, names in by_latin.items() if names[0] not in ("ay", "aw")})
        )
        self.vowel_letters = frozenset(singles)
        for latin, names in by_latin.items():
            if names[0] in ("ay", "aw"):
                if self._is_natural(latin):
                    continue
                self._when[latin] = f"(?![{re.escape(singles)}])"
            if latin not in self.tokens:
                self.tokens[latin] = (
                    Sound(
                        "vowel",
                        names[0],
                        others=tuple(n for n in names[1:] if n in ("aa", "ii", "uu")),
                        latin=latin,
                    ),
                )

    def _is_natural(self, diphthong: str) -> bool:
        """Whether a diphthong is written as its vowel and its consonant, and needs no word of its own."""
        return diphthong[:1] in self.vowel_letters and diphthong[1:] in self._consonants

    def _read_doubled(self) -> None:
        doubled = self.scheme.section("doubled")
        for name, (vowel, glide) in {
            "iyy": ("i", "ي"),
            "uww": ("u", "و"),
            "ayy": ("a", "ي"),
            "aww": ("a", "و"),
        }.items():
            latin = self._key(doubled[name]) if doubled[name] else ""
            if not latin or latin in self.tokens:
                continue
            sounds = (
                Sound("vowel", vowel, latin=latin[:1]),
                Sound("consonant", glide, double=True, latin=latin[1:]),
            )
            self.tokens[latin] = sounds
            if name == "iyy" and len(latin) == 2:  # īy, iy: only before a vowel, else it is ī and y
                self._when[latin] = f"(?=[{re.escape(''.join(self.vowel_letters))}]|$)"

    def _key(self, latin: str) -> str:
        """A value of the table as it stands in normalized text."""
        key = self._keys.get(latin)
        if key is None:
            key = self._keys[latin] = self.normalized(latin)
        return key

    def _word_table(self) -> dict[str, tuple[str, ...]]:
        table: dict[str, list[str]] = defaultdict(list)
        for script, latin in self.scheme.words.items():
            table[self._key(latin)].append(script)
        for script in self.language.common:
            table[self._key(render(script, self.scheme, capitals="none").text)].append(script)
        return {latin: tuple(scripts) for latin, scripts in table.items()}

    def _article_forms(self) -> dict[str, str]:
        """Each form of the article, and what the next word must begin with for it to be one."""
        article = self.scheme.section("article")
        forms = {self._key(article[name]): "" for name in ("form", "inside", "glued")}
        if article["sun_letters"]:
            for form in tuple(forms):
                for letter in SUN:
                    latin = self._key(self.scheme.letters.get(letter, ""))
                    if latin and letter != "ل":
                        forms[form[:-1] + latin] = latin
        return forms

    # Reading

    def sounds(self, body: str) -> tuple[Sound, ...] | None:
        """The sounds of a word in normalized Latin; None where a character is none of the scheme's."""
        found: list[Sound] = []
        at = 0
        while at < len(body):
            match = self._pattern.match(body, at)
            if match is None:
                return None
            found += self.tokens[match.group()]
            at = match.end()
        return tuple(found)

    def words(self, body: str, *, first: bool) -> tuple[str, ...]:
        """Words that are known as a whole, and names with Allāh written on to them."""
        known = self._words.get(body, ())
        if len(known) > 1 and any(w.startswith(("ا", "إ")) for w in known) and "بن" in known:
            known = tuple(sorted(known, key=lambda w: (w == "بن") is first))[:2]
        if self._key("allāh") == body:
            return ("الله",)
        if found := re.fullmatch(r"(.{2,})([auo])llāh", body):
            stem = self.sounds(found.group(1))
            if stem:
                between = (
                    " "
                    if not self.scheme.section("joints")["divine"]
                    else "\u064f"
                    if found.group(2) in "uo"
                    else ""
                )
                return (spell(stem, self.language) + between + "الله", *known)
        if body in ("lillāh", "billāh"):
            return ("لِلّٰه" if body[0] == "l" else "بِالله",)
        return known

    def lone(self, plain: str, following: str) -> str:
        """The script of an article or a prefix that the scheme writes as a word of its own; empty for any other word."""
        if self.scheme.section("article")["joint"] == " " and self.is_article(plain, following):
            return ARTICLE_SCRIPT
        prefixes = self.scheme.section("prefixes")
        if prefixes["joint"] == " " and self.language.prefixes:
            if plain == self.scheme.section("article")["after_li"]:
                return PREFIX_SCRIPT["li"] + "ل"
            for name, script in PREFIX_SCRIPT.items():
                if plain == prefixes[name]:
                    return script if following in self.articles else script + ZWNJ
        return ""

    def is_article(self, plain: str, following: str) -> bool:
        """Whether a piece is the article before what follows it."""
        start = self.articles.get(plain)
        return start is not None and bool(following) and following.startswith(start)

    def split(self, word: str) -> tuple[str, str, frozenset[str]]:
        """Prefixes and article as script, the word proper, and the kinds of ezafe that its end can be (or none)."""
        pieces = word.split("-")
        tail: frozenset[str] = frozenset()
        if self.language.ezafe and len(pieces) > 1 and (tail := self._ezafe("-" + pieces[-1])):
            pieces.pop()
        head = ""
        while len(pieces) > 1 and (script := self._head(pieces, head)):
            head += script
            pieces.pop(0)
        return head, "-".join(pieces), tail

    def parts(self, body: str) -> list[str]:
        """The pieces of a word that a joint parts: a hyphen, or the sign by which the scheme writes a zero-width non-joiner."""
        sign = str(self.scheme.section("joints")["zwnj"])
        return (body.replace(sign, "-") if sign and not self.language.prefixes else body).split("-")

    def _ezafe(self, ending: str) -> frozenset[str]:
        table = self.scheme.section("ezafe")
        for front, back in table["back"].items():
            ending = ending.replace(back, front)
        return frozenset(name for name in EZAFES if ending == self._key(table[name]))

    def _head(self, pieces: list[str], head: str) -> str:
        """The script of the first piece if it is an article or a prefix of what follows."""
        piece, following = pieces[0], pieces[1]
        article = self.scheme.section("article")
        if self.is_article(piece, following):
            return ARTICLE_SCRIPT
        if not self.language.prefixes:
            return ""
        if piece == article["after_li"] or (head.endswith(PREFIX_SCRIPT["li"]) and piece == "l"):
            return PREFIX_SCRIPT["li"] + "ل" if piece != "l" else "ل"
        if head and (
            piece == "l" or (article["sun_letters"] and following.startswith(piece) and len(piece) < 3)
        ):
            return ARTICLE_SCRIPT
        for name, script in PREFIX_SCRIPT.items():
            if piece == self._key(self.scheme.section("prefixes")[name]):
                follows_article = following in ("l", *self.articles) and len(pieces) > 2
                contracted = article["sun_letters"] and len(pieces) > 2 and pieces[2].startswith(following)
                return script if follows_article or contracted else script + ZWNJ
        return ""

    def endings(self, body: str, *, last: bool) -> Iterator[tuple[int, tuple[Sound, ...]]]:
        """How many final characters a special ending takes, and its sounds; (0, ()) is the word as it stands."""
        return endings(self.scheme, self.language, self._key, body, last=last)

    def lost(self, sounds: tuple[Sound, ...]) -> Iterator[str]:
        """A sentence for each letter that the scheme does not tell apart from another."""
        for sound in sounds:
            if sound.others and sound.kind == "consonant":
                yield f"{self.scheme.name} writes {', '.join((sound.value, *sound.others))} alike as {sound.latin}; {sound.value} was taken"
            elif sound.others:
                yield f"{self.scheme.name} writes short and long {sound.latin} alike; the short vowel was taken"
