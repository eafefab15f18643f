"""The wire against a server that misbehaves: every fault is one sentence, within the deadline, below the caps."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Iterator

import pytest

from refplug.system.http.wire import Fault as WireFault
from refplug.system.http.wire import FaultKind, Outgoing, RequestsTransport, inflate
from support.crossref_stub import Control, Fault, Stub, running
from support.works import work


@pytest.fixture(scope="module")
def stub() -> Iterator[Stub]:
    with running([work("10.5555/a")], Control()) as stub:
        yield stub


@pytest.fixture(scope="module")
def wire() -> RequestsTransport:
    return RequestsTransport()


def ask(stub: Stub, wire: RequestsTransport, timeout_s: float = 20.0):  # type: ignore[no-untyped-def]
    headers = {"Accept-Encoding": "gzip, deflate", "User-Agent": "test"}
    return wire(Outgoing(url=stub.url + "/works/10.5555/a", headers=headers, timeout_s=timeout_s))


def test_connections_are_used_again(stub: Stub, wire: RequestsTransport) -> None:
    stub.control.seen.clear()
    for _ in range(5):
        assert ask(stub, wire).status == 200
    assert len({seen.connection for seen in stub.control.seen}) == 1


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault("reset", after=10), FaultKind.BROKEN),
        (Fault("truncate", after=10), FaultKind.BROKEN),
        (Fault("bomb", after=64 * 1_048_576), FaultKind.TOO_LARGE),
        (Fault("headers", after=100_000), FaultKind.BROKEN),
        (Fault("drip", seconds=0.05), FaultKind.TIMEOUT),
        (Fault("hang", seconds=20), FaultKind.TIMEOUT),
    ],
)
def test_faults_are_told(stub: Stub, wire: RequestsTransport, fault: Fault, kind: FaultKind) -> None:
    stub.control.heal()
    stub.control.script(fault)
    started = time.monotonic()
    with pytest.raises(WireFault) as told:
        ask(stub, wire, timeout_s=0.3 if kind is FaultKind.TIMEOUT else 20.0)
    assert told.value.kind is kind
    assert "Traceback" not in told.value.reason
    assert time.monotonic() - started < 10


def test_nobody_there() -> None:
    wire = RequestsTransport()
    with pytest.raises(WireFault) as told:
        wire(Outgoing(url="http://127.0.0.1:9/works", timeout_s=2.0))
    assert told.value.kind is FaultKind.UNREACHABLE


def test_a_cut_at_any_byte_is_an_error_never_half_a_body(stub: Stub, wire: RequestsTransport) -> None:
    whole = ask(stub, wire).body
    for after in range(0, 400, 37):
        stub.control.script(Fault("truncate", after=after))
        with pytest.raises(WireFault):
            ask(stub, wire)
    assert ask(stub, wire).body == whole


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "deflate"])
def test_packed_bodies(encoding: str) -> None:
    pack = zlib.compress if encoding == "deflate" else gzip.compress
    packed = pack(b"abc" * 100)
    assert inflate(packed, encoding) == b"abc" * 100
    with pytest.raises(WireFault):
        inflate(packed[:-6], encoding)
    with pytest.raises(WireFault):
        inflate(packed, encoding, limit=299)
    with pytest.raises(WireFault):
        inflate(b"xxxx", "gzip")


def test_raw_deflate_and_unknown_packing() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    assert inflate(packer.compress(b"abc") + packer.flush(), "deflate") == b"abc"
    with pytest.raises(WireFault, match="not asked"):
        inflate(b"abc", "br")
