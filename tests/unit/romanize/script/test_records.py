from refplug.model import Claim, Creator, Evidence, Field, Name, Origin, OriginKind, Record
from refplug.romanize.script.records import script_siblings, siblings, unsure_words, worksheet

PAGE = Evidence(origin=Origin(OriginKind.DOCUMENT, "paper.txt"))


def claim(value, language=None):
    return Claim(value=value, evidence=PAGE, confidence=1.0, language=language)


def test_a_title_in_script_gets_a_romanized_sibling_and_stays_first():
    record = siblings(Record(title=Field((claim("تاريخ الأدب العربي", "ar"),))), "ala-lc")
    first, second = record.title.claims
    assert first.value == "تاريخ الأدب العربي"
    assert second.value == "Tārīkh al-adab al-ʻArabī"
    assert second.language == "ar-Latn-t-ar-m0-alaloc"
    assert second.evidence.origin.kind is OriginKind.CONCLUSION
    assert second.confidence <= first.confidence


def test_names_get_variants_in_family_and_given():
    creator = Creator(name=Name(family="حسين", given="طه", language="ar"))
    record = siblings(Record(author=Field((claim((creator,)),))), "ijmes")
    (variant,) = record.author.value[0].variants
    assert (variant.family, variant.given) == ("Ḥusayn", "Ṭāhā")


def test_twice_is_once():
    record = Record(title=Field((claim("دار الكتب", "ar"),)), publisher=Field((claim("دار الكتب", "ar"),)))
    once = siblings(record, "ala-lc")
    assert siblings(once, "ala-lc") == once


def test_a_field_in_latin_is_left_alone():
    record = Record(title=Field((claim("Popular resistance"),)), publisher=Field((claim("Brill"),)))
    assert siblings(record, "ijmes") == record


def test_the_container_is_a_record_too():
    record = Record(container=Record(title=Field((claim("مجلة اللغة العربية", "ar"),))))
    assert len(siblings(record, "ala-lc").container.title.claims) == 2


def test_inferred_script_says_so():
    record = script_siblings(
        Record(title=Field((claim("Tārīkh al-adab al-ʻArabī", "ar-Latn-t-ar-m0-alaloc"),)))
    )
    inferred = record.title.claims[1]
    assert inferred.value == "تاريخ الأدب العربي"
    assert "not transcribed" in inferred.evidence.reason
    assert inferred.confidence < 1


def test_a_title_in_english_gets_no_script():
    record = Record(title=Field((claim("History of literature", "en"),)))
    assert script_siblings(record) == record


def test_unsure_words_make_a_worksheet():
    record = Record(citekey="k1", title=Field((claim("كتاب شنقرفيط", "ar"),)))
    unsure = unsure_words(record, "ala-lc")
    assert [word.printed for word in unsure] == ["شنقرفيط"]
    lines = worksheet(("k1", word) for word in unsure).splitlines()
    assert lines[0].startswith("record\tfield\tprinted")
    assert lines[1].startswith("k1\ttitle\tشنقرفيط")
