"""When two records describe one work, which of them to prefer, and which are only copies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from refplug.match.facts import Facts
from refplug.match.fold import squash
from refplug.match.judge import Judged
from refplug.model import Feature

__all__ = ["is_same_work", "led", "preference"]

_POSTED = frozenset({"posted-content", "article"})
_MINOR = _POSTED | {"component", "peer-review", "document"}
_LONGEST_ROAD = 5  # years from a preprint to the article
_COPIES = 3  # of one text under one prefix are no coincidence


def is_same_work(a: Facts, b: Facts) -> bool:
    """Whether two records, of which both fit a query, are one work registered more than once.

    Title and first author must agree and no volume or first page differ. The years may lie one apart, those of a
    preprint and its article five. A preprint that appears years *after* the article is a copy and counts as the same
    too, so that it is never its rival; `preference` puts it last. A figure's DOI continues its article's.
    """
    one, other = sorted((_bare(a.doi), _bare(b.doi)), key=len)
    if one and (one == other or (other.startswith(one) and other[len(one)] in "./-")):
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
    return _years_allow(a, b) and _same_first_author(a, b)


def _years_allow(a: Facts, b: Facts) -> bool:
    if not a.years or not b.years or min(abs(x - y) for x in a.years for y in b.years) <= 1:
        return True
    if (a.type in _POSTED) == (b.type in _POSTED):
        return False
    posted, published = (a, b) if a.type in _POSTED else (b, a)
    return min(published.years) - min(posted.years) <= _LONGEST_ROAD


def _same_first_author(a: Facts, b: Facts) -> bool:
    if not a.authors or not b.authors:
        return not a.authors and not b.authors and a.containers[:1] == b.containers[:1]
    families = ((squash(x), squash(y)) for x in a.authors[0].families for y in b.authors[0].families)
    return any(fuzz.ratio(x, y) >= 85 for x, y in families)


def _agree(a: str, b: str) -> bool:
    return not a or not b or a == b


def _bare(doi: str) -> str:
    """A DOI without backslashes, which some deposits hold by mistake."""
    return doi.replace("\\", "")


def preference(judged: Judged) -> tuple[bool, float, bool, bool, int, str]:
    """The key by which candidates are ranked: without contradiction, by score; of equals the published and fuller one."""
    facts = judged.facts
    return (
        not judged.is_vetoed,
        round(judged.score, 6),
        facts.type not in _MINOR,
        bool(facts.volume) and bool(facts.page),
        -len(facts.doi),
        "".join(chr(0x10FFFF - ord(char)) for char in facts.doi),
    )


def _lead(judged: Judged) -> tuple[bool, float, bool, bool, int, str]:
    """`preference` among records of one work: a query that does not name the journal is none the less about the article."""
    unnamed = sum(f.weight for f in judged.features if f.name == "container" and f.weight < 0)
    return preference(replace(judged, score=judged.score - unnamed))


def led(work: Sequence[Judged]) -> list[Judged]:
    """The records of one work, that first which should stand for it; contradicted where one publisher has posted the same text again and again.

    Some prefixes hold many copies of known papers under the true authors' names. None of them is what was cited.
    """
    posted = [judged for judged in work if judged.facts.type in _POSTED]
    prefixes = Counter(judged.facts.doi.partition("/")[0] for judged in posted)
    prefix, count = max(prefixes.items(), key=lambda item: item[1], default=("", 0))
    if len(posted) < len(work) or count < _COPIES:
        return sorted(work, key=_lead, reverse=True)
    reason = f"the same text is posted {count} times under {prefix}; none may be the work that was cited"
    feature = Feature(name="copies", weight=-3.0, reason=reason, is_veto=True)
    return [replace(j, features=(*j.features, feature), score=j.score - 3.0, is_vetoed=True) for j in work]
