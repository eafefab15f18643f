"""Documents by their web address: public addresses only, judged once and connected to as judged."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from refplug.model import Notice
from refplug.system.http.public import Public, is_public
from refplug.system.http.wire import Answer, Fault, FaultKind
from refplug.system.intake import Document, fetched, is_address, unasked

# thirty ways to write 127.0.0.1, and names that lead there
SPELLINGS = [
    "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "0x7f.0x0.0x0.0x1", "0177.0.0.1", "017700000001", "0177.0x0.1",
    "127.255.255.254", "0.0.0.0", "0", "[::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[2002:7f00:1::]", "[64:ff9b::127.0.0.1]",
    "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[::]", "localhost", "LOCALHOST", "localhost.", "①②⑦.⓪.⓪.①", "１２７.0.0.1", "127.0.0.1.nip.io", "loop.example",
]  # fmt: skip
INSIDE = ["10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.0.8", "198.18.0.1", "224.0.1.1", "240.0.0.1", "255.255.255.255", "fe80::1", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "2001:db8::1", "2001:0:7f00:1:0:0:8000:63f2", "no address"]  # fmt: skip
NAMES = {"localhost": "127.0.0.1", "127.0.0.1.nip.io": "127.0.0.1", "loop.example": "127.0.0.1"}


def resolve(host: str, port: int) -> tuple[str, ...]:
    """As the system does it for numbers of every spelling; names come from a table, so that nothing is asked."""
    if ":" in host:
        return (host,)
    try:
        return (socket.inet_ntoa(socket.inet_aton(host)),)
    except OSError:
        return (NAMES[host.lower().rstrip(".")],)


def nobody(host: str, port: int) -> tuple[str, ...]:
    raise AssertionError("no name may be looked up")


@pytest.mark.parametrize("host", SPELLINGS)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_spelling_of_this_computer_is_fetched(scheme: str, host: str) -> None:
    with pytest.raises(Fault) as told:
        Public(resolve=resolve)(f"{scheme}://{host}/a.pdf")
    assert told.value.kind is FaultKind.FORBIDDEN
    assert "no public address" in told.value.reason


def test_there_are_thirty_spellings() -> None:
    assert len(set(SPELLINGS)) == 30


@pytest.mark.parametrize("address", INSIDE)
def test_what_is_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "2a00:1450::1"])
def test_what_is_outside_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("ftp://example.org/a", "only http and https"),
        ("gopher://example.org/", "only http and https"),
        ("http://user@example.org/", "user name"),
        ("http://example.org\\@127.0.0.1/", "backslashes"),
        ("http://example.org/\r\nHost: inside", "control characters"),
        ("http://example.org:22/", "port 22"),
        ("http://example.org:99999/", "no web address"),
        ("http://", "names no host"),
        ("http://[::1/", "no web address"),
        ("https://" + "ä" * 80 + ".org/", "DNS"),
    ],
)
def test_odd_addresses_are_refused_before_anything_is_asked(url: str, said: str) -> None:
    with pytest.raises(Fault, match=said):
        Public(resolve=nobody)(url)


def test_one_inner_address_among_public_ones_is_enough() -> None:
    with pytest.raises(Fault, match=r"10\.0\.0\.7"):
        Public(resolve=lambda host, port: ("93.184.216.34", "10.0.0.7"))("https://example.org/")


class Library(BaseHTTPRequestHandler):
    """Answers by path, and notes whom it was asked as."""

    hosts: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.hosts.append(self.headers["Host"])
        assert not {"Authorization", "Cookie", "Referer"} & set(self.headers)
        kind, _, rest = self.path.strip("/").partition("/")
        if kind == "to":
            self.send_response(302)
            self.send_header("Location", rest if "://" in rest else f"/{rest}")
            self.end_headers()
            return
        if kind == "loop":
            self.send_response(302)
            self.send_header("Location", "/loop")
            self.end_headers()
            return
        body = b"%PDF-1.7 paper" if kind != "big" else b"x" * 5000
        body = gzip.compress(b"0" * 1_000_000) if kind == "bomb" else body
        self.send_response(404 if kind == "gone" else 200)
        if kind == "bomb":
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body) + (5 if kind == "cut" else 0)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = HTTPServer(("127.0.0.1", 0), Library)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def library(port: int, **changes: object) -> Public:
    """One that takes loopback for public, and knows one host."""
    settings = {"resolve": lambda host, port: ("127.0.0.1",), "is_allowed": lambda address: True, "ports": frozenset({port})}  # fmt: skip
    return Public(**{**settings, "timeout_s": 20.0, **changes})  # type: ignore[arg-type]


def test_a_document_is_fetched_from_the_address_that_was_judged(port: int) -> None:
    asked: list[str] = []

    def rebinding(host: str, port: int) -> tuple[str, ...]:
        asked.append(host)
        return ("127.0.0.1",) if len(asked) == 1 else ("10.0.0.1",)

    Library.hosts.clear()
    answer = library(port, resolve=rebinding)(f"http://library.example:{port}/a.pdf")
    assert (answer.status, answer.body) == (200, b"%PDF-1.7 paper")
    assert asked == ["library.example"]  # once: the connection goes where the judgement went
    assert Library.hosts == [f"library.example:{port}"]


def test_each_redirect_is_judged_anew(port: int) -> None:
    is_allowed = {"127.0.0.1": True}.get
    places = {"library.example": "127.0.0.1", "inside.example": "10.0.0.1"}
    public = library(
        port, resolve=lambda host, port: (places[host],), is_allowed=lambda one: bool(is_allowed(one))
    )
    assert public(f"http://library.example:{port}/to/a.pdf").body == b"%PDF-1.7 paper"
    for target in (f"http://inside.example:{port}/", "file:///etc/passwd", "http://inside.example:22/"):
        with pytest.raises(Fault) as told:
            public(f"http://library.example:{port}/to/{target}")
        assert told.value.kind is FaultKind.FORBIDDEN


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("loop", FaultKind.FORBIDDEN),
        ("big", FaultKind.TOO_LARGE),
        ("bomb", FaultKind.TOO_LARGE),
        ("cut", FaultKind.BROKEN),
    ],
)
def test_faults_are_told(port: int, path: str, kind: FaultKind) -> None:
    with pytest.raises(Fault) as told:
        library(port, most_bytes=4000)(f"http://library.example:{port}/{path}")
    assert told.value.kind is kind


def test_nobody_there_is_told() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with pytest.raises(Fault) as told:
        library(port)(f"http://library.example:{port}/")
    assert told.value.kind is FaultKind.UNREACHABLE


@pytest.fixture
def sealed(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """A library behind TLS whose certificate names library.example."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl to make a certificate with")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=library.example -addext".split()
    names = ["subjectAltName=DNS:library.example", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([openssl, *words, *names], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = HTTPServer(("127.0.0.1", 0), Library)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server.server_address[1], certificate
    server.shutdown()
    server.server_close()


def test_the_certificate_must_be_that_of_the_host(sealed: tuple[int, Path]) -> None:
    port, certificate = sealed
    public = library(port, ca_bundle=str(certificate))
    assert public(f"https://library.example:{port}/a.pdf").body == b"%PDF-1.7 paper"
    for url in (f"https://other.example:{port}/", f"https://127.0.0.1:{port}/"):
        with pytest.raises(Fault) as told:
            public(url)
        assert told.value.kind is FaultKind.INSECURE
    with pytest.raises(Fault, match="plain http"):
        public(f"https://library.example:{port}/to/http://library.example:{port}/a.pdf")


def test_addresses_are_taken_in_only_on_request() -> None:
    assert [is_address(name) for name in ("HTTPS://x.org", "a.pdf", "C:/a.pdf", "dir/http:", "-")] == [True, False, False, False, False]  # fmt: skip
    assert "--fetch" in unasked("https://example.org/").message
    answer = Answer(status=200, headers={}, body=b"text", url="https://example.org/")
    assert fetched("https://example.org/", get=lambda url: answer) == Document(
        "https://example.org/", b"text"
    )
    told = fetched("https://example.org/", get=lambda url: Answer(status=404, headers={}, body=b"", url=url))
    assert isinstance(told, Notice)
    assert told.message == "the server answered 404; nothing was read"
    offline = fetched("https://example.org/", offline=True, get=nobody)
    assert isinstance(offline, Notice)
    assert "offline" in offline.message
