"""The writer: what every consumer reads, and no text that TeX obeys."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from refplug.errors import RunAborted
from refplug.formats.bibtex import Document, entry_text, write
from refplug.formats.bibtex.ascii import ascii_source
from refplug.formats.bibtex.escape import protected, text_source, verbatim_source
from refplug.model import Claim, Creator, Evidence, Field, Name, Origin, OriginKind, PartialDate, Record, Term
from refplug.ports import WriteOptions

BY_USER = Evidence(origin=Origin(OriginKind.USER))


def said(value: Any) -> Field[Any]:
    return Field((Claim(value=value, evidence=BY_USER, confidence=1.0),))


def person(family: str, given: str = "", **parts: str) -> Creator:
    return Creator(name=Name(family=family, given=given, **parts))


SEED = Record(
    citekey="popular-resistance-iraq",
    title=said("[Extended abstract: Popular resistance in Iraq, Islamic Republic of Iran]"),
    is_title_devised=True,
    genre=said("Extended abstract"),
    language=said("en"),
    keyword=said(
        (
            Term(printed="Popular resistance in Iraq"),
            Term(printed="al-Ḥashd al-Shaʿbī"),
            Term(printed="Politics, law; order"),
        )
    ),
)


def test_an_undated_work_with_a_devised_title() -> None:
    assert entry_text(SEED) == (
        "@misc{popular-resistance-iraq,\n"
        "  title = {[{Extended} abstract: {Popular} resistance in {Iraq}, {Islamic} {Republic} of {Iran}]},\n"
        "  howpublished = {Extended abstract},\n"
        "  note = {Title devised from the keywords; the work prints none.},\n"
        "  keywords = {Popular resistance in Iraq, al-Ḥashd al-Shaʿbī, Politics – law – order},\n"
        "  langid = {english},\n"
        "  key = {Popular resistance in Iraq},\n"
        "}\n"
    )


def test_an_article_with_a_full_date() -> None:
    record = Record(
        citekey="k",
        type="article-journal",
        title=said("Marjaʿiyya and the State"),
        author=said((person("al-Shaʿbī", "Ḥusayn"), Creator(name=Name(literal="Islamic Republic of Iran")))),
        container=Record(type="periodical", title=said("Die Welt des Islams"), issn=said("0043-2539")),
        volume=said("12"),
        issue=said("3"),
        page=said("1–20"),
        issued=said(PartialDate(year=2024, month=3, day=15)),
        doi=said("10.1163/a_b%c"),
        url=said("https://example.org/a_b?x=1&y=2#z"),
        pmid=said("12345"),
    )
    text = entry_text(record)
    for line in (
        "author = {{al-Shaʿbī}, Ḥusayn and {Islamic Republic of Iran}}",
        "title = {{Marjaʿiyya} and the {State}}",
        "journal = {Die Welt des Islams}",
        "year = {2024}", "month = mar,", "day = {15}", "volume = {12}", "number = {3}", "pages = {1--20}",
        "doi = {10.1163/a_b%c}", "url = {https://example.org/a_b?x=1&y=2#z}", "issn = {0043-2539}",
    ):  # fmt: skip
        assert line in text
    assert "key =" not in text
    newer = entry_text(record, WriteOptions(variant="biblatex"))
    assert "date = {2024-03-15}" in newer
    assert "journaltitle = {Die" in newer


@pytest.mark.parametrize(
    ("name", "source"),
    [
        (person("Hourani", "Albert"), "Hourani, Albert"),
        (person("Ṣadr", "Mūsā"), "Ṣadr, Mūsā"),
        (person("ʿAbduh", "Muḥammad"), "{ʿAbduh}, Muḥammad"),
        (person("Shaʿbī", "Ḥusayn", non_dropping_particle="al-"), "{al-Shaʿbī}, Ḥusayn"),
        (person("Ibn Ḥanbal", "Aḥmad"), "{Ibn Ḥanbal}, Aḥmad"),
        (person("ʿAbd al-Raḥmān", "ʿĀʾisha"), "{ʿAbd al-Raḥmān}, ʿĀʾisha"),
        (person("Amir-Moezzi", "M. A."), "{Amir-Moezzi}, M. A."),
        (person("Neumann", "John", non_dropping_particle="von"), "von Neumann, John"),
        (person("King", "Martin Luther", suffix="Jr."), "King, Jr., Martin Luther"),
        (person("طباطبائی", "سید محمد"), "{طباطبائی}, سید محمد"),
        (person("", "Plato"), "{Plato}"),
        (person("Smith", "A and B"), "Smith, {A and B}"),
        (person("Smith", "A, B"), "Smith, {A, B}"),
        (person("NASA", "X"), "{NASA}, X"),
        (Creator(name=Name(literal="Smith and Sons, Ltd.")), "{Smith and Sons, Ltd.}"),
        (
            person(r"\input{x}", "A}"),
            r"{\textbackslash{}input\textbraceleft{}x\textbraceright{}}, A\textbraceright{}",
        ),
    ],
)
def test_names(name: Creator, source: str) -> None:
    assert f"author = {{{source}}}" in entry_text(Record(citekey="k", author=said((name,))))


@pytest.mark.parametrize(
    ("title", "source"),
    [
        ("The state of the art", "The state of the art"),
        ("A study", "A study"),
        ("Iran’s nuclear file", "{Iran’s} nuclear file"),
        ("iPhone use", "{iPhone} use"),
        ("al-Ḥashd al-Shaʿbī", "{al}-{Ḥashd} al-{Shaʿbī}"),
        ("Iran: the state", "Iran: {the} state"),
        ("Ḥukūmat-i Islāmī", "{Ḥukūmat}-i {Islāmī}"),
        ("<i>Homo sapiens</i> in Asia", r"\emph{{Homo} sapiens} in {Asia}"),
        ("Iran & Iraq", r"Iran \& {Iraq}"),
        ("حکومت اسلامی", "حکومت اسلامی"),
        ("[Untitled]", "[{Untitled}]"),
    ],
)
def test_titles_keep_their_capitals_word_by_word(title: str, source: str) -> None:
    assert protected(title) == source


@pytest.mark.parametrize(
    "payload",
    [
        r"\immediate\write18{touch OWNED}", r"\input{/etc/passwd}", "^^5cwrite18{touch OWNED}", r"} \end{document} {",
        r"\csname write18\endcsname{x}", "$x_1^2$ #1 %comment", "@preamble{x}", "a\x00b\x1b[2J", "{{{", "}}}",
    ],
)  # fmt: skip
def test_nothing_from_outside_becomes_a_command_or_breaks_the_file(payload: str) -> None:
    record = Record(
        citekey=payload, title=said(payload), author=said((person(payload, payload),)), note=said(payload), url=said(payload),
        doi=said(payload), publisher=said(payload), keyword=said((Term(printed=payload),)), abstract=said(payload),
    )  # fmt: skip
    written = write([record, record], WriteOptions(with_abstract=True))
    document = Document.parse(written.data, "a.bib")
    assert len(document.entries) == 2
    assert document.notices == ()
    commands = set(re.findall(r"\\([A-Za-z]+|.)", written.data.decode()))
    assert commands <= {
        "textbackslash",
        "textbraceleft",
        "textbraceright",
        "textasciicircum",
        "&",
        "%",
        "$",
        "#",
        "_",
    }
    assert "^^" not in written.data.decode()
    assert {notice.code for notice in written.notices} >= {"citekey-changed"}


def test_a_series_that_is_only_a_title_is_written() -> None:
    record = Record(citekey="k", type="book", title=said("T"), collection_title=said("My Series"))
    assert "  series = {My {Series}},\n" in entry_text(record)


def test_controls_and_direction_marks_are_not_printed_but_joiners_are() -> None:
    assert text_source("a\u202eb\u200bc\x07 می\u200cخواهد e\u0301") == "abc می\u200cخواهد é"


def test_what_looks_like_a_ligature_is_kept_apart() -> None:
    assert (
        text_source("a--b ``c'' ?`") == r"a-{}-b \textasciigrave{}\textasciigrave{}c'{}' ?\textasciigrave{}"
    )


def test_urls_stay_raw_but_cannot_hold_a_command() -> None:
    assert verbatim_source("url", "https://a.org/~x_y%20#z") == "https://a.org/~x_y%20#z"
    assert verbatim_source("url", r"\input{x}^^5c") == "%5Cinput%7Bx%7D%5E%5E5c"
    assert verbatim_source("file", r"C:\papers\a.pdf") == "C:/papers/a.pdf"


def test_ascii_says_what_it_loses() -> None:
    assert ascii_source("title", "Marjaʿiyya ẓāhir œuvre – é") == (
        r"Marja`iyya {\d z}{\=a}hir {\oe}uvre -- {\'e}",
        frozenset("ʿ"),
    )
    written = write([Record(citekey="k", title=said("Marjaʿiyya"))], WriteOptions(ascii_only=True))
    assert written.data.isascii()
    assert "ʿ" in next(notice.message for notice in written.notices if notice.code == "ascii-loss")


def test_each_loss_is_told() -> None:
    written = write([Record(citekey="k", type="webpage", title=said("T"), scale=said("1:1000"))])
    assert ["scale" in notice.message for notice in written.notices] == [True]


def test_keys_that_differ_in_case_alone_are_parted() -> None:
    written = write([Record(citekey="Key", title=said("One")), Record(citekey="key", title=said("Two"))])
    assert len(Document.parse(written.data, "a").notices) == 0


def test_the_same_records_give_the_same_bytes() -> None:
    assert write([SEED, SEED]).data == write(iter([SEED, SEED])).data
    assert json.dumps(write([SEED]).data.decode()) == json.dumps(entry_text(SEED))


def test_the_preamble_defines_exactly_what_occurs_and_the_rest_is_told() -> None:
    record = Record(citekey="k", title=said("Marjaʿiyya: Ṣadr ẓ ḥ α ‘x’ مرجعية"))
    written = write([record], WriteOptions(engine="pdflatex"))
    head = written.data.decode().split("@misc")[0]
    defined = re.findall(r"detokenize\{(.)\}", head)
    assert sorted(defined) == sorted("ʿṢẓα")
    assert Document.parse(written.data, "a.bib").dump() == written.data
    assert {char for char in "مرجعية" if any(char in notice.message for notice in written.notices)} == set(
        "مرجعية"
    )
    assert not write([SEED], WriteOptions(engine="lualatex")).data.startswith(b"@preamble")
    assert write(
        [Record(citekey="k", title=said("Plain é"))], WriteOptions(engine="pdflatex")
    ).data.startswith(b"@misc")


def test_an_unknown_engine_is_a_matter_of_usage() -> None:
    with pytest.raises(RunAborted, match="no TeX engine"):
        write([SEED], WriteOptions(engine="troff"))


def test_a_single_quotation_mark_is_shielded_from_pandoc() -> None:
    from refplug.formats.bibtex.escape import text_source
    from refplug.formats.bibtex.tex import plain_text

    assert text_source("The ‘new’ one") == "The {‘}new’ one"
    assert plain_text(text_source("The ‘new’ one")) == "The ‘new’ one"
