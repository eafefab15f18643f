"""Volume, issue, page and year as citations print them, read without knowing the style."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from refplug.model import Query

__all__ = ["Numbers", "first_page", "page_value", "read_numbers"]

_YEAR = r"(?:1[5-9]\d\d|20[0-3]\d)"
_PAGE = r"(?:[A-Za-z]{0,3}\d{1,9}[A-Za-z]?)"
_DASH = r"\s*[-–—‐‑−]{1,3}\s*"
_PAGES = rf"({_PAGE})(?:{_DASH}({_PAGE}))?"
_VOLUME = r"(?:(?:(?<![A-Za-z])[A-Za-z])?\d{1,4}[A-Za-z]?)"

# In this order: the first pattern that fits says what its numbers mean. Each names its groups v(olume), i(ssue), p(age), y(ear).
_PATTERNS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(
        pattern.replace("YEAR", _YEAR).replace("PAGE", _PAGE).replace("DASH", _DASH).replace("VOL", _VOLUME)
    )
    for pattern in (
        r"(?P<y>YEAR)[a-z]?\s*(?:[A-Z][a-z]{2,8}\.?\s*\d{0,2})?;\s*(?P<v>VOL)?\s*(?:\((?P<i>[^()]{1,16})\))?\s*[:,]\s*(?P<p>PAGE)(?:DASH(?P<q>PAGE))?",
        r"(?P<v>VOL)\s*\(\s*YEAR\s*\)[\s,:;]*(?:pp?\.?\s*)?(?P<p>PAGE)(?:DASH(?P<q>PAGE))?",
        r"(?<![\d(])(?!YEAR)(?P<v>VOL)\s*\((?!YEAR\b)(?P<i>[^()]{1,16})\)\s*[:,;.]?\s*(?:pp?\.?\s*)?(?P<p>PAGE)(?:DASH(?P<q>PAGE))?",
        r"(?P<y>YEAR)\s*\((?!YEAR\b)(?P<i>[^()]{1,16})\)\s*[:,;]\s*(?P<p>PAGE)(?:DASH(?P<q>PAGE))?",
        r"(?<![\d(])(?!YEAR)(?P<v>VOL)\s*\((?!YEAR\b)(?P<i>\d[^()]{0,8})\)",
        r"(?<![\d/.])(?P<v>VOL)\s*,\s*(?P<i>\d{1,3})\s*\(\s*YEAR\s*\)\s*[,:]?\s*(?:(?:pp?\.?\s*)?(?P<p>PAGE)(?:DASH(?P<q>PAGE))?)?",
        r"(?<![\d/.])(?P<v>VOL)\s*[:;]\s*(?P<p>PAGE)(?:DASH(?P<q>PAGE))?(?![\d:])",
        r"(?<![\d/.])(?P<v>VOL)\s*,\s*(?P<p>PAGE)(?:DASH(?P<q>PAGE))?(?=\s*[,.]?\s*\(?(?:YEAR)?\)?\s*[.,;]?\s*$)",
        r"(?<![\d/.])(?P<v>VOL)\s*,\s*(?P<p>PAGE)(?:DASH(?P<q>PAGE))",
        r"(?<![\d/.])(?P<v>VOL)\s*\(\s*YEAR\s*\)",
    )
)
_LABELLED: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("v", re.compile(r"(?<![A-Za-z])(?:vol(?:ume)?s?|bd|band|jg|том)[.\s:]*(\d[\w]{0,6})", re.IGNORECASE)),
    (
        "i",
        re.compile(
            r"(?<![A-Za-z])(?:no|num|number|issue|iss|nr|heft|n°|№)[.\s:]*(\d[\w/–-]{0,8})", re.IGNORECASE
        ),
    ),
    ("p", re.compile(rf"(?<![A-Za-z])(?:pp|pages|page|pgs?|p|s)[.\s:]+{_PAGES}", re.IGNORECASE)),
    ("p", re.compile(rf"(?<![A-Za-z])pp?{_PAGES}")),
)
_BARE_PAGES = re.compile(rf"[:,]\s*({_PAGE}){_DASH}({_PAGE})(?=\W*$)|:\s*({_PAGE})(?=\W*$)")
_ANY_YEAR = re.compile(rf"(?<![\d.\-–/]){_YEAR}(?=[a-z]?(?![\d\w]))|(?<=[a-z]){_YEAR}(?!\d)")
_TOKEN = re.compile(r"(?<!\d)[A-Za-z]{0,2}\d+[A-Za-z]?(?![A-Za-z\d])")
_DIGITS = re.compile(r"\d+")
_MISREAD = re.compile(r"(?<=\d)[lIOo](?=\d)|(?<=\d)[lIOo](?![A-Za-z])|(?<![A-Za-z])[lIOo](?=\d)")


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a citation says in numbers. Empty strings and sets where it is silent; pages in lower case as printed.

    `tokens` are all numbers of the text, whatever they mean; `others` are further pairs of volume and first page,
    as a text has them into which the next reference has run.
    """

    volume: str = ""
    issue: str = ""
    page: str = ""
    last_page: str = ""
    years: frozenset[int] = frozenset()
    tokens: tuple[str, ...] = ()
    others: tuple[tuple[str, str], ...] = ()

    def nearest_to(self, volume: str, page: str) -> Numbers:
        """These numbers, read with another of their pairs where that is the very volume and page looked for."""
        wanted = (page_value(volume), page_value(page))
        if None in wanted or (page_value(self.volume), page_value(self.page)) == wanted:
            return self
        for pair in self.others:
            if (page_value(pair[0]), page_value(pair[1])) == wanted:
                return replace(self, volume=pair[0], page=pair[1], last_page="", issue="")
        return self

    def overruled_by(self, query: Query) -> Numbers:
        """These numbers, but what the query states in so many words goes before what was read from its text."""
        first, last = first_page(query.page)
        return replace(
            self,
            volume=_number(query.volume) or self.volume,
            issue=query.issue.strip().lower() or self.issue,
            page=first or self.page,
            last_page=last or self.last_page,
            years=frozenset((query.year,)) if query.year else self.years,
        )


