"""The stand-in on a socket of this computer."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from support.zotero_stub.control import Control, Fault
from support.zotero_stub.schema import Schema
from support.zotero_stub.service import Service
from support.zotero_stub.store import Library, World
from support.zotero_stub.wire import JSON, Answer, Cut, Request, TooSlow, as_json

CONTROL = "/__control"


class Stub:
    """A server thread around a `Service`; `control` misbehaves and remembers, `library` is what it holds."""

    def __init__(self, service: Service, port: int = 0) -> None:
        self.service = service
        stub = self

        class Bound(Handler):
            owner = stub

        ThreadingHTTPServer.daemon_threads = True
        ThreadingHTTPServer.request_queue_size = 64
        self._server = ThreadingHTTPServer(("127.0.0.1", port), Bound)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self.stopped = threading.Event()

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def url(self) -> str:
        """The base address of the API: the origin, and `/api` for the desktop program."""
        return self.origin + ("/api" if self.service.manners.local else "")

    @property
    def control(self) -> Control:
        return self.service.control

    @property
    def world(self) -> World:
        return self.service.world

    @property
    def library(self) -> Library:
        return self.service.library

    @property
    def key(self) -> str:
        """A key that may do everything."""
        return self.service.key

    def start(self) -> Stub:
        """Begin to answer."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop listening: from now on connections are refused."""
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()

    def wait(self) -> None:
        """Serve until interrupted."""
        self._thread.join()


@contextmanager
def running(
    *,
    local: bool = False,
    schema: Schema | None = None,
    clock: Callable[[], float] | None = None,
    enforce: bool = False,
) -> Iterator[Stub]:
    """A stand-in for the duration of a `with`."""
    service = Service(local=local, schema=schema, clock=clock)
    service.control.enforce = enforce
    stub = Stub(service).start()
    try:
        yield stub
    finally:
        stub.stop()


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    owner: Stub
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: object) -> None:
        """Keep the log in the control, not on the terminal."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if parts.path == CONTROL:
            self._send(_controlled(self.owner.service, self.command, body))
            return
        params = tuple(parse_qsl(parts.query, keep_blank_values=True))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, parts.path, params, headers, body, self.owner.origin)
        try:
            answer = self.owner.service.answer(request)
        except Cut:
            self._cut()
            return
        except TooSlow as slow:
            self.owner.stopped.wait(slow.seconds)
            answer = slow.answer
        self._send(answer)

    do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_GET

    def _cut(self) -> None:
        """Reset the connection, without a word."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RD)
        self.rfile.close()
        self.connection.close()

    def _send(self, answer: Answer) -> None:
        self.send_response_only(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.status not in (204, 304):
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD" and answer.status not in (204, 304):
            self.wfile.write(answer.body)


def _controlled(service: Service, method: str, body: bytes) -> Answer:
    """The control endpoint: GET shows the log; POST takes faults, edits of another client, answers of the dialog.

    `{"faults": [{"kind": "cut-after", "method": "POST"}], "edit": {"KEY": {"title": "x"}}, "dialog": ["deny"],
    "heal": true, "renew_server": true, "revoke": true, "read_only": true}`
    """
    if method == "POST":
        told: dict[str, Any] = json.loads(body)
        if told.get("heal"):
            service.control.heal()
        service.control.script(*(Fault(**one) for one in told.get("faults", ())))
        for key, fields in told.get("edit", {}).items():
            service.library.edit(key, **fields)
        service.dialog += [str(one) for one in told.get("dialog", ())]
        if told.get("renew_server"):
            service.world.renew_server()
        if told.get("revoke"):
            service.world.keys.clear()
        if "read_only" in told:
            service.library.editable = not told["read_only"]
    log = [{"method": one.method, "path": one.path, "status": one.status} for one in service.control.seen]
    made = {"key": service.key, "version": service.library.version, "seen": log}
    return Answer(200, as_json(made), (("Content-Type", JSON),))
