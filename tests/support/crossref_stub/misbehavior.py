"""How the stand-in answers when it is told to misbehave: on the wire as a broken server would."""

from __future__ import annotations

import socket
import struct
import time
import zlib
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING

from support.crossref_stub.control import Fault

if TYPE_CHECKING:
    from support.crossref_stub.server import Stub


class Misbehaving(BaseHTTPRequestHandler):
    """A connection that can be refused, cut, drowned or starved."""

    owner: Stub
    _fault: Fault | None = None

    def _send(
        self,
        status: int,
        body: bytes,
        media_type: str,
        extra: tuple[tuple[str, str], ...] = (),
        *,
        limits: bool = True,
    ) -> None:
        raise NotImplementedError

    def _too_many(self, excess: str) -> None:
        extra = (
            ()
            if self.owner.control.retry_after is None
            else (("Retry-After", self.owner.control.retry_after),)
        )
        self._send(429, f"Too many requests: {excess}".encode(), "text/plain", extra, limits=False)

    def _misbehave(self, fault: Fault) -> bool:
        """Whether the fault answered in place of the route."""
        match fault.kind:
            case "status":
                body = fault.body if fault.body is not None else b"<html>trouble</html>"
                self._send(fault.status, body, fault.media_type, fault.headers, limits=fault.limit_headers)
            case "html":
                page = b"<!DOCTYPE html><html><body><h1>Please log in to the hotel wifi</h1></body></html>"
                self._send(200, page, "text/html", limits=False)
            case "empty":
                self._send(200, b"", "application/json")
            case "failed":
                self._send(
                    200, b'{"status":"failed","message-type":"exception","message":"no"}', "application/json"
                )
            case "body":
                self._send(200, fault.body or b"", "application/json")
            case "redirect":
                self._send(302, b"", "text/html", fault.headers)
            case "hang":
                time.sleep(fault.seconds)
                return False
            case "bomb":
                self._bomb(int(fault.after))
            case "headers":
                self._flood(fault.after)
            case _:
                return False  # acts while the right answer is written
        return True

    def _bomb(self, size: int) -> None:
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        block = b"0" * 1_048_576
        body = b"".join(packer.compress(block) for _ in range(size // len(block))) + packer.flush()
        self._fault = None
        self.send_response_only(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self._write(body, None)

    def _flood(self, count: int) -> None:
        with suppress(OSError):
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for i in range(count):
                self.wfile.write(b"X-Flood-%d: %s\r\n" % (i, b"x" * 60))
            self.wfile.write(b"Content-Length: 2\r\n\r\n{}")
        self.close_connection = True

    def _write(self, body: bytes, fault: Fault | None) -> None:
        kind = fault.kind if fault else ""
        with suppress(OSError):
            if kind == "drip":
                self._drip(body, fault.seconds if fault else 1.0)
            elif kind in ("reset", "truncate", "chunk-cut"):
                self.wfile.write(body[: fault.after if fault else 0])
                self.wfile.flush()
                self._cut(hard=kind == "reset")
            else:
                self.wfile.write(body)

    def _drip(self, body: bytes, pause_s: float) -> None:
        for i in range(len(body)):
            self.wfile.write(body[i : i + 1])
            self.wfile.flush()
            time.sleep(pause_s)

    def _cut(self, *, hard: bool) -> None:
        if hard:  # a reset in place of a proper end
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)
        self.connection.close()
