"""Retry-After in all its forms, and the spread of the waits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refplug.system.http.retry import backoff_s, retry_after_s

NOW = 1_792_002_400.0  # 2026-10-14T18:26:40Z


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("0", 0.0),
        ("1.5", 1.5),
        (" 7 ", 7.0),
        ("-3", 0.0),
        ("1000000000000", 1e9),
        ("nan", None),
        ("inf", 1e9),
        ("Wed, 14 Oct 2026 18:27:10 GMT", 30.0),
        ("Wednesday, 14-Oct-26 18:27:10 GMT", 30.0),
        ("Wed Oct 14 18:27:10 2026", 30.0),
        ("Wed, 14 Oct 1990 18:27:10 GMT", 0.0),
        ("Wed, 99 Oct 2026 18:27:10 GMT", None),
    ],
)
def test_retry_after(value: str | None, wait: float | None) -> None:
    assert retry_after_s(value, NOW) == wait


@given(st.text(max_size=30))
def test_no_header_breaks_it(value: str) -> None:
    wait = retry_after_s(value, NOW)
    assert wait is None or 0 <= wait <= 1e9


@given(st.integers(2, 6), st.floats(0, 1, exclude_max=True))
def test_jitter_stays_in_its_span(attempt: int, chance: float) -> None:
    span = 2.0 * 4 ** (attempt - 2)
    assert 0.1 * span <= backoff_s(attempt, 2.0, lambda: chance) <= span
