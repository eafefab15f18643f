"""Citekeys: ASCII, readable, safe in TeX, Typst, pandoc and shells, the same on every machine.

A formula says how a key is made: `{author}-{year}-{title:1}`. The language is small on purpose; docs/citekeys.md
tells it whole.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container
from itertools import count

from refplug.errors import ExitCode, RunAborted
from refplug.model import Creator, Record

__all__ = ["FORMULA", "citekey_for", "folded_word", "is_safe"]

FORMULA = "{author}-{year}-{title:1}"
FALLBACK = "{title:3}"  # where neither author nor year is known
MAX_LENGTH = 60
_SAFE = re.compile(r"[A-Za-z][A-Za-z0-9_:.+/-]*")
_PART = re.compile(r"\{(\w+)(?::(\d{1,2}))?(?:\|(\w+))?\}|([A-Za-z0-9_:.+/-]+)|(.)", re.DOTALL)
# the article in the romanizations in use, assimilated too, and the particles that no list is sorted under
_ARTICLE = re.compile(r"(?i)^(?:al|el|ul|il|a[dḍnrsṣtṭzẓ]|an|ash?|ath?|adh)[-‐‑–' ](?=\w|[ʿʾʻʼ])")
_PREFIXES = {
    "von",
    "van",
    "de",
    "der",
    "den",
    "la",
    "le",
    "du",
    "da",
    "del",
    "della",
    "di",
    "dos",
    "ibn",
    "bin",
    "b.",
}
_BRACKETED_GENRE = re.compile(r"^\s*\[[^\]:]{1,40}:\s*")
_STOP_WORDS = frozenset(
    "a an the of in on at to for from by with and or as is are its into der die das und von le la les l de des du et"
    " el los las y il lo un une eine ein dar va az bar wa fi fī min ila ʿan ʿala bayna".split()
)
# Letters without a decomposition, and Arabic script by its consonants (docs/citekeys.md, "Works in script").
_LETTERS = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h", "ə": "e", "ŋ": "ng",
    "ا": "a", "آ": "a", "أ": "a", "إ": "i", "ٱ": "a", "ب": "b", "پ": "p", "ت": "t", "ث": "th", "ج": "j", "چ": "ch", "ح": "h", "خ": "kh", "د": "d",
    "ذ": "dh", "ر": "r", "ز": "z", "ژ": "zh", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z",
    "ع": "", "غ": "gh", "ف": "f", "ق": "q", "ک": "k", "ك": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n",
    "و": "u", "ؤ": "u", "ه": "h", "ة": "a", "ۀ": "e", "ی": "i", "ي": "i", "ى": "a", "ئ": "i", "ء": "", "ڤ": "v",
    "َ": "a", "ِ": "i", "ُ": "u", "ً": "", "ٌ": "", "ٍ": "", "ّ": "", "ْ": "", "ٰ": "a",
    "ш": "sh", "щ": "shch", "ч": "ch", "ц": "ts", "ж": "zh", "х": "kh", "ю": "yu", "я": "ya", "ы": "y", "э": "e", "ъ": "", "ь": "",
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "з": "z", "и": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o",
    "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "ב": "b", "ג": "g", "ד": "d", "ה": "h", "ו": "v", "ז": "z", "ח": "h", "ט": "t", "י": "y", "כ": "k", "ך": "k", "ל": "l",
    "מ": "m", "ם": "m", "נ": "n", "ן": "n", "ס": "s", "פ": "p", "ף": "p", "צ": "ts", "ץ": "ts", "ק": "q", "ר": "r", "ש": "sh", "ת": "t", "א": "a", "ע": "",
    "α": "a", "β": "b", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "e", "θ": "th", "ι": "i", "κ": "k", "λ": "l", "μ": "m", "ν": "n",
    "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "ph", "χ": "ch", "ψ": "ps", "ω": "o",
}  # fmt: skip


_SCRIPT = re.compile("[\u0620-\u06d3]")
_PERSIAN = re.compile("[پچژگیک]")
_EZAFE = re.compile(r"-y?i\b")


def citekey_for(record: Record, taken: Container[str], formula: str = FORMULA) -> str:
    """A citekey for a record that is not among `taken`: by the formula, with `-2`, `-3` behind it where needed.

    >>> from refplug.model import Claim, Creator, Evidence, Field, Name, Origin, OriginKind, PartialDate
    >>> def said(value):
    ...     return Field((Claim(value=value, evidence=Evidence(origin=Origin(OriginKind.USER)), confidence=1.0),))
    >>> author = Creator(name=Name(family="al-Ṣadr", given="Muḥammad Bāqir"))
    >>> work = Record(author=said((author,)), issued=said(PartialDate(year=1979)), title=said("Falsafatunā"))
    >>> citekey_for(work, ()), citekey_for(work, {"sadr-1979-falsafatuna"})
    ('sadr-1979-falsafatuna', 'sadr-1979-falsafatuna-2')

    Never empty: a record without any word takes a key from its DOI or its type. `taken` may hold keys in lower
    case, so that no two keys differ in case alone. Raises `RunAborted` for a formula that cannot be read.
    """
    stem = _apply(formula, record)
    if not (_author(record, 1) or _year(record, 1)) and formula == FORMULA:
        stem = _apply(FALLBACK, record) or stem
    stem = stem or _doi(record, 1) or folded_word(record.type) or "work"
    if not stem[0].isalpha():
        stem = f"ref-{stem}"
    stem = stem[:MAX_LENGTH].rstrip("-_:.+/")
    for number in count(2):
        key = stem if number == 2 else f"{stem}-{number - 1}"
        if key not in taken and key.lower() not in taken:
            return key
    raise AssertionError("unreachable")


def is_safe(citekey: str) -> bool:
    """Whether a citekey can be used unquoted in TeX, Typst, pandoc and shells.

    >>> is_safe("sadr-1979"), is_safe("Gha?b2003"), is_safe("a b")
    (True, False, False)
    """
    return _SAFE.fullmatch(citekey) is not None


def folded_word(text: str) -> str:
    """Letters and digits of `text` in ASCII lower case: marks, ʿ and ʾ dropped, other scripts by their letters.

    >>> folded_word("Marjaʿiyya"), folded_word("طباطبائی"), folded_word("Łódź"), folded_word("Ṭabāṭabāʾī")
    ('marjaiyya', 'tbatbaii', 'lodz', 'tabatabai')

    NFC and NFD give the same (the order of marks does not matter, since all are dropped).
    """
    letters = []
    for char in unicodedata.normalize("NFKC", text).lower():
        known = _LETTERS.get(char)
        if known is not None:
            letters.append(known)
            continue
        for part in unicodedata.normalize("NFKD", char):
            if part.isascii() and part.isalnum():
                letters.append(part)
            elif not part.isascii():
                letters.append(_LETTERS.get(part, "") or _digit(part))
    return "".join(letters)


def _digit(char: str) -> str:
    return str(unicodedata.digit(char)) if char.isdigit() else ""


def _apply(formula: str, record: Record) -> str:
    parts: list[str] = []
    for name, number, style, literal, other in _PART.findall(formula):
        if other:
            raise RunAborted(
                f"the citekey formula {formula!r} holds {other!r}; see docs/citekeys.md", ExitCode.USAGE
            )
        if literal:
            parts.append(literal)
            continue
        maker, styler = _PARTS.get(name), _STYLES.get(style or "plain")
        if maker is None or styler is None:
            word = name if maker is None else style
            raise RunAborted(
                f"the citekey formula has no part {word!r}; see docs/citekeys.md", ExitCode.USAGE
            )
        parts.append(styler(maker(record, int(number or 1))))
    return re.sub(r"([-_:.+/])[-_:.+/]+", r"\1", "".join(parts)).strip("-_:.+/")


def _author(record: Record, number: int) -> str:
    people = record.author.value or record.editor.value or record.translator.value or ()
    return "-".join(filter(None, (_family(creator) for creator in people[:number])))


def _family(creator: Creator) -> str:
    latin = [creator.name, *creator.variants]
    name = next((one for one in latin if _is_latin(one.family or one.literal)), creator.name)
    text = unicodedata.normalize(
        "NFC", _in_latin(name.family or name.literal or name.given, name.language, "name")
    )
    words = [word for word in re.split(r"[\s,،]+", _ARTICLE.sub("", text.strip())) if word]
    if not name.family:
        return "-".join(filter(None, (folded_word(_ARTICLE.sub("", word)) for word in words[:2])))
    while len(words) > 1 and words[0].lower() in _PREFIXES:
        words = [_ARTICLE.sub("", words[1]), *words[2:]]
    return "".join(folded_word(word) for word in _without_article(words)[:2])


def _without_article(words: list[str]) -> list[str]:
    return [_ARTICLE.sub("", word) for word in words]


def _is_latin(text: str) -> bool:
    first = next((char for char in text if char.isalpha() and char not in "ʿʾʻʼ"), "")
    return bool(first) and "LATIN" in unicodedata.name(first, "")


def _in_latin(text: str, language: str | None, kind: str) -> str:
    """A text in Arabic script as it is read, in plain Latin letters; any other text as it is.

    >>> _in_latin("تاريخ الأدب العربي", "ar", "title")
    'Tarikh al-adab al-Arabi'
    """
    if not _SCRIPT.search(text):
        return text
    from refplug.romanize.script import romanize_script

    reading = (language or "").split("-")[0]
    if reading not in ("ar", "fa"):
        reading = "fa" if _PERSIAN.search(text) else "ar"
    return _EZAFE.sub("", romanize_script(text, "ascii", reading, kind).text)


def _year(record: Record, number: int) -> str:
    issued = record.issued.value or record.event_date.value
    return str(abs(issued.year)) if issued else ""


def _title(record: Record, number: int) -> str:
    title = record.title.value or (record.container.title.value if record.container else "") or ""
    if not _is_latin(title):
        title = next((one.value for one in record.title if _is_latin(one.value)), title)
    title = _in_latin(title, record.language.value or record.title.language, "title")
    if record.is_title_devised:
        title = _BRACKETED_GENRE.sub("", title)
    title = re.sub(r"</?(?:i|b|sup|sub|span)\b[^>]*>", "", unicodedata.normalize("NFC", title))
    found = []
    for word in re.split(r"[\s\-‐‑–—/:;,،.]+", title):
        plain = folded_word(word)
        if plain and plain not in _STOP_WORDS and not _is_article(word):
            found.append(plain)
    return "-".join(found[:number])


def _is_article(word: str) -> bool:
    return word.lower() in {"al", "el", "l"} or (len(word) == 2 and word in ("ال",))


def _container(record: Record, number: int) -> str:
    return _title(record.container, number) if record.container else ""


def _doi(record: Record, number: int) -> str:
    doi = record.doi.value or ""
    return "doi-" + re.sub(r"[^a-z0-9]+", "-", doi.lower()).strip("-") if doi else ""


def _type(record: Record, number: int) -> str:
    return folded_word(record.type)


_PARTS: dict[str, Callable[[Record, int], str]] = {
    "author": _author,
    "year": _year,
    "title": _title,
    "container": _container,
    "doi": _doi,
    "type": _type,
}
_STYLES: dict[str, Callable[[str], str]] = {
    "plain": str,
    "upper": str.upper,
    "capital": str.capitalize,
    "camel": lambda text: "".join(word.capitalize() for word in text.split("-")),
    "joined": lambda text: text.replace("-", ""),
    "short": lambda text: text[:3],
}
