"""Nothing raw from outside reaches a terminal."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refplug.cli.output import answer_json, answer_line, isolate, safe, say


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Marjaʿiyya", "Marjaʿiyya"),
        ("مرجعیت", "مرجعیت"),
        ("a\x1b]52;c;x\x07b", r"a\x1b]52;c;x\x07b"),
        ("a\rb", r"a\x0db"),
        ("a\x9bm", r"a\x9bm"),
        ("a\u202eb", r"a\u202eb"),
        ("می\u200cشود", "می\u200cشود"),
        ("\ud800", r"\ud800"),
    ],
)
def test_safe(raw: str, shown: str) -> None:
    assert safe(raw) == shown


@given(st.text())
def test_safe_leaves_no_control_character(text: str) -> None:
    shown = safe(text)
    assert not any((ord(c) < 0x20 and c not in "\n\t") or 0x7F <= ord(c) < 0xA0 for c in shown)
    assert safe(shown) == shown


def test_right_to_left_runs_are_isolated() -> None:
    assert isolate("مرجعیت") == "\u2068مرجعیت\u2069"
    assert isolate("plain") == "plain"


def test_json_answers_name_their_schema(capsys: pytest.CaptureFixture[str]) -> None:
    answer_json({"input": "ʿ\n\x1b"})
    line = capsys.readouterr().out
    assert line.count("\n") == 1
    assert json.loads(line) == {"schema": "refplug/1", "input": "ʿ\n\x1b"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("in مجلة الحوزة, 2019", "in ⟦مجلة الحوزة⟧, 2019"),
        ("«نقش مرجعیت (۱۳۹۹)، جلد ۲ عراق»", "«⟦نقش مرجعیت (۱۳۹۹)، جلد ۲ عراق⟧»"),
        ("Ḥawza ʿIlmiyya", "Ḥawza ʿIlmiyya"),
        ("الحكيم. 2019. المرجعية", "⟦الحكيم⟧. 2019. ⟦المرجعية⟧"),
        ("a שלום b مرحبا", "a ⟦שלום⟧ b ⟦مرحبا⟧"),
        ("\u202eمرحبا", "\\u202e⟦مرحبا⟧"),
    ],
)
def test_a_sentence_isolates_its_runs(text: str, shown: str) -> None:
    assert isolate(text).replace("\u2068", "⟦").replace("\u2069", "⟧") == shown


def test_a_line_in_a_pipe_holds_no_isolates(capsys: pytest.CaptureFixture[str]) -> None:
    answer_line("match\tمرجعیت")
    say("entry مرجعیت")
    assert capsys.readouterr() == ("match\tمرجعیت\n", "entry مرجعیت\n")
