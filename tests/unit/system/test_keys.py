"""Keys: from the environment or a keyring, never repeated in a message."""

from __future__ import annotations

import sys
import types

import pytest

from refplug.errors import RunAborted
from refplug.system.keys import find_key, forget_key, keep_key


class Ring(types.ModuleType):
    """A keyring that is a dictionary."""

    def __init__(self) -> None:
        super().__init__("keyring")
        self.errors = types.ModuleType("keyring.errors")
        self.errors.KeyringError = type("KeyringError", (Exception,), {})
        self.held: dict[tuple[str, str], str] = {}
        self.is_locked = False

    def _check(self) -> None:
        if self.is_locked:
            raise self.errors.KeyringError("locked")

    def get_password(self, service: str, name: str) -> str | None:
        self._check()
        return self.held.get((service, name))

    def set_password(self, service: str, name: str, key: str) -> None:
        self._check()
        self.held[service, name] = key

    def delete_password(self, service: str, name: str) -> None:
        self._check()
        if (service, name) not in self.held:
            raise self.errors.KeyringError("none")
        del self.held[service, name]


@pytest.fixture
def ring(monkeypatch) -> Ring:
    found = Ring()
    monkeypatch.setitem(sys.modules, "keyring", found)
    monkeypatch.setitem(sys.modules, "keyring.errors", found.errors)
    return found


def test_the_environment_outranks_the_keyring(ring, monkeypatch):
    assert keep_key("zotero web", "fromthering1")
    assert find_key("REFPLUG_TEST_KEY", "zotero web") == "fromthering1"
    monkeypatch.setenv("REFPLUG_TEST_KEY", " fromtheenv12 ")
    assert find_key("REFPLUG_TEST_KEY", "zotero web") == "fromtheenv12"


def test_forgotten_is_forgotten(ring):
    keep_key("x", "abcdefgh1")
    assert forget_key("x")
    assert not forget_key("x")
    assert find_key("REFPLUG_TEST_KEY", "x") == ""


def test_a_locked_ring_is_one_that_holds_nothing(ring):
    keep_key("x", "abcdefgh1")
    ring.is_locked = True
    assert find_key("REFPLUG_TEST_KEY", "x") == ""
    assert not keep_key("x", "other12345")


def test_without_a_ring(monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert find_key("REFPLUG_TEST_KEY", "x") == ""
    assert not keep_key("x", "abcdefgh1")


@pytest.mark.parametrize("key", ["short", "a b c d e f g h", "abcdefgh\nX: 1", "ключключключ", "x" * 200])
def test_what_can_be_no_key_is_refused_and_not_repeated(monkeypatch, key):
    monkeypatch.setenv("REFPLUG_TEST_KEY", key)
    with pytest.raises(RunAborted) as refused:
        find_key("REFPLUG_TEST_KEY", "x")
    assert key not in str(refused.value)
