"""`refplug undo`."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from refplug.cli.undo import command
from refplug.errors import ExitCode, RunAborted
from refplug.system.files import FileChange, save


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


def test_the_last_change_is_taken_back_with_its_provenance(tmp_path: Path) -> None:
    bib, beside = tmp_path / "a.bib", tmp_path / "a.refplug.jsonl"
    bib.write_bytes(b"old\r\n")
    save([FileChange(beside, None, b"{}\n"), FileChange(bib, b"old\r\n", b"new\r\n")], "cite paper.txt")
    save([FileChange(bib, b"new\r\n", b"newer\r\n")], "enrich a.bib")
    listed = CliRunner().invoke(command, [str(bib), "--list"])
    assert "enrich a.bib" in listed.output
    assert CliRunner().invoke(command, [str(bib)]).exit_code == 0
    assert bib.read_bytes() == b"new\r\n"
    done = CliRunner().invoke(command, [str(bib)])  # recorded under the other file of the pair
    assert done.exit_code == 0, done.output
    assert bib.read_bytes() == b"old\r\n"
    assert not beside.exists()


def test_nothing_recorded_and_edited_since_are_told(tmp_path: Path) -> None:
    bib = tmp_path / "a.bib"
    with pytest.raises(RunAborted, match="no change by refplug is recorded"):
        CliRunner().invoke(command, [str(bib)], catch_exceptions=False)
    save([FileChange(bib, None, b"x")], "cite")
    bib.write_bytes(b"mine")
    with pytest.raises(RunAborted, match="changed since") as told:
        CliRunner().invoke(command, [str(bib)], catch_exceptions=False)
    assert told.value.exit_code is ExitCode.CONFLICT
    assert bib.read_bytes() == b"mine"
