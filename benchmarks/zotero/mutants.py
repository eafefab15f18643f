"""Break the sync engine on purpose and see the schedules notice: `python benchmarks/zotero/mutants.py`.

Each mutant is one change in a copy of `src`; `tests/properties/test_zotero_sync.py` must fail on every one of them.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ZOTERO = "refplug/sinks/zotero/"
WRITE = "transport.write([one.body for one in batch], intent.token, stand)"
TOKEN = ('"Zotero-Write-Token": token', '"X-Nothing": token')
# name: for each change the file, what stands there, what is put in its place. What is guarded twice is broken twice.
MUTANTS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "a batch names no library version, an item no version of its own": (
        (ZOTERO + "send.py", WRITE, "transport.write([{**one.body, 'version': 10**9} if one.body.get('version') else one.body "
         "for one in batch], intent.token, None)"),
    ),
    "a creation is sent again without its key, its token and the library version": (
        (ZOTERO + "push.py", "if self.transport.takes_keys:", "if False:"),
        (ZOTERO + "web.py", *TOKEN),
        (ZOTERO + "local.py", *TOKEN),
        (ZOTERO + "send.py", WRITE, "transport.write([one.body for one in batch], intent.token, None)"),
    ),
    "what a batch reports as failed counts as written": (
        (ZOTERO + "send.py", "if refusal.code in (404, 412, 428):",
         "settled(writing, state, one.memo, {**one.memo['before'], **one.body})\n                if True:"),
    ),
    "in a conflict our value wins": (
        ("refplug/reconcile/threeway.py", "outgoing=tuple(sorted(ours - agreed - clashing)),",
         "outgoing=tuple(sorted(ours - agreed)),"),
    ),
    "in a conflict their value wins": (
        ("refplug/reconcile/threeway.py", "incoming=tuple(sorted(others - agreed - clashing)),",
         "incoming=tuple(sorted(others - agreed)),"),
    ),
    "Retry-After is not waited for": (
        ("refplug/system/http/door.py", "wait_s = self._asked_to_wait(answer, ask.lane, attempt, patience)", "wait_s = 0.1"),
    ),
    "Backoff is not waited for": (
        (ZOTERO + "calls.py", "if (pause := _seconds(", "if False and (pause := _seconds("),
    ),
    "the newest library version seen is kept though the library moved while it was read": (
        (ZOTERO + "refresh.py", "if stands != {live.version}:", "if False:"),
        (ZOTERO + "refresh.py", "writing.stand(live.version)", "writing.stand(max(stands))"),
    ),
    "a pull is not remembered before the file is written": (
        (ZOTERO + "pull.py", "        writing.promise(body)", "        writing.promise(None)"),
    ),
    "the journal is not looked at after a crash": ((ZOTERO + "engine.py", "if state.intents():", "if False:"),),
    "a list of tags is sent without the tags that others added": (
        (ZOTERO + "facets.py", "    return [*kept, *new]", "    return [*new]"),
    ),
}  # fmt: skip


def is_caught(name: str, schedules: int, seed: int) -> bool:
    """Whether the schedules fail on the mutant."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "src"
        shutil.copytree(ROOT / "src", source, ignore=shutil.ignore_patterns("__pycache__"))
        for place, old, new in MUTANTS[name]:
            text = (source / place).read_text(encoding="utf-8")
            if text.count(old) != 1:
                sys.exit(f"{place} has {text.count(old)} times {old!r}: the mutant is out of date")
            (source / place).write_text(text.replace(old, new), encoding="utf-8")
        test = str(ROOT / "tests" / "properties" / "test_zotero_sync.py")
        command = [sys.executable, "-m", "pytest", "-q", test, f"--hypothesis-seed={seed}"]
        environment = {**os.environ, "REFPLUG_SCHEDULES": str(schedules), "REFPLUG_SHRINK": "0", "PYTHONPATH": str(source),
                       "PYTHONDONTWRITEBYTECODE": "1"}  # fmt: skip
        ended = subprocess.run(
            command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
    if ended.returncode not in (0, 1):
        sys.exit(ended.stdout + ended.stderr)
    why = [line for line in ended.stdout.splitlines() if line.startswith("E ") and "Error:" in line]
    print(
        f"{'caught' if ended.returncode else 'MISSED'}  {name}",
        *(line[1:].strip() for line in why[:1]),
        sep="\n    ",
    )
    return bool(ended.returncode)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--schedules", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="mutants whose name holds this")
    options = parser.parse_args()
    names = [name for name in MUTANTS if options.only in name]
    caught = sum(is_caught(name, options.schedules, options.seed) for name in names)
    print(f"{caught} of {len(names)} caught")
    sys.exit(caught < len(names))


if __name__ == "__main__":
    main()
