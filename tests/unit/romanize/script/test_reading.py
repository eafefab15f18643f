import pytest

from refplug.romanize.script import read, romanize_script


@pytest.mark.parametrize(
    ("script", "latin"),
    [
        ("تاريخ الأدب العربي", "Tārīkh al-adab al-ʻArabī"),
        ("محمد بن عبد الله", "Muḥammad ibn ʻAbd Allāh"),
        ("وزارة التربية والتعليم", "Wizārat al-Tarbiyah wa-al-Taʻlīm"),
        ("دار الكتب العلمية", "Dār al-Kutub al-ʻIlmīyah"),
        ("تأليف علي", "taʼlīf ʻAlī"),
    ],
)
def test_common_catalogue_strings(script, latin):
    assert romanize_script(script, "ala-lc", "ar").text == latin


def test_a_printed_vowel_is_a_constraint():
    plain = read("علم", reading="ar").tokens[0].vocalized
    asked = read("عُلم", reading="ar").tokens[0].vocalized
    assert plain.startswith("عِ")
    assert asked.startswith("عُ")


def test_vocalized_words_are_taken_as_written():
    token = read("مَرْجَعِيَّة", reading="ar").tokens[0]
    assert (token.vocalized, token.source) == ("مَرْجَعِيَّة", "as written")


def test_what_is_not_script_stays():
    assert romanize_script("ISBN 978-3", "ala-lc", "ar").text == "ISBN 978-3"
    assert romanize_script("", "ala-lc", "ar").text == ""


def test_every_word_says_where_it_comes_from():
    tokens = read("كتاب المتدحرجون", reading="ar").tokens
    assert tokens[0].source == "table"
    assert tokens[1].source in ("model", "prefix", "unresolved")
    assert all(0 <= token.probability <= 1 for token in tokens)


def test_options_come_best_first():
    for token in read("علم حسن بشر", reading="ar").tokens:
        chances = [token.probability, *(option.probability for option in token.runners_up)]
        assert chances == sorted(chances, reverse=True) or not token.is_resolved


def test_the_same_text_reads_the_same_twice():
    assert read("شرح المقاصد", reading="ar") == read("شرح المقاصد", reading="ar")


@pytest.mark.parametrize(
    ("script", "latin"),
    [
        ("مرجعية", "Marjaʿiyya"),
        ("المرجعية", "al-Marjaʿiyya"),
        ("مرجعية النجف", "Marjaʿiyyat al-Najaf"),
        ("محمد عبيد", "Muḥammad ʿUbayd"),  # the lexicon's ʿabīd is another word
    ],
)
def test_the_lexicon_outranks_what_is_seldom_seen(script, latin):
    assert romanize_script(script, "ijmes", "ar").text.casefold() == latin.casefold()


def test_the_second_reading_of_the_lexicon_is_a_runner_up():
    token = read("مرجعية", reading="ar").tokens[0]
    assert token.source == "table"
    assert any(option.vocalized.startswith("مَرجِع") for option in token.runners_up)


@pytest.mark.parametrize("script", ["حرية", "جمعية", "مدينة"])
def test_a_word_alone_is_not_in_construct(script):
    assert romanize_script(script, "ijmes", "ar").text.endswith("a")


@pytest.mark.parametrize("form", ["full", "publication"])
@pytest.mark.parametrize("kind", ["name", "statement", "publisher"])
def test_a_given_name_behind_a_comma_has_its_capital_behind_the_ayn(form, kind):
    text = romanize_script("الخفاجي، علي", "ijmes", "ar", kind, form=form).text
    assert text.split(", ")[1].startswith("ʿA")
