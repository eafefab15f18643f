"""CSL-YAML, as pandoc reads and writes it: the items of CSL-JSON under `references`.

Scalars are read as text, so that YAML's own ideas (`no` is false, `1e3` a number) never touch a value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from refplug.formats.csl_json import items_written, record_of
from refplug.formats.streams import gathered
from refplug.model import Evidence, Notice, Origin, OriginKind, Record, Severity
from refplug.ports import Parsed, WriteOptions, Written

__all__ = ["read", "write", "write_stream"]

_MOST_ALIASES = 50  # a billion laughs needs few; real bibliographies need none


def read(data: bytes, file: str) -> Parsed:
    """The records under `references`, or of a bare list."""
    import yaml

    try:
        text = data.decode("utf-8-sig")
        if (
            text.count("*") > _MOST_ALIASES
            and sum(isinstance(t, yaml.AliasToken) for t in yaml.scan(text)) > _MOST_ALIASES
        ):
            raise yaml.YAMLError("too many aliases")
        loaded: Any = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  the loader that makes text alone
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        message = f"this is not YAML that can be read ({getattr(error, 'problem', None) or error}); nothing was read"
        line = mark.line + 1 if mark else None
        notice = Notice(code="not-yaml", message=message, severity=Severity.ERROR, file=file, line=line)
        return Parsed(records=(), notices=(notice,))
    items = loaded.get("references", []) if isinstance(loaded, dict) else loaded
    evidence = Evidence(origin=Origin(OriginKind.FILE, file))
    found = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return Parsed(records=tuple(record_of(_with_numbers(item), evidence) for item in found))


def _with_numbers(item: dict[str, Any]) -> dict[str, Any]:
    """The item with the parts of its dates as numbers, as CSL-JSON has them."""
    made = dict(item)
    for name, value in item.items():
        if isinstance(value, dict) and isinstance(value.get("date-parts"), list):
            parts = [[_number(part) for part in one] for one in value["date-parts"] if isinstance(one, list)]
            made[name] = {**value, "date-parts": parts}
    return made


def _number(part: Any) -> Any:
    return int(part) if isinstance(part, str) and part.isdecimal() else part


def write(records: Iterable[Record], options: WriteOptions) -> Written:
    """The records under `references`, as pandoc's `--bibliography` takes them."""
    return gathered(write_stream(records, options))


def write_stream(records: Iterable[Record], options: WriteOptions) -> Iterator[bytes | Notice]:
    """The same, item by item."""
    is_first = True
    for made in items_written(records, options):
        if isinstance(made, Notice):
            yield made
            continue
        yield ("---\nreferences:\n" if is_first else "").encode() + _yaml([made])
        is_first = False
    yield b"---\nreferences: []\n...\n" if is_first else b"...\n"


def _yaml(items: list[dict[str, Any]]) -> bytes:
    import yaml

    text: str = yaml.safe_dump(items, allow_unicode=True, sort_keys=False, width=10_000)
    return text.encode("utf-8")
