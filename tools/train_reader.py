"""Fit what reads unvocalized Arabic beside the vowel model: table, ranker, kinds of field, capitals, calibration.

    python tools/train_vowels.py arabic --data DIR --part 0 --out half-0.xz
    python tools/train_vowels.py arabic --data DIR --part 1 --out half-1.xz
    python tools/train_vowels.py arabic --data DIR --out MODELS/arabic-vowels.xz
    python tools/train_reader.py --data DIR --halves half-0.xz half-1.xz --models MODELS

MODELS is src/refplug/romanize/data/models. Needs numpy and scipy. Each token is asked about with its own count taken out
of the table; a word that only these catalogues know is put to the half model that has not seen it, so that the ranker
does not learn to trust what it will not have. Everything is fitted by L-BFGS with a quadratic penalty; no chance is used
but the sampling of `--seed`.
"""

from __future__ import annotations

import argparse
import hashlib
import lzma
import random
import re
import zlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import script_data as data
import script_lexicon
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from refplug.romanize.script.align import letters_of, shown_letters
from refplug.romanize.script.calibrate import calibration_features
from refplug.romanize.script.candidates import candidates
from refplug.romanize.script.capitals import CapitalPlace, capital_features, opening_features, stem_of
from refplug.romanize.script.heard import heard
from refplug.romanize.script.kinds import FINE_KINDS, kind_features, kind_shares
from refplug.romanize.script.persian_words import script_of
from refplug.romanize.script.rank import (
    Neighbors,
    Rivals,
    context_features,
    neighbor_class,
    neighbor_shape,
    probabilities,
    static_features,
    total,
)
from refplug.romanize.script.table import Entry, folded, packed_table
from refplug.romanize.script.vowels import parse_model
from refplug.romanize.script.weights import packed_weights

NAME_FIELDS = {"100$a", "700$a", "600$a"}
PREFIXES = re.compile(r"^(?:(?:wa|fa|bi|li|ka|lil|al|l|ʾal)-)+", re.I)
WORDS = Path(__file__).resolve().parent.parent / "src/refplug/romanize/data/script/arabic-words.txt"


def own_words(*, only_names: bool = False) -> dict[str, tuple[str, ...]]:
    """The project's own list, with and without the article; or its sections of names alone."""
    found: dict[str, tuple[str, ...]] = {}
    in_names = False
    for line in WORDS.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            in_names = "names" in line
        if only_names and not in_names:
            continue
        for entry in line.split() if not line.startswith("#") else ():
            latin, _, script = entry.partition("=")
            letters = letters_of(script) if script else re.sub("ه$", "ة", script_of(latin))
            for article, head in (("", ""), ("ال", "al-")):
                shown = shown_letters(article + letters, head + latin, "ala-lc")
                if shown:
                    found.setdefault(article + letters, tuple(letter.marks for letter in shown))
    return found


@dataclass
class Table:
    """Readings by spelling, counted in phrases and words; what stands in headings of persons apart."""

    rows: dict[str, dict[str, Entry]] = field(default_factory=dict)
    spellings: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def counted(cls, phrases: list[data.Phrase], words: dict, larger: dict) -> Table:
        """`larger` (the CAMeL words) only weighs readings that are in the table already."""
        counts: dict = defaultdict(Counter)
        names: dict = defaultdict(Counter)
        for phrase in phrases:
            for token in phrase.tokens:
                if token.marks is not None:
                    counts[token.word][token.marks] += phrase.count
                    if phrase.field in NAME_FIELDS:
                        names[token.word][token.marks] += phrase.count
        for word, readings in words.items():
            for marks, count in readings.items():
                counts[word][marks] = max(counts[word][marks], count)
        for word in list(counts):
            for marks, count in larger.get(word, {}).items():
                if count >= 20 and marks in counts[word]:
                    counts[word][marks] += int(count * 0.3)
        for word, marks in own_words().items():
            sound = heard(word, marks)
            rivals = sum(
                c
                for m, c in counts[word].items()
                if heard(word, m) != sound and _short(heard(word, m)) == _short(sound)
            )
            counts[word][marks] += int(1.5 * rivals) if rivals else 3
        for word, marks in own_words(only_names=True).items():  # in headings of persons the list outweighs
            others = sum(count for other, count in names[word].items() if other != marks)
            names[word][marks] += others + 2
            counts[word][marks] += others + 2
        script_lexicon.add_lexicon(counts, names)
        table = cls()
        for word, readings in counts.items():
            row: dict[str, Entry] = {}
            for marks, count in readings.items():
                sound, in_names = heard(word, marks), names[word][marks]
                old = row.get(sound)
                row[sound] = (
                    Entry(word, old.marks, old.count + count, old.in_names + in_names)
                    if old
                    else Entry(word, marks, count, in_names)
                )
            table.rows[word] = row
            table.spellings[folded(word)].append(word)
        return table

    def exact(self, word: str) -> tuple[Entry, ...]:
        return tuple(sorted(self.rows.get(word, {}).values(), key=lambda entry: -entry.count))

    def like(self, word: str) -> tuple[Entry, ...]:
        return tuple(
            entry
            for other in self.spellings.get(folded(word), ())
            if other != word
            for entry in self.exact(other)
        )

    def in_names(self, word: str) -> float:
        entries = self.exact(word)
        return sum(e.in_names for e in entries) / sum(e.count for e in entries) if entries else 0.2

    def frequent(self, least: int = 12) -> set[str]:
        """Words whose second readings were seen so often that the ranker may have features of their own for them."""
        seconds = {word: sum(e.count for e in self.exact(word)[1:]) for word in self.rows}
        return {word for word, count in seconds.items() if count >= least}


