"""The stand-in behind a `requests.Session`, without a socket: for thousands of schedules in one process.

`session.mount(service.origin, InProcess(service, sleep=clock.advance))`; a cut connection is a ConnectionError, a slow
answer a ReadTimeout or as many seconds of the clock.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests
from requests.adapters import BaseAdapter
from urllib3 import HTTPResponse

from support.zotero_stub.service import Service
from support.zotero_stub.wire import Cut, Request, TooSlow


class InProcess(BaseAdapter):
    """Hands prepared requests to a service."""

    def __init__(self, service: Service, sleep: Callable[[float], object] | None = None) -> None:
        super().__init__()
        self._service, self._sleep = service, sleep

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """One exchange."""
        parts = urlsplit(request.url or "")
        body = request.body or b""
        made = Request(
            request.method or "GET",
            parts.path,
            tuple(parse_qsl(parts.query, keep_blank_values=True)),
            {name.lower(): str(value) for name, value in request.headers.items()},
            body.encode() if isinstance(body, str) else bytes(body),
            f"{parts.scheme}://{parts.netloc}",
        )
        waits = timeout[1] if isinstance(timeout, tuple) else timeout
        try:
            answer = self._service.answer(made)
        except Cut as cut:
            error = ConnectionResetError(104, "Connection reset by peer")
            raise requests.ConnectionError(error, request=request) from cut
        except TooSlow as slow:
            if waits is not None and slow.seconds > waits:
                if self._sleep:
                    self._sleep(waits)
                raise requests.ReadTimeout("Read timed out.", request=request) from slow
            if self._sleep:
                self._sleep(slow.seconds)
            answer = slow.answer
        return self._response(request, answer.status, answer.headers, answer.body)

    def _response(
        self,
        request: requests.PreparedRequest,
        status: int,
        headers: tuple[tuple[str, str], ...],
        body: bytes,
    ) -> requests.Response:
        raw = HTTPResponse(io.BytesIO(body), headers=dict(headers), status=status, preload_content=False)
        response = requests.Response()
        response.status_code, response.raw, response.request = status, raw, request
        response.headers.update(dict(headers))
        response.url = request.url or ""
        response.encoding = requests.utils.get_encoding_from_headers(response.headers)
        return response

    def close(self) -> None:
        """Nothing to close."""
