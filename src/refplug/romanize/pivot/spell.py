"""Sounds written down as vocalized script, by the spelling rules of the pivot (`docs/decisions/pivot.md`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from refplug.romanize.pivot.language import Language

__all__ = ["ZWNJ", "Sound", "spell"]

ZWNJ: Final = "\u200c"
MARK: Final = {"a": "\u064e", "i": "\u0650", "u": "\u064f"}
SHADDA, SUKUN, DAGGER = "\u0651", "\u0652", "\u0670"
# Vowel: the short vowel it begins with and the letter that carries it.
CARRIER: Final = {
    "a": ("a", ""), "i": ("i", ""), "u": ("u", ""), "aa": ("a", "ا"), "ii": ("i", "ي"), "uu": ("u", "و"),
    "ay": ("a", "ي"), "aw": ("a", "و"), "maqsura": ("a", "ى"), "dagger": ("", DAGGER), "ee": ("", "ے"), "oo": ("u", "و"),
}  # fmt: skip
ASPIRATED: Final = frozenset("بپتٹجچدڈڑكگرلمن")


@dataclass(frozen=True, slots=True)
class Sound:
    """One sound read from Latin: `kind` is consonant, hamza, vowel, ta, he or tanwin.

    `value` is the letter or the vowel's name, `others` the letters that the scheme writes alike, `latin` what stood there.
    """

    kind: str
    value: str = ""
    double: bool = False
    others: tuple[str, ...] = ()
    latin: str = ""


def spell(sounds: Sequence[Sound], language: Language) -> str:
    """The word in vocalized script, in the letters of the language.

    >>> from refplug.model import Reading
    >>> from refplug.romanize.pivot.language import language_of
    >>> kitab = [Sound("consonant", "ك"), Sound("vowel", "i"), Sound("consonant", "ت"), Sound("vowel", "aa"), Sound("consonant", "ب")]
    >>> spell(kitab, language_of(Reading.ARABIC)), spell(kitab, language_of(Reading.PERSIAN))
    ('كِتَاب', 'کِتَاب')

    The seat of a hamza follows its vowels; in Arabic a word that begins with a vowel begins with hamza, except for
    the shapes of hamzat al-waṣl (iftiʿāl, infiʿāl, istifʿāl, ibn, ism).
    """
    out: list[str] = []
    for i, sound in enumerate(sounds):
        before = sounds[i - 1] if i else None
        after = sounds[i + 1] if i + 1 < len(sounds) else None
        if sound.kind == "consonant":
            out.append(_consonant(sound, before, after, language))
        elif sound.kind == "hamza":
            out.append(
                _hamza(before, after, sounds[i - 2] if i > 1 else None) + (SHADDA if sound.double else "")
            )
        elif sound.kind == "vowel":
            out.append(_vowel(sounds, i, language))
        else:
            out.append(
                {"ta": "ة", "he": "ه", "tanwin": "\u064b" if before and before.kind == "ta" else "\u064bا"}[
                    sound.kind
                ]
            )
    text = "".join(out)
    return "".join(language.letters.get(char, char) for char in text) if language.letters else text


def _consonant(sound: Sound, before: Sound | None, after: Sound | None, language: Language) -> str:
    """The letter with shadda; sukun only where its absence would be read as a vowel."""
    letter = sound.value
    if (
        letter == "ه"
        and "ھ" in language.frequency
        and before
        and before.kind == "consonant"
        and before.value in ASPIRATED
    ):
        letter = "ھ"
    written = letter + (SHADDA if sound.double else "")
    vowelless = after is None or after.kind in ("consonant", "hamza")
    glide_next = after is not None and after.kind == "consonant" and after.value in "وي" and not after.double
    if (glide_next and before is not None) or (
        sound.value == "ه" and after is None and language.silent_he and _is_short(before)
    ):
        return written + SUKUN
    if (
        vowelless
        and letter in "وي"
        and before is not None
        and before.kind == "vowel"
        and not sound.double
        and before.value in ("i", "u")
    ):
        return written + SUKUN
    return written


def _is_short(sound: Sound | None) -> bool:
    return sound is not None and (sound.kind == "consonant" or sound.value in MARK)


def _vowel(sounds: Sequence[Sound], i: int, language: Language) -> str:
    vowel = sounds[i].value
    before = sounds[i - 1] if i else None
    if before is None:
        return _first_vowel(sounds, language)
    if before.kind == "vowel":  # two vowels in a row: a hamza that the scheme left out
        return "ئ" + _after_letter(vowel)
    if before.kind == "hamza" and vowel == "aa":
        return "" if i > 1 else "َا"  # آ carries it
    return _after_letter(vowel)


def _after_letter(vowel: str) -> str:
    short, carrier = CARRIER[vowel]
    return MARK.get(short, "") + carrier


def _first_vowel(sounds: Sequence[Sound], language: Language) -> str:
    vowel = sounds[0].value
    short, carrier = CARRIER[vowel]
    if vowel in ("aa", "dagger", "maqsura"):
        return "آ"
    if not language.prefixes or _is_wasl(sounds):
        return "ا" + MARK.get(short, "") + carrier
    return {"a": "أ", "i": "إ", "u": "أ", "": "أ"}[short] + MARK.get(short, "") + carrier


EIGHTH: Final = frozenset((("ص", "ط"), ("ض", "ط"), ("ز", "د"), ("س", "ت"), ("م", "ر"), ("ث", "ن")))


def _is_wasl(sounds: Sequence[Sound]) -> bool:
    """Whether an Arabic word in i- begins with hamzat al-waṣl: iCtiʿāC, inCi-, isti-, ittiC-, ibn, ism, imruʾ, ithnān."""
    if sounds[0].value != "i" or len(sounds) < 3 or sounds[1].kind != "consonant":
        return False
    first, second = sounds[1], sounds[2]
    if first.double:
        return first.value in "تدطظذث" and second.value == "i" and len(sounds) > 4
    if second.kind != "consonant":
        return False
    if len(sounds) == 3:
        return (first.value, second.value) in {("ب", "ن"), ("س", "م")}
    follows_i = sounds[3].value == "i"
    derived = second.value == "ت" or first.value == "ن"
    return (follows_i and derived and len(sounds) > 5) or (first.value, second.value) in EIGHTH


def _hamza(before: Sound | None, after: Sound | None, earlier: Sound | None) -> str:
    """The seat of a hamza: kasra is stronger than ḍamma, ḍamma than fatha; after a long vowel or at the end it stands alone."""
    ahead = CARRIER[after.value][0] if after and after.kind == "vowel" else ""
    if before is None:
        return {"i": "إ"}.get(ahead, "أ") if not (after and after.value == "aa") else "آ"
    behind = before.value if before.kind == "vowel" else ""
    if after and after.kind == "vowel" and after.value == "aa":
        return {"i": "ئَا", "u": "ؤَا", "ii": "ئَا", "aa": "ءَا", "uu": "ءَا", "aw": "ءَا", "ay": "ئَا"}.get(
            behind, "آ"
        )
    if ahead == "i" or behind in ("i", "ii") or (behind == "ay" and after):
        return "ئ" if after or behind == "i" else "ء"
    if behind == "ay" or (before.kind == "consonant" and before.value == "ي" and after):
        return "ئ"
    if ahead == "u" or behind == "u":
        return "ء" if behind in ("aa", "uu") and after is None else "ؤ"
    if behind in ("aa", "uu", "aw"):
        return "ء"
    if before.kind == "consonant" and after is None:
        return "ء"
    if before.kind == "consonant" and after is not None and after.kind == "ta":
        return "أ"
    return "أ"
