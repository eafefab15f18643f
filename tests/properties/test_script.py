"""Laws of reading script, whatever stands in it."""

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from refplug.romanize.script import read, romanize_script, write_script
from refplug.romanize.script.align import align

SCRIPT = st.text(
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآؤئپچژگکیۀ\u064e\u064f\u0650\u0651\u0652\u0670\u064b\u0640\u200c\u0654 ،؛().-0٣a",
    max_size=30,
)
LATIN = st.text("abcdfghijklmnqrstuvwyzāīūáḥṣḍṭẓʻʼʿʾ-' ,\u0304\u0323", max_size=30)


@settings(max_examples=60, deadline=None)
@given(SCRIPT, st.sampled_from(["ar", "fa", "ota", "ur"]))
def test_any_text_is_read(text, reading):
    found = read(text, reading=reading)
    assert 0 <= found.probability <= 1
    for token in found.tokens:
        assert 0 <= token.probability <= 1
        assert token.is_resolved or token.vocalized == token.printed


@settings(max_examples=40, deadline=None)
@given(SCRIPT)
def test_normal_forms_are_read_alike(text):
    composed = romanize_script(unicodedata.normalize("NFC", text), "ala-lc", "ar").text
    assert romanize_script(unicodedata.normalize("NFD", text), "ala-lc", "ar").text == composed


@settings(max_examples=60, deadline=None)
@given(LATIN, st.sampled_from(["ar", "fa"]))
def test_any_latin_is_written(text, reading):
    for word in write_script(text, reading=reading):
        assert sum(option.probability for option in word.options) <= 1.0001


@settings(max_examples=80, deadline=None)
@given(SCRIPT, LATIN)
def test_alignment_never_raises(script, latin):
    assert align(script, latin, "ala-lc") is None or script
