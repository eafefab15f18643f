import pytest

from refplug.romanize.script import read, romanize_script
from refplug.romanize.script.ezafe import Bound, is_bound, with_ezafe
from refplug.romanize.script.persian_words import persian_words, script_of
from support.cases import rows


@pytest.mark.parametrize("case", rows("persian_script.tsv"), ids=lambda case: case["latin"])
def test_persian_strings(case):
    kind = case["kind"] or None
    assert (
        romanize_script(case["script"], case["scheme"], "fa", kind).text.casefold()
        == case["latin"].casefold()
    )


def plain(letters, **more):
    return Bound(letters, False, False, 0.0, " ", False)._replace(**more)


@pytest.mark.parametrize(
    ("word", "following", "kind"),
    [
        (plain("تاريخ"), plain("و"), "title"),
        (plain("در"), plain("ايران"), "title"),
        (plain("تاريخ"), plain("ايران"), "name"),
        (plain("تاريخ"), plain("الملوك", has_article=True), "title"),
        (plain("تاريخ"), plain("ايران", before="، "), "title"),
        (plain("ميرزا"), plain("حسن"), "title"),
        (plain("تاريخ"), None, "title"),
        (plain("چهار"), plain("مقاله"), "title"),
        (plain("فرج"), plain("بعد"), "title"),
        (plain("پادشاه"), plain("غازي"), "title"),
        (
            plain("الفرائض", has_article=True, closes_phrase=True),
            plain("لشهاب", names=0.9, is_prefixed=True),
            "title",
        ),
    ],
)
def test_words_that_ezafe_does_not_bind(word, following, kind):
    assert not is_bound(word, following, kind)


def test_ezafe_takes_the_form_that_the_ending_asks_for():
    assert with_ezafe("خَانَه", "خانۀ") == "خَانَهٔ"
    assert with_ezafe("دَريَا", "دریا") == "دَريَايِ"
    assert with_ezafe("كِتَاب", "کتاب") == "كِتَابِ"


def test_script_of_a_listed_word_reads_back_as_that_word():
    assert script_of("gulistān") == "گلستان"
    for letters, readings in list(persian_words().items())[:300]:
        assert all(word == letters for word, _, _ in readings)


def test_a_vav_printed_onto_a_word_is_the_conjunction():
    assert [token.printed for token in read("گل وبلبل", reading="fa").tokens] == ["گل", "و", "بلبل"]


def test_a_word_that_begins_with_vav_keeps_it():
    assert [token.printed for token in read("شرح وقایع", reading="fa").tokens] == ["شرح", "وقایع"]


def test_a_written_ezafe_with_nothing_behind_it_binds_nothing():
    assert romanize_script("خمسۀ", "ala-lc", "fa").text == "Khamsah"


def test_the_word_without_ezafe_is_the_runner_up():
    (first, _) = read("تاریخ ایران", reading="fa", kind="title").tokens
    assert first.runners_up[0].vocalized == first.vocalized.removesuffix("\u0650")
    assert first.runners_up[0].probability < first.probability
