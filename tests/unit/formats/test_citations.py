"""Citations by a CSL style: names whole, order right, nothing from outside becomes markup, faults told."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refplug.formats import bibtex
from refplug.formats.citations import html, text
from refplug.formats.citations.engine import _item
from refplug.formats.citations.pages import page_ranges
from refplug.formats.citations.shield import Shield
from refplug.ports import WriteOptions

pytest.importorskip("citeproc")

SURNAMES = ("ʿAbduh", "ʿAllāwī", "Amir-Moezzi", "Hourani", "Ṣadr", "al-Ṣadr", "al-Tahānawī", "Zubaida")
GIVEN = ("Muḥammad", "ʿAlī", "Mohammad Ali", "Albert", "Bāqir", "Mūsā", "Muḥammad", "Sami")
AS_GIVEN = (6, 3, 0, 7, 4, 5, 1, 2)
EIGHT = "\n".join(
    f"@book{{k{at}, author = {{{{{SURNAMES[at]}}}, {GIVEN[at]}}}, title = {{T}}, publisher = {{P}}, year = {{2000}}}}"
    for at in AS_GIVEN
)
STYLE = "harvard-cite-them-right"  # comes with citeproc-py
NUMBERED = """<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text"><info><title>T</title><id>t</id></info>
<citation><layout prefix="[" suffix="]"><text variable="citation-number"/></layout></citation>
<bibliography><layout><text variable="citation-number" prefix="[" suffix="]"/><names variable="author"><name initialize-with=". "/></names>
<text variable="title" prefix=", "/></layout></bibliography></style>"""


def shown(source: str, *, form: Any = text, style: str = STYLE, variant: str | None = None) -> list[str]:
    records = bibtex.read(source.encode(), "a.bib").records
    written = form.write(records, WriteOptions(style=style, variant=variant))
    assert not written.notices
    return str(written.data.decode()).splitlines()


def test_eight_names_in_order_as_they_are_written() -> None:
    lines = shown(EIGHT)
    assert [line.split(",")[0] for line in lines] == list(SURNAMES)
    assert lines[1].startswith("ʿAllāwī, ʿA. (2000)")


@pytest.mark.parametrize(
    ("author", "printed"),
    [
        ("{al-Jabartī}, ʿAbd al-Raḥmān", "al-Jabartī, ʿA.al-R. (2000)"),
        ("Sartre, Jean-Paul", "Sartre, J.-P. (2000)"),
        ("طباطبائی، سید محمد", "طباطبائی، سید محمد (2000)"),
        ("{Islamic Republic of Iran}", "Islamic Republic of Iran (2000)"),
        ("van Beethoven, Ludwig", "van Beethoven, L. (2000)"),
        ("King, Jr., Martin Luther", "King, M.L., Jr. (2000)"),
        ("{al-Ṭabarī}, Abū Jaʿfar ibn Jarīr", "al-Ṭabarī, A.J.ibn J. (2000)"),
        ("Rosenthal, Franz and others", "Rosenthal, F. et al. (2000)"),
        ("Rosenthal, Franz and X, Y and others", "Rosenthal, F., X, Y., et al. (2000)"),
    ],
)
def test_names(author: str, printed: str) -> None:
    [line] = shown(f"@misc{{a, author = {{{author}}}, title = {{T}}, year = 2000}}")
    assert line.startswith(printed)


@pytest.mark.parametrize(
    ("title", "printed"),
    [
        ("اندیشه\u200cهای سیاسی", "اندیشه\u200cهای سیاسی"),  # Persian is spelled with the non-joiner
        ("ab\u202ecd\u200f", "abcd"),  # marks of direction are not
    ],
)
def test_joiners_stay_and_marks_of_direction_go(title: str, printed: str) -> None:
    source = f"@misc{{a, author = {{{{X}}}}, title = {{{{{title}}}}}, year = 2000}}"
    assert printed in shown(source)[0]
    assert "\u202e" not in shown(source)[0]


WITH_FULL_NAMES = (
    NUMBERED.replace('class="in-text"', 'class="in-text" initialize-with=". " page-range-format="minimal"')
    .replace('<name initialize-with=". "/>', '<name initialize="false"/>')
    .replace('prefix=", "/>', 'prefix=", "/><text variable="page" prefix=", "/>')
)


def test_a_style_that_abbreviates_no_name_prints_them_whole_and_pages_are_no_others(tmp_path: Path) -> None:
    style = tmp_path / "full.csl"
    style.write_text(WITH_FULL_NAMES, encoding="utf-8")
    source = "@book{a, author = {Sartre, Jean-Paul}, title = {T}, pages = {1--20}, year = 2000}"
    assert shown(source, style=str(style)) == ["[1] Jean-Paul Sartre, T, 1–20"]


@pytest.mark.parametrize(
    ("pages", "form", "printed"),
    [  # CSL 1.0.2, appendix V
        ("42-45", "expanded", "42–45"),
        ("42-45", "minimal", "42–5"),
        ("321-328", "minimal-two", "321–28"),
        ("2787-2816", "minimal-two", "2787–816"),
        ("3-10", "chicago", "3–10"),
        ("100-104", "chicago", "100–104"),
        ("101-108", "chicago", "101–8"),
        ("1002-1006", "chicago", "1002–6"),
        ("1496-1504", "chicago", "1496–1504"),
        ("1496-1500", "chicago-16", "1496–500"),
        ("498-532", "chicago", "498–532"),
        ("9-12", "minimal-two", "9–12"),  # of numbers that are not of one length nothing is left out
        ("20-3", "", "20–3"),
        ("xi-xv, e12", "minimal", "xi–xv, e12"),
    ],
)
def test_ranges_of_pages(pages: str, form: str, printed: str) -> None:
    assert page_ranges(pages, form) == printed


def test_a_numbered_style_keeps_the_order_of_the_file(tmp_path: Path) -> None:
    style = tmp_path / "n.csl"
    style.write_text(NUMBERED, encoding="utf-8")
    lines = shown(EIGHT, style=str(style))
    assert [re.sub(r"^\[\d\] (?:\S+\. ?)+", "", line).split(",")[0] for line in lines] == [
        SURNAMES[at] for at in AS_GIVEN
    ]
    assert lines[6] == "[7] ʿA. ʿAllāwī, T"
    assert shown(EIGHT, style=str(style), variant="in-text")[0] == "k6\t[1]"


def test_html_holds_markup_of_titles_and_no_other() -> None:
    title = r"\emph{Ḥukūmat}-i <script>alert(1)</script> \& <b>x"
    page = "\n".join(shown(f"@book{{a, author = {{A, B}}, title = {{{title}}}, year = 2000}}", form=html))
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;x" in page
    title = r"The \emph{Risālat} al-tawḥīd \& Co"
    page = "\n".join(shown(f"@book{{a, author = {{A, B}}, title = {{{title}}}, year = 2000}}", form=html))
    assert "The <i>Risālat</i> al-tawḥīd &amp; Co" in page
    assert 'id="ref-a" dir="auto"' in page
    assert "default-src 'none'" in page


@given(st.text(alphabet="<>&i/b \"'scriptʿé", max_size=40))
def test_nothing_from_outside_becomes_a_tag_that_a_title_may_not_hold(value: str) -> None:
    shield = Shield()
    made = shield.restored(shield.text(value))
    assert set(re.findall(r"</?[^>]*>", made)) <= {"<i>", "</i>", "<b>", "</b>"}
    assert made.count("<i>") == made.count("</i>")


@pytest.mark.parametrize(
    ("style", "said"),
    [
        ("nonsense", "no CSL style"),
        ("../../etc/passwd", "no CSL style"),
        ("missing.csl", "cannot be read"),
        ("entity.csl", "declares entities"),
        ("broken.csl", "cannot be used"),
    ],
)
def test_a_style_that_cannot_be_used_is_told(
    refplug: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, style: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.bib").write_text(EIGHT, encoding="utf-8")
    Path("entity.csl").write_text('<!DOCTYPE style [<!ENTITY x SYSTEM "file:///etc/passwd">]><style/>')
    Path("broken.csl").write_text("<style")
    ended = refplug("convert", "a.bib", "out.html", "--style", style)
    assert ended.code == 2
    assert said in ended.err
    assert not Path("out.html").exists()


def test_the_command_line(
    refplug: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.bib").write_text(EIGHT, encoding="utf-8")
    assert refplug("convert", "a.bib", "out.html", "--style", STYLE).code == 0
    assert "<i>T</i>" in Path("out.html").read_text(encoding="utf-8")
    ended = refplug("convert", "a.bib", "-", "--to", "text", "--style", STYLE, "--variant", "in-text")
    assert ended.out.splitlines()[0] == "k0\t(ʿAbduh, 2000)"
    assert refplug("convert", "a.bib", "-", "--to", "text", "--style", STYLE, "--locale", "xx-YY").code == 2
    assert refplug("convert", "out.html", "b.bib").code == 2, "as a source a page is no format"
    ended = refplug("convert", "out.html", "b.bib", "--from", "html")
    assert ended.code == 4
    assert "is written, not read" in ended.err


# what styles ask of an engine: the title or editor in place of an author, a label, a group, quotation marks
ASKING = """<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text" default-locale="en-US" initialize-with=". ">
<info><title>T</title><id>t</id></info>
<macro name="title"><text variable="title" quotes="true" text-case="title"/></macro>
<macro name="who"><names variable="author"><name name-as-sort-order="all" initialize="false"/><label form="short" prefix=" (" suffix=")" text-case="title"/>
<substitute><choose><if type="book"><names variable="editor"/></if></choose><text macro="title"/></substitute></names></macro>
<citation><layout><text macro="who"/></layout></citation>
<bibliography><layout suffix="."><group delimiter=". "><text macro="who"/><text macro="title"/>
<names variable="editor"><name/></names>
<group delimiter=" "><choose><if variable="title"><text value="No."/><text variable="number"/></if></choose></group>
<group delimiter=" "><text term="no date" form="short"/><text variable="year-suffix"/></group>
<group delimiter=" "><label variable="page" form="short"/><text variable="page"/></group>
</group></layout></bibliography></style>"""


@pytest.mark.parametrize(
    ("entry", "printed"),
    [
        ("@misc{a, title = {[A devised title]}}", "“[A Devised Title].” n.d."),
        ("@misc{a, author = {A, B}, title = {What is ``waqf''?}}", "A, B. “What Is ‘Waqf’?” n.d."),
        ("@misc{a, author = {A, B}, title = {The ``waqf''}}", "A, B. “The ‘Waqf.’” n.d."),
        ("@book{a, editor = {X, Yves}, title = {T}}", "X, Yves (Ed.). “T.” n.d."),
        ("@book{a, editor = {X, Yves and Z, W}, title = {T}}", "X, Yves, Z, W (Eds.). “T.” n.d."),
        ("@misc{a, author = {A, B}, editor = {X, Yves}, title = {T}}", "A, B. “T.” Y. X. n.d."),
        ("@misc{a, author = {A, B}, title = {T}, pages = {iv--xii, 33}}", "A, B. “T.” n.d. pp. iv–xii, 33."),
        ("@misc{a, author = {A, B}, title = {T}, pages = {12}}", "A, B. “T.” n.d. p. 12."),
        (
            "@misc{a, author = {A, B}, title = {The proc. of a school (al-madrasa) and $\\alpha$: the 19th-century state of}}",
            "A, B. “The Proc. of a School (al-madrasa) and α: The 19th-century State Of.” n.d.",
        ),
    ],
)
def test_what_stands_for_a_missing_author_is_printed_once_and_signs_are_where_the_locale_has_them(
    tmp_path: Path, entry: str, printed: str
) -> None:
    style = tmp_path / "asking.csl"
    style.write_text(ASKING, encoding="utf-8")
    assert shown(entry, style=str(style)) == [printed]


def test_a_review_whose_title_says_so_is_not_called_one_twice() -> None:
    source = "@review{a, author = {A, B}, title = {%s}, journal = {J}, year = 2000}"
    [record] = bibtex.read((source % "Review of The Abbasids").encode(), "a.bib").records
    assert _item(record, "a", Shield(), "")["type"] == "article-journal"
    [record] = bibtex.read((source % "The Abbasids").encode(), "a.bib").records
    assert _item(record, "a", Shield(), "")["type"] == "review"
