"""The calls that reading and saving make, one method each, so that a test can fail or record the n-th of them."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

__all__ = ["DISK", "Disk", "write_all"]

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


def write_all(fd: int, data: bytes, disk: Disk) -> None:
    """Write all of `data`, in as many calls as it takes."""
    rest = memoryview(data)
    while rest:
        rest = rest[disk.write(fd, rest) :]
