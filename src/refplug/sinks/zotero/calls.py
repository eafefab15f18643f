"""What both transports do alike: send a request through the door, read JSON, tell trouble in one sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from refplug.errors import ExitCode, RunAborted, SourceUnavailable
from refplug.sinks.zotero.transport import Outcome, Refusal
from refplug.system.http import Answer, Door, Lane, Limit, Patience, Service, Stream

__all__ = ["API_VERSION", "LOOPBACK", "Calls", "data_of", "lane_for", "outcome_of", "redacted", "service_for"]

API_VERSION = "3"
BATCH = 50
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
# the first export after the desktop program has started takes longer than 5 s; a server may ask for two minutes;
# waits of ours are at most 1, 4 and 16 s: what was cut off is finished by the next run, so nobody need sit here longer
PATIENCE = Patience(total_s=60.0, attempts=4, base_s=1.0, asked_s=150.0)
_NEXT = re.compile(r'<([^>]*)>\s*;\s*rel="?next"?')
_PAGES = 10_000


@dataclass
class Calls:
    """Requests to one server. `secrets` are keys that no message may hold."""

    door: Door
    base: str  # without a slash at its end
    lane: Lane
    name: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)
    schema: int | None = None

    def get(self, path: str, what: str, **parameters: Any) -> Answer:
        """The answer to a GET below the base address, whatever its status."""
        query = urlencode({name: value for name, value in parameters.items() if value is not None})
        return self.send("GET", path + (f"?{query}" if query else ""), what)

    def send(
        self,
        method: str,
        path: str,
        what: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | Callable[[], Stream] | None = None,
        is_repeatable: bool = True,
        patience: Patience = PATIENCE,
    ) -> Answer:
        """The answer to a request. A `Backoff` in it holds up every later request, of other processes too."""
        answer = self.door.send(
            method,
            path if path.startswith("http") else self.base + path,
            lane=self.lane,
            what=what,
            headers={"Zotero-API-Version": API_VERSION, **self.headers, **(headers or {})},
            body=body,
            is_repeatable=is_repeatable,
            patience=patience,
        )
        if (pause := _seconds(answer.headers.get("backoff"))) > 0:
            self.door.limiter.pause(self.lane.pool, pause)
        if (told := answer.headers.get("zotero-schema-version", "")).isdecimal():
            self.schema = int(told)
        return answer

    def pages(self, path: str, what: str, **parameters: Any) -> list[Answer]:
        """All pages of a listing, by the links between them."""
        answers = [self.get(path, what, **parameters)]
        while len(answers) < _PAGES and (link := _NEXT.search(answers[-1].headers.get("link", ""))):
            target = urlsplit(link.group(1))
            # the query alone is believed: where to send our key is not for an answer to say
            answers.append(self.send("GET", f"{path}?{target.query}", what))
        return answers

    def json(self, answer: Answer, kind: type) -> Any:
        """The JSON of a good answer; `SourceUnavailable` for a page, a cut-off or a foreign answer with status 200."""
        try:
            value = json.loads(answer.body)
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, kind):
            said = "a web page" if answer.body[:200].lstrip().startswith(b"<") else "something else"
            raise self.unavailable(f"it answered with {said} instead of JSON; check the address {self.base}")
        return value

    def version(self, answer: Answer) -> int:
        """The version that an answer names; without one it is not from a Zotero library."""
        told = answer.headers.get("last-modified-version", "")
        if not told.isdecimal():
            raise self.unavailable(
                f"its answer names no library version; check the address {self.base} for a proxy or a portal"
            )
        return int(told)

    def unavailable(self, reason: str) -> SourceUnavailable:
        """Trouble that may pass, in words."""
        return SourceUnavailable(self.name, redacted(reason, self.secrets))

    def unexpected(self, answer: Answer, doing: str) -> SourceUnavailable | RunAborted:
        """What to raise for a status that is no answer: one sentence with the server's own words, where they are words."""
        words = self.words(answer)
        said = f": {words}" if words else ""
        if answer.status == 413:
            return RunAborted(f"{self.name}: {doing} is too large for the server{said}")
        if 400 <= answer.status < 500:
            return RunAborted(
                f"{self.name} refused {doing} ({answer.status}){said}; nothing was changed", ExitCode.CONFLICT
            )
        return self.unavailable(f"{doing} failed ({answer.status}){said}; try again later")

    def words(self, answer: Answer) -> str:
        """The server's words in an error, without keys and markup; empty where it sent a page."""
        text = answer.body[:2000].decode("utf-8", "replace").strip()
        if not text or text.startswith("<") or "\ufffd" in text:
            return ""
        return redacted(" ".join(text.split())[:200], self.secrets)


