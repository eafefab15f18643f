"""`refplug format`: layout alone changes, faults are told, exit codes are kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from refplug.formats.bibtex import Document, records_of
from refplug.formats.bibtex.layout import faults, laid_out

Refplug = Callable[..., Any]

MESSY = """% mine
@STRING{j = "J"}


@Article{a,
author={A, B},   TITLE = "T {X}
  y" , journal=j # { b},year=1999}
@book(b, title={In parentheses})
@misc{c, % why
  title={x}}

% end
"""


def test_layout_alone_changes(tmp_path: Path, refplug: Refplug) -> None:
    path = tmp_path / "a.bib"
    path.write_text(MESSY)
    assert refplug("format", "--check", str(path)).code == 4  # the comment inside c
    assert path.read_text() == MESSY
    assert refplug("format", str(path)).code == 0
    assert path.read_text() == (
        '% mine\n@STRING{j = "J"}\n\n@article{a,\n  author = {A, B},\n  title = "T {X}\n  y",\n  journal = j # { b},\n  year = 1999,\n}\n'
        "@book{b,\n  title = {In parentheses},\n}\n@misc{c, % why\n  title={x}}\n\n% end\n"
    )
    assert refplug("undo", str(path)).code == 0
    assert path.read_text() == MESSY


def test_check_and_diff_change_nothing(tmp_path: Path, refplug: Refplug) -> None:
    path = tmp_path / "a.bib"
    path.write_text("@misc{a,title={x}}\n")
    assert refplug("format", "--check", str(path)).code == 3
    shown = refplug("format", "--diff", str(path))
    assert "+  title = {x}," in shown.out
    assert path.read_text() == "@misc{a,title={x}}\n"
    refplug("format", str(path))
    assert refplug("format", "--check", str(path)).code == 0
    assert refplug("format", str(tmp_path / "none.bib")).code == 2


@pytest.mark.parametrize(
    "text",
    [
        MESSY,
        "",
        "@misc{a}@misc{b}",
        "\n\n@misc{a}\r\n\r\n\r\n@misc{b}\r\n",
        "x @misc{a, t={}}  y",
        "@misc{a, t={x}",
    ],
)
def test_twice_is_once_and_records_stay(text: str) -> None:
    document = Document.parse(text.encode(), "a.bib")
    once = Document.parse(laid_out(document).dump(), "a.bib")
    assert laid_out(once).dump() == once.dump()
    assert records_of(once).records == records_of(document).records


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("@misc{a, title={\\input{x}}}", "\\input in 'title'"), ("@misc{a, title={^^5cwrite18{x}}}", "\\write"), ("@misc{a, title=b}", "undefined string 'b'"),
        ("@misc{a, crossref={b}}", "not in the file"), ("@misc{a}\n@misc{a}", "used before"), ("@misc{a, t={", "never closed"), ("@misc{a, t={}, t={}}", "twice"),
    ],
)  # fmt: skip
def test_faults(text: str, word: str) -> None:
    assert any(word in notice.message for notice in faults(Document.parse(text.encode(), "a.bib")))


def test_a_sound_file_has_no_fault() -> None:
    assert faults(Document.parse(b"@misc{a, title={\\emph{x} \\'e}, month=jan}", "a.bib")) == ()
