"""Labels and headings at the head of a line: Abstract, Key words, چکیده, Received, 1. Introduction."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

__all__ = ["Label", "LabelKind", "fold", "label_inside", "label_of"]


class LabelKind(StrEnum):
    """What a label announces; the table `data/labels.tsv` has one line per label."""

    ABSTRACT = "abstract"
    KEYWORDS = "keywords"
    CLASSIFICATION = (
        "classification"  # PACS, MSC, JEL, CCS: codes of a published scheme, not the author's words
    )
    HEADING = "heading"  # the head of a section
    MATTER = "matter"  # front and back matter: received, correspondence, copyright


@dataclass(frozen=True, slots=True)
class Label:
    """A label found in a line: offsets into that line; `content` is where what it announces begins.

    `is_alone` where nothing follows it on the line; `is_marked` where punctuation parts it from what follows.
    """

    kind: LabelKind
    language: str
    start: int
    content: int
    is_alone: bool
    is_marked: bool


_HEAD = re.compile(r"[\s*#•■▪●◆▶►»§|\[(]{0,6}(?:(?:\d{1,2}(?:\.\d{1,2}){0,3}|[IVXivx]{1,4})[.)]?[ \t]{1,4})?")
_MARK = re.compile(
    r"(?:\s{0,3}(?:\([^()]{1,24}\)|['’]))?[ \t]{0,6}([\])]?[:：;.=|>~*_\-–—―‐•·]{1,4})?[ \t]{0,8}"
)
_SPACE = r"[\s\-_'’.&\u2010]{0,3}"
_WINDOW = 64
_LETTER_VARIANTS = str.maketrans("يىكةۀأإآٱؤـ\u200c\u00a0\u2011", "ییکههاااا" + "و" + "   -")


def fold(text: str) -> str:
    """The text in lower case without accents and Arabic letter variants, every character at its old place.

    >>> fold("Résumé: كليد‌واژه")
    'resume: کلید واژه'
    """
    return text.lower() if text.isascii() else "".join(map(_fold_one, text))


@cache
def _fold_one(letter: str) -> str:
    if letter.isascii():
        return letter.lower()
    base = unicodedata.normalize("NFD", letter.translate(_LETTER_VARIANTS).lower())[0]
    return {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "s"}.get(base, base)


@cache
def _labels() -> tuple[tuple[LabelKind, str, str], ...]:
    table = (files("refplug.text") / "data" / "labels.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = (line.split("\t") for line in table)
    return tuple((LabelKind(kind), language, label) for kind, language, label in rows)


@cache
def _patterns() -> dict[str, tuple[re.Pattern[str], dict[str, tuple[LabelKind, str]]]]:
    """By first letter: one pattern of all labels, the longest first, each a named group."""
    by_letter: dict[str, list[tuple[str, LabelKind, str]]] = {}
    for kind, language, label in _labels():
        folded = fold(label)
        by_letter.setdefault(folded[0], []).append((folded, kind, language))
    patterns = {}
    for letter, labels in by_letter.items():
        labels.sort(key=lambda item: -len(item[0]))
        groups = {f"g{index}": (kind, language) for index, (_, kind, language) in enumerate(labels)}
        pattern = "|".join(f"(?P<g{index}>{_spaced(folded)})" for index, (folded, _, _) in enumerate(labels))
        patterns[letter] = re.compile(f"(?:{pattern})(?![^\\W_])"), groups
    return patterns


def _spaced(label: str) -> str:
    """A pattern that also finds the label printed w i d e."""
    words = [r"\s?".join(map(re.escape, word)) for word in re.split(r"[\s\-'&]+", label)]
    return _SPACE.join(words)


@lru_cache(maxsize=4096)  # a line is asked about in repair, in the view and by finders
def label_of(line: str) -> Label | None:
    """The label at the head of a line, or None.

    >>> label_of("Key words: Iraq, America").kind.value, label_of("K E Y W O R D S").is_alone
    ('keywords', True)
    >>> label_of("Keywords are what authors choose") is None
    True

    A label with no mark behind it counts when it begins with a capital and so does what follows.
    """
    head = _HEAD.match(line)
    start = head.end() if head else 0
    if start >= len(line):
        return None
    window = fold(line[start : start + _WINDOW])
    found = _patterns().get(window[0])
    match = found[0].match(window) if found else None
    if not found or not match or not match.lastgroup:
        return _misread_label(line, window, start)
    kind, language = found[1][match.lastgroup]
    return _checked(line, kind, language, start, start + match.end())


def _checked(line: str, kind: LabelKind, language: str, start: int, end: int) -> Label | None:
    mark = _MARK.match(line, end)
    content = mark.end() if mark else end
    rest = line[content:]
    is_marked = bool(mark and mark.group(1))
    label = Label(kind, language, start, content, not rest.strip(), is_marked)
    if label.is_alone or is_marked:
        return label if not (is_marked and rest[:1].islower() and line[start : start + 1].islower()) else None
    if kind is LabelKind.HEADING or content == end:
        return None
    printed, following = line[start], rest[0]
    if printed.islower() or (following.islower() and not _is_list(rest)):
        return None
    return label


def _is_list(text: str) -> bool:
    return text.count(",") + 2 * text.count(";") > 1 and " is " not in text and " are " not in text


_FRAMED_HEAD = re.compile(r"([^\W\d_][^:—\n]{6,26})[:—]")
_MISREAD_KINDS = (LabelKind.KEYWORDS, LabelKind.ABSTRACT)


@cache
def _long_labels() -> tuple[tuple[str, LabelKind, str], ...]:
    return tuple(
        (fold(label), kind, language)
        for kind, language, label in _labels()
        if kind in _MISREAD_KINDS and len(label) > 8
    )


def _misread_label(line: str, window: str, start: int) -> Label | None:
    """A label that OCR spelled a little wrong, as in "Schliisselwérter:"; it needs its colon or dash."""
    head = _FRAMED_HEAD.match(window) if ":" in window or "—" in window else None
    if not head:
        return None
    from rapidfuzz.distance import Levenshtein

    said = head.group(1).strip()
    for label, kind, language in _long_labels():
        allowed = min(3, len(label) // 5)
        if label[0] == said[0] and Levenshtein.distance(said, label, score_cutoff=allowed) <= allowed:
            return _checked(line, kind, language, start, start + head.end(1))
    return None


_AT_END = re.compile(
    r"(?<=\s)(?:Key[\s-]?[Ww]ords?|KEY[\s-]?WORDS?|Index [Tt]erms|Abstract|ABSTRACT|Summary|SUMMARY|Résumé|RÉSUMÉ|Zusammenfassung|"
    r"Resumen|RESUMEN|Resumo|RESUMO|Özet|ÖZET|چکیده)\s*:?\s*$"
)
_LEADS_ON = re.compile(
    r"\b(?:an?|the|this|of|in|and|or|see|extended|graphical|structured|visual|to|our|with)\s+$", re.IGNORECASE
)
_INSIDE = re.compile(
    r"(?<=[.;:)»”\"\s])(?:Key[\s-]?[Ww]ords?(?: and [Pp]hrases)?|KEY[\s-]?WORDS?|Index [Tt]erms|Mots[\s-]cl[ée]s|Palabras [Cc]lave|"
    r"Palavras[\s-][Cc]have|Schl(?:ü|ue?)sselw(?:ö|oe?)rter|Schlagw(?:ö|oe?)rter|Anahtar [Kk]elimeler|Parole [Cc]hiave|Ключевые слова)"
    r"[ \t]{0,4}[:：—–][ \t]{0,4}"
)


@lru_cache(maxsize=4096)
def label_inside(line: str) -> Label | None:
    """A label behind other words: a keyword label with its mark in the middle of a line, or a label as the last word.

    Texts drawn from two columns often have "... Japan Abstract" and "... are shown. Keywords" on one line.

    >>> label_inside("in both countries. Keywords: Iraq, Iran").content, label_inside("University of Kufa Abstract").kind.value
    (29, 'abstract')
    """
    found = _INSIDE.search(line)
    if not found:
        found = _AT_END.search(line, max(0, len(line) - 24))
        if not found or _LEADS_ON.search(line[: found.start()]):
            return None
    label = label_of(line[found.start() : found.start() + _WINDOW])
    if label is None:
        return None
    alone = not line[found.end() :].strip()
    return Label(label.kind, label.language, found.start(), found.end(), alone, True)
