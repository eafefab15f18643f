"""The pivot: vocalized Arabic script read as sounds, before any scheme has a say.

`docs/decisions/pivot.md` is the specification. A phrase becomes words, a word becomes units: consonants, vowels,
the article, tāʾ marbūṭa with its state, ezafe, and so on. Schemes only say how a unit is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from refplug.model import Reading, TermKind
from refplug.romanize.language import Language, language_of
from refplug.romanize.letters import Letter, clean, is_arabic, read_letters

__all__ = ["Kind", "Phrase", "Unit", "Word", "read_vocalized"]

ZWNJ: Final = "\u200c"
JOINTS: Final = {ZWNJ: "zwnj", "-": "hyphen", "\u2010": "hyphen", "\u2011": "hyphen", "ـ": "hyphen"}
SUN: Final = frozenset("تثدذرزسشصضطظلن")
PREFIX: Final = {("و", "a"): "wa", ("ف", "a"): "fa", ("ب", "i"): "bi", ("ل", "i"): "li", ("ك", "a"): "ka"}
HAMZA_SEATS: Final = frozenset("ءأإؤئآ")
ALIFS: Final = frozenset("اٱأإآ")


class Kind(StrEnum):
    """What a unit is. The value of the unit says which one."""

    CONSONANT = "consonant"  # value: the letter
    HAMZA = "hamza"  # value: the letter it was written with; `initial` where a word begins with it
    VOWEL = "vowel"  # value: a i u aa ii uu ay aw ee oo, maqsura, dagger
    ARTICLE = "article"  # value: al, or l where li- swallowed its alif
    PREFIX = "prefix"  # value: wa fa bi li ka
    TA = "ta-marbuta"  # value: pause or construct
    HE = "silent-he"
    VAV = "silent-vav"
    EZAFE = "ezafe"  # value: kasra, hamza or ya, as it is written
    TANWIN = "tanwin"  # value: an in un
    JOINT = "joint"  # value: zwnj, hyphen, or glued (two words written as one)
    SILENT = "silent"  # an alif without sound
    OTHER = "other"  # a character that is none of these


@dataclass(frozen=True, slots=True)
class Unit:
    """One sound or sign of a word; `source` is the script it was read from."""

    kind: Kind
    value: str = ""
    double: bool = False
    initial: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as units; `plain` is its script without marks, for looking it up in a list."""

    units: tuple[Unit, ...]
    plain: str
    script: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words and what stands between them, in order; `told` says what the door changed."""

    parts: tuple[Word | str, ...]
    told: tuple[str, ...] = ()
    notices: tuple[str, ...] = field(default=())


def read_vocalized(text: str, reading: Reading, kind: TermKind = TermKind.UNKNOWN) -> Phrase:
    """The units of vocalized text in one reading.

    >>> [str(u.kind) for u in read_vocalized("الشَّمْس", Reading.ARABIC).parts[0].units]
    ['article', 'consonant', 'vowel', 'consonant', 'consonant']

    Anything that is not Arabic script stays as it is, between the words.
    """
    language = language_of(reading)
    text, told = clean(text)
    parts: list[Word | str] = []
    for chunk, arabic in _chunks(text):
        if arabic:
            parts.extend(_words(read_letters(chunk), language))
        else:
            parts.append(_punctuation(chunk))
    return Phrase(_in_context(parts, language, kind), told)


PUNCTUATION: Final = str.maketrans(
    {
        "،": ",",
        "؛": ";",
        "؟": "?",
        "٪": "%",
        "۔": ".",
        **{chr(0x660 + i): str(i) for i in range(10)},
        **{chr(0x6F0 + i): str(i) for i in range(10)},
    }
)


def _punctuation(chunk: str) -> str:
    return chunk.translate(PUNCTUATION)


def _chunks(text: str) -> list[tuple[str, bool]]:
    """Runs of Arabic script (with its marks and joints inside) and of everything else."""
    chunks: list[tuple[str, bool]] = []
    start, inside = 0, False
    for i, char in enumerate(text):
        word_char = is_arabic(char) or (inside and (_mark(char) or (char in JOINTS and _joins(text, i))))
        if word_char != inside:
            if i > start:
                chunks.append((text[start:i], inside))
            start, inside = i, word_char
    if start < len(text):
        chunks.append((text[start:], inside))
    return chunks


def _mark(char: str) -> bool:
    return (
        "\u064b" <= char <= "\u065f"
        or char in "\u0670\u0674\u06e1"
        or "\u0610" <= char <= "\u061a"
        or "\u06d6" <= char <= "\u06ed"
    )


def _joins(text: str, i: int) -> bool:
    return i + 1 < len(text) and is_arabic(text[i + 1])


def _words(letters: tuple[Letter, ...], language: Language) -> list[Word]:
    """The word of a row of letters; two where the script writes عبدالله or نورالدین as one."""
    cut = _glue(letters, language)
    if cut is None:
        return [_word(letters, language)]
    first = _word(letters[:cut], language, before_article=True)
    second = _word(letters[cut:], language)
    return [first, replace(second, units=(Unit(Kind.JOINT, "glued"), *second.units))]


def _glue(letters: tuple[Letter, ...], language: Language) -> int | None:
    """Where an article stands inside a word: after ُ (nothing else can), or before a second part that is listed."""
    for i in range(2, len(letters) - 3):
        if (
            letters[i].base in "اٱ"
            and letters[i].bare
            and letters[i + 1].base == "ل"
            and letters[i + 1].silent
        ):
            if letters[i - 1].vowel == "u" and not letters[i - 1].double:
                return i
            if (
                letters[i - 1].silent
                and len(letters) - i <= 12
                and _plain(letters[i:]) in language.second_parts
            ):
                return i
    return None


def _plain(letters: Sequence[Letter]) -> str:
    return "".join(letter.base for letter in letters)


class _Reader:
    """Walks once over the letters of one word; `at` is the next letter to be read."""

    def __init__(self, letters: tuple[Letter, ...], language: Language) -> None:
        self.letters = letters
        self.language = language
        self.units: list[Unit] = []
        self.at = 0
        self.begins = True  # nothing sounded yet, or an article or a joint just before
        self.has_vowel = False

    def peek(self, ahead: int = 0) -> Letter | None:
        i = self.at + ahead
        return self.letters[i] if i < len(self.letters) else None

    def is_last(self, ahead: int = 0) -> bool:
        """Whether the letter ends the word, or a joint ends it."""
        following = self.peek(ahead + 1)
        return following is None or following.base in JOINTS

    def put(
        self, kind: Kind, value: str = "", *, double: bool = False, initial: bool = False, source: str = ""
    ) -> None:
        self.units.append(Unit(kind, value, double, initial, source))
        self.has_vowel = self.has_vowel or kind is Kind.VOWEL


def _word(letters: tuple[Letter, ...], language: Language, *, before_article: bool = False) -> Word:
    plain, script = _plain(letters), "".join(x.source for x in letters)
    if ending := language.final_vowels.get(plain):
        letters = _with_final_vowel(letters, ending)
    reader = _Reader(letters, language)
    while reader.peek() is not None:
        if reader.begins and _prefix_or_article(reader):
            continue
        _letter(reader, before_article)
    return Word(tuple(reader.units), plain, script)


def _with_final_vowel(letters: tuple[Letter, ...], vowel: str) -> tuple[Letter, ...]:
    last = letters[-1]
    return (*letters[:-1], replace(last, vowel=vowel)) if last.bare and letters[0].vowel else letters


# Beginnings


def _prefix_or_article(r: _Reader) -> bool:
    """Read wa- fa- bi- li- ka- before an article or a joint, and the article; False where the word itself begins."""
    letter = r.peek()
    assert letter is not None
    if _is_allah(r) or (r.units and r.units[-1].kind is Kind.ARTICLE):
        return False
    if _article_at(r, 0):
        _read_article(r, "al", 2)
        return True
    prefix = PREFIX.get((letter.base, letter.vowel)) if not letter.double else None
    if prefix is None or not r.language.prefixes:
        return False
    following = r.peek(1)
    if prefix == "li" and following and following.base == "ل" and following.silent and r.peek(3):
        r.put(Kind.PREFIX, "li", source=letter.source)
        r.at += 1
        _read_article(r, "l", 1)
        return True
    if (following and following.base in JOINTS) or _article_at(r, 1) or _allah_at(r, 1) or _stacked(r):
        r.put(Kind.PREFIX, prefix, source=letter.source)
        r.at += 2 if following and following.base in JOINTS else 1
        return True
    return False


def _stacked(r: _Reader) -> bool:
    """Whether a second prefix with its article follows: وَبِالـ, وَلِلـ."""
    second = r.peek(1)
    if second is None or (second.base, second.vowel) not in PREFIX:
        return False
    third = r.peek(2)
    lil = (
        second.base == "ل"
        and third is not None
        and third.base == "ل"
        and third.silent
        and r.peek(4) is not None
    )
    return _article_at(r, 2) or lil


def _article_at(r: _Reader, ahead: int) -> bool:
    alif, lam, after = r.peek(ahead), r.peek(ahead + 1), r.peek(ahead + 2)
    if (
        alif is None
        or lam is None
        or after is None
        or alif.base not in "اٱ"
        or not alif.bare
        or lam.base != "ل"
    ):
        return False
    if after.base in JOINTS:
        return lam.silent and r.peek(ahead + 3) is not None
    elided = lam.vowel == "i" and not lam.double and after.base in "اٱ"  # الِاستقلال
    return (lam.silent or elided) and not _allah_at(r, ahead)


def _allah_at(r: _Reader, ahead: int) -> bool:
    if r.at + ahead + 4 > len(r.letters):
        return False
    four = r.letters[r.at + ahead : r.at + ahead + 4]
    last = r.peek(ahead + 4)
    return _plain(four) in ("الله", "ٱلله") and not four[0].vowel and (last is None or last.base in JOINTS)


def _is_allah(r: _Reader) -> bool:
    """Read الله, with whatever marks, as the word that it is."""
    if not _allah_at(r, 0):
        return False
    r.put(Kind.HAMZA, "ا", initial=True, source="ا")
    r.put(Kind.VOWEL, "a")
    r.put(Kind.CONSONANT, "ل", double=True, source="لل")
    r.put(Kind.VOWEL, "dagger")
    r.at += 3
    r.begins = False
    return True


def _read_article(r: _Reader, value: str, length: int) -> None:
    """Read the article; the shadda of a sun letter after it belongs to it, not to the word."""
    source = "".join(x.source for x in r.letters[r.at : r.at + length])
    r.put(Kind.ARTICLE, value, source=source)
    r.at += length
    first = r.peek()
    if first and first.base in JOINTS:
        r.at += 1
        first = r.peek()
    if first and first.double and first.base in SUN:
        r.letters = (*r.letters[: r.at], replace(first, double=False), *r.letters[r.at + 1 :])
    r.begins = True


# Letters


def _letter(r: _Reader, before_article: bool) -> None:
    """Read one letter with the vowel after it."""
    letter = r.peek()
    assert letter is not None
    if letter.base in JOINTS:
        r.at += 1
        r.put(Kind.JOINT, JOINTS[letter.base], source=letter.source)
        r.begins = True
        return
    if not is_arabic(letter.base):
        r.at += 1
        r.put(Kind.OTHER, letter.source, source=letter.source)
        return
    if r.begins and letter.base in ALIFS:
        _initial_alif(r, letter)
    elif letter.base == "ة":
        _ta_marbuta(r, letter)
    elif _is_silent_he(r, letter):
        _silent_he(r, letter)
    elif letter.base == "آ":
        _medial_madda(r, letter)
    elif letter.base in "اٱى" or (letter.base in "ويے" and letter.bare):
        _vowel_letter(r, letter)
    else:
        _consonant(r, letter, before_article)
    r.begins = False


def _initial_alif(r: _Reader, letter: Letter) -> None:
    r.at += 1
    r.put(Kind.HAMZA, letter.base, initial=True, source=letter.source)
    if letter.base == "آ":
        r.put(Kind.VOWEL, "aa")
        return
    vowel = letter.vowel or _unwritten_first_vowel(r, letter)
    if letter.dagger:
        r.put(Kind.VOWEL, "dagger")
    elif vowel:
        _vowel(r, vowel, bare_seat=not letter.vowel)


def _unwritten_first_vowel(r: _Reader, letter: Letter) -> str:
    """The vowel of an alif without one: أ a, إ i; ا before و ی is long; else i before two consonants, a before one."""
    following = r.peek()
    if letter.base == "إ":
        return "i"
    if letter.base == "أ" or following is None:
        return "a"
    if following.base in "وي" and following.silent and not r.is_last():
        return "u" if following.base == "و" else "i"
    return "i" if following.silent and r.language.prefixes and not r.is_last() else "a"


def _ta_marbuta(r: _Reader, letter: Letter) -> None:
    r.at += 1
    if letter.tanwin:
        r.put(Kind.TA, "construct" if letter.tanwin == "an" else "pause", source=letter.source)
        if letter.tanwin == "an":
            r.put(Kind.TANWIN, "an")
        return
    state = "pause" if letter.sukun else "vowel" if letter.vowel else ""
    r.put(Kind.TA, state, source=letter.source)
    if letter.vowel == "i" and r.language.ezafe:
        r.put(Kind.EZAFE, "kasra")


def _is_silent_he(r: _Reader, letter: Letter) -> bool:
    """Whether a final ه only carries the vowel before it (خانه); هْ and ه after a long vowel are heard."""
    if (
        letter.base != "ه"
        or not r.language.silent_he
        or letter.sukun
        or letter.vowel not in ("", "i")
        or letter.double
        or letter.tanwin
    ):
        return False
    if not r.is_last() or r.at == 0:
        return False
    before = r.units[-1] if r.units else None
    short = before is not None and before.kind is Kind.VOWEL and before.value in ("a", "i")
    bare = (
        before is not None
        and before.kind in (Kind.CONSONANT, Kind.HAMZA, Kind.VAV)
        and r.letters[r.at - 1].bare
        and len(r.units) > 1
    )
    return short or bare


def _silent_he(r: _Reader, letter: Letter) -> None:
    r.at += 1
    if r.units and r.units[-1].kind is Kind.VOWEL:
        r.units.pop()
    r.put(Kind.HE, source=letter.source)
    if letter.hamza:
        r.put(Kind.EZAFE, "hamza")
    elif letter.vowel == "i":
        r.put(Kind.EZAFE, "kasra")


def _medial_madda(r: _Reader, letter: Letter) -> None:
    """آ inside a word: hamza and ā, but only ā where a hamza stands after it (خلفآء)."""
    r.at += 1
    following = r.peek()
    if not (following and following.base == "ء"):
        r.put(Kind.HAMZA, "آ", source=letter.source)
    elif r.units and r.units[-1] == Unit(Kind.VOWEL, "a"):
        r.units.pop()
    r.put(Kind.VOWEL, "aa", source=letter.source)


def _vowel_letter(r: _Reader, letter: Letter) -> None:
    """ا و ي ى that no short vowel announced: the long vowel itself, or a consonant at the end (دلو)."""
    if letter.base in "وي" and _is_consonantal(r, letter):
        _consonant(r, letter, False)
        return
    r.at += 1
    previous = r.units[-1] if r.units else None
    if letter.tanwin:
        r.put(Kind.TANWIN, letter.tanwin, source=letter.source)
    elif letter.base in "اٱ":
        if (
            previous
            and previous.kind is Kind.VOWEL
            and previous.value == "uu"
            and r.is_last(-1)
            and r.language.prefixes
        ):
            r.put(Kind.SILENT, "ا", source=letter.source)  # the alif of فعلوا
        elif previous and previous.kind is Kind.VOWEL and previous.value != "a":
            r.put(Kind.OTHER, "", source=letter.source)
        else:
            r.put(Kind.VOWEL, "aa", source=letter.source)
    elif letter.base == "ى":
        final = r.peek() is None or r.is_last(-1)
        r.put(Kind.VOWEL, "maqsura" if final and not r.language.silent_he else "ii", source=letter.source)
    else:
        r.put(Kind.VOWEL, {"و": "uu", "ے": "ee"}.get(letter.base, "ii"), source=letter.source)
    _after_long(r)


def _is_consonantal(r: _Reader, letter: Letter) -> bool:
    """A bare و or ي with no short vowel before it: heard as a consonant after a vowel, after sukun, before ا, or as final و."""
    if not r.units or r.begins or r.units[-1].kind is not Kind.CONSONANT:
        return True
    following = r.peek(1)
    if r.letters[r.at - 1].sukun or r.letters[r.at - 1].double or (following and following.base in "اى"):
        return True
    return letter.base == "و" and r.is_last() and r.has_vowel


def _consonant(r: _Reader, letter: Letter, before_article: bool) -> None:
    r.at += 1
    if letter.base in HAMZA_SEATS:
        r.put(Kind.HAMZA, letter.base, source=letter.source, initial=r.begins)
    elif _is_silent_vav(r, letter):
        r.put(Kind.VAV, "و", source=letter.source)
    else:
        r.put(Kind.CONSONANT, letter.base, double=letter.double, source=letter.source, initial=r.begins)
    if letter.dagger:
        r.put(Kind.VOWEL, "dagger")
        _skip_seat(r)
    elif letter.tanwin:
        r.put(Kind.TANWIN, letter.tanwin)
        _skip_seat(r)
    elif letter.hamza:
        r.put(Kind.EZAFE, "hamza")
    elif letter.vowel and not (before_article and r.peek() is None):
        _vowel(r, letter.vowel)


def _skip_seat(r: _Reader) -> None:
    """The letter on which tanwīn or a dagger alif sits has no sound: ا of طبعًا, و of صلوٰة, ى of هدًى."""
    following = r.peek()
    if following and following.base in "اىي" and following.bare and r.is_last():
        r.at += 1


def _is_silent_vav(r: _Reader, letter: Letter) -> bool:
    """The و of خواستن: after a first خ without a vowel of its own."""
    before = r.units[-1] if r.units else None
    return (
        r.language.silent_vav
        and letter.base == "و"
        and not letter.double
        and before is not None
        and before.kind is Kind.CONSONANT
        and before.value == "خ"
        and before.initial
    )


def _vowel(r: _Reader, short: str, *, bare_seat: bool = False) -> None:
    """Read what a short vowel begins: itself, a long vowel, a diphthong, or ezafe at the end of a Persian word."""
    following = r.peek()
    if following is None or following.base in JOINTS:
        if short == "i" and r.language.ezafe and not bare_seat:
            r.put(Kind.EZAFE, "kasra")
        else:
            r.put(Kind.VOWEL, short)
        return
    long = _long(r, short, following)
    if long is None:
        r.put(Kind.VOWEL, short)
        return
    r.at += 1
    r.put(Kind.VOWEL, long, source=following.source)
    _after_long(r)


def _long(r: _Reader, short: str, following: Letter) -> str | None:
    """The long vowel or diphthong that a short vowel and the letter after it make; None where they make none."""
    base = following.base
    if short == "a" and base in "اٱ" and following.bare:
        return "aa"
    if short == "a" and base == "ى" and (following.silent or following.dagger):
        return "dagger" if following.dagger and not r.is_last() else "maqsura"
    if short == "a" and base == "ي" and following.dagger:
        return "maqsura"
    if short == "a" and base == "و" and following.dagger:
        return "dagger"
    if (
        short == "a"
        and base == "ي"
        and following.bare
        and r.is_last()
        and r.language.final_yeh_is_maqsura
        and following.source == "ی"
    ):
        return "maqsura"
    ezafe_mark = (following.vowel == "i" or following.hamza) and r.language.ezafe and r.is_last()
    if following.base in "وي" and ezafe_mark and {"i": "ي", "u": "و"}.get(short) == base:
        return {"i": "ii", "u": "uu"}[short]
    if base not in "ويے" or not following.silent or (following.hamza is False and _before_alif(r)):
        return None
    return r.language.long.get((short, base, following.sukun)) or LONG.get((short, base))


LONG: Final = {
    ("a", "و"): "aw",
    ("a", "ي"): "ay",
    ("i", "ي"): "ii",
    ("u", "و"): "uu",
    ("a", "ے"): "ay",
    ("i", "ے"): "ee",
}


def _before_alif(r: _Reader) -> bool:
    """Whether ا follows a و or ي that has no mark: then it is a consonant (سِياه), but not before a final ا (فعلوا)."""
    after = r.peek(1)
    if after is None or after.base not in "اى":
        return False
    return not (r.is_last(1) and r.peek() is not None and r.peek().base == "و" and r.language.prefixes)  # type: ignore[union-attr]


def _after_long(r: _Reader) -> None:
    """Ezafe after a long vowel: یِ after ā and ū is the added mark, kasra on the ī itself is not; ٔ stands for itself."""
    if not r.language.ezafe:
        return
    seat = r.letters[r.at - 1]
    if r.peek() is None or r.peek().base in JOINTS:  # type: ignore[union-attr]
        if seat.hamza:
            r.put(Kind.EZAFE, "hamza")
        elif seat.vowel == "i":
            r.put(Kind.EZAFE, "kasra")
        return
    mark = r.peek()
    if (
        mark
        and mark.base in "يئ"
        and mark.vowel == "i"
        and not mark.double
        and r.is_last()
        and r.units[-1].value in ("aa", "uu", "maqsura", "dagger")
    ):
        r.at += 1
        r.put(Kind.EZAFE, "ya", source=mark.source)


# Context


def _in_context(parts: list[Word | str], language: Language, kind: TermKind) -> tuple[Word | str, ...]:
    """The same parts with every tāʾ marbūṭa in pause or in construct."""
    done: list[Word | str] = []
    for i, part in enumerate(parts):
        if isinstance(part, str):
            done.append(part)
            continue
        following = _next_word(parts, i)
        done.append(
            replace(
                part,
                units=tuple(_settle(u, n, part, following, language, kind) for n, u in enumerate(part.units)),
            )
        )
    return tuple(done)


def _next_word(parts: list[Word | str], i: int) -> Word | None:
    """The word after part `i`, where nothing but blanks lie between."""
    for part in parts[i + 1 :]:
        if isinstance(part, Word):
            return part
        if part.strip():
            return None
    return None


def _settle(
    unit: Unit, n: int, word: Word, following: Word | None, language: Language, kind: TermKind
) -> Unit:
    if unit.kind is not Kind.TA or unit.value in ("pause", "construct"):
        return unit
    rest = word.units[n + 1 :]
    if rest and rest[0].kind is Kind.EZAFE:
        return replace(unit, value="construct")
    if rest and rest[0].kind is not Kind.JOINT:
        return replace(unit, value="construct")
    if following is None:
        return replace(unit, value="pause")
    construct = unit.value == "vowel" or _is_construct(word, following, language, kind)
    return replace(unit, value="construct" if construct else "pause")


def _is_construct(word: Word, following: Word, language: Language, kind: TermKind) -> bool:
    """Whether a word in ة governs the next one.

    Before the article it does, unless it has an article itself. Before another word it does unless that is a
    particle or agrees with it in ة (then it is an adjective). A person's name governs only what makes one name of two.
    """
    first = word.units[0].kind
    if first is Kind.ARTICLE or (
        first is Kind.PREFIX and any(u.kind is Kind.ARTICLE for u in word.units[:3])
    ):
        return False
    second_has_article = following.units[0].kind is Kind.ARTICLE
    if kind is TermKind.PERSON:
        return following.plain in language.second_parts
    if second_has_article or following.plain in language.second_parts:
        return True
    if following.units[0].kind is Kind.PREFIX or following.plain in language.particles:
        return False
    return language.prefixes and not any(u.kind is Kind.TA for u in following.units)
