"""A paper of a conference: the proceedings that a line at the head or foot of the page names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from refplug.extract.proposal import Proposal
from refplug.extract.view import View
from refplug.model import Span

__all__ = ["IS_PROCEEDINGS", "find_proceedings"]

_SCORE = 0.8
_LONGEST = 260
IS_PROCEEDINGS = re.compile(
    r"^\W*(?:in:?\s+)?(?:the\s+)?(?P<title>(?:(?:\d{4}\s)?(?:annual\s)?proceedings (?:of|from) |proc\. (?:of|\d)|actes d[ue]s? (?:\w+ )?(?:colloque|congrès)|"
    r"atti del|actas del?|tagungsband |مجموعه مقالات|وقائع (?:ال)?(?:مؤتمر|ندوة)|أعمال (?:ال)?(?:مؤتمر|ندوة)).{6,200})$",
    re.IGNORECASE,
)
_PAGES = re.compile(
    r"[\s,;.(]*(?:pp?\.?|pages?|صص?\.?|صفحات|الصفحات|S\.)\s?:?\s?(?P<page>[\d۰-۹٠-٩]{1,5}(?:\s?[-–—]\s?[\d۰-۹٠-٩]{1,5})?)"
)
_TAIL = re.compile(r"[\s,;.]*(?:\(\s*(?:19|20)\d\d\s*\)|(?<![\d(])(?:19|20)\d\d)?[\s,;.(]*$")
_JOURNAL = re.compile(
    r"\b(?:vol(?:ume)?|no|issue)\b\.?\s?\d|\b\d{1,4}\s?\(\d{1,3}\)|\b\d{1,4}:\d", re.IGNORECASE
)


def find_proceedings(view: View) -> Iterator[Proposal]:
    """The proceedings a paper stands in, and its pages there; nothing for a journal that is called Proceedings.

    >>> from refplug.model import Page
    >>> page = Page(file="a.txt", text="Proceedings of the Third Conference on Waqf Studies, Kufa 2018, pp. 3-9\\n\\nOn Wells")
    >>> [(one.field, one.value) for one in find_proceedings(View.of(page))]
    [('container.title', 'Proceedings of the Third Conference on Waqf Studies, Kufa'), ('page', '3-9'), ('type', 'paper-conference')]

    A journal that is called so prints a volume: "Proceedings of the Royal Society 12 (3)".
    """
    for number in view.margins:
        line = view.lines[number].span
        printed = line.of(view.page.text)
        found = IS_PROCEEDINGS.match(printed) if len(printed) <= _LONGEST else None
        if not found or _JOURNAL.search(printed) or view.is_inside_prose(number):
            continue
        pages = _PAGES.search(printed)
        end = pages.start() if pages else len(printed)
        if tail := _TAIL.search(printed, found.start("title"), end):
            end = tail.start()
        span = Span(line.start + found.start("title"), line.start + end)
        reason = f"the line names the proceedings: “{view.clean(line)[:80]}”"
        yield Proposal(
            field="container.title", value=view.clean(span), score=_SCORE, reason=reason, spans=(span,)
        )
        yield from _page(view, number, reason)
        yield Proposal(field="type", value="paper-conference", score=_SCORE, reason=reason, spans=(line,))
        return


def _page(view: View, number: int, reason: str) -> Iterator[Proposal]:
    """The pages, on the line of the proceedings or on those that run on from it."""
    for place in range(number, min(number + 3, len(view.lines))):
        if place > number and view.is_parted(place):
            return
        line = view.lines[place].span
        if found := _PAGES.search(line.of(view.page.text)):
            value = re.sub(r"\s?[-–—]\s?", "-", found["page"])
            span = Span(line.start + found.start("page"), line.start + found.end("page"))
            yield Proposal(field="page", value=value, score=_SCORE, reason=reason, spans=(span,))
            return
