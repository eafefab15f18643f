"""Records made for these tests; none of them is real."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from refplug.model import Record
from refplug.sources.crossref.record import read_work


def made(doi: str = "10.9999/a", **members: object) -> Record:
    """A record as the Crossref source reads it."""
    work: dict[str, object] = {
        "DOI": doi,
        "type": "journal-article",
        "title": ["The consolations of slow cartography in mountain villages"],
        "author": [{"family": "Almgren", "given": "Tove"}, {"family": "Ibarra", "given": "Luz"}],
        "issued": {"date-parts": [[2011]]},
        "container-title": ["Journal of Unhurried Geography"],
        "short-container-title": ["J Unhurried Geogr"],
        "volume": "17",
        "issue": "3",
        "page": "211-230",
    }
    return read_work(work | members).record


@pytest.fixture
def make() -> Callable[..., Record]:
    return made
