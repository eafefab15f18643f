"""Keys to other people's servers: from the environment or the system's keyring, never from or into a file of ours."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import Any

from refplug.errors import ExitCode, RunAborted

__all__ = ["checked_key", "find_key", "forget_key", "keep_key"]

_SERVICE = "refplug"
_KEY = re.compile(r"[A-Za-z0-9_\-]{8,128}", re.ASCII)


def find_key(variable: str, name: str) -> str:
    """The key in an environment variable, else in the keyring under `name`; empty where there is none.

    Raises `RunAborted` (usage) for what can be no key, without repeating it.
    """
    key = os.environ.get(variable, "").strip()
    if key:
        return checked_key(key, variable)
    found = _with_keyring(lambda ring: ring.get_password(_SERVICE, name))
    return checked_key(found, "the keyring") if found else ""


def checked_key(key: str, where: str) -> str:
    """The key, if it can be one: letters and digits alone, since it travels in a header."""
    if not _KEY.fullmatch(key):
        raise RunAborted(f"what {where} holds is no API key (8 to 128 letters and digits)", ExitCode.USAGE)
    return key


def keep_key(name: str, key: str) -> bool:
    """Keep a key in the keyring; False where there is no keyring that takes it."""
    return bool(_with_keyring(lambda ring: ring.set_password(_SERVICE, name, key) or True))


def forget_key(name: str) -> bool:
    """Remove a key from the keyring; False where there was none, or no keyring."""
    return bool(_with_keyring(lambda ring: ring.delete_password(_SERVICE, name) or True))


def _with_keyring(work: Callable[[Any], Any]) -> Any:
    """What `work` gives with the keyring package (the extra `keyring`); None without it, and where it is locked or broken."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return None
    try:
        return work(keyring)
    except (KeyringError, RuntimeError, OSError):
        return None
