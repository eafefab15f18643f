"""`refplug zotero normalize` and `dedupe` as people call them, against the stand-in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from support.zotero_stub import Schema, Stub, fail_index, meanwhile, running


@pytest.fixture
def stub() -> Iterator[Stub]:
    with running() as found:
        yield found


@pytest.fixture
def zotero(
    stub: Stub, refplug: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> Callable[..., Any]:
    for name in ("REFPLUG_OFFLINE", "REFPLUG_STATE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("REFPLUG_ZOTERO_URL", stub.url)
    monkeypatch.setenv("REFPLUG_ZOTERO_KEY", stub.key)
    monkeypatch.chdir(tmp_path)

    def call(*words: str, code: int = 0) -> Any:
        ended = refplug("zotero", *words)
        assert ended.code == code, (ended.code, ended.out, ended.err)
        return ended

    return call


def twice(stub: Stub) -> tuple[str, str, str]:
    """One article in romanization and in script, the latter with a note."""
    shared = {"date": "2015", "volume": "10", "pages": "5-33"}
    one = stub.library.add(
        "journalArticle",
        title="Marjaʿiyyat va dawlat dar ʿIrāq",
        creators=[{"creatorType": "author", "lastName": "Ḥusaynī", "firstName": "ʿAlī"}],
        DOI="10.22034/irp.2015.001",
        tags=[{"tag": "Iraq"}],
        **shared,
    )
    other = stub.library.add(
        "journalArticle",
        title="مرجعیت و دولت در عراق",
        creators=[{"creatorType": "author", "lastName": "حسینی", "firstName": "علی"}],
        **shared,
    )
    return one, other, stub.library.add("note", parentItem=other, note="<p>read</p>")


def data(stub: Stub, key: str) -> dict[str, Any]:
    return stub.library.items[key].data


def plan_of(ended: Any) -> str:
    found = re.search(r"plan (\w{12})", ended.err)
    assert found
    return found[1]


def test_dedupe_shows_and_merges_nothing_unasked(stub: Stub, zotero: Callable[..., Any]) -> None:
    one, other, _ = twice(stub)
    ended = zotero("dedupe", "--web")
    assert one in ended.out
    assert other in ended.out
    assert "1 work stands more than once" in ended.err
    assert not stub.control.writes


def test_dedupe_applies_the_plan_that_was_shown(stub: Stub, zotero: Callable[..., Any]) -> None:
    one, other, note = twice(stub)
    stub.library.add("book", title="Alone")
    shown = zotero("dedupe", "--web", "--merge", other, "--dry-run", "--json")
    assert not stub.control.writes
    lines = [json.loads(line) for line in shown.out.splitlines()]
    assert lines[0]["keys"] == [one, other]
    zotero("dedupe", "--web", "--merge", other, "--apply", "0" * 12, code=6)
    assert not stub.control.writes
    zotero("dedupe", "--web", "--merge", other, "--apply", plan_of(shown))
    sent = [body for write in stub.control.writes for body in json.loads(write.body)]
    assert sent == [line["body"] for line in lines if "body" in line]
    assert data(stub, other)["deleted"] == 1
    assert data(stub, note)["parentItem"] == one
    assert data(stub, one)["relations"]["dc:replaces"] == [f"http://zotero.org/users/1001/items/{other}"]
    assert "nothing stands twice" in zotero("dedupe", "--web").err


def test_a_group_that_was_refused_goes_no_further(stub: Stub, zotero: Callable[..., Any]) -> None:
    _, other, note = twice(stub)
    zotero("dedupe", "--web", "--dry-run")
    stub.control.script(fail_index(0, 400))
    ended = zotero("dedupe", "--web", "--all", code=6)
    assert "Zotero refused it (400)" in ended.err
    assert not data(stub, other).get("deleted")
    assert data(stub, note)["parentItem"] == other
    zotero("dedupe", "--web", "--all")
    assert data(stub, other)["deleted"] == 1


def test_somebody_elses_write_stops_the_merge(stub: Stub, zotero: Callable[..., Any]) -> None:
    _, other, _ = twice(stub)
    stub.control.script(meanwhile(lambda world: world.library.edit(other, title="edited"), method="POST"))
    ended = zotero("dedupe", "--web", "--all", code=6)
    assert "was changed by another program" in ended.err
    assert not data(stub, other).get("deleted")


def test_the_named_item_stays(stub: Stub, zotero: Callable[..., Any]) -> None:
    one, other, note = twice(stub)
    zotero("dedupe", "--web", "--all", "--keep", other)
    assert data(stub, one)["deleted"] == 1
    assert data(stub, note)["parentItem"] == other
    assert data(stub, other)["DOI"] == "10.22034/irp.2015.001"


def test_the_program_on_this_computer_merges_too(
    refplug: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    for name in ("REFPLUG_OFFLINE", "REFPLUG_STATE", "REFPLUG_ZOTERO_KEY", "REFPLUG_ZOTERO_LOCAL_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    with running(local=True) as stub:
        monkeypatch.setenv("REFPLUG_ZOTERO_LOCAL_URL", stub.origin)
        one, other, note = twice(stub)
        assert refplug("zotero", "dedupe", "--local", "--all").code == 0
        assert data(stub, other)["deleted"] == 1
        assert data(stub, note)["parentItem"] == one
        assert not data(stub, one).get("relations")


def test_a_newer_schema_is_told_and_no_obstacle(
    refplug: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.delenv("REFPLUG_OFFLINE", raising=False)
    monkeypatch.chdir(tmp_path)
    with running(schema=Schema.load().newer()) as stub:
        monkeypatch.setenv("REFPLUG_ZOTERO_URL", stub.url)
        monkeypatch.setenv("REFPLUG_ZOTERO_KEY", stub.key)
        key = stub.library.add("futureWork", title="T", futureField="x", tags=[{"tag": "Hashd Shaabi"}])
        ended = refplug("zotero", "normalize", "--web")
        assert ended.code == 0
        assert "schema is version 99, ours 41" in ended.err
        assert data(stub, key)["futureField"] == "x"
        assert data(stub, key)["tags"] == [{"tag": "al-Ḥashd al-Shaʿbī"}]


def test_an_unknown_item_is_a_usage_error(stub: Stub, zotero: Callable[..., Any]) -> None:
    twice(stub)
    assert "no group holds this item" in zotero("dedupe", "--web", "--merge", "ZZZZ2222", code=2).err


def test_dedupe_of_what_was_read_last_time(stub: Stub, zotero: Callable[..., Any]) -> None:
    one, _, _ = twice(stub)
    zotero("dedupe", "--web")
    before = len(stub.control.seen)
    assert one in zotero("dedupe", "--offline").out
    zotero("dedupe", "--offline", "--all", code=5)
    assert len(stub.control.seen) == before


def test_normalize_plans_asks_and_applies(stub: Stub, zotero: Callable[..., Any], tmp_path: Any) -> None:
    one = stub.library.add(
        "book", title="A", tags=[{"tag": "Hashd Shaabi"}, {"tag": "Marjiiat"}], extra="OCLC: 1"
    )
    stub.library.add("book", title="B", tags=[{"tag": "al-Ḥashd al-Shaʿbī", "type": 1}, {"tag": "Iraq"}])
    assert (
        "--worksheet FILE lists them, --take FILE reads it" in zotero("normalize", "--web", "--dry-run").err
    )
    shown = zotero("normalize", "--web", "--dry-run", "--worksheet", "w.tsv")
    assert "to decide on: w.tsv lists them, --take w.tsv reads it back" in shown.err
    assert "tag Hashd Shaabi (1) becomes al-Ḥashd al-Shaʿbī" in shown.out
    assert not stub.control.writes
    sheet = tmp_path / "w.tsv"
    sheet.write_text(sheet.read_text("utf-8").replace("Marjiiat\t\t", "Marjiiat\t1\t"), "utf-8")
    zotero(
        "normalize", "--web", "--take", "w.tsv", "--apply", plan_of(shown), code=6
    )  # it is another plan now
    shown = zotero("normalize", "--web", "--take", "w.tsv", "--dry-run", "--json")
    zotero("normalize", "--web", "--take", "w.tsv", "--apply", plan_of(shown))
    assert {tag["tag"] for tag in data(stub, one)["tags"]} == {"al-Ḥashd al-Shaʿbī", "Marjaʿiyya"}
    assert data(stub, one)["extra"].split("\n") == [
        "OCLC: 1",
        "refplug-keyword: al-Ḥashd al-Shaʿbī | Hashd Shaabi",
        "refplug-keyword: Marjaʿiyya | Marjiiat",
    ]
    assert len(stub.control.writes) == 1
    assert "nothing to change" in zotero("normalize", "--web", "--take", "w.tsv").err
    assert len(stub.control.writes) == 1


def test_a_worksheet_is_never_written_over(zotero: Callable[..., Any], tmp_path: Any) -> None:
    (tmp_path / "w.tsv").write_text("mine", "utf-8")
    ended = zotero("normalize", "--web", "--dry-run", "--worksheet", "w.tsv", code=6)
    assert "is there already" in ended.err
    assert (tmp_path / "w.tsv").read_text("utf-8") == "mine"


def test_only_the_chosen_items_change_but_the_whole_library_is_heard(
    stub: Stub, zotero: Callable[..., Any]
) -> None:
    inside = stub.library.collect("Mine")
    one = stub.library.add("book", title="A", tags=[{"tag": "Hashd Shaabi"}], collections=[inside])
    other = stub.library.add("book", title="B", tags=[{"tag": "Hashd al-Sha'bi"}])
    zotero("normalize", "--web", "--collection", "Mine")
    assert data(stub, one)["tags"] == [{"tag": "al-Ḥashd al-Shaʿbī"}]
    assert data(stub, other)["tags"] == [{"tag": "Hashd al-Sha'bi"}]


@pytest.mark.parametrize("answer", [True, False])
def test_on_a_terminal_each_group_is_asked(
    answer: bool, stub: Stub, zotero: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other, _ = twice(stub)
    asked: list[str] = []

    def confirm(text: str, default: bool) -> bool:
        asked.append(text)
        assert default is False
        return answer

    monkeypatch.setattr("click.confirm", confirm)
    monkeypatch.setattr("refplug.cli.zotero.dedupe.on_terminal", lambda: True)
    zotero("dedupe", "--web")
    assert asked == [f"merge {one} + {other}?"]
    assert bool(data(stub, other).get("deleted")) is answer
