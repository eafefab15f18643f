"""Romanized words back into script: what a MARC 880 field or a search in script needs.

Marks make most letters certain; what stays open is the seat of a hamza, whether a first alif shows its hamza, ة or ه,
ى or ا. Words seen in catalogues are written as catalogues write them, others by the rules of Arabic spelling.
Inferred script is inferred: nothing here is ever passed off as transcribed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from refplug.model import Reading
from refplug.romanize.script.align import ZWNJ, latin_letters
from refplug.romanize.script.hamza import hamza_seat, with_hamza_variants
from refplug.romanize.script.heard import heard
from refplug.romanize.script.persian_spelling import as_persian_spells
from refplug.romanize.script.persian_words import persian_words
from refplug.romanize.script.reader import Option, arabic_reader

__all__ = ["Written", "write_script"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A romanized word in script: `options` best first (empty where it cannot be written), their source.

    `source` is `table`, `prefix`, `lexicon` or `rule`; `before` the text between this word and the one before it, a
    zero-width non-joiner where a prime parts a Persian compound (shāhʹnāmah: شاه‌نامه).
    """

    printed: str
    options: tuple[Option, ...]
    source: str
    before: str = ""


_WORD = re.compile(
    r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u02b0-\u02ff'’‘`´-])*|[‘’ʻʼʿʾ'`][^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u02b0-\u02ff'’‘`´-])*"
)
_HEADS = {
    "wa-al-": "وال", "bi-al-": "بال", "fa-al-": "فال", "ka-al-": "كال", "wa-bi-al-": "وبال", "lil-": "لل", "li-al-": "لل", "wa-lil-": "ولل",
    "wa-l-": "وال", "bi-l-": "بال", "li-l-": "لل", "wa-li-": "ول", "wa-bi-": "وب", "al-": "ال", "wa-": "و", "bi-": "ب", "li-": "ل", "fa-": "ف", "ka-": "ك",
}  # fmt: skip
_PERSIAN_VALUES = (("s̱", "th"), ("ẕ", "dh"), ("z̤", "ḍ"), ("ż", "ḍ"), ("v", "w"))
_PAIRS = {
    "th": "ث", "kh": "خ", "dh": "ذ", "sh": "ش", "gh": "غ", "ch": "چ", "zh": "ژ",
}  # fmt: skip
_LETTERS = {
    "b": "ب", "p": "پ", "t": "ت", "j": "ج", "ḥ": "ح", "d": "د", "r": "ر", "z": "ز", "s": "س", "ṣ": "ص", "ḍ": "ض", "ṭ": "ط",
    "ẓ": "ظ", "ʿ": "ع", "f": "ف", "q": "ق", "k": "ك", "g": "گ", "l": "ل", "m": "م", "n": "ن", "h": "ه", "w": "و", "y": "ي",
    "A": "ا", "I": "ي", "U": "و", "Y": "ى", "v": "ڤ",
}  # fmt: skip


def write_script(text: str, *, reading: str = "ar", count: int = 3) -> tuple[Written, ...]:
    """The words of a romanized text in script, each with up to `count` spellings and their probabilities.

    >>> [word.options[0].vocalized for word in write_script("Tārīkh al-adab al-ʻArabī")]
    ['تاريخ', 'الأدب', 'العربي']

    ALA-LC and IJMES are read, and DIN 31635; `reading` is `ar`, `fa`, `ur` or `ota`. Digits and punctuation are not words.
    """
    persian = Reading(reading) is not Reading.ARABIC
    words: list[Written] = []
    end = 0
    text = unicodedata.normalize("NFC", text)
    for found in _WORD.finditer(text):
        before = text[end : found.start()]
        end = found.end()
        is_construct = text[end : end + 4].casefold() == " al-"
        for part in _PRIME.split(found.group()) if persian else (found.group(),):
            words.append(_written(part, before, persian, count, not words, is_construct))
            before = ZWNJ
    return tuple(words)


