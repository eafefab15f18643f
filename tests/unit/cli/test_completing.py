"""Tab offers commands, options, files and names, in bash, zsh and fish."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


def complete(shell: str, words: str, place: str) -> list[str]:
    code = "import sys; sys.argv[0] = 'refplug'; from refplug.cli import main; main()"
    asked = {"_REFPLUG_COMPLETE": f"{shell}_complete", "COMP_WORDS": words, "COMP_CWORD": place}
    ended = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **asked},
        capture_output=True,
        text=True,
        check=True,
    )
    assert not ended.stderr
    return ended.stdout.splitlines()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_for_a_shell(shell: str) -> None:
    code = "import sys; sys.argv[0] = 'refplug'; from refplug.cli import main; main()"
    ended = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "_REFPLUG_COMPLETE": f"{shell}_source"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "_REFPLUG_COMPLETE" in ended.stdout
    assert f"{shell}_complete" in ended.stdout


@pytest.mark.parametrize(
    ("words", "place", "offered"),
    [
        ("refplug en", "1", "plain,enrich"),
        ("refplug enrich --sh", "2", "plain,--show-requests"),
        ("refplug enrich refs", "2", "file,refs"),
        ("refplug cite pap", "2", "file,pap"),
        ("refplug cite --scheme ala", "3", "plain,ala-lc"),
        ("refplug convert --to mo", "3", "plain,mods"),
        ("refplug match --source c", "3", "plain,crossref"),
        ("refplug schemes show ijm", "3", "plain,ijmes"),
    ],
)
def test_what_bash_is_offered(words: str, place: str, offered: str) -> None:
    assert offered in complete("bash", words, place)


def test_zsh_and_fish_get_the_help_beside() -> None:
    assert "enrich" in complete("zsh", "refplug en", "1")
    assert any(line.startswith("plain,enrich") for line in complete("fish", "refplug en", "en"))
