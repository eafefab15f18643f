"""The frames in which parent and child talk over pipes.

Four bytes of length, a JSON header, eight bytes of length, raw bytes. No pickle crosses the line, since a child that
reads a hostile file is not to be believed more than the file.
"""

from __future__ import annotations

import io
import json
import struct
from collections.abc import Mapping
from typing import Any, BinaryIO

__all__ = ["receive", "send"]

_HEAD = struct.Struct(">IQ")
_MOST_HEADER = 256 * 1024 * 1024  # an answer longer than this is a fault of the child, not an answer


def send(stream: BinaryIO | io.BufferedIOBase | Any, header: Mapping[str, Any], data: bytes = b"") -> None:
    """Write one frame."""
    encoded = json.dumps(header, ensure_ascii=False).encode("utf-8", "surrogatepass")
    stream.write(_HEAD.pack(len(encoded), len(data)))
    stream.write(encoded)
    stream.write(data)
    stream.flush()


def receive(stream: Any) -> tuple[dict[str, Any], bytes] | None:
    """One frame, or None at the end. Raises ValueError on what is no frame of ours."""
    head = stream.read(_HEAD.size)
    if not head:
        return None
    if len(head) < _HEAD.size:
        raise ValueError("cut frame")
    size, more = _HEAD.unpack(head)
    if size > _MOST_HEADER:
        raise ValueError("frame too long")
    encoded, data = stream.read(size), stream.read(more)
    if len(encoded) < size or len(data) < more:
        raise ValueError("cut frame")
    header = json.loads(encoded.decode("utf-8", "surrogatepass"))
    if not isinstance(header, dict):
        raise ValueError("not a header")
    return header, data