def _written(
    printed: str, before: str, persian: bool, count: int, is_first: bool, is_construct: bool
) -> Written:
    sound = sound_of(printed)
    if sound in ("ibn", "bin") and not (is_first or before.strip() or printed == "Ibn"):
        source, spellings = "rule", {"بن": 0.8, "ابن": 0.2}
    elif persian and sound in ("u", "va", "wa"):
        source, spellings = "rule", {"و": 1.0}
    else:
        source, spellings = _spellings(sound, persian)
    if persian:
        spellings = as_persian_spells(spellings, sound, is_construct=is_construct)
    weights: dict[str, float] = {}
    for letters, weight in with_hamza_variants(spellings).items():
        letters = _persian_letters(letters) if persian else letters
        weights[letters] = weights.get(letters, 0.0) + weight
    total = sum(weights.values())
    ranked = sorted(weights.items(), key=lambda item: -item[1])[:count]
    sure = 0.95 if source == "table" else 0.85
    options = tuple(Option(letters, sure * weight / total) for letters, weight in ranked)
    return Written(printed=printed, options=options, source=source, before=before)


_PRIME = re.compile(
    r"(?<=[^\Waeiouāīū])['’ʼʾʹ′](?=[^\Waeiouāīū])|(?<=[āīū])['ʹ′](?=[^\Waeiouāīū])", re.IGNORECASE
)
"""The sign between the parts of a compound that Persian writes apart (ALA-LC, Persian, rule on affixes): shāhʹnāmah."""


def sound_of(latin: str) -> str:
    """The sound code of a romanized word, in which the table's readings are kept (see `heard`).

    >>> sound_of("marjaʿiyya"), sound_of("marjaʻīyah")
    ('marjaʿiIyah', 'marjaʿiIyah')
    """
    sound = latin_letters(latin)
    for persian, arabic in _PERSIAN_VALUES:
        sound = sound.replace(persian, arabic)
    sound = sound.replace("iyy", "iIy").replace("uww", "uUw").replace("ai", "ay").replace("au", "aw")
    sound = re.sub("^(.-)?ʾ(?=[aiu])", r"\1", sound)
    return sound + "h" if sound.endswith("Iya") else sound


@cache
def _by_sound() -> dict[str, dict[str, int]]:
    table = arabic_reader().table
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for word in table.words():
        for entry in table.exact(word):
            found[heard(word, entry.marks)][word[:-1].replace("ى", "ي") + word[-1]] += entry.count
    return found


