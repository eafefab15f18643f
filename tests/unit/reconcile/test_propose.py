"""The rules of the three-way merge, one row each."""

from __future__ import annotations

import pytest

from refplug.model import ChangeKind, Evidence, Origin, OriginKind
from refplug.reconcile import Memory, Offer, Ruling, propose

EVIDENCE = Evidence(origin=Origin(OriginKind.SOURCE, "crossref", "2026-06-01"))


def ruling(field: str, mine: str | None, base: str | None, theirs: str, **more: object) -> Ruling | None:
    memory = Memory(base={} if base is None else {("k", field): base}, **more)  # type: ignore[arg-type]
    found = propose(
        {} if mine is None else {field: mine},
        [Offer(citekey="k", field=field, value=theirs, evidence=EVIDENCE)],
        memory,
    )
    return found[0].ruling if found else None


@pytest.mark.parametrize(
    ("field", "mine", "base", "theirs", "wanted"),
    [
        ("volume", None, None, "12", Ruling.APPLY),
        ("volume", "", None, "12", Ruling.APPLY),
        ("volume", "12", None, "12", None),
        ("volume", "Vol. 12", None, "12", None),
        ("volume", "21", None, "12", Ruling.ASK),
        ("volume", "21", "12", "12", Ruling.OWN),
        ("volume", "12", "12", "13", Ruling.APPLY),
        ("volume", "21", "12", "13", Ruling.ASK),
        ("volume", None, "12", "12", Ruling.REMOVED),
        ("volume", None, "12", "13", Ruling.ASK),
        ("volume", "12", None, "", None),
        ("title", "Marjaʿiyya", None, "Marjaiyya", Ruling.POORER),
        ("title", "Marjaʿiyya", "Marjaʿiyya", "Marjaiyya", Ruling.POORER),
        ("title", "Marjaiyya", None, "Marjaʿiyya", Ruling.ASK),
        ("title", "Marjaiyya", "Marjaiyya", "Marjaʿiyya", Ruling.APPLY),
        ("author", "Frank, Henry S.", None, "Frank, H. S.", Ruling.POORER),
    ],
)
def test_rules(field: str, mine: str | None, base: str | None, theirs: str, wanted: Ruling | None) -> None:
    assert ruling(field, mine, base, theirs) is wanted


@pytest.mark.parametrize("lock", [("k", "volume"), ("", "volume"), ("k", "")])
def test_a_locked_field_is_never_changed(lock: tuple[str, str]) -> None:
    assert ruling("volume", None, None, "12", locks=frozenset({lock})) is Ruling.LOCKED
    offer = Offer(citekey="k", field="volume", value="12", evidence=EVIDENCE)
    found = propose({"volume": "3"}, [offer], Memory(locks=frozenset({lock})), frozenset({("k", "volume")}))
    assert [one.ruling for one in found] == [Ruling.LOCKED]


def test_a_dismissed_value_stays_dismissed_until_another_is_offered() -> None:
    dismissed = {("k", "volume"): ("12",)}
    assert ruling("volume", "21", None, "12", dismissed=dismissed) is Ruling.DISMISSED
    assert ruling("volume", None, None, "Vol. 12", dismissed=dismissed) is Ruling.DISMISSED
    assert ruling("volume", "21", None, "13", dismissed=dismissed) is Ruling.ASK


@pytest.mark.parametrize("choice", [("k", "volume"), ("", "volume")])
def test_what_is_chosen_is_taken(choice: tuple[str, str]) -> None:
    offer = Offer(citekey="k", field="volume", value="12", evidence=EVIDENCE)
    (found,) = propose({"volume": "21"}, [offer], Memory(), frozenset({choice}))
    assert found.ruling is Ruling.APPLY
    change = found.change()
    assert (change.kind, change.before, change.after) == (ChangeKind.REPLACE, "21", "12")


@pytest.mark.parametrize(
    ("mine", "theirs", "wanted"),
    [("21", "12", Ruling.APPLY), ("12-13", "12", Ruling.POORER), (None, "12", Ruling.APPLY)],
)
def test_trust_follows_the_source_but_never_into_poverty(
    mine: str | None, theirs: str, wanted: Ruling
) -> None:
    assert ruling("volume", mine, None, theirs, trusted=frozenset({"volume"})) is wanted


def test_trust_does_not_undo_what_was_changed_by_hand() -> None:
    assert ruling("volume", "21", "12", "12", trusted=frozenset({"volume"})) is Ruling.OWN


def test_a_remark_is_never_applied_unless_chosen() -> None:
    remark = Offer(citekey="k", field="note", value="Retraction", evidence=EVIDENCE, is_remark=True)
    assert [one.ruling for one in propose({}, [remark], Memory())] == [Ruling.ASK]
    assert [one.ruling for one in propose({}, [remark], Memory(), frozenset({("", "note")}))] == [
        Ruling.APPLY
    ]
