"""The stand-in without a socket: one request in, one answer out, faults and log included."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from support.zotero_stub import desktop, web
from support.zotero_stub.control import Control, Fault, Seen
from support.zotero_stub.manners import LOCAL, WEB
from support.zotero_stub.schema import Schema
from support.zotero_stub.store import Access, Library, World
from support.zotero_stub.wire import HTML, Answer, Cut, Refused, Request, TooSlow

USER = 1001
PAGE = b"<!DOCTYPE html><html><head><title>Welcome</title></head><body><h1>Please log in to the hotel wifi</h1></body></html>"
SAID = {429: b"Request rate limit exceeded", 503: b"Service Unavailable"}


class Service:
    """One stand-in: `local=False` is api.zotero.org, `local=True` the desktop program from version 10 on."""

    def __init__(
        self,
        *,
        local: bool = False,
        schema: Schema | None = None,
        clock: Callable[[], float] | None = None,
        control: Control | None = None,
        seed: int = 1,
    ) -> None:
        self.manners = LOCAL if local else WEB
        self.clock = clock or control_clock()
        self.world = World(schema or Schema.load(), self.clock, seed)
        self.control = control or Control(self.clock)
        self.world.open("users", 0 if local else USER, "My Library" if local else "Real Name")
        self.key = self.world.secret(32 if local else 24)
        self.world.keys[self.key] = Access(user=0 if local else USER)
        self.dialog: list[str] = []
        self.asked: list[float] = []
        self.enabled = True
        self.zotero_version = "10.0.4"
        self.user_name = "phpunit"
        self._lock = threading.RLock()

    @property
    def library(self) -> Library:
        """The user's own library."""
        return self.world.library

    def answer(self, request: Request) -> Answer:
        """What the server says; `Cut` where it says nothing, `TooSlow` where it says it late."""
        with self._lock:
            faults = self.control.faults_for(request.method, request.path)
            impatient = self.control.is_resting(_client(request)) and not request.path.startswith(
                "/connector/"
            )
            try:
                made = self._with_faults(request, faults)
            except Cut:
                self._note(request, 0, impatient)
                raise
            self._note(request, made.status, impatient)
        delay = max((fault.seconds or 0.0 for fault in faults if fault.kind == "slow"), default=0.0)
        if delay:
            raise TooSlow(delay, self._dressed(made))
        return self._dressed(made)

    def _with_faults(self, request: Request, faults: list[Fault]) -> Answer:
        kinds = {fault.kind: fault for fault in faults}
        for fault in faults:
            if fault.kind == "meanwhile" and fault.then:
                fault.then(self.world)
            elif fault.kind == "jump":
                self.world.jump_next(fault.by)
        if "cut-before" in kinds:
            raise Cut
        if "status" in kinds:
            return self._refusal(request, kinds["status"])
        if self.control.over_limit():
            return self._refusal(request, Fault("status", status=429, seconds=10))
        if "html" in kinds:
            return Answer(200, PAGE, (("Content-Type", "text/html"),), bare=True)
        forced = {fault.index: fault.status for fault in faults if fault.kind == "index"}
        made = self._routed(request, forced)
        if "cut-after" in kinds:
            raise Cut
        if "backoff" in kinds and made.status < 400:
            seconds = kinds["backoff"].seconds or 0
            self.control.ask_for_rest(seconds, _client(request))
            made = made.with_headers(("Backoff", f"{seconds:g}"))
        return made

    def _refusal(self, request: Request, fault: Fault) -> Answer:
        headers: tuple[tuple[str, str], ...] = (("Content-Type", HTML),)
        if fault.seconds is not None:
            self.control.ask_for_rest(fault.seconds, _client(request))
            headers = (("Retry-After", f"{fault.seconds:g}"), *headers)
        return Answer(fault.status, SAID.get(fault.status, b"Trouble"), headers, bare=True)

    def _routed(self, request: Request, forced: dict[int, int]) -> Answer:
        route = desktop.route if self.manners.local else web.route
        try:
            made = route(request, self, forced)
        except Refused as refused:
            headers = (*refused.headers, ("Content-Type", self.manners.errors))
            made = Answer(refused.status, refused.message.encode(), headers, bare=refused.bare)
        if not self.manners.local and not any(name == "Content-Type" for name, _ in made.headers):
            made = made.with_headers(("Content-Type", HTML))
        return made

    def _dressed(self, made: Answer) -> Answer:
        if made.bare:
            return made
        own = [("Zotero-API-Version", "3"), ("Zotero-Schema-Version", str(self.world.schema.version))]
        if self.manners.local:
            own += [("Zotero-Server-ID", self.world.server_id), ("X-Zotero-Version", self.zotero_version)]
        return made.with_headers(*own)

    def _note(self, request: Request, status: int, impatient: bool) -> None:
        seen: dict[str, Any] = {"method": request.method, "path": request.path, "params": request.params}
        self.control.note(
            Seen(
                **seen,
                headers=dict(request.headers),
                body=request.body,
                at=self.clock(),
                status=status,
                impatient=impatient,
            )
        )


def _client(request: Request) -> str:
    return request.header("User-Agent") or ""


def control_clock() -> Callable[[], float]:
    """The clock of this computer, for a stand-in that is run by hand."""
    from time import time

    return time
