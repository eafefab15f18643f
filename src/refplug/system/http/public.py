"""Fetching a document that the user named by its web address: only on request, and only from public addresses.

A web address in somebody's list may point inside: at this computer, at the router, at the metadata of a cloud machine
(server-side request forgery; research/reliability.md, N6 and N7). So the name is looked up once, every address that it
has must be public, and the connection goes to that very address: a name that answers differently the second time
(DNS rebinding) gains nothing. Each redirect is judged anew. Proxies of the environment are not used, since a proxy
would look the name up by itself.
"""

from __future__ import annotations

import ipaddress
import os
import re
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from refplug.system.http.wire import Answer, Fault, FaultKind, inflate
from refplug.system.parallel import within

__all__ = ["Public", "is_public", "look_up"]

Resolve = Callable[[str, int], tuple[str, ...]]

_PORTS = frozenset({80, 443, 8080, 8443})  # repositories of universities answer on these
_ODD = re.compile(r"[\x00-\x20\x7f\\]")
_HOPS = 5
_DOOR = {"http": 80, "https": 443}
_SPECIAL = ipaddress.ip_network("192.0.0.0/24")  # RFC 6890; older Pythons take parts of it for public
_NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))  # RFC 6052, RFC 8215


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, and so is each older address that it carries inside.

    >>> is_public("93.184.216.34"), is_public("127.0.0.1"), is_public("::ffff:10.0.0.1"), is_public("169.254.169.254")
    (True, False, False, False)
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip in _SPECIAL or not ip.is_global:
        return False
    return isinstance(ip, ipaddress.IPv4Address) or (
        not getattr(ip, "is_site_local", False) and all(is_public(str(inner)) for inner in _inside(ip))
    )


