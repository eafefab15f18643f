"""Bars that reading script has reached on the development data; docs/figures/script.md has the whole table."""

import csv
import importlib.util
import random

import pytest

from refplug.romanize.script import romanize_script, write_script
from refplug.romanize.script.align import letters_of

pytestmark = pytest.mark.measured
ROWS = 250


@pytest.fixture(scope="module")
def score(eval_data):
    spec = importlib.util.spec_from_file_location("translit_score", eval_data / "translit" / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def some(eval_data, name, stratum=""):
    with (eval_data / "translit" / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    rows = [row for row in rows if row["stratum"].startswith(stratum)]
    return random.Random(5).sample(rows, min(ROWS, len(rows)))


@pytest.mark.parametrize(
    ("name", "stratum", "scheme", "bar"),
    [
        ("ara_alalc_catalogue", "aco-post2021", "ala-lc", 0.885),
        ("ara_alalc_catalogue", "camel-dev", "ala-lc", 0.91),
        ("ara_alalc_manuscripts", "", "ala-lc", 0.80),
        ("ara_ijmes", "", "ijmes", 0.81),
        ("fas_alalc", "", "ala-lc", 0.75),
    ],
)
def test_words_right_ignoring_case(eval_data, score, name, stratum, scheme, bar):
    right = words = 0
    for row in some(eval_data, name, stratum):
        gold = [word.casefold() for word in score.tokens(row["romanized"])]
        said = score.tokens(romanize_script(row["script"], scheme, row["language"]).text)
        right += score.aligned_matches(gold, [word.casefold() for word in said])
        words += len(gold)
    assert right / words >= bar


@pytest.mark.parametrize(("name", "stratum"), [("ara_alalc_catalogue", "aco-post2021"), ("ara_ijmes", "")])
def test_the_printed_word_is_among_three_spellings(eval_data, name, stratum):
    found = asked = 0
    for row in some(eval_data, name, stratum):
        printed = [letters_of(word.strip('،.؛:()[]«»"!؟-/')) for word in row["script"].split()]
        printed = [word for word in printed if word]
        written = write_script(row["romanized"], reading=row["language"])
        if len(written) == len(printed):
            asked += len(printed)
            found += sum(
                word in [letters_of(o.vocalized) for o in one.options]
                for word, one in zip(printed, written, strict=True)
            )
    assert found / asked >= 0.96