def cleaned(phrases: list[data.Phrase], words: dict, larger: dict) -> tuple[list[data.Phrase], dict, dict]:
    """The training data with -iyah and -īyah as the own list has them, where a reading differs from it in this only.

    Catalogues write al-tarbiyah and al-tarbīyah side by side; the second is a slip (the word is a verbal noun).
    """
    own = {word: (marks, heard(word, marks)) for word, marks in own_words().items()}

    def right(word: str, marks: tuple[str, ...]) -> tuple[str, ...]:
        if word not in own:
            return marks
        wanted, sound = own[word]
        got = heard(word, marks)
        return wanted if got != sound and _short(got) == _short(sound) else marks

    def table(found: dict) -> dict:
        rows: dict = defaultdict(Counter)
        for word, readings in found.items():
            for marks, count in readings.items():
                rows[word][right(word, marks)] += count
        return rows

    new = [
        replace(
            phrase,
            tokens=tuple(
                token if token.marks is None else replace(token, marks=right(token.word, token.marks))
                for token in phrase.tokens
            ),
        )
        for phrase in phrases
    ]
    return new, table(words), table(larger)


def _short(sound: str) -> str:
    return sound.replace("iIy", "iy")


class Asked:
    """Candidates for a token with its own count taken out of the table."""

    def __init__(self, table: Table, halves: list, whole, larger: dict, words: dict) -> None:
        self.table = table

        @lru_cache(None)
        def model(word: str):
            if len(word) < 2:
                return ()
            if sum(larger.get(word, {}).values()) > 2 * sum(words.get(word, {}).values()):
                return whole.readings(word)
            return halves[1 - zlib.crc32(word.encode()) % 2].readings(word)

        like = lru_cache(None)(table.like)

        @lru_cache(None)
        def without(word: str, sound: str, count: int, is_name: bool):
            left = []
            for entry in table.exact(word):
                if heard(word, entry.marks) == sound:
                    entry = Entry(
                        word, entry.marks, entry.count - count, max(0, entry.in_names - count * is_name)
                    )
                if entry.count > 0:
                    left.append(entry)
            kept = tuple(left)
            return candidates(word, lambda other: kept if other == word else table.exact(other), like, model)

        self.without = without

    def tokens(self, phrases: list[data.Phrase]):
        """(word, candidates, place among neighbours, sound that is right) for every aligned token."""
        for phrase in phrases:
            kind = "name" if phrase.field in NAME_FIELDS else "other"
            for place, token in enumerate(phrase.tokens):
                if token.marks is not None:
                    sound = heard(token.word, token.marks)
                    found = self.without(token.word, sound, phrase.count, kind == "name")
                    if found:
                        yield token.word, found, self.neighbors(phrase.tokens, place, kind), sound

    def neighbors(self, tokens: tuple, place: int, kind: str) -> Neighbors:
        token = tokens[place]
        before = tokens[place - 1].word if place else None
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        return Neighbors(
            neighbor_class(before, token.before if place else "", self.table.in_names(before or "")),
            neighbor_class(after.word, after.before, self.table.in_names(after.word)) if after else "$",
            kind,
            neighbor_shape(before, token.before if place else ""),
            neighbor_shape(after.word, after.before) if after else "$",
        )


