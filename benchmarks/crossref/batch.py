"""A large library through `refplug enrich --in-place`: speed, memory, and kill -9 at random moments.

    PYTHONPATH=src:tests python benchmarks/crossref/batch.py [--entries 2000] [--kills 6] [--seed 1] [--large 10000]

Asked: a run that was killed and started again ends with the same bytes as one that was left alone; a second run sends
nothing and changes nothing; memory does not grow with the number of answers.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

from support.crossref_stub import Control, running
from support.works import many

FREE = dict.fromkeys(("public-single", "public-array", "polite-single", "polite-array", "plus"), (200, 10))
ENTRY = "@article{{k{i},\n  title = {{Treatise number {i} on water rights}},\n  year  = 2019,\n  doi   = {{10.5555/many.{i}}},\n}}\n\n"


def serve(pipe: Connection, count: int) -> None:
    control = Control(latency_s=0.05, pools=FREE, enforce=True)
    with running(many(count), control) as stub:
        pipe.send(stub.url)
        while pipe.recv() == "count":
            pipe.send(len(control.seen))
            control.seen.clear()


class Bench:
    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder

    def command(self, name: str) -> tuple[list[str], dict[str, str], Path]:
        home = self.folder / name
        home.mkdir(exist_ok=True)
        environ = os.environ | {
            "REFPLUG_CROSSREF_URL": self.url,
            "REFPLUG_STATE": str(home / "state"),
            "REFPLUG_CACHE": str(home / "cache.sqlite"),
            "NO_COLOR": "1",
            "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src"),
        }
        return (
            [sys.executable, "-m", "refplug", "enrich", "library.bib", "--in-place", "--json"],
            environ,
            home,
        )

    def run(self, name: str) -> dict[str, int | float]:
        """Seconds by the clock and of the processor, and the peak memory in MB."""
        command, environ, home = self.command(name)
        started = time.monotonic()
        with (home / "out").open("wb") as out:
            child = subprocess.Popen(command, env=environ, cwd=home, stdout=out, stderr=subprocess.DEVNULL)
            _, status, usage = os.wait4(child.pid, 0)
        assert os.waitstatus_to_exitcode(status) == 0, status
        return {
            "seconds": round(time.monotonic() - started, 1),
            "cpu": round(usage.ru_utime + usage.ru_stime, 1),
            "MB": usage.ru_maxrss // 1024,
        }

    def kill_after(self, name: str, seconds: float) -> bool:
        """Whether the run was still under way when it was killed."""
        command, environ, home = self.command(name)
        child = subprocess.Popen(
            command, env=environ, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            child.wait()
            return True
        return False

    def library(self, name: str, count: int) -> None:
        home = self.folder / name
        home.mkdir(exist_ok=True)
        (home / "library.bib").write_text("".join(ENTRY.format(i=i) for i in range(count)), encoding="utf-8")

    def digest(self, name: str) -> str:
        home = self.folder / name
        files = (home / "library.bib", home / "library.refplug.jsonl")
        return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:16]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, default=2000)
    parser.add_argument("--large", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("fork").Process(
        target=serve, args=(there, max(options.entries, options.large)), daemon=True
    )
    server.start()
    folder = Path(tempfile.mkdtemp())
    bench = Bench(here.recv(), folder)
    chance = random.Random(options.seed)

    def requests() -> int:
        here.send("count")
        return int(here.recv())

    bench.library("whole", options.entries)
    whole = bench.run("whole")
    print(
        json.dumps({"run": "whole", "entries": options.entries, **whole, "requests": requests()}), flush=True
    )
    before = bench.digest("whole")
    again = bench.run("whole")
    same = before == bench.digest("whole")
    print(json.dumps({"run": "again", **again, "requests": requests(), "same bytes": same}), flush=True)
    bench.library("killed", options.entries)
    longest = 0.5 * float(whole["seconds"])
    killed = sum(bench.kill_after("killed", chance.uniform(0.5, longest)) for _ in range(options.kills))
    last = bench.run("killed")
    same = bench.digest("killed") == before
    print(
        json.dumps(
            {"run": "killed and resumed", "kills": killed, **last, "requests": requests(), "same bytes": same}
        ),
        flush=True,
    )
    if options.large:
        bench.library("large", options.large)
        large = bench.run("large")
        print(
            json.dumps({"run": "large", "entries": options.large, **large, "requests": requests()}),
            flush=True,
        )
    here.send("end")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
