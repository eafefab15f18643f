"""The connector of the Zotero program: the one way into Zotero 7 to 9, which cannot be written to by its API.

`POST /connector/import` takes a file and puts its items into the collection that is selected in the window (201). It knows
no versions and no keys, so only new items go this way, and what became of them is read afterwards.
"""

from __future__ import annotations

import secrets
from urllib.parse import urlencode

from refplug.errors import ExitCode, RunAborted
from refplug.sinks.zotero.calls import Calls

__all__ = ["import_file"]


def import_file(calls: Calls, data: bytes, content_type: str) -> int:
    """Hand a file to the importer; how many items it made. A lost answer is not repeated: the import might come twice.

    Raises `SourceUnavailable` where the answer was lost, `RunAborted` where the program refuses the file.
    """
    _check_selected(calls)
    session = urlencode({"session": secrets.token_hex(8)})
    answer = calls.send(
        "POST",
        f"/connector/import?{session}",
        "new items as a file",
        headers={"Content-Type": content_type},
        body=data,
        is_repeatable=False,
    )
    if answer.status != 201:
        raise calls.unexpected(answer, "the import")
    return len(calls.json(answer, list))


def _check_selected(calls: Calls) -> None:
    """The importer writes where the window stands: that place must take items."""
    answer = calls.send(
        "POST",
        "/connector/getSelectedCollection",
        "which collection is selected",
        headers={"Content-Type": "application/json"},
        body=b"{}",
    )
    if answer.status != 200:
        raise calls.unexpected(answer, "the question which collection is selected")
    if calls.json(answer, dict).get("libraryEditable") is False:
        raise RunAborted(
            "the library selected in Zotero's window is read-only; select another one there; nothing was changed",
            ExitCode.CONFLICT,
        )
