"""Name lists: BibTeX's rules where they fit, Arabic and Persian habits where BibTeX tears names apart.

The rules are those of btxdoc section 4 and `bibtex.web` (as in pybtex, against which tests compare); differences,
each with its reason, stand in docs/bibtex.md: the Arabic comma and semicolon part names, al-X is no particle,
a fourth comma is no error.
"""

from __future__ import annotations

import re
from functools import lru_cache

from refplug.formats.bibtex.tex import plain_text
from refplug.model import Creator, Name

__all__ = ["PARTICLES", "parse_name", "parse_names", "split_at"]

# European particles, which stand before the name and outside it; all other small words (ibn, bint) belong to the name
PARTICLES = frozenset(
    "von vom zu zum zur van de der den ter ten het 't du des da do dos das del dello della delle dei di la le of och af av d'".split()
)
# a run of blanks is tried from its first character only, so that a megabyte of them costs one pass
_AND = re.compile(r"(?<!\s)\s++and(?=\s)|(?<!\s)\s*+؛\s*+", re.IGNORECASE)
_AND_WORD = re.compile(r"^and\s++|(?<!\s)\s++and$|^and$", re.IGNORECASE)
_PART = re.compile(
    r"^\s*(family|given|prefix|suffix|useprefix|given-i|family-i|prefix-i|suffix-i|id|hash|nosep\w*)\s*=\s*(.*)$",
    re.DOTALL,
)
_ARTICLE = re.compile(r"^[a-z]{1,3}[-‐‑][^\W\d_]", re.IGNORECASE)
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_OTHERS = "others"
_SONS = frozenset({"Ibn", "Ebn", "ابن", "إبن"})  # nobody's given name: Ibn Sīnā is one family name
_FATHERS = frozenset({"Abū", "Abu", "Umm", "أبو", "ابو", "أم"})  # with one word behind it, as Abū Ḥanīfa
_ONE_WORD = re.compile(r"[^\W\d_]+")
_SPACES = re.compile(r"(?:\s|~)+")
_COMMA = re.compile(r"(?<!\s)\s*+,\s*+")
_ARABIC_COMMA = re.compile(r"(?<!\s)\s*+[,،]\s*+")


def parse_names(source: str) -> tuple[Creator, ...]:
    """The creators that a name list says, in order; `others` comes back as a literal name of that word.

    >>> [c.name.inverted() for c in parse_names("al-Ṣadr, Mūsā and {{UNESCO}} and John von Neumann")]
    ['al-Ṣadr, Mūsā', 'UNESCO', 'von Neumann, John']
    >>> parse_names("طباطبائی، سید محمد")[0].name.family
    'طباطبائی'
    """
    found = []
    for part in split_at(_AND, source):
        creator = _creator(part)
        if creator is not None:
            found.append(creator)
    return tuple(found)


@lru_cache(maxsize=8192)
def _creator(part: str) -> Creator | None:
    """Who a part of a name list names, or None; authors come again, so the answer is remembered."""
    name = parse_name(_AND_WORD.sub("", part.strip()))
    return Creator(name=name) if name else None


def split_at(separator: re.Pattern[str], source: str) -> list[str]:
    """`source` cut at each match of `separator` that stands outside all braces."""
    if "{" not in source:
        return separator.split(source)
    parts, start, depth, at = [], 0, 0, 0
    for match in re.finditer(rf"[{{}}]|{separator.pattern}", source, separator.flags):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth = max(0, depth - 1)
        elif depth == 0 and match.start() >= at:
            parts.append(source[start : match.start()])
            start = at = match.end()
    parts.append(source[start:])
    return parts


def parse_name(source: str) -> Name:
    """One name in its parts. Never raises: what fits no form is kept whole.

    >>> parse_name("{Islamic Republic of Iran}").literal
    'Islamic Republic of Iran'
    >>> parse_name("family=Sīstānī, given=ʿAlī, prefix=al-").full_family
    'al-Sīstānī'
    """
    source = source.strip()
    if not source or source == _OTHERS:
        return Name(literal=source)
    if _is_braced(source):
        return Name(literal=plain_text(source))
    comma = _ARABIC_COMMA if "،" in source and _ARABIC.search(source) else _COMMA
    parts = [part.strip() for part in split_at(comma, source)]
    named = [_PART.match(part) for part in parts]
    if len(parts) > 1 and all(named):
        return _from_named({match[1]: match[2] for match in named if match})
    if len(parts) == 1:
        return _first_last(source)
    if len(parts) == 3:
        return _inverted(parts[0], parts[2], parts[1])
    return _inverted(parts[0], ", ".join(part for part in parts[1:] if part), "")


def _is_braced(source: str) -> bool:
    """Whether one pair of braces holds it all: a name that must not be split."""
    if not (source.startswith("{") and source.endswith("}")) or source.startswith("{\\"):
        return False
    depth = 0
    for at, char in enumerate(source):
        depth += (char == "{") - (char == "}")
        if depth == 0:
            return at == len(source) - 1
    return False


def _from_named(parts: dict[str, str]) -> Name:
    text = {key: plain_text(value) for key, value in parts.items()}
    keeps = text.get("useprefix", "true") == "true"
    prefix = text.get("prefix", "")
    return Name(
        family=text.get("family", ""),
        given=text.get("given", ""),
        suffix=text.get("suffix", ""),
        non_dropping_particle=prefix if keeps else "",
        dropping_particle="" if keeps else prefix,
    )


def _inverted(last: str, given: str, suffix: str) -> Name:
    words = _words(last)
    particles = 0
    while particles < len(words) - 1 and words[particles] in PARTICLES:
        particles += 1
    family = plain_text(" ".join(words[particles:]))
    particle = plain_text(" ".join(words[:particles]))
    if not family:
        return Name(literal=plain_text(given))
    return Name(
        family=family, given=plain_text(given), suffix=plain_text(suffix), non_dropping_particle=particle
    )


def _first_last(source: str) -> Name:
    """`First von Last`: the particles are the lower-case words, the family name what follows them."""
    words = _words(source)
    if not words:
        return Name()
    if len(words) == 1:
        text = plain_text(words[0])
        return Name(family=text) if _ONE_WORD.fullmatch(text) else Name(literal=text)
    opening = plain_text(words[0])
    if opening in _SONS or (opening in _FATHERS and len(words) == 2):
        return Name(family=plain_text(" ".join(words)))
    lower = [at for at, word in enumerate(words[:-1]) if _is_particle(word)]
    if not lower:
        return Name(family=plain_text(words[-1]), given=plain_text(" ".join(words[:-1])))
    begin, end = lower[0], lower[-1] + 1
    if any(word.lower() not in PARTICLES for word in words[begin:end]):
        end = begin
    return Name(
        family=plain_text(" ".join(words[end:])),
        given=plain_text(" ".join(words[:begin])),
        non_dropping_particle=plain_text(" ".join(words[begin:end])),
    )


def _words(source: str) -> list[str]:
    return [word for word in split_at(_SPACES, source) if word]


def _is_particle(word: str) -> bool:
    """A word in lower case, as BibTeX sees it; but al-Raḥmān is a name though its article is small."""
    if word.startswith("{") and not word.startswith("{\\"):
        return False
    plain = plain_text(word) if "\\" in word else word
    return plain.islower() and not _ARTICLE.match(plain)
