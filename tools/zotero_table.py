"""Print the table of docs/zotero-mapping.md: which variable of a record stands in which field of a Zotero item.

    python tools/zotero_table.py

The table comes from the bundled schema by the code that maps; a test compares it with the page.
"""

from __future__ import annotations

from refplug.model.record import DATES, NAMES, NUMBERS, TEXTS, csl_name
from refplug.sinks.zotero.fields import extra_name, role_of, slots
from refplug.sinks.zotero.schema import bundled


def rows() -> list[str]:
    """The rows, one a variable, in the model's order."""
    schema = bundled()
    fields: dict[str, dict[str, int]] = {}
    people: dict[str, dict[str, int]] = {}
    kinds = [kind for kind in schema.types.values() if kind.fields]
    for kind in kinds:
        for slot in slots(schema, kind):
            held = fields.setdefault(slot.path, {})
            held[slot.name] = held.get(slot.name, 0) + 1
            if slot.also:
                other = fields.setdefault(slot.also, {})
                other[slot.name] = other.get(slot.name, 0) + 1
        for creator in kind.creators:
            if role := role_of(schema, kind, creator):
                held = people.setdefault(role, {})
                held[creator] = held.get(creator, 0) + 1
    made = []
    for path in (
        "title",
        "container.title",
        "container.title_short",
        "container.issn",
        *TEXTS[:],
        *NUMBERS,
        *DATES,
    ):
        if path in ("note",) or (path == "title" and made):
            continue
        made.append(_row(path, fields.get(path, {})))
    for path in (*NAMES, "container.author"):
        made.append(_row(path, people.get(path, {})))
    return made


def _row(path: str, held: dict[str, int]) -> str:
    """The fields, the commonest first, and the line of Extra for types without one."""
    names = ", ".join(f"`{name}`" for name, _ in sorted(held.items(), key=lambda item: (-item[1], item[0])))
    name = extra_name(path) or ""
    shown = path if path.startswith("container.") else csl_name(path)
    return f"| `{shown}` | {names or '–'} | {f'`{name}: …`' if name else '–'} |"


if __name__ == "__main__":
    print("\n".join(rows()))
