"""The stand-in's server: routes, envelopes and headers as recorded in June 2026."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.utils import formatdate
from http.server import ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from support.crossref_stub.control import Control, Fault, Seen, now
from support.crossref_stub.corpus import Corpus, Work
from support.crossref_stub.misbehavior import Misbehaving
from support.crossref_stub.parameters import Refused, cursor_place, filters_of, integer, selected
from support.crossref_stub.registers import ROUTES, register
from support.crossref_stub.transform import to_bibtex, to_csl

NOT_FOUND = b"Resource not found."
SELECTABLE_NOT = {"resource", "institution", "language"}
SORTS = {
    "score", "relevance", "updated", "deposited", "indexed", "published", "published-print", "published-online",
    "issued", "is-referenced-by-count", "references-count", "created",
}  # fmt: skip


class Stub:
    """A server thread with its corpus and its control."""

    def __init__(self, corpus: Corpus, control: Control | None = None, port: int = 0) -> None:
        self.corpus, self.control = corpus, control or Control()
        stub = self

        class Bound(Handler):
            owner = stub

        ThreadingHTTPServer.daemon_threads = True
        ThreadingHTTPServer.request_queue_size = 64
        self._server = ThreadingHTTPServer(("127.0.0.1", port), Bound)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        """The base address."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def start(self) -> Stub:
        """Begin to answer."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop listening: from now on connections are refused."""
        self._server.shutdown()
        self._server.server_close()

    def wait(self) -> None:
        """Serve until interrupted."""
        self._thread.join()


@contextmanager
def running(works: Corpus | list[Work], control: Control | None = None) -> Iterator[Stub]:
    """A stand-in serving `works` for the duration of a `with`."""
    stub = Stub(works if isinstance(works, Corpus) else Corpus(works), control).start()
    try:
        yield stub
    finally:
        stub.stop()


