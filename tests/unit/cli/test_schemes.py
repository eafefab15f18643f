"""`refplug schemes`, and schemes that are not ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from refplug import plugins
from refplug.cli import cli
from refplug.errors import ExitCode, RunAborted
from refplug.romanize.schemes import scheme as scheme_module
from refplug.romanize.schemes.render import render
from refplug.romanize.schemes.scheme import load, scheme_ids

TABLE = """# A scheme of one's own: what it does not say, it takes from the table named by `extends`.
id = "mine"
language = "ar"
title = "Mine, Arabic"
edition = "1"
source = "this test"
tag = "ar-Latn-x-mine"
extends = "ascii-ar"

[letters]
"ج" = { to = "g", name = "ARABIC LETTER JEEM" }

[[example]]
script = "جَامِعَة"
latin = "gamia"
own = true
"""


@pytest.fixture(autouse=True)
def _forget_adopted() -> Iterator[None]:
    yield
    scheme_module._ADOPTED.clear()


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.toml"
    path.write_text(TABLE, "utf-8")
    return path


def run(*args: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, ["schemes", *args])
    return result.exit_code, result.stdout, result.stderr


def test_lists_every_scheme() -> None:
    code, out, _ = run()
    assert code == 0
    assert {line.split("\t")[0] for line in out.splitlines()[1:]} == set(scheme_ids())
    assert "ijmes\tar fa ota\t" in out


def test_lists_as_json() -> None:
    code, out, _ = run("--json")
    facts = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [f["scheme"] for f in facts] == list(scheme_ids())
    assert all(table["source"] and table["examples"] >= 20 for f in facts for table in f["tables"])


def test_shows_a_table_with_its_rules_and_examples(table: Path) -> None:
    code, out, _ = run("show", "ala-lc-fa")
    assert code == 0
    assert "z̤" in out
    assert "Ezafe is -i" in out
    assert "khānah-ʼi pidar" in out
    assert run("show", "iranica")[0] == 0
    assert run("show", str(table))[1].startswith("Mine, Arabic")


def test_an_unknown_scheme_names_those_there_are() -> None:
    with pytest.raises(RunAborted, match="no scheme 'nope'; take one of ala-lc") as refused:
        plugins.scheme_id("nope")
    assert refused.value.exit_code == ExitCode.USAGE


def test_checks_a_table(tmp_path: Path, table: Path) -> None:
    code, _, err = run("check", str(table))
    assert (code, "1 examples, 0 of them wrong" in err) == (0, True)
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(TABLE.replace('"gamia"', '"jamia"'), "utf-8")
    code, _, err = run("check", str(wrong))
    assert code == ExitCode.PROBLEMS_FOUND
    assert "gives gamia" in err
    damaged = tmp_path / "damaged.toml"
    damaged.write_text("id = \n", "utf-8")
    code, _, err = run("check", str(damaged), str(table), str(tmp_path / "none.toml"))
    assert code == ExitCode.PROBLEMS_FOUND
    assert "damaged.toml:1: not TOML" in err
    assert "0 of them wrong" in err
    assert "none.toml: No such file" in err


def test_a_path_is_a_scheme(table: Path) -> None:
    assert plugins.scheme_id(str(table)) == "mine"
    assert render("جَامِعَة", load("mine", "ar")).text == "gamia"


def test_another_packages_scheme_is_found_by_its_id(monkeypatch: pytest.MonkeyPatch, table: Path) -> None:
    monkeypatch.setattr(plugins, "_strangers", lambda group: {"mine-ar": "stranger:table"})
    monkeypatch.setattr(plugins, "load", lambda plugin: table)
    assert plugins.scheme_id("mine") == "mine"
    assert "mine" in scheme_ids()


def test_a_name_of_ours_cannot_be_taken(tmp_path: Path) -> None:
    taken = tmp_path / "mine.toml"
    taken.write_text(TABLE.replace('id = "mine"', 'id = "ijmes"'), "utf-8")
    with pytest.raises(RunAborted, match=r"mine\.toml:2: ijmes-ar is a table that we ship"):
        plugins.scheme_id(str(taken))


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    binary = tmp_path / "x.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RunAborted, match="not UTF-8"):
        plugins.scheme_id(str(binary))


def test_detects_with_evidence() -> None:
    code, out, _ = run("detect", "Wizārat al-Tarbiyah wa-al-taʻlīm", "-n", "1")
    assert code == 0
    assert "ala-lc (ar)" in out
    assert "U+02BB" in out
    code, out, _ = run("detect", "--json", "Velāyat-e faqih", "—")
    first, second = (json.loads(line) for line in out.splitlines())
    assert first["schemes"][0]["reading"] == "fa"
    assert second["schemes"] == []
