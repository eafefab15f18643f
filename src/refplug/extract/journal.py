"""The line that names journal, volume, issue, year and pages, and the date of the work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from refplug.extract.calendars import Found, dates_in, to_ascii_digits
from refplug.extract.proposal import Proposal
from refplug.extract.view import View
from refplug.model import PartialDate, Span
from refplug.text.languages import script_of
from refplug.text.sections import LabelKind, label_of

__all__ = ["HEAD_WITH_YEAR", "find_journal", "parse_journal_line"]

_LONGEST_LINE = 260
_HEAD, _FOOT = 14, 14  # lines at the top and at the bottom of the page where a journal line stands
_NUMBER = r"\d{1,5}(?:[-–/]\d{1,5})?"
_PARTS = re.compile(
    rf"(?P<volume>(?<![^\W\d_])(?:vol(?:ume|umen|\.)?|bd\.?|band|tome|tomo|cilt|jg\.?|jahrgang|том|دوره|دورۀ|جلد|سال|المجلد|مجلد|السنة)"
    rf"\s*[.:,]?\s*(?:\(\s*)?(?P<v>\d{{1,5}}|[IVXLC]{{1,7}}\b|[آ-ی]{{3,9}}(?:\s?و\s?[آ-ی]{{2,6}})?)(?:\s?[({{\[]\s?(?P<vi>(?!(?:19|20)\d\d[)\]}}]){_NUMBER})\s?[)}}\]])?)"
    rf"|(?P<issue>(?<![^\W\d_])(?:no[s.,]?|nr\.?|n[°ºo]\.?|num\.?|number|numéro|núm(?:ero|\.)|issue|iss\.?|heft|sayı|вып\.|№|شماره|شمارۀ|العدد|عدد)"
    rf"\s*[.:,]?\s*(?:\(\s*)?(?P<i>{_NUMBER}|[آ-ی]{{3,9}}(?:\s?و\s?[آ-ی]{{2,6}})?(?=\s*[،,؛;)/])))"
    r"|(?P<pages>(?<![^\W\d_])(?:pp?\.?|pages?|pág\.?|págs\.?|S\.(?=\s?\d{1,5}\s?[-–])|Seiten?|стр\.|صص?\.?|صفحات|صفحه|الصفحات)\s*:?\s*(?P<p>[A-Za-z]?\d{1,6}(?:\s?[-–—−]{1,2}\s?[A-Za-z]?\d{1,6})?))"
    rf"|(?P<bare>(?<![\w.,/-])(?P<bv>\d{{1,4}})\s?[({{\[]\s?(?P<bi>(?!(?:19|20)\d\d[)\]}}]){_NUMBER}|S\d|Suppl\.?\s?\d*)\s?[)}}\]])"
    r"|(?P<colon>(?<![\w.,/-])(?P<cv>\d{1,4})\s?:\s?(?P<cp>[A-Za-z]?\d{1,6}(?:\s?[-–—−]{1,2}\s?[A-Za-z]?\d{1,6})?)(?![\w:/.]\d))"
    r"|(?P<range>(?<![\w/.-])(?P<r>[A-Za-z]?\d{1,6}\s?[-–—−]{1,2}\s?[A-Za-z]?\d{1,6})(?![\w/-]))"
    r"|(?P<article>(?<![\w])e\d{3,7}(?!\w))"
    r"|(?P<year>(?<![\w.,/-])\(?(?:19|20)\d\d\)?(?![\w/-])|(?<=[آ-ی]\s)1[34]\d\d(?![\w/-])|(?<=[a-z]\s)1[34]\d\d(?=\s?\)))"
    r"|(?P<number>(?<![\w.,/:-])\d{1,6}(?![\w/:-]|\.\d))",
    re.IGNORECASE,
)
_NOT_A_TITLE = re.compile(
    r"@|https?:|www\.|©|\breceived\b|\baccepted\b|\bpublished\b|\bsubmitted\b|\barxiv\b|\bfax\b|\btel\b|\bphone\b|\bpacs\b|\bversion\b|^\W*\d|"
    r"\bavailable online\b|\bdownloaded\b|\bcopyright\b|\blicense|\bsupported by\b|\bgrant\b|^\s*doi\b|\bissn\b|\bp\.?o\.? box\b|\bthis (?:article|paper|work)\b",
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
_INSTITUTION = re.compile(
    r"دانشگاه|دانشکده|پایان.?نامه|موسسه آموزش عالی|مؤسسه آموزش عالی|پژوهشگاه|پژوهشکده|فصلنامه|دوفصلنامه|پژوهش.?نامه"
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
    parts = list(_PARTS.finditer(plain))
    letter = _FILLER.search(plain)
    first = next((part for part in parts if letter and part.start() > letter.start()), None)
    if first is None:
        return None
    found = JournalLine(title_end=first.start())
    at = first.start()
    for part in parts:
        if part.start() < at:
            continue
        found.leftover += len(_FILLER.findall(_without_dates(plain[at : part.start()])))
        _take(found, part)
        at = part.end()
    found.leftover += len(_FILLER.findall(_without_dates(plain[at:])))
    return found if _is_journal_line(found, plain) else None


def _without_dates(text: str) -> str:
    return re.sub(r"\bdoi\b.*|10\.\d{4,}/\S+|https?:\S+", "", text, flags=re.IGNORECASE)


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
    elif not found.volume:
        _set(found, "volume", part["number"], part.span("number"))
    else:
        _set(found, "pages", part["number"], part.span("number"))


_KINDS = ("volume", "issue", "pages", "bare", "colon", "range", "article", "year", "number")


def _set(found: JournalLine, name: str, value: str, span: tuple[int, int]) -> None:
    if not getattr(found, name):
        setattr(
            found,
            name,
            _ordinal(re.sub(r"\s", "", value)) if name != "pages" else re.sub(r"\s?[-–—−]+\s?", "-", value),
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
    if not _is_title_like(title) or found.leftover > 26 or label_of(line):
        return False
    has_label = bool(_LABEL.search(line, found.title_end))
    if script_of(title) == "Arab" and not has_label:
        return False  # bare numbers in Arabic script are mostly misread words
    if not (found.volume or found.issue):
        return "year" in found.spans and bool(found.pages) and bool(_SERIES.search(title))
    if "year" in found.spans:
        return found.weight >= 2
    return found.is_explicit and bool(
        found.volume and (found.issue or "-" in found.pages or len(found.pages) > 3)
    )


def _is_title_like(title: str) -> bool:
    letters = sum(map(str.isalpha, title))
    if letters < 3 or len(title) > 150 or letters < 0.6 * len(title) or _NOT_A_TITLE.search(title):
        return False
    if _MONTH_ONLY.match(title) or _PLACE.search(title):
        return False
    if title[0].islower() and not title.startswith(("e-", "i-", "eLife", "npj", "mBio")):
        return False
    return len(title.split()) <= 18


_MONTH_ONLY = re.compile(
    r"(?:\w{3,9}day,?\s)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|spring|summer|autumn|fall|winter)\w{0,6}\.?$",
    re.I,
)
_PLACE = re.compile(
    r"\b(?:univ|depart|institut|laborator|center|centre|hospital|faculty|school of|college|\bauthors?\b|\bin:|\bPII\b|\bindia\b|\bchina\b|\bjapan\b|\bgermany\b|\bfrance\b|\bUSA\b|street|avenue|to appear|redaktion)",
    re.I,
)
_LABEL = re.compile(r"vol|no|issue|nr|bd|band|pp?\b|دوره|شماره|سال|العدد|المجلد|جلد|صص?", re.IGNORECASE)
HEAD_WITH_YEAR = re.compile(
    r"^\W{0,3}(?P<title>[^\d()]{8,100}?)[\s,.]*\(\s?(?P<year>(?:19|20)\d\d)\s?\)\W{0,3}$"
)


def find_journal(view: View) -> Iterator[Proposal]:
    """Journal title, volume, issue and pages from the best journal line, and the date of the work."""
    numbers = _where_it_stands(view)
    best: tuple[float, int, JournalLine] | None = None
    for order, number in enumerate(numbers):
        line = view.lines[number].span.of(view.page.text)
        found = parse_journal_line(line)
        if found and not _is_inside_prose(view, number):
            score = 0.6 + 0.08 * found.weight - 0.01 * min(order, 8)
            if best is None or score > best[0]:
                best = (score, number, found)
    if best:
        yield from _from_line(view, *best)
    else:
        yield from _head_with_year(view)
    yield from _issued(view, best[1] if best else None)


def _head_with_year(view: View) -> Iterator[Proposal]:
    """A journal named with its year alone, on the first line of the page and parted from what follows."""
    if not view.lines or not view.is_parted(1):
        return
    line = view.lines[0].span
    found = HEAD_WITH_YEAR.match(line.of(view.page.text))
    if found and _is_title_like(found["title"]) and not found["title"].rstrip().endswith(("et al", "al.")):
        span = Span(line.start + found.start("title"), line.start + found.end("title"))
        reason = "named with its year at the head of the page"
        yield Proposal(
            field="container.title", value=view.clean(span), score=0.62, reason=reason, spans=(span,)
        )


def _where_it_stands(view: View) -> list[int]:
    total = len(view.lines)
    head, foot = range(min(_HEAD, total)), range(max(_HEAD, total - _FOOT), total)
    labelled = [mark.line for mark in view.marks if mark.label.kind is LabelKind.MATTER]
    return list(dict.fromkeys((*head, *foot, *labelled)))


def _is_inside_prose(view: View, number: int) -> bool:
    """Whether a line stands in the middle of a paragraph of long lines."""
    block = next(block for block in view.blocks if block[0] <= number <= block[-1])
    if len(block) < 4 or view.is_double_spaced or number in block[:2] or number == block[-1]:
        return False
    before, after = view.lines[number - 1].text, view.lines[number + 1].text
    return len(before) > 60 and len(after) > 60


def _from_line(view: View, score: float, number: int, found: JournalLine) -> Iterator[Proposal]:
    start = view.lines[number].span.start
    line = view.lines[number].span.of(view.page.text)
    title = _title_span(line, found.title_end)
    reason = f"journal line “{view.clean(view.lines[number].span)[:80]}”"
    if title:
        span = Span(start + title[0], start + title[1])
        yield Proposal(
            field="container.title", value=view.clean(span), score=score, reason=reason, spans=(span,)
        )
    for name, attribute in (("volume", "volume"), ("issue", "issue"), ("pages", "page")):
        value = getattr(found, name)
        if value:
            low, high = found.spans[name]
            yield Proposal(
                field=attribute,
                value=value,
                score=score,
                reason=reason,
                spans=(Span(start + low, start + high),),
            )
    yield Proposal(
        field="type", value="article-journal", score=score, reason=reason, spans=(view.lines[number].span,)
    )


def _title_span(line: str, end: int) -> tuple[int, int] | None:
    """The title before the numbers, without authors before it ("Chablais et al.") and punctuation behind it."""
    start = len(line) - len(line.lstrip(" |·•–—-*#"))
    authors = re.match(r".{0,60}?\bet al\.?\s*[,:]?\s*", line)
    if authors and authors.end() < end - 3:
        start = authors.end()
    while end > start and line[end - 1] in " ,;:|·•–—-([{،؛":
        end -= 1
    title = line[start:end]
    if title.endswith(".") and title.count(".") == 1:
        end -= 1
    return (start, end) if sum(map(str.isalpha, line[start:end])) >= 3 else None


def _issued(view: View, journal_line: int | None) -> Iterator[Proposal]:
    """The date of the work: that of the journal line, else of a published, copyright or year line, else of the page head."""
    is_solar = bool(_INSTITUTION.search(view.page.text[:3_000])) and (view.page.language or "fa") == "fa"
    candidates: list[tuple[float, int, Found, str]] = []
    for number in _where_it_stands(view):
        line = view.lines[number].span.of(view.page.text)
        weight, why = _date_weight(view, number, line, journal_line)
        if weight:
            for found in dates_in(line, is_solar=is_solar, is_arabic=view.page.language == "ar"):
                if found.value and 1800 <= found.value.year <= 2050:
                    candidates.append((weight, number, found, why))  # noqa: PERF401 two conditions read better so
    if not candidates:
        return
    years = {candidate[2].value.year for candidate in candidates if candidate[2].value}
    weight, number, found, why = max(
        candidates, key=lambda candidate: (candidate[0], _precision(candidate[2].value))
    )
    start = view.lines[number].span.start
    yield Proposal(
        field="issued",
        value=found.value,
        score=weight if len(years) == 1 else weight - 0.05,
        reason=f"{why}: {found.printed.strip()} ({found.proof})",
        spans=(Span(start + found.start, start + found.end),),
    )


def _precision(value: PartialDate | None) -> int:
    return 0 if value is None else (value.month is not None) + (value.day is not None)


_PUBLISHED = re.compile(
    r"\b(?:first |e)?published(?: online)?\b|\bpublication date\b|\bavailable online\b|\be-?pub\b|تاریخ انتشار|تاريخ النشر|yayın tarihi",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"©|\(c\)\s*(?:19|20)\d\d|\bcopyright\b|^\s*[ßc#f]?\s?(?:19|20)\d\d\s+[A-Z]", re.IGNORECASE
)
_YEAR_LABEL = re.compile(r"^\s*(?:سال(?: تحصیلی| انتشار)?|تاریخ(?: دفاع)?|السنة|عام)\s*[:.،]?\s*[\d۰-۹٠-٩]")
_NOT_ISSUED = re.compile(
    r"\breceived\b|\baccepted\b|\brevised\b|\bsubmitted\b|دریافت|پذیرش|الاستلام|القبول|geliş|kabul|\baccessed\b|\bdownloaded\b|\bborn\b|\bdedicated\b",
    re.IGNORECASE,
)
_SERIES = re.compile(
    r"\bvol\b|\bno\b|\bissue\b|\bproceedings\b|\bconference\b|\bjournal\b|\bsymposium\b|\bworkshop\b|\barxiv:\d|دوره|شماره|المجلد|العدد|فصلنامه|مجله|مجلة",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"(?:[^\W\d_]{3,10},?\s)?(?:\d{1,2}[.,]?\s)?[^\W\d_]{3,10}\.?\s(?:\d{1,2}(?:st|nd|rd|th)?,?\s)?(?:19|20)\d\d\.?$|\(?(?:19|20)\d\d\)?\.?$"
)
_PARENTHESIZED = re.compile(r"\((?:[A-Z][a-z]+ )?(?:19|20)\d\d\)\s*[.,]?\s*$")


def _date_weight(view: View, number: int, line: str, journal_line: int | None) -> tuple[float, str]:
    """How much a date in a line counts as that of the work, and why; 0 where it doesn't."""
    if number == journal_line:
        return 0.93, "journal line"
    if _NOT_ISSUED.search(line) and not _PUBLISHED.search(line):
        return 0.0, ""
    if _YEAR_LABEL.search(line):
        return 0.85, "behind the word for year"
    if _PUBLISHED.search(line):
        return 0.88, "publication date"
    if _COPYRIGHT.search(line) and len(line) < 200:
        return 0.72, "copyright line"
    if len(line) < 130 and _SERIES.search(line) and not _is_inside_prose(view, number):
        return 0.74, "line of the journal or conference"
    if number < 3 and len(line) < 130 and _PARENTHESIZED.search(line):
        return 0.7, "year in brackets at the head of the page"
    if number < 12 and _ALONE.match(line.strip()):
        return 0.6, "date on a line of its own"
    return 0.0, ""
