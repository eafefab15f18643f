"""From entries to records: macros, parents, names, dates, TeX, and what is kept for want of a CSL word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from refplug.formats.bibtex import read, write
from refplug.formats.bibtex.dates import parse_date, parse_parts
from refplug.formats.bibtex.names import parse_name, parse_names
from refplug.formats.bibtex.tex import plain_text, plain_verbatim, text_and_unknown
from refplug.model import Record
from refplug.ports import WriteOptions


def one(text: str) -> Record:
    return read(text.encode(), "a.bib").records[0]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"{\d h}", "ḥ"), (r"\d h", "ḥ"), (r"\d{h}", "ḥ"), (r"{\d{h}}", "ḥ"), (r"\=i", "ī"), (r"\={\i}", "ī"), (r"{\=\i}", "ī"),
        (r"\'{\i}", "í"), (r"\'\i x", "íx"), (r"\v{s}", "š"), (r"\.g", "ġ"), (r"\c c", "ç"), (r"\b{d}", "ḏ"), (r"\u{g}", "ğ"),
        (r'\"{o}', "ö"), (r"\H{o}", "ő"), (r"\k a", "ą"), (r"\r a", "å"), (r"\aa", "å"), (r"{\ss}", "ß"), (r"\o re", "øre"),
        (r"\d{\={a}}", "ạ̄"), (r"Erd\H os", "Erdős"), (r"{\'E}t\'e", "Été"), (r"\~{}", "~"), (r"\^{}", "^"), (r"\cprime", "ʹ"),
        (r"50\% \& \$5 \#1 a\_b", "50% & $5 #1 a_b"), (r"1--2---3", "1–2—3"), ("``a'' `b'", "“a” ‘b'"), ("a~b", "a\u00a0b"), (r"\{x\}", "{x}"),
        (r"\emph{Homo} \textbf{b}", "<i>Homo</i> <b>b</b>"), (r"{\it a} b", "<i>a</i> b"), (r"H$_2$O $x^{2}$", "H<sub>2</sub>O x<sup>2</sup>"),
        (r"\textsuperscript{c}", "<sup>c</sup>"), (r"$\alpha$-ray", "α-ray"), ("costs $5", "costs $5"), (r"\url{http://a.b/c_d}", "http://a.b/c_d"),
        (r"\noopsort{1973a}1973", "1973"), (r"\href{http://x}{text}", "text"), (r"\LaTeX{} and {\TeX}", "LaTeX and TeX"), ("{Iran} {I}raq", "Iran Iraq"),
        ("a\n  b\tc", "a b c"), ("e\u0301", "é"), (r"\symbol{126}", "126"), (r"\char126 x", "~x"), ("{{{deep}}}", "deep"), ("}{ unbalanced {", " unbalanced".strip()),
        (r"M\"uller \& S\o ns", "Müller & Søns"), (r"\enquote{q}", "“q”"), ("a\\\nb", "a b"), (r"Ma\-ry", "Ma\u00adry".replace("\u00ad", "")),
    ],
)  # fmt: skip
def test_tex_into_text(source: str, text: str) -> None:
    assert plain_text(source).replace("\u00ad", "") == text


@pytest.mark.parametrize(
    "payload",
    [
        r"\immediate\write18{touch OWNED}", r"\openout5=OWNED.tex \write5{x}\closeout5", r"^^5cwrite18{touch OWNED}",
        r"\csname write18\endcsname{touch OWNED}", r"\directlua{os.execute('touch OWNED')}", r"\catcode`\X=0 Xinput{/etc/passwd}", r"\input{/etc/passwd}",
        r"\def\x{\x\x}\x", r"\newcommand{\title}{}", r"\special{psfile=`touch OWNED}",
    ],
)  # fmt: skip
def test_no_command_comes_through_reading_and_writing(payload: str) -> None:
    parsed = read(
        f"@misc{{a, title={{{payload}}}, author={{{payload}, A}}, note={{{payload}}}, url={{{payload}}}}}".encode(),
        "a.bib",
    )
    written = write(parsed.records, WriteOptions()).data.decode()
    for word in (
        "write18",
        "openout",
        "directlua",
        "\\input",
        "\\def",
        "\\catcode",
        "\\newcommand",
        "\\special",
        "^^",
    ):
        assert word not in written


def test_unknown_commands_are_named() -> None:
    assert text_and_unknown(r"\frobnicate{x} y") == ("x y", ("frobnicate",))
    assert "\\frobnicate" in read(rb"@misc{a, title={\frobnicate{x}}}", "a.bib").notices[0].message


@pytest.mark.parametrize(
    ("source", "inverted"),
    [
        ("al-Ṣadr, Mūsā", "al-Ṣadr, Mūsā"), ("Mūsā al-Ṣadr", "al-Ṣadr, Mūsā"), ("ʿAbd al-Raḥmān al-Jabartī", "al-Jabartī, ʿAbd al-Raḥmān"),
        ("{ʿAbd al-Raḥmān}, ʿĀʾisha", "ʿAbd al-Raḥmān, ʿĀʾisha"), ("Ludwig van Beethoven", "van Beethoven, Ludwig"), ("van der Berg, Jan", "van der Berg, Jan"),
        ("Muḥammad ibn ʿAlī", "ibn ʿAlī, Muḥammad"), ("ibn Ḥanbal, Aḥmad", "ibn Ḥanbal, Aḥmad"), ("b.ʿAlī Šīrāzī (al-), Abū-Isḥāq", "b.ʿAlī Šīrāzī (al-), Abū-Isḥāq"),
        ("King, Jr., Martin Luther", "King, Martin Luther, Jr."), ("طباطبائی، سید محمد", "طباطبائی, سید محمد"), ("Plato", "Plato"), ("Aristotle of Stagira", "of Stagira, Aristotle"),
        ("A, B, C, D", "A, B, C, D"), ("G{\\\"o}del, K.", "Gödel, K."), ("Donald~E. Knuth", "Knuth, Donald E."), ("{NATO and Partners}", "NATO and Partners"),
        ("family=Sīstānī, given=ʿAlī, prefix=al-, useprefix=true", "al-Sīstānī, ʿAlī"),
    ],
)  # fmt: skip
def test_names(source: str, inverted: str) -> None:
    assert parse_name(source).inverted().replace("\u00a0", " ") == inverted


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("A, B and C, D", 2), ("{A and B} and C", 2), ("A and others", 2), ("علی؛ حسن", 2), ("and", 0), (" and and ", 0), ("A\nand\nB", 2),
        ("and " * 1000, 0), (",", 0), ("Band and Sand", 2), ("{" * 50 + "and" + "}" * 50, 1), ("\\" * 99, 1),
    ],
)  # fmt: skip
def test_name_lists(source: str, count: int) -> None:
    assert len([creator for creator in parse_names(source) if creator.name]) == count


def test_three_commas_and_more_never_raise() -> None:
    record = one("@misc{a, author={A, B, C, D and E, F, G, H, I}}")
    assert len(record.author.value or ()) == 2


@pytest.mark.parametrize(
    ("source", "edtf"),
    [
        ("2024", "2024"), ("2024-03", "2024-03"), ("2024-03-15", "2024-03-15"), ("2023/2024", "2023/2024"), ("2024~", "2024~"), ("-0622", "-0622"),
        ("2011-11-29T10:00:00Z", "2011-11-29"), ("29 November 2011", "2011-11-29"), ("Accessed: Feb. 3, 2016", "2016-02-03"),
        ("197X", None), ("2003/..", None), ("2024-13-01", None), ("2024-3-20", None), ("n.d.", None), ("", None), ("2024-21", None),
    ],
)  # fmt: skip
def test_dates(source: str, edtf: str | None) -> None:
    found = parse_date(source)
    assert (found.edtf() if found else None) == edtf


@pytest.mark.parametrize(
    ("parts", "edtf"),
    [
        (("2024", "mar", ""), "2024-03"), (("2024", "March\u00a015"), "2024-03-15"), (("2024", "15 March"), "2024-03-15"), (("2024", "3", "15"), "2024-03-15"),
        (("[1990]",), "1990"), (("c. 1990",), "1990~"), (("2023--2024",), "2023/2024"), (("in press",), None), (("2024", "Spring"), None), (("٢٠٢٠",), "2020"),
        (("9" * 5000,), None),
    ],
)  # fmt: skip
def test_year_month_day(parts: tuple[str, ...], edtf: str | None) -> None:
    found = parse_parts(*parts)
    assert (found.edtf() if found else None) == edtf


def test_macros_and_concatenation() -> None:
    record = one(
        '@string{j = "Int. J. of " # name}@string(name = {M. E. Studies})@article{a, journal = J # ", n.s.", month = mar # "~5", year = 1999}'
    )
    assert record.container
    assert (
        record.container.title.value == "Int. J. of name, n.s."
    )  # defined later: BibTeX knows only what stands before
    record = one(
        '@string(name = {M. E. Studies})@string{j = "Int. J. of " # name}@article{a, journal = J, month = mar # "~5", year = 1999}'
    )
    assert record.container
    assert record.container.title.value == "Int. J. of M. E. Studies"
    assert record.issued.value
    assert record.issued.value.edtf() == "1999-03-05"


def test_an_undefined_macro_is_told_and_its_name_stays() -> None:
    parsed = read(b"@misc{a, publisher = nobody}", "a.bib")
    assert "undefined string 'nobody'" in parsed.notices[0].message
    assert parsed.records[0].publisher.value == "nobody"


def test_a_string_bomb_is_left_out_within_bounds() -> None:
    lines = [
        '@string{s0 = "lol"}',
        *(f"@string{{s{i} = s{i - 1} # s{i - 1}}}" for i in range(1, 41)),
        "@article{bomb, title = s40, year = 2020}",
    ]
    parsed = read("\n".join(lines).encode(), "a.bib")
    assert parsed.records[0].issued.value
    assert len(parsed.records[0].title.value or "") < 100
    assert any("expands 'title' beyond" in notice.message for notice in parsed.notices)
    assert read(b"@string{a = b # a}\n@string{b = a}\n@article{c, title = a}", "a.bib").records


CROSSREF = """@inproceedings{p, author={A, B}, title={Paper}, crossref={v}, pages={1--2}}
@proceedings{v, title={Proceedings}, editor={E, F}, year=2001, publisher={P}, xdata={x}}
@xdata{x, location={Cairo}}
@inproceedings{a, title={A}, crossref={b}}
@proceedings{b, title={B}, crossref={a}}
@misc{lost, title={L}, crossref={nobody}}
"""


def test_parents_are_inherited_from_by_the_rules_of_biblatex() -> None:
    parsed = read(CROSSREF.encode(), "a.bib")
    assert [record.citekey for record in parsed.records] == ["p", "v", "a", "b", "lost"]
    paper = parsed.records[0]
    assert paper.title.value == "Paper"
    assert paper.container
    assert paper.container.title.value == "Proceedings"
    assert paper.publisher_place.value == "Cairo"
    assert paper.issued.accepted
    assert paper.issued.accepted.evidence.reason == "inherited from 'v'"
    assert any("'nobody', which is not in the file" in notice.message for notice in parsed.notices)


def test_what_csl_has_no_word_for_is_kept_and_comes_back() -> None:
    text = "@artwork{a, author={A, B}, title={T}, shelf={\\emph{x} {Y}}, year={in press}}"
    record = one(text)
    assert dict(record.custom) == {
        "bibtex:type": "artwork",
        "bibtex:shelf": "\\emph{x} {Y}",
        "bibtex:year": "in press",
    }
    again = one(write([record]).data.decode())
    assert replace(again, citekey="") == replace(record, citekey="")


def test_keywords_languages_pages_and_identifiers() -> None:
    record = one(
        "@article{a, keywords={Politics; Iraq, Ḥashd،حشد}, langid={persian}, pages={1 -- 20}, doi={https://doi.org/10.1/A},"
        " isbn={0-306-40615-2}, issn={0000-0001}, journal={J}, title={A}, subtitle={B}}"
    )
    assert [term.printed for term in record.keyword.value or ()] == ["Politics", "Iraq", "Ḥashd", "حشد"]
    assert (record.language.value, record.page.value, record.title.value) == ("fa", "1-20", "A: B")
    assert record.isbn.value == "9780306406157"
    assert dict(record.custom)["bibtex:issn"] == "0000-0001"


def test_verbatim_fields_lose_only_the_escapes_people_add() -> None:
    assert plain_verbatim(r"http://a.org/\~{}b\_c\%20{\&}d") == "http://a.org/~b_c%20&d"
    assert plain_verbatim("10.1002/(sici)1:2<3::aid>3.0.co;2-o") == "10.1002/(sici)1:2<3::aid>3.0.co;2-o"


@pytest.mark.parametrize(
    "value",
    [
        "{" * 190 + "x" + "}" * 190,
        "$" * 999,
        "\\" * 999,
        "\\'" * 5000,
        "{\\" * 90 + "}" * 90,
        "~" * 5000,
        "^^5c" * 99,
    ],
)
def test_odd_values_are_read_somehow(value: str) -> None:
    parsed = read(
        f"@misc{{a, title={{{value}}}, author={{{value}}}, year={{{value}}}, doi={{{value}}}, pages={{{value}}}}}".encode(),
        "a.bib",
    )
    assert len(parsed.records) == 1
    assert len(read(write(parsed.records).data, "b.bib").records) == 1


@pytest.mark.parametrize("value", [" ", " and ", "and ", "~", ",", "\\'", "{\\'", " ,", "1-", "a "])
def test_a_value_of_one_thing_many_times_costs_one_pass(value: str) -> None:
    """At 30,000 times anything quadratic takes minutes; the whole suite has forty seconds."""
    text = value * 30_000 + "}" * 30_000 * value.count("{")
    parsed = read(
        f"@misc{{a, author={{{text}}}, title={{{text}}}, keywords={{{text}}}, pages={{{text}}}}}".encode(),
        "a.bib",
    )
    assert len(read(write(parsed.records).data, "b.bib").records) == len(parsed.records)


def test_a_preamble_is_told_but_not_our_own() -> None:
    from refplug.formats.bibtex.engines import preamble

    told = read(b'@preamble{"\\input{x}"}\n@misc{a, title = {T}}', "a.bib").notices
    assert [notice.code for notice in told] == ["preamble"]
    ours = (preamble("Marjaʿiyya") + "@misc{a, title = {T}}").encode()
    assert read(ours, "a.bib").notices == ()


def test_a_doi_that_ends_in_a_full_stop_keeps_it() -> None:
    [record] = read(b"@misc{a, doi = {10.17070/aeaas.2014.12.36.}}", "a.bib").records
    assert record.doi.value == "10.17070/aeaas.2014.12.36."


def test_xdata_that_was_taken_over_is_not_named_again() -> None:
    xdata = "@xdata{x, publisher = {Brill}}\n@book{a, xdata = {%s}, title = {T}}\n"
    for named, is_kept in (("x", False), ("x, gone", True)):
        records = read((xdata % named).encode(), "a.bib").records
        made = write(records).data.decode()
        assert "publisher = {Brill}" in made
        assert ("xdata" in made) is is_kept


@pytest.mark.parametrize("entry", ["@misc{a,\n  title = {The Great Work},\n  key = {Zed},\n}\n"])
def test_a_key_of_your_own_to_sort_by_stays_and_ours_is_made_anew(entry: str) -> None:
    assert "key = {Zed}" in write(read(entry.encode(), "a.bib").records).data.decode()
    ours = entry.replace("Zed", "The Great Work")
    [record] = read(ours.encode(), "a.bib").records
    assert not record.custom
    assert write([record]).data.decode() == ours.replace(
        "The Great Work},\n  key", "The {Great} {Work}},\n  key"
    )
