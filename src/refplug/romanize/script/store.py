"""The model files: where they lie, that they are whole, what they hold.

Each file is compressed text, named in `models.tsv` with its SHA-256. A file that is not what the list says is refused:
a damaged model reads on without complaint and gives wrong vowels.
"""

from __future__ import annotations

import hashlib
import lzma
from functools import cache
from importlib.resources import files

from refplug.errors import ExitCode, RunAborted

__all__ = ["model_text", "unpacked"]


def _folder_bytes(name: str) -> bytes:
    return files("refplug.romanize").joinpath("data", "models", name).read_bytes()


@cache
def _checksums() -> dict[str, str]:
    try:
        rows = [line.split("\t") for line in _folder_bytes("models.tsv").decode("utf-8").splitlines()[1:]]
        return {row[0]: row[1] for row in rows}
    except (FileNotFoundError, UnicodeDecodeError, IndexError) as fault:
        message = "models.tsv: the list of model files is missing or damaged; install refplug again"
        raise RunAborted(message, ExitCode.INTERNAL_FAULT) from fault


@cache
def model_text(name: str) -> str:
    """The text of a shipped model file. Raises `RunAborted` where the file is missing or damaged."""
    try:
        packed = _folder_bytes(name)
        expected = _checksums()[name]
    except (FileNotFoundError, KeyError) as fault:
        raise RunAborted(
            f"{name}: model file missing; install refplug again", ExitCode.INTERNAL_FAULT
        ) from fault
    return unpacked(packed, expected, name)


def unpacked(packed: bytes, expected: str, name: str) -> str:
    """The text of a model file whose SHA-256 is `expected`. Raises `RunAborted` where it is another.

    >>> import hashlib, lzma
    >>> packed = lzma.compress("labels".encode())
    >>> unpacked(packed, hashlib.sha256(packed).hexdigest(), "vowels")
    'labels'
    """
    found = hashlib.sha256(packed).hexdigest()
    if found != expected:
        message = (
            f"{name}: damaged model file (SHA-256 {found[:12]}, not {expected[:12]}); install refplug again"
        )
        raise RunAborted(message, ExitCode.INTERNAL_FAULT)
    return lzma.decompress(packed).decode("utf-8")
