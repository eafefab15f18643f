"""Names in Zotero's creators: `al-` inside the family name, roles by the schema, names whole again that came back torn.

An item has one list of creators in one order; a record has one field a role. What the list says beyond the roles (its
order, creator types that CSL does not know) is kept and comes back as long as the names are the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from refplug.mapping import field_at
from refplug.model import Creator, Name, Record
from refplug.model.record import NAMES
from refplug.sinks.zotero.fields import role_of
from refplug.sinks.zotero.schema import ItemType, Schema
from refplug.text.names import name_words

__all__ = ["Placed", "creators_in", "creators_out", "name_in", "name_line", "name_of_line", "name_out"]

_ARTICLE_BEHIND = re.compile(r"(?P<given>\S.*?)\s+(?P<article>(?:al|el)[-‐‑–])$")
_ROLES = (*NAMES, "container.author")


@dataclass(frozen=True, slots=True)
class Placed:
    """Creators by role, and the ones that no role of CSL holds (`unplaced`, as they stand in the item)."""

    by_role: Mapping[str, tuple[Creator, ...]]
    unplaced: tuple[str, ...] = ()


def name_in(raw: Mapping[str, Any]) -> Name:
    """The name of one creator of an item.

    >>> name_in({"lastName": "al-Sīstānī", "firstName": "ʿAlī al-Ḥusaynī"}).inverted()
    'al-Sīstānī, ʿAlī al-Ḥusaynī'
    >>> name_in({"lastName": "Ṣadr", "firstName": "Mūsā al-"}).inverted(), name_in({"lastName": "King", "firstName": "Martin, Jr."}).suffix
    ('al-Ṣadr, Mūsā', 'Jr.')
    >>> name_in({"name": "Ministry of Culture"}).literal
    'Ministry of Culture'

    The article that BibTeX import leaves behind the given name goes back to the family name. Behind a comma of the given
    name stands a suffix, particles of one letter case at its end are dropping particles: Zotero reads them so.
    """
    single = _text(raw.get("name"))
    last, first = _text(raw.get("lastName")), _text(raw.get("firstName"))
    if single or (last and not first and raw.get("fieldMode") == 1):
        return Name(literal=single or last)
    first, suffix = _without_suffix(first)
    if last and (behind := _ARTICLE_BEHIND.fullmatch(first)):
        return Name(family=behind["article"] + last, given=behind["given"], suffix=suffix)
    words = first.split(" ")
    cut = len(words)
    while last and cut > 1 and words[cut - 1] in name_words("particle"):
        cut -= 1
    return Name(
        family=last, given=" ".join(words[:cut]), dropping_particle=" ".join(words[cut:]), suffix=suffix
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _without_suffix(first: str) -> tuple[str, str]:
    given, comma, suffix = first.rpartition(", ")
    if comma and suffix.lower() in name_words("suffix"):
        return given, suffix
    return first, ""


def name_out(name: Name) -> dict[str, str]:
    """The parts of a creator that a name makes.

    >>> name_out(Name(family="Sīstānī", given="ʿAlī", non_dropping_particle="al-"))
    {'firstName': 'ʿAlī', 'lastName': 'al-Sīstānī'}
    >>> name_out(Name(literal="Hawza of Najaf"))
    {'name': 'Hawza of Najaf'}
    """
    if name.literal:
        return {"name": name.literal}
    given = " ".join(part for part in (name.given, name.dropping_particle) if part)
    first = ", ".join(part for part in (given, name.suffix) if part)
    return {"firstName": first, "lastName": name.full_family}


def creators_in(schema: Schema, kind: ItemType, raw: Any) -> Placed:
    """The creators of an item by role; creator types that CSL does not know stay unplaced, as Zotero's own export does."""
    by_role: dict[str, list[Creator]] = {}
    unplaced: list[str] = []
    for one in raw if isinstance(raw, list) else ():
        if not isinstance(one, Mapping):
            continue
        creator_type = _text(one.get("creatorType"))
        role = role_of(schema, kind, creator_type)
        name = name_in(one)
        if role and name:
            by_role.setdefault(role, []).append(Creator(name=name))
        elif name:
            unplaced.append(creator_type)
    return Placed({role: tuple(held) for role, held in by_role.items()}, tuple(unplaced))


def creators_out(
    schema: Schema, kind: ItemType, record: Record, kept: Any, in_lines: frozenset[str] = frozenset()
) -> tuple[list[dict[str, str]], tuple[tuple[str, Creator], ...], tuple[str, ...]]:
    """The creators of an item; with them (role, creator) in the order of the item, and the roles that it cannot hold.

    `kept` is the list that the item had: who stands in it still keeps place, creator type and spelling of the parts.
    `in_lines` are roles that the item's Extra states; where the list has none of them, they stay there.
    """
    types = _types(schema, kind)
    left = {role: list(field_at(record, role).value or ()) for role in _ROLES}
    made: list[dict[str, str]] = []
    placed: list[tuple[str, Creator]] = []
    for one in kept if isinstance(kept, list) else ():
        role = role_of(schema, kind, _text(one.get("creatorType"))) if isinstance(one, Mapping) else None
        if role is None or not name_in(one):
            if isinstance(one, Mapping):
                made.append(dict(one))
                placed.append(("", Creator(name=name_in(one))))
            continue
        if left.get(role):
            creator = left[role].pop(0)
            same = name_in(one) == _joined(creator.name)
            made.append(
                dict(one) if same else {**name_out(creator.name), "creatorType": str(one["creatorType"])}
            )
            placed.append((role, creator))
    listed = {role for role, _ in placed}
    types = {role: one for role, one in types.items() if role not in in_lines or role in listed}
    for role in _ROLES:
        if role in types:
            made += [{**name_out(creator.name), "creatorType": types[role]} for creator in left[role]]
            placed += [(role, creator) for creator in left[role]]
    return made, tuple(placed), tuple(role for role in _ROLES if left[role] and role not in types)


def _types(schema: Schema, kind: ItemType) -> dict[str, str]:
    """The creator type that a new creator of each role gets: the first that stands for it, the type's own first one before all."""
    made: dict[str, str] = {}
    for creator_type in (kind.primary, *kind.creators):
        role = role_of(schema, kind, creator_type) if creator_type else None
        if role:
            made.setdefault(role, creator_type)
    return made


def _joined(name: Name) -> Name:
    """The name as it comes back from an item: the particle inside the family name."""
    return name_in(name_out(name))


def name_line(name: Name) -> str:
    """A name in a line of Extra, as Zotero reads it.

    >>> name_line(Name(family="al-Ṣadr", given="Mūsā")), name_line(Name(literal="Dār al-Ḥadīth"))
    ('al-Ṣadr || Mūsā', 'Dār al-Ḥadīth')
    """
    parts = {part: text.replace("||", "|") for part, text in name_out(name).items()}
    return parts["name"] if "name" in parts else f"{parts['lastName']} || {parts['firstName']}".rstrip()


def name_of_line(value: str) -> Name:
    """The name that a line of Extra says."""
    last, bars, first = value.partition("||")
    return (
        name_in({"lastName": last.strip(), "firstName": first.strip()})
        if bars
        else Name(literal=value.strip())
    )
