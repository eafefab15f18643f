"""The units of a word written by one table: the mechanism that all schemes share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from refplug.model import Reading
from refplug.romanize.pivot.units import SUN, Kind, Unit
from refplug.romanize.schemes.table import Scheme

__all__ = ["Piece", "WordWriter", "writer_of"]

HARMONIC = "aeıioöuüāīūâîû"
ASPIRATION = "ھ"  # the h of Urdu bh, th, gh: one sound with the letter before it


class Piece(NamedTuple):
    """A piece of a word: its Latin, and the units that it writes."""

    latin: str
    units: tuple[Unit, ...]


@lru_cache(maxsize=64)
def writer_of(scheme: Scheme) -> WordWriter:
    """The writer of a scheme, made once."""
    return WordWriter(scheme)


class WordWriter:
    """Writes the units of one word; knows nothing of capitals and of the words around it."""

    def __init__(self, scheme: Scheme) -> None:
        self.letters = scheme.letters
        self.table = scheme.table
        # ch and zh are digraphs only where چ and ژ are letters of the language: Adʹham, but al-Azhar in every catalogue
        foreign = "چژ" if scheme.reading is Reading.ARABIC else ""
        letters = scheme.letters.items()
        self.digraphs = frozenset(v for k, v in letters if len(v) == 2 and v.isascii() and k not in foreign)

    def pieces(self, units: Sequence[Unit], first: bool) -> tuple[Piece, tuple[Piece, ...]]:
        """The prefixes and the article as one piece, and the word proper in pieces; `first`: the phrase begins with it."""
        start = 1 if units and units[0].kind is Kind.JOINT and units[0].value == "glued" else 0
        n = start
        while n < len(units) and units[n].kind in (Kind.PREFIX, Kind.ARTICLE):
            n += 1
        head = self._head(units[:n], units[n] if n < len(units) else None, first=first)
        return Piece(head, tuple(units[:n])), tuple(self._body(units[n:]))

    def _head(self, units: Sequence[Unit], following: Unit | None, *, first: bool) -> str:
        article, prefixes = self.table["article"], self.table["prefixes"]
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
                out = self._assimilated(out, following) + article["joint"]
        return out

    def _assimilated(self, article: str, following: Unit | None) -> str:
        """The article with its l made like the sun letter after it, where the scheme does so."""
        if (
            not self.table["article"]["sun_letters"]
            or following is None
            or following.kind is not Kind.CONSONANT
        ):
            return article
        if following.value not in SUN or not article.endswith("l"):
            return article
        return article[:-1] + self.letters.get(following.value, "l")

    def _body(self, units: Sequence[Unit]) -> Iterator[Piece]:
        i, before, said = 0, "", ""
        while i < len(units):
            text, used = self._unit(units, i)
            before = self._separated(before, text, units, i)
            if units[i].kind is Kind.EZAFE:
                before = self._in_harmony(before, said)
            said += before
            yield Piece(before, tuple(units[i : i + used]))
            i += used

    def _in_harmony(self, ezafe: str, said: str) -> str:
        """Ezafe with the back vowel after a word whose last vowel is one, where the scheme follows vowel harmony."""
        table = self.table["ezafe"]
        last = next((c for c in reversed(said.lower()) if c in HARMONIC), "")
        return (
            "".join(table["back"].get(c, c) for c in ezafe)
            if last and last in table["back_vowels"]
            else ezafe
        )

    def _separated(self, before: str, text: str, units: Sequence[Unit], i: int) -> str:
        """The text, parted by the scheme's sign from a letter with which it would look like a digraph."""
        sign = str(self.table["separator"]["sign"])
        if not sign or not before or not text or units[i].value == ASPIRATION:
            return text
        both_consonants = units[i].kind is Kind.CONSONANT and units[i - 1].kind is Kind.CONSONANT
        if not both_consonants or units[i - 1].value == units[i].value or text in self.digraphs:
            return text
        return sign + text if before[-1] + text[0] in self.digraphs else text

    def _unit(self, units: Sequence[Unit], i: int) -> tuple[str, int]:
        """The Latin of unit `i` and how many units it took."""
        unit = units[i]
        following = units[i + 1] if i + 1 < len(units) else None
        match unit.kind:
            case Kind.VOWEL:
                return self._vowel(units, i, following)
            case Kind.CONSONANT:
                return self._consonant(unit), 1
            case Kind.HAMZA:
                return self._hamza(unit), 1
            case Kind.TA:
                return self._ta(unit, units[i - 1] if i else None), 1
            case Kind.HE:
                return str(self.table["silent_he"]["final"] or self.table["ta_marbuta"]["pause"]), 1
            case Kind.VAV:
                return str(self.table["silent_vav"]["to"] or self.letters.get("و", "")), 1
            case Kind.EZAFE:
                return self._ezafe(unit, units[i - 1] if i else None), 1
            case Kind.TANWIN:
                return str(self.table["tanwin"][unit.value]), 1
            case Kind.JOINT:
                return str(self.table["joints"][unit.value]), 1
            case Kind.ARTICLE:  # behind a joint
                form = self._assimilated(str(self.table["article"]["inside"]), following)
                return form + str(self.table["article"]["joint"]), 1
            case Kind.PREFIX:
                return str(self.table["prefixes"][unit.value]) + str(self.table["prefixes"]["joint"]), 1
            case Kind.SILENT:
                return "", 1
            case _:
                return unit.source, 1

    def _vowel(self, units: Sequence[Unit], i: int, following: Unit | None) -> tuple[str, int]:
        vowels = self.table["vowels"]
        value = units[i].value
        if following is None:
            keep = (
                value in ("aa", "ii", "uu", "maqsura", "dagger")
                or self.table["endings"]["short_vowels"] == "keep"
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
                return self._glide(glide, units, i)
        return self._short(value, units, i), 1

    def _glide(self, glide: str, units: Sequence[Unit], i: int) -> tuple[str, int]:
        """A doubled y or w with the vowel before it: the scheme may write it in its own way, finally in another."""
        after = units[i + 2] if i + 2 < len(units) else None
        final = after is None or after.kind in (Kind.EZAFE, Kind.JOINT)
        written = self.table["doubled"][glide + "_final" if final else glide]
        before_ta = after is not None and (
            after.kind is Kind.TA
            or (after == Unit(Kind.VOWEL, "a") and i + 3 < len(units) and units[i + 3].kind is Kind.TA)
        )
        if glide == "iyy" and before_ta:
            written = self.table["endings"]["iyy_before_ta"] or written
        letter = self.letters.get(units[i + 1].value, "")
        return str(written or self._short(glide[0], units, i) + letter * 2), 2

    def _short(self, value: str, units: Sequence[Unit], i: int) -> str:
        """A vowel; after or before a back consonant the one that the table has for it, if it has one."""
        vowels = self.table["vowels"]
        if back_letters := vowels["back_near"].get(value, ""):
            beside = (*units[max(0, i - 1) : i], *units[i + 1 : i + 2])
            if any(unit.kind is Kind.CONSONANT and unit.value in back_letters for unit in beside):
                return str(vowels["back"].get(value, vowels[value]))
        return str(vowels[value])

    def _consonant(self, unit: Unit) -> str:
        latin = self.letters.get(unit.value, unit.value)
        return latin * 2 if unit.double else latin

    def _hamza(self, unit: Unit) -> str:
        table = self.table["hamza"]
        if unit.initial and unit.value != "ء":
            return str(table["initial"])
        sign = str(table["seats"].get(unit.value, table["medial"]))
        return sign * 2 if unit.double else sign

    def _ta(self, unit: Unit, before: Unit | None) -> str:
        state = unit.value or "pause"
        after_aa = (
            before is not None
            and before.kind is Kind.VOWEL
            and before.value in ("aa", "maqsura", "dagger", "uu", "ii")
        )
        if state == "pause" and before is not None and before.kind is Kind.CONSONANT:
            state = "bare"
        return str(self.table["ta_marbuta"][state + "_after_aa" if after_aa else state])

    def _ezafe(self, unit: Unit, before: Unit | None) -> str:
        table = self.table["ezafe"]
        if unit.value != "kasra" or before is None:
            return str(table[unit.value])
        if before.kind is Kind.HE:
            return str(table["after_he"])
        if before.kind is Kind.VOWEL:
            return str(table["after_ii" if before.value == "ii" else "after_aa"])
        return str(table["kasra"])
