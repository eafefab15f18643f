"""kill -9 at every write, rename and sync of a save, and at random moments: is the file always the old or the new one?

usage: kill_loop.py [--sizes 1000,1000000,50000000] [--random N]

A child process saves; it sends itself SIGKILL before its n-th call to the disk, for n = 0, 1, … until it gets
through; then N children are killed from outside after a random time. After each the file is compared by SHA-256, a
further save must work, and it must clear what the killed one left.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from refplug.system.files import digest

CHILD = """
import os, signal, sys
from pathlib import Path
from refplug.system.files import Disk, FileChange, locked, read_file, save
target, state, kill_at, size = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
calls = 0
class Deadly(Disk):
    pass
def deadly(name):
    def call(self, *args):
        global calls
        if calls == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        calls += 1
        if name == "write":
            args = (args[0], args[1][: max(1 << 16, size // 8)])
        return getattr(Disk, name)(self, *args)
    return call
for name in ("create", "write", "copy_rights", "sync", "close", "rename", "sync_folder", "unlink", "overwrite", "truncate"):
    setattr(Deadly, name, deadly(name))
print("ready", flush=True)
with locked(target):
    save([FileChange(target, read_file(target), b"N" * size)], "kill loop", state=state, disk=Deadly())
"""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default="1000,1000000,50000000")
    parser.add_argument("--random", type=int, default=40)
    args = parser.parse_args()
    bad = 0
    for size in map(int, args.sizes.split(",")):
        for linked in (False, True):
            folder = Path(tempfile.mkdtemp(prefix="killloop"))
            bad += loop(folder, size, linked, args.random)
    print("all old or new" if not bad else f"{bad} files were neither old nor new")
    return 1 if bad else 0


def loop(folder: Path, size: int, linked: bool, at_random: int) -> int:
    target, state = folder / "refs.bib", folder / "state"
    old, new = b"O" * size, b"N" * size
    known = {digest(old), digest(new)}
    bad = kills = 0
    chance = random.Random(size)
    n = 0
    while True:
        reset(target, old, linked)
        code = run(target, state, n, size)
        bad += look(target, known)
        if code == 0:
            break
        kills += 1
        n += 1
    for _ in range(at_random):
        reset(target, old, linked)
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(target), str(state), "-1", str(size)], stdout=subprocess.PIPE
        )
        assert child.stdout
        child.stdout.readline()
        time.sleep(chance.random() * (0.01 + size / 4e8))
        child.send_signal(signal.SIGKILL)
        child.wait()
        bad += look(target, known)
    left = [name for name in os.listdir(folder) if name not in ("refs.bib", "twin.bib", "state")]
    run(target, state, -1, size)
    after = [name for name in os.listdir(folder) if name not in ("refs.bib", "twin.bib", "state")]
    kind = "hard-linked" if linked else "plain"
    print(
        f"{size:>11,} bytes, {kind:11}: {kills} kills at each call, {at_random} at random; {len(left)} files left over, {len(after)} after the next save",
        flush=True,
    )
    return bad + len([name for name in after if "tmp" in name])


def reset(target: Path, old: bytes, linked: bool) -> None:
    target.unlink(missing_ok=True)
    twin = target.with_name("twin.bib")
    twin.unlink(missing_ok=True)
    target.with_name(f".{target.name}.refplug-pending").unlink(missing_ok=True)
    target.write_bytes(old)
    if linked:
        os.link(target, twin)


def run(target: Path, state: Path, kill_at: int, size: int) -> int:
    return subprocess.run(
        [sys.executable, "-c", CHILD, str(target), str(state), str(kill_at), str(size)],
        capture_output=True,
        check=False,
    ).returncode


def look(target: Path, known: set[str]) -> int:
    """1 where a reader that opens the file with our own reading finds neither the old nor the new bytes."""
    from refplug.system.files import read_file

    return int(digest(read_file(target)) not in known)


if __name__ == "__main__":
    sys.exit(main())
