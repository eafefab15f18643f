"""The lexicon: every entry renders, damaged files are refused with their place."""

from __future__ import annotations

import pytest

from refplug.errors import RunAborted
from refplug.romanize.adhoc.resolve import understand
from refplug.romanize.lexicon import Entry, parse_lexicon, shipped_lexicon, with_entries
from refplug.romanize.schemes.render import render
from refplug.romanize.schemes.scheme import load, readings_of, scheme_ids


def test_every_entry_renders_cleanly_in_every_scheme_of_its_language() -> None:
    faults = []
    for scheme_id in scheme_ids():
        for entry in shipped_lexicon().entries:
            if entry.reading in readings_of(scheme_id):
                rendered = render(entry.vocalized, load(scheme_id, entry.reading), kind=entry.kind)
                if rendered.notices or any("\u0600" <= char <= "\u06ff" for char in rendered.text):
                    faults.append((scheme_id, entry.vocalized, rendered.text))
    assert not faults


def test_no_entry_stands_twice() -> None:
    keys = [(e.vocalized, e.reading, e.kind) for e in shipped_lexicon().entries]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("word\treading\n", "header"),
        ("vocalized\treading\tkind\nmarja\tar\tterm\n", ":2: 'marja' is not Arabic script"),
        ("vocalized\treading\tkind\nمَرجَع\txx\tterm\n", ":2: reading 'xx'"),
        ("vocalized\treading\tkind\n\nمَرجَع\tar\tthing\n", ":3: kind 'thing'"),
        ("vocalized\treading\nمَرجَع\tar\tterm\n", ":2: 3 cells"),
        ("vocalized\treading\tkind\tgloss\tsource\tflags\nمَرجَع\tar\tterm\t\t\tshiny\n", ":2: flag 'shiny'"),
    ],
)
def test_a_damaged_file_is_refused(text: str, said: str) -> None:
    with pytest.raises(RunAborted) as caught:
        parse_lexicon(text, "mine.tsv")
    assert "mine.tsv" in str(caught.value)
    assert said in str(caught.value)


def test_a_users_entry_outranks_ours() -> None:
    mine = parse_lexicon("vocalized\treading\tkind\nمَرجِعِيَّة\tar\tterm\n", "mine.tsv", rank=1)
    assert isinstance(mine[0], Entry)
    assert understand("Marjiiat", lexicon=with_entries(mine)).text == "Marjiʿiyya"


def test_prepared_sounds_are_those_of_the_lexicon() -> None:
    from refplug.romanize.lexicon import _prepared, prepared_entry

    known = _prepared()
    for entry in shipped_lexicon().entries:
        assert known[entry.vocalized, entry.reading.value, entry.kind.value] == prepared_entry(entry)


def test_there_are_enough_entries_and_most_of_the_field_are_by_hand() -> None:
    entries = shipped_lexicon().entries
    assert len(entries) >= 5000
    assert sum(entry.is_own for entry in entries) >= 2000
    assert all(entry.source for entry in entries)
