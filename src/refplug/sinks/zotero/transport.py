"""What the engine asks of a Zotero library, whoever keeps it: one protocol, spoken by the web and the local transport."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

__all__ = ["Access", "Deleted", "Listing", "Moved", "Objects", "Outcome", "Refusal", "TokenUsed", "Transport"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who we are to the server, and what we may do: `user` (0 on the local API), the name shown, rights on the library."""

    user: int
    name: str = ""
    may_read: bool = True
    may_write: bool = False
    may_attach: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """The versions of objects by key, and the library version they were listed at."""

    version: int
    versions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Objects:
    """Objects as the server gave them, by key: `data` of each, with its `version`; and the library version."""

    version: int
    data: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Deleted:
    """Keys of items and collections that were deleted for good since a version, and the library version."""

    version: int
    items: frozenset[str]
    collections: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why one object of a batch was not written: the server's code and words."""

    code: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a batch did, by place in it: objects written (their data, with key and version), unchanged, refused.

    `unclear` places were done, the report says, but it does not show how the object is now.
    """

    version: int
    written: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    unchanged: frozenset[int] = frozenset()
    refused: Mapping[int, Refusal] = field(default_factory=dict)
    unclear: frozenset[int] = frozenset()


class Moved(Exception):
    """The library is not at the version that the request named: nothing was done, read again."""


class TokenUsed(Exception):
    """A request with this write token was done before: look what it did."""


class Transport(Protocol):
    """A library on a server. Methods raise `SourceUnavailable` (no usable answer) and `RunAborted` (no right, no such library).

    `server` names the server whose versions count: state is kept per server and library. `takes_keys`: new objects may
    bring their own key. `knows_deleted`: there is a feed of deletions; else they are found by comparing key lists.
    """

    @property
    def server(self) -> str:
        """Whose versions these are."""
        ...

    @property
    def library(self) -> str:
        """`users/N` or `groups/N`."""
        ...

    @property
    def takes_keys(self) -> bool:
        """Whether a new item may bring its own key."""
        ...

    @property
    def knows_deleted(self) -> bool:
        """Whether deletions are told."""
        ...

    def access(self) -> Access:
        """Who we are, and our rights on the library. Writing without the right is refused before the first request."""
        ...

    def schema_version(self) -> int | None:
        """The version of the schema that the server last named; None before the first answer."""
        ...

    def schema(self) -> bytes:
        """The schema that the server serves now."""
        ...

    def listing(self, what: str, since: int = 0) -> Listing:
        """Keys and versions of `items/top`, `items/trash` or `collections` that changed after a version."""
        ...

    def objects(self, what: str, keys: Sequence[str]) -> Objects:
        """The `items` or `collections` of these keys, at most 50; what does not exist is left out."""
        ...

    def children(self, key: str) -> Sequence[Mapping[str, Any]]:
        """The data of the notes and attachments of an item."""
        ...

    def deleted(self, since: int) -> Deleted:
        """What was deleted after a version."""
        ...

    def write(self, objects: Sequence[Mapping[str, Any]], token: str, version: int | None) -> Outcome:
        """Create (no `version`, or 0) or patch items, at most 50, if the library is at `version` still.

        The same call with the same token is done once. Raises `Moved` and `TokenUsed`.
        """
        ...

    def upload(self, key: str, file: Path, md5_before: str | None) -> bool:
        """Store a file in an attachment item; False where the server had it. `md5_before` is the file it replaces."""
        ...
