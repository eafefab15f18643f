"""Laws of the BibTeX side: bytes come back, text comes back, nothing raises, edits keep to their entry, undo undoes."""

from __future__ import annotations

import tempfile
import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from refplug.errors import RunAborted
from refplug.formats.bibtex import Document, citekey_for, read, write
from refplug.formats.bibtex.ascii import ascii_source
from refplug.formats.bibtex.citekeys import is_safe
from refplug.formats.bibtex.edits import is_balanced
from refplug.formats.bibtex.escape import printable, protected, text_source
from refplug.formats.bibtex.names import parse_names
from refplug.formats.bibtex.tex import plain_text, safe_source
from refplug.model import Claim, Creator, Evidence, Field, Name, Origin, OriginKind, PartialDate, Record, Term
from refplug.ports import WriteOptions
from refplug.system.files import FileChange, read_file, save, undo

BIBLIKE = st.text(alphabet="@{}()=\"',#%\\\n\r ~$^_&-ab1ʿé\u0301م\x00", max_size=120)
CHUNKS = st.lists(
    st.sampled_from(
        ["@article{", "@misc(", "@string{", "@comment{", "@preamble{", "k", "key2", ",", " title", "=", " = ", "{", "}", ")", '"', "#", "\n", "% x\n", "a{b}c", "1999", "ʿ"]
    ),
    max_size=40,
).map("".join)  # fmt: skip
TEXT = st.text(alphabet=st.characters(exclude_categories=("Cs", "Co", "Cn")), max_size=60)
PLAIN = st.text(alphabet=st.sampled_from("abc ABC ʿḥṢāéم \\{}$&%#_^~-'`\"?!<>,;:.()[]@|/1"), max_size=40)
WORD = st.text(alphabet=st.sampled_from("abcdxyzABCXYZʿḥṢāéمرجع"), min_size=1, max_size=12)
BY_USER = Evidence(origin=Origin(OriginKind.USER))


def said(value: Any) -> Field[Any]:
    return Field((Claim(value=value, evidence=BY_USER, confidence=1.0),))


@given(st.binary(max_size=300))
def test_any_bytes_come_back(data: bytes) -> None:
    assert Document.parse(data, "x.bib").dump() == data


@given(st.one_of(BIBLIKE, CHUNKS))
def test_anything_like_bibtex_is_read_without_raising_and_comes_back(text: str) -> None:
    data = text.encode()
    document = Document.parse(data, "x.bib")
    assert document.dump() == data
    parsed = read(data, "x.bib")
    written = write(parsed.records, WriteOptions(with_abstract=True))
    assert len(read(written.data, "y.bib").records) == len(parsed.records)


@given(CHUNKS, PLAIN)
def test_an_edit_keeps_to_its_entry(text: str, value: str) -> None:
    document = Document.parse(text.encode(), "x.bib")
    for entry in {entry.citekey: entry for entry in reversed(document.entries) if entry.citekey}.values():
        edited = Document.parse(document.set_field(entry.citekey, "note", value).dump(), "x.bib")
        others = [one.text for one in document.entries if one is not document.entry(entry.citekey)]
        assert [one.text for one in edited.entries if one.text in others or one.citekey != entry.citekey][
            : len(others)
        ] == others
        assert len(edited.entries) == len(document.entries)


@given(TEXT)
@example("0\n\x1f 0")
def test_text_comes_back_through_tex(text: str) -> None:
    source = text_source(text)
    assert is_balanced(source)
    assert plain_text(source) == plain_text(text_source(plain_text(source)))
    if "<" not in text:
        assert plain_text(source) == printable(text).strip(" ")


@given(PLAIN)
def test_titles_come_back_whatever_is_braced(title: str) -> None:
    if "<" not in title:
        assert plain_text(protected(title)) == plain_text(text_source(title))


