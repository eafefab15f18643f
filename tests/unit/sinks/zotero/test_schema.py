"""The bundled schema, its compact form, and a schema that is newer than ours."""

from __future__ import annotations

import json

import pytest

from refplug.sinks.zotero.schema import LINK_MODES, bundled, compact, loads, newest


def _full(version: int) -> bytes:
    """A schema in the shape of `GET /schema`, with a type and a part that ours has not."""
    kinds = [
        {
            "itemType": name,
            "fields": [
                {"field": one, "baseField": kind.bases[one]} if one in kind.bases else {"field": one}
                for one in kind.fields
            ],
            "creatorTypes": [
                {"creatorType": one, "primary": True} if one == kind.primary else {"creatorType": one}
                for one in kind.creators
            ],
        }
        for name, kind in bundled().types.items()
    ]
    kinds.append(
        {"itemType": "hologram", "fields": [{"field": "title"}, {"field": "hue"}], "creatorTypes": []}
    )
    own = bundled()
    csl = {
        "types": {**{name: list(held) for name, held in own.csl_types.items()}, "hologram": ["hologram"]},
        "fields": {
            "text": {name: list(held) for name, held in own.csl_texts.items()},
            "date": dict(own.csl_dates),
        },
        "names": dict(own.csl_names),
    }
    return json.dumps({"version": version, "itemTypes": kinds, "csl": csl, "new": [], "locales": {}}).encode()


def test_every_type_has_a_template_with_its_fields() -> None:
    schema = bundled()
    for name, kind in schema.types.items():
        modes = tuple(LINK_MODES) if name == "attachment" else (None,)
        for mode in modes:
            made = schema.template(name, mode)
            assert made["itemType"] == name
            left_out = {"url"} if mode and mode.endswith("_file") else set()
            assert set(kind.fields) - set(made) == left_out


def test_each_base_field_of_a_type_is_found_under_its_own_name() -> None:
    for kind in bundled().types.values():
        for name in kind.fields:
            assert kind.field_for(kind.base_of(name)) == name, (kind.name, name)


def test_every_type_but_the_annotation_has_a_csl_type() -> None:
    schema = bundled()
    assert [name for name in schema.types if schema.csl_type_of(name) is None] == ["annotation"]


def test_a_newer_schema_takes_the_place_of_ours_and_an_older_one_does_not() -> None:
    assert newest(_full(44)).version == 44
    assert newest(_full(44)).types["hologram"].fields == ("title", "hue")
    assert newest(_full(12)) == bundled()


def test_the_compact_form_says_the_same() -> None:
    full = loads(_full(44))
    assert loads(compact(full)) == full
    assert loads(_full(41)).csl_texts == bundled().csl_texts


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"<html>", b'{"version": 41}', b'{"version":1,"itemTypes":[1]}']
)
def test_what_is_no_schema_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(ValueError, match="this is no Zotero schema") as told:
        loads(data)
    assert "\n" not in str(told.value)
