"""Objects of a library as both servers hand them out: in rows that wrap the data, page after page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from refplug.sinks.zotero.calls import BATCH, Calls, data_of
from refplug.sinks.zotero.transport import Objects
from refplug.system.http import Answer

__all__ = ["Good", "read_children", "read_objects", "rows"]

#: Takes an answer and what it is about; the answer if it is a good one, else it raises what stands in the way.
Good = Callable[[Answer, str], Answer]


def read_objects(
    calls: Calls, root: str, what: str, keys: Sequence[str], good: Good, **query: Any
) -> Objects:
    """The `items` or `collections` of these keys below `root` (the library's path), at most 50.

    Items are looked for in the trash too. The local program adds the children of each, which are left out here. The
    version is -1 where somebody wrote between two answers: then none holds for all.
    """
    wanted = set(list(keys)[:BATCH])
    name = "itemKey" if what == "items" else "collectionKey"
    data: dict[str, Mapping[str, Any]] = {}
    stands: set[int] = set()
    for place in (what, "items/trash") if what == "items" else (what,):
        if not (missing := sorted(wanted - data.keys())):
            break
        query |= {name: ",".join(missing), "format": "json"}
        answers = calls.pages(f"{root}/{place}", f"{len(missing)} {what}", **query)
        found = [one for answer in answers for one in rows(calls, answer, f"{what} of the library", good)]
        data |= {str(one["key"]): data_of(one) for one in found if one.get("key") in wanted}
        stands |= {calls.version(answer) for answer in answers}
    return Objects(stands.pop() if len(stands) == 1 else -1, data)


def read_children(calls: Calls, root: str, key: str, good: Good, **query: Any) -> Sequence[Mapping[str, Any]]:
    """The data of the notes and attachments of an item."""
    answers = calls.pages(f"{root}/items/{key}/children", "what hangs on an item", **query)
    return [
        data_of(one) for answer in answers for one in rows(calls, answer, "the children of an item", good)
    ]


def rows(calls: Calls, answer: Answer, doing: str, good: Good) -> list[Mapping[str, Any]]:
    """The rows of a listing; `SourceUnavailable` for a page or another answer that is no list."""
    value = calls.json(good(answer, doing), list)
    return [one for one in value if isinstance(one, Mapping)]
