"""Files that are dear to their user: replaced whole or not at all, locked, journaled, undone byte for byte.

The one place to import from; the parts live in `reading`, `replacing`, `locks`, `journal`, and `disk` (the calls).
"""

from refplug.system.disk import DISK, Disk
from refplug.system.journal import FileChange, history, record_change, save, undo
from refplug.system.locks import lock_path, locked
from refplug.system.reading import ABSENT, MAX_BYTES, digest, read_file
from refplug.system.replacing import replace_file
from refplug.system.streamed import save_pieces

__all__ = [
    "ABSENT",
    "DISK",
    "MAX_BYTES",
    "Disk",
    "FileChange",
    "digest",
    "history",
    "lock_path",
    "locked",
    "read_file",
    "record_change",
    "replace_file",
    "save",
    "save_pieces",
    "undo",
]
