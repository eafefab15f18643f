"""Which fields of a MARC record `parse.py` makes nothing of: they stay in the raw record, and go in no other format."""

from __future__ import annotations

import json

__all__ = ["READ", "unread_tags"]

READ = frozenset(
    "020 022 024 035 041 090 100 110 111 245 250 260 264 300 490 500 502 520 653 655 700 710 711 765 773 856 880".split()
)
# how the record itself was made, in which encoding, and what kind of thing it is: the record's type says that
_OF_THE_RECORD = frozenset("005 006 007 008 040 066 336 337 338 588 883".split())


def unread_tags(kept: str) -> tuple[str, ...]:
    """The tags in a raw record (`Record.custom` under `marc:record`) that hold what no field of the model has, in order.

    >>> unread_tags('["00000nam", [["001", "7"], ["245", "10", [["a", "On Law"]]], ["650", " 0", [["a", "Law"]]]]]')
    ('001', '650')
    """
    tags = sorted({field[0] for field in json.loads(kept)[1]})
    return tuple(tag for tag in tags if tag not in READ and tag not in _OF_THE_RECORD)
