"""Laws of understanding a printed keyword, on words made by chance."""

from __future__ import annotations

import itertools
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from refplug.model import TermVerdict
from refplug.romanize.adhoc.resolve import understand
from refplug.romanize.adhoc.segment import letters_of, segment
from refplug.romanize.lexicon import shipped_lexicon

ANY = st.text(max_size=60)
LATIN = st.text(alphabet="abdefghijklmnoqrstuwyz '-’ʿāīḥ", max_size=30)
TAME = settings(max_examples=60, deadline=None)


@TAME
@given(ANY)
def test_whatever_is_printed_is_kept_beside_the_answer(text: str) -> None:
    term = understand(text)
    assert term.printed == text
    assert term.reason
    assert term.verdict is TermVerdict.ROMANIZED or term.text in (text, text.strip())


@TAME
@given(LATIN)
def test_nfc_and_nfd_are_understood_alike(text: str) -> None:
    composed, decomposed = (understand(unicodedata.normalize(form, text)) for form in ("NFC", "NFD"))
    assert composed.verdict is decomposed.verdict


@TAME
@given(LATIN)
def test_pieces_lie_in_order_within_the_print(text: str) -> None:
    pieces = segment(text)
    assert all(0 <= p.start < p.end <= len(text) for p in pieces)
    assert all(one.end <= two.start for one, two in itertools.pairwise(pieces))
    assert letters_of(pieces) == letters_of(pieces).strip()


@TAME
@given(st.sampled_from(shipped_lexicon().entries[:2000]))
def test_a_scholarly_form_is_left_as_it_is(entry: object) -> None:
    from refplug.romanize.adhoc.classify import is_scholarly
    from refplug.romanize.schemes.render import render
    from refplug.romanize.schemes.scheme import load

    text = render(entry.vocalized, load("ijmes", entry.reading), kind=entry.kind).text
    if is_scholarly(text):
        assert understand(text).text == text
