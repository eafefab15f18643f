"""The grammar of a journal line: title, volume, issue, pages, year, in the orders and words that journals use."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from refplug.extract.calendars import to_ascii_digits
from refplug.text.languages import script_of
from refplug.text.sections import label_of

__all__ = ["HEAD_WITH_YEAR", "SERIES", "JournalLine", "is_title_like", "parse_journal_line"]

_LONGEST_LINE = 260
_NUMBER = r"\d{1,5}(?:[-–/]\d{1,5})?"
_PARTS = re.compile(
    rf"(?P<volume>(?<![^\W\d_])(?:vol(?:umes?|umen|s?\.)?|bd\.?|band|tome|tomo|cilt|jg\.?|jahrgang|cilt(?!\s?[-/]\s?sayı)|том|دوره|دورۀ|جلد|سال|المجلد|مجلد|السنة)"
    rf"\s*[.:,]?\s*(?:\(\s*)?(?P<v>\d{{1,5}}|[IVXLC]{{1,7}}\b|[آ-ی]{{3,9}}(?:\s?و\s?[آ-ی]{{2,6}})?)(?:\s?[({{\[]\s?(?P<vi>(?!(?:19|20)\d\d[)\]}}]){_NUMBER})\s?[)}}\]])?)"
    rf"|(?P<issue>(?<![^\W\d_])(?:no[s.,]?|nr\.?|n[°ºo]\.?|num\.?|numbers?|numéros?|núm(?:eros?|\.)|issues?|iss\.?|heft|(?:cilt\s?[-/]\s?)?sayı|вып\.|№|شماره|شمارۀ|العدد|عدد)"
    rf"\s*[.:,]?\s*(?:\(\s*)?(?P<i>{_NUMBER}|[آ-ی]{{3,9}}(?:\s?و\s?[آ-ی]{{2,6}})?(?=\s*[،,؛;)/])))"
    r"|(?P<pages>(?<![^\W\d_])(?:pp?\.?|pages?|pág\.?|págs\.?|S\.(?=\s?\d{1,5}\s?[-–])|Seiten?|стр\.|صص?\.?|صفحات|صفحه|الصفحات)\s*:?\s*(?P<p>[A-Za-z]?\d{1,6}(?:\s?[-–—−]{1,2}\s?[A-Za-z]?\d{1,6})?))"
    rf"|(?P<bare>(?<![\w.,/-])(?P<bv>\d{{1,4}})\s?[({{\[]\s?(?P<bi>(?!(?:19|20)\d\d[)\]}}]){_NUMBER}|S\d|Suppl\.?\s?\d*)\s?[)}}\]])"
    r"|(?P<colon>(?<![\w.,/-])(?P<cv>\d{1,4})\s?:\s?(?P<cp>[A-Za-z]?\d{1,6}(?:\s?[-–—−]{1,2}\s?[A-Za-z]?\d{1,6})?)(?![\w:/.]\d))"
    r"|(?P<range>(?<![\w/.-])(?P<r>[A-Za-z]?\d{1,6}\s?[-–—−]{1,2}\s?[A-Za-z]?\d{1,6})(?![\w/-]))"
    r"|(?P<article>(?<![\w])e\d{3,7}(?!\w))"
    r"|(?P<year>(?<![\w.,/-])\(?(?:19|20)\d\d\)?(?![\w/]|-\w)|(?<![\w.,/-])(?:19|20)\d\d(?=م(?![^\W\d_]))|(?<=[آ-ی]\s)1[34]\d\d(?![\w/-])|(?<=[a-z]\s)1[34]\d\d(?=\s?\)))"
    r"|(?P<number>(?<![\w.,/:-])\d{1,6}(?![\w/:-]|\.\d))",
    re.IGNORECASE,
)
_NOT_A_TITLE = re.compile(
    r"@|https?:|www\.|©|\breceived\b|\baccepted\b|\bpublished\b|\bsubmitted\b|\barxiv\b|\bfax\b|\btel\b|\bphone\b|\bpacs\b|\bversion\b|^\W*\d|"
    r"\bavailable online\b|\bdownloaded\b|\bcopyright\b|\blicense|\bsupported by\b|\bgrant\b|^\s*doi\b|\bissn\b|\bp\.?o\.? box\b|\bthis (?:article|paper|work)\b",
    re.IGNORECASE,
)
_PART_BEFORE = re.compile(r"(?<![^\W\d_])(?:parts?|pt|section|الجزء|جزء|ج|بخش)\.?\s*$", re.IGNORECASE)
_MONTH_BEHIND = re.compile(
    r"\s(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|janvier|février|avril|mai|juin|juillet|août|märz|oktober|dezember)",
    re.IGNORECASE,
)
_FILLER = re.compile(r"[^\W\d_]")
_ORDINALS = {
    name: value
    for value, name in enumerate(
        "اول دوم سوم چهارم پنجم ششم هفتم هشتم نهم دهم یازدهم دوازدهم سیزدهم چهاردهم پانزدهم شانزدهم هفدهم هجدهم نوزدهم بیستم".split(),
        1,
    )
}
_TENS = {"بیست": 20, "سی": 30, "چهل": 40, "پنجاه": 50}
SERIES = re.compile(
    r"\bvol\b|\bno\b|\bissue\b|\bproceedings\b|\bconference\b|\bjournal\b|\bsymposium\b|\bworkshop\b|\barxiv:\d|دوره|شماره|المجلد|العدد|فصلنامه|مجله|مجلة",
    re.IGNORECASE,
)


@dataclass(slots=True)
class JournalLine:
    """What one line says of the journal; empty where it does not say it. `title_end` counts from the line's start."""

    title_end: int = 0
    volume: str = ""
    issue: str = ""
    pages: str = ""
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    leftover: int = 0
    is_explicit: bool = False  # volume and issue by their words or as 7(2), 7:12
    is_closed: bool = False  # the year in brackets and one number behind it are all there is

    @property
    def weight(self) -> int:
        """How many of its parts the line has."""
        return sum(map(bool, (self.volume, self.issue, self.pages, "year" in self.spans)))


