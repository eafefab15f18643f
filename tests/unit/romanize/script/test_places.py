import pytest

from refplug.model import Reading
from refplug.romanize.script import read, romanize_script
from refplug.romanize.script.places import place_words


@pytest.mark.parametrize(
    ("script", "reading", "latin"),
    [
        ("صور", "ar", "Şūr"),
        ("مدينة حمد", "ar", "Madīnat Ḩamad"),
        ("الإسكندرية", "ar", "Al Iskandarīyah"),
        ("کرمانشاه", "fa", "Kermānshāh"),
    ],
)
def test_places_of_gazetteers(script, reading, latin):
    assert romanize_script(script, "bgn-pcgn", reading).text == latin


def test_the_list_is_asked_for_places_only():
    (title,) = read("صور", reading="ar", kind="title").tokens
    (place,) = read("صور", reading="ar", kind="place").tokens
    assert title.vocalized != place.vocalized
    assert place.source == "lexicon"
    assert place.probability < 0.9


@pytest.mark.parametrize("reading", [Reading.ARABIC, Reading.PERSIAN])
def test_every_listed_place_has_marks_for_each_letter(reading):
    words = place_words(reading)
    assert len(words) > 500
    assert all(len(letters) == len(marks) for letters, marks in words.items())
