"""Figures of the Zotero sync: write requests for 500 new items, CPU of a status over 10,000 items, dry run against run.

PYTHONPATH=tests .venv/bin/python benchmarks/zotero/sync.py
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from support.zotero_stub import running

SUBJECTS = ("Law", "Pilgrimage", "Authority", "Iraq", "Shrine", "Custody", "Scholars", "Najaf")


def entry(number: int) -> str:
    subject = SUBJECTS[number % len(SUBJECTS)]
    return (
        f"@article{{key{number},\n  author = {{Author{number}, Given and al-Sīstānī, ʿAlī}},\n"
        f"  title = {{{subject} and the Study of Matter {number}}},\n  journal = {{Journal of {subject}}},\n"
        f"  year = {{{1950 + number % 70}}},\n  volume = {{{number % 40}}},\n  pages = {{{number}--{number + 9}}},\n"
        f"  doi = {{10.1234/x{number}}},\n  keywords = {{{subject}, Marjaʿiyya, word {number}}},\n}}\n"
    )


def call(*arguments: str) -> tuple[str, float]:
    """Standard output of the command line, and its CPU seconds."""
    before = os.times()
    done = subprocess.run(
        [sys.executable, "-m", "refplug", *arguments], capture_output=True, text=True, check=False
    )
    after = os.times()
    assert done.returncode == 0, done.stderr
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return done.stdout + done.stderr, used


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, running() as stub:
        os.environ |= {
            "REFPLUG_STATE": f"{folder}/state",
            "XDG_CONFIG_HOME": f"{folder}/config",
            "REFPLUG_ZOTERO_URL": stub.url,
            "REFPLUG_ZOTERO_KEY": stub.key,
        }
        os.environ.pop("REFPLUG_OFFLINE", None)
        file = Path(folder) / "references.bib"
        file.write_text("\n".join(entry(number) for number in range(500)), "utf-8")
        shown, _ = call("zotero", "push", str(file), "--dry-run", "--json")
        bodies = [json.loads(line)["body"] for line in shown.splitlines() if line.startswith("{")]
        _, cpu = call("zotero", "push", str(file))
        sent = [one for write in stub.control.writes for one in json.loads(write.body)]
        print(
            f"500 new items: {len(stub.control.writes)} write requests, {len(stub.control.seen)} requests, {cpu:.2f} s CPU"
        )
        print(f"dry run = applied: {'yes' if bodies == sent else 'NO'} ({len(bodies)} bodies compared)")
        writes = len(stub.control.writes)
        call("zotero", "push", str(file))
        print(f"second push: {len(stub.control.writes) - writes} write requests")
        file.write_text("\n".join(entry(number) for number in range(10_000)), "utf-8")
        _, cpu = call("zotero", "push", str(file))
        print(f"9,500 more items: {len(stub.control.writes) - writes} write requests, {cpu:.1f} s CPU")
        said, cpu = call("zotero", "status", str(file), "--offline")
        print(f"status of 10,000 from cache: {cpu:.2f} s CPU ({said.splitlines()[1].strip()})")
        _, cpu = call("zotero", "status", str(file))
        print(f"status of 10,000 online, nothing new: {cpu:.2f} s CPU")


if __name__ == "__main__":
    main()
