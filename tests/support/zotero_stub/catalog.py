"""Answers about the schema: types, fields, creator types, empty items."""

from __future__ import annotations

import hashlib

from support.zotero_stub.manners import Manners
from support.zotero_stub.schema import LINK_MODES, Schema
from support.zotero_stub.wire import JSON, Answer, Refused, Request, as_json

CREATOR_FIELDS = [{"field": "firstName", "localized": "First"}, {"field": "lastName", "localized": "Last"},
                  {"field": "name", "localized": "Name"}]  # fmt: skip
HIDDEN = frozenset({"attachment", "annotation"})


def answer(request: Request, path: str, schema: Schema, manners: Manners) -> Answer | None:
    """The answer, or None where the path is about something else."""
    match path:
        case "/itemTypes":
            rows = [{"itemType": name, "localized": schema.label("itemTypes", name)} for name in schema.kinds
                    if name not in HIDDEN]  # fmt: skip
            return _json(sorted(rows, key=lambda row: row["localized"]))
        case "/itemFields":
            names = dict.fromkeys(name for kind in schema.kinds.values() for name in kind.fields)
            return _json([{"field": name, "localized": schema.label("fields", name)} for name in names])
        case "/itemTypeFields":
            fields = schema.kinds[_type(request, schema)].fields
            return _json([{"field": name, "localized": schema.label("fields", name)} for name in fields])
        case "/itemTypeCreatorTypes":
            kinds = schema.kinds[_type(request, schema)].creators
            rows = [{"creatorType": name, "localized": schema.label("creatorTypes", name)} for name in kinds]
            return _json(rows[:1] + sorted(rows[1:], key=lambda row: row["localized"]))
        case "/creatorFields":
            return _json(CREATOR_FIELDS)
        case "/items/new" if not manners.local:
            return _json(schema.template(_type(request, schema), _link_mode(request)))
        case "/schema":
            return _schema(request, schema)
    return None


def _type(request: Request, schema: Schema) -> str:
    name = request.param("itemType")
    if not name:
        raise Refused(400, "'itemType' not provided")
    if name not in schema.kinds:
        raise Refused(400, f"Invalid item type '{name}'")
    return name


def _link_mode(request: Request) -> str:
    if request.param("itemType") != "attachment":
        return ""
    mode = request.param("linkMode")
    if mode is None:
        raise Refused(400, "linkMode required for itemType=attachment")
    if mode not in LINK_MODES:
        raise Refused(400, f"Invalid linkMode '{mode}'")
    return mode


def _schema(request: Request, schema: Schema) -> Answer:
    body = as_json(schema.official())
    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    if request.header("If-None-Match") == tag:
        return Answer(304, b"", (("ETag", tag),), bare=True)
    return Answer(200, body, (("Content-Type", JSON), ("ETag", tag)))


def _json(value: object) -> Answer:
    return Answer(200, as_json(value), (("Content-Type", JSON),))
