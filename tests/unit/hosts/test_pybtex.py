"""The pybtex plug-in: our formats in its database, names and sorting that know Arabic."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from pybtex.database import Person, parse_file, parse_string
from pybtex.exceptions import PybtexError
from pybtex.plugin import Plugin

from refplug.formats.bibtex import read
from refplug.formats.order import in_order, unsorted_style
from refplug.hosts.pybtex import (
    CslJsonParser,
    CslJsonWriter,
    MarcXmlParser,
    MarcXmlWriter,
    RisParser,
    RisWriter,
    ScholarlyNames,
    ScholarlyStyle,
    bibtex_source,
)

EIGHT = ("ʿAbduh", "ʿAllāwī", "Amir-Moezzi", "Hourani", "Ṣadr", "al-Ṣadr", "al-Tahānawī", "Zubaida")
GIVEN = dict(
    zip(
        EIGHT,
        ("Muḥammad", "ʿAlī", "M. A.", "Albert", "Muḥammad Bāqir", "Mūsā", "Muḥammad", "Sami"),
        strict=True,
    )
)
SHUFFLED = ("al-Tahānawī", "Hourani", "ʿAbduh", "Zubaida", "Ṣadr", "al-Ṣadr", "ʿAllāwī", "Amir-Moezzi")
LIBRARY = "\n".join(
    f"@book{{k{number}, author = {{{{{family}}}, {GIVEN[family]}}}, title = {{T}}, publisher = {{P}}, year = {{2000}}}}"
    for number, family in enumerate(SHUFFLED)
)


def shown(style: Any, name: str, **options: Any) -> str:
    return str(style().format(Person(name), **options)).replace("\u00a0", " ")


def test_eight_names_in_order_as_such() -> None:
    bibliography = ScholarlyStyle().format_bibliography(parse_string(LIBRARY, "bibtex"))
    printed = [str(entry.text) for entry in bibliography]
    assert [
        next(name for name in sorted(EIGHT, key=len, reverse=True) if name in line) for line in printed
    ] == list(EIGHT)
    assert printed[5].startswith("Mūsā al-Ṣadr")


def test_entries_of_biblatex_end_no_run() -> None:
    library = """@xdata{pub, publisher={Nowhere Press}}
    @online{on, title={On Law}, author={al-Ṣadr, Muḥammad}, year={1999}}
    @book{b, title={On Faith}, author={Ḥasan, ʿAlī}, publisher={Other Press}, year={2000}}"""
    bibliography = ScholarlyStyle().format_bibliography(parse_string(library, "bibtex"))
    assert [(entry.key, "On" in str(entry.text)) for entry in bibliography] == [("b", True), ("on", True)]


def test_eight_records_in_order() -> None:
    records = in_order(read(LIBRARY.encode(), "a.bib").records)
    assert [(record.author.value or ())[0].name.family for record in records] == list(EIGHT)


@pytest.mark.parametrize(
    ("name", "full", "abbreviated"),
    [
        ("{al-Ṣadr}, Muḥammad Bāqir", "Muḥammad Bāqir al-Ṣadr", "M. B. al-Ṣadr"),
        ("{ʿAbduh}, ʿAlī", "ʿAlī ʿAbduh", "ʿA. ʿAbduh"),
        ("{Ibn Ḥanbal}, Aḥmad", "Aḥmad Ibn Ḥanbal", "A. Ibn Ḥanbal"),
        ("{al-Jabartī}, ʿAbd al-Raḥmān", "ʿAbd al-Raḥmān al-Jabartī", "ʿA. al-R. al-Jabartī"),
        ("{Āl Yāsīn}, Jaʿfar", "Jaʿfar Āl Yāsīn", "J. Āl Yāsīn"),
        ("{Islamic Republic of Iran}", "Islamic Republic of Iran", "Islamic Republic of Iran"),
        ("van Beethoven, Ludwig", "Ludwig van Beethoven", "L. van Beethoven"),
        ("King, Jr., Martin Luther", "Martin Luther King, Jr.", "M. L. King, Jr."),
        ("{طباطبائی}, سید محمد", "سید محمد طباطبائی", "سید محمد طباطبائی"),
    ],
)
def test_names(name: str, full: str, abbreviated: str) -> None:
    assert shown(ScholarlyNames, name) == full
    assert shown(ScholarlyNames, name, abbr=True) == abbreviated


def test_bibtex_to_csl_json_and_back() -> None:
    database = parse_string(LIBRARY, "bibtex")
    written = CslJsonWriter().to_bytes(database)
    items = json.loads(written)
    assert len(items) == 8
    again = CslJsonParser().parse_bytes(written)
    assert list(again.entries) == list(database.entries)
    assert str(again.entries["k5"].persons["author"][0]) == "{al-Ṣadr}, Mūsā"


def run_pybtex(tool: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A program of pybtex as its users call it, so that it finds our plug-ins by their entry points."""
    program = Path(sys.executable).with_name(tool)
    if not program.exists():
        pytest.skip(f"{tool} does not lie beside this Python")
    return subprocess.run(
        [str(program), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )


@pytest.mark.parametrize(("parser", "writer"), [(RisParser, RisWriter), (MarcXmlParser, MarcXmlWriter)])
def test_other_formats_there_and_back(parser: Any, writer: Any) -> None:
    written = writer().to_bytes(parse_string(LIBRARY, "bibtex"))
    again = parser().parse_bytes(written)
    people = {
        str(entry.persons["author"][0]).strip("{}").split("}")[0].split(",")[0]
        for entry in again.entries.values()
    }
    spelled = {
        name.replace("ʻ", "ʿ").removeprefix("al-") for name in people
    }  # MARC has ʻ for ʿ, headings no article
    assert spelled == {name.removeprefix("al-") for name in EIGHT}


def test_pybtex_convert_there_and_back(tmp_path: Path) -> None:
    suffix = "json"
    (tmp_path / "a.bib").write_text(LIBRARY, encoding="utf-8")
    there = run_pybtex("pybtex-convert", str(tmp_path / "a.bib"), str(tmp_path / f"a.{suffix}"))
    assert there.returncode == 0, there.stderr
    back = run_pybtex("pybtex-convert", str(tmp_path / f"a.{suffix}"), str(tmp_path / "b.bib"))
    assert back.returncode == 0, back.stderr
    assert len(parse_file(str(tmp_path / "b.bib")).entries) == 8


def test_pybtex_format_sorts_and_abbreviates(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text(LIBRARY, encoding="utf-8")
    out = tmp_path / "a.txt"
    done = run_pybtex(
        "pybtex-format",
        "--style",
        "scholarly",
        "--abbreviate-names",
        "--output-backend",
        "plaintext",
        str(tmp_path / "a.bib"),
        str(out),
    )
    assert done.returncode == 0, done.stderr
    printed = out.read_text(encoding="utf-8").replace("\u00a0", " ")
    places = [printed.index(f" {name}. T") for name in EIGHT]
    assert places == sorted(places)
    assert "ʿA. ʿAllāwī" in printed


def test_what_pybtex_read_is_not_escaped_again() -> None:
    database = parse_string(r"@misc{a, title = {Q \& A~1 \emph{x}}, url = {http://a.org/~b_c}}", "bibtex")
    assert r"title = {Q \& A~1 \emph{x}}" in bibtex_source(database)


def test_nonsense_is_refused_as_pybtex_refuses() -> None:
    with pytest.raises(PybtexError):
        CslJsonParser().parse_bytes(b"not json")


def test_every_entry_point_names_a_class_of_its_kind(root: Path) -> None:
    groups = tomllib.loads((root / "pyproject.toml").read_text())["project"]["entry-points"]
    ours = {group: points for group, points in groups.items() if group.startswith("pybtex.")}
    assert len(ours) == 7
    for group, points in ours.items():
        for name, target in points.items():
            module, _, attribute = target.partition(":")
            loaded = getattr(import_module(module), attribute)
            assert issubclass(loaded, Plugin), (group, name)


def test_an_unsorted_style_differs_in_its_sort_and_its_particles_alone() -> None:
    style = b'<style a="1"><citation><sort><key/></sort></citation><bibliography a="b">\n<sort>\n<key macro="x"/></sort>\n<layout/></bibliography></style>'
    expected = style.replace(b'\n<sort>\n<key macro="x"/></sort>', b"").replace(
        b'a="1"', b'a="1" demote-non-dropping-particle="sort-only"'
    )
    assert unsorted_style(style) == expected
    demoting = style.replace(b'a="1"', b'demote-non-dropping-particle="display-and-sort" a="1"')
    assert unsorted_style(demoting) == expected
