"""A child that syncs one file with a stand-in, or does a command, and kills itself (SIGKILL) at its n-th step.

Steps are what reaches the world.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from refplug.library.zotero_desk import Where, desk
from refplug.library.zotero_pull import apply_pull, plan_pull
from refplug.ports import WriteOptions
from refplug.sinks.zotero.compare import compare
from refplug.sinks.zotero.engine import push, read_library
from refplug.system.book import Book
from refplug.system.disk import Disk
from refplug.system.http import RequestsTransport
from refplug.system.settings import load_settings


class Steps:
    """Counts steps down; at the last one the process is gone. `log` names them."""

    def __init__(self, last: int) -> None:
        self.left, self.log = last, []

    def step(self, name: str) -> None:
        self.log.append(name)
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def around(cls: type, name: str, steps: Steps) -> None:
    """A step before and a step after each call."""
    real = getattr(cls, name)

    def watched(self: Any, *arguments: Any, **named: Any) -> Any:
        steps.step(f"before {name}")
        made = real(self, *arguments, **named)
        steps.step(f"after {name}")
        return made

    setattr(cls, name, watched)


def sync(file: Path) -> None:
    """Push, then pull."""
    with desk(file, Where(kind="web"), load_settings(folder=None)) as opened:
        push(opened.online, opened.state, opened.shelf, opened.choices())
    with desk(file, Where(kind="web"), load_settings(folder=None)) as opened:
        read_library(opened.online, opened.state)
        pull = plan_pull(
            compare(opened.state, opened.shelf, opened.choices()),
            opened.state,
            opened.shelf,
            opened.record_of,
            opened.choices(),
            WriteOptions(),
            server=opened.server,
            library=opened.library,
            remake=opened.shelf_of,
        )
        apply_pull(pull, opened.state)


def command(file: Path, words: list[str]) -> None:
    """`refplug zotero` with these words."""
    from refplug.cli import main as refplug

    sys.argv = ["refplug", "zotero", *words, str(file)]
    try:
        refplug()
    except SystemExit as ended:
        if ended.code:
            raise


def main(file: Path, last: int, words: list[str]) -> None:
    steps = Steps(last)
    real = RequestsTransport.__call__

    def sent(self: RequestsTransport, outgoing: Any) -> Any:
        if outgoing.method != "POST":
            return real(self, outgoing)
        steps.step("before POST")
        answer = real(self, outgoing)
        steps.step("after POST")
        return answer

    RequestsTransport.__call__ = sent
    around(Disk, "rename", steps)
    begin = Book.change

    def change(self: Book) -> Any:
        steps.step("before a transaction")
        return begin(self)

    Book.change = change
    command(file, words) if words else sync(file)
    print(len(steps.log), *steps.log, sep="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
