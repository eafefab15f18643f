"""The documentation is true: links lead somewhere, commands exist, shown output is today's output."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from refplug import plugins
from refplug.cli import COMMANDS
from refplug.romanize.schemes.scheme import scheme_ids

_LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
_PATH = re.compile(r"\b(docs/[\w./-]+\.md|examples/[\w./-]+|tests/[\w./-]+)")


def pages(root: Path) -> list[Path]:
    return [*root.glob("*.md"), *(root / "docs").rglob("*.md"), *(root / "examples").rglob("*.md")]


def test_links_lead_somewhere(root: Path) -> None:
    for page in pages(root):
        text = page.read_text(encoding="utf-8")
        for target in _LINK.findall(text):
            assert (page.parent / target).exists(), f"{page.relative_to(root)} links to {target}"


def test_pages_that_are_named_exist(root: Path) -> None:
    for page in pages(root):
        for name in _PATH.findall(page.read_text(encoding="utf-8")):
            assert (root / name.rstrip(".")).exists(), f"{page.relative_to(root)} names {name}"


def test_readme_names_every_command(root: Path) -> None:
    text = (root / "README.md").read_text(encoding="utf-8")
    for name in COMMANDS:
        assert name in text, name


def test_formats_readers_and_schemes_are_documented(root: Path) -> None:
    docs = "\n".join(page.read_text(encoding="utf-8") for page in pages(root))
    for plugin in plugins.SHIPPED["formats"] + plugins.SHIPPED["readers"]:
        assert plugin.name in docs, plugin.name
    for scheme in scheme_ids():
        assert scheme in docs, scheme


def test_the_output_shown_is_the_output_of_today(root: Path) -> None:
    text = (root / "README.md").read_text(encoding="utf-8")
    assert (root / "tests" / "golden" / "arbaeen.bib").read_text(encoding="utf-8") in text


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_helps(refplug: Callable[..., Any], name: str) -> None:
    ended = refplug(name, "--help")
    assert ended.code == 0
    assert "Usage: refplug" in ended.out


def test_first_two_commands_are_those_of_ci(root: Path) -> None:
    blocks = re.findall(r"```sh\n(.*?)```", (root / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 2
    assert blocks[1].rstrip().endswith("&& .venv/bin/python -m pytest -n auto")
    assert "README.md" in (root / ".ci" / "run").read_text(encoding="utf-8")
    assert os.access(root / ".ci" / "run", os.X_OK)
