"""The one polite door to the network: limits, patience, retries, redirects, and a ledger of all that left."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from refplug.errors import SourceUnavailable
from refplug.system.http.breaker import Breaker
from refplug.system.http.ledger import Ledger
from refplug.system.http.limits import Lane, Limiter, NoTurn
from refplug.system.http.retry import backoff_s, retry_after_s
from refplug.system.http.wire import Answer, Fault, FaultKind, Outgoing, RequestsTransport, Stream, Transport

__all__ = ["Door", "Patience", "Service"]

_AGAIN = frozenset({429, 500, 502, 503, 504})
_UNREAD = frozenset({429, 503})  # the request was refused before anything was done
_HOPS = 5
_NOTICED_S = 2.0  # a wait that a person wonders about
_PAUSE = "it asked for a pause"


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a caller waits: seconds for one call with all its attempts, attempts, seconds of the first back-off.

    `asked_s` are seconds of waiting that the service itself may ask for (`Retry-After`) on top of `total_s`.
    """

    total_s: float = 30.0
    attempts: int = 4
    base_s: float = 2.0
    asked_s: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Whom the door talks to: its name for messages, the hosts it may send us to, who may see the mail address.

    `hosts` is the redirect allow-list (`api.crossref.org`, `127.0.0.1:8990`). Plain http is spoken to loopback only. `agent` goes to every host; `contact`
    (a mail address) to the hosts in `trusted` alone. `bans_by_403` is true where a 403 shuts this computer out; where it
    only means "not with this key", it is an answer for the caller.
    """

    name: str
    hosts: frozenset[str]
    trusted: frozenset[str] = frozenset()
    agent: str = "refplug"
    contact: str | None = None
    bans_by_403: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ask:
    """One request as its caller means it."""

    url: str
    lane: Lane
    what: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | Callable[[], Stream] | None = field(default=None, repr=False)
    follow: bool = True
    is_repeatable: bool = True


@dataclass(slots=True)
class Door:
    """Sends requests for one service. Everything that touches the world is injected, so that tests need none.

    `clock` is monotonic, `now` the time of day (for `Retry-After` dates), `chance` gives numbers in [0, 1). `tell` is
    given a sentence before each wait that a person would notice, and where an answer takes longer than `long_s`.
    """

    service: Service
    limiter: Limiter
    ledger: Ledger = field(default_factory=Ledger)
    transport: Transport = field(default_factory=RequestsTransport)
    offline: bool = False
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random
    tell: Callable[[str], None] | None = None
    long_s: float = 5.0
    _breaker: Breaker = field(init=False)

    def __post_init__(self) -> None:
        self._breaker = Breaker(self.clock)

    def get(
        self,
        url: str,
        *,
        lane: Lane,
        what: str,
        accept: str = "application/json",
        patience: Patience | None = None,
        follow: bool = True,
    ) -> Answer:
        """The answer to a GET, redirects followed inside the allow-list (not at all without `follow`).

        `what` says in words what the request tells the other side; it goes into the ledger. Statuses that may pass
        (429, 500, 502, 503, 504) and broken exchanges are repeated within `patience`; what remains, and 403, is
        `SourceUnavailable`. Any other status is an answer for the caller to read.
        """
        ask = _Ask(url=url, lane=lane, what=what, headers={"Accept": accept}, follow=follow)
        return self._patiently(ask, patience or Patience())

    def send(
        self,
        method: str,
        url: str,
        *,
        lane: Lane,
        what: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | Callable[[], Stream] | None = None,
        is_repeatable: bool,
        patience: Patience | None = None,
    ) -> Answer:
        """The answer to a request with any method, header and body; redirects are not followed.

        A request that was refused unread (429, 503, nobody there) is repeated as `get` does it. One whose fate is unknown
        (a connection cut off, 500, 502, 504) is repeated only if `is_repeatable`: doing it twice is the same as once.
        """
        ask = _Ask(
            url=url,
            lane=lane,
            what=what,
            method=method,
            headers=headers or {},
            body=body,
            follow=False,
            is_repeatable=is_repeatable,
        )
        return self._patiently(ask, patience or Patience())

    def _patiently(self, ask: _Ask, patience: Patience) -> Answer:
        """Ask, and ask again within the patience, until there is an answer to hand on."""
        if self.offline:
            raise SourceUnavailable(self.service.name, "working offline")
        if reason := self._breaker.reason():
            raise SourceUnavailable(self.service.name, reason)
        deadline = self.clock() + patience.total_s
        trouble, wait_s, grace_s, is_nobody = "", 0.0, patience.asked_s, False
        for attempt in range(1, patience.attempts + 1):
            try:
                answer = self._follow(ask, deadline)
            except Fault as fault:
                trouble, wait_s = fault.reason, backoff_s(attempt + 1, patience.base_s, self.chance)
                if fault.kind not in (FaultKind.BROKEN, FaultKind.UNREACHABLE):
                    break
                is_nobody = fault.kind is FaultKind.UNREACHABLE
                if is_nobody:
                    wait_s = min(wait_s, 0.3)  # nobody is there: ask once more, soon, and let go
                    if attempt >= 2:
                        break
                elif not ask.is_repeatable:
                    break
            else:
                if answer.status not in _AGAIN:
                    return self._taken(answer)
                trouble = _told(answer.status)
                wait_s = self._asked_to_wait(answer, ask.lane, attempt, patience)
                if "retry-after" in answer.headers and wait_s <= grace_s:
                    deadline, grace_s = deadline + wait_s, grace_s - wait_s
                if answer.status not in _UNREAD and not ask.is_repeatable:
                    break
            if self.clock() + wait_s >= deadline:
                break
            if attempt < patience.attempts:
                self._say(trouble.partition(";")[0], wait_s)
                self.sleep(wait_s)
        # nobody there, or all the time gone: the next call would only wait as long again
        self._breaker.failed(trouble, at_once=is_nobody or self.clock() >= deadline - 0.05)
        raise SourceUnavailable(self.service.name, trouble, retry_after_s=wait_s or None)

    def _say(self, why: str, wait_s: float) -> None:
        if self.tell is not None and wait_s >= _NOTICED_S:
            self.tell(f"{self.service.name}: {why}; going on in {wait_s:.0f} s")

    @contextmanager
    def _watched(self, ask: _Ask, patience_s: float) -> Iterator[None]:
        """Tell that an answer is waited for, should it take long."""
        if self.tell is None or patience_s <= self.long_s:
            yield
            return
        text = f"{self.service.name}: no answer yet ({ask.what}); waiting for it up to {patience_s:.0f} s"
        timer = threading.Timer(self.long_s, self.tell, (text,))
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _taken(self, answer: Answer) -> Answer:
        if answer.status == 403 and self.service.bans_by_403:
            reason = "the service refuses this computer (403); write to its support before asking again"
            self._breaker.failed(reason, for_good=True)
            raise SourceUnavailable(self.service.name, reason)
        self._breaker.succeeded()
        return answer

    def _asked_to_wait(self, answer: Answer, lane: Lane, attempt: int, patience: Patience) -> float:
        """The wait that the answer asks for, which holds for every thread and process of the user."""
        asked = retry_after_s(answer.headers.get("retry-after"), self.now())
        own = backoff_s(attempt + 1, patience.base_s, self.chance)
        wait_s = own if asked is None else asked + min(own, 0.1 * asked + 0.05)
        if answer.status in (429, 503):
            self.limiter.pause(lane.pool, wait_s)
        return wait_s

    def _follow(self, ask: _Ask, deadline: float) -> Answer:
        url = ask.url
        for _ in range(_HOPS + 1):
            answer = self._once(ask, url, deadline)
            target = answer.headers.get("location")
            if not ask.follow or answer.status not in (301, 302, 303, 307, 308) or not target:
                return answer
            url = self._allowed(_joined(url, target))
        raise Fault(FaultKind.FORBIDDEN, f"more than {_HOPS} redirects")

    def _once(self, ask: _Ask, url: str, deadline: float) -> Answer:
        parts = urlsplit(self._allowed(url))
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        try:
            with self.limiter.turn(ask.lane, deadline, lambda wait_s: self._say(_PAUSE, wait_s)) as held:
                remaining = deadline - self.clock()
                if remaining <= 0:
                    raise Fault(FaultKind.TIMEOUT, "no time left to ask")
                status: int | None = None
                try:
                    outgoing = Outgoing(
                        url=url,
                        headers=self._headers(parts.hostname) | dict(ask.headers),
                        timeout_s=remaining,
                        method=ask.method,
                        body=ask.body,
                    )
                    with self._watched(ask, remaining):
                        answer = self.transport(outgoing)
                    status, held.counted_at = answer.status, answer.at
                finally:
                    verb = "" if ask.method == "GET" else f"{ask.method} "
                    self.ledger.note(parts.netloc, verb + path, ask.what, status)
                self.limiter.learn(ask.lane, answer.headers)
                return answer
        except NoTurn as queue:
            raise Fault(FaultKind.TIMEOUT, f"the limit of {parts.hostname} leaves no turn in time") from queue

    def _headers(self, host: str | None) -> dict[str, str]:
        agent = self.service.agent
        if self.service.contact and host in self.service.trusted:
            agent += f" (mailto:{self.service.contact})"
        return {"User-Agent": agent, "Accept-Encoding": "gzip, deflate"}

    def _allowed(self, url: str) -> str:
        """The address itself where we go there: https to a listed host, or plain http to a listed loopback host."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError as error:
            raise Fault(FaultKind.FORBIDDEN, "redirected to something that is no address") from error
        loopback = host in {"localhost", "127.0.0.1", "::1"}
        place = (
            host
            if port is None or (parts.scheme, port) in (("https", 443), ("http", 80))
            else f"{host}:{port}"
        )
        if place in self.service.hosts and (parts.scheme == "https" or (parts.scheme == "http" and loopback)):
            return url
        raise Fault(FaultKind.FORBIDDEN, f"sent on to {parts.scheme}://{place}, where refplug does not go")


def _joined(url: str, target: str) -> str:
    try:
        return urljoin(url, target)
    except ValueError as error:
        raise Fault(FaultKind.FORBIDDEN, "redirected to something that is no address") from error


def _told(status: int) -> str:
    if status == 429:
        return "the service asks for fewer requests (429); try again later"
    return f"the service is in trouble ({status}); try again later"
