"""The head of a page, line by line: what may be a title, what are names, what is neither."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from refplug.extract.journal_line import HEAD_WITH_YEAR, parse_journal_line
from refplug.extract.view import View
from refplug.text.name_lists import is_name_list
from refplug.text.names import is_body
from refplug.text.sections import LabelKind

__all__ = [
    "AUTHOR_LABEL",
    "Front",
    "LineKind",
    "behind_label",
    "end_of_first_paragraph",
    "is_matter",
    "is_paragraph",
    "opens_with_text",
]

_MOST_LINES = 40
_LONGEST_LINE = 600
_NEITHER = re.compile(
    r"@|https?:|www\.|©|\bcopyright\b|\breceived\b|\baccepted\b|\bpublished\b|\bsubmitted\b|\barxiv:|\bissn\b|\bdoi\b|\b10\.\d{4}/|\bfax\b|\btel[.:]|\bvol(?:ume)?\.?\s\d|"
    r"\bpage \d|\bpp\.\s?\d|\bet al\b|^\W*\d[\d\s.,/-]*$|\bto appear\b|\btechnical report\b|\bpreprint\b|\bconfidential\b|\bmanuscript\b|\bdownloaded\b|\bversion \d|"
    r"\brunning (?:head|title)\b|\bcorrespond|\bopen access\b|\beditor\b|\bsupported by\b|\ball rights\b|\blicen[cs]e|^\W*(?:january|february|march|april|may|june|july|august|september|"
    r"october|november|december)\b.{0,12}\d{4}|[پبي]ا[یبن]ا?ن.?نامه|رساله|کارشنا\S{0,3} ارشد|فصلنامه|^\s*استاد|\bjournal homepage\b|\bcontents lists\b",
    re.IGNORECASE,
)
_KIND_OF_ARTICLE = re.compile(
    r"^(?:\W{0,4}(?:original|research|review|regular|invited|short|brief|full|case|special|rapid|technical)?\s?(?:research|articles?|papers?|reviews?|letters?|reports?|communications?|"
    r"notes?|editorial|commentary|perspectives?|opinion|correspondence|survey|study|contribution|focus|feature|section|database|software|proceedings|poster)\W{0,4}){1,3}$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"\b(?:univ\w*|depart\w*|dept|institut\w*|laborator\w*|faculty|facultad|faculté|school of|college|hospital|clinic|academy|ministry|street|avenue|road|P\.?O\.? box|"
    r"USA|U\.S\.A|UK|United Kingdom|Germany|France|Italy|Spain|Japan|China|India|Iran|Canada|Australia|Netherlands|Sweden|Brazil|Turkey|Iraq|Switzerland|"
    r"(?:South )?Korea|Taiwan|Belgium|Austria|Denmark|Norway|Finland|Poland|Portugal|Greece|Egypt|Mexico|Argentina|Chile|Russia|Thailand|Malaysia|Singapore|Indonesia|Pakistan|"
    r"Lebanon|Syria|Kuwait|Hong Kong|Hungary|Romania|Ireland|Scotland|Maryland|California|Massachusetts|Pennsylvania|Texas|London|Paris|Tehran|Baghdad)\b|\b[A-Z]{2}\s?\d{5}\b|دانشگاه|دانشکده|موسسه|گروه\s|جامعة|كلية",
    re.IGNORECASE,
)
_RUNNING_HEAD = re.compile(r"^\D{8,80}\s\d{1,3}$")
_SUBTITLED = re.compile(
    r"(?:\S+\s+){2}\S*[^\W\d_]:\s+[^\W\d_]"
)  # "The Clergy and the Street: Authority in Tehran"
_SENTENCE_END = re.compile(r"[.؟!]\s+\S")
_LITTLE_WORD = re.compile(r"\b(?:the|of|is|are|was|that|this|which|we|in|and|است|این|که|را|هذا|التي|في)\b")
AUTHOR_LABEL = re.compile(
    r"^\s*(?:authors?(?:\(s\))?|by|review(?:ed)? by(?=:)|[نت][گک]ارنده|نویسنده(?:گان)?|نویسندگان|پژوهشگر|نگارش|دانشجو|إعداد|بقلم|الباحث|المؤلف|yazar(?:lar)?)\s*(?::\s*|\s+)",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"\s+in\s+[A-Z][\w’'-]+(?:\s(?:and\s)?[A-Z][\w’'-]+){0,3}\s*$")
_OTHER_ROLE = re.compile(
    r"^\s*(?:(?:(?:thesis|dissertation|academic|first|second|co)[- ])?(?:supervis(?:ors?|ed by)|advis[eo]rs?|advised by|examiners?)|referees?|reviewed by|"
    r"(?:guest )?editors?|edited by|translators?|translated by|traduit par|sous la direction de|direct(?:eur|rice) de (?:thèse|recherche)|betreuer(?:in)?|gutachter(?:in)?|"
    r"herausgegeben von|übersetzt von|(?:tez )?danışman[ıi]?|çeviren|editör|استادان?\s?(?:راهنما|مشاور|داور)(?:ی|ان)?|مترجم(?:ان)?|ویراستار|به کوشش|زیر نظر|"
    r"(?:تحت |ب)?إشراف|المشرف|ترجمة|تحرير|تحقيق)(?![^\W\d_])\s*(?P<mark>[:：]?)\s*(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)


class LineKind(StrEnum):
    """What a line at the head of a page is, as far as rules can tell."""

    TEXT = "text"  # may be a title
    NAMES = "names"
    OTHER = "other"  # journal line, address, date, kind of article


@dataclass(frozen=True)
class Front:
    """The lines before the first abstract, keyword field, introduction or paragraph of a page.

    >>> from refplug.model import Page
    >>> page = Page(file="a.txt", text="On the State of Iraq\\n\\nLeila Rezai, Omar Haddad\\n\\nAbstract\\nThe state is ...")
    >>> [kind.value for kind in Front(View.of(page)).kinds]
    ['text', 'names']
    """

    view: View

    @cached_property
    def end(self) -> int:
        """The number of the first line that does not belong to the head."""
        stops = (LabelKind.ABSTRACT, LabelKind.KEYWORDS, LabelKind.HEADING)
        labels = [
            mark.line
            for mark in self.view.marks
            if mark.label.kind in stops and not self._names_the_kind(mark.line)
        ]
        prose = [block[0] for block in self.view.blocks if is_paragraph(self.view, block)]
        return min([*labels, *prose, len(self.view.lines), _MOST_LINES])

    @property
    def is_announced(self) -> bool:
        """Whether an abstract or keyword field ends the head: then something before it describes the paper."""
        mark = self.view.mark_at.get(self.end)
        return mark is not None and mark.label.kind in (LabelKind.ABSTRACT, LabelKind.KEYWORDS)

    @cached_property
    def kinds(self) -> tuple[LineKind, ...]:
        """What each line of the head is."""
        kinds = [self.kind(number) for number in range(self.end)]
        for number in range(1, self.end):  # names run on from line to line of a block, and break anywhere
            if (
                kinds[number] is LineKind.TEXT
                and kinds[number - 1] is LineKind.NAMES
                and not self.view.is_parted(number)
            ):
                both = self.view.clean(self.view.span_of(number - 1, number))
                if is_name_list(both):
                    kinds[number] = LineKind.NAMES
        return tuple(
            LineKind.OTHER if kind is LineKind.NAMES and number in self.of_other_roles else kind
            for number, kind in enumerate(kinds)
        )

    @cached_property
    def of_other_roles(self) -> frozenset[int]:
        """The lines that name supervisors, editors or translators: behind such a word, or below it where it is alone."""
        return frozenset(_of_other_roles(self.view, self.end))

    def heads_title(self, number: int) -> bool:
        """Whether a line of names stands right above the first text of the head, as journals of the humanities print it."""
        kinds = self.kinds
        below = number + 1
        if any(kind is LineKind.TEXT for kind in kinds[:below]) or below >= len(kinds):
            return False
        return kinds[below] is LineKind.TEXT and self.view.is_parted(below)

    def _names_the_kind(self, number: int) -> bool:
        return bool(_KIND_OF_ARTICLE.match(self.view.lines[number].text)) and number < 6

    def kind(self, number: int) -> LineKind:
        """What one line is, by itself."""
        if len(self.view.lines[number].text) > _LONGEST_LINE:
            return LineKind.OTHER
        text = self.view.clean(self.view.lines[number].span)
        mark = self.view.mark_at.get(number)
        if AUTHOR_LABEL.fullmatch(text):
            return LineKind.OTHER
        if AUTHOR_LABEL.match(text) and is_name_list(behind_label(text)):
            return LineKind.NAMES
        if (
            (mark and mark.start < self.view.lines[number].span.start + 8)
            or _NEITHER.search(text)
            or _KIND_OF_ARTICLE.match(text)
        ):
            return LineKind.OTHER
        if _ADDRESS.search(text) and not re.search(r"\b[A-Z]\.\s", text):
            is_address = "," in text or is_body(text)
            return LineKind.OTHER if is_address and not _SUBTITLED.search(text) else LineKind.TEXT
        if is_name_list(text):
            return LineKind.NAMES
        if number == 0 and (_RUNNING_HEAD.match(text) or HEAD_WITH_YEAR.match(text)):
            return LineKind.OTHER
        if parse_journal_line(text) or sum(map(str.isalpha, text)) < 4 or _is_spaced(text):
            return LineKind.OTHER
        return LineKind.TEXT


def behind_label(text: str) -> str:
    """The names behind the word for author, without the place that a newspaper prints behind them.

    >>> behind_label("By Martin Chulov in Baghdad"), behind_label("نگارنده: زهرا حسینی")
    ('Martin Chulov', 'زهرا حسینی')
    """
    return _DATELINE.sub("", AUTHOR_LABEL.sub("", text))


def is_matter(text: str) -> bool:
    """Whether a line is the publisher's: an address, a date, a number of the journal, where the paper can be had."""
    return bool(_NEITHER.search(text))