class Handler(Misbehaving):
    """One connection."""

    protocol_version = "HTTP/1.1"
    owner: Stub
    _fault: Fault | None = None
    _lane = "public-single"

    def log_message(self, format: str, *args: object) -> None:
        """Keep the log in the control, not on the terminal."""

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        control = self.owner.control
        parts = urlsplit(self.path)
        path = parts.path.removeprefix("/v1")
        self._lane = self._lane_of(path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        seen = Seen(self.command, self.path, headers, now(), id(self.connection), self._lane)
        excess = control.arrive(seen)
        try:
            if control.latency_s:
                time.sleep(control.latency_s)
            self._fault = control.fault_for(self.path)
            if excess:
                self._too_many(excess)
            elif self._fault is None or not self._misbehave(self._fault):
                self._route(path, dict(parse_qsl(parts.query, keep_blank_values=True)))
        finally:
            control.leave(seen)

    def _lane_of(self, path: str) -> str:
        if "crossref-plus-api-token" in {name.lower() for name in self.headers}:
            return "plus"
        polite = "mailto:" in self.headers.get("User-Agent", "") or "mailto=" in self.path
        is_list = path.rstrip("/").endswith("/works") or path.rstrip("/") in (
            "/types",
            "/journals",
            "/members",
            "/funders",
        )
        return ("polite" if polite else "public") + ("-array" if is_list else "-single")

    # -- answers ----------------------------------------------------------------------------------------------

    def _route(self, path: str, params: dict[str, str]) -> None:
        try:
            if path.rstrip("/") == "/works":
                self._list(params)
            elif (register_name := path.strip("/")) in ROUTES:
                self._ok(*register(register_name, self.owner.corpus.works.values(), params))
            elif path.startswith("/journals/"):
                self._journal(path, params)
            elif path.startswith("/works/"):
                self._single(path.removeprefix("/works/"), params)
            elif path.startswith("/doi/"):
                self._resolve(unquote(path.removeprefix("/doi/")))
            elif path.rstrip("/") == "/types":
                kinds = sorted({str(work.get("type")) for work in self.owner.corpus.works.values()})
                self._ok(
                    "type-list", {"items": [{"id": kind} for kind in kinds], "total-results": len(kinds)}
                )
            else:
                self._send(404, NOT_FOUND, "text/plain")
        except Refused as refused:
            kind = "application/json" if refused.status == 404 else "application/json;charset=utf-8"
            self._send(refused.status, json.dumps(refused.envelope).encode(), kind)

    def _single(self, rest: str, params: dict[str, str]) -> None:
        if rest.endswith("/agency"):
            self._agency(unquote(rest.removesuffix("/agency")))
            return
        if "/transform" in rest:
            doi, _, mime = rest.partition("/transform")
            self._transform(unquote(doi), unquote(mime.strip("/")) or self.headers.get("Accept", ""))
            return
        if any(name.startswith("query.") for name in params):
            message = "This route does not support field query parameters"
            raise Refused(400, "parameter-not-allowed", "query.*", message)
        work = self.owner.corpus.works.get(unquote(rest).lower())
        if work is None:
            self._send(404, NOT_FOUND, "text/plain")
        else:
            self._ok("work", work)

    def _agency(self, doi: str) -> None:
        agency = self.owner.control.agencies.get(doi.lower(), ("", None))[0]
        if not agency and (
            doi.lower() in self.owner.corpus.works or doi.lower() in self.owner.control.aliases
        ):
            agency = "crossref"
        if not agency:
            self._send(404, NOT_FOUND, "application/json;charset=utf-8")
            return
        label = {"crossref": "Crossref", "datacite": "DataCite"}.get(agency, agency)
        self._ok("work-agency", {"DOI": doi, "agency": {"id": agency, "label": label}})

    def _transform(self, doi: str, accept: str) -> None:
        work = self.owner.corpus.works.get(doi.lower())
        if work is None:
            self._send(404, NOT_FOUND, "text/plain")
        elif "bibtex" in accept:
            self._send(200, to_bibtex(work).encode(), "application/x-bibtex")
        elif "text/x-bibliography" in accept:
            self._send(200, f"{to_csl(work)['title']}.\n".encode(), "text/x-bibliography")
        else:
            self._send(200, json.dumps(to_csl(work)).encode(), "application/vnd.citationstyles.csl+json")

    def _resolve(self, doi: str) -> None:
        """What doi.org does under content negotiation."""
        control = self.owner.control
        agency, csl = control.agencies.get(doi.lower(), ("", None))
        primary = control.aliases.get(doi.lower(), doi)
        if agency and csl is not None:
            self._send(200, json.dumps(csl).encode(), "application/vnd.citationstyles.csl+json")
        elif primary.lower() in self.owner.corpus.works:
            target = f"{self.owner.url}/v1/works/{quote(primary, safe='')}/transform"
            self._send(
                302, b"<html>Handle Redirect</html>", "text/html;charset=utf-8", (("Location", target),)
            )
        else:
            self._send(404, b"<html>DOI Not Found</html>", "text/html;charset=utf-8")

    def _journal(self, path: str, params: dict[str, str]) -> None:
        issn, _, rest = path.removeprefix("/journals/").partition("/")
        if rest.rstrip("/") == "works":
            params["filter"] = ",".join(filter(None, (params.get("filter"), f"issn:{issn}")))
            self._list(params)
            return
        for work in self.owner.corpus.works.values():
            if issn in (work.get("ISSN") or []):
                self._ok("journal", {"ISSN": work["ISSN"], "title": (work.get("container-title") or [""])[0]})
                return
        self._send(404, NOT_FOUND, "text/plain")

    def _list(self, params: dict[str, str]) -> None:
        rows = integer(params.get("rows", "20"), 1000)
        offset = integer(params.get("offset", "0"), 10_000)
        if "sample" in params:
            rows, offset = integer(params["sample"], 100), 0
        if params.get("sort", "score") not in SORTS:
            raise Refused(400, "value-not-allowed", params["sort"], "This route does not support this sort")
        for name in filter(None, params.get("select", "").split(",")):
            if name in SELECTABLE_NOT:
                raise Refused(
                    400, "value-not-allowed", name, f"Select '{name}' specified but there is no such select"
                )
        cursor = params.get("cursor")
        if cursor not in (None, "*"):
            offset = cursor_place(cursor)
        filters = filters_of(params.get("filter", ""))
        found = self.owner.corpus.search(params, filters)
        items = [selected(work, score, params.get("select")) for work, score in found[offset : offset + rows]]
        message: dict[str, Any] = {"facets": {}}
        if cursor is not None:
            message["next-cursor"] = f"stub-{offset + len(items)}"
        terms = params.get("query") or params.get("query.bibliographic")
        message |= {
            "total-results": len(found),
            "items": items,
            "items-per-page": rows,
            "query": {"start-index": offset, "search-terms": terms},
        }
        self._ok("work-list", message)

    def _ok(self, kind: str, message: Any) -> None:
        if self._fault is not None and self._fault.kind == "other-doi" and isinstance(message, dict):
            message = {**message, "DOI": "10.9999/other"}
        envelope = {"status": "ok", "message-type": kind, "message-version": "1.0.0", "message": message}
        self._send(200, json.dumps(envelope, ensure_ascii=False).encode(), "application/json")

    def _send(
        self,
        status: int,
        body: bytes,
        media_type: str,
        extra: tuple[tuple[str, str], ...] = (),
        *,
        limits: bool = True,
    ) -> None:
        fault = self._fault
        if fault is not None and fault.kind == "wrong-type":
            media_type = "text/html"
        packed = status == 200 and len(body) > 1000 and "gzip" in self.headers.get("Accept-Encoding", "")
        if packed:
            body = gzip.compress(body, 1)
        self.send_response_only(status)
        self.send_header("Date", formatdate(usegmt=True))
        self.send_header("Server", "Jetty(9.4.40.v20210413)")
        self.send_header("Content-Type", media_type)
        control = self.owner.control
        if limits and control.announce and not self.path.startswith("/doi/"):
            requests, concurrent = control.pools[self._lane]
            self.send_header("x-api-pool", self._lane)
            self.send_header("x-rate-limit-limit", str(requests))
            self.send_header("x-rate-limit-interval", f"{control.interval_s:g}s")
            self.send_header("x-concurrency-limit", str(concurrent))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        for name, value in extra:
            self.send_header(name, value)
        if fault is not None and fault.kind == "short":
            body = body[: fault.after]  # a well-formed answer that holds half of what it should
        if fault is not None and fault.kind == "chunk-cut":
            self.send_header("Transfer-Encoding", "chunked")
            body = b"%x\r\n%s" % (len(body), body)
        else:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self._write(body, fault)
        seen = self.owner.control.seen
        for i in range(len(seen) - 1, max(-1, len(seen) - 50), -1):
            if seen[i].connection == id(self.connection) and not seen[i].status:
                seen[i] = replace(seen[i], status=status)
                break
