"""A pile holds what was put on it, in memory or on disk, for several readers at once."""

from __future__ import annotations

import errno
import tempfile

import pytest

from refplug.errors import RunAborted
from refplug.system.pile import Pile


@pytest.mark.parametrize("in_memory", [1, 100, 1 << 20])
def test_rows_come_back_in_order_as_often_as_wanted(in_memory: int) -> None:
    pile: Pile[str] = Pile(in_memory=in_memory)
    rows = [f"row {number}\n\u2028 \ud800 Ḥ" for number in range(1000)]
    for row in rows:
        pile.add(row)
    assert (list(pile), list(pile), len(pile)) == (rows, rows, 1000)


def test_reading_and_writing_take_turns() -> None:
    pile: Pile[int] = Pile(in_memory=10)
    pile.add(1)
    pile.add(2)
    one, other = iter(pile), iter(pile)
    assert (next(one), next(other)) == (1, 1)
    pile.add(3)
    assert (list(one), list(other)) == ([2, 3], [2, 3])


def test_values_of_any_kind_go_through_their_packing() -> None:
    pile: Pile[complex] = Pile(lambda row: [row.real, row.imag], lambda plain: complex(*plain))
    pile.add(1 + 2j)
    assert list(pile) == [1 + 2j]
    assert 1 + 2j in pile
    assert 3j not in pile


def test_a_full_disk_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    pile: Pile[int] = Pile()

    def full(data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pile._file, "write", full)
    with pytest.raises(RunAborted, match="the disk is full") as told:
        pile.add(1)
    assert tempfile.gettempdir() in str(told.value)
