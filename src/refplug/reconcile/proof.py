"""Whether two records are proven to be of one work, so that one may lend its values to the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz.fuzz import ratio

from refplug.model import Creator, Record
from refplug.reconcile.compare import compare, is_same_year
from refplug.reconcile.spelling import Relation, compare_texts, letters_of
from refplug.text.marked import unmarked

__all__ = ["proof_of"]

_TITLES_ALIKE = 92  # per cent of letters; OCR damage stays above, another work of the same author below


def proof_of(mine: Record, theirs: Record) -> str | None:
    """Why `mine` is proven to be the work that `theirs` describes, in one sentence; None where it is not.

    Proof is a DOI that both bear and a title that does not contradict it; or, where ours bears none, title, creator and
    year together. A devised title proves nothing. A missing creator or year is no agreement: likeness of titles alone has given books
    the DOI of their reviews (dlesbre/bibtex-autocomplete#5).
    """
    title = None if mine.is_title_devised else mine.title.value
    if mine.doi.value:
        is_same = mine.doi.value.casefold() == (theirs.doi.value or "").casefold()
        if is_same and (not title or _titles_agree(title, theirs)):
            return "the DOI is the same, and the title does not contradict it"
        return None
    if not (title and _titles_agree(title, theirs)):
        return None
    if not _creators_agree(mine, theirs) or not _years_agree(mine, theirs) or _place_differs(mine, theirs):
        return None
    return "title, creator and year agree"


def _place_differs(mine: Record, theirs: Record) -> bool:
    """Whether volume, issue or first page contradict: columns and reviews bear one title issue after issue."""
    return any(
        compare(variable, here.value, there.value) is Relation.DIFFERENT
        for variable in ("volume", "issue", "page")
        if (here := mine.field(variable)).value and (there := theirs.field(variable)).value
    )


def _titles_agree(title: str, theirs: Record) -> bool:
    return any(_is_alike(title, claim.value) for claim in theirs.title)


def _is_alike(one: str, other: str) -> bool:
    one, other = unmarked(one), unmarked(other)
    if compare_texts(one, other) is not Relation.DIFFERENT:
        return True
    return ratio(letters_of(one).bare, letters_of(other).bare) >= _TITLES_ALIKE


def _creators_agree(mine: Record, theirs: Record) -> bool:
    """Whether the first creator named here is among the creators named there."""
    own = _creators(mine)
    return bool(own) and any(_same_person(own[0], other) for other in _creators(theirs))


def _creators(record: Record) -> Sequence[Creator]:
    return (*(record.author.value or ()), *(record.editor.value or ()))


def _same_person(one: Creator, other: Creator) -> bool:
    return any(_is_name(a, b) for a in _spellings(one) for b in _spellings(other))


def _is_name(one: str, other: str) -> bool:
    """Whether two family names are spellings of one: equal letters, or one script's romanizations of the same."""
    if not one or not other:
        return False
    a, b = letters_of(one).bare, letters_of(other).bare
    if a == b or (len(a) > 4 and ratio(a, b) >= 85):
        return True
    from refplug.romanize.skeleton import skeleton

    return len(skeleton(one)) >= 2 and skeleton(one) == skeleton(other) and ratio(a, b) >= 50


def _spellings(creator: Creator) -> Iterable[str]:
    for name in (creator.name, *creator.variants):
        yield name.literal or name.full_family or name.given


def _years_agree(mine: Record, theirs: Record) -> bool:
    """Whether the year here is one of the years there: in print, online, or earliest known; a range holds its ends."""
    date = mine.issued.value
    if date is None:
        return False
    years = range(date.year, (date.end.year if date.end else date.year) + 1)
    there = {claim.value.year for field in (theirs.issued, theirs.available_date) for claim in field}
    there |= {
        int(value[:4])
        for key, value in theirs.custom
        if key.endswith(":published-print") and value[:4].isdigit()
    }
    return any(is_same_year(year, other) for year in years for other in there)
