"""A file of answers, one JSON line a paper, that a run which was broken off can go on with.

Each line is written whole and handed to the system before the next paper is begun, so that an end at any moment costs
the paper under way and no other. A line that was cut is dropped on the way back in.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Self

from refplug.errors import ExitCode, RunAborted

__all__ = ["Answers"]


class Answers:
    """Answers written to a file, in order.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "out.jsonl"
    ...     _ = path.write_bytes(b'{"file":"a.pdf"}\\n{"file":"b.p')
    ...     with Answers(path, is_resumed=True) as answers:
    ...         ahead = list(answers.left(["a.pdf", "b.pdf"]))
    ...         answers.put('{"file":"b.pdf"}')
    ...     text = path.read_text()
    >>> ahead, text
    (['b.pdf'], '{"file":"a.pdf"}\\n{"file":"b.pdf"}\\n')

    Raises `RunAborted` where the file is there and nobody said to go on with it, holds something else than answers, or
    cannot be written.
    """

    def __init__(self, path: Path, *, is_resumed: bool) -> None:
        self.path = path
        self._done: Counter[str] = Counter()
        try:
            self._stream: BinaryIO = path.open("r+b" if is_resumed and path.exists() else "xb")
            self._stream.truncate(self._whole())
            self._stream.seek(0, 2)
        except FileExistsError as error:
            message = f"{path} exists; --resume goes on with it, or give another name"
            raise RunAborted(message, ExitCode.CONFLICT) from error
        except OSError as error:
            raise RunAborted(f"{path} cannot be written ({error.strerror}); nothing was read") from error

    def _whole(self) -> int:
        """How many bytes of the file are whole answers; the files that they speak of are noted."""
        end = 0
        if not self._stream.readable():
            return end
        for number, line in enumerate(self._stream, 1):
            if not line.endswith(b"\n"):
                break
            self._done[_file_of(line, self.path, number)] += 1
            end += len(line)
        return end

    def left(self, names: Iterable[str]) -> Iterator[str]:
        """The names that have no answer yet, in order; one given twice has two answers."""
        done = self._done.copy()
        for name in names:
            if done[name]:
                done[name] -= 1
            else:
                yield name

    def put(self, line: str) -> None:
        """Write one answer."""
        try:
            self._stream.write(line.encode("utf-8", "replace") + b"\n")
            self._stream.flush()
        except OSError as error:
            message = f"{self.path} cannot be written ({error.strerror}); --resume goes on where it stopped"
            raise RunAborted(message) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()


def _file_of(line: bytes, path: Path, number: int) -> str:
    try:
        return str(json.loads(line)["file"])
    except (ValueError, KeyError, TypeError) as error:
        message = f"{path}: line {number} is no answer of extract; nothing was changed"
        raise RunAborted(message, ExitCode.CONFLICT) from error
