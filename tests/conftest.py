"""Shared fixtures. No test leaves loopback, sleeps, or depends on order."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import settings

# A machine under load is no failure of the code; time is measured in benchmarks/. CI judges a change by the same
# examples each time; every run at a desk looks at new ones, and what it finds becomes an @example.
settings.register_profile("steady", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "steady")

ROOT = Path(__file__).resolve().parent.parent
EVAL = ROOT.parent / "shared" / "eval"


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def eval_data() -> Path:
    """The evaluation data beside the checkout; a test that measures against it says so when it is not there."""
    if not EVAL.is_dir():
        pytest.skip(f"no evaluation data at {EVAL}")
    return EVAL


class Ended(NamedTuple):
    """How a command ended: exit code, data, messages."""

    code: int
    out: str
    err: str


@pytest.fixture
def refplug(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[..., Ended]:
    """The command line, called in this process in a clean home, offline; gives exit code, stdout, stderr."""
    home = tmp_path_factory.mktemp("home")
    for name in ("CONFIG", "CACHE", "STATE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("REFPLUG_OFFLINE", "1")
    monkeypatch.setenv("NO_COLOR", "1")

    def call(*arguments: object) -> Ended:
        from refplug.cli import main

        monkeypatch.setattr(sys, "argv", ["refplug", *map(str, arguments)])
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfd.readouterr()
        return Ended(int(ended.value.code or 0), out, err)

    return call
