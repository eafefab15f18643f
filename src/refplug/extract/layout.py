"""What sizes and places on the sheet say of a line: the second witness beside the words.

The header model is trained on text alone, for which labelled papers exist under a free licence. Where a reader knows the
layout, each line gets a leaning: a number added to the model's score of a label, in the model's own unit (log-odds).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from refplug.extract.proposal import Proposal
from refplug.extract.view import View
from refplug.model import Line
from refplug.text.languages import language_of, script_of
from refplug.text.sections import LabelKind, label_of

__all__ = ["Sizes", "find_display", "leanings", "sizes_of"]

_LARGE = 1.12  # a line that is so much larger than the text is display type
_HEAD_SHEETS = 2
_MOST_TITLE_LINES = 6
_TITLE_PAGE = 20  # lines; a sheet with fewer holds no running text to speak of
_BYLINE = 1  # lines behind the title that are likely the authors


@dataclass(frozen=True, slots=True)
class Sizes:
    """The sizes that matter on the first sheets: of running text, and of the title (None where none stands out)."""

    body: float
    title: float | None
    title_sheet: int = 1


def sizes_of(view: View) -> Sizes | None:
    """The sizes of a page with layout, None for plain text."""
    lines = [line for line in view.lines if line.font_size and (line.sheet or 1) <= _HEAD_SHEETS]
    if len(lines) < 3:
        return None
    weights: dict[float, int] = {}
    for line in lines:
        size = _rounded(line.font_size)
        weights[size] = weights.get(size, 0) + len(line.text)
    body = max(weights, key=lambda size: weights[size])
    if len(lines) < _TITLE_PAGE:  # a title page has more title than text: its text is what is set small
        body = min(size for size in weights if weights[size] > 0.2 * sum(weights.values()) or size == body)
    for sheet in range(1, _HEAD_SHEETS + 1):
        large = [line for line in lines if (line.sheet or 1) == sheet and _could_be_title(line, body)]
        if large:
            return Sizes(body, max(_rounded(line.font_size) for line in large), sheet)
    return Sizes(body, None)


def _rounded(size: float | None) -> float:
    return round((size or 0.0) * 2) / 2


def _could_be_title(line: Line, body: float) -> bool:
    """Display type of several words that is no label, journal name or date."""
    letters = sum(letter.isalpha() for letter in line.text)
    if (line.font_size or 0) < _LARGE * body or letters < 8 or len(line.text.split()) < 2:
        return False
    if letters < 0.6 * len(line.text.replace(" ", "")):
        return False
    label = label_of(line.text)
    return not (label and label.kind is not LabelKind.HEADING)


def leanings(view: View, count: int) -> Sequence[Mapping[str, float]] | None:
    """For each of the first `count` lines what its layout adds to the labels; None where there is no layout."""
    sizes = sizes_of(view)
    if sizes is None:
        return None
    found = [_leaning(line, sizes) for line in view.lines[:count]]
    titles = [at for at, leaning in enumerate(found) if leaning.get("title", 0) > 1]
    for at in range(titles[-1] + 1, min(titles[-1] + 1 + _BYLINE, count)) if titles else ():
        found[at] = {"author": 1.2, "other": -0.8, **found[at]}
    return found


def _leaning(line: Line, sizes: Sizes) -> Mapping[str, float]:
    if not line.font_size:
        return {}
    size = _rounded(line.font_size)
    if sizes.title is None:
        return {"title": 0.7} if line.bold and size >= sizes.body else {}
    if (
        (line.sheet or 1) == sizes.title_sheet
        and abs(size - sizes.title) <= 0.06 * sizes.title
        and _could_be_title(line, 0)
    ):
        return {"title": 4.0, "other": -1.0, "abstract": -4.0}
    if size <= 1.05 * sizes.body:
        return {"title": -3.0 if not line.bold else -2.0}
    return {"title": -1.5, "abstract": -1.0}


def find_display(view: View) -> Iterator[Proposal]:
    """The lines set largest on the first sheet, as the title: the only witness on pages that no model has learned to read.

    Nothing where no size stands out, or where the lines of that size are not together.
    """
    sizes = sizes_of(view)
    if sizes is None or sizes.title is None:
        return
    numbers = [
        number
        for number, line in enumerate(view.lines)
        if (line.sheet or 1) == sizes.title_sheet
        and abs(_rounded(line.font_size) - sizes.title) <= 0.06 * sizes.title
    ]
    if not numbers or numbers[-1] - numbers[0] + 1 != len(numbers) or len(numbers) > _MOST_TITLE_LINES:
        return
    span = view.span_of(numbers[0], numbers[-1])
    text = view.clean(span).strip(" *∗†‡|")
    yield Proposal(
        field="title",
        value=text,
        score=0.6 if script_of(text) == "Latn" else 0.92,
        reason="set larger than all else at the head of the page",
        spans=(span,),
        language=language_of(text),
    )
