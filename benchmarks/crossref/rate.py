"""How much of an announced limit is used, and whether it is ever passed: 2,000 DOIs against the stand-in.

    PYTHONPATH=src:tests python benchmarks/crossref/rate.py [--dois 2000] [--latency 0.05] [--processes 1] [--mode single|batch|both]

The stand-in runs in a process of its own and counts arrivals by its own clock. Asked: never above the limit of any
lane in any interval, at least 85 % of it used while the lane is busy, no 429.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path

from refplug.sources.crossref import Crossref
from refplug.sources.crossref.client import service
from refplug.system.http import Door, Limiter
from support.crossref_stub import Control, running
from support.works import many


def serve(pipe: Connection, count: int, latency_s: float) -> None:
    control = Control(latency_s=latency_s, enforce=True)
    with running(many(count), control) as stub:
        pipe.send(stub.url)
        while pipe.recv() == "figures":
            lanes = {seen.lane for seen in control.seen}
            pipe.send(
                {
                    lane: {
                        "requests": sum(seen.lane == lane for seen in control.seen),
                        "limit": control.pools[lane][0],
                        "busiest": control.busiest(lane),
                        "rate": round(control.rate(lane), 3),
                        "used": round(control.rate(lane) / control.pools[lane][0], 3),
                        "connections": len({seen.connection for seen in control.seen if seen.lane == lane}),
                        "refused": sum(seen.status == 429 for seen in control.seen if seen.lane == lane),
                    }
                    for lane in sorted(lanes)
                }
            )
            control.seen.clear()


def source(url: str, limits: Path) -> Crossref:
    door = Door(service(url, url + "/doi", "bench@example.org"), Limiter(limits))
    return Crossref(url=url, doi_url=url + "/doi", mailto="bench@example.org", door=door)


def ask(url: str, limits: Path, dois: list[str], mode: str) -> int:
    crossref = source(url, limits)
    if mode == "batch":
        return sum(found.record is not None for found in crossref.look_up_many(dois))
    with ThreadPoolExecutor(3) as pool:
        return sum(found.record is not None for found in pool.map(crossref.look_up, dois))


def measure(url: str, pipe: Connection, count: int, mode: str, processes: int) -> dict[str, object]:
    dois = [f"10.5555/many.{i}" for i in range(count)]
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        limits = Path(folder) / "limits.sqlite"
        if processes == 1:
            right = ask(url, limits, dois, mode)
        else:
            context = multiprocessing.get_context("spawn")
            with context.Pool(processes) as pool:
                parts = [(url, limits, dois[i::processes], mode) for i in range(processes)]
                right = sum(pool.starmap(ask, parts))
    seconds = time.monotonic() - started
    pipe.send("figures")
    return {
        "mode": mode,
        "processes": processes,
        "right": right,
        "seconds": round(seconds, 1),
        "lanes": pipe.recv(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--dois", type=int, default=2000)
    parser.add_argument("--latency", type=float, default=0.05)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--mode", choices=("single", "batch", "both"), default="both")
    options = parser.parse_args()
    here, there = multiprocessing.Pipe()
    server = multiprocessing.get_context("fork").Process(
        target=serve, args=(there, options.dois, options.latency), daemon=True
    )
    server.start()
    url = here.recv()
    for mode in ("batch", "single") if options.mode == "both" else (options.mode,):
        print(json.dumps(measure(url, here, options.dois, mode, options.processes)), flush=True)
    here.send("end")


if __name__ == "__main__":
    main()
