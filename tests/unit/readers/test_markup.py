"""JATS, TEI, web pages, Word, hOCR and ALTO: what they state, and how they refuse."""

from __future__ import annotations

import json

import pytest

from refplug.model import Page
from refplug.readers import docx, hocr, html, jats, tei
from support import papers

FRONT = """<journal-meta><journal-title-group><journal-title>Journal of Tests</journal-title></journal-title-group><issn>0378-5955</issn></journal-meta>
<article-meta><article-id pub-id-type="doi">10.1000/ABC</article-id>
<title-group><article-title>On <italic>Wilāyat</italic><xref ref-type="fn">*</xref> al-faqīh</article-title><subtitle>A Study<fn><p>note</p></fn></subtitle>
<trans-title-group xml:lang="fa"><trans-title>دربارهٔ ولایت فقیه</trans-title></trans-title-group></title-group>
<contrib-group><contrib contrib-type="author"><name><surname>al-Ṣadr</surname><given-names>Mūsá</given-names></name>
<contrib-id contrib-id-type="orcid">https://orcid.org/0000-0002-1825-0097</contrib-id><xref ref-type="aff" rid="a1"/></contrib>
<contrib contrib-type="author"><collab>The Law Group<contrib-group><contrib><name><surname>Hidden</surname></name></contrib></contrib-group></collab></contrib>
<contrib contrib-type="editor"><name><surname>Ed</surname><given-names>I.</given-names></name></contrib></contrib-group>
<aff id="a1"><label>1</label>University of Najaf</aff>
<pub-date pub-type="ppub"><month>3</month><year>2021</year></pub-date><pub-date pub-type="epub"><day>5</day><month>11</month><year>2020</year></pub-date>
<volume>4</volume><issue>2</issue><fpage>10</fpage><lpage>20</lpage>
<abstract abstract-type="graphical"><p>A picture.</p></abstract>
<abstract xml:lang="en"><title>Abstract</title><sec><title>Aims</title><p>To test.</p></sec></abstract>
<trans-abstract xml:lang="fa"><p>چکیده</p></trans-abstract>
<kwd-group kwd-group-type="abbreviations"><kwd>AB</kwd></kwd-group>
<kwd-group xml:lang="en"><title>Keywords</title><kwd>law</kwd><kwd>state<xref>1</xref></kwd></kwd-group>
<kwd-group xml:lang="fa"><kwd>قانون</kwd></kwd-group></article-meta>"""


def article(front: str = FRONT, head: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{head}<article xml:lang="en"><front>{front}</front><body/></article>'.encode()
    )


def test_jats_states_every_field_and_every_language() -> None:
    record = jats.read(article(), "a.xml").stated
    assert record is not None
    assert record.title.value == "On Wilāyat al-faqīh: A Study"
    assert [(claim.value, claim.language) for claim in record.title][1:] == [("دربارهٔ ولایت فقیه", "fa")]
    assert [creator.name.inverted() for creator in record.author.value or ()] == [
        "al-Ṣadr, Mūsá",
        "The Law Group",
    ]
    first = (record.author.value or ())[0]
    assert (first.orcid, first.affiliation) == ("0000-0002-1825-0097", ("University of Najaf",))
    assert [creator.name.family for creator in record.editor.value or ()] == ["Ed"]
    assert [(claim.value, claim.language) for claim in record.abstract] == [
        ("Aims To test.", "en"),
        ("چکیده", "fa"),
    ]
    assert [([term.printed for term in claim.value], claim.language) for claim in record.keyword] == [
        (["law", "state"], "en"),
        (["قانون"], "fa"),
    ]
    assert [claim.value.edtf() for claim in record.issued] == ["2020-11-05", "2021-03"]
    assert (record.volume.value, record.issue.value, record.page.value, record.doi.value) == (
        "4",
        "2",
        "10-20",
        "10.1000/abc",
    )
    assert record.container is not None
    assert (record.container.title.value, record.container.issn.value, record.container.type) == (
        "Journal of Tests",
        "0378-5955",
        "periodical",
    )


def test_jats_says_nothing_where_nothing_stands() -> None:
    record = jats.read(
        article(
            "<article-meta><title-group><article-title>Only a Title</article-title></title-group></article-meta>"
        ),
        "a.xml",
    ).stated
    assert record is not None
    assert not any(
        (record.author, record.keyword, record.abstract, record.doi, record.issued, record.container)
    )


def test_named_characters_need_no_dtd() -> None:
    front = "<article-meta><title-group><article-title>Caf&eacute; &amp; State</article-title></title-group></article-meta>"
    page = jats.read(
        article(front, '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS" "http://127.0.0.1:9/jats.dtd">'), "a.xml"
    )
    assert page.stated is not None
    assert page.stated.title.value == "Café & State"


