"""The conversation with Crossref's REST API and doi.org: composing requests, and believing answers with care."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from refplug.errors import ExitCode, RunAborted, SourceUnavailable
from refplug.system.http import Answer, Door, Lane, Limit, Patience, Service

__all__ = ["NAME", "Client", "NotUnderstood", "checked_address", "checked_contact", "parsed", "service"]

NAME = "crossref"
# What is allowed until the headers teach better: blog.crossref.org, limits of 1 December 2025.
_DEFAULTS = {
    "public": {"single": Limit(5, 1.0, 1), "list": Limit(1, 1.0, 1)},
    "polite": {"single": Limit(10, 1.0, 3), "list": Limit(3, 1.0, 3)},
}
_RESOLVER = Limit(5, 1.0, 2)  # doi.org announces none
_AGENCIES = ("data.crosscite.org", "api.datacite.org", "data.medra.org", "data.crossref.org")
_CSL = "application/vnd.citationstyles.csl+json"


class NotUnderstood(SourceUnavailable):
    """The service is there and refuses the form of the question: another form may do."""


class Client:
    """Requests to one address of the API through one door. `budget_s` caps the seconds of silence
    that all calls together may wait for; an answer renews it."""

    def __init__(
        self,
        url: str,
        doi_url: str,
        contact: str | None,
        door: Door,
        patience: Patience,
        budget_s: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.url, self.doi_url, self.door = url, doi_url, door
        self._contact, self._patience, self._budget_s, self._clock = contact, patience, budget_s, clock
        self._until: float | None = None

    def listed(self, what: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """The message of a list query that habanero composed and checked, and our door sent.

        `Request.do_request` turns Python's names into the API's and refuses unknown ones, then calls `_req` to send;
        that one hook is ours. A test holds habanero to it (habanero is pinned below 3).
        """
        from habanero.request_class import Request

        def send(payload: Mapping[str, Any], should_warn: bool) -> dict[str, Any]:
            query = urlencode(
                {name: str(value) for name, value in payload.items()}, quote_via=quote, safe=":,"
            )
            message = self.message(self.get(f"/works?{query}", what, "list"), "work-list")
            items = message.get("items")
            if not isinstance(items, list):
                raise SourceUnavailable(NAME, "the list that came is none")
            message["items"] = [item for item in items if isinstance(item, dict)]
            return {"message": {"total-results": 0, **message}}

        request = Request(self._contact, None, 0, self.url, "/works", **parameters)
        request._req = send
        listed: dict[str, Any] = request.do_request()["message"]
        return listed

    def get(self, path: str, what: str, kind: str = "single") -> Answer:
        """The answer to a GET of the API, in the lane of its class (`single`, `list`)."""
        pool = "polite" if self._contact else "public"
        lane = Lane(f"{urlsplit(self.url).netloc} {pool}", kind, _DEFAULTS[pool][kind])
        answer = self.door.get(self.url + path, lane=lane, what=what, patience=self._left())
        self._until = None  # somebody is there: the budget is for silence
        return answer

    def message(self, answer: Answer, kind: str) -> dict[str, Any]:
        """The message of an answer that is one of Crossref's, of the kind asked for; else `SourceUnavailable`."""
        host = urlsplit(answer.url).netloc
        if answer.status in (400, 404):
            raise NotUnderstood(NAME, f"{host} did not understand the request ({answer.status})")
        if answer.status != 200:
            raise SourceUnavailable(NAME, f"{host} answered with status {answer.status}")
        envelope = parsed(answer)
        if (
            not isinstance(envelope, dict)
            or envelope.get("status") != "ok"
            or envelope.get("message-type") != kind
        ):
            raise SourceUnavailable(
                NAME, f"not a Crossref answer from {host}; is there a login page in between?"
            )
        message = envelope.get("message")
        if not isinstance(message, dict):
            raise SourceUnavailable(NAME, f"the answer of {host} holds nothing")
        return message

    def resolve(self, doi: str, *, follow: bool) -> Answer:
        """What doi.org says of a DOI under content negotiation; without `follow` its redirect itself."""
        lane = Lane(urlsplit(self.doi_url).netloc + " resolver", "single", _RESOLVER)
        url = f"{self.doi_url}/{quote(doi, safe='/')}"
        return self.door.get(url, lane=lane, what="1 DOI", accept=_CSL, patience=self._left(), follow=follow)

    def _left(self) -> Patience:
        """The patience for one call: its own, or what remains of the budget for silence."""
        if self._budget_s is None:
            return self._patience
        if self._until is None:
            self._until = self._clock() + self._budget_s
        left = self._until - self._clock()
        if left <= 0:
            raise SourceUnavailable(NAME, f"no complete answer within {self._budget_s:.0f} s")
        return replace(self._patience, total_s=min(self._patience.total_s, left))


def service(url: str, doi_url: str, contact: str | None) -> Service:
    """The hosts that Crossref and the DOI resolver may send us to; only the former learns the mail address."""
    from refplug import __version__

    own, resolver = urlsplit(url).netloc, urlsplit(doi_url).netloc
    hosts = {own, resolver}
    if urlsplit(url).scheme == "https":
        hosts |= {"api.crossref.org", *_AGENCIES}
    trusted = frozenset(filter(None, (urlsplit(url).hostname, "api.crossref.org")))
    return Service(
        name=NAME, hosts=frozenset(hosts), trusted=trusted, agent=f"refplug/{__version__}", contact=contact
    )


def checked_address(url: str, setting: str) -> str:
    """An address we may use: https, or http on loopback; `RunAborted` (usage) for any other."""
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    loopback = host in {"127.0.0.1", "localhost", "::1"}
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and loopback)) or parts.username:
        message = f"{setting}: {url!r} cannot be used; give an https address, or http on this machine."
        raise RunAborted(message, ExitCode.USAGE)
    return url.strip().rstrip("/")


def checked_contact(mailto: str) -> str | None:
    """The address for the polite pool, None where none is given; `RunAborted` (usage) for what is none."""
    if not mailto.strip():
        return None
    if not re.fullmatch(r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9.\-]{1,253}", mailto.strip(), re.ASCII):
        raise RunAborted(
            f"mailto: {mailto!r} is no mail address; give one such as name@example.org.", ExitCode.USAGE
        )
    return mailto.strip()


def parsed(answer: Answer) -> Any:
    """The JSON of an answer; None where it is none, or nested beyond reason."""
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):
        return None