@cache
def _by_plain_sound() -> dict[str, dict[str, int]]:
    """The same without length, dots and signs, for what was typed without them."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for sound, words in _by_sound().items():
        for word, count in words.items():
            found[_plain(sound)][word] += count
    return found


_PLAIN = str.maketrans(
    {"A": "", "I": "", "U": "", "Y": "a", "ʿ": "", "ʾ": "", "ḥ": "h", "ṣ": "s", "ḍ": "d", "ṭ": "t", "ẓ": "z"}
)


def _plain(sound: str) -> str:
    return sound.translate(_PLAIN)


@cache
def _persian_by_sound() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for word, readings in persian_words().items():
        for letters, marks, _ in readings:
            found[heard(letters, marks)][word] += 20
    return found


@cache
def _persian_by_plain_sound() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for sound, words in _persian_by_sound().items():
        for word, count in words.items():
            found[_plain(sound)][word] += count
    return found


def _spellings(sound: str, persian: bool) -> tuple[str, dict[str, float]]:
    """Where the spellings come from, and the spellings with weights."""
    ezafe = re.search("-(?:[ʾʿ]i|yi|i)$", sound) if persian else None
    if ezafe:
        source, bare = _spellings(sound[: ezafe.start()], persian)
        bare = as_persian_spells(bare, sound[: ezafe.start()])
        return source, {_with_written_ezafe(word, ezafe.group()): weight for word, weight in bare.items()}
    variants = _variants(sound)
    if persian and ("ʾ" in sound or "ʿ" in sound):  # one sign typed for the other: maʼrifat
        variants = (*variants, *_variants(sound.translate(_OTHER_SIGN)))
    for place, variant in enumerate(variants):
        known: dict[str, float] = {}
        for share, same in (
            (1.0, variant),
            *((0.5, other) for other in variants[place + 1 :] if other in (sound + "h", sound[:-1] + "Y")),
        ):
            own = _persian_by_sound().get(same, {}) if persian else {}
            for word, count in (*own.items(), *_by_sound().get(same, {}).items()):
                known[word] = known.get(word, 0) + share * count
        is_listed = persian and variant in _persian_by_sound()
        if known and (is_listed or not _is_slip(sound, known)):
            return "table", known
    for head, letters in sorted(_HEADS.items(), key=lambda item: -len(item[0])):
        if sound.startswith(head) and len(sound) > len(head) + 1:
            _, rest = _spellings(sound[len(head) :], persian)
            return "prefix", {
                letters + word: weight for word, weight in rest.items() if not word.startswith("ال")
            }
    if "-" in sound:
        return _spellings(sound.replace("-", ""), persian)
    alike = _by_plain_sound().get(_plain(sound), {})
    if persian:
        alike = {**alike, **_persian_by_plain_sound().get(_plain(sound), {})}
    if alike:
        return "alike", _closest(sound, alike)
    return "rule", _by_rule(sound)


def _is_slip(sound: str, known: Mapping[str, float]) -> bool:
    """Whether unmarked letters meet a rare word by chance: Muhammad is not مهمد, which was printed once."""
    alike = _by_plain_sound().get(sound, {}) if sound == _plain(sound) else {}
    return sum(known.values()) * 50 < sum(alike.values())


def _closest(sound: str, alike: Mapping[str, int]) -> dict[str, float]:
    """What the rules write, and words that sound alike but for length and dots.

    Those come first where nothing is marked (Muhammad, hashd): then the letters say less than the table.
    """
    ruled = _by_rule(sound)
    best = next(iter(ruled), "")
    near = {word: count / (1 + 4 * _distance(word, best)) for word, count in alike.items()}
    share = 4.0 if sound == _plain(sound) else 0.15
    scale = share * max(ruled.values(), default=1.0) / max(near.values())
    return {**{word: weight * scale for word, weight in near.items() if word not in ruled}, **ruled}


def _distance(first: str, second: str) -> int:
    """Letters of one word that the other has not, both ways."""
    left, right = Counter(first), Counter(second)
    return (left - right).total() + (right - left).total()


def _variants(sound: str) -> tuple[str, ...]:
    """The sound as it is, then with what schemes write otherwise: final ā for ى, t of construct for h, ʾ left out."""
    found = [sound]
    if sound.endswith("a") and len(sound) > 3:
        found.append(sound + "h")
    if sound.endswith("aA"):
        found += [sound[:-1] + "Y", sound + "ʾ"]
    if sound.endswith("aAh"):
        found.append(sound[:-1] + "t")
    if sound.endswith("at"):
        found.append(sound[:-1] + "h")
    if sound.endswith("ah"):
        found += [sound[:-1] + "t", sound[:-1]]
    return tuple(found)


_OTHER_SIGN = str.maketrans("ʾʿ", "ʿʾ")


def _by_rule(sound: str) -> dict[str, float]:
    """Spellings by the rules of Arabic orthography; the likeliest first, with what stays open as others."""
    letters, place = "", 0
    while place < len(sound):
        pair, char = sound[place : place + 2], sound[place]
        step = 2 if pair in _PAIRS else 1
        letter = _PAIRS.get(pair) or _LETTERS.get(char, "")
        if char == "ʾ":
            letter = hamza_seat(sound, place)
        elif place == 0 and char in "aiu":
            letter = {"aA": "آ", "iI": "اي", "uU": "او"}.get(pair, "ا")
            step = 2 if pair in ("aA", "iI", "uU") else 1
        is_double = sound[place : place + step] == sound[place - step : place] and char not in "AIU"
        if not is_double and sound[place - 1 : place + 1] not in ("Iy", "Uw"):
            letters += letter
        place += step
    if sound.endswith("a") and len(letters) > 2:  # IJMES, DIN: jarīda
        return {letters + "ة": 0.7, letters: 0.3}
    if sound.endswith("an") and len(letters) > 3 and any(long in sound for long in "AIU"):
        return {letters: 0.55, letters[:-1] + "ا": 0.45}
    if sound.endswith(("ah", "at")) and len(letters) > 2:
        return {letters[:-1] + "ة": 0.7, letters: 0.3}
    if letters.startswith("ا") and not letters.startswith(("اي", "او")):
        other = "إ" if sound.startswith("i") else "أ"
        return {letters: 0.5, other + letters[1:]: 0.5}
    return {letters: 1.0} if letters else {}


def _with_written_ezafe(word: str, ezafe: str) -> str:
    if ezafe in ("-ʾi", "-ʿi") and word.endswith("ه"):
        return word[:-1] + "ۀ"
    return word + "ي" if ezafe == "-yi" else word


def _persian_letters(word: str) -> str:
    return word.replace("ي", "ی").replace("ك", "ک").replace("ى", "ی")
