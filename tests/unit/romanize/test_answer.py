"""One question, one answer: a translation in brackets is no part of the word, and stays behind it."""

from __future__ import annotations

import pytest

from refplug.romanize.answer import romanize


@pytest.mark.parametrize(
    ("text", "output"),
    [
        ("Marjiiat (Religious Authority)", "Marjaʿiyya (Religious Authority)"),
        ("Bay'at (allegiance)", "Bayʿa (allegiance)"),
        ("Salafism (movement)", "Salafism (movement)"),
        ("magnetic resonance imaging (MRI)", "magnetic resonance imaging (MRI)"),
    ],
)
def test_a_gloss_stays_behind_its_word(text: str, output: str) -> None:
    answer = romanize(text)
    assert (answer.input, answer.output) == (text, output)
    assert all(one.output.endswith(text[text.index(" (") :]) for one in answer.alternatives)
