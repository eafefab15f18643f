"""Entries found in script: one's own words, decisions, phrases of ours; and what must not be taken for one."""

from __future__ import annotations

from functools import cache

import pytest

from refplug.model import Reading
from refplug.romanize.answer import romanize
from refplug.romanize.lexicon import Entry, Lexicon, parse_lexicon, with_entries
from refplug.romanize.script import read, romanize_script
from refplug.romanize.worksheet import Decision, entries_of

OWN = """vocalized\treading\tkind\tgloss\tsource\tflags
دُقلُوشَة\tar\tterm\t\tuser\tcapital
لُدّ\tar\tplace
العَمَارِيس\tar\tbody
زِبرِق الشَّمشُوط\tar\tterm
أَمَل\tar\tterm
عَلِي\tar\tperson
بُو زَلِیقَه\tfa\tplace
خَانِزلَه\tur\tterm
"""


@cache
def lexicon() -> Lexicon:
    return with_entries(parse_lexicon(OWN, "some/folder/words.tsv", rank=1))


def written(text: str, reading: str = "ar", scheme: str = "ala-lc", **more) -> str:
    return romanize_script(text, scheme, reading, lexicon=lexicon(), **more).text


@pytest.mark.parametrize(
    ("text", "reading", "scheme", "latin"),
    [
        ("دقلوشة", "ar", "ala-lc", "Duqlūshah"),
        ("دقلوشة", "ar", "din31635", "Duqlūša"),
        ("تاريخ دقلوشة الحديث", "ar", "ala-lc", "Tārīkh Duqlūshat al-ḥadīth"),
        ("تاريخ دقلوشة والعراق", "ar", "ijmes", "Tārīkh Duqlūsha wa-l-ʿIrāq"),
        ("والدقلوشة", "ar", "ala-lc", "wa-al-Duqlūshah"),
        ("بدقلوشة", "ar", "ala-lc", "bi-Duqlūshah"),
        ("وللدقلوشة", "ar", "ala-lc", "wa-lil-Duqlūshah"),
        ("وبدقلوشة", "ar", "ala-lc", "wa-bi-Duqlūshah"),
        ("للعماريس", "ar", "ala-lc", "lil-ʻAmārīs"),
        ("عماريس", "ar", "ala-lc", "ʻAmārīs"),
        ("دقلوشه", "ar", "ala-lc", "Duqlūshah"),
        ("دقـلوشـة", "ar", "ala-lc", "Duqlūshah"),
        ("دُقلوشة", "ar", "ala-lc", "Duqlūshah"),
        ("\ufea9\ufed7\ufee0\ufeee\ufeb7\ufe94", "ar", "ala-lc", "Duqlūshah"),
        ("كتاب زبرق الشمشوط", "ar", "ala-lc", "Kitāb Zibriq al-shamshūṭ"),
        ("وزبرق الشمشوط", "ar", "ala-lc", "wa-Zibriq al-shamshūṭ"),
        ("سفر به بو زلیقه", "fa", "ala-lc", "Safar bih Bū Zalīqah"),
        ("بو زلیقهٔ قدیم", "fa", "ala-lc", "Bū Zalīqah-ʼi qadīm"),
        ("تاریخ دقلوشه", "fa", "ala-lc", "Tārīkh-i Duqlūshah"),
        ("بو زليقه", "ota", "ijmes", "Bū Zelīḳe"),
    ],
)
def test_an_own_entry_wins(text: str, reading: str, scheme: str, latin: str) -> None:
    assert written(text, reading, scheme) == latin


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("ولد", "Ludd"),  # walad is a word; wa- and the place it is not
        ("على الطريق", "ʻAlī"),  # the preposition
        ("دَقلوشة", "Duqlūshah"),  # the page's own vowel says otherwise
        ("زبرق، الشمشوط", "zibriq al-shamshūṭ"),  # a mark of punctuation parts them
        ("زبرقالشمشوط", "zibriq"),
        ("آمل", "Amal"),
        ("بدقلوشات", "Duqlūsh"),
    ],
)
def test_what_is_no_print_of_an_entry(text: str, absent: str) -> None:
    assert absent.lower() not in written(text).lower()


def test_the_evidence_names_file_and_row_and_keeps_the_runner_up() -> None:
    (token,) = read("دقلوشة", reading="ar", lexicon=lexicon()).tokens
    assert (token.source, token.entry) == ("own lexicon", "words.tsv:2")
    assert token.probability == 0.99
    assert token.runners_up
    assert token.runners_up[0].vocalized.startswith("دَ")
    answer = romanize("كتاب دقلوشة", lexicon=lexicon())
    assert "own lexicon (words.tsv:2)" in answer.reason


def test_the_reading_of_a_whole_entry_is_the_entry_s() -> None:
    assert romanize("بو زليقه", lexicon=lexicon()).reading == "fa"
    assert romanize("بو زليقه", lexicon=lexicon(), reading="ar").reading == "ar"


