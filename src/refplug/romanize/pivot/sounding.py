"""Letters with their marks turned into units: which و is a vowel, which ه is silent, where ezafe stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from refplug.romanize.pivot.beginnings import glue_place, prefix_or_article
from refplug.romanize.pivot.endings import is_silent_he, silent_he, ta_marbuta
from refplug.romanize.pivot.language import Language
from refplug.romanize.pivot.letters import Letter, is_arabic
from refplug.romanize.pivot.respelled import as_heard
from refplug.romanize.pivot.units import ALIFS, HAMZA_SEATS, JOINTS, Cursor, Kind, Unit, Word, plain_letters

__all__ = ["words_of"]

LONG_A_U: Final = frozenset(("aa", "uu", "maqsura", "dagger"))


def words_of(letters: tuple[Letter, ...], language: Language) -> list[Word]:
    """The word of a row of letters; two where the script writes عبدالله or نورالدین as one."""
    cut = glue_place(letters, language)
    if cut is None:
        return [_word(letters, language)]
    end = cut - 1 if letters[cut - 1].base in JOINTS else cut
    first = _word(letters[:end], language, before_article=True)
    second = _word(letters[cut:], language)
    return [first, replace(second, units=(Unit(Kind.JOINT, "glued"), *second.units))]


def _word(letters: tuple[Letter, ...], language: Language, *, before_article: bool = False) -> Word:
    plain, script = plain_letters(letters), "".join(x.source for x in letters)
    letters = as_heard(letters, plain, language)
    reader = Cursor(letters, language)
    while reader.peek() is not None:
        if reader.begins and prefix_or_article(reader):
            continue
        _letter(reader, before_article)
    return Word(tuple(reader.units), plain, script)


def _letter(r: Cursor, before_article: bool) -> None:
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
        ta_marbuta(r, letter)
    elif is_silent_he(r, letter):
        silent_he(r, letter)
    elif letter.base == "آ":
        _medial_madda(r, letter)
    elif letter.base in "اٱ" and letter.vowel:
        _inner_alif(r, letter)
    elif letter.base in "اٱى" or (letter.base in "ويے" and letter.bare):
        _vowel_letter(r, letter)
    else:
        _consonant(r, letter, before_article)
    r.begins = False


def _initial_alif(r: Cursor, letter: Letter) -> None:
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


def _unwritten_first_vowel(r: Cursor, letter: Letter) -> str:
    """The vowel of an alif without one: أ a, إ i; ا before و ی is long; else i before two consonants, a before one."""
    following = r.peek()
    if letter.base == "إ":
        return "i"
    if letter.base == "أ" or following is None:
        return "a"
    if following.base in "وي" and following.silent and not r.is_last():
        return "u" if following.base == "و" else "i"
    return "i" if following.silent and r.language.prefixes and not r.is_last() else "a"


def _medial_madda(r: Cursor, letter: Letter) -> None:
    """آ inside a word: hamza and ā, but only ā where a hamza stands after it (خلفآء)."""
    r.at += 1
    following = r.peek()
    if not (following and following.base == "ء"):
        r.put(Kind.HAMZA, "آ", source=letter.source)
    elif r.units and r.units[-1] == Unit(Kind.VOWEL, "a"):
        r.units.pop()
    r.put(Kind.VOWEL, "aa", source=letter.source)


def _inner_alif(r: Cursor, letter: Letter) -> None:
    """An alif with a vowel of its own inside a word begins a part of it: a hamza is heard."""
    r.at += 1
    r.put(Kind.HAMZA, "ا", source=letter.source)
    _vowel(r, letter.vowel)


def _vowel_letter(r: Cursor, letter: Letter) -> None:
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
            r.put(Kind.SILENT, "ا", source=letter.source)
        else:
            r.put(Kind.VOWEL, "aa", source=letter.source)
    elif letter.base == "ى":
        final = r.peek() is None or r.is_last(-1)
        r.put(Kind.VOWEL, "maqsura" if final and not r.language.silent_he else "ii", source=letter.source)
    else:
        r.put(Kind.VOWEL, {"و": "uu", "ے": "ee"}.get(letter.base, "ii"), source=letter.source)
    _after_long(r)


def _is_consonantal(r: Cursor, letter: Letter) -> bool:
    """A bare و or ي with no short vowel before it: heard as a consonant after a vowel, after sukun, before ا, or as final و."""
    if not r.units or r.begins or r.units[-1].kind is not Kind.CONSONANT:
        return True
    following = r.peek(1)
    if r.letters[r.at - 1].sukun or r.letters[r.at - 1].double or (following and following.base in "اى"):
        return True
    if not r.is_last() or not r.has_vowel:
        return False
    return letter.base == "و" or _is_root_of_three(r)


def _is_root_of_three(r: Cursor) -> bool:
    """Whether a word ends in ي as طَهي does: three letters, the first with a short vowel, and no adjective such as عَلي."""
    if not r.language.prefixes or r.at < 2 or not r.letters[r.at - 2].vowel or r.letters[r.at - 2].double:
        return False
    before = r.units[-4] if len(r.units) > 3 else None
    begins = r.at == 2 or (before is not None and before.kind in (Kind.ARTICLE, Kind.PREFIX))
    return begins and plain_letters(r.letters[r.at - 2 : r.at + 1]) not in r.language.faili


def _consonant(r: Cursor, letter: Letter, before_article: bool) -> None:
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


def _skip_seat(r: Cursor) -> None:
    """The letter on which tanwīn or a dagger alif sits has no sound: ا of طبعًا, و of صلوٰة, ى of هدًى."""
    following = r.peek()
    if following and following.base in "اىي" and following.bare and r.is_last():
        r.at += 1


def _is_silent_vav(r: Cursor, letter: Letter) -> bool:
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


def _vowel(r: Cursor, short: str, *, bare_seat: bool = False) -> None:
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


def _long(r: Cursor, short: str, following: Letter) -> str | None:
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
    if base == "ئ" and short == "i" and following.bare and r.language.ezafe and r.is_last():
        return "ii"  # مثنوئ: NFC makes one letter of ي and the hamza of ezafe
    if base == "و" and short == "a" and following.bare and _before_final_ya(r):
        return None  # رَضَوی: v and ī
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


def _before_final_ya(r: Cursor) -> bool:
    after = r.peek(1)
    return after is not None and after.base == "ي" and after.bare and r.is_last(1)


def _before_alif(r: Cursor) -> bool:
    """Whether ا follows a و or ي that has no mark: then it is a consonant (سِياه), but not before a final ا (فعلوا)."""
    here, after = r.peek(), r.peek(1)
    if here is None or after is None or after.base not in "اى":
        return False
    return not (r.is_last(1) and here.base == "و" and r.language.prefixes)


def _after_long(r: Cursor) -> None:
    """Ezafe after a long vowel: یِ after ā and ū is the added mark, kasra on the ī itself is not; ٔ stands for itself."""
    if not r.language.ezafe:
        return
    seat, mark = r.letters[r.at - 1], r.peek()
    if mark is None or mark.base in JOINTS:
        if seat.hamza or seat.base == "ئ":
            r.put(Kind.EZAFE, "hamza")
        elif seat.vowel == "i":
            r.put(Kind.EZAFE, "kasra")
    elif (
        mark.base in "يئ"
        and mark.vowel == "i"
        and not mark.double
        and r.is_last()
        and r.units[-1].value in LONG_A_U
    ):
        r.at += 1
        r.put(Kind.EZAFE, "ya", source=mark.source)
