"""What becomes of a tie when something was carried over: both sides' bases advance by what is agreed, by nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from refplug.reconcile.threeway import changed
from refplug.sinks.zotero.state import Tie

__all__ = ["advanced"]


def advanced(
    tie: Tie,
    *,
    mine: Mapping[str, str],
    theirs: Mapping[str, str],
    digest: str,
    version: int,
    ours: Iterable[str] = (),
    others: Iterable[str] = (),
    without: frozenset[str] = frozenset(),
) -> Tie:
    """The tie after our side's facets in `ours` and the item's in `others` are no news any more.

    `mine` and `theirs` are all facets that the two sides hold now; `digest` and `version` say so once nothing is left to
    be carried over. A facet that was agreed is in both; one where their word counts, but is still to be taken, in `ours`.

    >>> tie = Tie(citekey="a", key="K", mine={"t": "1"}, theirs={"t": "1"})
    >>> tie = advanced(tie, ours=["t"], others=["t"], mine={"t": "2"}, theirs={"t": "2", "d": "9"}, digest="x", version=5)
    >>> tie.theirs, tie.digest, tie.version
    ({'t': '2'}, 'x', 0)

    Here the item's `d` is still to be taken, so its version is not settled. Facets in `without` settle nothing.
    """
    base, their_base = _with(tie.mine, mine, set(ours)), _with(tie.theirs, theirs, set(others))
    return Tie(
        citekey=tie.citekey,
        key=tie.key,
        mine=base,
        theirs=their_base,
        digest="" if set(changed(base, mine)) - without else digest,
        version=0 if set(changed(their_base, theirs)) - without else version,
    )


def _with(before: Mapping[str, str], now: Mapping[str, str], names: set[str]) -> dict[str, str]:
    kept = {name: text for name, text in before.items() if name not in names}
    return kept | {name: now[name] for name in sorted(names) if name in now}