BOMB = '<!DOCTYPE article [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
XXE = '<!DOCTYPE article [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (article("<article-meta>&b;</article-meta>", BOMB), "xml-entities"),
        (article("<article-meta>&x;</article-meta>", XXE), "xml-entities"),
        (b"<a>" * 50_000, "xml-damaged"),
        (b"", "xml-broken"),
        (b'<?xml version="1.0" encoding="no-such"?><article/>', None),
        (b"<recipe><title>Soup</title></recipe>", "xml-unknown"),
    ],
)
def test_hostile_xml_is_refused_in_one_sentence(data: bytes, code: str | None) -> None:
    page = jats.read(data, "odd.xml")
    assert page.stated is None
    assert page.text == ""
    assert "root:" not in str(page.notices)
    assert all("\n" not in str(notice) for notice in page.notices)
    assert page.notices
    if code:
        assert page.notices[0].code == code


def test_tei_header_as_grobid_writes_it() -> None:
    data = """<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc><titleStmt><title level="a" type="main">On Law</title></titleStmt>
    <sourceDesc><biblStruct><analytic><author><persName><forename type="first">Anna</forename><forename type="middle">B.</forename><surname>Blau</surname></persName></author>
    <title level="a" type="main">On Law</title></analytic><monogr><title level="j">J. Tests</title><imprint><biblScope unit="volume">3</biblScope>
    <biblScope unit="page" from="1" to="9"/><date type="published" when="2019-05-01"/></imprint></monogr><idno type="DOI">10.1000/x</idno></biblStruct></sourceDesc></fileDesc>
    <profileDesc><textClass><keywords><term>law</term><term>order</term></keywords></textClass><abstract><p>We study.</p></abstract></profileDesc></teiHeader></TEI>"""
    record = tei.read(data.encode(), "a.xml").stated
    assert record is not None
    assert (record.title.value, record.type, record.volume.value, record.page.value, record.doi.value) == (
        "On Law",
        "article-journal",
        "3",
        "1-9",
        "10.1000/x",
    )
    assert [creator.name.display() for creator in record.author.value or ()] == ["Anna B. Blau"]
    assert [term.printed for term in record.keyword.value or ()] == ["law", "order"]
    assert record.issued.value is not None
    assert record.issued.value.edtf() == "2019-05-01"


def page_with(head: str, body: str = "") -> Page:
    return html.read(
        f"<!DOCTYPE html><html lang=en><head>{head}</head><body>{body}</body></html>".encode(), "a.html"
    )


def test_citation_metas() -> None:
    metas = {
        "citation_title": ["On Law"],
        "citation_author": ["Schäfer Aguilar, Paloma", "Ludwig van Beethoven"],
        "citation_author_orcid": [],
        "citation_journal_title": ["J. Tests"],
        "citation_publication_date": ["2020/5"],
        "citation_keywords": ["law; state", "droit; État"],
        "citation_firstpage": ["1"],
        "citation_lastpage": ["9"],
        "citation_doi": ["ade/12"],
        "dc.identifier": ["doi:10.1000/ABC"],
    }
    head = "".join(
        f'<meta name="{name}" content="{value}">' for name, values in metas.items() for value in values
    )
    record = page_with(head).stated
    assert record is not None
    assert [creator.name.family for creator in record.author.value or ()] == [
        "Schäfer Aguilar",
        "van Beethoven",
    ]
    assert [[term.printed for term in claim.value] for claim in record.keyword] == [
        ["law", "state"],
        ["droit", "État"],
    ]
    assert (record.title.value, record.doi.value, record.page.value, record.type) == (
        "On Law",
        "10.1000/abc",
        "1-9",
        "article-journal",
    )
    assert record.issued.value is not None
    assert record.issued.value.edtf() == "2020-05"


def test_json_ld_alone_is_enough() -> None:
    work = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": "Not this"},
            {
                "@type": "ScholarlyArticle",
                "headline": "On Law",
                "author": [
                    {"@type": "Person", "givenName": "Anna", "familyName": "Blau"},
                    {"name": "Law Group", "@type": "Organization"},
                ],
                "keywords": ["law", "state"],
                "isPartOf": {
                    "@type": "PublicationIssue",
                    "issueNumber": 3,
                    "isPartOf": {
                        "@type": "PublicationVolume",
                        "volumeNumber": "7",
                        "isPartOf": {"@type": "Periodical", "name": "J. Tests"},
                    },
                },
                "sameAs": "https://doi.org/10.1000/abc",
                "datePublished": "2021-02-03",
            },
        ],
    }
    record = page_with(f'<script type="application/ld+json">{json.dumps(work)}</script>').stated
    assert record is not None
    assert record.container is not None
    assert (record.title.value, record.volume.value, record.issue.value, record.container.title.value) == (
        "On Law",
        "7",
        "3",
        "J. Tests",
    )
    assert [creator.name.display() for creator in record.author.value or ()] == ["Anna Blau", "Law Group"]
    assert record.doi.value == "10.1000/abc"


