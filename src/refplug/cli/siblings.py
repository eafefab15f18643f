"""`refplug convert --romanize` and `--infer-script`: siblings beside what a record has, and a worksheet of unsure words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from refplug.cli.output import say, say_all
from refplug.cli.saving import must_be_new

if TYPE_CHECKING:
    from refplug.model import Record
    from refplug.romanize.lexicon import Lexicon

__all__ = ["with_siblings"]


def with_siblings(
    records: Iterable[Record],
    flags: Mapping[str, Any],
    lexicon: Lexicon | None,
    *,
    holds_one_spelling: bool = False,
) -> Iterator[Record]:
    """The records with romanized siblings, or inferred script, as the flags ask, one by one.

    `lexicon` holds the user's own entries and decisions, which win over what is guessed. Where the target
    `holds_one_spelling`, the romanized one is put first: it is what was asked for, and the target tells that the script is left out.
    The worksheet, if there is to be one, is written behind the last. Raises `RunAborted` for a scheme that is not
    there and where the worksheet exists and would be lost, `click.UsageError` for a reading that is not there.
    """
    from refplug.plugins import scheme_id

    scheme, reading = scheme_id(flags["scheme"] or "ala-lc"), _reading(flags["reading"])
    sheet = Path(flags["worksheet"]) if flags["worksheet"] else None
    if sheet and not flags["force"]:
        must_be_new(sheet)
    grown = _one_by_one(records, flags, (scheme, reading, lexicon), sheet)
    if not (holds_one_spelling and flags["is_romanized"]):
        return grown
    from refplug.romanize.script.records import romanized_first

    return map(romanized_first, grown)


def _one_by_one(
    records: Iterable[Record],
    flags: Mapping[str, Any],
    how: tuple[str, str | None, Lexicon | None],
    sheet: Path | None,
) -> Iterator[Record]:
    from refplug.romanize.script.records import script_siblings, siblings, unsure_words, worksheet

    unsure: list[tuple[str, Any]] = []
    for record in records:
        if sheet:
            unsure += [(record.citekey or "", word) for word in unsure_words(record, *how)]
        if flags["infer_script"]:
            record = script_siblings(record)
        yield siblings(record, *how) if flags["is_romanized"] else record
    if sheet:
        from refplug.system.files import locked, save_pieces

        with locked(sheet):
            text = worksheet(unsure)
            pieces = iter((text.encode("utf-8"),))
            say_all(save_pieces(sheet, pieces, "convert", may_replace=flags["force"]))
        count = len(text.splitlines()) - 1
        rows = "1 row" if count == 1 else f"{count} rows"
        way_on = f"; fill in the column take, then `refplug lexicon import {sheet}` and convert again"
        say(f"{sheet}: {rows} to look at{way_on if count else ''}")


def _reading(name: str | None) -> str | None:
    from refplug.model import Reading

    if name is not None and name not in {str(one) for one in Reading}:
        raise click.UsageError(f"there is no reading '{name}' (readings: {', '.join(map(str, Reading))})")
    return name