@lru_cache(maxsize=256)
def read_numbers(text: str) -> Numbers:
    """The numbers of a citation.

    >>> numbers = read_numbers("Wu Y. Aging. J Informetr. 2014;8(3):650-658.")
    >>> numbers.volume, numbers.issue, numbers.page, sorted(numbers.years)
    ('8', '3', '650', [2014])

    A title's own numbers may be taken for years; whoever compares must know where the title stands.
    """
    text = _MISREAD.sub(lambda found: "0" if found.group() in "Oo" else "1", text)
    text = "".join(str(int(c)) if c.isdigit() and not c.isascii() and c.isdecimal() else c for c in text)
    said = _labelled(text) or _patterned(text) or _bare(text)
    return Numbers(
        volume=_number(said.get("v", "")),
        issue=said.get("i", "").strip().lower(),
        page=said.get("p", "").lower(),
        last_page=said.get("q", "").lower(),
        years=_years(text, said),
        tokens=tuple(found.group().lower() for found in _TOKEN.finditer(text)),
        others=_pairs(text),
    )


def _labelled(text: str) -> dict[str, str]:
    said: dict[str, str] = {}
    for key, pattern in _LABELLED:
        found = _last(pattern, text)
        if found and key not in said:
            said[key] = found.group(1)
            if key == "p" and found.group(2):
                said["q"] = found.group(2)
    if "v" in said or ("p" in said and "i" in said):
        return said
    return {**_patterned(text), **said} if said else {}


def _patterned(text: str) -> dict[str, str]:
    for pattern in _PATTERNS:
        found = _last(pattern, text)
        if found:
            return {key: value for key, value in found.groupdict().items() if value}
    return {}


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Every pair of volume and page that any pattern reads."""
    found = (match for pattern in _PATTERNS for match in pattern.finditer(text))
    pairs = ((_number(match["v"] or ""), match["p"].lower()) for match in found if _has_pair(match))
    return tuple(dict.fromkeys(pairs))


def _has_pair(match: re.Match[str]) -> bool:
    said = match.groupdict()
    return bool(said.get("v") and said.get("p"))


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last place where a pattern fits: a citation's numbers stand behind its title's."""
    return max(pattern.finditer(text), key=lambda found: found.start(), default=None)


def _bare(text: str) -> dict[str, str]:
    found = _BARE_PAGES.search(text)
    if not found:
        return {}
    first, last, only = found.groups()
    if only and re.fullmatch(_YEAR, only):
        return {}
    return {"p": first, "q": last} if first else {"p": only}


def _years(text: str, said: dict[str, str]) -> frozenset[int]:
    """The numbers that can be years and were not read as volume or page; all of them where that leaves none."""
    every = [found.group()[:4] for found in _ANY_YEAR.finditer(text)]
    taken = [said.get(key, "") for key in ("v", "p", "q")]
    free = list(every)
    for number in taken:
        if number in free and len(free) > 1:
            free.remove(number)
    return frozenset(int(year) for year in free)


def _number(text: str) -> str:
    text = text.strip().lower()
    return text.lstrip("0") or text


def page_value(page: str) -> int | None:
    """The digits of a page number as a number: 837 for "837c"."""
    found = _DIGITS.search(page)
    return int(found.group()) if found else None


def first_page(pages: str) -> tuple[str, str]:
    """The first and the last page of a printed range; the last completed where it is shortened.

    >>> first_page("1370-5"), first_page("e1114"), first_page("837c-838")
    (('1370', '1375'), ('e1114', ''), ('837c', '838'))
    """
    parts = [part for part in re.split(r"[-–—‐‑−]+|,|;", pages.strip().lower().replace(" ", "")) if part]
    if not parts:
        return "", ""
    first, last = parts[0], parts[1] if len(parts) > 1 else ""
    if first.isdigit() and last.isdigit() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return first, last