class Rows:
    """A sparse matrix that grows by rows of (feature, value)."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.rows: list[int] = []
        self.columns: list[int] = []
        self.values: list[float] = []
        self.size = 0

    def add(self, features) -> None:
        for name, value in features:
            self.rows.append(self.size)
            self.columns.append(self.numbers.setdefault(name, len(self.numbers)))
            self.values.append(value)
        self.size += 1

    def matrix(self, least: int):
        """The matrix and its feature names, without features seen fewer times than `least`."""
        whole = csr_matrix(
            (self.values, (self.rows, self.columns)), shape=(self.size, len(self.numbers)), dtype=np.float32
        )
        seen = np.asarray((whole != 0).sum(0)).ravel()
        kept = np.where(seen >= least)[0]
        names = list(self.numbers)
        return whole[:, kept], [names[number] for number in kept]


def fitted(function, size: int, steps: int) -> np.ndarray:
    return minimize(function, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": steps}).x


def ranker(asked: Asked, phrases: list[data.Phrase], frequent: set[str]) -> dict[str, float]:
    """Softmax over the candidates of a word, strong penalty on what depends on the neighbours."""
    rows, sizes, right = Rows(), [], []
    for word, found, place, sound in asked.tokens(phrases):
        gold = [number for number, one in enumerate(found) if one.sound == sound]
        sure = sum(one.seen for one in found) > 200 and max(one.exact * one.ending for one in found) > 0.99
        if len(found) < 2 or not gold or (sure and random.random() > 0.2):
            continue
        for one in found:
            rows.add(
                [
                    *static_features(one, Rivals.of(found), place.kind),
                    *((name, 1.0) for name in context_features(word, one, place, word in frequent)),
                ]
            )
        sizes.append(len(found))
        right.append(gold[0])
    matrix, names = rows.matrix(4)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    group, gold_rows = np.repeat(np.arange(len(sizes)), sizes), starts + np.array(right)
    penalty = np.array([0.02 if name[0] in "efsmkti" else 0.7 for name in names])
    turned = matrix.T.tocsr()

    def loss(weights):
        scores = matrix @ weights
        top = np.maximum.reduceat(scores, starts)
        shares = np.exp(scores - top[group])
        totals = np.add.reduceat(shares, starts)
        wrong = shares / totals[group]
        value = -(scores[gold_rows] - top - np.log(totals)).sum() + 0.5 * (penalty * weights * weights).sum()
        wrong[gold_rows] -= 1
        return value, turned @ wrong + penalty * weights

    weights = fitted(loss, len(names), 150)
    return {name: float(weight) for name, weight in zip(names, weights, strict=True) if abs(weight) > 0.04}


def logistic(
    rows: Rows, right: list[int], least: int, penalty: float, steps: int, shares: list[float] | None = None
) -> dict[str, float]:
    """A yes-or-no model; `shares` say how much each row counts (default: all the same)."""
    matrix, names = rows.matrix(least)
    sign, turned = 2 * np.array(right) - 1, matrix.T.tocsr()
    mass = np.ones(len(right)) if shares is None else np.array(shares)

    def loss(weights):
        scores = (matrix @ weights) * sign
        value = (mass * np.logaddexp(0, -scores)).sum() + 0.5 * penalty * (weights * weights).sum()
        return value, turned @ (-(mass * sign / (1 + np.exp(scores)))) + penalty * weights

    weights = fitted(loss, len(names), steps)
    return {name: float(weight) for name, weight in zip(names, weights, strict=True)}


_FIELDS = {
    "260": "publisher", "264": "publisher", "110": "body", "111": "body", "610": "body", "710": "body", "711": "body",
    "440": "series", "490": "series", "830": "series", "500": "note", "505": "note", "520": "note",
}  # fmt: skip


def kind_of(marc: str) -> str:
    """The fine kind of a MARC subfield."""
    if marc in NAME_FIELDS:
        return "name"
    if marc in ("245$b", "246$b"):
        return "subtitle"
    return "statement" if marc == "245$c" else _FIELDS.get(marc[:3], "title")


def kinds(phrases: list[data.Phrase]) -> dict[str, tuple[float, ...]]:
    """Name, title, statement, publisher and finer kinds, from the words of a field."""
    rows, right = Rows(), []
    for phrase in phrases:
        rows.add((name, 1.0) for name in kind_features(*_words(phrase)))
        right.append(FINE_KINDS.index(kind_of(phrase.field)))
    matrix, names = rows.matrix(4)
    wanted, turned, size = np.eye(len(FINE_KINDS))[right], matrix.T.tocsr(), len(names)

    def loss(flat):
        weights = flat.reshape(size, len(FINE_KINDS))
        scores = matrix @ weights
        scores -= scores.max(1, keepdims=True)
        totals = np.log(np.exp(scores).sum(1, keepdims=True))
        value = -((scores - totals) * wanted).sum() + 0.25 * (flat * flat).sum()
        return value, (turned @ (np.exp(scores - totals) - wanted)).ravel() + 0.5 * flat

    weights = fitted(loss, size * len(FINE_KINDS), 80).reshape(size, len(FINE_KINDS))
    return {
        name: tuple(map(float, row))
        for name, row in zip(names, weights, strict=True)
        if abs(row).max() > 0.08
    }


def _words(phrase: data.Phrase) -> tuple[list[str], list[str]]:
    return [token.word for token in phrase.tokens], [token.before for token in phrase.tokens]


def half_of(phrase: data.Phrase) -> int:
    """0 or 1 by a checksum of the words: strings of the same words are in one half."""
    return zlib.crc32(" ".join(token.word for token in phrase.tokens).encode()) % 2


def has_capital(latin: str) -> bool:
    return PREFIXES.sub("", latin).lstrip("ʿʾʻʼ‘’'`\"([“”«")[:1].isupper()


def capital_counts(phrases: list[data.Phrase], larger: Path) -> dict[str, tuple[int, int]]:
    """Word -> (times with a capital, times seen), first words of a field not counted.

    For words of the phrases the CAMeL words, which have the commoner spelling of each word, count up to six times more.
    """
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for phrase in phrases:
        for token in phrase.tokens[1:]:
            if token.latin and token.latin != "wa-":
                counts[token.word][0] += phrase.count * has_capital(token.latin)
                counts[token.word][1] += phrase.count
    for row in data.rows(larger):
        word = letters_of(row["source"])
        if word in counts:
            times = min(6, int(row["freq"]))
            counts[word][0] += times * has_capital(row["target"])
            counts[word][1] += times
    return {word: (capitals, seen) for word, (capitals, seen) in counts.items()}


def capitals(phrases: list[data.Phrase], table: Table, counts: dict) -> dict[str, float]:
    """Capital or not, word by word; each phrase as the kinds that a model which has not seen it takes it for.

    The true kind weighs at least a half, the others as much as they are likely.
    """
    rows, right, shares = Rows(), [], []
    models = [kinds([phrase for phrase in phrases if half_of(phrase) != half]) for half in (0, 1)]
    for phrase in phrases:
        words, between = _words(phrase)
        if not words:
            continue
        guessed = {k: s for k, s in kind_shares(words, between, models[half_of(phrase)]) if s > 0.15}
        true = kind_of(phrase.field)
        guessed[true] = max(guessed.get(true, 0.0), 0.5)
        for kind, share in guessed.items():
            before = False
            for place, token in enumerate(phrase.tokens):
                capital = bool(token.latin) and has_capital(token.latin)
                if token.latin and token.latin != "wa-":
                    asked_place = _place(phrase, place, kind, before, table, counts, capital)
                    opening = () if place else opening_features(words, between, kind)
                    rows.add((name, 1.0) for name in (*capital_features(asked_place), *opening))
                    right.append(int(capital))
                    shares.append(share)
                before = capital
    weights = logistic(rows, right, 3, 2.0, 100, shares)
    return {name: weight for name, weight in weights.items() if abs(weight) > 0.06}


def _place(
    phrase, place: int, kind: str, before: bool, table: Table, counts: dict, capital: bool
) -> CapitalPlace:
    token, after = phrase.tokens[place], phrase.tokens[place + 1] if place + 1 < len(phrase.tokens) else None
    own = phrase.count if place else 0
    with_capital, seen = counts.get(token.word, (0, 0))
    seen, with_capital = seen - own, with_capital - own * capital
    after_capitals, after_seen = counts.get(after.word, (0, 0)) if after else (0, 0)
    stem_capitals, stem_seen = counts.get(stem_of(token.word), (0, 0))
    return CapitalPlace(
        word=token.word, share=with_capital / seen if seen > 0 else None, seen=max(0, seen), names=table.in_names(token.word), kind=kind,
        before=phrase.tokens[place - 1].word if place else None, between=token.before if place else "", is_capital_before=before,
        after=after.word if after else None, between_after=after.before if after else "",
        after_share=after_capitals / after_seen if after_seen else None, is_first=place == 0, is_last=after is None,
        stem_share=stem_capitals / stem_seen if stem_seen else None,
    )  # fmt: skip


def calibration(asked: Asked, phrases: list[data.Phrase], frequent: set[str]) -> dict[str, float]:
    """How often the best reading is right, by what is known about it.

    Each half of the phrases is read with a ranker fitted on the other, so that the probabilities are those of new text.
    """
    rows, right = Rows(), []
    for half in (0, 1):
        ranking = ranker(asked, [phrase for phrase in phrases if half_of(phrase) != half], frequent)
        for word, found, place, sound in asked.tokens([one for one in phrases if half_of(one) == half]):
            rivals = Rivals.of(found)
            scores = [
                total(static_features(one, rivals, place.kind), ranking)
                + sum(ranking.get(name, 0.0) for name in context_features(word, one, place, word in frequent))
                for one in found
            ]
            shares = probabilities(scores)
            best = max(range(len(found)), key=shares.__getitem__)
            rows.add(calibration_features(found[best], found, shares, place))
            right.append(int(found[best].sound == sound))
    return logistic(rows, right, 10, 1.0, 300)


def main() -> None:
    """Fit everything, write the files and their checksums."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--halves", type=Path, nargs=2, required=True)
    ask.add_argument("--models", type=Path, required=True)
    ask.add_argument("--seed", type=int, default=3)
    chosen = ask.parse_args()
    random.seed(chosen.seed)
    larger = data.word_readings({chosen.data / "train_camel_words.tsv.gz": ("source", "target", "freq")})
    words = data.word_readings({chosen.data / "train_ara_alalc_words.tsv": ("word", "romanized", "count")})
    phrases = data.phrases(chosen.data / "train_ara_alalc_phrases.tsv.gz")
    phrases, words, larger = cleaned(phrases, words, larger)
    halves = [parse_model(lzma.decompress(path.read_bytes()).decode()) for path in chosen.halves]
    whole = parse_model(lzma.decompress((chosen.models / "arabic-vowels.xz").read_bytes()).decode())
    table = Table.counted(phrases, words, larger)
    asked, frequent, counts = (
        Asked(table, halves, whole, larger, words),
        table.frequent(),
        capital_counts(phrases, chosen.data / "train_camel_words.tsv.gz"),
    )
    ranking, kind_weights = ranker(asked, phrases, frequent), kinds(phrases)
    sections = {
        "ranking": {name: (weight,) for name, weight in ranking.items()},
        "capitals": {name: (weight,) for name, weight in capitals(phrases, table, counts).items()},
        "kinds": kind_weights,
        "calibration": {name: (weight,) for name, weight in calibration(asked, phrases, frequent).items()},
        "frequent": dict.fromkeys(frequent, (1.0,)),
    }
    write(
        chosen.models,
        "arabic-readings.xz",
        packed_table({word: list(row.values()) for word, row in table.rows.items()}, counts),
    )
    write(chosen.models, "arabic-weights.xz", packed_weights(sections))
    list_files(chosen.models)


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))


def list_files(folder: Path) -> None:
    """Name every model file with its SHA-256 and size in models.tsv."""
    files = sorted(folder.glob("*.xz"))
    rows = [
        f"{path.name}\t{hashlib.sha256(path.read_bytes()).hexdigest()}\t{path.stat().st_size}"
        for path in files
    ]
    rows.insert(0, "file\tsha256\tbytes")
    (folder / "models.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