def redacted(text: str, secrets: Sequence[str]) -> str:
    """The text with every key in it replaced.

    >>> redacted("Invalid key abcdefgh", ("abcdefgh",))
    'Invalid key ***'
    """
    for secret in filter(None, secrets):
        text = text.replace(secret, "***")
    return text


def service_for(url: str, name: str, agent: str) -> tuple[Service, str]:
    """The service behind an address of the settings, and the address without a slash at its end.

    Raises `RunAborted` (usage) for an address that is none, and for plain http to anything but this computer: the key
    would travel readably.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if not host or parts.scheme not in ("http", "https"):
        raise RunAborted(f"{url!r} is no address of a Zotero server; give http(s)://HOST", ExitCode.USAGE)
    if parts.scheme == "http" and host not in LOOPBACK:
        raise RunAborted(f"{url}: refplug sends keys over https only; give an https address", ExitCode.USAGE)
    is_usual = port is None or (parts.scheme, port) in (("https", 443), ("http", 80))
    place = host if is_usual else f"{host}:{port}"
    service = Service(name=name, hosts=frozenset({place}), agent=agent, bans_by_403=False)
    return service, f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path.rstrip('/')}"


def lane_for(base: str) -> Lane:
    """How fast we ask: well below the ten a second that api.zotero.org refills; this computer sets its own pace."""
    parts = urlsplit(base)
    limit = Limit(1000, 0.001, 4) if parts.hostname in LOOPBACK else Limit(8, 1.0, 4)
    return Lane(f"{parts.netloc} zotero", "api", limit)


def data_of(one: Mapping[str, Any]) -> Mapping[str, Any]:
    """The data of an object as the server wraps it, with its key and version."""
    data = one.get("data")
    data = dict(data) if isinstance(data, Mapping) else {}
    return data | {"key": one.get("key"), "version": one.get("version", 0)}


def outcome_of(value: Mapping[str, Any], version: int, calls: Calls, count: int) -> Outcome:
    """The report of a multi-object write, every entry of it read; a place that is not reported counts as refused."""
    written: dict[int, Mapping[str, Any]] = {}
    for place, said in _places(value.get("successful")):
        data = said.get("data") if isinstance(said, Mapping) else None
        if isinstance(data, Mapping) and isinstance(data.get("key"), str):
            written[place] = data
    refused = {
        place: Refusal(int(said.get("code") or 0), redacted(str(said.get("message", "")), calls.secrets))
        for place, said in _places(value.get("failed"))
        if isinstance(said, Mapping)
    }
    unchanged = frozenset(place for place, _ in _places(value.get("unchanged")))
    unclear = frozenset(place for place, _ in _places(value.get("success"))) - written.keys()
    for place in range(count):
        if place not in written and place not in unchanged | unclear and place not in refused:
            refused[place] = Refusal(0, "the server's report does not mention it")
    return Outcome(version=version, written=written, unchanged=unchanged, refused=refused, unclear=unclear)


def _places(value: Any) -> list[tuple[int, Any]]:
    """Entries by place; PHP writes an empty map as a list, and a full one from 0 on as a list too."""
    if isinstance(value, Mapping):
        return [(int(place), said) for place, said in value.items() if str(place).isdecimal()]
    return list(enumerate(value)) if isinstance(value, list) else []


def _seconds(text: str | None) -> float:
    try:
        return min(max(float(text or 0), 0.0), 3600.0)
    except ValueError:
        return 0.0
