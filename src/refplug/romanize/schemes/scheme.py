"""The romanization schemes there are: ours, and those that strangers bring.

`docs/schemes.md` describes every word of a table.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from refplug.errors import ExitCode, RunAborted
from refplug.model import Reading
from refplug.romanize.schemes.table import Example, Rule, Scheme
from refplug.romanize.schemes.table_file import line_of, read_table

__all__ = [
    "Example",
    "Rule",
    "Scheme",
    "adopt",
    "load",
    "parse_scheme",
    "readings_of",
    "scheme_ids",
    "scheme_names",
]

_ADOPTED: dict[str, Scheme] = {}  # strangers' tables, by name; filled by `adopt` alone


@lru_cache(maxsize=1)
def _shipped() -> tuple[str, ...]:
    folder = files("refplug.romanize").joinpath("data", "schemes")
    return tuple(
        sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))
    )


def scheme_names() -> tuple[str, ...]:
    """The names of the tables there are, such as `ala-lc-fa`, in alphabetical order."""
    return tuple(sorted((*_shipped(), *_ADOPTED))) if _ADOPTED else _shipped()


def scheme_ids() -> tuple[str, ...]:
    """The ids of the schemes there are, such as `ala-lc`, in alphabetical order."""
    return tuple(sorted({name.rpartition("-")[0] for name in scheme_names()}))


def readings_of(scheme_id: str) -> tuple[Reading, ...]:
    """The readings that a scheme has a table for.

    >>> [str(reading) for reading in readings_of("ijmes")]
    ['ar', 'fa', 'ota']
    """
    return tuple(reading for reading in Reading if f"{scheme_id}-{reading}" in scheme_names())


def adopt(text: str, file: str) -> Scheme:
    """Make a stranger's table known to `load` under its id, for the rest of the run, and give it back.

    Raises `RunAborted` where the table is damaged, or has the name of one of ours.
    """
    scheme = parse_scheme(text, file)
    if scheme.name in _shipped():
        raise RunAborted(
            f"{file}:{line_of(text, 'id')}: {scheme.name} is a table that we ship; choose another id"
        )
    _ADOPTED[scheme.name] = scheme
    return scheme


def load(scheme_id: str, reading: Reading | str) -> Scheme:
    """The table of a scheme in one reading. Raises `RunAborted` (usage) where there is none, naming those there are.

    >>> load("ijmes", "fa").letters["ض"]
    'ż'
    """
    name = f"{scheme_id}-{Reading(reading)}"
    if name in _ADOPTED:
        return _ADOPTED[name]
    if name not in _shipped():
        raise RunAborted(_unknown(scheme_id, Reading(reading)), ExitCode.USAGE)
    return _load(name)


def _unknown(scheme_id: str, reading: Reading) -> str:
    """What to say where there is no table: the scheme's other readings, and the schemes that have this one."""
    have = readings_of(scheme_id)
    if not have:
        return f"there is no scheme {scheme_id!r}; schemes: {', '.join(scheme_ids())}"
    others = ", ".join(one for one in scheme_ids() if reading in readings_of(one))
    return f"there is no scheme {scheme_id!r} for the reading {str(reading)!r}; it has {', '.join(have)}; for {reading} there are {others}"


@lru_cache(maxsize=64)
def _load(name: str) -> Scheme:
    return parse_scheme(_text(name), f"{name}.toml")


def _text(name: str) -> str:
    return files("refplug.romanize").joinpath("data", "schemes", f"{name}.toml").read_text(encoding="utf-8")


def parse_scheme(text: str, file: str) -> Scheme:
    """A scheme from the text of its table. Raises `RunAborted` with file, line and reason where the table is damaged."""
    return read_table(text, file, lambda name: _text(name) if name in _shipped() else None)
