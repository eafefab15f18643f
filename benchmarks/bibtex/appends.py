"""Eight processes append two hundred entries each to one file: are there 1,600 afterwards, and the first bytes unharmed?

usage: appends.py [--processes 8] [--entries 200]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from refplug.formats.bibtex import Document

CHILD = """
import sys
from pathlib import Path
from refplug.formats.bibtex import Document
from refplug.system.files import FileChange, locked, read_file, save
target, state, name, count = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
for number in range(count):
    with locked(target, timeout_s=120):
        before = read_file(target)
        document = Document.parse(before or b"", "shared.bib").append(f"@misc{{{name}-{number}, title = {{T}}}}")
        save([FileChange(target, before, document.dump())], "append", state=state)
"""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--entries", type=int, default=200)
    args = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="appends"))
    target = folder / "shared.bib"
    head = "% mine, in latin letters: é\n".encode()
    target.write_bytes(head)
    start = time.monotonic()
    command = [sys.executable, "-c", CHILD, str(target), str(folder / "state")]
    children = [subprocess.Popen([*command, f"p{n}", str(args.entries)]) for n in range(args.processes)]
    codes = [child.wait() for child in children]
    document = Document.parse(target.read_bytes(), "shared.bib")
    found, wanted = len({entry.citekey for entry in document.entries}), args.processes * args.entries
    print(
        f"{found} of {wanted} entries, exit codes {set(codes)}, {time.monotonic() - start:.1f} s, head kept: {target.read_bytes().startswith(head)}"
    )
    print("left over:", [path.name for path in folder.iterdir() if path.name not in ("shared.bib", "state")])
    return 0 if found == wanted else 1


if __name__ == "__main__":
    sys.exit(main())
