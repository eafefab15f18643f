"""Names of .bib files as the people of this field bear them."""

from __future__ import annotations

import pytest

from refplug.formats import bibtex
from refplug.formats.bibtex.names import parse_name
from refplug.ports import WriteOptions


@pytest.mark.parametrize(
    ("written", "family", "given"),
    [
        ("Ibn Sīnā", "Ibn Sīnā", ""),
        ("Ibn Abī Uṣaybiʿa", "Ibn Abī Uṣaybiʿa", ""),
        ("ابن سینا", "ابن سینا", ""),
        (r"Ab{\=u} {\d H}an{\={\i}}fa", "Abū Ḥanīfa", ""),
        ("Abu Bakr Naji", "Naji", "Abu Bakr"),
        ("Ibn Khaldūn, ʿAbd al-Raḥmān", "Ibn Khaldūn", "ʿAbd al-Raḥmān"),
        ("Ibne Hassan", "Hassan", "Ibne"),
    ],
)
def test_a_son_or_father_is_no_given_name(written: str, family: str, given: str) -> None:
    name = parse_name(written)
    assert (name.family, name.given) == (family, given)


@pytest.mark.parametrize("word", ["forthcoming", "in press", "زیر چاپ"])
def test_a_word_for_a_year_is_the_status_and_stays_where_it_stood(word: str) -> None:
    source = f"@article{{a,\n  author = {{A, B}},\n  title = {{T}},\n  journal = {{J}},\n  year = {{{word}}},\n}}\n"
    [record] = bibtex.read(source.encode(), "a.bib").records
    assert record.status.value == word
    made = bibtex.write([record], WriteOptions()).data.decode()
    assert f"year = {{{word}}}" in made
    assert "pubstate" not in made
