"""Taking in what the user names: a file, a folder, a glob, standard input. Refuses what is not a document."""

from __future__ import annotations

import glob
import os
import re
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from refplug.model import Notice, Severity

__all__ = [
    "DEFAULT_MAX_BYTES",
    "Document",
    "expand",
    "fetched",
    "is_address",
    "open_in",
    "take_in",
    "unasked",
]

DEFAULT_MAX_BYTES = 64 * 1024 * 1024
"""The manual's limit for text, .bib, RIS, JSON, XML; a PDF or an image may have more."""

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{1,20}:/{1,3}", re.IGNORECASE)
_SPOOLED = 8 * 1024 * 1024  # bytes of standard input that are held in memory
_MORE = {
    ".pdf": 200 * 1024 * 1024,
    ".png": 200 * 1024 * 1024,
    ".jpg": 200 * 1024 * 1024,
    ".tif": 200 * 1024 * 1024,
}
_KINDS = {
    stat.S_ISDIR: "a folder",
    stat.S_ISFIFO: "a pipe",
    stat.S_ISCHR: "a device",
    stat.S_ISBLK: "a device",
    stat.S_ISSOCK: "a socket",
}


@dataclass(frozen=True, slots=True)
class Document:
    """The bytes of a document, and its name as the user gave it (`-` for standard input)."""

    file: str
    data: bytes


def expand(names: Iterable[str]) -> Iterator[str]:
    """The files that are meant: a folder stands for the files in it (hidden ones left out), a pattern for its matches.

    A name that exists is never read as a pattern, so `[draft].txt` is safe. What does not exist is passed on as it
    is, for `take_in` to tell.
    """
    for name in names:
        path = Path(name)
        if name != "-" and path.is_dir():
            yield from (str(one) for one in sorted(path.rglob("*")) if _is_plain(one, path))
        elif name != "-" and not path.exists() and any(char in name for char in "*?["):
            yield from sorted(glob.glob(name, recursive=True)) or [name]
        else:
            yield name


def _is_plain(path: Path, top: Path) -> bool:
    return path.is_file() and not any(part.startswith(".") for part in path.relative_to(top).parts)


def take_in(name: str, *, max_bytes: int | None = None) -> Document | Notice:
    """The document, or one sentence on why it was not read: not there, not a file, too large, not allowed.

    Nothing is read of a file that is larger than the limit; a pipe or device is never opened.
    """
    if name == "-":
        limit = max_bytes or DEFAULT_MAX_BYTES
        data = sys.stdin.buffer.read(limit + 1)
        return Document(name, data) if len(data) <= limit else _too_large(name, None, limit)
    limit = max_bytes or _MORE.get(Path(name).suffix.lower(), DEFAULT_MAX_BYTES)
    stream = open_in(name)
    if isinstance(stream, Notice):
        return stream
    with stream:
        try:
            size = os.fstat(stream.fileno()).st_size
            if size > limit:
                return _too_large(name, size, limit)
            data = stream.read(limit + 1)
        except OSError as error:
            return _refused("not-readable", name, f"it cannot be read ({error.strerror})")
    return Document(name, data) if len(data) <= limit else _too_large(name, None, limit)


def open_in(name: str) -> BinaryIO | Notice:
    """The open file, of any size, or one sentence on why it was not opened; the caller closes it.

    Standard input is kept in a temporary file first, so that it can be rewound. A pipe or device is never read.
    """
    if name == "-":
        spooled = tempfile.SpooledTemporaryFile(max_size=_SPOOLED)  # noqa: SIM115  the caller closes it
        shutil.copyfileobj(sys.stdin.buffer, spooled)
        spooled.seek(0)
        return cast(BinaryIO, spooled)
    try:
        # O_NONBLOCK: a pipe put in the file's place between look and open cannot make us wait for ever
        handle = os.open(name, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        return _refused("not-there", name, "there is no such file")
    except (OSError, ValueError) as error:
        return _refused(
            "not-readable", name, f"it cannot be opened ({getattr(error, 'strerror', None) or error})"
        )
    mode = os.fstat(handle).st_mode
    for test, kind in _KINDS.items():
        if test(mode):
            os.close(handle)
            return _refused("not-a-file", name, f"it is {kind}, not a document")
    return os.fdopen(handle, "rb")


def is_address(name: str) -> bool:
    """Whether a name given as a file is a web address, of whatever kind.

    >>> is_address("https://example.org/a.pdf"), is_address("file:///etc/passwd"), is_address("papers/a.pdf"), is_address("C:/a")
    (True, True, False, False)
    """
    return bool(_ADDRESS.match(name))


def unasked(address: str) -> Notice:
    """The refusal of a web address where fetching was not asked for."""
    return _refused("not-fetched", address, "it is a web address, and those are fetched only with --fetch")


def fetched(
    address: str, *, max_bytes: int | None = None, offline: bool = False, get: Any = None
) -> Document | Notice:
    """The document behind a public web address, or one sentence on why it was not fetched.

    `get` stands in for the network in tests: it gives an `Answer` for an address, or raises `Fault`.
    """
    from refplug import __version__
    from refplug.system.http.public import Public
    from refplug.system.http.wire import Fault

    if offline:
        return _refused("not-fetched", address, "it is a web address, and this run works offline")
    get = get or Public(agent=f"refplug/{__version__}", most_bytes=max_bytes or _MORE[".pdf"])
    try:
        answer = get(address)
    except Fault as fault:
        return _refused("not-fetched", address, fault.reason)
    if answer.status != 200:
        return _refused("not-fetched", address, f"the server answered {answer.status}")
    return Document(address, answer.body)


def _too_large(name: str, size: int | None, limit: int) -> Notice:
    told = f"{size:,} bytes" if size is not None else f"more than {limit:,} bytes"
    return _refused(
        "too-large", name, f"it has {told}; at most {limit:,} are read (--max-size raises the limit)"
    )


def _refused(code: str, file: str, reason: str) -> Notice:
    return Notice(code=code, message=f"{reason}; nothing was read", severity=Severity.ERROR, file=file)
