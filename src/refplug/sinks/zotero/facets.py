"""A Zotero item as named values that can change apart: its facets; and a patch made of some of them.

`title` is a facet; so are the creators of one kind (`creators/author`), each tag (`tags/Iraq`), each labelled line of
Extra (`extra/cne-title-original`) and the rest of Extra (`extra`). So a tag added here and a tag added there are no
conflict, and an edited author does not touch the editors.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

__all__ = ["Item", "facets", "named", "patch", "shown"]

Item = Mapping[str, Any]

#: What belongs to the library and not to the description of the work; a sync of descriptions leaves it alone.
_THEIRS = frozenset(
    "key version dateAdded dateModified collections relations deleted inPublications parentItem"
    " creators tags extra".split()
)
_LABEL = re.compile(r"([A-Za-z][A-Za-z0-9 _.\-]{0,60}?)[ \t]*:(?=\s|$)")


def facets(item: Item) -> dict[str, str]:
    """The facets of an item's JSON data by name; what is empty is absent.

    >>> facets({"itemType": "book", "title": "A", "date": "", "tags": [{"tag": "x", "type": 1}], "extra": "PMID: 7\\nmine"})
    {'itemType': 'book', 'title': 'A', 'tags/x': 'x', 'extra/pmid': 'PMID: 7', 'extra': 'mine'}
    """
    found = {name: text for name, value in item.items() if name not in _THEIRS and (text := _text(value))}
    for kind, creators in _by_kind(item).items():
        found[f"creators/{kind}"] = json.dumps(creators, ensure_ascii=False, sort_keys=True)
    for tag in _tags(item):
        found[f"tags/{tag['tag']}"] = tag["tag"]
    lines: dict[str, list[str]] = {}
    for name, line in _lines(item):
        lines.setdefault(name, []).append(line)
    found |= {name: text for name, held in lines.items() if (text := "\n".join(held).strip("\n"))}
    return found


def patch(target: Item, source: Item, names: Iterable[str]) -> dict[str, Any]:
    """The properties to send so that `target` gets these facets of `source`, and keeps everything else it holds.

    >>> target = {"title": "A", "tags": [{"tag": "mine"}], "extra": "free text"}
    >>> patch(target, {"title": "B", "tags": [{"tag": "new", "type": 1}]}, ["title", "tags/new"])
    {'title': 'B', 'tags': [{'tag': 'mine'}, {'tag': 'new', 'type': 1}]}

    A facet that `source` lacks is taken away. Lists are sent whole, since the API replaces them whole.
    """
    wanted = sorted(set(names))
    made: dict[str, Any] = {
        name: source.get(name, "") for name in wanted if "/" not in name and name != "extra"
    }
    if kinds := [name.partition("/")[2] for name in wanted if name.startswith("creators/")]:
        made["creators"] = _patched_creators(target, source, kinds)
    if tags := {name.partition("/")[2] for name in wanted if name.startswith("tags/")}:
        made["tags"] = _patched_tags(target, source, tags)
    if extra := {name for name in wanted if name == "extra" or name.startswith("extra/")}:
        made["extra"] = _patched_extra(target, source, extra)
    return made


def named(name: str) -> str:
    """The name of a facet for people.

    >>> named("creators/author"), named("tags/Iraq"), named("extra/pmid"), named("title")
    ('author', 'tag', 'Extra', 'title')
    """
    group, _, rest = name.partition("/")
    return {"creators": rest, "tags": "tag", "extra": "Extra"}.get(group, name)


def shown(name: str, value: str | None) -> str:
    """A facet's value for people.

    >>> shown("creators/author", '[{"firstName": "ʿAlī", "lastName": "al-Sīstānī"}]')
    'al-Sīstānī, ʿAlī'
    """
    if value is None:
        return ""
    if not name.startswith("creators/"):
        return value
    return "; ".join(map(_name_of, json.loads(value)))


def _name_of(creator: Mapping[str, Any]) -> str:
    if creator.get("name"):
        return str(creator["name"])
    return ", ".join(str(part) for name in ("lastName", "firstName") if (part := creator.get(name)))


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if value is None or value is False or value in ({}, []):
        return ""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _by_kind(item: Item) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for creator in item.get("creators") or ():
        if isinstance(creator, Mapping):
            names = {name: value for name, value in creator.items() if name != "creatorType" and value}
            found.setdefault(str(creator.get("creatorType", "")), []).append(names)
    return found


def _tags(item: Item) -> Iterator[Mapping[str, Any]]:
    for tag in item.get("tags") or ():
        if isinstance(tag, Mapping) and isinstance(tag.get("tag"), str):
            yield tag


def _lines(item: Item) -> Iterator[tuple[str, str]]:
    """Each line of Extra with the name of its facet; a line that is indented or has no label is free text."""
    extra = item.get("extra")
    for line in (extra if isinstance(extra, str) else "").split("\n"):
        label = _LABEL.match(line)
        yield (f"extra/{label.group(1).lower()}" if label else "extra"), line


def _patched_creators(target: Item, source: Item, kinds: list[str]) -> list[Mapping[str, Any]]:
    """The target's creators with those of some kinds replaced, where the first of that kind stood."""
    new = {
        kind: [c for c in source.get("creators") or () if c.get("creatorType", "") == kind] for kind in kinds
    }
    made: list[Mapping[str, Any]] = []
    for creator in target.get("creators") or ():
        kind = str(creator.get("creatorType", ""))
        if kind not in kinds:
            made.append(creator)
        else:
            made += new.pop(kind, [])
    # kinds that the target lacked come where the source has them: before all else if they are first there
    for kind, creators in new.items():
        first = (source.get("creators") or [{}])[0].get("creatorType") == kind
        made = [*creators, *made] if first else [*made, *creators]
    return made


def _patched_tags(target: Item, source: Item, names: set[str]) -> list[Mapping[str, Any]]:
    held = {tag["tag"] for tag in _tags(source)}
    kept = [tag for tag in _tags(target) if tag["tag"] not in names or tag["tag"] in held]
    there = {tag["tag"] for tag in kept}
    new = [tag for tag in _tags(source) if tag["tag"] in names - there]
    return [*kept, *new]


def _patched_extra(target: Item, source: Item, names: set[str]) -> str:
    """The target's Extra with some facets replaced where they stood, new ones behind the rest."""
    new: dict[str, list[str]] = {name: [] for name in sorted(names)}
    for name, line in _lines(source):
        if name in new:
            new[name].append(line)
    made: list[str] = []
    for name, line in _lines(target):
        if name not in names:
            made.append(line)
        else:
            made += new.pop(name, [])
    for lines in new.values():
        made += lines
    return "\n".join(made).strip("\n")
