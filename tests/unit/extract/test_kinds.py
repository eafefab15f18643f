"""Theses, conference papers, books and reviews: what they are, and whose names on them are nobody's authorship."""

from __future__ import annotations

import pytest

from refplug.extract import find
from refplug.model import Page, Record
from refplug.text.languages import language_of
from refplug.text.repair import repair


def record_of(text: str) -> Record:
    page = Page(file="page.txt", text=text, language=language_of(text))
    return find(page, repaired=repair(text))[0]


def names(record: Record) -> list[str]:
    return [creator.name.display() for creator in record.author.value or ()]


PERSIAN_THESIS = """دانشگاه تهران
دانشکده‌ی الهیات و معارف اسلامی

عنوان:
بررسی فقهی ولایت فقیه در اندیشه‌ی نائینی

نگارنده:
زهرا حسینی‌نژاد

استاد راهنما:
دکتر محمد رسول آهنگران

استاد مشاور:
دکتر سید علی موسوی

رساله برای دریافت درجه‌ی دکتری در رشته‌ی فقه

مهر ۱۳۹۸

چکیده
این رساله به بررسی مبانی فقهی ولایت فقیه در آثار میرزای نائینی می‌پردازد.
"""
ENGLISH_THESIS = """UNIVERSITY OF EXETER

Shi'i Clerical Networks and the Transmission of Ijaza:
Najaf, 1850–1920

Submitted by Zaynab Hasan al-Musawi to the University of Exeter
as a thesis for the degree of
Doctor of Philosophy in Arab and Islamic Studies
In October 2016

Supervisor: Dr Omar Haddad

Keywords: ijaza, Najaf
"""
TITLE_PAGE = """ISLAMIC LAW AND
SOCIETY IN THE SUDAN

Carolyn Fluehr-Lobban

FRANK CASS
LONDON

First published 1987 in Great Britain by
FRANK CASS AND COMPANY LIMITED
Gainsborough House, 11 Gainsborough Road,
London, E11 1RS, England

Copyright © 1987 Carolyn Fluehr-Lobban
British Library Cataloguing in Publication Data
ISBN 0-86356-304-0
"""
PROCEEDINGS = """Proceedings of the 3rd International Conference on Islamic Manuscripts (ICIM 2018)
Istanbul, Turkey, 12-14 September 2018, pp. 101–110

Towards an Automatic Vocalisation of Ottoman Waqfiyyas

Mehmet Yılmaz(1), Ayşe Öztürk(2)

Abstract—We present a system for the vocalisation of Ottoman endowment deeds. It reaches 92% on a corpus of deeds.
"""


def test_a_persian_thesis_has_one_author_and_two_supervisors_who_are_none() -> None:
    record = record_of(PERSIAN_THESIS)
    assert (record.type, record.genre.value, record.publisher.value) == (
        "thesis",
        "PhD thesis",
        "دانشگاه تهران",
    )
    assert names(record) == ["زهرا حسینی‌نژاد"]
    assert record.title.value == "بررسی فقهی ولایت فقیه در اندیشه‌ی نائینی"
    assert record.issued.value is not None
    assert record.issued.value.edtf() == "2019-09/2019-10"


def test_the_statement_of_a_thesis_is_neither_title_nor_author() -> None:
    record = record_of(ENGLISH_THESIS)
    assert (record.type, record.genre.value, record.publisher.value) == (
        "thesis",
        "PhD thesis",
        "University of Exeter",
    )
    assert names(record) == ["Zaynab Hasan al-Musawi"]
    assert record.title.value is not None
    assert record.title.value.endswith("the Transmission of Ijaza: Najaf, 1850–1920")


@pytest.mark.parametrize(
    ("statement", "genre"),
    [
        ("A dissertation submitted in partial fulfilment of the requirements for the degree of Ph.D.", "PhD"),
        ("Master's thesis", "Master's"),
        ("پایان‌نامه کارشناسی ارشد", "Master's"),
        ("رسالة مقدمة لنيل درجة الماجستير", "Master's"),
        ("أطروحة دكتوراه", "PhD"),
        ("Yüksek Lisans Tezi", "Master's"),
        ("Thèse pour obtenir le grade de docteur", "PhD"),
        ("Inaugural-Dissertation zur Erlangung der Doktorwürde", "PhD"),
    ],
)
def test_statements_of_theses(statement: str, genre: str) -> None:
    record = record_of(f"On the Waqf of Kufa\n\n{statement}\n\nKeywords: waqf, Kufa")
    assert record.type == "thesis"
    assert (record.genre.value or "").startswith(genre)


@pytest.mark.parametrize(
    "text",
    [
        "The Thesis of Weber Reconsidered\n\nLeila Rezai\n\nAbstract: It is the thesis of this paper that the state is weak.",
        "We thank the referees. The first author wrote a thesis on the topic.\n\nKeywords: waqf",
        "A Degree of Doubt\n\nLeila Rezai\n\nKeywords: doubt",
        "این مقاله برگرفته از نوشته دیگری است\n\nکلیدواژه‌ها: وقف",
    ],
)
def test_a_paper_is_no_thesis(text: str) -> None:
    assert record_of(text).type != "thesis"


