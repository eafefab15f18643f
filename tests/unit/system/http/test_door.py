"""The door with a transport made of a list: what is repeated, what is given up, what may be told to whom."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from pathlib import Path

import pytest

from refplug.errors import SourceUnavailable
from refplug.system.http import (
    Answer,
    Door,
    Fault,
    FaultKind,
    Lane,
    Ledger,
    Limit,
    Limiter,
    Outgoing,
    Patience,
    Service,
)

LANE = Lane("api.example.org polite", "single", Limit(1000, 0.001, 100))
SERVICE = Service(
    name="example",
    hosts=frozenset({"api.example.org", "doi.org", "127.0.0.1:8990"}),
    trusted=frozenset({"api.example.org"}),
    agent="refplug/1",
    contact="me@example.org",
)


class Script:
    """Answers in turn; the last one for ever."""

    def __init__(self, answers: Iterable[Answer | Fault]) -> None:
        self.answers = list(answers)
        self.asked: list[Outgoing] = []

    def __call__(self, outgoing: Outgoing) -> Answer:
        self.asked.append(outgoing)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Fault):
            raise answer
        return answer


class Clock:
    def __init__(self) -> None:
        self.now, self.slept = 100.0, 0.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept += seconds


def answer(status: int = 200, body: bytes = b"{}", **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status=status, headers=named, body=body, url="https://api.example.org/x")


def door(script: Script, clock: Clock, *, offline: bool = False) -> Door:
    limiter = Limiter(None, clock=clock, sleep=clock.sleep)
    return Door(
        SERVICE,
        limiter,
        transport=script,
        offline=offline,
        clock=clock,
        now=lambda: 0.0,
        sleep=clock.sleep,
        chance=lambda: 0.5,
    )


def get(opened: Door, url: str = "https://api.example.org/x", **more: object) -> Answer:
    return opened.get(url, lane=LANE, what="1 DOI", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("status", [200, 400, 404])
def test_an_answer_is_given_as_it_is(status: int) -> None:
    script = Script([answer(status)])
    assert get(door(script, Clock())).status == status
    assert len(script.asked) == 1


@pytest.mark.parametrize(
    "trouble", [answer(429), answer(500), answer(503), answer(504), Fault(FaultKind.BROKEN, "reset")]
)
def test_what_may_pass_is_asked_again(trouble: Answer | Fault) -> None:
    clock = Clock()
    script = Script([trouble, trouble, answer(200)])
    assert get(door(script, clock)).status == 200
    assert len(script.asked) == 3
    assert clock.slept > 1


def test_attempts_end() -> None:
    script = Script([answer(503)])
    with pytest.raises(SourceUnavailable, match="503"):
        get(door(script, Clock()), patience=Patience(total_s=1000, attempts=3))
    assert len(script.asked) == 3


def test_a_long_retry_after_is_not_waited_for_but_told() -> None:
    clock = Clock()
    script = Script([answer(429, retry_after="3600")])
    with pytest.raises(SourceUnavailable) as stopped:
        get(door(script, clock))
    assert clock.slept == 0
    assert stopped.value.retry_after_s is not None
    assert stopped.value.retry_after_s >= 3600


def test_a_short_retry_after_is_kept_by_everybody() -> None:
    clock = Clock()
    script = Script([answer(429, retry_after="5"), answer(200)])
    assert get(door(script, clock)).status == 200
    assert clock.slept >= 5


def test_a_wait_that_a_person_would_notice_is_told() -> None:
    said: list[str] = []
    broken = Fault(FaultKind.BROKEN, "the answer of api.example.org broke off")
    opened = door(Script([broken, broken, answer(503), answer(429, retry_after="5"), answer(200)]), Clock())
    opened.tell = said.append
    get(opened, patience=Patience(total_s=1000, attempts=5, base_s=1.0))
    assert said == [  # half a second is none
        "example: the answer of api.example.org broke off; going on in 2 s",
        "example: the service is in trouble (503); going on in 9 s",
        "example: the service asks for fewer requests (429); going on in 6 s",
    ]


def test_a_pause_that_was_asked_for_before_is_told() -> None:
    said: list[str] = []
    clock = Clock()
    opened = door(Script([answer(200)]), clock)
    opened.tell = said.append
    opened.limiter.pause(LANE.pool, 20.0)
    get(opened)
    assert said == ["example: it asked for a pause; going on in 20 s"]
    assert clock.slept == 20


def test_an_answer_that_takes_long_is_told_once_and_waited_for() -> None:
    said: list[str] = []
    told = threading.Event()

    def tell(text: str) -> None:
        said.append(text)
        told.set()

    def slow(outgoing: Outgoing) -> Answer:
        assert told.wait(20)
        return answer(200)

    opened = Door(SERVICE, Limiter(None), transport=slow, tell=tell, long_s=0.01)
    assert get(opened).status == 200
    assert len(said) == 1
    assert said[0].startswith("example: no answer yet (1 DOI); waiting for it up to ")


def test_nobody_there_is_known_soon_and_remembered() -> None:
    clock = Clock()
    script = Script([Fault(FaultKind.UNREACHABLE, "api.example.org could not be reached")])
    opened = door(script, clock)
    for _ in range(5):
        with pytest.raises(SourceUnavailable, match="could not be reached"):
            get(opened)
    assert len(script.asked) == 2
    assert clock.slept < 1


def test_the_circuit_closes_again_after_a_rest() -> None:
    clock = Clock()
    script = Script([Fault(FaultKind.UNREACHABLE, "could not be reached")] * 2 + [answer()])
    opened = door(script, clock)
    with pytest.raises(SourceUnavailable):
        get(opened)
    clock.now += 31
    assert get(opened).status == 200
    assert get(opened).status == 200


def test_blocked_means_stop() -> None:
    clock = Clock()
    script = Script([answer(403), answer(200)])
    opened = door(script, clock)
    for _ in range(2):
        with pytest.raises(SourceUnavailable, match="403"):
            get(opened)
        clock.now += 1000
    assert len(script.asked) == 1


def test_offline_sends_nothing() -> None:
    script = Script([answer()])
    with pytest.raises(SourceUnavailable, match="offline"):
        get(door(script, Clock(), offline=True))
    assert not script.asked


def test_redirects_inside_the_list_are_followed_without_the_address() -> None:
    script = Script([answer(302, location="https://doi.org/10.1/x"), answer(200)])
    assert get(door(script, Clock())).status == 200
    first, second = (one.headers["User-Agent"] for one in script.asked)
    assert "me@example.org" in first
    assert "me@example.org" not in second


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/x",
        "http://api.example.org/x",
        "file:///etc/passwd",
        "http://127.0.0.1:22/",
        "http://127.0.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "https://api.example.org.evil.example/",
        "https://api.example.org@evil.example/",
        "https://api.example.org:8443/",
        "http://[::1]:8990/",
        "http://0x7f000001/",
        "//evil.example/x",
        "ftp://api.example.org/x",
        "https://[bad",
    ],
)
def test_no_redirect_leads_elsewhere(target: str) -> None:
    script = Script([answer(302, location=target), answer(200)])
    with pytest.raises(SourceUnavailable):
        get(door(script, Clock()))
    assert len(script.asked) == 1


def test_a_loop_of_redirects_ends() -> None:
    script = Script([answer(302, location="https://api.example.org/x")])
    with pytest.raises(SourceUnavailable, match="redirects"):
        get(door(script, Clock()))
    assert len(script.asked) <= 6


def test_the_ledger_has_every_request_and_no_address() -> None:
    script = Script([answer(503), answer(200)])
    opened = door(script, Clock())
    get(opened, "https://api.example.org/works/10.1/a?x=1")
    assert [(one.status, one.path) for one in opened.ledger.sent] == [
        (503, "/works/10.1/a?x=1"),
        (200, "/works/10.1/a?x=1"),
    ]
    assert "me@example.org" not in repr(opened.ledger.sent)
    assert opened.ledger.summary() == "2 requests to api.example.org"


def test_the_log_has_what_was_sent_and_is_private(tmp_path: Path) -> None:
    log = tmp_path / "state" / "requests.jsonl"
    opened = door(Script([answer()]), Clock())
    opened.ledger = Ledger(log, clock=lambda: 0.0)
    get(opened, "https://api.example.org/works/10.1/a")
    assert json.loads(log.read_text()) == {
        "at": "1970-01-01T00:00:00Z",
        "host": "api.example.org",
        "path": "/works/10.1/a",
        "what": "1 DOI",
        "status": 200,
    }
    assert log.stat().st_mode & 0o077 == 0


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    opened = door(Script([answer()]), Clock())
    opened.ledger = Ledger(tmp_path / "file" / "requests.jsonl")
    assert get(opened).status == 200
    assert len(opened.ledger) == 1


def test_a_write_whose_fate_is_unknown_is_repeated_only_if_that_is_harmless() -> None:
    for is_repeatable, count in ((True, 2), (False, 1)):
        clock, script = Clock(), Script([Fault(FaultKind.BROKEN, "cut"), answer()])
        asked = door(script, clock)
        try:
            asked.send(
                "POST",
                "https://api.example.org/x",
                lane=LANE,
                what="a write",
                body=b"1",
                is_repeatable=is_repeatable,
            )
        except SourceUnavailable:
            assert not is_repeatable
        assert len(script.asked) == count
        assert (script.asked[0].method, script.asked[0].body) == ("POST", b"1")
        assert asked.ledger.sent[0].path == "POST /x"


def test_a_write_that_was_refused_unread_is_always_repeated() -> None:
    clock, script = Clock(), Script([answer(429, retry_after="7"), answer()])
    sent = door(script, clock).send(
        "POST", "https://api.example.org/x", lane=LANE, what="a write", body=b"1", is_repeatable=False
    )
    assert (sent.status, len(script.asked)) == (200, 2)
    assert clock.slept >= 7


def test_a_write_follows_no_redirect() -> None:
    script = Script([answer(307, location="https://api.example.org/elsewhere")])
    sent = door(script, Clock()).send(
        "POST", "https://api.example.org/x", lane=LANE, what="a write", body=b"1", is_repeatable=True
    )
    assert (sent.status, len(script.asked)) == (307, 1)
