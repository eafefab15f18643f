"""A new entry looks like the entries of the file it comes to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refplug.formats.bibtex import Document

NEW = '@article{new,\n  author = {{al-Ṣadr}, Mūsā},\n  title = {On {Waqf}},\n  year = {2001},\n  month = mar,\n  note = {A "word"},\n}\n'


def added(library: str) -> str:
    document = Document.parse(library.encode(), "a.bib").append(NEW)
    whole = document.dump().decode()
    assert whole.startswith(library)
    read = Document.parse(whole.encode(), "a.bib")
    assert not read.notices
    return whole[len(library) :].lstrip("\r\n")


JABREF = """@Article{a,
  author  = {A, B},
  title   = {T},
  journal = {J},
  year    = {2000},
}

@Article{b,
  author  = {A, B},
  title   = {T},
  journal = {J},
  year    = {2000},
}
"""
EMACS = """@Article{a,
  year =         1999,
  title =        "T",
  author =       "A, B"
}

@Book{b,
  year =         2000,
  title =        "T",
  author =       "A, B"
}
"""
TABS = """@article{a,\n\tauthor = {A, B},\n\tyear = 1999\n\t}\n\n@article{b,\n\tauthor = {A, B},\n\tyear = 1999\n\t}\n"""
UPPER = "@ARTICLE{a,\n    AUTHOR={A},\n    TITLE={T}}\n@BOOK{b,\n    AUTHOR={A},\n    TITLE={T}}\n"


@pytest.mark.parametrize(
    ("library", "entry"),
    [
        (
            JABREF,
            '@Article{new,\n  author  = {{al-Ṣadr}, Mūsā},\n  title   = {On {Waqf}},\n  year    = {2001},\n  month   = mar,\n  note    = {A "word"},\n}\n',
        ),
        (
            EMACS,
            '@Article{new,\n  year =         2001,\n  title =        "On {Waqf}",\n  author =       "{al-Ṣadr}, Mūsā",\n'
            '  month =        mar,\n  note =         {A "word"}\n}\n',
        ),
        (
            TABS,
            '@article{new,\n\tauthor = {{al-Ṣadr}, Mūsā},\n\ttitle = {On {Waqf}},\n\tyear = 2001,\n\tmonth = mar,\n\tnote = {A "word"}\n\t}\n',
        ),
        (
            UPPER,
            '@ARTICLE{new,\n    AUTHOR={{al-Ṣadr}, Mūsā},\n    TITLE={On {Waqf}},\n    YEAR={2001},\n    MONTH=mar,\n    NOTE={A "word"}}\n',
        ),
        (TABS.replace("\n", "\r\n"), None),
    ],
)
def test_the_entry_is_laid_out_as_its_neighbours(library: str, entry: str | None) -> None:
    new = added(library)
    assert new == entry or (entry is None and new.count("\r\n") == new.count("\n") == 7 and "\r\n\t}" in new)


@pytest.mark.parametrize(
    "library",
    [
        "",
        "% only a comment\n",
        "@article{a,\n\tauthor={A, B},\n\tyear=1999\n}\n",  # one entry is no habit
        "@article{a, author={A, B}, year=1999}\n@article{b, author={A, B}, year=1999}\n",  # no line to look like
        NEW.replace("new", "a") + "\n" + NEW.replace("new", "b"),
    ],
)
def test_where_the_file_has_no_clear_hand_it_is_ours(library: str) -> None:
    assert added(library) == NEW


@given(
    st.sampled_from([JABREF, EMACS, TABS, UPPER, ""]),
    st.text('ab{}"\\=, \n', max_size=12).filter(lambda text: text.count("{") == text.count("}") == 0),
)
def test_no_value_changes(library: str, value: str) -> None:
    source = "@misc{new,\n  note = {" + value + "},\n  year = {0012},\n}\n"
    document = Document.parse(library.encode(), "a.bib").append(source)
    entry = Document.parse(document.dump(), "a.bib").entry("new")
    assert entry is not None
    assert [entry.raw(one)[1:-1] for one in entry.fields if one.name.lower() == "note"] == [value]
    assert [entry.raw(one)[1:-1] for one in entry.fields if one.name.lower() == "year"] == ["0012"]


@pytest.mark.parametrize(
    ("entry", "new"),
    [
        ('@Misc{a,\n  Title = "T",\n  Note = "N"\n}', '  Note = "N",\n  Doi = "10.1"\n}'),
        ('@Misc{a,\n  TITLE = "T",\n  NOTE = {N}\n}', "  NOTE = {N},\n  DOI = {10.1}\n}"),
        ("@Misc{a,\n  title = {T},\n  Note = 1\n}", "  Note = 1,\n  doi = {10.1}\n}"),
    ],
)
def test_a_field_that_is_added_looks_like_the_others_of_its_entry(entry: str, new: str) -> None:
    assert Document.parse(entry.encode(), "a.bib").set_field("a", "doi", "10.1").dump().decode().endswith(new)
