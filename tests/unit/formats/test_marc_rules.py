"""MARC rule by rule: what one made record shows of each, and which years of a catalogue are proved."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Any

import pytest

from refplug.formats import marc
from refplug.formats.marc.iso2709 import from_iso2709
from refplug.formats.marc.parse import record_of
from refplug.formats.marc.raw import RawField, RawRecord
from refplug.formats.marc.unread import READ
from refplug.model import (
    Claim,
    Creator,
    Evidence,
    Field,
    Name,
    Origin,
    OriginKind,
    PartialDate,
    Reading,
    Record,
    Rendering,
    Term,
    TermKind,
    TermVerdict,
)
from refplug.ports import WriteOptions

PAGE = Evidence(origin=Origin(OriginKind.DOCUMENT, "paper.txt"))


def said(*values: Any) -> Field[Any]:
    return Field(tuple(Claim(value=value, evidence=PAGE, confidence=1) for value in values))


def rendered(printed: str, text: str, kind: TermKind, script: str = "") -> Term:
    preferred = Rendering(text=text, scheme="ijmes", reading=Reading.ARABIC, probability=0.8, vocalized=None)
    return Term(
        printed=printed,
        kind=kind,
        verdict=TermVerdict.ROMANIZED,
        preferred=preferred,
        script=script or None,
        script_printed=bool(script),
    )


ARTICLE = Record(
    citekey="hashd",
    type="article-journal",
    language=said("ar"),
    title=said("الحشد الشعبي في العراق: دراسة"),
    author=said(
        (
            Creator(name=Name(family="الصدر", given="محمد باقر")),
            Creator(name=Name(family="Ibn al-Jawzī", given="ʿAlī")),
            Creator(name=Name(literal="وزارة الثقافة")),
        )
    ),
    abstract=said("An abstract of Shīʿa ʿulamāʾ."),
    note=said("Text in Arabic."),
    keyword=said(
        (
            rendered("al-Hashd", "al-Ḥashd", TermKind.BODY, "الحشد"),
            rendered("Hawza", "Ḥawza", TermKind.TERM),
            Term(printed="Sadr", kind=TermKind.PERSON),
            Term(printed="Najaf", kind=TermKind.PLACE),
            Term(printed="politics"),
            Term(printed="العراق"),
        )
    ),
)
DEVISED = Record(citekey="k", title=said("[Extended abstract: Iraq]"), is_title_devised=True)


def made(record: Record, **options: Any) -> RawRecord:
    [raw] = from_iso2709(marc.write([record], WriteOptions(**options)).data, "x")
    assert isinstance(raw, RawRecord)
    return raw


def lines(raw: RawRecord, tag: str) -> list[str]:
    """The fields of a tag as a cataloguer writes them: indicators (blank is #), then subfields."""
    return [
        field.indicators.replace(" ", "#") + "".join(f" ${code}{text}" for code, text in field.subfields)
        for field in raw.tagged(tag)
    ]


@pytest.mark.parametrize(
    ("rule", "record", "tag", "wanted"),
    [
        ("title romanized, al- not filed", ARTICLE, "245", ["13 $6880-02 $aal-Ḥashd al-Shaʻbī fī al-ʻIrāq : $bdirāsah"]),
        ("heading without the initial al-", ARTICLE, "100", ["1# $6880-01 $aṢadr, Muḥammad Bāqir, $eauthor. $4aut"]),
        ("al- within a heading stays", ARTICLE, "700", ["1# $aIbn al-Jawzī, ʻAlī, $eauthor. $4aut"]),
        ("a body by its word in script", ARTICLE, "710", ["2# $6880-05 $aWizārat al-Thaqāfah, $eauthor. $4aut"]),
        ("abstract, U+02BB and U+02BC", ARTICLE, "520", ["3# $aAn abstract of Shīʻa ʻulamāʼ."]),
        ("note", ARTICLE, "500", ["## $aText in Arabic."]),
        ("basis of description", ARTICLE, "588", ["## $aDescription based on document paper.txt."]),
        (
            "kinds of terms, print beside what was changed",
            ARTICLE,
            "653",
            [
                "#2 $6880-03 $81\\p $aal-Ḥashd",
                "#2 $aal-Hashd",
                "#0 $82\\p $aḤawza",
                "#0 $aHawza",
                "#1 $aSadr",
                "#5 $aNajaf",
                "## $apolitics",
                "## $6880-04 $aal-ʻIrāq",
            ],
        ),
        (
            "880 for what is printed in script alone",
            ARTICLE,
            "880",
            [
                "1# $6100-01/(3/r $aالصدر، محمد باقر، $eauthor. $4aut",
                "10 $6245-02/(3/r $aالحشد الشعبي في العراق : $bدراسة",
                "#2 $6653-03/(3/r $aالحشد",
                "## $6653-04/(3/r $aالعراق",
                "2# $6710-05/(3/r $aوزارة الثقافة، $eauthor. $4aut",
            ],
        ),
        (
            "883 with the confidence of each change",
            ARTICLE,
            "883",
            ["0# $81\\p $arefplug romanization $c0.80", "0# $82\\p $arefplug romanization $c0.80"],
        ),
        ("devised title in brackets", DEVISED, "245", ["00 $a[Extended abstract: Iraq]"]),
        ("its note", DEVISED, "500", ["## $aTitle devised by cataloger."]),
        ("no heading without an authority", ARTICLE, "650", []),
        ("nor of a place", ARTICLE, "651", []),
    ],
)  # fmt: skip
def test_rule(rule: str, record: Record, tag: str, wanted: list[str]) -> None:
    assert lines(made(record), tag) == wanted, rule
    composed = [unicodedata.normalize("NFC", line) for line in lines(made(record, unicode_form="NFD"), tag)]
    assert composed == wanted, f"{rule}, in NFD"
    assert lines(made(record, variant="marc8"), tag) == wanted, f"{rule}, in MARC-8"


def test_fields_stand_in_the_order_of_their_tags() -> None:
    tags = [field.tag for field in made(ARTICLE).fields]
    assert tags == sorted(tags)


@pytest.mark.parametrize(
    ("title", "language", "skipped"),
    [
        ("al-ʿIrāq", "ar", "3"),
        ("an-Najaf", "ar", "3"),
        ("Alif laylah", "ar", "0"),
        ("ʿAbd al-Nāṣir", "ar", "0"),
        ("The book", "en", "4"),
        ("Theology", "en", "0"),
        ("An-other way", "en", "0"),
        ("Ad-hoc committees", "en", "0"),
        ("L'islam", "fr", "2"),
        ("Die Schia", "de", "4"),
        ("Die another day", "en", "0"),
    ],
)
def test_characters_that_are_not_filed(title: str, language: str, skipped: str) -> None:
    [field] = made(Record(title=said(title), language=said(language))).tagged("245")
    assert field.indicators[1] == skipped


@pytest.mark.parametrize(
    ("fixed", "printed", "language", "wanted"),
    [
        ("s1345    ", "[1345?]", "ara", None),
        ("s1345    ", "1345", "ara", None),
        ("s1402    ", "1402.", "per", None),
        ("nuuuuuuuu", "1345", "ara", None),
        ("s1345    ", "1345 [1926 or 1927]", "ara", "1926/1927"),
        ("nuuuuuuuu", "1392 [1972]", "ara", "1972"),
        ("s1972    ", "1392 [1972]", "ara", "1972"),
        ("s1972    ", "1392", "ara", "1972"),
        ("nuuuuuuuu", "1345 H.", "ara", "1926/1927"),
        ("nuuuuuuuu", "1345 [H.]", "ara", "1926/1927"),
        ("nuuuuuuuu", "1328 Hijrīyah", "ara", "1910/1911"),
        ("nuuuuuuuu", "1402 H. Sh.", "per", "2023/2024"),
        ("nuuuuuuuu", "1349 H. = 1931 M.", "ara", "1931"),
        ("nuuuuuuuu", "١٣٤٩ هـ", "ara", "1930/1931"),
        ("nuuuuuuuu", "1966 [i.e. 1967]", "ara", "1967"),
        ("m19009999", "[date of publication not identified]", "ara", None),
        ("s1480    ", "[1480?]", "lat", "1480"),
        ("nuuuuuuuu", "1480", "lat", "1480"),
        ("s1979    ", "c1979.", "eng", "1979"),
        ("q19791981", "[between 1979 and 1981]", "eng", "1979/1981"),
        ("m19801985", "1980-1985", "eng", "1980/1985"),  # a set in several volumes
        ("m19809999", "1980-", "eng", "1980"),  # that goes on
        ("d19801990", "1980-1990", "eng", "1980/1990"),
        ("c19809999", "1980-", "eng", "1980"),
        ("r20001850", "2000", "eng", "2000"),  # a reprint: the second is the original's
    ],
)
def test_a_year_needs_a_proved_calendar(fixed: str, printed: str, language: str, wanted: str | None) -> None:
    raw = RawRecord(
        "00000nam a2200000   4500",
        (
            RawField("008", data=f"000000{fixed}xx {' ' * 17}{language} d"),
            RawField("264", indicators=" 1", subfields=(("c", printed),)),
        ),
    )
    record = record_of(raw, PAGE)
    assert (record.issued.value.edtf() if record.issued.value else None) == wanted
    assert printed in dict(record.custom)["marc:record"], "what the catalogue prints is kept"


def test_a_set_in_several_volumes_came_out_in_all_its_years() -> None:
    date = PartialDate(year=1980, end=PartialDate(year=1985))
    of_parts = made(Record(title=said("T"), issued=said(date), number_of_volumes=said("4")))
    assert lines(of_parts, "264") == ["#1 $c1980-1985"]
    assert of_parts.tagged("008")[0].data[6:15] == "m19801985"
    unsure = made(Record(title=said("T"), issued=said(date)))
    assert lines(unsure, "264") == ["#1 $c1980 or 1985"]
    assert unsure.tagged("008")[0].data[6:15] == "q19801985"


def test_a_year_of_no_proved_calendar_is_no_date_of_the_fixed_field() -> None:
    persian = made(Record(title=said("T"), issued=said(PartialDate(year=1378)), language=said("fa")))
    assert lines(persian, "264") == ["#1 $c1378"]
    assert persian.tagged("008")[0].data[6:15] == "nuuuuuuuu"
    latin = made(Record(title=said("T"), issued=said(PartialDate(year=1480)), language=said("la")))
    assert latin.tagged("008")[0].data[6:15] == "s1480    "


def test_a_printed_year_with_its_conversion_is_not_converted_again() -> None:
    date = PartialDate(year=1926, end=PartialDate(year=1927), printed="1345 [1926 or 1927]")
    raw = made(Record(title=said("T"), issued=said(date)))
    assert lines(raw, "264") == ["#1 $c1345 [1926 or 1927]"]


@pytest.mark.parametrize(
    ("name", "tag"), [("الأمم المتحدة", "110"), ("حزب الله", "110"), ("أبو نواس", "100")]
)
def test_a_body_that_the_lexicon_knows_is_one(name: str, tag: str) -> None:
    record = Record(title=said("كتاب"), author=said((Creator(name=Name(literal=name)),)))
    assert [field.tag for field in made(record).fields if field.tag in ("100", "110")] == [tag]


def test_a_blank_before_the_colon_of_a_title_is_no_part_of_it() -> None:
    (title,) = (field for field in made(Record(title=said("وصف مصر : دراسة"))).fields if field.tag == "245")
    assert dict(title.subfields)["a"] == "Waṣf Miṣr :"


def test_what_is_said_in_script_alone_comes_back() -> None:
    from refplug.formats import bibtex, marc

    source = "@book{a, title = {T}, abstract = {چکیده فارسی}, note = {یادداشت}, origtitle = {عنوان اصلی}, year = 2001}"
    [record] = bibtex.read(source.encode(), "a.bib").records
    data = marc.write([record], WriteOptions()).data
    [back] = marc.read(data, "a.mrc").records
    assert (back.abstract.value, back.note.value) == ("چکیده فارسی", "یادداشت")
    assert back.original_title.value == "عنوان اصلی"
    assert marc.write([back], WriteOptions()).data == data


SAMPLES = {
    "020": ("  ", "a", "9780521291378"), "022": ("  ", "a", "0020-7438"), "024": ("7 ", "a", "10.5555/12345678"),
    "035": ("  ", "a", "(refplug)said1978"), "041": ("0 ", "a", "ara"), "245": ("10", "a", "On Law"),
    "502": ("  ", "a", "Thesis (Ph.D.)"), "773": ("0 ", "t", "Arabica"), "765": ("0 ", "t", "Falsafatunā"),
    "856": ("40", "u", "https://example.org/a"), "880": ("  ", "a", "نص"), "300": ("  ", "a", "2 volumes"),
}  # fmt: skip


@pytest.mark.parametrize("tag", [*sorted(READ), "246", "505", "600", "650", "651"])
def test_what_is_told_as_read_is_read(tag: str) -> None:
    indicators, code, value = SAMPLES.get(tag, ("10" if tag[0] == "1" else " 1", "a", "Words, 1979"))
    subfields = ((code, value), ("2", "doi")) if tag == "024" else ((code, value),)
    if tag == "880":
        subfields = (("6", "520-00/(3/r"), (code, value))
    raw = RawRecord(
        "00000nam a2200000   4500", (RawField(tag[:3], indicators=indicators, subfields=subfields),)
    )
    without = record_of(RawRecord(raw.leader, ()), PAGE)
    changes = replace(record_of(raw, PAGE), custom=()) != replace(without, custom=())
    assert changes is (tag in READ)
