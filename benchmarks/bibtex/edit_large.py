"""Edit one field in a large file, save with lock, journal and syncs, undo: each against reading the file.

usage: edit_large.py FILE.bib   (make_large.py makes one)
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

from refplug.formats.bibtex import Document
from refplug.system.files import FileChange, digest, locked, read_file, save, undo


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="editlarge"))
    path = folder / "large.bib"
    shutil.copyfile(sys.argv[1], path)
    start = time.process_time()
    before = read_file(path)
    document = Document.parse(before or b"", path.name)
    reading = time.process_time() - start
    citekey = document.entries[len(document.entries) // 2].citekey
    start = time.process_time()
    with locked(path):
        save(
            [FileChange(path, before, document.set_field(citekey, "note", "edited").dump())],
            "edit",
            state=folder / "state",
        )
    editing = time.process_time() - start
    start = time.process_time()
    with locked(path):
        undo(path, state=folder / "state")
    undoing = time.process_time() - start
    same = digest(read_file(path)) == digest(before)
    print(
        f"reading {reading:.2f} s CPU; edit and save {editing:.2f} s ({editing / reading:.2f} x); undo {undoing:.2f} s, byte for byte: {same}"
    )
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
