"""Examples at the end of a command's `--help`: a line each, as somebody would type it."""

from __future__ import annotations

__all__ = ["examples"]


def examples(*lines: str) -> str:
    """The epilog of a command's help; click leaves the line ends of what stands behind a backspace character alone.

    >>> examples("refplug cite paper.txt")
    '\\x08\\nExamples:\\n  refplug cite paper.txt'
    """
    return "\n".join(("\b", "Examples:", *(f"  {line}" for line in lines)))
