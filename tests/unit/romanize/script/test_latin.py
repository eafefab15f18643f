import unicodedata

import pytest

from refplug.romanize.script import write_script
from refplug.romanize.script.latin import sound_of


def best(text, reading="ar"):
    return [word.options[0].vocalized for word in write_script(text, reading=reading)]


@pytest.mark.parametrize(
    ("latin", "script"),
    [
        ("Kitāb al-Aghānī", ["كتاب", "الأغاني"]),
        ("Muḥammad ibn ʻAbd Allāh", ["محمد", "بن", "عبد", "الله"]),
        ("wa-al-ʻulūm", ["والعلوم"]),
        ("lil-nashr", ["للنشر"]),
        ("Ibn Khaldūn", ["ابن", "خلدون"]),
        ("Maktabat", ["مكتبة"]),
    ],
)
def test_catalogue_words(latin, script):
    assert best(latin) == script


def test_schemes_meet_in_one_sound():
    assert sound_of("marjaʿiyya") == sound_of("marjaʻīyah")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_normal_forms_agree(form):
    assert best(unicodedata.normalize(form, "Qurʼān")) == best("Qurʼān")


def test_persian_letters_and_values():
    assert best("Z̤iyāʼ", "fa") == ["ضیاء"]
    assert best("kitāb-i", "fa") == ["کتاب"]


@pytest.mark.parametrize(
    ("latin", "script"),
    [
        ("Abū al-Faz̤l", ["ابو", "الفضل"]),  # bare alif before an article too
        ("Risālat al-tawḥīd", ["رسالة", "التوحيد"]),  # but ة stays there
        ("Ḥusain", ["حسین"]),
        ("maʼrifat", ["معرفت"]),  # the sign of hamza typed for ʿayn
        ("risālah-ʻi", ["رسالۀ"]),
    ],
)
def test_persian_spellings(latin, script):
    assert [word.replace("ي", "ی") for word in best(latin, "fa")] == [
        word.replace("ي", "ی") for word in script
    ]


def test_a_word_never_seen_is_written_by_rule():
    (word,) = write_script("zibriqūshah")
    assert word.options[0].vocalized == "زبرقوشة"
    assert word.source == "rule"


def test_what_stays_open_is_offered():
    (word,) = write_script("aḥmad")
    assert {option.vocalized for option in word.options} >= {"أحمد", "احمد"}


@pytest.mark.parametrize("text", ["", "1402", "—", "...", "٣"])
def test_no_word_no_answer(text):
    assert write_script(text) == ()


def test_probabilities_are_shares():
    for word in write_script("al-Ḥashd al-Shaʿbī"):
        assert 0 < sum(option.probability for option in word.options) <= 1


@pytest.mark.parametrize(
    ("latin", "script"),
    [
        ("Risālah-ʼi aḥvāl", ["رسالۀ", "احوال"]),
        ("shāh'nāmah", ["شاه", "نامه"]),
        ("Zubdat al-tavārīkh", ["زبدة", "التواریخ"]),
        ("muḥabbat u vafā", ["محبت", "و", "وفا"]),
    ],
)
def test_persian_is_spelled_as_persian_prints_it(latin, script):
    assert best(latin, reading="fa") == script


def test_no_spelling_is_offered_twice():
    for word in write_script("ʻAlī Samarqandī ilá", reading="fa"):
        found = [option.vocalized for option in word.options]
        assert len(found) == len(set(found))


def test_what_is_typed_without_marks_is_written_as_the_word_it_sounds_like():
    (word,) = write_script("Muhammad")
    assert word.options[0].vocalized == "محمد"
    assert word.source == "alike"
