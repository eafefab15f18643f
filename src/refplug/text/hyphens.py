"""Words parted at line ends: when the hyphen goes, and when it stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from refplug.model import Span
from refplug.text.edits import Edit, EditKind

__all__ = ["hyphen_edits"]

_PARTED = re.compile(
    r"(?<![^\W\d_])([^\W\d_]{1,40})([-\u2010\u00ad\u00ac])[ \t]{0,8}\n[ \t]{0,40}([^\W\d_]{1,40})"
)


def hyphen_edits(
    text: str, *, is_known: Callable[[str], bool], is_protected: Callable[[str], bool]
) -> Iterator[Edit]:
    r"""One edit per word parted at a line end: "objec-\ntives" loses hyphen and line end, "U.S.-\nled" the line end only.

    In a sample of 1,139 line-end hyphens of real headers one in ten belonged to the word (`docs/repair.md`).
    """
    for found in _PARTED.finditer(text):
        first, second = found.group(1), found.group(3)
        joined = first + second
        span = Span(found.start(2), found.start(3))
        if is_known(joined) or (second.islower() and not is_known(first)):
            yield Edit(span, "", EditKind.HYPHEN, f"“{joined}” was parted at the line end")
        else:
            yield Edit(span, "-", EditKind.HYPHEN, f"“{first}-{second}” keeps its hyphen")
