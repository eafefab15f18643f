"""Who we are among the processes of this and other machines: pid, start time and host together."""

from __future__ import annotations

import hashlib
import os
import re
import socket
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["Owner", "is_running", "this_process"]


@dataclass(frozen=True, slots=True)
class Owner:
    """A process that cannot be mistaken for a later one with the same pid.

    `started` is the start time in the kernel's clock ticks, 0 where the system does not tell it; `host` is a short
    digest of host name and boot, so that a pid is never looked up on the wrong machine or after a restart.
    """

    pid: int
    started: int
    host: str

    def word(self) -> str:
        """The owner as one word for a file name.

        >>> Owner.from_word(Owner(12, 345, "a1b2c3d4").word())
        Owner(pid=12, started=345, host='a1b2c3d4')
        """
        return f"{self.pid}-{self.started}-{self.host}"

    @classmethod
    def from_word(cls, word: str) -> Owner | None:
        """The owner written by `word`, or None for another word."""
        found = re.fullmatch(r"(\d{1,10})-(\d{1,20})-([0-9a-f]{8})", word)
        return cls(int(found[1]), int(found[2]), found[3]) if found else None


def this_process() -> Owner:
    """The process that runs this; looked up once, since it is asked for at every request."""
    return _owner(os.getpid())


@cache
def _owner(pid: int) -> Owner:
    return Owner(pid, _started(pid) or 0, host_mark())


def is_running(owner: Owner) -> bool | None:
    """Whether that process still runs; None where it cannot be known because it is on another host."""
    if owner.host != host_mark():
        return None
    try:
        os.kill(owner.pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # another user's process: it is there
        pass
    started = _started(owner.pid)
    return not (started and owner.started and started != owner.started)


@cache
def host_mark() -> str:
    """Eight hexadecimal digits for this machine since its last start."""
    return hashlib.sha256(f"{socket.gethostname()} {_boot()}".encode()).hexdigest()[:8]


def _boot() -> str:
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return ""


def _started(pid: int) -> int | None:
    """Field 22 of /proc/PID/stat (proc(5)); the command name before it may hold spaces and brackets."""
    try:
        line = Path(f"/proc/{pid}/stat").read_bytes()
        return int(line[line.rindex(b")") + 2 :].split()[19])
    except (OSError, ValueError, IndexError):
        return None
