"""The lists beside the works: members and funders, made of what the served works say of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from support.crossref_stub.corpus import Work
from support.crossref_stub.parameters import Refused, filters_of, integer

ROUTES = ("members", "funders")
FILTERS = {
    "members": ("prefix", "backfile-doi-count", "current-doi-count"),
    "funders": ("location",),
}


def register(route: str, works: Iterable[Work], params: dict[str, str]) -> tuple[str, dict[str, Any]]:
    """The kind of message and the message of a list route; refuses what the API refuses there."""
    if "sort" in params:
        raise Refused(400, "parameter-not-allowed", "sort", "This route does not support sort")
    rows, offset = integer(params.get("rows", "20"), 1000), integer(params.get("offset", "0"), 10_000)
    filters = filters_of(params.get("filter", ""), FILTERS[route])
    found = list((_members if route == "members" else _funders)(works).values())
    found = [
        one for one in found if all(name != "prefix" or value in one["prefixes"] for name, value in filters)
    ]
    if words := params.get("query", "").lower().split():
        found = [
            one
            for one in found
            if any(word in one.get("primary-name", one.get("name", "")).lower() for word in words)
        ]
    query = {"start-index": offset, "search-terms": params.get("query")}
    message = {"total-results": len(found), "items": found[offset : offset + rows], "items-per-page": rows}
    return f"{route[:-1]}-list", {**message, "query": query}


def _members(works: Iterable[Work]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for work in works:
        if work.get("member"):
            one = found.setdefault(
                str(work["member"]),
                {"id": int(work["member"]), "primary-name": work.get("publisher", ""), "prefixes": []},
            )
            if work.get("prefix") and work["prefix"] not in one["prefixes"]:
                one["prefixes"].append(work["prefix"])
    return found


def _funders(works: Iterable[Work]) -> dict[str, dict[str, Any]]:
    named = (funder for work in works for funder in work.get("funder") or [] if funder.get("DOI"))
    return {
        funder["DOI"]: {"id": funder["DOI"].rpartition("/")[2], "name": funder.get("name", "")}
        for funder in named
    }
