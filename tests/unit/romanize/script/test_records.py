from refplug.model import Claim, Creator, Evidence, Field, Name, Origin, OriginKind, Record
from refplug.romanize.lexicon import with_entries
from refplug.romanize.script.records import script_siblings, siblings, unsure_words, worksheet
from refplug.romanize.worksheet import entries_of, read_worksheet

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
    row = dict(zip(lines[0].split("\t"), lines[1].split("\t"), strict=True))
    assert (row["printed"], row["take"], row["record"], row["field"]) == ("شنقرفيط", "", "k1", "title")
    assert row["where"] == "everywhere"


def test_a_word_of_the_lists_is_decided_for_its_text_only():
    record = Record(citekey="k1", title=Field((claim("كتاب افق قديم", "ar"),)))
    made = worksheet(("k1", word) for word in unsure_words(record, "ala-lc"))
    rows = [line.split("\t") for line in made.splitlines()]
    assert [(row[0], row[rows[0].index("where")]) for row in rows[1:]] == [("افق", "كتاب افق قديم")]


def test_a_word_of_two_records_is_one_row():
    record = Record(citekey="k1", title=Field((claim("كتاب شنقرفيط", "ar"),)))
    made = worksheet((key, word) for key in ("k1", "k2") for word in unsure_words(record, "ala-lc"))
    assert len(made.splitlines()) == 2
    assert made.splitlines()[1].endswith("k1 and 1 more")


def test_what_was_decided_is_used_and_no_longer_asked():
    record = Record(citekey="k1", title=Field((claim("كتاب شنقرفيط", "ar"),)))
    header, row = worksheet(("k1", word) for word in unsure_words(record, "ala-lc")).splitlines()
    cells = row.split("\t")
    cells[1] = "shunqurfīṭ"
    taken = read_worksheet(header + "\n" + "\t".join(cells) + "\n", "w.tsv")
    lexicon = with_entries((), decided=entries_of(taken))
    grown = siblings(record, "ala-lc", lexicon=lexicon)
    assert grown.title.claims[1].value == "Kitāb Shunqurfīṭ"
    assert "your decision" in grown.title.claims[1].evidence.reason
    assert unsure_words(record, "ala-lc", lexicon=lexicon) == ()
