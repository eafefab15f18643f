"""Shared fixtures. No test leaves loopback, sleeps, or depends on order."""

from __future__ import annotations

from pathlib import Path

import pytest

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
