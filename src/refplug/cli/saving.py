"""Files that a command makes anew beside its main job: worksheets, and libraries in formats that are written as a whole."""

from __future__ import annotations

from pathlib import Path

from refplug.errors import ExitCode, RunAborted

__all__ = ["must_be_new", "save_new"]


def must_be_new(path: Path) -> None:
    """Stop (exit code 6) where a file is there already: a worksheet may hold what somebody filled in."""
    if path.exists():
        raise RunAborted(
            f"{path} is there already and is not replaced; give another name, or remove it; nothing was changed",
            ExitCode.CONFLICT,
        )


def save_new(path: Path, data: bytes, command: str) -> None:
    """Write a file where there is none, or where it would be the same; whole or not at all, and `undo` takes it back.

    Raises `RunAborted` (exit code 6) where another file stands there.
    """
    from refplug.system.files import FileChange, locked, read_file, save

    with locked(path):
        before = read_file(path)
        if before is not None and before != data:
            raise RunAborted(
                f"{path} is there already and is not replaced; give another name, or remove it",
                ExitCode.CONFLICT,
            )
        save([FileChange(path, before, data)], command)
