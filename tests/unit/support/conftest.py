"""Running stand-ins for Zotero."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from support.zotero_stub import ManualClock, running
from support.zotero_stub.client import Client
from support.zotero_stub.schema import small


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def web(clock: ManualClock) -> Iterator[Client]:
    with running(schema=small(), clock=clock) as stub:
        yield Client(stub)


@pytest.fixture
def local(clock: ManualClock) -> Iterator[Client]:
    with running(local=True, schema=small(), clock=clock) as stub:
        yield Client(stub)
