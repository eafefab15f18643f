"""Versions that a write must name: of the library, of one object, in a header or in the object."""

from __future__ import annotations

from typing import Any

from support.zotero_stub.manners import Manners, said
from support.zotero_stub.store import Library, Thing
from support.zotero_stub.wire import Refused, Request

HEADER = "If-Unmodified-Since-Version"


def header_version(request: Request) -> int | None:
    """The version of the header; `Refused` where it is no number."""
    value = request.header(HEADER)
    if value is None:
        return None
    if not value.isdigit():
        raise Refused(400, f"Invalid {HEADER} value '{value}'")
    return int(value)


def library_unchanged(request: Request, library: Library, *, needed: str = "") -> bool:
    """Whether the request names the library version, which then holds; `needed`: the sentence where it must."""
    wanted = header_version(request)
    if wanted is None:
        if needed:
            raise Refused(428, needed)
        return False
    if wanted < library.version:
        found = library.version
        raise Refused(
            412, f"Library has been modified since specified version (expected {wanted}, found {found})"
        )
    return True


def one_unchanged(
    request: Request, given: dict[str, Any], thing: Thing | None, kind: str, manners: Manners
) -> None:
    """A single PUT or PATCH: the version stands in the header or in the object."""
    in_header, in_object = header_version(request), given.get("version")
    if in_header is not None and in_object is not None and in_header != in_object:
        text = f"{HEADER} value does not match JSON version property ({in_header} != {in_object})"
        raise Refused(400, text)
    wanted = in_header if in_header is not None else in_object
    if wanted is None:
        raise Refused(428, manners.no_version_one)
    _number(wanted)
    if thing is None:
        if wanted:
            raise Refused(404, said(manners.missing_of_batch, kind, wanted))
    elif wanted < thing.version:
        raise _stale(manners.stale_one, kind, wanted, thing, manners)


def deletion_allowed(request: Request, thing: Thing | None, kind: str, manners: Manners) -> Thing:
    """A single DELETE: the version stands in the header."""
    if thing is None and manners.local:
        raise Refused(404, manners.not_found)
    wanted = header_version(request)
    if wanted is None:
        raise Refused(428, manners.no_version_delete)
    if thing is None:
        raise Refused(412, f"{said('{Kind}', kind)} not found (expected version {wanted})")
    if wanted < thing.version:
        raise _stale(manners.stale_one, kind, wanted, thing, manners)
    return thing


def of_batch(
    given: dict[str, Any], thing: Thing | None, kind: str, manners: Manners, *, library_checked: bool
) -> None:
    """One object of a multi-object write that brings its key."""
    wanted = given.get("version")
    if wanted is None:
        if library_checked:
            return
        text = (
            "Either If-Unmodified-Since-Version or 'version' property must be provided for 'key'-based writes"
        )
        raise Refused(428, text)
    _number(wanted)
    if thing is None:
        if wanted:
            raise Refused(404, said(manners.missing_of_batch, kind, wanted))
    elif wanted < thing.version:
        raise Refused(412, said(manners.stale_of_batch, kind, wanted, thing.version))


def _number(version: object) -> None:
    if not isinstance(version, int) or isinstance(version, bool):
        raise Refused(400, "'version' must be an integer")


def _stale(text: str, kind: str, wanted: int, thing: Thing, manners: Manners) -> Refused:
    told = () if manners.local else (("Last-Modified-Version", str(thing.version)),)
    return Refused(412, said(text, kind, wanted, thing.version), headers=told)
