"""CSL JSON of an item, by the map that the schema carries: enough to see what a client makes of it."""

from __future__ import annotations

from typing import Any

from support.zotero_stub.render import parsed_date
from support.zotero_stub.store import Library, Thing


def csl_item(library: Library, thing: Thing) -> dict[str, Any]:
    """One CSL item; fields of the type are read under their base names too."""
    schema, data = library.world.schema, thing.data
    kind = schema.kinds[data["itemType"]]
    csl = schema.official()["csl"]
    named = {**{base: data.get(own) for own, base in kind.bases.items()}, **data}
    types = csl.get("types", {})
    found = next((name for name, held in types.items() if data["itemType"] in held), "document")
    made: dict[str, Any] = {"id": f"1/{thing.key}", "type": found}
    for name, sources in csl.get("fields", {}).get("text", {}).items():
        if value := next((named[one] for one in sources if named.get(one)), None):
            made[name] = value
    for name, source in csl.get("fields", {}).get("date", {}).items():
        if parsed := parsed_date(str(named.get(source) or "")):
            made[name] = {"date-parts": [[int(part) for part in parsed.split("-")]]}
    for own, name in csl.get("names", {}).items():
        people = [_name(one) for one in data.get("creators", ()) if one["creatorType"] == own]
        if people:
            made[name] = people
    return made


def _name(creator: dict[str, Any]) -> dict[str, str]:
    if creator.get("name"):
        return {"literal": creator["name"]}
    return {"family": creator.get("lastName", ""), "given": creator.get("firstName", "")}