def test_a_title_page_is_a_books_and_its_address_no_author() -> None:
    record = record_of(TITLE_PAGE)
    assert (record.type, record.publisher.value) == ("book", "Frank Cass")
    assert names(record) == ["Carolyn Fluehr-Lobban"]
    assert record.issued.value is not None
    assert record.issued.value.year == 1987


def test_proceedings_hold_the_paper() -> None:
    record = record_of(PROCEEDINGS)
    assert record.container is not None
    assert record.type == "paper-conference"
    assert (
        record.container.title.value
        == "Proceedings of the 3rd International Conference on Islamic Manuscripts (ICIM 2018)"
    )
    assert record.page.value == "101-110"


@pytest.mark.parametrize(
    "head",
    ["Proceedings of the Royal Society 12 (3), 2007, 4-9", "Proceedings of the Academy, Vol. 4 (2007), 3-8"],
)
def test_a_journal_may_be_called_proceedings(head: str) -> None:
    assert record_of(f"{head}\n\nOn Wells\n\nLeila Rezai\n\nKeywords: wells").type == "article-journal"


def test_a_review_is_its_reviewers() -> None:
    record = record_of(
        "Book Reviews 233\n\nRoy Mottahedeh, The Mantle of the Prophet. Oxford: Oneworld, 2000. ISBN 978-1-85168-234-8.\n\n"
        "Reviewed by Samira Haidari, SOAS, University of London\n\nJournal of Persianate Studies 14 (2021), 233-235"
    )
    assert record.type == "review-book"
    assert names(record) == ["Samira Haidari"]
    assert not record.isbn


def test_a_referee_is_no_author() -> None:
    record = record_of(
        "On Wells\n\nLeila Rezai\n\nEdited by: Omar Haddad\nReviewed by: Sara Karimi\n\nKeywords: wells"
    )
    assert names(record) == ["Leila Rezai"]


def test_the_isbn_of_a_reviewed_book_is_not_the_articles() -> None:
    record = record_of(
        "Roy Mottahedeh, The Mantle of the Prophet. Oxford: Oneworld, 2000. ISBN 978-1-85168-234-8.\n\n"
        "Journal of Persianate Studies 14 (2021), 233-235"
    )
    assert record.type == "article-journal"
    assert not record.isbn


@pytest.mark.parametrize(
    ("head", "container", "volume", "issue"),
    [
        ("مجلة الفقه الإسلامي\nالعدد 5، 2010", "مجلة الفقه الإسلامي", None, "5"),
        ("Iranian Studies\nVolume 52, Numbers 3–4, May–July 2019", "Iranian Studies", "52", "3-4"),
        ("Middle Eastern Studies, 2017\nVOL. 53, NO. 4, 570–589", "Middle Eastern Studies", "53", "4"),
        ("مجلة كلية الآداب\nالعدد (١٢٧) كانون الأول ٢٠١٨م / ١٤٤٠هـ", "مجلة كلية الآداب", None, "127"),
        ("فصلنامه شیعه‌شناسی / سال 19 / شماره 73 / بهار 1400", "فصلنامه شیعه‌شناسی", "19", "73"),
    ],
)
def test_the_head_of_a_journal(head: str, container: str, volume: str | None, issue: str) -> None:
    record = record_of(f"{head}\n\nOn Wells\n\nKeywords: wells")
    assert record.container is not None
    assert record.container.title.value == container
    assert (record.volume.value, record.issue.value) == (volume, issue)


@pytest.mark.parametrize("head", ["Leila Rezai\nVolume 52, Number 3, 2019", "In 2003\nNo. 3 was built"])
def test_not_every_line_above_numbers_is_a_journal(head: str) -> None:
    record = record_of(f"{head}\n\nOn Wells\n\nKeywords: wells")
    assert record.container is None


def test_names_may_stand_above_the_title() -> None:
    record = record_of(
        "Farhad Khosrokhavar and Maryam Rezaei-Nejad\n\nThe Clergy and the Street: Authority in\nQom after the 2009 Pro-\ntests\n\n"
        "Keywords: clergy, Qom"
    )
    assert names(record) == ["Farhad Khosrokhavar", "Maryam Rezaei-Nejad"]
    assert record.title.value == "The Clergy and the Street: Authority in Qom after the 2009 Protests"


def test_names_set_wide_apart_are_two() -> None:
    record = record_of(
        "Hasan Ali Mirza                    Fatima Noor\n\nRumor and Proof in Cairo\n\nKeywords: proof"
    )
    assert names(record) == ["Hasan Ali Mirza", "Fatima Noor"]


def test_the_first_sentence_of_an_abstract_is_no_title() -> None:
    record = record_of(
        "ABSTRACT\n\nThe university has, since its foundation in 1361, been called a bridge. This paper\n"
        "asks whether the bridge carries any traffic, and for whom it was built.\n\nKeywords: bridges, Iran"
    )
    assert not record.title


