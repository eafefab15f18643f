"""The examples say what their README says they say."""

from pathlib import Path

import pytest

from refplug.extract import find
from refplug.readers.plaintext import read
from refplug.text.edits import EditKind
from refplug.text.repair import repair

EXAMPLES = Path(__file__).parents[2] / "examples"


def record_of(name):
    page = read((EXAMPLES / name).read_bytes(), name)
    return find(page, repaired=repair(page.text))[0]


def test_extended_abstract_without_a_head():
    record = record_of("arbaeen.txt")
    assert not record.title
    assert not record.author
    assert not record.issued
    assert [term.printed for term in record.keyword.value][-2:] == ["marjaeyat", "infrastructural authority"]
    assert record.keyword.value[-2].gloss == "Religious Authority"
    kinds = {edit.kind for edit in repair((EXAMPLES / "arbaeen.txt").read_text(encoding="utf-8")).edits.edits}
    assert kinds == {EditKind.HYPHEN, EditKind.GLUED}


def test_article_with_journal_line():
    record = record_of("khums.txt")
    assert record.title.value.startswith("Who Receives the Fifth?")
    assert [creator.name.full_family for creator in record.author.value] == ["Karimi", "al-Hadithi"]
    assert record.doi.value == "10.5555/jsls.2023.0402.41"
    assert (record.volume.value, record.issue.value, record.page.value) == ("4", "2", "41-58")
    assert record.issued.value.edtf() == "2023-03/2023-06"
    assert "the duty to report has become" in record.abstract.value
    assert len(record.keyword.value) == 7


def test_persian_article():
    record = record_of("waqf-persian.txt")
    assert record.title.value == "وقف و آب: نقش موقوفات در نگهداری قنات‌های یزد"
    assert [creator.name.family for creator in record.author.value] == ["محمدی", "رضایی"]
    assert (record.volume.value, record.page.value) == ("3", "25-48")
    assert record.issued.value.edtf() == "2023-06/2023-09"
    assert record.keyword.value[3].gloss == "Trustee"
    assert record.language.value == "fa"


@pytest.mark.parametrize("name", ["arbaeen.txt", "khums.txt", "waqf-persian.txt"])
def test_readme_names_every_example(name):
    assert name in (EXAMPLES / "README.md").read_text(encoding="utf-8")