def parse_journal_line(line: str) -> JournalLine | None:
    """The parts of a journal line, or None where it is none.

    >>> found = parse_journal_line("Appl. Magn. Reson. 7, 495-506 (1994)")
    >>> found.volume, found.pages, "Appl. Magn. Reson. 7, 495-506 (1994)"[:found.title_end]
    ('7', '495-506', 'Appl. Magn. Reson. ')
    >>> parse_journal_line("In 2003 the war changed the region") is None
    True
    """
    plain = to_ascii_digits(line)
    if len(plain) > _LONGEST_LINE or not any(map(str.isdigit, plain)):
        return None
    if code := _CODE.fullmatch(plain):
        return _from_code(code)
    parts = list(_PARTS.finditer(plain))
    letter = _FILLER.search(plain)
    first = next((part for part in parts if letter and part.start() > letter.start()), None)
    if first is None or not (plain[first.start() - 1].isspace() or plain[first.start() - 1] in ",.;:|([/"):
        return None
    found = JournalLine(title_end=first.start())
    at = first.start()
    for part in parts:
        if part.start() < at or _counts_something_else(part):
            continue
        found.leftover += len(_FILLER.findall(_without_dates(plain[at : part.start()])))
        _take(found, part)
        at = part.end()
    found.leftover += len(_FILLER.findall(_without_dates(plain[at:])))
    return found if _is_journal_line(found, plain) else None


_CODE = re.compile(
    r"\s*(?P<title>J[A-Z]{3,4})\s?(?P<issue>\d\d)\s?\((?P<year>(?:19|20)\d\d)\)\s?(?P<page>[A-Z]?\d{3})\s*"
)


def _from_code(code: re.Match[str]) -> JournalLine:
    """The head of the journals of SISSA, "JCAP10(2008)003": month as issue, year, number of the article; no volume."""
    found = JournalLine(
        title_end=code.end("title"), issue=code["issue"], pages=code["page"], is_explicit=True
    )
    found.spans = {"issue": code.span("issue"), "pages": code.span("page"), "year": code.span("year")}
    return found


def _without_dates(text: str) -> str:
    return re.sub(r"\bdoi\b.*|10\.\d{4,}/\S+|https?:\S+|\bprinted in\b.*", "", text, flags=re.IGNORECASE)


def _take(found: JournalLine, part: re.Match[str]) -> None:
    """Put one matched part where it belongs; what comes first stays."""
    kind = part.lastgroup if part.lastgroup in _KINDS else next(kind for kind in _KINDS if part[kind])
    found.is_explicit |= kind in ("volume", "issue", "bare", "colon")
    values: dict[str, tuple[str, str]] = {
        "volume": ("volume", "v"),
        "issue": ("issue", "i"),
        "pages": ("pages", "p"),
        "article": ("pages", "article"),
    }
    if kind in values:
        name, group = values[kind]
        _set(found, name, part[group], part.span(group))
        if kind == "volume" and part["vi"]:
            _set(found, "issue", part["vi"], part.span("vi"))
    elif kind == "bare":
        _set(found, "volume", part["bv"], part.span("bv"))
        _set(found, "issue", part["bi"], part.span("bi"))
    elif kind == "colon":
        _set(found, "volume", part["cv"], part.span("cv"))
        _set(found, "pages", part["cp"], part.span("cp"))
    elif kind == "range":
        _set(found, "pages", part["r"], part.span("r"))
    elif kind == "year":
        found.spans.setdefault("year", part.span("year"))
    elif not found.volume and not _closes_behind_year(found, part):
        _set(found, "volume", part["number"], part.span("number"))
    else:
        found.is_closed = not found.volume
        _set(found, "pages", part["number"], part.span("number"))


