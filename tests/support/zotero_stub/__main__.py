"""Run the stand-in by hand."""

from __future__ import annotations

import argparse
from pathlib import Path

from support.zotero_stub import Schema, Service, Stub
from support.zotero_stub.schema import BUNDLED


def main() -> None:
    parser = argparse.ArgumentParser(description="A stand-in for Zotero on loopback.")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--web", action="store_true", help="as api.zotero.org (the default)")
    which.add_argument("--local", action="store_true", help="as the local API of Zotero 10")
    parser.add_argument("--schema", type=Path, default=BUNDLED, help="a schema.json, official or compact")
    parser.add_argument("--port", type=int, default=0, help="0: any free port")
    parser.add_argument("--enforce", action="store_true", help="answer 429 above the real server's limit")
    parser.add_argument("--books", type=int, default=0, help="so many books to begin with")
    options = parser.parse_args()
    service = Service(local=options.local, schema=Schema.load(options.schema))
    service.control.enforce = options.enforce
    for number in range(1, options.books + 1):
        service.library.add("book", title=f"Book {number}")
    stub = Stub(service, options.port).start()
    print(stub.url, stub.key, flush=True)
    try:
        stub.wait()
    except KeyboardInterrupt:
        stub.stop()


if __name__ == "__main__":
    main()
