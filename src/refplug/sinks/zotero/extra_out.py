"""What goes into an item's Extra: notes as prose, our lines in place or at the end, everybody else's as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from refplug.extra import Line, merged, normalized, one_line, text_of, trimmed
from refplug.model import Field
from refplug.sinks.zotero.extra_in import is_free_text, read_extra

__all__ = ["with_notes", "written"]

Pair = tuple[str, str]


def written(lines: Sequence[Line], own: Sequence[Pair], given: frozenset[Pair]) -> str:
    """The field: `own` lines put in, but for those that stand there or whose meaning is `given` in another way."""
    wanted = [pair for pair in own if pair not in given and not _says(lines, pair)]
    return text_of(merged(lines, _whole(own, wanted)))


def with_notes(
    lines: Sequence[Line], field: Field[str], keys: Mapping[str, str], csl_types: Iterable[str]
) -> tuple[tuple[Line, ...], list[Pair]]:
    """The lines with the record's first note as their prose, and the lines `note: …` that the rest needs."""
    known = read_extra(text_of(lines), keys, csl_types, frozenset())
    said = _notes(field)
    if said == [text for text in (known.note, *known.notes) if text]:
        return tuple(lines), []
    note, notes = _parted(said, keys)
    if note != known.note:
        lines = tuple(_with_prose(lines, note, keys))
    if notes == known.notes:
        return tuple(lines), []
    return tuple(line for line in lines if line.key != "note" or line.value in notes), [
        ("note", text) for text in notes
    ]


def _says(lines: Sequence[Line], pair: tuple[str, str]) -> bool:
    return any(line.key == normalized(pair[0]) and line.value == pair[1] for line in lines)


def _whole(lines: Sequence[tuple[str, str]], wanted: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """All lines of each key that changes at all, so that a key with several values keeps them all."""
    keys = {normalized(name) for name, _ in wanted}
    return [pair for pair in lines if normalized(pair[0]) in keys]


def _notes(field: Field[str]) -> list[str]:
    return [
        trimmed(claim.value) for at, claim in enumerate(field.claims) if claim.language is None or at == 0
    ]


def _parted(notes: Sequence[str], keys: Mapping[str, str]) -> tuple[str, list[str]]:
    """The prose, and what needs a line `note: …`: further notes, and what would be read as a statement of a program."""
    first = notes[0].split("\n") if notes else []
    prose = [text for text in first if is_free_text(Line.of(text), keys)]
    stated = [text for text in first if text not in prose]
    return trimmed("\n".join(prose)), [text for note in (*stated, *notes[1:]) if (text := one_line(note))]


def _with_prose(lines: Sequence[Line], note: str, keys: Mapping[str, str]) -> Iterator[Line]:
    """The lines with another prose: in the place of the old one, or before all."""
    prose = [line for line in lines if is_free_text(line, keys)]
    place = lines.index(prose[0]) if prose else 0
    for number, line in enumerate((*lines, None)):
        if number == place and note:
            yield from map(Line.of, note.split("\n"))
        if line is not None and line not in prose:
            yield line
