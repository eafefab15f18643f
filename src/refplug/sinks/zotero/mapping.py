"""Record and Zotero item, both ways: what the sync engine and the commands use.

`item_of` writes a record as the JSON of an item, `record_of` reads one; `content` is what a record says, for comparing. How each
variable travels: docs/zotero-mapping.md.
"""

from refplug.sinks.zotero.item_of import item_of
from refplug.sinks.zotero.losses import content
from refplug.sinks.zotero.record_of import record_of

__all__ = ["content", "item_of", "record_of"]
