"""Vocalized script written in a scheme. All knowledge is in the table; here is only the mechanism."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from refplug.model import Notice, TermKind
from refplug.romanize.language import Language, language_of
from refplug.romanize.scheme import Scheme
from refplug.romanize.vocalized import SUN, Kind, Phrase, Unit, Word, read_vocalized

__all__ = ["Rendered", "Step", "capitalized", "render"]

SIGNS = frozenset("ʿʾʻʼ‘’'`ʹ")
ASPIRATION = "ھ"  # the h of Urdu bh, th, gh: one sound with the letter before it
BACK = frozenset("حخصضطظعغق")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the derivation: this script became that Latin, and why, in words."""

    script: str
    latin: str
    why: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text in a scheme, how each part of it came about, and what could not be written."""

    text: str
    steps: tuple[Step, ...] = ()
    notices: tuple[Notice, ...] = ()


def render(
    vocalized: str,
    scheme: Scheme,
    *,
    kind: TermKind = TermKind.UNKNOWN,
    form: str = "full",
    capitals: str | Sequence[bool] | None = None,
    english: str | None = None,
    unicode_form: Literal["NFC", "NFD"] = "NFC",
) -> Rendered:
    """Vocalized script written in a scheme, with its derivation.

    >>> from refplug.romanize.scheme import load
    >>> render("المَرجَعِيَّة", load("ijmes", "ar")).text
    'al-marjaʿiyya'
    >>> render("الحَشد الشَّعبِيّ", load("ala-lc", "ar"), kind=TermKind.BODY).text
    'al-Ḥashd al-Shaʻbī'

    `form` is `full` or `publication`; `english` is the dictionary's spelling of the word, which the publication form
    prefers where the scheme has one. `capitals` overrides the scheme's habit for the kind: `none`, `first`, `words`, or
    whether to write each word in turn with a capital.
    Letters that the scheme has no value for are kept as they are and named in the notices.
    """
    if form == "publication" and english and scheme.section("publication")["plain"]:
        return Rendered(english, (Step(vocalized, english, "spelling of the English dictionary"),))
    phrase = read_vocalized(vocalized, scheme.reading, kind)
    writer = _Writer(scheme, phrase, kind, capitals or scheme.capitals(kind))
    text = writer.text()
    if form == "publication" and str(kind) in scheme.section("publication")["plain"]:
        text = _plain(text, scheme)
    return Rendered(
        unicodedata.normalize(unicode_form, text), (*writer.door(), *writer.steps), tuple(writer.notices)
    )


def _plain(text: str, scheme: Scheme) -> str:
    """The text without diacritics, the signs that the publication form keeps excepted."""
    fold = scheme.section("publication")["fold"]
    text = "".join(fold.get(char, char) for char in text)
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def capitalized(text: str, *, dotted_i: bool = False) -> str:
    """The text with its first letter a capital; signs for ʿayn and hamza before it stay.

    >>> capitalized("ʿabd")
    'ʿAbd'
    """
    for i, char in enumerate(text):
        if char.isalpha() and char not in SIGNS and unicodedata.category(char) != "Lm":
            upper = "İ" if dotted_i and char == "i" else char.upper()
            return text[:i] + upper + text[i + 1 :]
    return text


class _Writer:
    """Writes one phrase; keeps the steps and the notices."""

    def __init__(
        self, scheme: Scheme, phrase: Phrase, kind: TermKind, capitals: str | Sequence[bool]
    ) -> None:
        self.scheme = scheme
        self.kind = kind
        self.phrase = phrase
        self.capitals = capitals
        self.language: Language = language_of(scheme.reading)
        self.parted = True  # whether anything stands before the word that is being written
        self.nth = 0  # the word that is being written
        self.steps: list[Step] = []
        self.notices: list[Notice] = []
        self.unknown: set[str] = set()
        self.digraphs = frozenset(v for v in scheme.letters.values() if len(v) == 2 and v.isascii())

    def door(self) -> tuple[Step, ...]:
        return tuple(Step("", "", told) for told in self.phrase.told)

    def text(self) -> str:
        out: list[str] = []
        before: Word | None = None
        for i, part in enumerate(self.phrase.parts):
            if isinstance(part, str):
                following = self.phrase.parts[i + 1] if i + 1 < len(self.phrase.parts) else None
                out.append(self.between(part, before, following))
                self.parted = bool(out[-1])
                continue
            out.append(self.glued(part) if before else self.word(part, first=True))
            before = part
        return "".join(out)

    def between(self, blank: str, before: Word | None, following: Word | str | None) -> str:
        """What stands between two words: what the page has, or the scheme's joint before an article or a second part."""
        if blank != " " or before is None or not isinstance(following, Word):
            return blank
        joints = self.scheme.section("joints")
        if following.plain in joints["written_on"]:
            return ""
        if following.plain == "الله" and (
            self.kind is TermKind.PERSON or before.plain in self.language.divine
        ):
            return str(joints["divine"])
        if following.units[0].kind is Kind.ARTICLE:
            return str(self.scheme.section("article")["before"])
        return blank

    def glued(self, word: Word) -> str:
        """A word that is not the first, with the joint to what it is written together with in the script."""
        joints = self.scheme.section("joints")
        if word.units[0].kind is not Kind.JOINT or word.units[0].value != "glued":
            text = self.word(word, first=False)
            return text[0].lower() + text[1:] if self.is_written_on(word) else text
        if word.plain == "الله" and joints["divine_glued"]:
            return str(joints["divine_glued"])
        article = any(u.kind is Kind.ARTICLE for u in word.units[:2])
        joint = (
            self.scheme.section("article")["before"]
            if article and joints["glued"] == " "
            else joints["glued"]
        )
        return str(joint) + self.word(word, first=False)

    def is_written_on(self, word: Word) -> bool:
        """Whether the scheme has just written this word as one with the word before it."""
        joints = self.scheme.section("joints")
        return word.plain in joints["written_on"] or (
            word.plain == "الله" and not joints["divine"] and not self.parted
        )

    def word(self, word: Word, *, first: bool) -> str:
        """One word, with its capital; `first` says that the phrase begins with it."""
        fixed = self.scheme.words.get(word.plain)
        if fixed is not None:
            head, body, why = "", fixed, "a word the scheme spells as a whole"
        else:
            head, body, why = *self.pieces(word.units, first), "letter by letter"
        text = self.capital(word, head, body, first=first)
        self.steps.append(Step(word.script, text, why))
        return text

    def capital(self, word: Word, head: str, body: str, *, first: bool) -> str:
        dotted = bool(self.scheme.section("capitals")["dotted_i"])
        style = self.scheme.section("capitals")["article"]
        if isinstance(self.capitals, str):
            wanted = self.capitals == "words" or (self.capitals == "first" and first)
        else:
            wanted = self.nth < len(self.capitals) and self.capitals[self.nth]
        self.nth += 1
        if not first and word.plain in self.language.lower:
            wanted = False
        if word.plain.endswith("الله"):
            wanted = True
        if not wanted:
            return head + body
        body = capitalized(body, dotted_i=dotted)
        if head and (style == "words" or (style == "initial" and first)):
            head = capitalized(head, dotted_i=dotted)
        return head + body

    def pieces(self, units: Sequence[Unit], first: bool) -> tuple[str, str]:
        """The prefixes and the article, and the word proper."""
        start = 1 if units and units[0].kind is Kind.JOINT and units[0].value == "glued" else 0
        n = start
        while n < len(units) and units[n].kind in (Kind.PREFIX, Kind.ARTICLE):
            n += 1
        head = self.head(units[:n], units[n] if n < len(units) else None, first=first)
        return head, self.body(units[n:])

    def head(self, units: Sequence[Unit], following: Unit | None, *, first: bool) -> str:
        article, prefixes = self.scheme.section("article"), self.scheme.section("prefixes")
        out, prefixed, glued = "", False, False
        for unit in units:
            if unit.kind is Kind.JOINT:
                glued = True
            elif unit.kind is Kind.PREFIX:
                out += prefixes[unit.value] + prefixes["joint"]
                prefixed = True
            else:
                if unit.value == "l" and article["after_li"]:
                    out = out.removesuffix(prefixes["li"] + prefixes["joint"]) + article["after_li"]
                elif prefixed:
                    out += article["after_prefix"]
                else:
                    out += article["glued"] if glued else article["form" if first else "inside"]
                out = self.assimilated(out, following) + article["joint"]
        return out

    def assimilated(self, article: str, following: Unit | None) -> str:
        """The article with its l made like the sun letter after it, where the scheme does so."""
        if (
            not self.scheme.section("article")["sun_letters"]
            or following is None
            or following.kind is not Kind.CONSONANT
        ):
            return article
        if following.value not in SUN or not article.endswith("l"):
            return article
        return article[:-1] + self.scheme.letters.get(following.value, "l")

    def body(self, units: Sequence[Unit]) -> str:
        out: list[str] = []
        i = 0
        while i < len(units):
            text, used = self.unit(units, i)
            out.append(self.separated(out[-1] if out else "", text, units, i))
            i += used
        return "".join(out)

    def separated(self, before: str, text: str, units: Sequence[Unit], i: int) -> str:
        """The text, parted by the scheme's sign from a letter with which it would look like a digraph."""
        sign = str(self.scheme.section("separator")["sign"])
        if not sign or not before or not text or units[i].value == ASPIRATION:
            return text
        both_consonants = units[i].kind is Kind.CONSONANT and units[i - 1].kind is Kind.CONSONANT
        if not both_consonants or units[i - 1].value == units[i].value or text in self.digraphs:
            return text
        return sign + text if before[-1] + text[0] in self.digraphs else text

    def unit(self, units: Sequence[Unit], i: int) -> tuple[str, int]:
        """The Latin of unit `i` and how many units it took."""
        unit = units[i]
        following = units[i + 1] if i + 1 < len(units) else None
        match unit.kind:
            case Kind.VOWEL:
                return self.vowel(units, i, following)
            case Kind.CONSONANT:
                return self.consonant(unit), 1
            case Kind.HAMZA:
                return self.hamza(unit), 1
            case Kind.TA:
                return self.ta(unit, units[i - 1] if i else None), 1
            case Kind.HE:
                return str(
                    self.scheme.section("silent_he")["final"] or self.scheme.section("ta_marbuta")["pause"]
                ), 1
            case Kind.VAV:
                return str(self.scheme.section("silent_vav")["to"] or self.scheme.letters.get("و", "")), 1
            case Kind.EZAFE:
                return self.ezafe(unit, units[i - 1] if i else None), 1
            case Kind.TANWIN:
                return str(self.scheme.section("tanwin")[unit.value]), 1
            case Kind.JOINT:
                return str(self.scheme.section("joints")[unit.value]), 1
            case Kind.SILENT:
                return "", 1
            case _:
                return unit.source, 1

    def vowel(self, units: Sequence[Unit], i: int, following: Unit | None) -> tuple[str, int]:
        vowels = self.scheme.section("vowels")
        value = units[i].value
        if following is None:
            keep = (
                value in ("aa", "ii", "uu", "maqsura", "dagger")
                or self.scheme.section("endings")["short_vowels"] == "keep"
                or len(units) < 3
            )
            return (str(vowels[value]) if keep else ""), 1
        if following.kind is Kind.TA and value == "a":
            return "", 1
        if value == "ay" and "\u0652" not in units[i].source:
            value = "ay_bare"
        if following.kind is Kind.CONSONANT and following.double:
            glide = value + {"ي": "yy", "و": "ww"}.get(following.value, "?")
            if glide in ("iyy", "uww", "ayy", "aww"):
                return self.glide(glide, units, i)
        return self.short(value, units, i), 1

    def glide(self, glide: str, units: Sequence[Unit], i: int) -> tuple[str, int]:
        """A doubled y or w with the vowel before it: the scheme may write it in its own way, finally in another."""
        after = units[i + 2] if i + 2 < len(units) else None
        final = after is None or after.kind in (Kind.EZAFE, Kind.JOINT)
        written = self.scheme.section("doubled")[glide + "_final" if final else glide]
        before_ta = after is not None and (
            after.kind is Kind.TA
            or (after == Unit(Kind.VOWEL, "a") and i + 3 < len(units) and units[i + 3].kind is Kind.TA)
        )
        if glide == "iyy" and before_ta:
            written = self.scheme.section("endings")["iyy_before_ta"] or written
        letter = self.scheme.letters.get(units[i + 1].value, "")
        return str(written or self.short(glide[0], units, i) + letter * 2), 2

    def short(self, value: str, units: Sequence[Unit], i: int) -> str:
        """A vowel; after or before a back consonant the one that the table has for it, if it has one."""
        vowels = self.scheme.section("vowels")
        if vowels["back"]:
            near = {
                u.value
                for u in (*units[max(0, i - 1) : i], *units[i + 1 : i + 2])
                if u.kind is Kind.CONSONANT
            }
            if near & BACK:
                return str(vowels["back"].get(value, vowels[value]))
        return str(vowels[value])

    def consonant(self, unit: Unit) -> str:
        latin = self.scheme.letters.get(unit.value)
        if latin is None:
            self.unknown_letter(unit.value)
            latin = unit.value
        return latin * 2 if unit.double else latin

    def unknown_letter(self, letter: str) -> None:
        if letter in self.unknown:
            return
        self.unknown.add(letter)
        name = unicodedata.name(letter[0], "unnamed")
        message = f"{letter} ({name}) is no letter of {self.scheme.name}; it was kept as it is"
        self.notices.append(Notice(code="letter-unknown", message=message))

    def hamza(self, unit: Unit) -> str:
        table = self.scheme.section("hamza")
        if unit.initial and unit.value != "ء":
            return str(table["initial"])
        sign = str(table["seats"].get(unit.value, table["medial"]))
        return sign * 2 if unit.double else sign

    def ta(self, unit: Unit, before: Unit | None) -> str:
        state = unit.value or "pause"
        after_aa = (
            before is not None
            and before.kind is Kind.VOWEL
            and before.value in ("aa", "maqsura", "dagger", "uu", "ii")
        )
        if state == "pause" and before is not None and before.kind is Kind.CONSONANT:
            state = "bare"
        return str(self.scheme.section("ta_marbuta")[state + "_after_aa" if after_aa else state])

    def ezafe(self, unit: Unit, before: Unit | None) -> str:
        table = self.scheme.section("ezafe")
        if unit.value != "kasra" or before is None:
            return str(table[unit.value])
        if before.kind is Kind.HE:
            return str(table["after_he"])
        if before.kind is Kind.VOWEL:
            return str(table["after_ii" if before.value == "ii" else "after_aa"])
        return str(table["kasra"])
