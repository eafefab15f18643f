"""Flags, environment and files become one frozen `Settings`; later wins, and each value knows where it came from."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from refplug.errors import ExitCode, RunAborted

__all__ = ["PROJECT_FILE", "Settings", "config_file", "load_settings", "state_folder"]

PROJECT_FILE = ".refplug.toml"


def _setting(default: Any, about: str, **extra: Any) -> Any:
    metadata = {"about": about, **extra}
    if isinstance(default, dict):
        return field(default_factory=lambda: dict(default), metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything a run may be told. Defaults < user's file < project's file < `REFPLUG_*` < flags.

    >>> load_settings(environ={}, folder=None, flags={"scheme": "ala-lc"}).scheme
    'ala-lc'
    """

    scheme: str = _setting("ijmes", "romanization scheme of keywords")
    form: str = _setting(
        "full", "full, or publication (names without diacritics)", choices=("full", "publication")
    )
    reading: str = _setting(
        "auto", "auto, ar or fa: how shared words are read", choices=("auto", "ar", "fa", "ota", "ur")
    )
    source: str = _setting("crossref", "the metadata source that is asked, by its plug-in's name")
    mailto: str = _setting("", "contact address sent to Crossref for its polite pool")
    offline: bool = _setting(False, "use the cache only, never the network")
    crossref_url: str = _setting("https://api.crossref.org", "address of the Crossref REST API")
    doi_url: str = _setting("https://doi.org", "address of the DOI resolver")
    zotero_url: str = _setting("https://api.zotero.org", "address of the Zotero web API")
    zotero_local_url: str = _setting("http://127.0.0.1:23119", "address of the local Zotero API")
    cache: str = _setting("", "the cache file; empty: in the platform's cache folder")
    lexicons: tuple[str, ...] = _setting((), "further lexicon files (TSV), which outrank ours")
    exceptions: Mapping[str, str] = _setting(
        {}, "printed spelling = form to print, which outranks every lexicon"
    )
    trust: Mapping[str, tuple[str, ...]] = _setting({}, "per field: origins in the order they are believed")
    citekey: str = _setting("", "citekey formula; empty: the built-in one")
    origins: Mapping[str, str] = field(default_factory=dict, compare=False, metadata={"internal": True})

    def origin(self, name: str) -> str:
        """Where the value of a setting came from, in words."""
        return self.origins.get(name, "default")


_KNOWN = {item.name: item for item in fields(Settings) if not item.metadata.get("internal")}


def load_settings(
    *,
    flags: Mapping[str, Any] | None = None,
    environ: Mapping[str, str] | None = None,
    folder: Path | None = Path(),
) -> Settings:
    """The settings of this run. `folder` is where the search for a project's file begins (None: nowhere).

    Raises `RunAborted` (exit 2) for an unknown setting or a value of the wrong kind, naming the file or variable.
    """
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}

    def take(found: Mapping[str, Any], origin: str) -> None:
        for name, value in found.items():
            values[name.replace("-", "_")] = _checked(name.replace("-", "_"), value, origin)
            origins[name.replace("-", "_")] = origin

    if folder is not None:
        for path, table in _files(folder):
            take(table, str(path))
    for name in _KNOWN:
        if (text := environ.get(f"REFPLUG_{name.upper()}")) is not None:
            take({name: _from_text(name, text)}, f"REFPLUG_{name.upper()}")
    take({name: value for name, value in (flags or {}).items() if value is not None}, "flag")
    return Settings(**values, origins=origins)


def config_file() -> Path:
    """The user's own configuration file, whether it exists or not."""
    import platformdirs

    return Path(platformdirs.user_config_path("refplug", appauthor=False)) / "config.toml"


def state_folder() -> Path:
    """Where change journals and reports lie: `REFPLUG_STATE`, else the platform's state folder."""
    if chosen := os.environ.get("REFPLUG_STATE"):
        return Path(chosen)
    import platformdirs

    return Path(platformdirs.user_state_path("refplug", appauthor=False))


def _files(folder: Path) -> list[tuple[Path, Mapping[str, Any]]]:
    found: list[tuple[Path, Mapping[str, Any]]] = []
    own = config_file()
    if own.is_file():
        found.append((own, _table(own)))
    for parent in _upwards(folder):
        if (path := parent / PROJECT_FILE).is_file():
            found.append((path, _table(path)))
            break
        if (path := parent / "pyproject.toml").is_file():
            table = _table(path).get("tool", {})
            if isinstance(table, dict) and isinstance(table.get("refplug"), dict):
                found.append((path, table["refplug"]))
                break
    return found


def _upwards(folder: Path) -> tuple[Path, ...]:
    """The folder and those it lies in; none where it was deleted under our feet."""
    try:
        return (folder.resolve(), *folder.resolve().parents)
    except OSError:
        return ()


def _table(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise RunAborted(
            f"{path}: cannot be read as configuration: {error}. Mend or remove it.", ExitCode.USAGE
        ) from error


_YES = ("1", "true", "yes", "on")
_NO = ("", "0", "false", "no", "off")


def _from_text(name: str, text: str) -> Any:
    kind = _KNOWN[name].type
    if kind == "bool":
        word = text.strip().lower()
        if word not in {*_YES, *_NO}:
            raise RunAborted(f"REFPLUG_{name.upper()}: write 1 or 0, not {text!r}.", ExitCode.USAGE)
        return word in _YES
    if str(kind).startswith("tuple"):
        return tuple(part for part in text.split(os.pathsep) if part)
    if str(kind).startswith("Mapping"):
        raise RunAborted(
            f"REFPLUG_{name.upper()}: set {name} in a file, not in the environment.", ExitCode.USAGE
        )
    return text


def _checked(name: str, value: Any, origin: str) -> Any:
    if name not in _KNOWN:
        raise RunAborted(
            f"{origin}: there is no setting '{name}'; `refplug config show` lists all.", ExitCode.USAGE
        )
    item = _KNOWN[name]
    kind = str(item.type)
    if kind.startswith("tuple") and isinstance(value, list):
        value = tuple(value)
    if kind.startswith("Mapping[str, tuple") and isinstance(value, dict):
        value = {key: tuple(one) for key, one in value.items() if isinstance(one, list | tuple)}
    expected = {"str": str, "bool": bool}.get(kind, tuple if kind.startswith("tuple") else Mapping)
    if not isinstance(value, expected):
        raise RunAborted(
            f"{origin}: {name} must be {_IN_WORDS.get(kind, 'a table')}, not {value!r}.", ExitCode.USAGE
        )
    choices = item.metadata.get("choices")
    if choices and value not in choices:
        raise RunAborted(
            f"{origin}: {name} must be one of {', '.join(choices)}, not {value!r}.", ExitCode.USAGE
        )
    return value


_IN_WORDS = {"str": "a string", "bool": "true or false", "tuple[str, ...]": "a list of strings"}
