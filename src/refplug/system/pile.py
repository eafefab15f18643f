"""Rows that may be many: in memory while they are few, beyond that in a temporary file without a name."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Collection, Iterator
from typing import Any, Generic, TypeVar

from refplug.system.reading import told

__all__ = ["Pile"]

T = TypeVar("T")
_IN_MEMORY = 1 << 20  # bytes
_AT_ONCE = 1 << 16  # bytes read ahead


class Pile(Generic[T], Collection[T]):
    """A list that only grows, read in order as often as wanted.

    `pack` makes something that JSON can hold of a row, `unpack` makes the row again; values themselves go without.

    >>> pile = Pile[int]()
    >>> pile.add(3); pile.add(4)
    >>> len(pile), list(pile), 4 in pile
    (2, [3, 4], True)

    The file is gone with the process, however it ends. `RunAborted` where the disk takes no more.
    """

    def __init__(
        self,
        pack: Callable[[T], Any] = lambda row: row,
        unpack: Callable[[Any], T] = lambda row: row,
        *,
        in_memory: int = _IN_MEMORY,
    ) -> None:
        self._pack, self._unpack = pack, unpack
        self._file = tempfile.SpooledTemporaryFile(max_size=in_memory)  # noqa: SIM115  as long as the pile
        self._count = self._end = 0

    def add(self, row: T) -> None:
        """Put a row behind the others."""
        line = json.dumps(self._pack(row), ensure_ascii=False, separators=(",", ":")) + "\n"
        try:
            self._file.seek(self._end)
            self._file.write(line.encode("utf-8", "surrogatepass"))
            self._end = self._file.tell()
        except OSError as error:
            raise told(tempfile.gettempdir(), error, "used for what is waiting") from error
        self._count += 1

    def __iter__(self) -> Iterator[T]:
        at = 0
        while at < self._end:
            self._file.seek(at)  # several readers may be under way, and a writer
            lines = self._file.readlines(_AT_ONCE)
            at = self._file.tell()
            for line in lines:
                yield self._unpack(json.loads(line.decode("utf-8", "surrogatepass")))

    def __len__(self) -> int:
        return self._count

    def __contains__(self, row: object) -> bool:
        return any(one == row for one in self)