def _counts_something_else(part: re.Match[str]) -> bool:
    """Whether a bare number is that of a part, or the day before the name of a month."""
    if not part["number"]:
        return False
    before = part.string[max(0, part.start() - 12) : part.start()]
    return bool(_PART_BEFORE.search(before) or _MONTH_BEHIND.match(part.string, part.end()))


def _closes_behind_year(found: JournalLine, part: re.Match[str]) -> bool:
    """Whether a number is all that follows a year in brackets: "(2007), 6" is a page, "(2007) 6, 33-41" a volume."""
    year = found.spans.get("year")
    if year is None or part.string[year[1] - 1] != ")":
        return False
    is_next = not part.string[year[1] : part.start("number")].strip(" ,:")
    return is_next and not part.string[part.end("number") :].strip(" .")


_KINDS = ("volume", "issue", "pages", "bare", "colon", "range", "article", "year", "number")


def _set(found: JournalLine, name: str, value: str, span: tuple[int, int]) -> None:
    if not getattr(found, name):
        setattr(
            found,
            name,
            _ordinal(re.sub(r"[–—−]", "-", re.sub(r"\s", "", value)))
            if name != "pages"
            else re.sub(r"\s?[-–—−]+\s?", "-", value),
        )
        found.spans[name] = span


def _ordinal(value: str) -> str:
    """A Persian ordinal as a number: سیزدهم is 13, بیست‌ویکم 21."""
    tens, _, ones = value.partition("و")
    if tens in _TENS and ones in _ORDINALS:
        return str(_TENS[tens] + _ORDINALS[ones])
    return str(_ORDINALS.get(value, value))


def _is_journal_line(found: JournalLine, line: str) -> bool:
    title = line[: found.title_end].strip(" ,.;:|–—-(،؛‘’'\"*_~")
    if not is_title_like(title) or found.leftover > 26 or label_of(line):
        return False
    has_label = bool(_LABEL.search(line, found.title_end))
    if script_of(title) == "Arab" and not has_label:
        return False  # bare numbers in Arabic script are mostly misread words
    if not (found.volume or found.issue):
        is_numbered = bool(found.pages) and "year" in found.spans
        return is_numbered and bool(SERIES.search(title) or found.is_closed)
    if "year" in found.spans:
        return found.weight >= 2
    return found.is_explicit and bool(
        found.volume and (found.issue or "-" in found.pages or len(found.pages) > 3)
    )


def is_title_like(title: str) -> bool:
    """Whether words may be the title of a journal: no address, no month, no sentence."""
    letters = sum(map(str.isalpha, title))
    if letters < 3 or len(title) > 150 or letters < 0.6 * len(title) or _NOT_A_TITLE.search(title):
        return False
    if _VERB.search(title) or _MONTH_ONLY.match(title) or _PLACE.search(title):
        return False
    if title[0].islower() and not title.startswith(("e-", "i-", "eLife", "npj", "mBio")):
        return False
    return len(title.split()) <= 18


_MONTH_ONLY = re.compile(
    r"(?:\w{3,9}day,?\s)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|spring|summer|autumn|fall|winter)\w{0,6}\.?$",
    re.I,
)
_VERB = re.compile(r"\b(?:was|were|is|are|has|have|had|been|which|we|they|can|will|shows?|showed)\b")
_PLACE = re.compile(
    r"\b(?:univ|depart|institut|laborator|center|centre|hospital|faculty|school of|college|\bauthors?\b|\bin:|\bPII\b|\bindia\b|\bchina\b|\bjapan\b|\bgermany\b|\bfrance\b|\bUSA\b|street|avenue|to appear|redaktion)",
    re.I,
)
_LABEL = re.compile(r"vol|no|issue|nr|bd|band|pp?\b|دوره|شماره|سال|العدد|المجلد|جلد|صص?", re.IGNORECASE)
HEAD_WITH_YEAR = re.compile(
    r"^\W{0,3}(?P<title>[^\d()]{8,100}?)[\s,.]*\(\s?(?P<year>(?:19|20)\d\d)\s?\)\W{0,3}$"
)