def _of_other_roles(view: View, end: int) -> Iterator[int]:
    for number in range(end):
        label = _OTHER_ROLE.match(view.lines[number].text)
        if label is None or not (label["mark"] or not label["rest"] or is_name_list(label["rest"])):
            continue
        yield number
        if not label["rest"]:  # the names stand below it: the next line, and what runs on from there
            below = number + 1
            while below < end and (below == number + 1 or not view.is_parted(below)):
                if AUTHOR_LABEL.match(view.lines[below].text):
                    break
                yield below
                below += 1


def _is_spaced(text: str) -> bool:
    """R E V I E W S"""
    words = text.split()
    return len(words) > 3 and all(len(word) == 1 for word in words)


def is_paragraph(view: View, block: tuple[int, ...]) -> bool:
    """Whether the lines of a block are prose and not a title: long, with little words and the end of a sentence inside."""
    lines = [view.lines[number].text.strip() for number in block]
    text = " ".join(lines)
    if len(text) < 260 or max(map(len, lines)) < 40 or not _SENTENCE_END.search(text):
        return False
    return len(_LITTLE_WORD.findall(text)) > 6


def end_of_first_paragraph(view: View) -> int | None:
    """Where the first paragraph of a page ends (offset into its text); None where it has none.

    What stands behind it may be a heading, but is neither the title nor the authors. Columns can stand in any order, so
    this holds for pages without layout only.
    """
    if view.page.has_layout:
        return None
    first = next((block for block in view.blocks if is_paragraph(view, block)), None)
    return view.lines[first[-1]].span.end if first else None


def opens_with_text(view: View) -> bool:
    """Whether a page without layout begins in running text, as an extract without a head does: it has no title to find."""
    if view.page.has_layout or not view.blocks or not is_paragraph(view, view.blocks[0]):
        return False
    opening = view.clean(view.span_of(0, view.blocks[0][-1]))[:400]
    if len(_LITTLE_WORD.findall(opening)) < 9:
        return False
    lines = [view.clean(view.lines[number].span) for number in view.blocks[0][:8]]
    return not any(_is_capitalized(line) and is_name_list(line) for line in lines)


def _is_capitalized(line: str) -> bool:
    words = [word for word in line.split() if word[0].isalpha()]
    return 2 * sum(word[0].isupper() for word in words) > len(words)
