"""Time one citation against a local index of many synthetic works: `python benchmarks/match/speed.py --count 500000`.

Works are made by a second-order word chain over the titles of a file of Crossref works, with invented family names
among the real ones (seed 7). A query (seed 3) is a citation of a known work with a fifth of its title's words dropped,
the first author only, the fields in another order, and in half of them all marks removed. Beside ours stands plain
SQLite FTS5 as most programs use it: all words joined by OR, ranked by bm25, on the same works in the same run.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import sqlite3
import statistics
import time
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from refplug.match import match_in, query_from_text
from refplug.sources.local_index import LocalIndex, build_index

WORKS = Path(__file__).resolve().parents[3] / "shared" / "eval" / "crossref" / "works.jsonl.gz"


class Chain:
    """Titles that no one wrote, in the manner of those someone did."""

    def __init__(self, path: Path) -> None:
        self.next: dict[tuple[str, str], list[str]] = defaultdict(list)
        families, journals = set(), set()
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                work = json.loads(line)
                words = ["", "", *((work.get("title") or [""])[0].split()[:25]), ""]
                for one, two, three in zip(words, words[1:], words[2:], strict=False):
                    self.next[one, two].append(three)
                families.update(a["family"] for a in work.get("author") or () if a.get("family"))
                journals.update((work.get("container-title") or [])[:1])
        self.families, self.journals = sorted(families), sorted(journals)

    def title(self, chance: random.Random) -> str:
        one, two, words = "", "", []
        while len(words) < 25:
            one, two = two, chance.choice(self.next[one, two])
            if not two:
                break
            words.append(two)
        return " ".join(words) if len(words) > 3 else self.title(chance)

    def family(self, chance: random.Random) -> str:
        if chance.random() < 0.7:
            return chance.choice(self.families)
        syllables = [
            "ba",
            "ko",
            "mar",
            "el",
            "zin",
            "dö",
            "ra",
            "shi",
            "tov",
            "lé",
            "wen",
            "gar",
            "mi",
            "ṣa",
            "ūd",
        ]
        return "".join(chance.choice(syllables) for _ in range(chance.randint(2, 4))).title()


def works(chain: Chain, count: int) -> Iterator[dict[str, object]]:
    chance = random.Random(7)
    for number in range(count):
        first = chance.randint(1, 2500)
        yield {
            "DOI": f"10.99999/{number}",
            "type": "journal-article",
            "title": [chain.title(chance)],
            "author": [
                {"family": chain.family(chance), "given": chance.choice("ABCDEFGHJKLMNPRST") + "."}
                for _ in range(chance.randint(1, 4))
            ],
            "container-title": [chance.choice(chain.journals)],
            "issued": {"date-parts": [[chance.randint(1950, 2025)]]},
            "volume": str(chance.randint(1, 150)),
            "issue": str(chance.randint(1, 12)),
            "page": f"{first}-{first + chance.randint(2, 20)}",
        }


def cited(work: dict[str, object], chance: random.Random) -> str:
    words = [w for w in work["title"][0].split() if chance.random() > 0.2] or work["title"][0].split()  # type: ignore[index]
    author, year = work["author"][0], work["issued"]["date-parts"][0][0]  # type: ignore[index,call-overload]
    tail = f"{work['container-title'][0]}, {work['volume']}({work['issue']}), {work['page']}"  # type: ignore[index]
    text = f"{author['family']}, {author['given']} ({year}). {' '.join(words)}. {tail}."
    if chance.random() < 0.5:
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return text


def spread(seconds: list[float]) -> str:
    seconds = sorted(seconds)
    return (
        f"p50 {1e3 * statistics.median(seconds):.1f} ms, p99 {1e3 * seconds[int(len(seconds) * 0.99)]:.1f} ms"
    )


def peer(folder: Path, made: list[tuple[str, str]], queries: list[tuple[str, str]]) -> None:
    import re

    database = sqlite3.connect(folder / "peer.sqlite")
    database.execute(
        "create virtual table if not exists t using fts5(bib, content='', tokenize='unicode61 remove_diacritics 2')"
    )
    if not database.execute("select count(*) from t_docsize").fetchone()[0]:
        database.executemany(
            "insert into t(rowid, bib) values (?, ?)", ((i, text) for i, (_, text) in enumerate(made))
        )
        database.commit()
    times = []
    for _, text in queries:
        begun = time.process_time()
        words = " OR ".join(f'"{w}"' for w in dict.fromkeys(re.findall(r"\w+", text)))
        database.execute("select rowid from t where t match ? order by rank limit 10", (words,)).fetchall()
        times.append(time.process_time() - begun)
    print(f"plain FTS5, all words by OR: CPU {spread(times)}")


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--works", type=Path, default=WORKS)
    arguments.add_argument("--count", type=int, default=500_000)
    arguments.add_argument("--queries", type=int, default=500)
    arguments.add_argument(
        "--folder", type=Path, required=True, help="where the index is built; one there is used again"
    )
    arguments.add_argument("--peer", type=int, default=0, help="also time plain FTS5 on so many queries")
    args = arguments.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    path, chain = args.folder / f"{args.count}.index", Chain(args.works)
    if not path.exists():
        begun = time.process_time()
        build_index(works(chain, args.count), path)
        print(f"built in {time.process_time() - begun:.0f} s CPU")
    print(f"{args.count} works, {path.stat().st_size / args.count:.0f} bytes a work")
    wanted = set(random.Random(3).sample(range(args.count), args.queries))
    chance, queries, made = random.Random(3), [], []
    for number, work in enumerate(works(chain, args.count)):
        if args.peer:
            made.append((work["DOI"], cited(work, chance)))
        if number in wanted:
            queries.append((work["DOI"], cited(work, chance)))
    index = LocalIndex.open(path)
    cpu, wall, right, wrong = [], [], 0, 0
    for doi, text in queries:
        begun, begun_cpu = time.perf_counter(), time.process_time()
        decided = match_in(query_from_text(text), index.search, index.work)
        cpu.append(time.process_time() - begun_cpu)
        wall.append(time.perf_counter() - begun)
        found = decided.best.record.doi.value if decided.best else None
        right += found == doi
        wrong += found is not None and found != doi
    print(f"refplug: CPU {spread(cpu)}; wall {spread(wall)}; right {right / len(queries):.1%}, wrong {wrong}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    if args.peer:
        peer(args.folder, made, queries[: args.peer])


if __name__ == "__main__":
    main()
