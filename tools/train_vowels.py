"""Train a vowel model: a linear-chain CRF over the letters of words, and write it as refplug reads it.

    python tools/train_vowels.py arabic  --data DIR --out arabic-vowels.xz
    python tools/train_vowels.py persian --data DIR --out persian-vowels.xz

DIR holds `train_camel_words.tsv.gz`, `train_ara_alalc_words.tsv` and `train_ara_alalc_phrases.tsv.gz`. Needs
python-crfsuite. The Persian model learns from the project's own Persian word list and from the Arabic words that have no
prefix. `--part 0` or `--part 1` trains on half of the words: the ranker is trained with such models, each asked only
about words that it has not seen. A card of the shipped models is docs/models.md.
"""

from __future__ import annotations

import argparse
import lzma
import tempfile
import zlib
from collections import Counter, defaultdict
from pathlib import Path

import pycrfsuite
import script_data as data

from refplug.romanize.script.features import letter_features
from refplug.romanize.script.persian_words import persian_words

SCALE = 0.05
Readings = dict[str, Counter[tuple[str, ...]]]


def arabic_readings(folder: Path) -> Readings:
    """Words of all three training files with their readings."""
    found = data.word_readings({folder / "train_camel_words.tsv.gz": ("source", "target", "freq")})
    own = data.word_readings({folder / "train_ara_alalc_words.tsv": ("word", "romanized", "count")})
    for word, readings in own.items():
        found[word].update(readings)
    for phrase in data.phrases(folder / "train_ara_alalc_phrases.tsv.gz"):
        for token in phrase.tokens:
            if token.marks and len(token.word) > 1 and token.word not in own:
                found[token.word][token.marks] += phrase.count
    return found


def without_prefixes(readings: Readings) -> Readings:
    """Arabic words as Persian borrows them: no prefix, no article; ى is ی."""
    found: Readings = defaultdict(Counter)
    for word, counts in readings.items():
        for marks, count in counts.items():
            if not any("-" in mark for mark in marks):
                plain = tuple("" if mark == "=ي" else mark for mark in marks)
                found[word.replace("ى", "ي")][plain] += count
    return found


def examples(readings: Readings, rarest: int, part: int | None):
    """(letters, marks) to train on: readings with a share of .15 or more whose marks are not too rare."""
    seen = Counter(mark for counts in readings.values() for marks in counts for mark in marks)
    kept = {mark for mark, count in seen.items() if count >= rarest}
    for word in sorted(readings):
        if len(word) < 2 or (part is not None and zlib.crc32(word.encode()) % 2 != part):
            continue
        total = sum(readings[word].values())
        for marks, count in readings[word].items():
            if count / total >= 0.15 and all(mark in kept for mark in marks):
                yield word, marks


def packed(model: str, readings: Readings, cut: float) -> str:
    """The trained model as text: weights of at least `cut`, in steps of 0.05."""
    tagger = pycrfsuite.Tagger()
    tagger.open(model)
    info = tagger.info()
    labels = sorted(
        {label for _, label in info.state_features} | {label for pair in info.transitions for label in pair}
    )
    number = {label: place for place, label in enumerate(labels)}
    weights: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for (feature, label), weight in info.state_features.items():
        if abs(weight) >= cut:
            weights[feature].append((number[label], round(weight / SCALE)))
    lines = ["labels\t" + "\t".join("" if label == "0" else label for label in labels), f"scale\t{SCALE}"]
    lines += letter_lines(readings, number)
    for first in labels:
        lines.append(
            "after\t"
            + " ".join(str(round(info.transitions.get((first, second), 0) / SCALE)) for second in labels)
        )
    lines += ["after\t" + " ".join("0" for _ in labels), "weights"]
    for feature in sorted(weights):
        lines.append(
            feature + "\t" + " ".join(f"{label} {weight}" for label, weight in sorted(weights[feature]))
        )
    return "\n".join(lines)


def letter_lines(readings: Readings, number: dict[str, int]) -> list[str]:
    """Which labels each letter takes: those seen three times or more."""
    allowed: dict[str, Counter[int]] = defaultdict(Counter)
    for word, counts in readings.items():
        for marks in counts:
            for letter, mark in zip(word, marks, strict=True):
                if (mark or "0") in number:
                    allowed[letter][number[mark or "0"]] += 1
    lines = []
    for letter, counts in sorted(allowed.items()):
        kept = sorted(label for label, count in counts.items() if count >= 3) or [counts.most_common(1)[0][0]]
        lines.append(f"letter\t{letter}\t{' '.join(map(str, kept))}")
    return lines


def main() -> None:
    """Train, pack, write."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("which", choices=("arabic", "persian"))
    ask.add_argument("--data", type=Path, required=True)
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--part", type=int, choices=(0, 1))
    ask.add_argument("--iterations", type=int)
    chosen = ask.parse_args()
    readings = arabic_readings(chosen.data)
    trainer = pycrfsuite.Trainer(verbose=False)
    if chosen.which == "persian":
        readings = without_prefixes(readings)
        listed = persian_words()
        for word, marks in examples(readings, 25, chosen.part):
            for _ in range(0 if word in listed else 4 if any(letter in "پچژگ" for letter in word) else 1):
                trainer.append(letter_features(word), [mark or "0" for mark in marks])
        for word in sorted(listed):
            for _, marks, _ in listed[word]:
                readings[word][marks] += 5
                for _ in range(5 if len(word) > 1 else 0):
                    trainer.append(letter_features(word), [mark or "0" for mark in marks])
        settings, cut = {"c1": 0.25, "c2": 0.02, "max_iterations": 90, "feature.minfreq": 2}, 0.05
    else:
        for word, marks in examples(readings, 20, chosen.part):
            trainer.append(letter_features(word), [mark or "0" for mark in marks])
        half = chosen.part is not None
        settings = {
            "c1": 0.3 if half else 0.08,
            "c2": 0.01,
            "max_iterations": 90 if half else 120,
            "feature.minfreq": 2 if half else 1,
        }
        cut = 0.0 if half else 0.02
    if chosen.iterations:
        settings["max_iterations"] = chosen.iterations
    trainer.set_params({**settings, "feature.possible_transitions": False})
    with tempfile.NamedTemporaryFile(suffix=".crf") as model:
        trainer.train(model.name)
        text = packed(model.name, readings, cut)
    chosen.out.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))


if __name__ == "__main__":
    main()
