"""A file written piece by piece: its bytes are never held together, and it is there whole or not at all."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from refplug.errors import ExitCode, RunAborted
from refplug.model import Notice
from refplug.system.disk import DISK, Disk
from refplug.system.journal import FileChange, record_new, save
from refplug.system.reading import digest_of_file
from refplug.system.replacing import put_staged, stage

__all__ = ["save_pieces"]


def save_pieces(
    path: Path,
    pieces: Iterable[bytes],
    command: str,
    *,
    may_replace: bool = False,
    state: Path | None = None,
    disk: Disk = DISK,
) -> tuple[Notice, ...]:
    """Write the pieces to a new file beside `path`, then put it in place; notices of what else was seen to.

    What the pieces raise leaves nothing behind. A file that is there with the same bytes is left alone; one with other
    bytes is replaced only where `may_replace` says so (exit code 6 otherwise), and then old and new are held at once
    so that the change can be undone. The caller holds the lock of the file.
    """
    sha = hashlib.sha256()

    def counted() -> Iterable[bytes]:
        for piece in pieces:
            sha.update(piece)
            yield piece

    staged = stage(path, counted(), disk)
    try:
        there = digest_of_file(path)
        if there == sha.hexdigest():
            return ()
        if there is None:
            notices = record_new(path, sha.hexdigest(), command, state=state, disk=disk)
            put_staged(staged, path, disk)
            return notices
        if not may_replace:
            message = f"{path} is there already and is not replaced; give another name, or --force"
            raise RunAborted(message, ExitCode.CONFLICT)
        change = FileChange(path, path.read_bytes(), staged.read_bytes())
        return save([change], command, state=state, disk=disk)
    finally:
        if os.path.lexists(staged):
            disk.unlink(staged)
