"""Put a folder of hostile files through a command, one process a file, and report who broke a rule.

    python benchmarks/hostile/hostile_run.py FOLDER [--command "python -m refplug extract --json"] [--json] [--most N]

The rules are those of eval/hostile/README.md: no traceback, no signal; processor time and memory within the limits of the
kind (PDF 20 s and 768 MB, all others 10 s and 512 MB); exit code 0, or another with a message that names the file; no
file written, no input changed; no control byte on the terminal. "Read" counts the files that end with exit code 0;
"empty" those that are well-formed and hold no text, which is said. Exit code 0 when nobody broke a rule, else 1.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shlex
import stat
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

LIMITS = {".pdf": (20.0, 768.0)}
USUAL = (10.0, 512.0)
EMPTY = ("no text layer", "holds no text", "no text was found")
CONTROLS = bytes([*range(0x09), *range(0x0B, 0x20), 0x7F])
# A child begins with the peak memory of the process that forked it (Linux keeps it over exec), so the command is
# started by a small process of its own, which tells what the command used.
STARTER = """
import os, sys
pipe, command = int(sys.argv[1]), sys.argv[2:]
os.set_inheritable(pipe, False)
child = os.posix_spawnp(command[0], command, os.environ)
_, status, used = os.wait4(child, 0)
os.write(pipe, f"{os.waitstatus_to_exitcode(status)} {used.ru_utime + used.ru_stime} {used.ru_maxrss}".encode())
"""


@dataclass
class Outcome:
    """What one file did to the command."""

    file: str
    code: int
    cpu_s: float
    peak_mb: float
    message: str
    broken: list[str] = field(default_factory=list)


def run_one(command: list[str], path: Path, wall_s: float) -> Outcome:
    """The outcome of the command on one file, in an empty folder and without network."""
    before = digest(path)
    environment = {
        **os.environ,
        "REFPLUG_OFFLINE": "1",
        "NO_COLOR": "1",
        "http_proxy": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9",
    }
    with (
        tempfile.TemporaryDirectory() as folder,
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
    ):
        told_by, told_to = os.pipe()
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", STARTER, str(told_to), *command, str(path)],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            cwd=folder,
            env=environment,
            start_new_session=True,
            pass_fds=(told_to,),
        )
        os.close(told_to)
        hung = threading.Event()

        def stop() -> None:
            hung.set()
            os.killpg(process.pid, 9)

        timer = threading.Timer(wall_s, stop)
        timer.start()
        with os.fdopen(told_by) as report:
            code, cpu_s, peak_kb = report.read().split() or (-9, wall_s, 0)
        process.wait()
        timer.cancel()
        out.seek(0)
        err.seek(0)
        said, told = out.read(), err.read()
        outcome = Outcome(
            path.name, int(code), float(cpu_s), int(peak_kb) / 1024, told.decode("utf-8", "replace").strip()
        )
        outcome.broken = broken_rules(outcome, said, told, path, hung.is_set())
        if os.listdir(folder):
            outcome.broken.append("wrote a file")
    if digest(path) != before:
        outcome.broken.append("changed its input")
    return outcome


def broken_rules(outcome: Outcome, said: bytes, told: bytes, path: Path, is_hung: bool) -> list[str]:
    """The rules of the README that the outcome breaks."""
    cpu_s, memory_mb = LIMITS.get(path.suffix.lower(), USUAL)
    name = os.fsencode(path.name)
    is_plain = path.name.isascii() and path.name.isprintable()  # others are shown with escapes
    checks = {
        "hung": is_hung,
        "traceback": b"Traceback (most recent call last)" in said + told,
        "signal": outcome.code < 0 and not is_hung,
        "internal fault": outcome.code == 1,
        "processor time": outcome.cpu_s > cpu_s,
        "memory": outcome.peak_mb > memory_mb,
        "no message": outcome.code != 0 and not told.strip(),
        "message without the file": outcome.code != 0
        and bool(told.strip())
        and is_plain
        and name not in told,
        "control bytes": any(byte in CONTROLS for byte in said + told),
    }
    return [rule for rule, is_broken in checks.items() if is_broken]


def digest(path: Path) -> str:
    """SHA-256 of a plain file; of everything else its kind."""
    try:
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > 10**9:
            return f"{status.st_mode}"
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as fault:
        return str(fault.errno)


def files_of(folder: Path, most: int) -> list[Path]:
    """The files of a folder, odd ones included, in order; every n-th if there are more than `most`."""
    files = (
        [folder]
        if not folder.is_dir()
        else sorted(path for path in folder.rglob("*") if not (path.is_dir() and not path.is_symlink()))
    )
    files = [path for path in files if path.name != "EXPECT.json"]
    return files if not most or len(files) <= most else files[:: -(-len(files) // most)]


def summary(outcomes: list[Outcome]) -> dict[str, object]:
    """The figures of a run."""
    times = sorted(outcome.cpu_s for outcome in outcomes)
    empty = sum(outcome.code != 0 and any(word in outcome.message for word in EMPTY) for outcome in outcomes)
    return {
        "files": len(outcomes),
        "read": sum(outcome.code == 0 for outcome in outcomes),
        "empty": empty,
        "refused": sum(outcome.code != 0 for outcome in outcomes) - empty,
        "rule-breakers": sum(bool(outcome.broken) for outcome in outcomes),
        "cpu p99 s": round(times[int(0.99 * (len(times) - 1))], 2) if times else 0,
        "cpu worst s": round(times[-1], 2) if times else 0,
        "peak MB": round(max((outcome.peak_mb for outcome in outcomes), default=0), 1),
        "exit codes": dict(sorted(Counter(outcome.code for outcome in outcomes).items())),
    }


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="+")
    parser.add_argument("--command", default=f"{sys.executable} -m refplug extract --json")
    parser.add_argument(
        "--most", type=int, default=0, help="at most so many files of a folder, spread over it"
    )
    parser.add_argument(
        "--wall", type=float, default=180.0, help="seconds after which a process counts as hung"
    )
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    code = 0
    for folder in options.folder:
        outcomes = [
            run_one(shlex.split(options.command), path.absolute(), options.wall)
            for path in files_of(folder, options.most)
        ]
        figures = summary(outcomes)
        code |= bool(figures["rule-breakers"])
        print(
            json.dumps({"folder": str(folder), **figures})
            if options.json
            else f"{folder}: " + ", ".join(f"{k} {v}" for k, v in figures.items())
        )
        for outcome in outcomes:
            if outcome.broken:
                print(
                    f"  {', '.join(outcome.broken)}: {outcome.file} (exit {outcome.code}, {outcome.cpu_s:.1f} s, {outcome.peak_mb:.0f} MB) {outcome.message[:200]!r}",
                    file=sys.stderr,
                )
    return code


if __name__ == "__main__":
    sys.exit(main())
