"""Functions that do what a reader must never do; run in a child by the tests of `system.isolate`."""

from __future__ import annotations

import ctypes
import os
import socket


def burn(data: bytes) -> int:
    while True:
        pass


def hoard(data: bytes) -> int:
    return len(bytearray(2_000_000_000))


def crash(data: bytes) -> int:
    return ctypes.string_at(0)[0]


def leave(data: bytes) -> int:
    os._exit(3)


def hang(data: bytes) -> int:
    ours, _theirs = socket.socketpair()
    return len(ours.recv(1))


def chatter(data: bytes) -> str:
    os.write(1, b"not a frame")
    print("nor this")
    return "done"


def fail(data: bytes) -> int:
    raise AssertionError("an internal fault\nof two lines")


def echo(data: bytes, word: str = "") -> dict[str, object]:
    return {"size": len(data), "word": word, "lone": "\ud800"}


def write_file(data: bytes, path: str) -> str:
    try:
        with open(path, "wb") as file:
            file.write(b"x")
    except OSError:
        return "refused"
    return "written"
