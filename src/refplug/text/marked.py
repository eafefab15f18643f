"""Marks that publishers put before the title of a work when something has happened to it; they are no part of it."""

from __future__ import annotations

import re

__all__ = ["unmarked"]

_MARK = re.compile(
    r"^\W{0,3}(?:retracted|withdrawn|removed)(?:\s+(?:article|paper|chapter|publication))?\s*[:\]\-–—]\s*(?=\w)",
    re.IGNORECASE,
)


def unmarked(title: str) -> str:
    """The title as it was before the work was retracted, withdrawn or removed.

    >>> unmarked("RETRACTED ARTICLE: Canals of Khuzistan"), unmarked("[Retracted] Canals")
    ('Canals of Khuzistan', 'Canals')

    "Retraction: …" and "Retraction notice to …" name the notice, which is another work, and are left alone.
    """
    return _MARK.sub("", title, count=1)
