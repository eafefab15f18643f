"""Files that are dear to their user: replaced whole or not at all, locked, journaled, undone byte for byte.

The one place to import from; the parts live in `disk` (read, replace), `locks` and `journal`.
"""

from refplug.system.disk import ABSENT, DISK, MAX_BYTES, Disk, digest, read_file, replace_file
from refplug.system.journal import FileChange, history, record_change, save, undo
from refplug.system.locks import lock_path, locked
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
