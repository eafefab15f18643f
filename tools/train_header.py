"""Train the header model from GROBID's labelled headers and write it as the table that the package ships.

    python tools/train_header.py HEADERS.jsonl [-o src/refplug/extract/data/header.tsv] [--held-out 40]

HEADERS.jsonl holds one header a line: `spans`, pairs of a label and a text that joined give the page (CC-BY 4.0,
kermitt2/grobid). Needs python-crfsuite, which the package itself does not. Everything is seeded: the same data give the
same table. The model card is docs/models/header.md.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from refplug.extract.header import BEGIN, BEGUN
from refplug.extract.tokens import TokenLine, tokenized
from refplug.extract.view import View
from refplug.model import Page

LABELS = {
    "title": "title",
    "author": "author",
    "affiliation": "affiliation",
    "address": "affiliation",
    "abstract": "abstract",
    "keyword": "keyword",
    "email": "email",
    "O": "other",
}
FOREIGN = 0.3  # share of the pages that are seen a second time without their words
HEADINGS = (
    "1 Introduction",
    "1. Introduction",
    "INTRODUCTION",
    "I. INTRODUCTION",
    "Introduction",
    "1. Background",
    "",
)
Spans = list[tuple[str, str]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("headers", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("src/refplug/extract/data/header.tsv"))
    parser.add_argument(
        "--held-out", type=int, default=0, help="keep every n-th header out and print how it is labelled"
    )
    parser.add_argument("--c1", type=float, default=0.1)
    parser.add_argument("--c2", type=float, default=0.03)
    parser.add_argument("--iterations", type=int, default=160)
    parser.add_argument("--smallest", type=float, default=0.05, help="weights below it are left out")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    headers = [json.loads(line)["spans"] for line in options.headers.read_text("utf-8").splitlines()]
    held = [spans for at, spans in enumerate(headers) if options.held_out and at % options.held_out == 0]
    kept = [
        spans for at, spans in enumerate(headers) if not (options.held_out and at % options.held_out == 0)
    ]
    chance = random.Random(options.seed)
    pages = [page for spans in kept for page in varied([tuple(span) for span in spans], kept, chance)]
    seen = [labelled(page) for page in pages]
    seen += [labelled(page, is_foreign=True) for page in pages if chance.random() < FOREIGN]
    weights, transitions = trained(seen, options)
    write(options.output, weights, transitions, options.smallest)
    print(
        f"{len(pages)} pages, {len(weights)} weights, {options.output.stat().st_size} bytes", file=sys.stderr
    )
    if held:
        report([labelled([tuple(span) for span in spans]) for spans in held])
    return 0


def varied(spans: Spans, others: list[Spans], chance: random.Random) -> list[Spans]:
    """A header as it is, and as papers come to us: with the body behind it, without title and authors, in another order."""
    pages = [spans]
    if chance.random() < 0.5:
        pages.append([*spans, *body(others, chance)])
    if chance.random() < 0.35:
        pages.append(plain(spans, others, chance))
    if chance.random() < 0.3:
        pages.append(headless(spans, others, chance))
    return pages


def body(others: list[Spans], chance: random.Random) -> Spans:
    """A heading and paragraphs of running text, as they follow a header on a page."""
    heading = chance.choice(HEADINGS)
    pieces: Spans = [("O", f"\n\n{heading}\n\n")]
    for _ in range(chance.randint(1, 2)):
        text = next((text for label, text in chance.choice(others) if label == "abstract"), "")
        pieces.append(("O", "\n\n" + text.strip()))
    return pieces


def plain(spans: Spans, others: list[Spans], chance: random.Random) -> Spans:
    """Title, authors, abstract and keywords alone, as authors send them: no publisher's furniture around them."""
    kept = [(label, text) for label, text in spans if label in ("title", "author", "abstract", "keyword")]
    out: Spans = []
    for label, text in kept:
        if label == "abstract" and chance.random() < 0.7:
            out.append(
                ("O", chance.choice(("\n\nAbstract", "\n\nAbstract\n", "\n\nABSTRACT\n\n", "\n\nSummary\n")))
            )
        if label == "keyword":
            out.append(("O", chance.choice(("\n\nKeywords:", "\n\nKey words:", "\n\nKeywords\n"))))
        out.append((label, text if text.startswith("\n") else "\n\n" + text.strip()))
    return [*out, *body(others, chance)] if chance.random() < 0.5 else out


