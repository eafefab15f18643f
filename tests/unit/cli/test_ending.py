"""Every way a run can end has its exit code, one sentence, and things left in order."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from refplug.system.files import lock_path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and descriptors of POSIX")
PAPER = "Keywords: Hawza, Iraq\n"


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    home = tmp_path / "home"
    home.mkdir()
    return {**os.environ, "HOME": str(home), "REFPLUG_STATE": str(home / "state"), "REFPLUG_OFFLINE": "1"}


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "refplug", *arguments]


def in_shell(environ: dict[str, str], folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    """A script in which `$R` is refplug."""
    return subprocess.run(
        ["bash", "-c", script],
        env={**environ, "R": f"{sys.executable} -m refplug"},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_ends_the_run_and_the_lock_is_given_back(
    number: signal.Signals, code: int, tmp_path: Path, environ: dict[str, str]
) -> None:
    library = tmp_path / "x.bib"
    child = subprocess.Popen(
        command("cite", "-", "-o", str(library)),
        env=environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),  # tests run in the background ignore Ctrl-C
    )
    while not lock_path(library).exists():
        assert child.poll() is None
    child.send_signal(number)
    _, err = child.communicate(timeout=20)
    assert child.returncode == code
    assert b"Traceback" not in err
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


@pytest.mark.parametrize("arguments", ["schemes --json", "--help", "cite --help"])
def test_a_reader_that_goes_away_is_no_fault(arguments: str, tmp_path: Path, environ: dict[str, str]) -> None:
    # the pipe has no reader from the beginning, whatever the scheduler does
    ended = in_shell(environ, tmp_path, f"mkfifo p; exec 3<>p 4>p 3<&-; $R {arguments} >&4; echo $? >&2")
    assert ended.stderr.split() == ["141"]


@pytest.mark.parametrize("arguments", ["romanize Marjiiat", "cite p.txt -o -", "schemes --json"])
@pytest.mark.parametrize(
    ("target", "word"),
    [
        pytest.param(
            ">/dev/full",
            "No space left",
            marks=pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full"),
        ),
        (">&-", "closed"),
    ],
)
def test_an_output_that_takes_nothing_is_told(
    arguments: str, target: str, word: str, tmp_path: Path, environ: dict[str, str]
) -> None:
    (tmp_path / "p.txt").write_text(PAPER, encoding="utf-8")
    ended = in_shell(environ, tmp_path, f"$R {arguments} {target}")
    assert ended.returncode == 4
    assert ended.stderr.count("\n") == 1
    assert "standard output cannot be written" in ended.stderr
    assert word in ended.stderr


def test_what_prints_nothing_needs_no_output(tmp_path: Path, environ: dict[str, str]) -> None:
    (tmp_path / "p.txt").write_text(PAPER, encoding="utf-8")
    ended = in_shell(environ, tmp_path, "$R cite p.txt -o x.bib >&- 2>&- <&-")
    assert ended.returncode == 0
    assert "Ḥawza" in (tmp_path / "x.bib").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "shown"),
    [
        ("romanize Marjiiat", 0, "Marjaʿiyya"),
        ("cite {paper} -o -", 0, "Ḥawza"),
        ("extract {paper}", 0, "Hawza"),
        ("config show", 0, "ijmes"),
        ("cite {paper} -o x.bib", 4, "x.bib"),
        ("enrich x.bib", 4, "x.bib"),
        ("undo x.bib", 4, "x.bib"),
    ],
)
def test_a_folder_deleted_under_our_feet(
    arguments: str, code: int, shown: str, tmp_path: Path, environ: dict[str, str]
) -> None:
    paper = tmp_path / "p.txt"
    paper.write_text(PAPER, encoding="utf-8")
    script = f"mkdir gone; cd gone; rmdir ../gone; $R {arguments.format(paper=paper)}"
    ended = in_shell(environ, tmp_path, script)
    assert ended.returncode == code, ended.stderr
    assert shown in ended.stdout + ended.stderr
    assert "fault" not in ended.stderr


def test_no_home_at_all(tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text(PAPER, encoding="utf-8")
    bare = {"PATH": "/usr/bin:/bin", "REFPLUG_OFFLINE": "1"}
    ended = subprocess.run(
        command("cite", "p.txt", "-o", "-"),
        env=bare,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert "Ḥawza" in ended.stdout


def test_a_home_that_cannot_be_written(tmp_path: Path, environ: dict[str, str]) -> None:
    """The save goes on, and says that it cannot be undone."""
    (tmp_path / "p.txt").write_text(PAPER, encoding="utf-8")
    shutil.rmtree(tmp_path / "home")
    (tmp_path / "home").write_text("", encoding="utf-8")  # a file in the folder's place stops root too
    ended = in_shell(environ, tmp_path, "$R cite p.txt -o x.bib")
    assert ended.returncode == 0, ended.stderr
    assert "cannot be undone" in ended.stderr
    assert (tmp_path / "x.bib").exists()
