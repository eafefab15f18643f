"""The stand-in as a transport of refplug's own door to the network: no socket, and a process that can be killed."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

from refplug.system.http import Answer, Fault, FaultKind, Outgoing
from support.zotero_stub.service import Service
from support.zotero_stub.wire import Cut, Request, TooSlow


class Killed(BaseException):
    """The process is no more."""


class Carrier:
    """Carries requests to a service; `dies_at` is (requests from now, before or after it is done) of a kill."""

    def __init__(self, service: Service, sleep: Callable[[float], object]) -> None:
        self._service, self._sleep = service, sleep
        self.dies_at: tuple[int, str] | None = None

    def __call__(self, outgoing: Outgoing) -> Answer:
        """One exchange."""
        moment = self._moment()
        if moment == "before":
            raise Killed
        known = self._service.control.pauses()
        answer = self._exchange(outgoing)
        if moment == "after":
            self._service.control.unsay(known)  # the process died before it read a Retry-After or a Backoff
            raise Killed
        return answer

    def _moment(self) -> str:
        if self.dies_at is None:
            return ""
        left, moment = self.dies_at
        self.dies_at = (left - 1, moment) if left > 1 else None
        return moment if left <= 1 else ""

    def _exchange(self, outgoing: Outgoing) -> Answer:
        parts = urlsplit(outgoing.url)
        body = outgoing.body() if callable(outgoing.body) else outgoing.body
        request = Request(
            outgoing.method,
            parts.path,
            tuple(parse_qsl(parts.query, keep_blank_values=True)),
            {name.lower(): value for name, value in outgoing.headers.items()},
            body if isinstance(body, bytes) else body.read() if body else b"",
            f"{parts.scheme}://{parts.netloc}",
        )
        try:
            answer = self._service.answer(request)
        except Cut as cut:
            raise Fault(FaultKind.BROKEN, f"{parts.netloc} closed the connection") from cut
        except TooSlow as slow:
            self._sleep(min(slow.seconds, outgoing.timeout_s))
            if slow.seconds > outgoing.timeout_s:
                raise Fault(FaultKind.TIMEOUT, f"{parts.netloc} did not answer in time") from slow
            answer = slow.answer
        headers = {name.lower(): value for name, value in answer.headers}
        return Answer(status=answer.status, headers=headers, body=answer.body, url=outgoing.url)