def headless(spans: Spans, others: list[Spans], chance: random.Random) -> Spans:
    """A page that begins with its abstract, or its keywords: no title, no author, and none may be found."""
    kept = [(label, text) for label, text in spans if label in ("abstract", "keyword")]
    out: Spans = []
    for label, text in kept:
        if label == "keyword":
            out.append(("O", "\n\nKeywords:"))
        elif chance.random() < 0.4:
            out.append(("O", "\n\nAbstract\n"))
        out.append((label, text))
    return [*out, *body(others, chance)] if chance.random() < 0.4 else out


Labelled = list[tuple[list[str], str]]


def labelled(spans: Spans, *, is_foreign: bool | None = None) -> list[tuple[TokenLine, list[str]]]:
    """The token lines of a header, each token with its label; as a page in a language without words, if asked."""
    text = "".join(piece for _, piece in spans)
    owner: list[tuple[int, str]] = []
    for number, (label, piece) in enumerate(spans):
        owner += [(number, LABELS.get(label, "matter"))] * len(piece)
    lines = tokenized(View.of(Page(file="", text=text)), is_foreign=is_foreign)
    out: list[tuple[TokenLine, list[str]]] = []
    last = -1
    for line in lines:
        names = []
        for token in line.tokens:
            number, label = owner[token.span.start]
            names.append(BEGIN + label if number != last and label in BEGUN else label)
            last = number
        out.append((line, names))
    return out


def trained(pages: list[list[tuple[TokenLine, list[str]]]], options: argparse.Namespace):
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(
        {"c1": options.c1, "c2": options.c2, "max_iterations": options.iterations, "feature.minfreq": 2}
    )
    for page in pages:
        items = [[*line.features, *token.features] for line, _ in page for token in line.tokens]
        labels = [label for _, names in page for label in names]
        if items:
            trainer.append(items, labels)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "model")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        info = tagger.info()
        return dict(info.state_features), dict(info.transitions)


def write(path: Path, weights, transitions, smallest: float) -> None:
    """The table: labels, transitions, then one line a feature with its weights in hundredths."""
    labels = sorted({label for _, label in weights})
    by_feature: dict[str, dict[str, int]] = defaultdict(dict)
    for (feature, label), weight in weights.items():
        if abs(weight) >= smallest and round(weight * 100):
            by_feature[feature][label] = round(weight * 100)
    rows = ["# made by tools/train_header.py; see docs/models/header.md", "\t".join(labels)]
    rows += [
        "\t".join(str(round(transitions.get((one, other), 0.0) * 100)) for other in labels) for one in labels
    ]
    for feature in sorted(by_feature):
        held = by_feature[feature]
        rows.append(
            feature + "\t" + " ".join(f"{labels.index(label)}:{held[label]}" for label in sorted(held))
        )
    path.write_text("\n".join(rows) + "\n", "utf-8")


def report(pages: list[list[tuple[TokenLine, list[str]]]]) -> None:
    """Token precision and recall by label on the headers that were kept out."""
    from refplug.extract.header import labels_of

    right: dict[str, int] = defaultdict(int)
    said: dict[str, int] = defaultdict(int)
    true: dict[str, int] = defaultdict(int)
    for page in pages:
        found = labels_of([line for line, _ in page])
        for got, want in zip(
            (label for line in found for label in line), (x for _, names in page for x in names), strict=True
        ):
            said[got] += 1
            true[want] += 1
            right[want] += got == want
    for label in sorted(true):
        p, r = right[label] / max(1, said[label]), right[label] / true[label]
        print(f"{label:12} precision {p:.3f} recall {r:.3f} of {true[label]}")


if __name__ == "__main__":
    sys.exit(main())
