"""Laws of reading: nothing outside the page, nothing twice, nothing in another normal form."""

import unicodedata
from dataclasses import fields

from hypothesis import example, given, settings
from hypothesis import strategies as st

from refplug.extract import find
from refplug.model import Page
from refplug.readers.plaintext import read
from refplug.text.repair import repair
from refplug.text.unicode import at_the_door

WORDS = st.sampled_from(
    [
        "Iraq", "the", "of", "and", "state", "thatitis", "inthe", "Key words:", "Abstract", "Iran,", "1402", "vol. 3", "(2020)", "A. Author", "\n", "\n\n",
        "objec-\ntives", "Marjiiat(Religious", "مرجعیت", "؛", "doi:10.1000/182", "Ḥashd", "‘Abd", "fi\u200bnal", "\ufb01rst", "al-Shaabi.", "Received:", "، ",
    ]
)  # fmt: skip
PAGES = st.lists(WORDS, max_size=40).map(" ".join)


def spans_of(record):
    for item in fields(record):
        value = getattr(record, item.name)
        for claim in getattr(value, "claims", ()):
            yield from claim.evidence.spans


@given(PAGES)
@settings(max_examples=150, deadline=None)
def test_spans_lie_on_the_page(text):
    text = at_the_door(text)
    record, _ = find(Page(file="a.txt", text=text), repaired=repair(text))
    for span in (*spans_of(record), *(spans_of(record.container) if record.container else ())):
        assert 0 <= span.start < span.end <= len(text)
    for term in record.keyword.value or ():
        assert term.span.of(text)


@given(PAGES)
@example("inthe al-Shaabi. Iraq Iraq Iraq Iraq the thatitis al-Shaabi. the")
@example(
    "the Iraq Iraq Iraq Iraq Iraq Iraq Iraq Iraq Iraq thatitis inthe the"
)  # one split makes prose of another
@settings(max_examples=150, deadline=None)
def test_repairing_twice_changes_nothing_more(text):
    once = repair(at_the_door(text)).text
    assert repair(once).text == once


@given(PAGES)
@settings(max_examples=80, deadline=None)
def test_composed_and_decomposed_pages_read_alike(text):
    one = read(text.encode(), "a.txt").text
    two = read(unicodedata.normalize("NFD", text).encode(), "a.txt").text
    assert one == two


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused_in_words(data):
    page = read(data, "a.txt")
    assert page.text.strip() or page.notices
    find(page, repaired=repair(page.text))
