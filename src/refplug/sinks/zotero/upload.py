"""A file into an attachment item: authorize, upload to the storage that the server names, register.

Source: https://www.zotero.org/support/dev/web_api/v3/file_upload. The storage gets the file and never our key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from refplug.errors import ExitCode, RunAborted
from refplug.sinks.zotero.calls import LOOPBACK, Calls, lane_for, service_for
from refplug.system.files import read_file
from refplug.system.http import Answer, Patience, Stream

__all__ = ["attachment_item", "file_digest", "store_file"]

MAX_BYTES = 200 << 20
_UPLOAD = Patience(total_s=600.0, attempts=3, base_s=2.0, asked_s=120.0)
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def attachment_item(parent: str, file: Path, content_type: str = "application/pdf") -> dict[str, Any]:
    """The item that holds a file under its parent.

    >>> attachment_item("ABCD2345", Path("a/paper.pdf"))["filename"]
    'paper.pdf'
    """
    return {
        "itemType": "attachment",
        "parentItem": parent,
        "linkMode": "imported_file",
        "title": file.name,
        "filename": file.name,
        "contentType": content_type,
        "tags": [],
        "relations": {},
    }


def file_digest(file: Path) -> tuple[str, bytes]:
    """The MD5 (which Zotero's protocol asks for) and the first bytes of a file; `RunAborted` where it cannot be sent."""
    data = read_file(file, max_bytes=MAX_BYTES)
    if data is None:
        raise RunAborted(f"{file}: there is no such file; nothing was attached", ExitCode.USAGE)
    return hashlib.md5(data, usedforsecurity=False).hexdigest(), data[:8]


def store_file(calls: Calls, path: str, file: Path, md5_before: str | None) -> bool:
    """Put a file into the attachment item at `path`; False where the server had these very bytes already."""
    md5, _ = file_digest(file)
    found = file.stat()
    form = {
        "md5": md5,
        "filename": file.name,
        "filesize": found.st_size,
        "mtime": int(found.st_mtime * 1000),
    }
    precondition = {"If-Match": md5_before} if md5_before else {"If-None-Match": "*"}
    what = "the name, size and MD5 of a file to attach"
    answer = _form(calls, path, form, precondition, what)
    if answer.status == 412:
        raise RunAborted(
            f"{file}: the item holds another file by now; nothing was overwritten", ExitCode.CONFLICT
        )
    if answer.status == 413:
        raise RunAborted(
            f"{file}: Zotero's storage has no room for it; free some, or attach a link", ExitCode.CONFLICT
        )
    if answer.status != 200:
        raise calls.unexpected(answer, f"the file {file.name}")
    told = calls.json(answer, dict)
    if told.get("exists"):
        return False
    _send(calls, told, file)
    registered = _form(
        calls, path, {"upload": str(told.get("uploadKey", ""))}, precondition, "that a file is there"
    )
    if registered.status != 204:
        raise calls.unexpected(registered, f"the file {file.name}")
    return True


def _form(
    calls: Calls, path: str, form: Mapping[str, Any], precondition: Mapping[str, str], what: str
) -> Answer:
    body = urlencode(form).encode("ascii")
    return calls.send("POST", path, what, headers={**_FORM, **precondition}, body=body)


def _send(calls: Calls, told: Mapping[str, Any], file: Path) -> None:
    """The upload itself, over a door of its own that knows neither our key nor any other host."""
    url = str(told.get("url", ""))
    host = urlsplit(url).hostname or ""
    is_inside = host in LOOPBACK and urlsplit(calls.base).hostname not in LOOPBACK
    if not host or is_inside:
        raise calls.unavailable("it names no address for the upload of a file")
    service, _ = service_for(url, "Zotero's file storage", calls.door.service.agent)
    door = replace(calls.door, service=service)
    before, after = (str(told.get(name, "")).encode("utf-8") for name in ("prefix", "suffix"))
    answer = door.send(
        "POST",
        url,
        lane=lane_for(f"https://{host}"),
        what="a file to attach",
        headers={"Content-Type": str(told.get("contentType") or "application/octet-stream")},
        body=lambda: Stream(file, before=before, after=after),
        is_repeatable=True,
        patience=_UPLOAD,
    )
    if answer.status not in (200, 201, 204):
        raise calls.unavailable(f"its file storage refused {file.name} ({answer.status}); try again later")