def _inside(ip: ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    """The IPv4 addresses that an IPv6 address stands for: mapped, compatible, 6to4, Teredo, NAT64."""
    inner = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    low = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    if int(ip) >> 32 == 0 or any(ip in network for network in _NAT64):
        inner.append(low)
    return [one for one in inner if one is not None]


def look_up(host: str, port: int) -> tuple[str, ...]:
    """The addresses of a host, as the system knows them; `Fault` where it knows none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Fault(FaultKind.UNREACHABLE, f"no host called {host!r} was found") from error
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Public:
    """Fetches one document at a time. What touches the world is injected, so that tests need no public address.

    `most_bytes` bounds the body, packed and unpacked; `timeout_s` the whole of it, redirects included; `ca_bundle` names
    the certificates, by default those of the environment or of certifi.
    """

    agent: str = "refplug"
    most_bytes: int = 200 * 1024 * 1024
    timeout_s: float = 60.0
    resolve: Resolve = look_up
    is_allowed: Callable[[str], bool] = is_public
    ports: frozenset[int] = _PORTS
    ca_bundle: str | None = None

    def __call__(self, url: str) -> Answer:
        """The document behind an address. Raises `Fault`, with one sentence, for all that is in the way."""
        try:
            return within(lambda: self._follow(url), self.timeout_s)
        except TimeoutError as error:
            text = f"no complete answer within {self.timeout_s:.0f} s"
            raise Fault(FaultKind.TIMEOUT, text) from error

    def _follow(self, url: str) -> Answer:
        deadline = time.monotonic() + self.timeout_s
        for _ in range(_HOPS + 1):
            parts = _parts(url)
            answer = self._get(url, parts, deadline)
            target = answer.headers.get("location")
            if answer.status not in (301, 302, 303, 307, 308) or not target:
                return answer
            onward = urljoin(url, target)
            if parts.scheme == "https" and _parts(onward).scheme != "https":
                raise Fault(FaultKind.FORBIDDEN, "it was sent on from https to plain http")
            url = onward
        raise Fault(FaultKind.FORBIDDEN, f"it was sent on more than {_HOPS} times")

    def _get(self, url: str, parts: SplitResult, deadline: float) -> Answer:
        """One request, over a connection to the very address that was judged."""
        host = _ascii(parts.hostname or "")
        port = parts.port or _DOOR[parts.scheme]
        if port not in self.ports:
            raise Fault(FaultKind.FORBIDDEN, f"port {port} is none that documents are fetched from")
        addresses = self.resolve(host, port)
        inside = [address for address in addresses if not self.is_allowed(address)]
        if inside or not addresses:
            told = (
                f"{host} is {inside[0]}, which is no public address" if inside else f"{host} has no address"
            )
            raise Fault(FaultKind.FORBIDDEN, told)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        shown = f"[{host}]" if ":" in host else host
        headers = {
            "Host": shown if port == _DOOR[parts.scheme] else f"{shown}:{port}",
            "User-Agent": self.agent,
            "Accept": "application/pdf, text/html;q=0.9, application/xml;q=0.9, */*;q=0.5",
            "Accept-Encoding": "gzip, deflate",
        }
        return self._exchange(url, parts.scheme, host, (addresses[0], port), path, headers, deadline)

    def _exchange(
        self,
        url: str,
        scheme: str,
        host: str,
        place: tuple[str, int],
        path: str,
        headers: dict[str, str],
        deadline: float,
    ) -> Answer:
        import urllib3

        wait_s = max(0.1, deadline - time.monotonic())
        timeout = urllib3.Timeout(connect=min(10.0, wait_s), read=wait_s)
        try:
            with self._pool(scheme, host, place) as pool:
                response = pool.request(
                    "GET", path, headers=headers, timeout=timeout, retries=False, redirect=False, preload_content=False
                )  # fmt: skip
                told = {name.lower(): value for name, value in response.headers.items()}
                raw = self._body(response, deadline)
                response.release_conn()
        except urllib3.exceptions.SSLError as error:
            hint = "check this computer's clock"
            raise Fault(FaultKind.INSECURE, f"the certificate of {host} was not accepted; {hint}") from error
        except urllib3.exceptions.NewConnectionError as error:
            raise Fault(FaultKind.UNREACHABLE, f"{host} could not be reached") from error
        except urllib3.exceptions.TimeoutError as error:
            raise Fault(FaultKind.TIMEOUT, f"{host} did not answer in time") from error
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise Fault(FaultKind.BROKEN, f"the answer of {host} broke off") from error
        body = inflate(raw, told.get("content-encoding", ""), self.most_bytes)
        return Answer(status=response.status, headers=told, body=body, url=url)

    def _pool(self, scheme: str, host: str, place: tuple[str, int]) -> Any:
        """Connections to an address. The certificate must be that of the host, whatever the address."""
        import certifi
        import urllib3

        address, port = place
        if scheme == "http":
            return urllib3.HTTPConnectionPool(address, port)
        bundle = self.ca_bundle or os.environ.get("REQUESTS_CA_BUNDLE") or certifi.where()
        return urllib3.HTTPSConnectionPool(
            address,
            port,
            cert_reqs="CERT_REQUIRED",
            ca_certs=bundle,
            server_hostname=host,
            assert_hostname=host,
        )

    def _body(self, response: Any, deadline: float) -> bytes:
        chunks: list[bytes] = []
        size = 0
        for chunk in response.stream(65_536, decode_content=False):
            size += len(chunk)
            if size > self.most_bytes:
                raise Fault(FaultKind.TOO_LARGE, f"it is larger than {self.most_bytes // 1_048_576} MB")
            if time.monotonic() > deadline:
                raise Fault(FaultKind.TIMEOUT, "the answer did not end in time")
            chunks.append(chunk)
        return b"".join(chunks)


def _parts(url: str) -> SplitResult:
    """The parts of an address that we go to: http or https, a host, no user name, nothing odd."""
    if _ODD.search(url):
        raise Fault(FaultKind.FORBIDDEN, "the address holds blanks, backslashes or control characters")
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError as error:
        raise Fault(FaultKind.FORBIDDEN, "that is no web address") from error
    if parts.scheme not in _DOOR:
        raise Fault(FaultKind.FORBIDDEN, f"only http and https are fetched, not {parts.scheme or 'this'}")
    if not host or port == 0:
        raise Fault(FaultKind.FORBIDDEN, "the address names no host")
    if parts.username is not None or parts.password is not None:
        raise Fault(FaultKind.FORBIDDEN, "an address with a user name in it is not fetched")
    return parts


def _ascii(host: str) -> str:
    """The host as DNS spells it."""
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise Fault(FaultKind.FORBIDDEN, "the name of the host is not one that DNS knows") from error