@given(st.text(alphabet="aabBC1 '.:?!-,()_z", max_size=20))
def test_a_title_in_ascii_is_braced_as_any_other(title: str) -> None:
    assert protected(f"A {title}…") == protected(f"A {title}|").replace(
        "|", "…"
    )  # … takes the way for all scripts


@given(st.one_of(BIBLIKE, CHUNKS))
def test_plain_entries_have_the_fields_that_the_scanner_finds(text: str) -> None:
    for entry in Document.parse(text.encode(), "x.bib").entries:
        found = [(field.name, entry.raw(field)) for field in entry.fields]
        assert entry.values() == found


@given(BIBLIKE)
def test_no_source_carries_a_command_on(text: str) -> None:
    assert is_balanced(text_source(plain_text(text)))
    assert "^^" not in safe_source(text) or "^^" not in text


@given(
    st.lists(st.builds(lambda family, given: (family, given), WORD, WORD), min_size=1, max_size=4),
    PLAIN,
    st.lists(WORD, max_size=4),
)
def test_records_come_back(people: list[tuple[str, str]], note: str, words: list[str]) -> None:
    authors = tuple(
        Creator(name=Name(family=f"al-{family}", given=given.replace("and", "") or "x"))
        for family, given in people
    )
    terms = tuple(Term(printed=unicodedata.normalize("NFC", word)) for word in dict.fromkeys(words))
    record = Record(
        citekey="k", author=said(authors), note=said(note), keyword=said(terms) if terms else Field(),
        issued=said(PartialDate(year=1999, month=2, day=3)), title=said("A Title"),
    )  # fmt: skip
    again = read(write([record]).data, "a.bib").records[0]
    assert again.author.value == tuple(
        Creator(
            name=Name(
                family=unicodedata.normalize("NFC", a.name.family),
                given=unicodedata.normalize("NFC", a.name.given),
            )
        )
        for a in authors
    )
    assert [term.printed for term in again.keyword.value or ()] == [term.printed for term in terms]
    assert again.issued.value == PartialDate(year=1999, month=2, day=3)


@given(BIBLIKE)
def test_names_are_parsed_whatever_they_are(text: str) -> None:
    assert all(creator.name for creator in parse_names(text))


@given(TEXT, TEXT, st.none() | st.integers(1, 3000))
def test_citekeys_are_safe_and_agree_over_normal_forms(family: str, title: str, year: int | None) -> None:
    keys = set()
    for form in ("NFC", "NFD"):
        record = Record(
            author=said((Creator(name=Name(family=unicodedata.normalize(form, family))),))
            if family
            else Field(),
            title=said(unicodedata.normalize(form, title)) if title else Field(),
            issued=said(PartialDate(year=year)) if year else Field(),
        )
        keys.add(citekey_for(record, ()))
        assert citekey_for(record, keys) not in keys
    assert len(keys) == 1
    assert is_safe(keys.pop())


@given(TEXT)
def test_the_ascii_fallback_is_ascii(text: str) -> None:
    source, _ = ascii_source("title", text_source(text))
    assert source.isascii()
    assert is_balanced(source)


@settings(max_examples=30)
@given(st.lists(st.binary(max_size=80), min_size=2, max_size=6))
def test_undo_goes_back_step_by_step(versions: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        target, state = Path(folder, "a.bib"), Path(folder, "state")
        steps: list[bytes | None] = [None]
        for version in versions:
            if version != steps[-1]:
                steps.append(version)
        for old, new in pairwise(steps):
            save([FileChange(target, old, new)], "test", state=state)
        for old in reversed(steps[:-1]):
            undo(target, state=state)
            assert read_file(target) == old


def test_a_locked_word_of_the_lawbook() -> None:
    """The one law that raises: source that would break the file is refused before it is written."""
    document = Document.parse(b"@misc{a, title={x}}", "a.bib")
    for source in ("{", "}", "a}b{"):
        try:
            document.set_field("a", "note", source, is_tex=True)
        except RunAborted:
            continue
        raise AssertionError(source)
