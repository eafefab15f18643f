"""The byte-exact document: every byte kept, faults told by entry, edits that change one span."""

from __future__ import annotations

import re

import pytest

from refplug.errors import RunAborted
from refplug.formats.bibtex import Document
from refplug.formats.bibtex.document import BlockKind

LIBRARY = """% my library, do not sort
@string{ijmes = "International Journal of Middle East Studies"}
@preamble{ "\\newcommand{\\noop}[1]{}" }

@Article{sadr1979,
  author    = {al-Ṣadr, Muḥammad Bāqir},
  title     = "Falsafatunā: {A} Study",
  journal   = ijmes # { (} # "old)",
  year      = 1979
}
@comment{jabref-meta: databaseType:biblatex;}
@book(paren, title = {In (round) brackets}, year = 2001)
@misc{last,title={One line},note={x}}
see me@example.org (or not)
"""


def parse(text: str, encoding: str = "utf-8") -> Document:
    return Document.parse(text.encode(encoding), "a.bib")


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le"])
def test_every_byte_comes_back(newline: str, encoding: str) -> None:
    data = LIBRARY.replace("\n", newline).encode(encoding)
    document = Document.parse(data, "a.bib")
    assert document.dump() == data
    assert [entry.citekey for entry in document.entries] == ["sadr1979", "paren", "last"]
    assert document.notices == ()
    appended = document.append("@misc{new, title = {ʿ}}").dump()
    assert appended.startswith(data)
    assert Document.parse(appended, "a.bib").entry("new") is not None


def test_blocks_are_told_apart() -> None:
    kinds = [block.kind for block in parse(LIBRARY).blocks if block.kind is not BlockKind.TEXT]
    assert kinds == ["string", "preamble", "entry", "comment", "entry", "entry"]


@pytest.mark.parametrize(
    ("citekey", "field", "value", "before", "after"),
    [
        ("sadr1979", "title", "Iqtiṣādunā", '"Falsafatunā: {A} Study"', '"{Iqtiṣādunā}"'),
        ("sadr1979", "TITLE", 'Plain "b"', '"Falsafatunā: {A} Study"', '{Plain "b"}'),
        ("sadr1979", "year", "1980", "= 1979", "= 1980"),
        ("sadr1979", "year", "1980?", "= 1979", "= {1980?}"),
        ("sadr1979", "journal", "Other", 'ijmes # { (} # "old)"', "{Other}"),
        ("sadr1979", "doi", "10.1/a_b", "= 1979", "= 1979,\n  doi       = {10.1/a_b}"),
        ("sadr1979", "note", "50% & more", "= 1979", "= 1979,\n  note      = {50\\% \\& more}"),
        ("paren", "year", "2002", "year = 2001", "year = 2002"),
        ("paren", "note", "y", "year = 2001)", "year = 2001, note = {y})"),
        ("last", "title", "Two", "{One line}", "{Two}"),
        ("last", "doi", "10.1/b", "note={x}", "note={x},doi={10.1/b}"),
    ],
)  # fmt: skip
def test_an_edit_changes_one_span_in_the_style_of_the_entry(
    citekey: str, field: str, value: str, before: str, after: str
) -> None:
    document = parse(LIBRARY)
    assert LIBRARY.count(before) == 1
    assert document.set_field(citekey, field, value).dump().decode() == LIBRARY.replace(before, after)


@pytest.mark.parametrize(
    ("field", "gone"),
    [
        ("author", "\n  author    = {al-Ṣadr, Muḥammad Bāqir},"),
        ("year", ",\n  year      = 1979"),
        ("journal", '\n  journal   = ijmes # { (} # "old)",'),
        ("nothing", ""),
    ],
)
def test_a_removed_field_takes_its_comma_along(field: str, gone: str) -> None:
    assert parse(LIBRARY).remove_field("sadr1979", field).dump().decode() == LIBRARY.replace(gone, "")


def test_an_added_field_can_be_removed_again() -> None:
    document = parse(LIBRARY)
    for citekey in ("sadr1979", "paren", "last"):
        assert (
            document.set_field(citekey, "isbn", "1").remove_field(citekey, "isbn").dump() == document.dump()
        )


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ("@article{a, title = {never closed,\n", "brace that is never closed"),
        ('@article{a, title = "never closed,\n', "quotation mark that is never closed"),
        ('@article{a, title = "a } b",\n}\n', "closing brace inside quotation marks"),
        ("@article{a, title = {x} y z}\n", "behind the value of 'title'"),
        ("@article{a, title = {x}", "no closing brace"),
        ("@article(a, title = {x}", "no closing parenthesis"),
        ("@article{a, title = " + "{" * 300 + "}" * 300 + "}\n", "deeper than 200"),
        ("@article{a, = {x}}\n", "where a field should begin"),
        ("@article{", "has no citekey"),
    ],
)
def test_a_broken_entry_is_reported_and_the_others_are_read(broken: str, message: str) -> None:
    text = f"@misc{{one, title={{1}}}}\n\n{broken}\n@misc{{two, title={{2}}}}\n"
    document = parse(text)
    assert document.dump().decode() == text
    assert [entry.citekey for entry in document.entries] == ["one", "two"]
    notice = next(notice for notice in document.notices if notice.code == "entry-broken")
    assert (notice.file, notice.line) == ("a.bib", 3)
    assert message in notice.message


