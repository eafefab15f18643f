"""Just enough of a client to talk to the stand-in, for its own tests."""

from __future__ import annotations

from typing import Any

import requests

from support.zotero_stub.server import Stub


class Client:
    """A session with the right headers; `create` posts books."""

    def __init__(self, stub: Stub) -> None:
        self.stub, self.session = stub, requests.Session()
        self.session.trust_env = False
        self.session.headers["Zotero-API-Key"] = stub.key
        if stub.service.manners.local:
            self.session.headers["Zotero-Server-ID"] = stub.world.server_id
        self.root = stub.url + stub.library.prefix

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> requests.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.session.request(method, self.root + path, json=body, headers=named, timeout=10)

    def create(self, *items: dict[str, Any], **headers: str) -> requests.Response:
        return self("POST", "/items", [{"itemType": "book", **item} for item in items], **headers)
