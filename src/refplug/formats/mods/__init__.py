"""MODS 3.8 with both scripts: a romanized title or name and its original, tied by `altRepGroup`.

Source: Metadata Object Description Schema (Library of Congress), the elements titleInfo, name, originInfo, relatedItem.
ALA-LC is the default for what has to be romanized. What MODS says and is not read here is told.
"""

from refplug.formats.marc.build import DEFAULT_SCHEME
from refplug.formats.mods.build import write, write_stream
from refplug.formats.mods.parse import read, read_stream

__all__ = ["DEFAULT_SCHEME", "read", "read_stream", "write", "write_stream"]