@pytest.mark.parametrize(
    ("text", "code", "key"),
    [
        ("@misc{a title={x}}", "no-comma", "a"),
        ("@misc{a, title={x} year={y}}", "no-comma", "a"),
        ("@misc{title={x}}", "no-citekey", ""),
        ("@misc{, title={x}}", "no-citekey", ""),
        ("@misc{a b, title={x}}", "odd-citekey", "a b"),
        ("@misc{a, title=, year={x}}", "no-value", "a"),
        ("@misc{a, title, year={x}}", "no-value", "a"),
        ("@misc{a, % old\n title={x}}", "inner-comment", "a"),
        ("@misc{a}\n@misc{A}", "repeated-citekey", "a"),
        ("@misc{a, ; title={x}}", "stray", "a"),
    ],
)
def test_a_fault_that_can_be_survived_is_told(text: str, code: str, key: str) -> None:
    document = parse(text)
    assert [notice.code for notice in document.notices] == [code]
    assert document.entries[0].citekey == key
    assert document.dump().decode() == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "no entry",
        "% @article{a, title={x}}",
        "me@example.org (x)",
        "@",
        "@comment{@article{a, title={x}}}",
        "@comment no brace",
    ],
)
def test_text_without_entries_gives_none_and_no_complaint(text: str) -> None:
    document = parse(text)
    assert (document.entries, document.notices, document.dump().decode()) == ((), (), text)


def test_a_key_with_braces_and_one_in_script_are_read() -> None:
    document = parse("@book{comp.text{.}tex:1989, title={x}}\n@book{طباطبائی, title={y}}")
    assert [entry.citekey for entry in document.entries] == ["comp.text{.}tex:1989", "طباطبائی"]


def test_stray_bytes_are_named_and_stay() -> None:
    data = b"@misc{a, title={Marja\xca\xbfiyya \xe9}}\n@misc{b, title={\xc5\x81\xc3\xb3d\xc5\xba}}"
    document = Document.parse(data, "a.bib")
    assert document.dump() == data
    assert "byte 0xE9 at offset 28" in document.notices[0].message
    assert document.set_field("b", "note", "ʿ").dump().startswith(data[:30])


def test_a_guessed_encoding_is_told_and_refuses_what_it_cannot_hold() -> None:
    document = parse("@misc{a, title={é}}\n", "latin-1")
    assert [notice.code for notice in document.notices] == ["guessed-encoding"]
    assert document.set_field("a", "title", "Aü").dump() == b"@misc{a, title={{A\xfc}}}\n"
    with pytest.raises(RunAborted, match=re.escape("has no 'ʿ' (U+02BF); nothing was written")):
        document.set_field("a", "title", "ʿ").dump()


def test_a_declared_encoding_is_obeyed() -> None:
    document = parse("% Encoding: Cp1251\n@misc{a, title={Мир}}\n", "cp1251")
    assert document.notices == ()
    assert "Мир" in document.blocks[1].text


def test_unbalanced_source_is_refused_before_anything_is_written() -> None:
    with pytest.raises(RunAborted, match="unbalanced"):
        parse(LIBRARY).set_field("last", "title", "a } b", is_tex=True)
    with pytest.raises(RunAborted, match="no BibTeX entry"):
        parse(LIBRARY).append("@misc{a, title={")
    with pytest.raises(KeyError):
        parse(LIBRARY).set_field("none", "title", "x")


def test_an_address_in_an_entrys_text_is_no_entry() -> None:
    document = parse("@misc{a, note={write to x@y{z}.org}, title={t}}")
    assert len(document.entries) == 1


@pytest.mark.parametrize("count", [20_000])
def test_a_file_of_open_braces_costs_one_pass(count: int) -> None:
    text = "@article{open, title = {no end\n" + "@book{k, title={t}}\n" * count
    document = parse(text)
    assert len(document.entries) == count
    nested = parse("@a{x,t={\n" * count)
    assert len([notice for notice in nested.notices if notice.code == "entry-broken"]) == 1001


@pytest.mark.parametrize(
    ("data", "key", "left"),
    [
        (b"@a{x,}\n\n@b{y,}\n\n@c{z,}\n", "y", b"@a{x,}\n\n@c{z,}\n"),
        (b"% one\n@a{x,}\n% two\n", "x", b"% one\n\n% two\n"),
        (b"@a{x,}\n", "x", b""),
        (b"@a{x,} @b{y,}", "x", b"@b{y,}"),
    ],
)
def test_an_entry_is_removed_and_nothing_else(data: bytes, key: str, left: bytes) -> None:
    document = Document.parse(data, "x.bib")
    assert document.remove(key).dump() == left
    with pytest.raises(KeyError):
        document.remove("no such")


@pytest.mark.parametrize(
    ("title", "page"),
    [
        ("تاريخ الأدب العربي في العراق", "cp1256"),
        ("تاریخ ادبیات پارسی".replace("ی", "ي"), "cp1256"),
        ("Théorie de l’État à l’âge classique", "cp1252"),
        ("Irak’ta direniş ve mercilik: şehirler, ışık", "cp1254"),
        ("Мир и война в Ираке", "cp1251"),
    ],
)
def test_a_code_page_is_known_by_its_words(title: str, page: str) -> None:
    data = f"@book{{a,\n  title = {{{title}}},\n  publisher = {{Nowhere Press}},\n}}\n".encode(page)
    document = Document.parse(data, "a.bib")
    assert document.dump() == data
    assert title in document.entries[0].text
    assert any(page[2:] in str(notice) for notice in document.notices)
