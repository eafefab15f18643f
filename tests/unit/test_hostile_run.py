"""The runner of hostile files: it sees who breaks a rule, and finds none over a small set of ours."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from support import papers

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it counts processor time with wait4")


@pytest.fixture(scope="module")
def runner(root: Path) -> ModuleType:
    path = root / "benchmarks" / "hostile" / "hostile_run.py"
    spec = importlib.util.spec_from_file_location("hostile_run", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["hostile_run"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("raise ValueError", "traceback"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGTERM)", "signal"),
        ("raise SystemExit(4)", "no message"),
        ("import sys; print('no name', file=sys.stderr); raise SystemExit(4)", "message without the file"),
        ("print('\\x1b[2J')", "control bytes"),
        ("open('owned', 'w').close()", "wrote a file"),
        ("import sys; open(sys.argv[1], 'a').write('x')", "changed its input"),
        ("import sys; print(sys.argv[1], 'is empty', file=sys.stderr); raise SystemExit(4)", None),
        ("print('{}')", None),
    ],
)
def test_each_rule_is_seen_broken(runner: ModuleType, tmp_path: Path, code: str, rule: str | None) -> None:
    file = tmp_path / "bad.txt"
    file.write_text("x")
    outcome = runner.run_one([sys.executable, "-c", code], file, 20)
    assert (rule in outcome.broken) if rule else outcome.broken == []


def test_our_own_hostile_papers_break_no_rule(
    runner: ModuleType, tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(root / "src"))  # the command runs in another folder
    bomb = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><article><front>&x;</front></article>'
    for name, data in {
        "empty.pdf": b"",
        "login.pdf": b"<html><body>no access</body></html>",
        "drawn.pdf": papers.sheet(b"0 0 m 10 10 l S"),
        "cut.docx": b"PK\x03\x04 cut",
        "bomb.xml": bomb.encode(),
        "deep.html": b"<html>" + b"<div>" * 3000 + b"\x1b[2J",
    }.items():
        (tmp_path / name).write_bytes(data)
    command = [sys.executable, "-m", "refplug", "extract", "--json"]
    outcomes = [runner.run_one(command, path, 60) for path in runner.files_of(tmp_path, 0)]
    assert [(outcome.file, outcome.broken) for outcome in outcomes if outcome.broken] == []
    assert runner.summary(outcomes)["empty"] == 1
    assert {outcome.file for outcome in outcomes if outcome.code == 0} == {"deep.html"}
