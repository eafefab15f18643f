"""One exchange over the network: everything about sockets, and nothing about what is said."""

from __future__ import annotations

import threading
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from http.client import HTTPException
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol
from urllib.parse import urlsplit

from refplug.system.parallel import within

if TYPE_CHECKING:
    import requests

__all__ = ["Answer", "Fault", "FaultKind", "Outgoing", "RequestsTransport", "Stream", "Transport", "inflate"]

MAX_RAW = 8 * 1024 * 1024
MAX_INFLATED = 16 * 1024 * 1024
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class FaultKind(StrEnum):
    """Why no usable answer came."""

    UNREACHABLE = "unreachable"  # refused, no such host, no route: the network or the service is not there
    TIMEOUT = "timeout"  # the total deadline passed
    BROKEN = "broken"  # reset, cut off, wrong length, not decodable: may be better next time
    TOO_LARGE = "too large"
    INSECURE = "insecure"  # certificate trouble; never worked around
    FORBIDDEN = "forbidden"  # a redirect to where we do not go


class Fault(Exception):
    """An exchange that failed; becomes `SourceUnavailable` at the door."""

    def __init__(self, kind: FaultKind, reason: str) -> None:
        super().__init__(reason)
        self.kind, self.reason = kind, reason


class Stream:
    """A body that is read while it is sent: some bytes, a file, some bytes. Its length is known before.

    `requests` asks for `read` and `len`; the file is opened at the first read and closed at the end.
    """

    def __init__(self, file: Path, *, before: bytes = b"", after: bytes = b"") -> None:
        self._size = len(before) + file.stat().st_size + len(after)
        self._parts: list[bytes | Path] = [before, file, after]
        self._open: BinaryIO | None = None

    def __len__(self) -> int:
        return self._size

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most `size` (-1: a part at a time); empty at the end."""
        while self._open or self._parts:
            if self._open is None:
                part = self._parts.pop(0)
                self._open = BytesIO(part) if isinstance(part, bytes) else part.open("rb")
            if data := self._open.read(size):
                return data
            self._open.close()
            self._open = None
        return b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A request to be sent: address, headers, and the seconds after which the answer is of no use.

    `body` is a function for what can be read only once, so that a repetition reads it anew.
    """

    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)  # they may hold a key
    timeout_s: float = 30.0
    method: str = "GET"
    body: bytes | Callable[[], Stream] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back: status, headers in lower case, inflated body, and the address that answered.

    `at` is the monotonic clock's reading when the headers were there, where the transport can tell: by then the
    service has counted the request, however long the body took.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    at: float | None = None

    @property
    def media_type(self) -> str:
        """The content type without its parameters, in lower case."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class Transport(Protocol):
    """Sends one request without following redirects. Raises `Fault`, nothing else."""

    def __call__(self, outgoing: Outgoing) -> Answer:
        """The answer, whatever its status."""
        ...


class RequestsTransport:
    """The transport over one `requests` session: connections are kept and used again.

    `requests` limits each wait for a byte, not the whole exchange, and a name look-up not at all. The exchange
    therefore runs in a thread of its own, which is left behind when the deadline passes (N2: a server that drips
    one byte a second). Cookies and `.netrc` are not used; proxies and certificates of the environment are, but not for
    loopback, where a proxy (`ALL_PROXY` too) would cut us off from the program next door.
    """

    def __init__(self, *, connections: int = 8, clock: Callable[[], float] = time.monotonic) -> None:
        self._connections, self._clock = connections, clock
        self._sessions: dict[bool, requests.Session] = {}
        self._lock = threading.Lock()

    def __call__(self, outgoing: Outgoing) -> Answer:
        """The answer; `Fault` where none came in time."""
        try:
            return within(lambda: self._exchange(outgoing), outgoing.timeout_s)
        except TimeoutError as error:
            text = f"no complete answer within {outgoing.timeout_s:.0f} s"
            raise Fault(FaultKind.TIMEOUT, text) from error

    def _exchange(self, outgoing: Outgoing) -> Answer:
        import requests
        import urllib3

        deadline = self._clock() + outgoing.timeout_s
        host = urlsplit(outgoing.url).hostname or ""
        body: Any = outgoing.body() if callable(outgoing.body) else outgoing.body
        try:
            with self._open(host in _LOOPBACK).request(
                outgoing.method,
                outgoing.url,
                headers=dict(outgoing.headers),
                data=body,
                timeout=(min(10.0, outgoing.timeout_s), outgoing.timeout_s),
                stream=True,
                allow_redirects=False,
            ) as response:
                at = self._clock()
                headers = {name.lower(): value for name, value in response.headers.items()}
                raw = self._read(response.raw, deadline)
                body = inflate(raw, headers.get("content-encoding", ""))
                return Answer(
                    status=response.status_code, headers=headers, body=body, url=outgoing.url, at=at
                )
        except requests.exceptions.SSLError as error:
            hint = "check this computer's clock and its proxy settings"
            raise Fault(FaultKind.INSECURE, f"the certificate of {host} was not accepted; {hint}") from error
        except requests.exceptions.Timeout as error:
            raise Fault(FaultKind.TIMEOUT, f"{host} did not answer in time") from error
        except requests.exceptions.ProxyError as error:
            raise Fault(FaultKind.UNREACHABLE, f"the proxy for {host} could not be reached") from error
        except requests.exceptions.ConnectionError as error:
            raise _connection_fault(host, error) from error
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, HTTPException) as error:
            raise Fault(FaultKind.BROKEN, f"the answer of {host} broke off") from error
        except (OSError, ValueError) as error:
            raise Fault(FaultKind.BROKEN, f"{host} could not be asked") from error

    def _open(self, is_loopback: bool) -> requests.Session:
        with self._lock:
            if is_loopback not in self._sessions:
                self._sessions[is_loopback] = _new_session(self._connections, trust_env=not is_loopback)
            return self._sessions[is_loopback]

    def _read(self, raw: Any, deadline: float) -> bytes:
        chunks: list[bytes] = []
        size = 0
        for chunk in raw.stream(65_536, decode_content=False):
            size += len(chunk)
            if size > MAX_RAW:
                raise Fault(FaultKind.TOO_LARGE, f"the answer is larger than {MAX_RAW // 1_048_576} MB")
            if self._clock() > deadline:
                raise Fault(FaultKind.TIMEOUT, "the answer did not end in time")
            chunks.append(chunk)
        return b"".join(chunks)


def _new_session(connections: int, *, trust_env: bool) -> requests.Session:
    from http.cookiejar import DefaultCookiePolicy

    import requests
    from requests.adapters import HTTPAdapter

    session = requests.Session()
    session.trust_env = trust_env
    session.auth = lambda request: request  # keeps .netrc out
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    adapter = HTTPAdapter(pool_connections=4, pool_maxsize=connections, max_retries=0)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def _connection_fault(host: str, error: Exception) -> Fault:
    """Tell "nobody is there" (fail at once) from "it broke" (try again)."""
    seen: BaseException | None = error
    for _ in range(8):
        if seen is None:
            break
        if isinstance(seen, ConnectionResetError | BrokenPipeError) or "RemoteDisconnected" in repr(seen):
            return Fault(FaultKind.BROKEN, f"{host} closed the connection")
        if "IncompleteRead" in repr(seen) or "headers" in str(seen):
            return Fault(FaultKind.BROKEN, f"the answer of {host} broke off")
        reasons = [arg for arg in seen.args if isinstance(arg, BaseException)]
        seen = (
            getattr(seen, "reason", None) or seen.__cause__ or (reasons[0] if reasons else seen.__context__)
        )
        if not isinstance(seen, BaseException):
            break
    return Fault(FaultKind.UNREACHABLE, f"{host} could not be reached")


def inflate(raw: bytes, encoding: str, limit: int = MAX_INFLATED) -> bytes:
    """The body behind a `Content-Encoding`, never more than `limit` bytes; `Fault` for a bomb or a cut-off stream.

    >>> inflate(zlib.compress(b"abc"), "deflate")
    b'abc'
    """
    kind = encoding.strip().lower()
    if kind in ("", "identity"):
        return raw
    if kind not in ("gzip", "x-gzip", "deflate"):
        raise Fault(FaultKind.BROKEN, "the answer is packed in a way that was not asked for")
    if not raw:
        return b""
    wbits = 31 if kind.endswith("gzip") else (15 if raw[0] & 0x0F == 8 else -15)
    unpacker = zlib.decompressobj(wbits)
    try:
        body = unpacker.decompress(raw, limit + 1)
    except zlib.error as error:
        raise Fault(FaultKind.BROKEN, "the packed answer is damaged") from error
    if len(body) > limit:
        raise Fault(FaultKind.TOO_LARGE, f"the answer unpacks to more than {limit // 1_048_576} MB")
    if not unpacker.eof:
        raise Fault(FaultKind.BROKEN, "the packed answer was cut off")
    return body
