from refplug.text.words import english, zipf


def test_common_words_rank_above_rare_ones():
    assert zipf("the") > zipf("resistance") > zipf("eschatology") > 1.5


def test_case_and_curly_apostrophe_do_not_count():
    assert zipf("IRAQ’S") == zipf("iraq's") > 0


def test_glued_and_unknown_words_are_not_in_the_list():
    assert [zipf(word) for word in ("thatitis", "theregion", "Marjiiat", "")] == [0.0] * 4


def test_list_is_large_and_lower_case():
    words = english()
    assert len(words) > 150_000
    assert all(word == word.lower() for word in words)
