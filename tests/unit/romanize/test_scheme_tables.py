"""Every table we ship says what it must, and does what its examples say, in NFC and NFD."""

from __future__ import annotations

import unicodedata

import pytest

from refplug.errors import RunAborted
from refplug.model import Reading
from refplug.romanize.schemes.render import render
from refplug.romanize.schemes.scheme import Scheme, load, parse_scheme, readings_of, scheme_ids, scheme_names

NAMED = [
    "ijmes",
    "ala-lc",
    "din31635",
    "dmg",
    "iso233-2",
    "iso233-3",
    "ei3",
    "iranica",
    "iranian-studies",
    "bgn-pcgn",
    "un",
    "ascii",
]


def schemes() -> list[Scheme]:
    return [load(name.rpartition("-")[0], name.rpartition("-")[2]) for name in scheme_names()]


@pytest.mark.parametrize("scheme", schemes(), ids=lambda s: s.name)
def test_a_table_is_whole(scheme: Scheme) -> None:
    assert f"{scheme.name}.toml" == scheme.file
    assert scheme.source
    assert scheme.edition
    assert len(scheme.examples) >= 20
    assert len({(e.script, e.form) for e in scheme.examples}) == len(scheme.examples)
    assert scheme.rules
    assert all(rule.says and rule.source for rule in scheme.rules)
    assert len({rule.number for rule in scheme.rules}) == len(scheme.rules)
    assert scheme.tag.split("-")[1] == "Latn"


@pytest.mark.parametrize("scheme", schemes(), ids=lambda s: s.name)
def test_every_example_holds_in_both_normal_forms(scheme: Scheme) -> None:
    for example in scheme.examples:
        for form in ("NFC", "NFD"):
            got = render(
                unicodedata.normalize(form, example.script), scheme, kind=example.kind, form=example.form
            )
            points = " ".join(f"{ord(c):04X}" for c in got.text)
            assert got.text == unicodedata.normalize("NFC", example.latin), f"{example.script}: {points}"
            assert not got.notices


def test_the_schemes_of_the_contract_are_there() -> None:
    assert set(NAMED) <= set(scheme_ids())
    assert readings_of("ijmes") == (Reading.ARABIC, Reading.PERSIAN, Reading.OTTOMAN)
    assert set(readings_of("ala-lc")) == set(Reading)
    assert Reading.PERSIAN in readings_of("iranica")


def test_a_scheme_without_the_reading_names_those_it_has() -> None:
    with pytest.raises(RunAborted, match="'iranica' for the reading 'ar'; it has fa"):
        load("iranica", "ar")
    with pytest.raises(RunAborted, match=r"no scheme 'xyz'.*schemes: ala-lc, "):
        load("xyz", "ar")


WHOLE = """id = "mine"
language = "ar"
title = "Mine"
edition = "1"
source = "me"
tag = "ar-Latn-x-mine"
extends = "ijmes-ar"

[letters]
"ج" = { to = "g", name = "ARABIC LETTER JEEM" }
"""


def test_a_strangers_table_may_lean_on_ours() -> None:
    scheme = parse_scheme(WHOLE, "mine.toml")
    assert render("جَامِعَة", scheme).text == "gāmiʿa"
    assert scheme.examples == ()


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (("[letters]", "[letters"), "mine.toml:9: not TOML"),
        (('id = "mine"', ""), "mine.toml:1: 'id' is missing"),
        (
            ("ARABIC LETTER JEEM", "ARABIC LETTER HAH"),
            "mine.toml:10: 'ج' is ARABIC LETTER JEEM, but the table calls it ARABIC LETTER HAH",
        ),
        (('to = "g", ', ""), "mine.toml:10: 'ج' must be written"),
        (('"ijmes-ar"', '"ijmes-xx"'), "mine.toml:7: extends 'ijmes-xx'"),
        (('language = "ar"', 'language = "he"'), "mine.toml:2: 'he' is none of the readings"),
        (("[letters]", "[colours]\nx = 1\n[letters]"), "'colours' is no word of a scheme table"),
        (
            ("[letters]", '[article]\nshape = "al"\n[letters]'),
            "mine.toml:10: 'shape' is no word of \\[article\\]",
        ),
        (
            ("[letters]", '[article]\nsun_letters = "yes"\n[letters]'),
            "mine.toml:10: article.sun_letters must be true or false",
        ),
        (("[letters]", '[capitals]\nterm = "all"\n[letters]'), "mine.toml:10: capitals.term is 'all'"),
        (("[letters]", '[[rule]]\nnumber = "1"\n[letters]'), "a \\[\\[rule\\]\\] lacks 'says'"),
        (
            ("[letters]", '[[example]]\nscript = "جَامِعَة"\n[letters]'),
            "mine.toml:10: a damaged \\[\\[example\\]\\]",
        ),
    ],
)
def test_a_damaged_table_is_refused_with_its_place(damage: tuple[str, str], message: str) -> None:
    with pytest.raises(RunAborted, match=message):
        parse_scheme(WHOLE.replace(*damage), "mine.toml")


def test_a_table_that_says_too_little_is_refused() -> None:
    text = WHOLE.replace('extends = "ijmes-ar"\n', "")
    with pytest.raises(RunAborted, match=r"\[vowels\] lacks a, i, u"):
        parse_scheme(text, "mine.toml")
