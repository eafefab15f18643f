"""What may be a reading, how sure it is, which kinds a string may be."""

import pytest

from refplug.romanize.script.calibrate import calibrated, calibration_features, difference
from refplug.romanize.script.candidates import Candidate
from refplug.romanize.script.kinds import FINE_KINDS, guess_kind, kind_shares
from refplug.romanize.script.rank import Neighbors, neighbor_class
from refplug.romanize.script.reader import arabic_reader
from refplug.romanize.script.weights import Weights

ALONE = Neighbors("$", "$", "other")


@pytest.mark.parametrize("word", ["للمرأة", "بالادارة", "والصحابة", "المتدحرجة"])
def test_what_has_the_article_is_not_in_construct(word):
    assert all(one.exact or not one.sound.endswith("t") for one in arabic_reader().candidates(word))


@pytest.mark.parametrize("word", ["مكتبة", "متدحرجة"])
def test_what_has_none_may_be(word):
    endings = {one.sound[-1] for one in arabic_reader().candidates(word)}
    assert endings >= {"h", "t"}


@pytest.mark.parametrize(("printed", "particle"), [("فى", "في"), ("الي", "الى"), ("حتي", "حتى")])
def test_a_particle_is_one_however_its_yah_is_dotted(printed, particle):
    assert neighbor_class(printed, " ", 0.2) == neighbor_class(particle, " ", 0.2)


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ("maktabah", "maktabat", "last h"),
        ("ḥammaAm", "ḥamaAm", "doubling"),
        ("kaAtib", "katib", "length"),
        ("ʿilm", "ʿalam", "vowels"),
        ("muʿallim", "maʿlam", "vowels, doubling"),
        ("Uttuwah", "ittawH", "letters"),
    ],
)
def test_readings_differ_in_kind(first, second, kind):
    assert difference(first, second) == kind


def test_a_surer_share_makes_a_higher_probability():
    weights = Weights({}, {}, {}, {"logit": 1.0}, frozenset())
    found = [Candidate("علم", ("", "", ""), sound, exact=0.5, seen=10) for sound in ("ʿilm", "ʿalam")]
    even = calibrated(found[0], found, [0.5, 0.5], ALONE, weights)
    sure = calibrated(found[0], found, [0.9, 0.1], ALONE, weights)
    assert even == pytest.approx(0.5)
    assert sure == pytest.approx(0.9)


def test_features_of_the_only_reading_name_no_rival():
    only = Candidate("علم", ("", "", ""), "ʿilm", exact=1.0, seen=3)
    names = [name for name, _ in calibration_features(only, [only], [1.0], ALONE)]
    assert not any(name.startswith(("rival", "margin", "third")) for name in names)


def test_shares_of_kinds_add_up_and_know_no_others():
    shares = kind_shares(["دراسة", "في", "الأدب"], ["", " ", " "], arabic_reader().weights.kinds)
    assert sum(share for _, share in shares) == pytest.approx(1.0)
    assert {kind for kind, _ in shares} <= set(FINE_KINDS)
    assert guess_kind(shares)[0] in ("name", "title", "statement", "publisher")


def test_nothing_to_go_by_is_a_title():
    assert kind_shares([], [], {}) == (("title", 1.0),)
