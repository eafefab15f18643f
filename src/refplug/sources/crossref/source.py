"""Crossref, asked politely, believed with care: one adapter around habanero and our own door to the network.

habanero composes and checks list queries; every byte goes through `refplug.system.http` (why:
docs/decisions/crossref-client.md). What it does wrong with single records is not used: the DOI is quoted here,
the DOI that came back is compared, and every failure is `SourceUnavailable`, never "not found".
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

from refplug.errors import SourceUnavailable
from refplug.model import Query, Record
from refplug.sources.crossref.batches import BATCH, batches, windows
from refplug.sources.crossref.cache import Found, Kept, packed, told
from refplug.sources.crossref.client import (
    NAME,
    Client,
    NotUnderstood,
    checked_address,
    checked_contact,
    parsed,
    service,
)
from refplug.sources.crossref.planned import planned
from refplug.sources.crossref.query import bibliographic, enough, questions, search_key
from refplug.sources.crossref.updates import registered_doi, targets_of
from refplug.system.http import Door, Limiter, Patience
from refplug.system.http.ledger import Ledger
from refplug.system.parallel import side_by_side
from refplug.system.store import Store, cache_file

if TYPE_CHECKING:
    from refplug.system.settings import Settings

__all__ = ["Crossref", "Found"]


class Crossref:
    """The Crossref REST API as a source. Thread-safe; make one for a run.

    `url` and `doi_url` may point to a stand-in on loopback. `budget_s` caps the seconds that all calls of this
    object together may wait for an answer that does not come (`cite` gives 3). With `offline` the cache answers, however old, or nobody.
    """

    name = NAME

    def __init__(
        self,
        *,
        url: str = "https://api.crossref.org",
        doi_url: str = "https://doi.org",
        mailto: str = "",
        offline: bool = False,
        store: Store | None = None,
        door: Door | None = None,
        patience: Patience | None = None,
        budget_s: float | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        url, doi_url = checked_address(url, "crossref_url"), checked_address(doi_url, "doi_url")
        contact = checked_contact(mailto)
        self.offline = offline
        self.store = store or Store(None)
        self.door = door or Door(
            service=service(url, doi_url, contact), limiter=Limiter(None), offline=offline
        )
        self._kept = Kept(self.store, self.door.now, offline=offline)
        self._client = Client(url, doi_url, contact, self.door, patience or Patience(), budget_s, clock)

    @classmethod
    def from_settings(cls, settings: Settings, *, budget_s: float | None = None) -> Crossref:
        """The source as a run's settings want it, sharing cache and limiter with all runs of the user."""
        from refplug.system.settings import state_folder

        url, doi_url = settings.crossref_url, settings.doi_url
        if settings.origin("doi_url") == "default" and urlsplit(url).hostname in {
            "127.0.0.1",
            "localhost",
            "::1",
        }:
            doi_url = (
                url.rstrip("/") + "/doi"
            )  # a stand-in answers for doi.org too: a test leaves loopback never
        state = state_folder()
        door = Door(
            service=service(
                checked_address(url, "crossref_url"),
                checked_address(doi_url, "doi_url"),
                checked_contact(settings.mailto),
            ),
            limiter=Limiter(state / "limits.sqlite"),
            ledger=Ledger(state / "requests.jsonl"),
            offline=settings.offline,
        )
        patience = (
            Patience(total_s=min(30.0, budget_s), attempts=2, base_s=0.2, asked_s=0.0)
            if budget_s
            else Patience()
        )
        return cls(
            url=url,
            doi_url=doi_url,
            mailto=settings.mailto,
            offline=settings.offline,
            store=Store(cache_file(settings.cache)),
            door=door,
            patience=patience,
            budget_s=budget_s,
        )

    # -- the port -------------------------------------------------------------------------------------------------

    def work(self, doi: str) -> Record | None:
        """The record of a DOI, of whatever agency, or None where nobody has one. Raises `SourceUnavailable`."""
        found = self.look_up(doi)
        if found.trouble:
            raise found.trouble
        return found.record

    def search(self, query: Query, limit: int = 20) -> tuple[Record, ...]:
        """Candidates in Crossref's own order (no verdict), from at most two list requests, without repetition.

        A devised title is never asked about: nobody has printed it. Nothing to ask with gives nothing.
        """
        found: dict[str, Record] = {}
        for parameters in questions(query):
            for record in self._candidates(parameters, max(1, min(limit, 100))):
                found.setdefault(record.doi.value or "", record)
            if enough(query, found.values()):
                break
        return tuple(found.values())[: 2 * limit]

    # -- DOIs -----------------------------------------------------------------------------------------------------

    def look_up(self, doi: str, *, max_age_s: float | None = None) -> Found:
        """What is known of one DOI; trouble is told in the answer, not raised."""
        asked = registered_doi(doi)
        if asked is None:
            return Found(doi=doi, notices=(told("doi-malformed", f"{doi!r} is no DOI; not asked about"),))
        try:
            return self._kept.known(asked, max_age_s) or self._ask_single(asked)
        except SourceUnavailable as trouble:
            return Found(doi=asked, trouble=trouble)

    def look_up_many(
        self, dois: Iterable[str], *, max_age_s: float | None = None, connections: int = 3
    ) -> Iterator[Found]:
        """What is known of many DOIs, in their order: from the cache, in batches, singly where a batch cannot ask.

        Memory stays flat: a few batches are under way at a time. What was asked is in the cache at once, so that a
        run that was killed goes on where it stopped.
        """
        for window in windows(dois, BATCH * connections):
            yield from self._window(window, max_age_s, connections)

    def _window(self, dois: Sequence[str], max_age_s: float | None, connections: int) -> list[Found]:
        wanted = dict.fromkeys(filter(None, map(registered_doi, dois)))
        known = {doi: cached for doi in wanted if (cached := self._kept.known(doi, max_age_s))}
        missing = [doi for doi in wanted if doi not in known]
        if not self.offline:
            for batch in side_by_side(self._ask_batch, batches(missing), connections):
                known |= batch
        singly = [doi for doi in missing if doi not in known]
        answers = side_by_side(lambda doi: self.look_up(doi, max_age_s=max_age_s), singly, connections)
        known |= zip(singly, answers, strict=True)
        return [known.get(registered_doi(doi) or "") or self.look_up(doi) for doi in dois]

    def updates_about(self, dois: Sequence[str]) -> dict[str, tuple[Record, ...]]:
        """The notices (retractions, corrections) that point at each of the works, from the notices' side.

        Some publishers register the notice and never touch the article; `filter=updates:` finds them, 50 works a
        request. Works without a notice are not in the answer. Raises `SourceUnavailable`.
        """
        found: dict[str, tuple[Record, ...]] = {}
        stale: list[str] = []
        for doi in dict.fromkeys(filter(None, map(registered_doi, dois))):
            cached = self._kept.kept("updates", doi)
            if cached is None:
                stale.append(doi)
            elif records := self._kept.records(json.loads(cached.body), cached.fetched):
                found[doi] = records
        for batch in batches(stale):
            self._need_network()
            message = self._client.listed(
                f"{len(batch)} DOI{'s' * (len(batch) != 1)}, for notices about them",
                {"filter": {"updates": batch}, "limit": 200},
            )
            about = {doi: [item for item in message["items"] if doi in targets_of(item)] for doi in batch}
            self.store.put("updates", [(doi, json.dumps(items).encode()) for doi, items in about.items()])
            now = self.door.now()
            found |= {doi: self._kept.records(items, now) for doi, items in about.items() if items}
        return found

    def planned(self, dois: Iterable[str], queries: Iterable[Query]) -> Iterator[tuple[str, str, str]]:
        """What a run would send: host, what it tells the other side, the very text. Nothing is sent."""
        return planned(self._kept, self._client.url, self._client.doi_url, dois, queries)

    # -- asking ---------------------------------------------------------------------------------------------------

    def _ask_batch(self, dois: list[str]) -> dict[str, Found]:
        """The records of a batch; what is not in the answer is asked about singly by the caller."""
        try:
            message = self._client.listed(
                f"{len(dois)} DOI{'s' * (len(dois) != 1)}", {"filter": {"doi": dois}, "limit": len(dois)}
            )
        except NotUnderstood:
            return {}
        except SourceUnavailable as trouble:
            return {doi: Found(doi=doi, trouble=trouble) for doi in dois}
        wanted = set(dois)
        items = {doi: item for item in message["items"] if (doi := registered_doi(item.get("DOI"))) in wanted}
        self.store.put("work", [(doi, packed({"message": item})) for doi, item in items.items() if doi])
        now = self.door.now()
        return {doi: self._kept.found(doi, {"message": item}, now) for doi, item in items.items() if doi}

    def _ask_single(self, doi: str) -> Found:
        self._need_network()
        answer = self._client.get(f"/works/{quote(doi, safe='/')}", "1 DOI")
        if answer.status == 404:
            return self._ask_elsewhere(doi)
        message = self._client.message(answer, "work")
        given = registered_doi(message.get("DOI"))
        if given == doi:
            return self._kept.keep(doi, {"message": message})
        if given and self._primary(doi) == given:
            return self._kept.keep(doi, {"message": message, "alias_of": given})
        raise SourceUnavailable(NAME, f"asked for {doi}, the answer is about {given or 'no DOI'}; not taken")

    def _ask_elsewhere(self, doi: str) -> Found:
        """Crossref has no record: an alias, another agency's DOI, or none at all."""
        answer = self._client.get(f"/works/{quote(doi, safe='/')}/agency", "1 DOI")
        agency = "nobody"
        if answer.status != 404:
            named = self._client.message(answer, "work-agency").get("agency")
            agency = str(named.get("id")) if isinstance(named, dict) else "nobody"
        if agency == "crossref":
            primary = self._primary(doi)
            if primary and primary != doi:
                again = self._client.get(f"/works/{quote(primary, safe='/')}", "1 DOI")
                if again.status == 200:
                    return self._kept.keep(
                        doi, {"message": self._client.message(again, "work"), "alias_of": primary}
                    )
        elif agency != "nobody":
            item = self._negotiated(doi)
            if item is not None:
                return self._kept.keep(doi, {"message": item, "source": agency})
        reason = f"nobody has a record of {doi}"
        if agency != "nobody":
            reason = f"{doi} belongs to the agency {agency}, which gave no record"
        self.store.put("negative", [(doi, packed({"reason": reason}))])
        return Found(doi=doi, notices=(told("doi-unknown", reason),))

    def _primary(self, doi: str) -> str | None:
        """The DOI that doi.org leads to; it follows aliases, the REST API does not (CrossRef/rest-api-doc #110)."""
        answer = self._client.resolve(doi, follow=False)
        found = re.search(r"/works/([^?#]+?)/transform", answer.headers.get("location", ""))
        return registered_doi(unquote(found.group(1))) if found else None

    def _negotiated(self, doi: str) -> Mapping[str, Any] | None:
        answer = self._client.resolve(doi, follow=True)
        if answer.status != 200 or "json" not in answer.media_type:
            return None
        item = parsed(answer)
        return item if isinstance(item, dict) and registered_doi(item.get("DOI")) == doi else None

    def _candidates(self, parameters: Mapping[str, str], rows: int) -> tuple[Record, ...]:
        key = search_key(parameters, rows)
        kept = self._kept.search(key)
        if kept is not None:
            return kept
        self._need_network()
        message = self._client.listed(
            f"a citation: {bibliographic(parameters)}", {**parameters, "limit": rows}
        )
        self.store.put("search", [(key, packed(message["items"]))])
        by_doi = [(registered_doi(item.get("DOI")), item) for item in message["items"]]
        self.store.put("work", [(doi, packed({"message": item})) for doi, item in by_doi if doi])
        return self._kept.records(message["items"], self.door.now())

    def _need_network(self) -> None:
        if self.offline:
            raise SourceUnavailable(NAME, "offline, and the cache has no answer")