def test_a_later_row_of_one_file_counts_and_the_first_file_outranks() -> None:
    head = "vocalized\treading\tkind\n"
    house = parse_lexicon(head + "دِقلُوشَة\tar\tplace\nدُقلُوشَة\tar\tplace\n", "house.tsv", rank=1)
    mine = parse_lexicon(head + "دَقلَوشَة\tar\tplace\n", "lexicon.tsv", rank=1)
    both = with_entries([*house, *mine])
    assert romanize_script("دقلوشة", "ijmes", "ar", lexicon=both).text == "Duqlūsha"


def decided(*decisions: Decision) -> Lexicon:
    return with_entries((), decided=entries_of(decisions))


def test_a_decision_outranks_the_lexicon() -> None:
    lexicon = with_entries(
        parse_lexicon(OWN, "words.tsv", rank=1), decided=entries_of([Decision("دقلوشة", "دَقلَوشَة")])
    )
    assert romanize_script("دقلوشة", "ijmes", "ar", lexicon=lexicon).text == "Daqlawsha"


def test_a_decision_for_one_text_holds_there_only() -> None:
    lexicon = decided(Decision("كتاب", "كُتَّاب", where="كتاب مصر"))
    assert romanize_script("كتاب مصر", "ala-lc", "ar", lexicon=lexicon).text == "Kuttāb Miṣr"
    assert romanize_script("كتاب العراق", "ala-lc", "ar", lexicon=lexicon).text.startswith("Kitāb")


def test_a_decision_on_ezafe_stays_as_it_was_taken() -> None:
    text = "دوست ما"
    bound, free = (decided(Decision("دوست", form, Reading.PERSIAN, where=text)) for form in ("دُوستِ", "دُوست"))
    assert romanize_script(text, "ala-lc", "fa", lexicon=bound).text.startswith("Dūst-i ")
    assert romanize_script(text, "ala-lc", "fa", lexicon=free).text.startswith("Dūst ")


@pytest.mark.parametrize(
    ("text", "reading", "latin"),
    [
        ("الحشد الشعبي", "ar", "al-Ḥashd al-Shaʿbī"),
        ("قانون الحشد الشعبي في العراق", "ar", "Qānūn al-Ḥashd al-Shaʿbī fī al-ʿIrāq"),
        ("والحشد الشعبي", "ar", "wa-l-Ḥashd al-Shaʿbī"),
        ("أبو ظبي", "ar", "Abū Ẓabī"),
        ("تاریخ بیهقی", "fa", "Tārīkh-i Bayhaqī"),
        ("آستان قدس رضوی", "fa", "Āstān-i Quds-i Rażavī"),
    ],
)
def test_a_phrase_of_ours_wins_as_a_whole(text: str, reading: str, latin: str) -> None:
    assert romanize_script(text, "ijmes", reading).text == latin


@pytest.mark.parametrize(
    ("text", "reading", "absent"),
    [
        ("رحمه الله", "ar", "Raḥmat"),  # raḥimahu Allāh, no name Raḥmat Allāh
        ("محمد شاه نامه", "fa", "Shāh Nāmah"),  # the Shāhnāmah
        ("البريد في الدولة الاسلامية", "ar", "al-Dawlah"),  # any Islamic state
    ],
)
def test_what_is_no_phrase_of_ours(text: str, reading: str, absent: str) -> None:
    assert absent not in romanize_script(text, "ala-lc", reading).text


def test_no_entry_is_lost_for_want_of_letters() -> None:
    odd = Entry("١٢", Reading.ARABIC, next(iter(lexicon().entries)).kind, rank=1)
    assert romanize_script("كتاب", "ala-lc", "ar", lexicon=with_entries([odd])).text == "Kitāb"


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("شعر أبي تمام", "Shiʻr Abī Tammām"),
        ("محمد بن عبد الوهاب", "Muḥammad ibn ʻAbd al-Wahhāb"),
        ("لأبي العلاء المعري", "li-Abī al-ʻAlāʼ al-Maʻarrī"),
        ("شرح نهج البلاغة", "Sharḥ Nahj al-balāghah"),
    ],
)
def test_names_are_found_in_every_case_and_with_bin(text: str, latin: str) -> None:
    assert romanize_script(text, "ala-lc", "ar").text == latin


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("رحلة ابن جبير", "Riḥlat Ibn Jubayr"),
        ("أحمد بن محمد ابن زيد", "Aḥmad ibn Muḥammad ibn Zayd"),
        ("أحمد ابن زيد", "Aḥmad ibn Zayd"),
    ],
)
def test_ibn_has_a_capital_where_it_opens_a_name(text: str, latin: str) -> None:
    assert romanize_script(text, "ala-lc", "ar").text == latin


def test_a_title_begins_with_a_capital_and_a_subtitle_alone_need_not() -> None:
    assert romanize_script("وصف مصر : دراسة نقدية", "ala-lc", "ar").text.startswith("Waṣf Miṣr")
    assert romanize_script("دراسة نقدية", "ala-lc", "ar", "title").text == "Dirāsah naqdīyah"
    assert romanize_script("ولایت فقیه: حکومت اسلامی", "ala-lc", "fa").text.startswith("Vilāyat-i faqīh")
    assert romanize_script("وهو معجم : مختصر", "ala-lc", "ar").text.startswith("wa-huwa")
