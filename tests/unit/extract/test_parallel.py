"""Papers in two languages: every version of title, abstract and keywords is kept with its tag."""

from __future__ import annotations

import pytest

from refplug.extract import find
from refplug.model import Page, Record
from refplug.text.name_lists import is_name_list

TURKISH = """Ortadoğu Araştırmaları Dergisi, Cilt 12, Sayı 2 (2021), ss. 45-67

Irak'ta Halk Direnişi ve Haşdi Şabi'nin Yükselişi

Mehmet Ali Büyükkara, Ayşe Nur Demir Yılmaz

Öz
Bu makale, 2014 sonrasında Irak'ta ortaya çıkan halk direnişinin nasıl kurumsallaştığını ele almaktadır. Çalışma, dini otoritenin fetvaları ile devlet politikaları arasındaki ilişkiyi incelemektedir ve bu ilişkinin sonuçlarını tartışmaktadır.

Anahtar Kelimeler: Irak, halk direnişi, Haşdi Şabi, dini otorite.

Popular Resistance in Iraq and the Rise of al-Hashd al-Shaabi

Abstract
This article deals with the way in which popular resistance in Iraq was institutionalized after 2014. The study examines the relation between the rulings of religious authority and the policies of the state, and discusses its outcome.

Keywords: Iraq, popular resistance, Hashd al-Shaabi, religious authority.
"""
PERSIAN = """فصلنامه مطالعات سیاسی، دوره ۱۳، شماره ۲، تابستان ۱۴۰۲، صص ۱-۲۵

مقاومت مردمی در عراق و نقش مرجعیت
محمدرضا حسینی‌نژاد، سید علی موسوی

چکیده
این مقاله به بررسی مقاومت مردمی در عراق پس از سال ۲۰۱۴ می‌پردازد و نشان می‌دهد که مرجعیت دینی چگونه در سامان دادن به آن نقش داشته است. یافته‌ها نشان می‌دهد که فتوای جهاد کفایی نقطه عطف بوده است.

کلیدواژه‌ها: مقاومت، عراق، مرجعیت، حشد شعبی

Popular Resistance in Iraq and the Role of the Marja'iyya

Mohammad Reza Hosseini Nejad, Seyyed Ali Mousavi

Abstract
This article examines popular resistance in Iraq after the year 2014 and shows how the religious authority has played a part in giving it order. The findings show that the fatwa of jihad was a turning point in the process.

Keywords: Resistance, Iraq, Marja'iyya, Hashd al-Shaabi
"""
ARABIC = """مجلة العلوم السياسية، المجلد 12، العدد 3، 2021

المقاومة الشعبية في العراق ودور المرجعية
د. عبد الكريم الزبيدي

الملخص
يتناول هذا البحث المقاومة الشعبية في العراق بعد عام 2014 ويبين كيف أسهمت المرجعية الدينية في تنظيمها، ويخلص إلى أن فتوى الجهاد الكفائي كانت نقطة تحول في هذا المسار وفي علاقة الدولة بالمجتمع.

الكلمات المفتاحية: المقاومة، العراق، المرجعية، الحشد الشعبي

Popular Resistance in Iraq and the Role of the Marja'iyya

Abstract
This paper deals with popular resistance in Iraq after 2014 and shows how the religious authority took part in its organization; it concludes that the fatwa was a turning point in the relation of the state to society.

Keywords: resistance, Iraq, Marja'iyya, al-Hashd al-Sha'bi
"""


def record_of(text: str) -> Record:
    return find(Page(file="a.txt", text=text))[0]


@pytest.mark.parametrize(
    ("text", "language", "title"),
    [
        (TURKISH, "tr", "Popular Resistance in Iraq and the Rise of al-Hashd al-Shaabi"),
        (PERSIAN, "fa", "Popular Resistance in Iraq and the Role of the Marja'iyya"),
        (ARABIC, "ar", "Popular Resistance in Iraq and the Role of the Marja'iyya"),
    ],
    ids=["Turkish", "Persian", "Arabic"],
)
def test_both_versions_are_kept(text: str, language: str, title: str) -> None:
    record = record_of(text)
    assert record.language.value == language
    assert record.title.value == text.split("\n\n", 2)[1].split("\n")[0]
    for field in (record.title, record.abstract, record.keyword):
        other = field.in_language("en")
        assert other is not None
        assert other is not field.accepted
        assert other.evidence.spans[0].of(text)
    assert record.title.in_language("en").value == title  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text", [TURKISH.split("Popular")[0], PERSIAN.split("Popular")[0], ARABIC.split("Popular")[0]]
)
def test_one_version_is_one_claim(text: str) -> None:
    assert len({claim.language for claim in record_of(text).title.claims}) == 1


def test_what_stands_above_a_second_abstract_in_the_same_language_is_no_title() -> None:
    english = TURKISH.split("Popular", 1)[1]
    record = record_of(
        f"Popular{english}\n\nSome Words above the Next\n\nAbstract\n" + english.split("Abstract")[1]
    )
    assert [claim.value for claim in record.title.claims if "Some Words" in claim.value] == []


def test_a_turkish_title_with_ve_is_no_pair_of_names() -> None:
    record = record_of(TURKISH)
    assert [creator.name.inverted() for creator in record.author.value or ()] == [
        "Büyükkara, Mehmet Ali",
        "Yılmaz, Ayşe Nur Demir",
    ]
    assert is_name_list("Ayşe Işık ve Mo'in Şahin")
