"""What of a text is read: letters as letters, nothing that cannot be seen."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["readable"]

_UNSEEN = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SHAPES = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")


def readable(text: str) -> str:
    """A text without marks of direction and other unseen signs, shapes of Arabic letters as letters; what is read, not what is kept.

    >>> readable("Mar\u202ejiiat"), readable("\ufee3\ufeae\ufe9f\ufeca")
    ('Marjiiat', 'مرجع')
    """
    return _SHAPES.sub(lambda m: unicodedata.normalize("NFKC", m.group()), _UNSEEN.sub("", text))
