"""Many DOIs in few requests: which can go together, and how many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

__all__ = ["BATCH", "batches", "is_batchable", "windows"]

BATCH = 50  # DOIs in one list request
_BATCH_CHARS = 3000


def is_batchable(doi: str) -> bool:
    """A comma or colon would end the filter's value; a blank is untried."""
    return not set(doi) & set(",: %#?&")


def batches(dois: Iterable[str]) -> Iterator[list[str]]:
    """The DOIs that can be asked about together, in lists short enough for one request; the others are left out."""
    batch: list[str] = []
    for doi in filter(is_batchable, dois):
        if len(batch) >= BATCH or sum(map(len, batch)) + len(doi) > _BATCH_CHARS:
            yield batch
            batch = []
        batch.append(doi)
    if batch:
        yield batch


def windows(dois: Iterable[str], size: int) -> Iterator[list[str]]:
    """The DOIs in lists of `size`, the last one shorter."""
    window: list[str] = []
    for doi in dois:
        window.append(doi)
        if len(window) >= size:
            yield window
            window = []
    if window:
        yield window
