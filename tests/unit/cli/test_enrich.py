"""`refplug enrich` and `refplug check` as their users see them: exit codes, bytes, requests."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from click.testing import CliRunner, Result

from refplug.cli.check import command as check_command
from refplug.cli.enrich import command as enrich_command
from refplug.errors import RunAborted
from refplug.system.files import undo
from refplug.system.pile import Pile
from support.crossref_stub import Control, Fault, Stub, running
from support.works import many, work

FREE = dict.fromkeys(("public-single", "public-array", "polite-single", "polite-array", "plus"), (1000, 1000))
LIBRARY = """% dear to its user
@string{ jss = "J. Shiʿi Stud." }

@article{sistani,
  title   = {Marjaʿiyya and the State in Iraq},
  author  = "Ḥusaynī, ʿAlī and {Center for Iraqi Studies}",
  journal = jss,
  year    = 2019,
  doi     = {10.5555/iraq.2019.1},
  note    = {read twice},
}
@article{ wrong , title={Land reform in Egypt}, author={Smith, John}, year=1999, doi={10.5555/many.3}}
@book{broken, title = {never closed
@book{old, title={Ḥukūmat-i Islāmī}, author={Khumaynī, Rūḥ Allāh}, year={1970}}
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Stub]:
    retracted = work(
        "10.5555/retracted",
        title=["Canals of Khuzistan"],
        updated_by=[
            {"DOI": "10.5555/notice", "type": "retraction", "updated": {"date-parts": [[2021, 2, 3]]}}
        ],
    )
    with running([work("10.5555/iraq.2019.1"), retracted, *many(30)], Control(pools=FREE)) as stub:
        yield stub


@pytest.fixture
def stub(server: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stub:
    server.control.heal()
    server.control.seen.clear()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REFPLUG_CROSSREF_URL", server.url)
    monkeypatch.setenv("REFPLUG_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("REFPLUG_CACHE", str(tmp_path / "cache.sqlite"))
    (tmp_path / "a.bib").write_text(LIBRARY, encoding="utf-8")
    return server


def enrich(*arguments: str) -> Result:
    return CliRunner().invoke(enrich_command, ["a.bib", *arguments], catch_exceptions=False)


def check(*arguments: str) -> Result:
    return CliRunner().invoke(check_command, ["a.bib", *arguments], catch_exceptions=False)


def library() -> str:
    return Path("a.bib").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments", [(), ("--dry-run",), ("--diff",), ("--check",), ("--json",), ("--show-requests",)]
)
def test_nothing_is_written_unless_asked_for(stub: Stub, arguments: tuple[str, ...]) -> None:
    result = enrich(*arguments)
    assert result.exit_code == (3 if arguments == ("--check",) else 0)
    assert library() == LIBRARY
    assert not Path("a.refplug.jsonl").exists()


def test_show_requests_sends_nothing_and_names_all(stub: Stub) -> None:
    result = enrich("--show-requests")
    assert "10.5555/iraq.2019.1" in result.stdout
    assert "Ḥukūmat-i Islāmī" in result.stdout
    assert "read twice" not in result.stdout
    assert not stub.control.seen


def test_nothing_is_sent_that_was_not_shown(stub: Stub) -> None:
    rows = [line.split("\t") for line in enrich("--show-requests").stdout.splitlines()[1:]]
    shown = " ".join(word for _, _, text in rows for word in text.split())
    assert any("notices" in what for _, what, _ in rows)
    enrich()
    hosts = {host for host, _, _ in rows}
    assert hosts == {urlsplit(stub.url).netloc}
    found = {"10.5555/iraq.2019.1"}  # what is found may be asked about again
    for path in stub.control.paths():
        words = unquote(path).replace("filter=", "").replace("doi:", " ").replace("updates:", " ")
        told = parse_qs(urlsplit(path).query)
        for text in (*told.get("query.bibliographic", ()), *told.get("query.author", ())):
            assert text in shown
        for doi in re.findall(r"10\.5555/[\w.]+", words):
            assert doi in shown or doi in found


def test_in_place_changes_only_what_is_new(stub: Stub) -> None:
    assert enrich("--in-place").exit_code == 0
    after = library()
    added = [line for line in after.splitlines() if line not in LIBRARY.splitlines()]
    assert [line.split("=")[0].strip() for line in added] == ["volume", "number", "pages", "issn"]
    assert [line for line in after.splitlines() if line not in added] == LIBRARY.splitlines()


def test_a_second_run_sends_nothing_and_changes_no_byte(stub: Stub) -> None:
    enrich("--in-place")
    files = {path: Path(path).read_bytes() for path in ("a.bib", "a.refplug.jsonl")}
    asked = len(stub.control.seen)
    assert enrich("--in-place").exit_code == 0
    assert enrich("--check").exit_code == 0
    assert len(stub.control.seen) == asked
    assert {path: Path(path).read_bytes() for path in files} == files


def test_undo_gives_the_file_back(stub: Stub, tmp_path: Path) -> None:
    enrich("--in-place")
    undo("a.bib")
    assert library() == LIBRARY


def test_diacritics_and_own_values_stay_and_are_shown(stub: Stub) -> None:
    result = enrich("--in-place", "--json")
    rulings = {
        (one["citekey"], one["field"]): one["ruling"] for one in map(json.loads, result.stdout.splitlines())
    }
    assert rulings["sistani", "title"] == "ask"
    assert rulings["sistani", "journal"] == "ask"
    assert ("wrong", "volume") not in rulings
    assert "belongs to another work" in result.stderr


def test_take_dismiss_and_lock_are_remembered(stub: Stub) -> None:
    enrich("--in-place", "--take", "sistani:journal", "--dismiss", "title", "--lock", "sistani:volume")
    assert "Journal of Shiʿi Studies" in library()
    assert "volume" not in library()
    result = enrich("--json")
    assert [one["ruling"] for one in map(json.loads, result.stdout.splitlines())] == [
        "dismissed",
        "locked",
    ] or {one["field"]: one["ruling"] for one in map(json.loads, result.stdout.splitlines())} == {
        "title": "dismissed",
        "volume": "locked",
    }
    enrich("--in-place", "--unlock", "sistani:volume")
    assert "volume  = {12}" in library()


def test_a_removed_field_does_not_come_back(stub: Stub) -> None:
    enrich("--in-place")
    text = "".join(line for line in library().splitlines(keepends=True) if "volume" not in line)
    Path("a.bib").write_text(text, encoding="utf-8")
    enrich("--in-place")
    assert library() == text


def test_an_outage_is_exit_5_and_writes_nothing(stub: Stub) -> None:
    stub.control.script(Fault("status", status=403, times=100))
    result = enrich("--in-place")
    assert result.exit_code == 5
    assert "not asked" in result.stderr
    assert library() == LIBRARY
    assert check().exit_code == 5


def test_offline_answers_from_the_cache(stub: Stub) -> None:
    enrich()
    stub.control.seen.clear()
    assert enrich("--check", "--offline").exit_code == 3
    assert not stub.control.seen


def test_a_file_changed_meanwhile_is_not_overwritten(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    from refplug.library import enrich as engine

    real = engine.applied

    def meddle(*arguments: object) -> object:
        Path("a.bib").write_text(LIBRARY + "% an edit in between\n", encoding="utf-8")
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "applied", meddle)
    with pytest.raises(RunAborted) as stopped:
        enrich("--in-place")
    assert stopped.value.exit_code == 6
    assert library().endswith("% an edit in between\n")


def test_a_works_file_is_a_source(stub: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "c"))
    works = tmp_path / "works.jsonl"
    works.write_text(
        "\n".join(json.dumps(one) for one in [work("10.5555/iraq.2019.1"), *many(3)]), encoding="utf-8"
    )
    assert enrich("--check", "--works", str(works)).exit_code == 3
    assert not stub.control.seen


def test_modes_exclude_one_another(stub: Stub) -> None:
    assert enrich("--diff", "--in-place").exit_code == 2


def test_no_such_file_is_one_sentence(stub: Stub) -> None:
    with pytest.raises(RunAborted, match="no such file"):
        CliRunner().invoke(enrich_command, ["none.bib"], catch_exceptions=False)


def test_check_tells_identity_description_and_status_apart(stub: Stub) -> None:
    result = check("--json")
    assert result.exit_code == 4
    reports = {one["citekey"]: one for one in map(json.loads, result.stdout.splitlines())}
    assert reports["sistani"]["identity"] == "found"
    assert {one["field"]: one["relation"] for one in reports["sistani"]["description"]} == {
        "title": "richer",
        "journal": "richer",
    }
    assert not reports["sistani"]["is_problem"]
    assert reports["sistani"]["line"] == 4
    assert reports["wrong"]["is_other_work"]
    assert reports["wrong"]["is_problem"]
    assert reports["old"]["identity"] == "not-covered"
    assert not reports["old"]["is_problem"]


def test_check_of_a_library_without_fault_is_exit_0(stub: Stub) -> None:
    Path("a.bib").write_text(LIBRARY.split("@article{ wrong")[0], encoding="utf-8")
    assert check().exit_code == 0


def test_the_error_budget_stops_a_batch(stub: Stub) -> None:
    entries = [f"@article{{k{i}, doi = {{10.5555/many.{i % 30}}}}}\n" for i in range(200)]
    Path("a.bib").write_text("".join(entries), encoding="utf-8")
    stub.control.script(Fault("status", status=403, times=1000))
    with pytest.raises(RunAborted) as stopped:
        enrich("--in-place")
    assert stopped.value.exit_code == 5
    assert len(stub.control.seen) < 5


def test_a_retraction_is_told_and_taken_only_when_chosen(stub: Stub) -> None:
    entry = "@article{r, title={Canals of Khuzistan}, doi={10.5555/retracted}, note={Mine}}\n"
    Path("a.bib").write_text(entry, encoding="utf-8")
    result = enrich("--in-place")
    assert "retraction of 2021-02-03" in result.stderr
    assert "note={Mine}" in library()
    enrich("--in-place", "--take", "note")
    assert "note={Mine. Retraction, 2021-02-03: https://doi.org/10.5555/notice.}" in library()
    enrich("--in-place", "--take", "note")
    assert library().count("Retraction") == 1
    assert check("--json").exit_code == 4


def test_trust_in_the_configuration(stub: Stub) -> None:
    Path(".refplug.toml").write_text(
        '[trust]\njournal = ["crossref", "file"]\nvolume = ["file"]\n', encoding="utf-8"
    )
    enrich("--in-place")
    assert "journal = {Journal of Shiʿi Studies}" in library()
    assert "volume" not in library()
    assert "pages" in library()


def test_a_run_that_was_stopped_goes_on_where_it_was(
    stub: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from refplug.library import enrich as engine

    entries = [
        f"@article{{k{i}, title={{Treatise number {i % 30} on water rights}}, doi={{10.5555/many.{i % 30}}}}}\n"
        for i in range(200)
    ]
    Path("a.bib").write_text("".join(entries), encoding="utf-8")
    real = engine.identify
    batches = iter([real, None])

    def stops_after_one(records: object, source: object) -> object:
        chosen = next(batches)
        if chosen is None:
            raise KeyboardInterrupt
        return chosen(records, source)  # type: ignore[arg-type]

    monkeypatch.setattr(engine, "identify", stops_after_one)
    enrich("--in-place")  # the runner turns the interrupt into an abort
    assert library() == "".join(entries)
    monkeypatch.setattr(engine, "identify", real)
    asked = len(stub.control.seen)
    assert enrich("--in-place").exit_code == 0
    assert len(stub.control.seen) == asked  # the second batch asks about nothing that the first did not
    stopped = library(), Path("a.refplug.jsonl").read_bytes()
    Path("a.bib").write_text("".join(entries), encoding="utf-8")
    Path("a.refplug.jsonl").unlink()
    monkeypatch.setenv("REFPLUG_CACHE", str(tmp_path / "fresh.sqlite"))
    enrich("--in-place")
    assert (library(), Path("a.refplug.jsonl").read_bytes()) == stopped


def test_a_long_list_of_proposals_lies_on_disk_and_says_the_same(
    stub: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_memory = [enrich("--json").stdout, enrich("--diff").stdout, enrich("--dry-run").stdout]
    real = Pile.__init__
    monkeypatch.setattr(Pile, "__init__", lambda self, *codec: real(self, *codec, in_memory=1))
    assert [enrich("--json").stdout, enrich("--diff").stdout, enrich("--dry-run").stdout] == in_memory
    assert enrich("--in-place", "--dismiss", "title").exit_code == 0
    assert "J. Shiʿi" in library()


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        (b"", 0, "holds no entry that can be read"),
        (b"words, not entries", 0, "holds no entry that can be read"),
        (b"%PDF-1.4 rubbish", 4, "is no text"),
        (b"\0\1\2 rubbish", 4, "is no text"),
    ],
)
def test_a_file_that_is_no_library_is_told(stub: Stub, data: bytes, code: int, said: str) -> None:
    Path("a.bib").write_bytes(data)
    for command in (enrich, check):
        if code:
            with pytest.raises(RunAborted, match=said) as aborted:
                command()
            assert aborted.value.exit_code == code
        else:
            result = command()
            assert (result.exit_code, said in result.stderr) == (0, True)
    assert Path("a.bib").read_bytes() == data


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig"])
def test_a_library_in_another_encoding_is_asked_about(stub: Stub, encoding: str) -> None:
    data = ("\ufeff" if encoding == "utf-16-le" else "") + "@article{k, doi={10.5555/iraq.2019.1}}\n"
    Path("a.bib").write_bytes(data.encode(encoding))
    answers = [json.loads(line) for line in check("--json").stdout.splitlines()]
    assert [(one["citekey"], one["identity"]) for one in answers] == [("k", "found")]
