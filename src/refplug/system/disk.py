"""Reading and replacing one file so that neither a kill nor a full disk can leave half of it.

A save writes a temporary file beside the target, syncs it, renames it over the target and syncs the folder:
whoever looks, at any moment, finds the old file or the new one (POSIX rename is atomic; SQLite's
"Atomic Commit" page explains why both syncs are needed). Every call goes through a `Disk`, so that a test can
fail the n-th of them.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from refplug.errors import ExitCode, RunAborted
from refplug.model import Notice, Severity
from refplug.system.process import Owner, is_running, this_process

__all__ = [
    "ABSENT",
    "DISK",
    "MAX_BYTES",
    "Disk",
    "digest",
    "digest_of_file",
    "put_staged",
    "read_file",
    "replace_file",
    "stage",
    "told",
]

ABSENT = "absent"  # the digest of a file that is not there
MAX_BYTES = 256 << 20
_TEMPORARY = ".refplug-tmp"
_PENDING = ".refplug-pending"
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


class Disk:
    """The calls that a save makes, one method each: what a failing or a recording disk overrides."""

    def create(self, path: Path, mode: int = 0o600) -> int:
        """Open a file that must not exist yet, not even as a symbolic link; a file descriptor."""
        return os.open(path, _NEW_FILE, mode)

    def overwrite(self, path: Path) -> int:
        """Open an existing file for writing from its start; a file descriptor."""
        return os.open(path, os.O_WRONLY | getattr(os, "O_CLOEXEC", 0))

    def write(self, fd: int, data: memoryview) -> int:
        """Write some of `data`; the number of bytes written."""
        return os.write(fd, data)

    def truncate(self, fd: int, size: int) -> None:
        """Cut the open file to `size` bytes."""
        os.ftruncate(fd, size)

    def copy_rights(self, fd: int, like: os.stat_result) -> None:
        """Give the open file the mode of another, and its owner where we may."""
        if not hasattr(os, "fchmod"):  # Windows keeps rights by folder
            return
        if (like.st_uid, like.st_gid) != (os.fstat(fd).st_uid, os.fstat(fd).st_gid):
            try:
                os.fchown(fd, like.st_uid, like.st_gid)
            except PermissionError:
                os.fchmod(fd, stat.S_IMODE(like.st_mode) & 0o777)
                return
        os.fchmod(fd, stat.S_IMODE(like.st_mode))

    def sync(self, fd: int) -> None:
        """Wait until the bytes of the open file are on the medium."""
        os.fsync(fd)

    def close(self, fd: int) -> None:
        """Close a file descriptor; some file systems tell only here that a write failed."""
        os.close(fd)

    def rename(self, source: Path, target: Path) -> None:
        """Put `source` in the place of `target`, in one step."""
        os.replace(source, target)

    def unlink(self, path: Path) -> None:
        """Remove a file."""
        os.unlink(path)

    def sync_folder(self, folder: Path) -> None:
        """Wait until the names in a folder are on the medium, where the system can."""
        try:
            fd = os.open(folder, os.O_RDONLY)
        except OSError:  # Windows opens no folders
            return
        try:
            os.fsync(fd)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network folders cannot be synced
                raise
        finally:
            os.close(fd)


DISK = Disk()


def digest(data: bytes | None) -> str:
    """The SHA-256 of a file's bytes in hexadecimal; `ABSENT` for a file that is not there.

    >>> digest(b"")[:8], digest(None)
    ('e3b0c442', 'absent')
    """
    return ABSENT if data is None else hashlib.sha256(data).hexdigest()


def told(path: Path | str, error: OSError, doing: str) -> RunAborted:
    """An `OSError` as one sentence: the file, what happened, the way out.

    >>> str(told("a.bib", OSError(errno.EROFS, ""), "written"))
    'a.bib was not written: the file system is read-only; choose another target with -o'
    """
    reasons = {
        errno.ENOSPC: "the disk is full" + _free(path) + "; make room and run again",
        errno.EDQUOT: "your quota on this disk is used up; make room and run again",
        errno.EFBIG: "it would grow beyond the size that is allowed here; write to another disk",
        errno.EROFS: "the file system is read-only; choose another target with -o",
        errno.EACCES: "you may not do that here; check the rights of the file and its folder",
        errno.EPERM: "you may not do that here; check the rights of the file and its folder",
        errno.EIO: "the disk reports an input/output error; check it, the old file is untouched",
        errno.ENOENT: "there is no such file or folder",
        errno.ENOTDIR: "a part of its path is not a folder",
        errno.ENAMETOOLONG: "its name is too long for this file system",
        errno.ELOOP: "its symbolic links lead in a circle",
    }
    reason = reasons.get(error.errno or 0) or error.strerror or type(error).__name__
    return RunAborted(f"{path} was not {doing}: {reason}", ExitCode.PROBLEMS_FOUND)


def _free(path: Path | str) -> str:
    try:
        space = os.statvfs(os.path.dirname(os.path.abspath(path)))
    except (OSError, AttributeError):
        return ""
    return f" ({space.f_bavail * space.f_frsize // 1024} KiB free)"


def read_file(path: Path | str, *, max_bytes: int = MAX_BYTES) -> bytes | None:
    """The bytes of a regular file, or None where there is none.

    Raises `RunAborted` for what is no regular file (a folder, a pipe, a device: read would never end), for more
    than `max_bytes` bytes, and for what may not be read. A save of a hard-linked file that was cut off is
    finished first.
    """
    try:
        target = Path(os.path.realpath(path))
        found = target.stat()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    _refuse_odd(path, found)
    if found.st_size > max_bytes:
        raise RunAborted(
            f"{path} was not read: {found.st_size:,} bytes are more than {max_bytes:,}; split the file"
        )
    if found.st_nlink > 1:
        _finish_pending(target, DISK)
    try:
        return target.read_bytes()
    except OSError as error:
        raise told(path, error, "read") from error


def _unreadable(path: Path | str, error: OSError | ValueError) -> RunAborted:
    if isinstance(error, ValueError):  # a NUL in the name
        return RunAborted("no file can have this name: it holds a NUL character", ExitCode.USAGE)
    return told(path, error, "read")


def _refuse_odd(path: Path | str, found: os.stat_result) -> None:
    kinds = ((stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"))
    for test, word in kinds:
        if test(found.st_mode):
            raise RunAborted(f"{path} is {word}, not a file; name a file", ExitCode.USAGE)
    if not stat.S_ISREG(found.st_mode):
        raise RunAborted(f"{path} is a device, not a file; name a file", ExitCode.USAGE)


def replace_file(
    path: Path | str, data: bytes, expected_digest: str | None = None, *, disk: Disk = DISK
) -> tuple[Notice, ...]:
    """Put `data` in the place of a file, whole or not at all; notices of what else was seen to.

    `expected_digest` (of `digest`, `ABSENT` for a new file) is the version the new bytes were worked out on; with
    any other version there the save is refused with exit code 6, so that nobody's edit is lost. Symbolic links are
    followed and stay, mode and owner stay. A file with more names (hard links) is overwritten in place, after a
    complete copy lies beside it from which the next read finishes what a kill cut off. A read-only file is refused.
    """
    try:
        target = Path(os.path.realpath(path))
        found = target.stat()
    except FileNotFoundError:
        found = None
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    if found is not None:
        _refuse_odd(path, found)
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


def digest_of_file(path: Path | str) -> str | None:
    """The SHA-256 of a regular file of any size, or None where there is none; `RunAborted` for what is no file."""
    try:
        target = Path(os.path.realpath(path))
        _refuse_odd(path, target.stat())
        with target.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error


def stage(path: Path | str, pieces: Iterable[bytes], disk: Disk = DISK) -> Path:
    """A complete new file beside `path`, written piece by piece and synced; where anything is raised, none."""
    target = Path(os.path.realpath(path))
    temporary = _beside(target, _TEMPORARY)
    try:
        fd = disk.create(temporary, 0o666)
    except OSError as error:
        raise told(path, error, "written") from error
    try:
        try:
            for piece in pieces:
                _write_all(fd, piece, disk)
            disk.sync(fd)
        finally:
            disk.close(fd)
    except OSError as error:
        _remove_quietly(temporary)
        raise told(path, error, "written") from error
    except BaseException:
        _remove_quietly(temporary)
        raise
    return temporary


def put_staged(staged: Path, path: Path | str, disk: Disk = DISK) -> None:
    """Put a staged file in the place of one that is not there."""
    try:
        _rename_or_remove(staged, Path(os.path.realpath(path)), disk)
    except OSError as error:
        raise told(path, error, "written") from error


def _put(target: Path, data: bytes, found: os.stat_result | None, disk: Disk) -> None:
    linked = found is not None and found.st_nlink > 1
    temporary = _beside(target, _TEMPORARY)
    _write_new(temporary, data, found, disk)
    if linked:
        pending = target.with_name(f".{target.name}{_PENDING}")
        _rename_or_remove(temporary, pending, disk)
        _finish_pending(target, disk)
    else:
        _rename_or_remove(temporary, target, disk)


def _beside(target: Path, suffix: str) -> Path:
    owner = this_process()
    name = target.name.encode()[:120].decode(errors="ignore")  # names hold 255 bytes on most file systems
    return target.with_name(f".{name}.{owner.word()}.{secrets.token_hex(4)}{suffix}")


def _write_new(path: Path, data: bytes, like: os.stat_result | None, disk: Disk) -> None:
    fd = disk.create(path, 0o600 if like else 0o666)
    try:
        try:
            _write_all(fd, data, disk)
            if like:
                disk.copy_rights(fd, like)
            disk.sync(fd)
        finally:
            disk.close(fd)
    except OSError:
        _remove_quietly(path)
        raise


def _write_all(fd: int, data: bytes, disk: Disk) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[disk.write(fd, rest) :]


def _rename_or_remove(source: Path, target: Path, disk: Disk) -> None:
    try:
        disk.rename(source, target)
    except OSError:
        _remove_quietly(source)
        raise
    disk.sync_folder(target.parent)


def _finish_pending(target: Path, disk: Disk) -> None:
    """Copy a complete pending save into a hard-linked file, then drop it: a redo log of one record."""
    pending = target.with_name(f".{target.name}{_PENDING}")
    try:
        data = pending.read_bytes()
    except FileNotFoundError:
        return
    fd = disk.overwrite(target)
    try:
        _write_all(fd, data, disk)
        disk.truncate(fd, len(data))
        disk.sync(fd)
    finally:
        disk.close(fd)
    disk.unlink(pending)
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
