"""When two records describe one work, and which of them to prefer."""

from __future__ import annotations

from rapidfuzz import fuzz

from refplug.match.facts import Facts
from refplug.match.fold import squash
from refplug.match.judge import Judged

__all__ = ["is_same_work", "preference"]


def is_same_work(a: Facts, b: Facts) -> bool:
    """Whether two records, of which both fit a query, are one work registered twice: ahead of print, or by mistake.

    Title, first author, and year (one off at most) must agree, and no volume or first page differ.
    """
    if a.doi and _bare(a.doi) == _bare(b.doi):
        return True
    if not (_agree(a.volume, b.volume) and _agree(a.page, b.page)):
        return False
    if (
        not a.titles
        or not b.titles
        or squash(a.titles[0]) != squash(b.titles[0])
        or len(squash(a.titles[0])) < 12
    ):
        return False
    if a.years and b.years and min(abs(x - y) for x in a.years for y in b.years) > 1:
        return False
    return _same_first_author(a, b)


def _same_first_author(a: Facts, b: Facts) -> bool:
    if not a.authors or not b.authors:
        return not a.authors and not b.authors and a.containers[:1] == b.containers[:1]
    return any(
        fuzz.ratio(squash(x), squash(y)) >= 85 for x in a.authors[0].families for y in b.authors[0].families
    )


def _agree(a: str, b: str) -> bool:
    return not a or not b or a == b


def _bare(doi: str) -> str:
    """A DOI without backslashes, which some deposits hold by mistake."""
    return doi.replace("\\", "")


def preference(judged: Judged) -> tuple[bool, float, bool, bool, int, str]:
    """The key by which candidates are ranked: without contradiction, by score; of equals the published and fuller one."""
    facts = judged.facts
    is_published = facts.type not in ("posted-content", "article", "component", "peer-review")
    return (
        not judged.is_vetoed,
        round(judged.score, 6),
        is_published,
        bool(facts.volume) and bool(facts.page),
        -len(facts.doi),
        "".join(chr(0x10FFFF - ord(c)) for c in facts.doi),
    )
