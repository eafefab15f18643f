"""Replacing one file so that neither a kill nor a full disk can leave half of it.

A save writes a temporary file beside the target, syncs it, renames it over the target and syncs the folder:
whoever looks, at any moment, finds the old file or the new one (POSIX rename is atomic; SQLite's
"Atomic Commit" page explains why both syncs are needed).
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from refplug.errors import ExitCode, RunAborted
from refplug.model import Notice, Severity
from refplug.system.disk import DISK, Disk, write_all
from refplug.system.process import Owner, is_running, this_process
from refplug.system.reading import digest, finish_pending, pending_of, read_file, refuse_odd, resolved, told

__all__ = ["put_staged", "replace_file", "stage"]

_TEMPORARY = ".refplug-tmp"


def replace_file(
    path: Path | str, data: bytes, expected_digest: str | None = None, *, disk: Disk = DISK
) -> tuple[Notice, ...]:
    """Put `data` in the place of a file, whole or not at all; notices of what else was seen to.

    `expected_digest` (of `digest`, `ABSENT` for a new file) is the version the new bytes were worked out on; with
    any other version there the save is refused with exit code 6, so that nobody's edit is lost. Symbolic links are
    followed and stay, mode and owner stay. A file with more names (hard links) is overwritten in place, after a
    complete copy lies beside it from which the next read finishes what a kill cut off. A read-only file is refused.
    """
    target = resolved(path, "written")
    try:
        found = target.stat()
    except FileNotFoundError:
        found = None
    except OSError as error:
        raise told(path, error, "written") from error
    if found is not None:
        refuse_odd(path, found)
        if not found.st_mode & 0o222:
            raise RunAborted(f"{path} was not written: it is read-only; allow writing (chmod u+w) or use -o")
    if expected_digest is not None and digest(read_file(target, max_bytes=1 << 40)) != expected_digest:
        raise RunAborted(
            f"{path} was changed by another program since it was read; run again", ExitCode.CONFLICT
        )
    notices = tuple(_clear_stale(target, disk))
    try:
        _put(target, data, found, disk)
    except OSError as error:
        raise told(path, error, "written") from error
    return notices


def stage(path: Path | str, pieces: Iterable[bytes], disk: Disk = DISK) -> Path:
    """A complete new file beside `path`, written piece by piece and synced; where anything is raised, none."""
    temporary = _beside(resolved(path, "written"), _TEMPORARY)
    try:
        _write_new(temporary, pieces, None, disk)
    except OSError as error:
        raise told(path, error, "written") from error
    return temporary


def put_staged(staged: Path, path: Path | str, disk: Disk = DISK) -> None:
    """Put a staged file in the place of one that is not there."""
    try:
        _rename_or_remove(staged, resolved(path, "written"), disk)
    except OSError as error:
        raise told(path, error, "written") from error


def _put(target: Path, data: bytes, found: os.stat_result | None, disk: Disk) -> None:
    linked = found is not None and found.st_nlink > 1
    temporary = _beside(target, _TEMPORARY)
    _write_new(temporary, (data,), found, disk)
    if linked:
        pending = pending_of(target)
        _rename_or_remove(temporary, pending, disk)
        finish_pending(target, disk)
    else:
        _rename_or_remove(temporary, target, disk)


def _beside(target: Path, suffix: str) -> Path:
    owner = this_process()
    name = target.name.encode()[:120].decode(errors="ignore")  # names hold 255 bytes on most file systems
    return target.with_name(f".{name}.{owner.word()}.{secrets.token_hex(4)}{suffix}")


def _write_new(path: Path, pieces: Iterable[bytes], like: os.stat_result | None, disk: Disk) -> None:
    fd = disk.create(path, 0o600 if like else 0o666)
    try:
        try:
            for piece in pieces:
                write_all(fd, piece, disk)
            if like:
                disk.copy_rights(fd, like)
            disk.sync(fd)
        finally:
            disk.close(fd)
    except BaseException:  # Ctrl-C too leaves nothing behind
        _remove_quietly(path)
        raise


def _rename_or_remove(source: Path, target: Path, disk: Disk) -> None:
    try:
        disk.rename(source, target)
    except OSError:
        _remove_quietly(source)
        raise
    disk.sync_folder(target.parent)


def _remove_quietly(path: Path) -> None:
    try:
        os.unlink(path)
    except OSError:
        return  # it lies there until the next save clears it


@dataclass(frozen=True, slots=True)
class _Leftover:
    path: Path
    owner: Owner


def _leftovers(target: Path) -> Iterator[_Leftover]:
    """Files of ours beside the target whose name says which process made them: half a save, a lock not yet set."""
    start = f".{target.name.encode()[:120].decode(errors='ignore')}."
    for name in os.listdir(target.parent):
        if name.startswith(start) and "refplug" in name:
            owner = next(filter(None, map(Owner.from_word, name[len(start) :].split("."))), None)
            if owner:
                yield _Leftover(target.with_name(name), owner)


def _clear_stale(target: Path, disk: Disk) -> Iterator[Notice]:
    """Remove what a killed save of ours left beside the target; another host's or a living process's stays."""
    try:
        found = tuple(_leftovers(target))
    except OSError:
        return
    for leftover in found:
        if is_running(leftover.owner) is False:
            try:
                disk.unlink(leftover.path)
            except OSError:
                continue
            message = f"removed {leftover.path.name}, left by a save that was cut off"
            yield Notice(code="stale-temporary", message=message, severity=Severity.INFO, file=str(target))
