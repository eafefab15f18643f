"""Time grows with the text, not with its square (reliability P5): counted in steps of work, not by a clock.

A clock would make the test depend on the machine. `sys.setprofile` is no help either, since a regular expression runs
inside one call. So a text ten times as long as any page must simply be done: a quadratic pattern would take hours.
"""

import pytest

from refplug.extract import find
from refplug.extract.calendars import dates_in
from refplug.extract.items import split_items
from refplug.extract.journal_line import parse_journal_line
from refplug.model import Page
from refplug.text.gloss import split_gloss
from refplug.text.languages import language_of, script_of
from refplug.text.name_lists import names_in
from refplug.text.names import person
from refplug.text.repair import repair
from refplug.text.sections import label_inside, label_of
from refplug.text.unicode import at_the_door, unicode_edits

SIZE = 30_000
PIECES = (
    "a", "a ", "a-", "a-\n", "A. ", "1 ", "1,", "(", "((1)", "[", "; ", ", ", "،", "10.1000/", "10.", "Key words: ", "Abstract ", "ـ", "\u200c",
    "e\u0301", "\u0301", "Ã©", "â€™", "x,y(z)", "and ", "vol. 1 (1) ", "1402/", "تیر ۱۴۰۲ ", "\u202b", "‘", "name1,2, ", "@", "http://", "—", "*", ".",
)  # fmt: skip


@pytest.mark.parametrize("piece", PIECES, ids=ascii)
def test_whole_pages(piece):
    text = at_the_door(piece * (SIZE // len(piece)))
    find(Page(file="long.txt", text=text), repaired=repair(text))


@pytest.mark.parametrize(
    "function",
    [
        label_of,
        label_inside,
        lambda line: list(dates_in(line)),
        parse_journal_line,
        split_items,
        split_gloss,
        names_in,
        person,
        script_of,
        language_of,
        unicode_edits,
    ],
)
def test_single_lines(function):
    for piece in PIECES:
        function(piece * (20_000 // len(piece)))
