"""Run the stand-in by hand."""

from __future__ import annotations

import argparse
from pathlib import Path

from support.crossref_stub import Control, Corpus, Stub


def main() -> None:
    parser = argparse.ArgumentParser(description="A stand-in for the Crossref REST API on loopback.")
    parser.add_argument(
        "--works", type=Path, required=True, help="JSON Lines of Crossref records, gzipped or not"
    )
    parser.add_argument("--port", type=int, default=0, help="0: any free port")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--enforce", action="store_true", help="answer 429 above the announced limits")
    options = parser.parse_args()
    control = Control(latency_s=options.latency, enforce=options.enforce)
    stub = Stub(Corpus.load(options.works), control, options.port).start()
    print(stub.url, flush=True)
    try:
        stub.wait()
    except KeyboardInterrupt:
        stub.stop()


if __name__ == "__main__":
    main()