def test_a_web_page_that_states_nothing_is_text() -> None:
    page = page_with(
        "<title>x</title>",
        "<nav>menu</nav><h1>On Law</h1><p>Anna Blau</p><script>var x</script><p>Keywords: law</p>",
    )
    assert page.stated is None
    assert [line.text for line in page.lines] == ["On Law", "Anna Blau", "Keywords: law"]
    assert page.lines[0].font_size is not None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<",
        b"<html>" + b"<div>" * 20_000,
        b'<meta charset="utf-7"><title>+ADw-script+AD4-</title>' + "é".encode("latin-1"),
        b'<html><script type="application/ld+json">{"@context":</script>' + b"[" * 9000,
        b'<script type="application/ld+json">' + b"[" * 100_000,
        "<html>\ud800</html>".encode("utf-16", "surrogatepass"),
    ],
)
def test_hostile_html_never_raises_and_never_invents(data: bytes) -> None:
    page = html.read(data, "odd.html")
    assert page.stated is None or not page.stated.author


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def test_word_styles_and_sizes() -> None:
    data = papers.word(
        '<w:pPr><w:pStyle w:val="Titel"/></w:pPr>' + run("On Popular ") + run("Resistance"),
        run("Anna Blau") + run("1", '<w:vertAlign w:val="superscript"/>'),
        run("Keywords: ", "<w:b/>") + run("law; state") + "<w:del>" + run("gone") + "</w:del>",
        '<w:pPr><w:pStyle w:val="Round"/></w:pPr>' + run("An end."),
    )
    page = docx.read(data, "a.docx")
    assert [line.text for line in page.lines] == [
        "On Popular Resistance",
        "Anna Blau¹",
        "Keywords: law; state",
        "An end.",
    ]
    assert [line.font_size for line in page.lines[:2]] == [26.0, 11.0]
    assert page.stated is not None
    assert page.stated.title.value == "On Popular Resistance"
    assert not page.stated.author


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04 cut off", "docx-broken"),
        (papers.archive({"mimetype": "application/epub+zip"}), "docx-broken"),
        (papers.archive({"word/document.xml": BOMB + "<article>&b;</article>"}), "xml-entities"),
        (papers.archive({"word/document.xml": b" " * (65 * 1024 * 1024)}), "docx-broken"),
        (papers.word(""), "no-text"),
    ],
)
def test_archives_that_are_no_papers_are_refused_in_one_sentence(data: bytes, code: str) -> None:
    page = docx.read(data, "odd.docx")
    assert [notice.code for notice in page.notices] == [code]
    assert page.text == ""


def test_hocr_and_alto_keep_boxes_and_drop_specks() -> None:
    data = b"""<html><div class="ocr_page"><p class="ocr_par"><span class="ocr_line" title="bbox 10 20 300 60; x_size 40">
    <span class="ocrx_word" title="bbox 10 20 90 60; x_wconf 95">On</span> <span class="ocrx_word" title="x_wconf 3">~~</span>
    <span class="ocrx_word" title="x_wconf 91">Law</span></span></p></div></html>"""
    (line,) = hocr.read(data, "a.hocr").lines
    assert (line.text, line.font_size, line.box and line.box.left) == ("On Law", 40.0, 10.0)
    alto = b"""<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout><Page><PrintSpace><TextBlock><TextLine HPOS="1" VPOS="2" WIDTH="30" HEIGHT="9">
    <String CONTENT="On"/><SP/><String CONTENT="Resis"/><HYP CONTENT="-"/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>"""
    (line,) = hocr.read(alto, "a.xml").lines
    assert (line.text, line.font_size) == ("On Resis-", 9.0)


@pytest.mark.parametrize(
    ("head", "suffix", "best"),
    [
        (b"%PDF-1.4", ".txt", "pdf"),
        (b"<!DOCTYPE html><html>", ".pdf", "pdf"),
        (b"<!DOCTYPE html><html>", ".txt", "html"),
        (b'<?xml version="1.0"?><recipe>', ".txt", "jats"),
        (b"<recipe><title>Soup</title>", ".xml", "jats"),
        ("<recipe>".encode("utf-16"), ".xml", "jats"),
        (b"<p>A page", ".htm", "html"),
        (b"Keywords: a < b", ".xml", "plaintext"),
        (article()[:4096], ".txt", "jats"),
        (b'<TEI xmlns="http://www.tei-c.org/ns/1.0">', ".xml", "tei"),
        (b"PK\x03\x04....[Content_Types].xml", ".zip", "docx"),
        (b"\x89PNG\r\n\x1a\n", ".pdf", "image"),
        (b'<html><meta name="ocr-system" content="tesseract">', ".html", "hocr"),
    ],
)
def test_the_content_decides_what_a_file_is_and_not_its_name(head: bytes, suffix: str, best: str) -> None:
    from refplug.plugins import SHIPPED, load

    scores = {plugin.name: load(plugin).sniff(head, suffix) for plugin in SHIPPED["readers"]}
    assert max(scores, key=lambda name: scores[name]) == best