def test_the_cover_of_a_repository() -> None:
    record = record_of(
        "The Formation of the Bahraini State and the Ulama\nAuthor(s): Fuad I. Khuri\n"
        "Source: International Journal of Middle East Studies, Vol. 12, No. 4 (Dec., 1980), pp. 417-438\n"
        "Published by: Cambridge University Press"
    )
    assert record.container is not None
    assert record.container.title.value == "International Journal of Middle East Studies"
    assert names(record) == ["Fuad I. Khuri"]
    assert record.title.value == "The Formation of the Bahraini State and the Ulama"


def test_the_head_of_a_publisher_is_no_title() -> None:
    record = record_of(
        "Contents lists available at ScienceDirect\nJournal of Islamic Marketing\njournal homepage: www.example.org/jim\n\n"
        "Halal brand trust among Muslim consumers in Malaysia\n\nNor Aishah Ahmad a,*, Siti Zaleha Rasid b\n\n"
        "A B S T R A C T\nThis study examines the trust of Muslim consumers in halal brands. A survey was made in four cities."
    )
    assert record.container is not None
    assert record.container.title.value == "Journal of Islamic Marketing"
    assert record.title.value == "Halal brand trust among Muslim consumers in Malaysia"


def test_a_byline_with_its_place() -> None:
    record = record_of(
        "The Guardian, Tuesday 3 March 2015\n\nShia militias proclaim victory in Tikrit\nBy Martin Chulov in Baghdad\n\nThe forces came."
    )
    assert names(record) == ["Martin Chulov"]
    assert record.title.value == "Shia militias proclaim victory in Tikrit"
    assert not record.volume  # the 3 is a day


def test_the_part_of_an_issue_is_no_volume() -> None:
    record = record_of("Kufa Journal of Arts, No. 45, Part 2, 2020\n\nOn Wells\n\nKeywords: wells")
    assert (record.issue.value, record.volume.value) == ("45", None)


def test_pages_may_stand_below_the_journal() -> None:
    record = record_of(
        "پژوهشنامه تاریخ اسلام\nسال ششم، شماره بیست و دوم، تابستان ۱۳۹۵\nصفحات ۸۵-۱۱۰\n\nنقش علما\n\nکلیدواژه‌ها: تشیع"
    )
    assert record.page.value == "85-110"


@pytest.mark.parametrize(
    "text",
    [
        "From: Reza <reza@example.org>\nTo: Leila\n\nDear Leila,\nhere is the text you asked for. Could you add it?\nReza",
        "CONTENTS\n\nLeila Rezai, The Bazaar and the Shrine ................. 1\nOmar Haddad, Notes on the Seminary ......... 23",
    ],
    ids=["a letter", "a table of contents"],
)
def test_names_that_are_no_authors(text: str) -> None:
    assert not record_of(text).author


def test_a_chapter_stands_in_its_book() -> None:
    record = record_of(
        "In: Sabrina Mervin and Omar Haddad (eds.), The Shi'a Worlds and Iran: A History. London: Saqi, 2010,\npp. 155–176.\n\n"
        "CHAPTER SEVEN\n\nTransnational Institutions, Clerical Networks: The Hawza of Sayyida Zaynab\n\nLaurence Louër\n\n"
        "Since the 1970s the suburb of Sayyida Zaynab, south of Damascus, has become a centre of learning."
    )
    assert record.container is not None
    assert (record.type, record.page.value, record.publisher.value) == ("chapter", "155-176", "Saqi")
    assert record.container.title.value == "The Shi'a Worlds and Iran: A History"
    assert [one.name.family for one in record.container.editor.value or ()] == ["Mervin", "Haddad"]
    assert names(record) == ["Laurence Louër"]
    assert record.title.value == "Transnational Institutions, Clerical Networks: The Hawza of Sayyida Zaynab"


@pytest.mark.parametrize(
    "line",
    [
        "In: the beginning (ed.), there was a word, 2010",
        "In London (ed. 2), Saqi, 2010",
        "In 2010 the state fell (eds.).",
    ],
)
def test_not_every_in_is_a_book(line: str) -> None:
    assert record_of(f"{line}\n\nOn Wells\n\nLeila Rezai\n\nKeywords: wells").type != "chapter"


def test_an_academic_title_makes_a_name_of_what_follows() -> None:
    record = record_of(
        "الوقف الذري في العراق\nأ.م.د. نادية ياسين عبد\nجامعة بغداد\n\nالكلمات المفتاحية: الوقف، العراق"
    )
    assert names(record) == ["نادية ياسين عبد"]
    assert record.title.value == "الوقف الذري في العراق"


def test_the_year_may_stand_with_the_journal() -> None:
    record = record_of(
        "Middle Eastern Studies, 2017\nVOL. 53, NO. 4, 570–589\n\nOn Wells\nLeila Rezai\n\nKeywords: wells"
    )
    assert record.issued.value is not None
    assert (record.issued.value.year, record.page.value) == (2017, "570-589")
