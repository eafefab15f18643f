"""Personal names parted by the habit of their language.

What the page leaves open stays whole: a Persian name of four words in its own script may have two given names or a double
family name, and only its bearer knows. Particles are kept; the article al- stays with its family name, as catalogues want.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from importlib.resources import files

from refplug.model import Name
from refplug.text.languages import script_of

__all__ = [
    "INITIAL",
    "INITIALS",
    "body",
    "has_honorific",
    "is_body",
    "is_particle",
    "name_words",
    "person",
    "rejoined",
]

_SUFFIX = re.compile(r",?\s+(?P<suffix>Jr\.?|Sr\.?|II|III|IV)$")
_JOINED_ARTICLE = re.compile(
    r"^(?P<article>(?:[AaEeUu][lL]|[Aa][dnrstzḍṣṭẓ]|[Aa]s?h|[Aa]dh|[Aa]th)[-‐‑–])(?P<rest>\S{2,})$"
)
_ARTICLE_AND_NAME = re.compile(
    r"(?<![^\W\d_])(?:[ae]l|u[ld]|a(?:[dnrstzḍṣṭẓ]|[dst]h))[-‐‑–]\w\w", re.IGNORECASE
)
INITIALS = re.compile(r"^(?:[^\W\d_]\.?[-‐]?){1,4}\.?$")
INITIAL = re.compile(r"^[^\W\d_]\.(?:[-‐]?[^\W\d_]\.)*$|^[A-ZÀ-Ý]$")
_COMMA = re.compile(r"\s*[,،、]\s*")


@cache
def name_words(kind: str) -> frozenset[str]:
    """The words of one kind in `data/name-words.tsv`."""
    table = (files("refplug.text") / "data" / "name-words.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return frozenset(
        word for line in table if line.split("\t")[0] == kind for word in line.split("\t")[1].split(" ")
    )


def person(text: str, *, language: str | None = None) -> Name:
    """The name in its parts; `literal` alone where it can't be parted surely, or names a body.

    >>> person("ʿAlī al-Sīstānī").inverted(), person("Ludwig van Beethoven").family, person("WANG Xiaoming").family
    ('al-Sīstānī, ʿAlī', 'Beethoven', 'WANG')
    >>> person("Gabriel García Márquez", language="es").family, person("Nasr Hamid Abu Zayd").full_family
    ('García Márquez', 'Abu Zayd')

    `language` is the name's own language (BCP 47) where it is known: Spanish has two family names, Hungarian puts the
    family name first.
    """
    name = " ".join(text.split()).strip(" ,;،؛")
    if not name or is_body(name):
        return Name(literal=name)
    script = script_of(name)
    if script in ("Hani", "Jpan", "Kore"):
        return _east_asian(name)
    if _COMMA.search(name):
        return _inverted(name)
    if script == "Arab":
        return _of_arabic_script(name)
    return _direct(name, language)


def body(text: str) -> Name:
    """The name of a body: never parted."""
    return Name(literal=" ".join(text.split()))


def rejoined(name: Name) -> Name:
    """A name whole again that a program tore at its article: `given: ʿAbd, dropping-particle: al-Amīr`.

    >>> rejoined(Name(family="Zaydī", given="ʿAbd", dropping_particle="al-Amīr")).given
    'ʿAbd al-Amīr'
    >>> rejoined(Name(family="Beethoven", given="Ludwig", dropping_particle="van")).dropping_particle
    'van'

    Zotero takes every lower-case beginning behind the first given name for a particle, and writes CSL-JSON so (measured on
    Zotero 11). A particle is a word of its own; an article with a name behind it is none.
    """
    if not _ARTICLE_AND_NAME.search(name.dropping_particle):
        return name
    given = f"{name.given} {name.dropping_particle}".strip()
    return replace(name, given=given, dropping_particle="")


def is_body(text: str) -> bool:
    """Whether a name is that of an institution, group or office.

    >>> is_body("University of Kufa"), is_body("Universe Kufa")
    (True, False)
    """
    return any(word.strip(".,()").lower() in name_words("body") for word in text.split())


def _inverted(name: str) -> Name:
    """`Family, Given` and `Family, Given, Jr.`; particles behind the given name go before the family name."""
    parts = [part for part in _COMMA.split(name) if part]
    suffix = next((part for part in parts[1:] if part.lower() in name_words("suffix")), "")
    rest = [part for part in parts if part != suffix]
    if len(rest) != 2:
        return Name(literal=name)
    family, given = rest
    words = given.split()
    dropped: list[str] = []
    while len(words) > 1 and words[-1].lower() in name_words("particle") and words[-1].islower():
        dropped.insert(0, words.pop())
    particle, family = _article(family)
    return Name(
        family=family,
        given=" ".join(words),
        dropping_particle=" ".join(dropped),
        non_dropping_particle=particle,
        suffix=suffix,
    )


def _article(family: str) -> tuple[str, str]:
    """The Arabic article or the particles at the head of a family name, and the rest."""
    joined = _JOINED_ARTICLE.match(family)
    if joined and " " not in family:
        return joined["article"], joined["rest"]
    words = family.split()
    head = 0
    while head < len(words) - 1 and is_particle(words[head]):
        head += 1
    return " ".join(words[:head]), " ".join(words[head:])


def is_particle(word: str) -> bool:
    """Whether a word stands between given and family name: von, de la, al, ibn, bin."""
    lower = word.lower()
    if lower in name_words("particle"):
        return word.islower() or lower in (
            "van",
            "von",
            "de",
            "da",
            "di",
            "del",
            "la",
            "le",
            "du",
            "dos",
            "der",
            "den",
            "ter",
        )
    return lower in ("al", "el", "ul") or (lower in name_words("arabic-nasab") and word != "B.")


def has_honorific(text: str) -> bool:
    """Whether an academic title stands before what is then a name.

    >>> has_honorific("أ.م.د. نادية ياسين عبد"), has_honorific("Imam al-Shafi'i")
    (True, False)
    """
    words = text.split()
    return len(words) > 2 and "." in words[0] and _is_honorific(words[0])


def _is_honorific(word: str) -> bool:
    """Whether a word is a title before a name, with or without the stop of its abbreviation: "Asst.", "دکتر"."""
    plain = word.lower()
    bare = plain.rstrip(".")
    return plain in name_words("honorific") or (
        "." not in bare and len(bare) > 1 and bare in name_words("honorific")
    )


def _direct(name: str, language: str | None) -> Name:
    """Given name first, unless the letters or the language say otherwise."""
    suffix = ""
    found = _SUFFIX.search(name)
    if found:
        suffix, name = found["suffix"], name[: found.start()]
    words = name.split()
    while len(words) > 1 and _is_honorific(words[0]):
        words = words[1:]
    if len(words) == 1:
        return Name(literal=words[0]) if not suffix else Name(family=words[0], suffix=suffix)
    if len(words) == 2 and words[0].lower() in name_words("arabic-nasab"):
        return Name(literal=" ".join(words))  # Ibn Khaldūn: one name
    start = _family_start(words, language)
    if start == 0 or start >= len(words):
        return _family_first(words, suffix)
    particle, family = _article(" ".join(words[start:]))
    return Name(given=" ".join(words[:start]), family=family, non_dropping_particle=particle, suffix=suffix)


def _family_first(words: list[str], suffix: str) -> Name:
    family = [word for word in words if _is_capitals(word)] if any(map(_is_capitals, words)) else words[:1]
    given = words[len(family) :] or words[1:]
    return Name(family=" ".join(family), given=" ".join(given), suffix=suffix)


def _is_capitals(word: str) -> bool:
    letters = [letter for letter in word if letter.isalpha()]
    return len(letters) > 2 and all(letter.isupper() for letter in letters)


def _family_start(words: list[str], language: str | None) -> int:
    """The number of the word with which the family name begins; 0 where the family name comes first."""
    capitals = [_is_capitals(word) for word in words]
    if (
        any(capitals)
        and not all(capitals)
        and not any(INITIAL.match(w) and c for w, c in zip(words, capitals, strict=True))
    ):
        return 0 if capitals[0] else _with_particles(words, capitals.index(True))
    if _comes_family_first(words, language):
        return 0
    start = len(words) - 1
    lower = [word.lower().strip(".") for word in words]
    if lower[start] in name_words("portuguese-suffix") | name_words("persian-ending") and start > 1:
        start -= 1
    if _is_double(words, lower, language):
        start = len(words) - 2
    if lower[start - 1] in name_words("arabic-servant") and start > 1 and _is_of_servant(words, start):
        start -= 1
    return _with_particles(words, start)


def _is_of_servant(words: list[str], start: int) -> bool:
    """`Ashraf Abd al-Hamid`: the servant and what he serves are one name; after `ʿAbd al-Raḥmān` follows another."""
    return words[start - 1].lower().strip("ʿ‘ʻ'").startswith("abd") or bool(
        _JOINED_ARTICLE.match(words[start])
    )


def _is_double(words: list[str], lower: list[str], language: str | None) -> bool:
    """Two family names, as Spanish has them: known by the language or by the given name; never behind initials."""
    if len(words) < 3 or any(INITIAL.match(word) for word in words):
        return False
    if language == "es" or language == "ca":
        return not (len(words) == 3 and lower[1] in name_words("spanish-given"))
    return (
        len(words) > 3 and lower[0] in name_words("spanish-given") and lower[1] in name_words("spanish-given")
    )


def _comes_family_first(words: list[str], language: str | None) -> bool:
    """`Smith JA`, `Kim Min-su`, `Nguyen Van Anh`, and all Hungarian names."""
    if language == "hu":
        return True
    if (
        len(words) == 2
        and INITIALS.match(words[1])
        and words[1].isupper()
        and len(words[1].replace("-", "")) <= 3
    ):
        return not INITIAL.match(words[0])
    family = name_words("east-asian-family")
    if words[0].lower() in family and words[-1].lower() not in family:
        if len(words) == 2 and re.fullmatch(r"[A-Z][a-z]+-[a-z]+", words[1]):
            return True
        return len(words) == 3 and words[1].lower() in name_words("vietnamese-middle")
    return False


def _with_particles(words: list[str], start: int) -> int:
    """The start moved before the particles that belong to the family name; a given name is left in front."""
    while start > 1 and is_particle(words[start - 1]):
        start -= 1
    return start


def _of_arabic_script(name: str) -> Name:
    """Arabic: the last name, with أبو, ابن, عبد before it. Persian: parted only where one word is left for the family."""
    words = name.split()
    while len(words) > 2 and _is_honorific(words[0]):
        words = words[1:]
    if len(words) == 1:
        return Name(literal=words[0])
    if len(words) == 2:
        return (
            Name(given=words[0], family=words[1])
            if words[0] not in name_words("arabic-servant-script")
            else Name(literal=name)
        )
    if words[-1].startswith("ال"):
        start = len(words) - 1
        while start > 1 and words[start - 1] in name_words("arabic-servant-script"):
            start -= 1
        if start == len(words) - 1 or start >= 1:
            return Name(given=" ".join(words[:start]), family=" ".join(words[start:]))
    given = [
        word in name_words("persian-given") or word in name_words("persian-honorific") for word in words[:-1]
    ]
    if all(given):
        return Name(given=" ".join(words[:-1]), family=words[-1])
    return Name(literal=" ".join(words))


def _east_asian(name: str) -> Name:
    """Family name first: the first of two words, or one letter (two for compound families); kana are never parted."""
    words = re.split(r"[\s·・]+", name)
    if len(words) == 2:
        return Name(family=words[0], given=words[1])
    if len(words) == 1 and script_of(name) != "Jpan" and 2 <= len(name) <= 4:
        size = 2 if name[:2] in name_words("compound-han") and len(name) > 2 else 1
        return (
            Name(family=name[:size], given=name[size:]) if len(name) < 4 or size == 2 else Name(literal=name)
        )
    return Name(literal=name)
