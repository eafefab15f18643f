"""Reads the table of a scheme and stops at the first thing that cannot be right, with file, line and reason."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from refplug.errors import RunAborted
from refplug.model import Reading, TermKind
from refplug.romanize.pivot.letters import SAME
from refplug.romanize.schemes.table import Example, Rule, Scheme

__all__ = ["line_of", "read_table"]

CAPITALS: Final = ("none", "first", "words")
# Every word a table may use, with what stands where it says nothing. None: the table must say it.
WORDS: Final[Mapping[str, Mapping[str, Any]]] = {
    "vowels": {"a": None, "i": None, "u": None, "aa": None, "ii": None, "uu": None, "ay": None, "aw": None}
    | {"ee": "", "oo": "", "maqsura": "", "dagger": "", "ay_bare": "", "back": {}, "back_near": {}},
    "doubled": {
        "iyy": "",
        "iyy_final": "",
        "uww": "",
        "uww_final": "",
        "ayy": "",
        "ayy_final": "",
        "aww": "",
        "aww_final": "",
    },
    "hamza": {"initial": "", "medial": None, "seats": {}},
    "article": {"form": None, "joint": "-", "inside": "", "before": " ", "sun_letters": False}
    | {
        "after_prefix": "",
        "after_li": "",
        "glued": "",
        "heading": "kept",
    },  # heading: kept or dropped before a surname
    "prefixes": {"wa": "wa", "fa": "fa", "bi": "bi", "li": "li", "ka": "ka", "la": "la", "joint": "-"},
    "ta_marbuta": {
        "pause": None,
        "construct": None,
        "pause_after_aa": None,
        "construct_after_aa": None,
        "bare": "",
    },
    "silent_he": {"final": ""},
    "silent_vav": {"to": ""},
    "ezafe": {"kasra": "-i", "hamza": "-i", "ya": "-yi", "after_he": "", "after_aa": "", "after_ii": ""}
    | {"back": {}, "back_vowels": ""},
    "tanwin": {"an": "an", "in": "in", "un": ""},
    "endings": {"short_vowels": "keep", "iyy_before_ta": ""},
    "joints": {"zwnj": "-", "hyphen": "-", "glued": " ", "divine": " ", "divine_glued": "", "written_on": []},
    "separator": {"sign": ""},
    "capitals": {"article": "lower", "dotted_i": False} | {str(kind): "" for kind in TermKind},
    "publication": {"plain": [], "fold": {}},
    "words": {},
}
OPEN: Final = frozenset({"words"})  # sections whose keys are the table's own
OWN: Final = frozenset(
    {"id", "title", "edition", "source", "tag", "rule", "example", "seen", "detect", "places"}
)  # never taken over
HEAD: Final = ("id", "language", "title", "edition", "source", "tag")


def read_table(text: str, file: str, shipped: Callable[[str], str | None]) -> Scheme:
    """A scheme from the text of its table; `shipped` gives the text of a table that it may lean on, by name.

    Raises `RunAborted` where the table is damaged.
    """
    raw = _toml(text, file)
    return _Checker(text, file).scheme(_inherit(raw, file, text, shipped))


def _toml(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        found = re.search(r"line (\d+)", str(fault))
        line = found.group(1) if found else str(text.count("\n") + 1)
        raise RunAborted(f"{file}:{line}: not TOML: {fault}") from fault


def _inherit(
    raw: dict[str, Any], file: str, text: str, shipped: Callable[[str], str | None]
) -> dict[str, Any]:
    """The table with what it takes over from the shipped table named by `extends`; examples are never taken over."""
    parent = raw.get("extends")
    if parent is None:
        return raw
    parent_text = shipped(parent) if isinstance(parent, str) else None
    if parent_text is None:
        raise RunAborted(
            f"{file}:{line_of(text, 'extends')}: extends {parent!r}, which is none of the shipped tables"
        )
    base = _inherit(_toml(parent_text, f"{parent}.toml"), f"{parent}.toml", parent_text, shipped)
    return _merged({k: v for k, v in base.items() if k not in OWN}, raw)


def _merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    result = dict(base)
    for key, value in over.items():
        old = result.get(key)
        result[key] = (
            _merged(old, value)
            if isinstance(old, dict) and isinstance(value, dict) and "to" not in old
            else value
        )
    return result


def line_of(text: str, word: str) -> int:
    """The first line that begins with a word or quotes it, counted from 1; 1 where none does."""
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if re.match(rf"{re.escape(word)}\s*=", bare) or f'"{word}"' in line or bare == f"[{word}]":
            return number
    return 1


class _Checker:
    """Turns the raw table into a scheme and stops at the first thing that cannot be right."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file

    def refuse(self, word: str, reason: str) -> RunAborted:
        return RunAborted(f"{self.file}:{line_of(self.text, word)}: {reason}")

    def scheme(self, raw: dict[str, Any]) -> Scheme:
        for key in HEAD:
            if not isinstance(raw.get(key), str) or not raw[key]:
                raise self.refuse(key, f"{key!r} is missing or is no text")
        known = {*HEAD, *WORDS, "letters", "rule", "example", "seen", "detect", "places", "extends"}
        for key in raw:
            if key not in known:
                raise self.refuse(key, f"{key!r} is no word of a scheme table")
        if raw["language"] not in tuple(Reading):
            raise self.refuse("language", f"{raw['language']!r} is none of the readings {', '.join(Reading)}")
        letters = self.letters(raw.get("letters"))
        table = {name: self.section(name, raw.get(name, {})) for name in WORDS}
        return Scheme(
            **{key: raw[key] for key in HEAD if key != "language"},
            reading=Reading(raw["language"]),
            letters=MappingProxyType(letters),
            table=MappingProxyType(table),
            words=MappingProxyType({_same(k): str(v) for k, v in raw.get("words", {}).items()}),
            rules=tuple(self.rule(row) for row in raw.get("rule", ())),
            examples=tuple(self.example(row) for row in raw.get("example", ())),
            seen=bool(raw.get("seen", True)),
            detect=bool(raw.get("detect", True)),
            places=bool(raw.get("places", False)),
            file=self.file,
        )

    def letters(self, raw: object) -> dict[str, str]:
        if not isinstance(raw, dict) or not raw:
            raise self.refuse("letters", "there is no [letters] section")
        done: dict[str, str] = {}
        for letter, row in raw.items():
            if (
                not isinstance(row, dict)
                or not isinstance(row.get("to"), str)
                or not isinstance(row.get("name"), str)
            ):
                raise self.refuse(letter, f'{letter!r} must be written {{ to = "…", name = "…" }}')
            names = [unicodedata.name(c, "?") for c in letter]
            if [row["name"]] != names:
                raise self.refuse(
                    letter, f"{letter!r} is {' + '.join(names)}, but the table calls it {row['name']}"
                )
            done[_same(letter)] = unicodedata.normalize("NFC", row["to"])
        return done

    def section(self, name: str, raw: object) -> Mapping[str, Any]:
        if not isinstance(raw, dict):
            raise self.refuse(name, f"[{name}] is no section")
        defaults = WORDS[name]
        if name in OPEN:
            return MappingProxyType(dict(raw))
        for key, value in raw.items():
            if key not in defaults:
                raise self.refuse(key, f"{key!r} is no word of [{name}]; words: {', '.join(defaults)}")
            kind = type(defaults[key]) if defaults[key] is not None else str
            if not isinstance(value, kind):
                raise self.refuse(key, f"{name}.{key} must be {_TYPES[kind]}, not {value!r}")
        missing = [key for key, value in defaults.items() if value is None and key not in raw]
        if missing:
            raise self.refuse(name, f"[{name}] lacks {', '.join(missing)}")
        return MappingProxyType(self.filled(name, {**defaults, **raw}))

    def filled(self, name: str, values: dict[str, Any]) -> dict[str, Any]:
        """The values with those defaults that lean on other values."""
        values = {k: unicodedata.normalize("NFC", v) if isinstance(v, str) else v for k, v in values.items()}
        lean = {
            "vowels": {"maqsura": "aa", "dagger": "aa", "ee": "ii", "oo": "uu", "ay_bare": "ay"},
            "article": {"inside": "form", "after_prefix": "form", "glued": "form"},
            "doubled": {"iyy_final": "iyy", "uww_final": "uww", "ayy_final": "ayy", "aww_final": "aww"},
            "ezafe": {"after_he": "kasra", "after_aa": "kasra", "after_ii": "kasra"},
        }.get(name, {})
        for key, other in lean.items():
            values[key] = values[key] or values[other]
        if name == "ta_marbuta":
            values["bare"] = values["bare"] or values["pause"]
        if name == "capitals":
            self.check_capitals(values)
        return values

    def check_capitals(self, values: dict[str, Any]) -> None:
        fallback = values["unknown"] or "none"
        for kind in TermKind:
            values[str(kind)] = values[str(kind)] or fallback
            if values[str(kind)] not in CAPITALS:
                raise self.refuse(
                    str(kind), f"capitals.{kind} is {values[str(kind)]!r}, none of {', '.join(CAPITALS)}"
                )
        if values["article"] not in ("lower", "initial", "words"):
            raise self.refuse(
                "article", f"capitals.article is {values['article']!r}, none of lower, initial, words"
            )

    def rule(self, row: dict[str, Any]) -> Rule:
        try:
            about = tuple(row.get("about", ()))
            done = Rule(str(row["number"]), row["says"], row["source"], bool(row.get("seen", True)), about)
        except KeyError as lacking:
            raise self.refuse("rule", f"a [[rule]] lacks {lacking}") from lacking
        for section in about:
            if section not in WORDS and section != "letters":
                raise self.refuse(
                    str(section), f"rule {done.number} is about {section!r}, which is no section of a table"
                )
        return done

    def example(self, row: dict[str, Any]) -> Example:
        try:
            kind = TermKind(row.get("kind", "unknown"))
            return Example(
                row["script"], row["latin"], kind, bool(row.get("own", False)), row.get("form", "full")
            )
        except (KeyError, ValueError) as fault:
            raise self.refuse(str(row.get("script", "example")), f"a damaged [[example]]: {fault}") from fault


_TYPES: Final = {str: "text", bool: "true or false", dict: "a table", list: "a list"}


def _same(text: str) -> str:
    return "".join(SAME.get(char, char) for char in text)
