"""`refplug zotero` as people call it, against the stand-in."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from support.zotero_stub import Access, Schema, Stub, fail_index, html, meanwhile, running

BIB = """% my own comment
@string{jt = {J. Test}}

@article{smith2004,
  author  = {Smith, John and al-Sīstānī, ʿAlī},
  title   = {On {Law}},
  journal = jt,
  year    = 2004,
  doi     = {10.1234/abc},
  keywords = {law, Marjaʿiyya},
}

@book{doe1999,
  title = {A Book},
  author = {Doe, Jane},
  year = {1999},
  mynote = {kept as it is},
}
"""


class Desk:
    """A file in a folder, a stand-in, and the command line."""

    def __init__(self, stub: Stub, folder: Path, call: Callable[..., Any]) -> None:
        self.stub, self.folder, self.call = stub, folder, call
        self.file = folder / "references.bib"
        self.file.write_text(BIB, encoding="utf-8")
        self.said: list[str] = []

    def __call__(self, command: str, *options: str, code: int = 0) -> Any:
        ended = self.call("zotero", command, *(() if command == "login" else (self.file,)), *options)
        self.said += [ended.out, ended.err]
        assert ended.code == code, (ended.code, ended.out, ended.err)
        return ended

    def text(self) -> str:
        return self.file.read_text(encoding="utf-8")

    def edit(self, old: str, new: str) -> None:
        assert old in self.text()
        self.file.write_text(self.text().replace(old, new), encoding="utf-8")

    def key(self, title: str) -> str:
        [key] = [key for key, thing in self.stub.library.items.items() if thing.data.get("title") == title]
        return key

    def titles(self) -> list[str]:
        live = [thing.data for thing in self.stub.library.items.values() if not thing.data.get("deleted")]
        return sorted(data["title"] for data in live if data.get("title"))


def desk_at(stub: Stub, refplug, monkeypatch, tmp_path) -> Desk:
    monkeypatch.delenv("REFPLUG_OFFLINE")
    for name in ("REFPLUG_STATE", "REFPLUG_ZOTERO_KEY", "REFPLUG_ZOTERO_LOCAL_KEY"):
        monkeypatch.delenv(name, raising=False)
    is_local = stub.service.manners.local
    monkeypatch.setenv("REFPLUG_ZOTERO_LOCAL_URL", stub.origin if is_local else "http://127.0.0.1:9")
    if not is_local:
        monkeypatch.setenv("REFPLUG_ZOTERO_URL", stub.url)
        monkeypatch.setenv("REFPLUG_ZOTERO_KEY", stub.key)
    return Desk(stub, tmp_path, refplug)


@pytest.fixture
def desk(refplug, monkeypatch, tmp_path) -> Iterator[Desk]:
    with running() as stub:
        yield desk_at(stub, refplug, monkeypatch, tmp_path)


@pytest.fixture(params=["web", "local"])
def either(request, refplug, monkeypatch, tmp_path) -> Iterator[Desk]:
    with running(local=request.param == "local") as stub:
        yield desk_at(stub, refplug, monkeypatch, tmp_path)


def test_there_and_back(either: Desk):
    either.stub.library.add("book", title="Theirs", date="2011", citationKey="theirs2011")
    assert "2 new here" in either("status").out
    either("push")
    assert either.titles() == ["A Book", "On Law", "Theirs"]
    either("pull")
    assert either.text().startswith(BIB)  # what was there stays to the byte
    assert "@book{theirs2011," in either.text()
    writes = len(either.stub.control.writes)
    after = either.text()
    either("push")
    either("pull")
    assert (len(either.stub.control.writes), either.text()) == (writes, after)
    assert "3 alike" in either("status").out
    assert "3 alike" in either("status", "--offline").out


def test_a_pull_writes_the_changed_fields_alone_and_can_be_undone(either: Desk):
    either("push")
    before = either.text()
    key = either.key("On Law")
    tags = [*either.stub.library.field(key, "tags"), {"tag": "new one"}]
    either.stub.library.edit(key, volume="7", date="2005", tags=tags, abstractNote="long")
    either.edit("On {Law}", "On {Law} and Order")
    either("pull")
    after = either.text()
    assert after == BIB.replace("On {Law}", "On {Law} and Order").replace("= 2004", "= 2005").replace(
        "keywords = {law, Marjaʿiyya},\n", "keywords = {law, Marjaʿiyya, new one},\n  volume = {7},\n"
    )
    either("push")
    assert either.stub.library.field(key, "title") == "On Law and Order"
    assert either.stub.library.field(key, "abstractNote") == "long"
    assert either.call("undo", either.file).code == 0
    assert either.text() == before.replace("On {Law}", "On {Law} and Order")


def test_a_conflict_is_listed_and_nothing_is_guessed(either: Desk):
    either("push")
    key = either.key("On Law")
    either.stub.library.edit(key, title="Theirs")
    either.edit("On {Law}", "Mine")
    for command in ("push", "pull"):
        ended = either(command, code=6)
        assert "conflict smith2004" in ended.out
    assert either.stub.library.field(key, "title") == "Theirs"
    assert "Mine" in either.text()
    either("pull", "--theirs", "smith2004:title")
    assert "title   = {{Theirs}}" in either.text() or "title   = {Theirs}" in either.text()
    assert "2 alike" in either("status").out


@pytest.mark.parametrize("command", ["push", "pull"])
def test_the_plan_that_was_shown_is_the_one_that_is_applied(desk: Desk, command: str):
    """S8: to the byte, or not at all."""
    desk.stub.library.add("book", title="Theirs", date="2011")
    shown = desk(command, "--dry-run", "--json")
    plan = re.search(r"--apply (\w+)", shown.err).group(1)
    assert desk.text() == BIB
    assert desk.stub.control.writes == []
    desk(command, "--apply", "0" * 12, code=6)
    assert (desk.text(), desk.stub.control.writes) == (BIB, [])
    desk(command, "--apply", plan)
    lines = [json.loads(line) for line in shown.out.splitlines()]
    if command == "push":
        [write] = desk.stub.control.writes
        assert json.loads(write.body) == [line["body"] for line in lines]
    else:
        assert desk.text() == BIB + "\n" + "\n".join(line["body"]["text"] for line in lines)


def test_a_plan_that_is_no_longer_true_is_not_applied(desk: Desk):
    desk("push")
    desk.edit("A Book", "A Better Book")
    plan = re.search(r"--apply (\w+)", desk("push", "--dry-run").err).group(1)
    key = desk.key("A Book")
    desk.stub.library.edit(key, date="2000")
    desk("push", "--apply", plan, code=6)
    plan = re.search(r"--apply (\w+)", desk("push", "--dry-run").err).group(1)
    desk.stub.control.script(
        meanwhile(lambda world: world.library.edit(key, date="2001"), method="POST", path="/items")
    )
    desk("push", "--apply", plan, code=6)
    assert desk.stub.library.field(key, "title") == "A Book"


def test_deletions_are_asked_about_on_both_sides(either: Desk):
    either("push")
    law, book = either.key("On Law"), either.key("A Book")
    either.stub.library.trash(law)
    without_book = BIB[: BIB.index("@book")]
    either.file.write_text(without_book, encoding="utf-8")
    for command in ("status", "push", "pull"):
        ended = either(command, *(("-v",) if command == "status" else ()))
        assert "doe1999 was deleted here" in ended.out
        assert "smith2004 lies in Zotero's trash" in ended.out
    assert either.text() == without_book
    either("pull", "--follow", "smith2004", "--restore", "doe1999")
    assert "smith2004" not in either.text()
    assert "@book{doe1999," in either.text()
    either.edit(either.text()[either.text().index("@book{doe1999") :], "")
    either("push", "--follow", "doe1999")
    assert either.stub.library.field(book, "deleted")
    assert either.titles() == []


@pytest.mark.parametrize("answer", [True, False])
def test_at_a_terminal_a_deletion_is_asked_before_it_is_carried_over(either: Desk, monkeypatch, answer):
    either("push")
    book, law = either.key("A Book"), either.key("On Law")
    either.stub.library.trash(law)
    either.edit(BIB[BIB.index("@book") :], "")
    asked: list[str] = []

    def confirm(text: str, default: bool) -> bool:
        asked.append(text)
        assert default is False
        return answer

    monkeypatch.setattr("click.confirm", confirm)
    monkeypatch.setattr("refplug.cli.zotero.asking.on_terminal", lambda: True)
    for options in (("--dry-run",), ("--json",)):
        either("push", *options)
        either("pull", *options)
    assert asked == []
    either("push")
    assert asked == ["doe1999 (“A Book”) was deleted here; put it into Zotero's trash too?"]
    assert bool(either.stub.library.field(book, "deleted")) is answer
    either("pull")
    assert asked[1:] == [f"smith2004 (“On Law”) was deleted in Zotero; delete it from {either.file} too?"]
    assert ("smith2004" in either.text()) is not answer
    either("push")
    either("pull")
    assert len(asked) == (2 if answer else 4)  # what was answered with no is asked again


def test_so_many_deletions_that_nobody_reads_them_are_not_asked_one_by_one(desk: Desk, monkeypatch):
    entries = (f"@book{{key{n},\n  title = {{Title {n}}},\n}}\n" for n in range(21))
    desk.file.write_text(BIB + "".join(entries), encoding="utf-8")
    desk("push")
    desk.file.write_text(BIB, encoding="utf-8")
    monkeypatch.setattr("click.confirm", lambda text, default: pytest.fail("asked"))
    monkeypatch.setattr("refplug.cli.zotero.asking.on_terminal", lambda: True)
    assert "21 deletions to decide on: --follow KEY" in desk("push").err
    assert len(desk.titles()) == 23


def test_a_merge_in_the_library_is_asked_about_once(desk: Desk):
    again = BIB[BIB.index("@article") : BIB.index("@book")].replace("smith2004", "again2004")
    desk.edit("@book{doe1999,", again.replace("10.1234/abc", "") + "@book{doe1999,")
    desk("push")
    [again] = [
        key for key, one in desk.stub.library.items.items() if one.data.get("citationKey") == "again2004"
    ]
    desk("dedupe", "--merge", again)
    for command in ("push", "pull"):
        said = [line for line in desk(command).out.splitlines() if "again2004" in line]
        assert len(said) == 1, said
        assert said[0].startswith("merged? the item of again2004 was merged in Zotero into that of smith2004")
    desk("pull", "--follow", "again2004")
    assert "again2004" not in desk.text()


def test_a_citekey_that_fits_nothing_is_told(desk: Desk):
    ended = desk("push", "--citekey", "smth2004", code=2)
    assert f"smth2004: no entry of {desk.file} has this key; nothing was changed" in ended.err
    assert not desk.stub.control.writes
    ended = desk("push", "--citekey", "smth*", "--citekey", "smith*")
    assert f"smth*: no entry of {desk.file} has this key" in ended.err
    assert desk.titles() == ["On Law"]
    desk.stub.library.add("book", title="Theirs", citationKey="theirs2011")
    ended = desk("pull", "--citekey", "theirs2012", code=2)
    assert f"theirs2012: neither {desk.file} nor users/1001 has this key" in ended.err
    desk("pull", "--citekey", "theirs2011")
    assert "@book{theirs2011" in desk.text()


def test_what_is_chosen(desk: Desk):
    desk("push", "--citekey", "smith*")
    assert desk.titles() == ["On Law"]
    desk("push", "--tag", "nothing")
    assert desk.titles() == ["On Law"]
    shelf = desk.stub.library.collect("Shelf")
    desk("push", "--query", "doe", "--into", "Shelf")
    assert desk.stub.library.field(desk.key("A Book"), "collections") == [shelf]
    desk.stub.library.add("book", title="In", collections=[shelf])
    desk.stub.library.add("book", title="Out")
    desk("pull", "--collection", "Shelf")
    assert "title = {In}" in desk.text()
    assert "title = {Out}" not in desk.text()
    desk("pull", "--collection", "No such", code=2)


def test_a_query_finds_every_spelling(desk: Desk):
    desk.stub.library.add("book", title="The Marjaʿiyya of Najaf", date="2001")
    desk.stub.library.add("book", title="Another", date="2001")
    desk("pull", "--query", "marjaiyya najaf")
    assert "Najaf" in desk.text()
    assert "Another" not in desk.text()


# -- bad input: one sentence, an exit code of the contract, nothing changed -----------------------------------------


def _revoked(desk: Desk, monkeypatch) -> None:
    desk.stub.world.keys.clear()


def _wrong(desk: Desk, monkeypatch) -> None:
    monkeypatch.setenv("REFPLUG_ZOTERO_KEY", "w" * 24)


def _read_only(desk: Desk, monkeypatch) -> None:
    desk.stub.world.keys[desk.stub.key] = Access(write=False)


def _locked(desk: Desk, monkeypatch) -> None:
    desk.stub.control.script(*(fail_index(0, 400, times=9) for _ in ("once",)))


def _portal(desk: Desk, monkeypatch) -> None:
    desk.stub.control.script(html(times=50))


def _offline(desk: Desk, monkeypatch) -> None:
    monkeypatch.setenv("REFPLUG_OFFLINE", "1")


def _no_server(desk: Desk, monkeypatch) -> None:
    monkeypatch.setenv("REFPLUG_ZOTERO_URL", "http://127.0.0.1:9")


def _nowhere(desk: Desk, monkeypatch) -> None:
    monkeypatch.delenv("REFPLUG_ZOTERO_KEY")


def _no_key(desk: Desk, monkeypatch) -> None:
    monkeypatch.setenv("REFPLUG_ZOTERO_KEY", "bad key\nX-Evil: 1")


@pytest.mark.parametrize(
    ("spoil", "options", "code", "words"),
    [
        (_wrong, (), 6, "does not accept the API key"),
        (_revoked, (), 6, "does not accept the API key"),
        (_read_only, (), 6, "cannot be written to"),
        (_locked, (), 6, "refused it"),
        (_portal, (), 5, "a web page instead of JSON"),
        (_offline, (), 5, "never synced"),
        (_no_server, (), 5, "could not be reached"),
        (_nowhere, (), 5, "Zotero is not running"),
        (_no_key, (), 2, "is no API key"),
        (None, ("--library", "users/4711"), 6, "does not give access"),
        (None, ("--library", "groups/4711"), 6, "groups/4711"),
        (None, ("--library", "nonsense"), 2, "is no library"),
        (None, ("--into", "No such"), 2, "no collection"),
    ],
)
def test_bad_input(desk: Desk, monkeypatch, spoil, options, code, words):
    if spoil:
        spoil(desk, monkeypatch)
    ended = desk("push", *options, code=code)
    assert words in ended.err
    assert "Traceback" not in ended.err
    if code != 2:
        sentences = [line for line in ended.err.splitlines() if not line.startswith(("sent:", "users/"))]
        assert len(sentences) <= 2
    assert desk.text() == BIB
    assert "A Book" not in desk.titles() or spoil is _locked


def test_a_key_taken_away_between_two_runs_changes_nothing(desk: Desk):
    desk("push")
    before = {key: dict(thing.data) for key, thing in desk.stub.library.items.items()}
    desk.edit("A Book", "A Better Book")
    desk.stub.world.keys.clear()
    desk("push", code=6)
    assert {key: thing.data for key, thing in desk.stub.library.items.items()} == before


def test_a_library_that_became_read_only_refuses_and_leaves_nothing_under_way(desk: Desk):
    desk("push")
    desk.edit("A Book", "A Better Book")
    desk.stub.library.editable = False
    assert "may be read with this API key, but not written to" in desk("push", code=6).err
    assert "under way" not in desk("status").err
    desk.stub.library.editable = True
    desk("push")
    assert "A Better Book" in desk.titles()


def test_a_library_that_could_not_be_read_is_not_the_one_of_next_time(desk: Desk):
    desk("push", "--library", "groups/4711", code=6)
    desk("status")
    desk("push")
    desk("status", "--library", "groups/4711", code=6)
    assert "2 alike" in desk("status").out


def test_a_decision_about_a_key_that_is_none_is_told(desk: Desk):
    desk("push")
    for command in ("push", "pull"):
        told = desk(command, "--mine", "smiht2004:title", "--follow", "*", "--restore", "doe1999").err
        assert "smiht2004: no entry of" in told
        assert "doe1999: no entry" not in told


def test_libraries_are_listed_as_json(desk: Desk):
    [line] = desk("status", "--libraries", "--json").out.splitlines()
    assert json.loads(line) == {"schema": "refplug/1", "library": "users/1001", "name": "Real Name"}


def test_the_address_of_the_program_may_end_in_api(refplug, monkeypatch, tmp_path):
    with running(local=True) as stub:
        desk = desk_at(stub, refplug, monkeypatch, tmp_path)
        monkeypatch.setenv("REFPLUG_ZOTERO_LOCAL_URL", stub.url.removesuffix("/api") + "/api/")
        assert "2 new here" in desk("status").out


def test_a_dialog_that_is_denied(refplug, monkeypatch, tmp_path):
    with running(local=True) as stub:
        desk = desk_at(stub, refplug, monkeypatch, tmp_path)
        stub.service.dialog[:] = ["deny", "deny"]
        assert "denied" in desk("push", code=6).err
        assert "denied" in desk("login", "--local", code=6).err
        assert desk.titles() == []


def test_a_keyword_longer_than_a_tag_is_told(desk: Desk):
    desk.edit("{law, ", "{" + "x" * 300 + ", ")
    assert "255" in desk("push", "-v").err + desk("push", "-v").out
    tags = [tag["tag"] for tag in desk.stub.library.field(desk.key("On Law"), "tags")]
    assert all(len(tag) <= 255 for tag in tags)


def test_a_newer_schema_and_unknown_types_are_no_obstacle(refplug, monkeypatch, tmp_path):
    with running(schema=Schema.load().newer()) as stub:
        desk = desk_at(stub, refplug, monkeypatch, tmp_path)
        kinds = set(stub.world.schema.kinds) - set(Schema.load().kinds)
        for kind in kinds:
            stub.library.add(kind, title=f"A {kind}")
        stub.library.add("note", note="<p>a <b>bold</b> note<script>alert(1)</script></p>")
        assert "Zotero's schema is version" in desk("pull").err
        assert "Zotero's schema" not in desk("pull").err  # learnt
        before = {key: dict(thing.data) for key, thing in stub.library.items.items()}
        desk("push", "--prefer", "theirs", "--query", "no such")
        assert {key: thing.data for key, thing in stub.library.items.items()} == before
        assert "<p>" not in desk.text()
        assert all(f"A {kind}" in desk.text() for kind in kinds)


def test_a_file_and_its_provenance_hang_on_once(desk: Desk, tmp_path: Path):
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(b"%PDF-1.4 something")
    (tmp_path / "text.pdf").write_text("no PDF")
    desk.edit("doi     = {10.1234/abc},", "doi     = {10.1234/abc},\n  file = {:paper.pdf:PDF},")
    desk("push", "--with", "files")
    again = desk("push", "--with", "files")
    assert "attached already" in again.err
    children = [thing.data for thing in desk.stub.library.items.values() if thing.data.get("parentItem")]
    assert [child["filename"] for child in children] == ["paper.pdf"]
    assert list(desk.stub.library.files.values()) == [paper.read_bytes()]
    assert (
        "is no PDF"
        in desk("push", "--citekey", "doe1999", "--attach", str(tmp_path / "text.pdf"), code=6).err
    )
    desk("push", "--attach", str(paper), code=2)


def test_cite_sends_straight_to_the_library(desk: Desk, tmp_path: Path):
    paper = tmp_path / "paper.txt"
    paper.write_text("A Short Study\n\nJane Doe\n\nKeywords: Hawza, Najaf\n", encoding="utf-8")
    ended = desk.call("cite", paper, "--offline", "--zotero", "-o", desk.file)
    assert ended.code == 2  # they contradict
    for _ in range(2):
        ended = desk.call("cite", paper, "--zotero", "-o", desk.file)
    assert ended.code == 0, ended.err
    assert desk.titles() == ["A Short Study"]
    desk("push", "--with", "provenance", "--citekey", "doe*")
    desk("push", "--with", "provenance", "--citekey", "doe*")
    notes = [thing.data for thing in desk.stub.library.items.values() if thing.data["itemType"] == "note"]
    assert len(notes) == 1
    assert "Najaf" in notes[0]["note"]
    assert desk.call("cite", paper, "--zotero", "-o", "-").code == 2


def test_cite_sends_to_the_library_that_is_named(desk: Desk, tmp_path: Path):
    paper = tmp_path / "paper.txt"
    paper.write_text("A Short Study\n\nJane Doe\n\nKeywords: Hawza, Najaf\n", encoding="utf-8")
    cite = ("cite", paper, "-o", desk.file)
    for options in (("--web",), ("--library", "groups/7"), ("--zotero", "--library", "7")):
        ended = desk.call(*cite, *options)
        assert ended.code == 2, ended.err
        assert ended.err.count("\n") < 5
    assert desk.text() == BIB  # and nothing was cited
    ended = desk.call(*cite, "--zotero", "--library", "groups/999")
    assert (ended.code, "groups/999" in ended.err) == (6, True), ended.err
    ended = desk.call(*cite, "--zotero", "--local")
    assert (ended.code, "Zotero is not running" in ended.err) == (5, True), ended.err
    ended = desk.call(*cite, "--zotero", "--web")
    assert ended.code == 0, ended.err
    assert desk.titles() == ["A Short Study"]


def test_login_says_what_the_key_allows(desk: Desk):
    ended = desk("login")
    assert "read, write" in ended.out
    desk.stub.world.keys[desk.stub.key] = Access(write=False)
    assert "may not write" in desk("login").err


def test_the_key_is_in_no_output_and_no_file(desk: Desk, monkeypatch, tmp_path: Path, capfd):
    """O6: the canary."""
    desk("login")
    desk("push")
    desk.stub.library.edit(desk.key("On Law"), volume="3")
    desk("pull", "--dry-run", "--json")
    desk("pull")
    desk("status", "-v")
    desk.stub.control.script(html(times=50))
    desk("push", code=5)
    desk.stub.control.heal()
    desk.stub.world.keys.clear()
    desk("push", code=6)
    assert not any(desk.stub.key in said for said in desk.said)
    state = Path(os.environ["XDG_STATE_HOME"]).parent
    for folder in (tmp_path, state):
        for file in folder.rglob("*"):
            assert not file.is_file() or desk.stub.key.encode() not in file.read_bytes(), file


def test_zotero_7_takes_new_entries_through_its_importer_once(refplug, monkeypatch, tmp_path):
    with running(local=True) as stub:
        desk = desk_at(stub, refplug, monkeypatch, tmp_path)
        stub.service.zotero_version, stub.world.server_id = "7.0.15", ""
        assert "cannot be written to" in desk("push", code=6).err
        stub.library.editable = False
        assert "read-only" in desk("push", "--import", code=6).err
        stub.library.editable = True
        desk("push", "--import")
        assert desk.titles() == ["A Book", "On Law"]
        desk("push", "--import")
        assert desk.titles() == ["A Book", "On Law"]
        desk("pull")
        assert desk.text() == BIB  # the importer loses keywords; the file keeps them
        desk.edit("A Book", "A Better Book")
        assert "update to Zotero 10" in desk("push", "--import", code=6).out
        assert "1 changed here" in desk("status").out


def test_a_pull_into_a_file_that_is_not_there_yet(either: Desk):
    either.file.unlink()
    either("push", code=2)
    either.stub.library.add(
        "book", title="Theirs", date="2011", citationKey="theirs2011", abstractNote="long"
    )
    either("pull")
    assert either.text().startswith("@book{theirs2011,")
    assert "long" not in either.text()
    assert either.call("undo", either.file).code == 0
    assert not either.file.exists()
    assert "was deleted here" in either("status", "-v").out
    either("pull", "--restore", "*", "--with", "abstract")
    assert "abstract = {long}" in either.text()


def test_what_has_no_place_in_the_file_is_told_and_left_there(desk: Desk):
    desk("push")
    before = desk.text()
    key = desk.key("A Book")
    desk.stub.library.edit(key, rights="all of them", libraryCatalog="somewhere")
    desk("pull")
    kept = desk.stub.library.items[key].data
    assert (kept["rights"], kept["libraryCatalog"]) == ("all of them", "somewhere")
    assert desk.text().startswith(before[:60])
    assert "2 alike" in desk("status").out


def test_a_title_cannot_speak_to_the_terminal(desk: Desk):
    desk.stub.library.add("book", title="a\x1b[31mb\u202ec", citationKey="odd\x1b")
    ended = desk("pull", "--dry-run")
    assert "\x1b" not in ended.out + ended.err
    assert "\u202e" not in ended.out + ended.err
