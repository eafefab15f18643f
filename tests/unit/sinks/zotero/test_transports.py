"""The two transports: what each bad answer becomes, and that no key is ever said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from refplug.errors import ExitCode, RunAborted, SourceUnavailable
from refplug.sinks.zotero.calls import Calls, data_of, lane_for, outcome_of, service_for
from refplug.sinks.zotero.local import LocalTransport
from refplug.sinks.zotero.transport import TokenUsed
from refplug.sinks.zotero.web import WebTransport
from refplug.system.http import Answer, Door, Limiter, Outgoing, Service
from support.zotero_kit import doors, local, web
from support.zotero_stub import Access, ManualClock, Schema, html, running

KEY = "SeCrEtKeYsEcReTkEy123456"


class Script:
    """A wire that answers from a list, and keeps what was sent."""

    def __init__(self, *answers: Answer) -> None:
        self.answers, self.sent = list(answers), []

    def __call__(self, outgoing: Outgoing) -> Answer:
        self.sent.append(outgoing)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def answer(status: int = 200, body: object = "", **headers: str) -> Answer:
    raw = body.encode() if isinstance(body, str) else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status=status, headers={"last-modified-version": "5", **named}, body=raw, url="")


def scripted(script: Script, library: str = "users/7") -> WebTransport:
    clock = ManualClock()

    def door_for(service: Service) -> Door:
        return Door(
            service,
            Limiter(None, clock=clock, sleep=clock.advance),
            transport=script,
            clock=clock,
            now=clock,
            sleep=clock.advance,
            chance=lambda: 0.5,
        )

    return WebTransport.at("https://api.zotero.org", door_for, KEY, library, "refplug/test")


ACCESS = {"userID": 7, "username": "me", "access": {"user": {"library": True, "write": True}}}
PAGE = "<!DOCTYPE html><html><body>Please log in</body></html>"


@pytest.mark.parametrize(
    ("reply", "code", "words"),
    [
        (answer(403, "Invalid key"), ExitCode.CONFLICT, "wrong or revoked"),
        (answer(403, f"Invalid key {KEY}"), ExitCode.CONFLICT, "wrong or revoked"),
        (answer(403, "Forbidden"), ExitCode.CONFLICT, "does not give access to users/7"),
        (answer(404, "Not found"), ExitCode.CONFLICT, "no library users/7"),
        (answer(400, f"odd {KEY}"), ExitCode.CONFLICT, r"\*\*\*"),
        (answer(413, "too big"), ExitCode.PROBLEMS_FOUND, "too large"),
        (answer(200, PAGE), ExitCode.UNAVAILABLE, "a web page instead of JSON"),
        (answer(200, "[1,"), ExitCode.UNAVAILABLE, "something else instead of JSON"),
        (answer(200, {"a": 1}, last_modified_version=""), ExitCode.UNAVAILABLE, "no library version"),
        (answer(302, ""), ExitCode.UNAVAILABLE, "failed"),
    ],
)
def test_a_bad_answer_is_one_sentence_without_the_key(reply, code, words):
    with pytest.raises((RunAborted, SourceUnavailable), match=words) as raised:
        scripted(Script(reply)).listing("items/top")
    assert getattr(raised.value, "exit_code", ExitCode.UNAVAILABLE) is code
    assert KEY not in str(raised.value)
    assert "\n" not in str(raised.value)
    assert KEY not in repr(raised.value.__dict__)


def test_the_key_travels_in_a_header_and_shows_in_no_repr():
    script = Script(answer(200, ACCESS))
    transport = scripted(script)
    transport.access()
    assert script.sent[0].headers["Zotero-API-Key"] == KEY
    assert KEY not in script.sent[0].url
    for shown in (script.sent[0], transport._calls, transport._calls.door):
        assert KEY not in repr(shown)


@pytest.mark.parametrize(
    ("library", "access", "may"),
    [
        ("users/7", {"user": {"library": True, "write": True, "files": False}}, (True, True, False)),
        ("users/7", {"user": {"library": True}}, (True, False, False)),
        ("users/8", {"user": {"library": True, "write": True}}, (False, False, False)),
        ("groups/3", {"groups": {"all": {"library": True, "write": True}}}, (True, True, True)),
        ("groups/3", {"groups": {"3": {"library": True, "write": False}}}, (True, False, False)),
        ("groups/3", {"user": {"library": True}}, (False, False, False)),
        ("groups/3", [], (False, False, False)),
    ],
)
def test_rights_are_read_for_the_library_in_question(library, access, may):
    transport = scripted(Script(answer(200, {"userID": 7, "access": access})), library)
    found = transport.access()
    assert (found.may_read, found.may_write, found.may_attach) == may


def test_no_key_is_told_before_anything_is_sent():
    script = Script(answer())
    transport = WebTransport.at(
        "https://api.zotero.org", lambda service: Door(service, Limiter(None), transport=script), "", "", "x"
    )
    with pytest.raises(RunAborted, match="no Zotero API key"):
        transport.access()
    assert script.sent == []


@pytest.mark.parametrize(
    "url", ["", "api.zotero.org", "ftp://x", "http://api.zotero.org", "http://[", "https://"]
)
def test_an_address_that_would_tell_the_key_is_refused(url):
    with pytest.raises(RunAborted) as refused:
        service_for(url, "Zotero", "refplug")
    assert refused.value.exit_code is ExitCode.USAGE


@pytest.mark.parametrize(
    ("report", "written", "unchanged", "refused", "unclear"),
    [
        ({"successful": {"0": {"key": "K", "version": 1, "data": {"key": "K"}}}}, {0}, set(), {1}, set()),
        ({"successful": [{"data": {"key": "K"}}], "failed": []}, {0}, set(), {1}, set()),
        ({"unchanged": {"0": "K"}, "failed": {"1": {"code": 412, "message": "x"}}}, set(), {0}, {1}, set()),
        ({"success": {"0": "K", "1": "L"}}, set(), set(), set(), {0, 1}),
        ({}, set(), set(), {0, 1}, set()),
        ({"successful": {"x": 1, "0": "odd"}, "failed": {"0": 3}}, set(), set(), {0, 1}, set()),
    ],
)
def test_every_place_of_a_report_is_read(report, written, unchanged, refused, unclear):
    """A place that the report does not mention counts as refused: silence is no success."""
    calls = Calls(
        Door(service_for("https://x.org", "x", "x")[0], Limiter(None)),
        "https://x.org",
        lane_for("https://x.org"),
        "x",
    )
    outcome = outcome_of(report, 9, calls, 2)
    assert set(outcome.written) == written
    assert set(outcome.unchanged) == unchanged
    assert set(outcome.refused) == refused
    assert set(outcome.unclear) == unclear


def test_the_next_page_is_asked_of_our_own_server():
    """A link to another host gets neither request nor key."""
    first = answer(200, {"A": 1}, link='<https://evil.example/steal?start=1&format=versions>; rel="next"')
    script = Script(first, answer(200, {"B": 2}))
    assert set(scripted(script).listing("items/top").versions) == {"A", "B"}
    assert all(sent.url.startswith("https://api.zotero.org/users/7/items/top?") for sent in script.sent)


def test_an_empty_map_may_come_as_a_list():
    assert scripted(Script(answer(200, []))).listing("items/top").versions == {}


def test_data_without_data_is_empty():
    assert data_of({"key": "K", "data": 3}) == {"key": "K", "version": 0}


# -- the program on this computer -------------------------------------------------------------------------------------


def test_zotero_is_told_from_jabref_and_from_nobody():
    with running() as stub:  # no X-Zotero-Version: some other server on the port
        transport = LocalTransport.at(stub.origin, doors(), "", "", "x")
        with pytest.raises(SourceUnavailable, match="JabRef"):
            _ = transport.server
    with pytest.raises(SourceUnavailable, match="not running"):
        _ = LocalTransport.at(stub.origin, doors(), "", "", "x").server


def test_the_switch_that_is_off_is_named():
    with running(local=True) as stub:
        stub.service.enabled = False
        with pytest.raises(RunAborted, match="Allow other applications"):
            _ = local(stub).server


@pytest.mark.parametrize(
    ("dialog", "asked", "ends"),
    [(["always"], 1, ""), (["allow", "allow"], 2, ""), (["deny"], 1, "denied"), (["429"], 1, "429|fewer")],
)
def test_the_dialog(dialog, asked, ends):
    clock = ManualClock()
    kept: list[str] = []
    with running(local=True, clock=clock) as stub:
        stub.service.dialog[:] = dialog
        transport = LocalTransport.at(stub.origin, doors(clock), "", "", "refplug/test", kept.append)
        if ends:
            with pytest.raises((RunAborted, SourceUnavailable), match=ends):
                transport.write([{"itemType": "book"}], "t" * 32, None)
            assert not stub.library.items
            return
        for number in range(2):
            transport.write([{"itemType": "book", "title": str(number)}], f"{number}" * 32, None)
        assert len(stub.library.items) == 2
        assert len([one for one in stub.control.seen if one.path.endswith("authorize")]) == asked
        assert len(kept) == (dialog == ["always"])


def test_another_program_than_the_one_that_was_read():
    with running(local=True) as stub:
        transport = local(stub, key=stub.key)
        transport.listing("items/top")
        _ = transport.server
        stub.world.renew_server()
        with pytest.raises(RunAborted, match="another Zotero"):
            transport.write([{"itemType": "book"}], "t" * 32, None)


def test_a_missing_group_and_a_bad_key_of_the_program():
    with running(local=True) as stub:
        with pytest.raises(RunAborted, match="no library groups/99"):
            local(stub, library="groups/99").listing("items/top")
        stub.service.dialog[:] = ["allow"]
        transport = local(stub, key="expiredexpiredexpired")
        transport.write([{"itemType": "book"}], "t" * 32, None)  # asked anew, once
        assert len(stub.library.items) == 1


def test_a_proxy_of_the_environment_does_not_stand_between(monkeypatch):
    for name in ("ALL_PROXY", "HTTP_PROXY", "http_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with running(local=True) as stub:
        assert local(stub).access().may_write


# -- both -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_local", [False, True])
def test_a_token_is_good_once(is_local):
    with running(local=is_local) as stub:
        transport = (local if is_local else web)(stub, key=stub.key)
        transport.write([{"itemType": "book"}], "t" * 32, None)
        with pytest.raises(TokenUsed):
            transport.write([{"itemType": "book"}], "t" * 32, None)
        assert len(stub.library.items) == 1


@pytest.mark.parametrize("is_local", [False, True])
def test_items_in_the_trash_are_found_by_their_keys(is_local):
    with running(local=is_local) as stub:
        kept, lost = stub.library.add(title="A"), stub.library.add(title="B")
        stub.library.trash(lost)
        transport = (local if is_local else web)(stub, key=stub.key)
        found = transport.objects("items", [kept, lost, "ZZZZZZZZ"]).data
        assert set(found) == {kept, lost}
        assert found[lost]["deleted"]


@pytest.mark.parametrize("is_local", [False, True])
def test_a_page_of_a_hotel_is_not_taken_for_zotero(is_local):
    with running(local=is_local) as stub:
        transport = (local if is_local else web)(stub, key=stub.key)
        _ = transport.library, transport.server
        stub.control.script(html(times=20))
        with pytest.raises(SourceUnavailable):
            transport.listing("items/top")


def test_a_newer_schema_is_noticed():
    with running(schema=Schema.load().newer()) as stub:
        transport = web(stub)
        transport.listing("items/top")
        assert transport.schema_version() == Schema.load().newer().version


def test_a_file_is_uploaded_once_and_the_storage_gets_no_key(tmp_path: Path):
    file = tmp_path / "paper ʿ.pdf"
    file.write_bytes(b"%PDF-1.4 " + b"x" * 100_000)
    with running() as stub:
        parent = stub.library.add(title="A")
        key = stub.library.add("attachment", linkMode="imported_file", parentItem=parent, filename=file.name)
        transport = web(stub)
        assert transport.upload(key, file, None)
        assert stub.library.files[key] == file.read_bytes()
        storage = [one for one in stub.control.seen if one.method == "POST" and "/file" not in one.path]
        assert storage
        assert all("zotero-api-key" not in one.headers for one in storage)
        with pytest.raises(RunAborted, match="another file"):
            transport.upload(key, file, None)


def test_a_read_only_library_is_told_before_the_first_write():
    with running() as stub:
        stub.world.keys["k" * 24] = Access(write=False)
        assert not web(stub, key="k" * 24).access().may_write
