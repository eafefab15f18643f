"""A Zotero library made regular, as a plan: one spelling for each tag, romanizations beside script, forms to search by.

Only what is sure is planned; the rest is asked (`refplug.library.zotero_tags`) or held back. The spelling of a tag that
goes is kept in Extra (`refplug-keyword`), so nothing that was typed is lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from refplug.extra import is_romanized
from refplug.library.zotero_tags import Options, Tags, tag_changes
from refplug.model import Creator, Field, Name, Reading, Record, Rendering, Term, TermVerdict
from refplug.model.record import NAMES
from refplug.romanize.schemes.render import capitalized
from refplug.romanize.script.records import siblings, unsure_words
from refplug.sinks.zotero.facets import Item, facets
from refplug.sinks.zotero.mapping import item_of, record_of
from refplug.sinks.zotero.plan import Kind, Line, Operation, Plan
from refplug.sinks.zotero.state import is_work

__all__ = ["plan_normalize"]

_SURE_WORD = 0.8  # of each word of a title; what is below is shown to a person


def plan_normalize(
    items: Sequence[Item],
    options: Options,
    *,
    server: str = "",
    library: str = "",
    tags: Tags | None = None,
    sheet: str = "",
) -> tuple[Plan, tuple[str, ...]]:
    """The changes of a whole library as a plan with a hash, and remarks on what was held back.

    `items` are those to change; `tags` what was found out over the whole library, where that is more. `sheet` names the
    worksheet that this run writes, if it does.
    """
    found = tags or (tag_changes(items, options) if options.with_tags else Tags())
    becomes = found.sure if options.with_tags else {}
    operations, held_back = [], 0
    for one in items:
        if not is_work(str(one.get("itemType", ""))) or one.get("deleted"):
            continue
        changed, unsure = _normalized(one, becomes, options)
        held_back += unsure
        if changed:
            operations.append(_operation(one, changed))
    remarks = []
    if asked := sum(1 for change in found.changes if not change.is_sure) + len(found.unsure):
        where = f"{sheet} lists them, --take {sheet}" if sheet else "--worksheet FILE lists them, --take FILE"
        remarks.append(f"{asked} tag{'s' if asked > 1 else ''} to decide on: {where} reads it back")
    if held_back:
        remarks.append(
            f"{held_back} titles and names with unsure words were left as they are; --unsure takes them too"
        )
    plan = Plan(direction="normalize", server=server, library=library, file="", operations=tuple(operations))
    return plan, tuple(remarks)


def _normalized(item: Item, becomes: Mapping[str, str], options: Options) -> tuple[dict[str, Any], int]:
    """The changed properties of one item, and how many romanizations were held back."""
    tags = _new_tags(item, becomes)
    if tags is None and not (options.with_romanization or options.with_search):
        return {}, 0
    record, _ = record_of(item, schema=options.schema)
    before = record
    if tags is not None:
        record = replace(record, keyword=_respelled(record.keyword, becomes))
    held_back = 0
    if options.with_romanization:
        record, held_back = _romanized(record, options)
    if record == before and not options.with_search:
        return {}, held_back
    made, _ = item_of(
        record,
        schema=options.schema,
        base=item,
        with_abstract=True,
        with_search=options.with_search or None,
    )
    changed: dict[str, Any] = {}
    if tags is not None:
        changed["tags"] = tags
    if made.get("extra", "") != (item.get("extra") or ""):
        changed["extra"] = made.get("extra", "")
    return changed, held_back


def _new_tags(item: Item, becomes: Mapping[str, str]) -> list[dict[str, Any]] | None:
    """The tags with new spellings, none twice, manual ones manual; None where nothing changes."""
    held = [tag for tag in item.get("tags") or () if isinstance(tag, Mapping)]
    if not any(becomes.get(" ".join(str(tag.get("tag")).split())) for tag in held):
        return None
    made: dict[str, dict[str, Any]] = {}
    for tag in held:
        name = str(tag.get("tag"))
        name = becomes.get(" ".join(name.split()), name)
        kept = made.setdefault(name, {**tag, "tag": name})
        if not tag.get("type"):
            kept.pop("type", None)
    return list(made.values())


def _respelled(field: Field[tuple[Term, ...]], becomes: Mapping[str, str]) -> Field[tuple[Term, ...]]:
    """The keywords in their new spelling, the printed form kept."""
    claim = field.accepted
    if claim is None:
        return field
    terms: dict[str, Term] = {}
    for term in claim.value:
        new = becomes.get(" ".join(term.text.split()))
        made = term
        if new and new != term.text:
            form = Rendering(text=new, scheme="", reading=Reading.ARABIC, probability=1.0, source="normalize")
            made = replace(term, preferred=form, verdict=TermVerdict.ROMANIZED)
        held = terms.get(made.text)
        if held is None or (held.printed == held.text and made.printed != made.text):
            terms[made.text] = made
    return Field((replace(claim, value=tuple(terms.values())),))


def _romanized(record: Record, options: Options) -> tuple[Record, int]:
    """Romanized siblings beside title, publisher, series and names in script; those with unsure words are held back."""
    reading = None if options.reading == "auto" else options.reading
    grown = siblings(record, options.scheme, reading, options.lexicon)
    doubtful = {
        word.variable
        for word in unsure_words(record, options.scheme, reading, options.lexicon)
        if word.probability < _SURE_WORD
    }
    held_back = 0
    changes: dict[str, Any] = {}
    for name in ("title", "publisher", *NAMES):
        if grown.field(name) == record.field(name):
            continue
        if name in doubtful and not options.with_unsure:
            held_back += 1
        elif name in NAMES:
            changes[name] = _capitalized(grown.field(name))
        else:
            changes[name] = grown.field(name)
    return replace(record, **changes), held_back


def _capitalized(field: Field[tuple[Creator, ...]]) -> Field[tuple[Creator, ...]]:
    """Romanized names with a capital on each part, behind ʿayn too."""

    def name(one: Name) -> Name:
        if not is_romanized(one.language):
            return one
        return replace(one, family=_initial(one.family), given=_initial(one.given))

    return Field(
        tuple(
            replace(
                claim,
                value=tuple(replace(c, variants=tuple(map(name, c.variants))) for c in claim.value),
            )
            for claim in field.claims
        )
    )


def _initial(part: str) -> str:
    """The part with a capital, unless it begins with the article."""
    return part if part.startswith(("al-", "el-")) else capitalized(part)


def _operation(item: Item, changed: Mapping[str, Any]) -> Operation:
    before, after = facets(item), facets({**item, **changed})
    lines = tuple(
        Line(name, before.get(name), after.get(name))
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    )
    body = {"key": item["key"], "version": int(item.get("version") or 0), **changed}
    return Operation(
        kind=Kind.UPDATE,
        citekey=str(item.get("citationKey") or ""),
        key=str(item["key"]),
        title=str(item.get("title") or ""),
        body=body,
        lines=lines,
    )
