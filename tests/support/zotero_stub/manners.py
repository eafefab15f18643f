"""Where the two real servers differ: one table, read by everything else. Each line was seen in the recordings."""

from __future__ import annotations

from dataclasses import dataclass

from support.zotero_stub.wire import HTML, PLAIN


@dataclass(frozen=True)
class Manners:
    """How a personality says no, and what it lets pass."""

    local: bool
    errors: str  # content type of a refusal
    keys_type: str  # content type of `format=keys`
    client_keys: bool  # a new object may bring its key with version 0
    strict: bool  # fields, creator types, tags are checked
    unchanged_counts: bool  # writing what is there already moves the library version
    empty_batch: bool  # an empty array is fine
    failed_keys: bool  # each entry of `failed` repeats the key
    default_limit: int | None
    most: int | None
    no_version_one: str
    stale_one: str
    stale_of_batch: str
    missing_of_batch: str
    no_version_delete: str
    not_found: str
    token_bare: bool  # refusals of write tokens come without Zotero's headers


WEB = Manners(
    local=False,
    errors=HTML,
    keys_type="text/plain;charset=UTF-8",
    client_keys=True,
    strict=True,
    unchanged_counts=True,
    empty_batch=True,
    failed_keys=False,
    default_limit=25,
    most=100,
    no_version_one="Either If-Unmodified-Since-Version or object version property must be provided for key-based writes",
    stale_one="{Kind} has been modified since specified version (expected {wanted}, found {found})",
    stale_of_batch="{Kind} has been modified since specified version (expected {wanted}, found {found})",
    missing_of_batch="{Kind} doesn't exist (expected version {wanted}; use 0 instead)",
    no_version_delete="If-Unmodified-Since-Version must be provided for delete requests",
    not_found="{Kind} does not exist",
    token_bare=True,
)
LOCAL = Manners(
    local=True,
    errors=PLAIN,
    keys_type=PLAIN,
    client_keys=False,
    strict=False,
    unchanged_counts=False,
    empty_batch=False,
    failed_keys=True,
    default_limit=None,
    most=None,
    no_version_one="If-Unmodified-Since-Version not provided",
    stale_one="{kind} has been modified since specified version (expected {wanted}, found {found})",
    stale_of_batch="{kind} version mismatch: expected {wanted}, found {found}",
    missing_of_batch="{kind} doesn't exist (expected version {wanted}; use 0 instead)",
    no_version_delete="If-Unmodified-Since-Version not provided",
    not_found="Not found",
    token_bare=False,
)
SINGULAR = {"items": "item", "collections": "collection", "searches": "search"}


def said(text: str, kind: str, wanted: int = 0, found: int = 0) -> str:
    """A sentence of the table with its blanks filled."""
    name = SINGULAR[kind]
    return text.format(kind=name, Kind=name.capitalize(), wanted=wanted, found=found)
