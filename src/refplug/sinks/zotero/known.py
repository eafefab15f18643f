"""Which item is which work: entries renamed, items merged in Zotero, first meetings of an entry and an item."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from refplug.sinks.zotero.facets import Item, facets
from refplug.sinks.zotero.state import State, is_work

__all__ = ["Known", "is_again", "is_but_renamed", "may_be_same", "names_of"]

_REPLACED = re.compile(r"/items/([A-Z0-9]{8})$")
_YEAR = re.compile(r"\b\d{4}\b")
_TELLING = ("ISBN", "volume", "issue", "pages", "edition", "numberOfVolumes")
_NUMBERS = ("DOI", "ISBN", "url", "callNumber", "extra/pmid", "extra/pmcid")
_PARTS = frozenset({"bookSection", "conferencePaper", "encyclopediaArticle", "dictionaryEntry"})
_NAMES = ("citationKey", "extra/citation key")


class Known:
    """What identifies the items of a library; each index is made when it is first needed."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._heirs: dict[str, str] | None = None
        self._names: dict[str, list[str]] | None = None
        self._facets: dict[str, Mapping[str, str]] = {}

    def heir(self, key: str) -> str | None:
        """The item into which Zotero merged a lost one: it says `dc:replaces`. Merges of merges are followed."""
        if self._heirs is None:
            self._heirs = dict(self._replaced())
        live = self._state.items()
        heir, seen = self._heirs.get(key), {key}
        while heir is not None and heir not in live and heir not in seen:
            seen.add(heir)
            heir = self._heirs.get(heir)
        return heir if heir in live else None

    def same_work(self, mine: Item, free: set[str]) -> str | None:
        """The one item among the free ones with the same citation key or DOI, if nothing speaks against it."""
        for name in names_of(mine):
            keys = [key for key in self._named(name) if key in free]
            if len(keys) == 1 and may_be_same(mine, self._state.item(keys[0]) or {}):
                return keys[0]
        return None

    def namesake(self, citekeys: Collection[str], free: set[str]) -> str | None:
        """The one free item that bears one of these citation keys."""
        keys = {key for name in citekeys for key in self._named(f"citekey {name}") if key in free}
        return keys.pop() if len(keys) == 1 else None

    def same_number(self, versions: Sequence[Mapping[str, str]], free: set[str]) -> str | None:
        """The one free item that bears a number of a lost one; no other number may be at odds with each of its versions.

        An address is no such number here: many works may give that of their journal.
        """
        numbers = {number for version in versions for number in _numbers(version)}
        numbers = {number for number in numbers if not number.startswith("url ")}
        found = []
        for key in free if numbers else ():
            held = self._facets_of(key)
            if numbers & set(_numbers(held)) and not all(_at_odds(version, held) for version in versions):
                found.append(key)
        return found[0] if len(found) == 1 else None

    def _facets_of(self, key: str) -> Mapping[str, str]:
        if key not in self._facets:
            self._facets[key] = facets(self._state.item(key) or {})
        return self._facets[key]

    def renamed(
        self, lost: Mapping[str, Mapping[str, str]], new: Sequence[str], item: Callable[[str], Item]
    ) -> dict[str, str]:
        """Citekeys that are gone, with the new citekey of the same entry; `lost` holds the facets each was last agreed with.

        An entry is the same if its item differs in nothing but the citation key, or if it alone has the same number or
        address, or the same title and creators, and no other number is at odds. One that was renamed and rewritten
        otherwise is another entry: a deletion to be asked about, and a new work.
        """
        held = {citekey: facets(item(citekey)) for citekey in new} if lost else {}
        by_sign: dict[str, list[str]] = {}
        for citekey, now in held.items():
            for sign in _signs(now):
                by_sign.setdefault(sign, []).append(citekey)
        found: dict[str, str] = {}
        for citekey, before in lost.items():
            for sign in _signs(before):
                same = [one for one in by_sign.get(sign, []) if one not in found.values()]
                if len(same) == 1 and not _at_odds(before, held[same[0]]):
                    found[citekey] = same[0]
                    break
        return found

    def _named(self, name: str) -> Sequence[str]:
        """The keys of the works with this name, one of `names_of`."""
        if self._names is None:
            self._names = {}
            for key, _, kind, data in self._state.book.rows("item"):
                for one in names_of(data) if is_work(kind) else ():
                    self._names.setdefault(one, []).append(key)
        return self._names.get(name, ())

    def _replaced(self) -> Iterator[tuple[str, str]]:
        for new, _, _, data in self._state.book.rows("item"):
            relations = data.get("relations")
            said = relations.get("dc:replaces", ()) if isinstance(relations, Mapping) else ()
            for uri in [said] if isinstance(said, str) else said:
                if match := _REPLACED.search(str(uri)):
                    yield match.group(1), new


def names_of(item: Item) -> Iterator[str]:
    """What may identify a work: its citation key, its DOI, its type with title, year and first creator.

    >>> list(names_of({"citationKey": "a2004", "DOI": "https://doi.org/10.1/X"}))
    ['citekey a2004', 'doi 10.1/x']
    """
    if key := item.get("citationKey") or _extra_line(item, "citation key"):
        yield f"citekey {key}"
    if doi := _doi(item):
        yield f"doi {doi}"
    title, year, creators = _letters(item), _YEAR.search(str(item.get("date") or "")), item.get("creators")
    if title and year and creators:
        first = creators[0]
        name = str(first.get("lastName") or first.get("name") or "").casefold()
        yield f"work {item.get('itemType')} {title} {year.group()} {name}"


def may_be_same(one: Item, other: Item) -> bool:
    """Whether nothing speaks against two descriptions being one work: the same DOI, or titles alike and no number at odds.

    >>> may_be_same({"title": "On Law"}, {"title": "On law."}), may_be_same({"title": "On Law"}, {"title": "On Faith"})
    (True, False)
    """
    dois = [_doi(one), _doi(other)]
    if all(dois):
        return dois[0] == dois[1]
    if any(one.get(name) and other.get(name) and one[name] != other[name] for name in _TELLING):
        return False
    titles = [_letters(one), _letters(other)]
    return not all(titles) or titles[0] == titles[1]


def is_again(versions: Sequence[Mapping[str, str]], held: Mapping[str, str]) -> bool:
    """Whether an item with the citation key of a lost one is the same work, though parts of it were corrected.

    `versions` are facets of the entry: now, and on both sides when they last agreed; `held` are the item's. One sign is
    asked for besides the key: a number or address, or the title. People and year are none, since keys are made of them.
    A DOI or ISBN that no version had is another work's.

    >>> before = {"title": "On Law", "volume": "1", "callNumber": "BP 4"}
    >>> is_again([before], {"title": "On Law", "volume": "2"}), is_again([before], {"title": "Of Law", "callNumber": "BP 4"})
    (True, True)
    >>> is_again([before], {"title": "Of Law"})
    False
    """
    for number in (_doi, _isbn):
        said = {number(version) for version in versions} - {""}
        if said and number(held) and number(held) not in said:
            return False
    numbers, title = set(_numbers(held)), _letters(held)
    return any(numbers & set(_numbers(one)) or (title and title == _letters(one)) for one in versions)


def is_but_renamed(item: Item, before: Mapping[str, str]) -> bool:
    """Whether an item is what it was, but for its citation key.

    >>> is_but_renamed({"title": "A", "citationKey": "b"}, {"title": "A", "citationKey": "a"})
    True
    """
    return {**facets(item), "citationKey": ""} == {**before, "citationKey": ""}


def _letters(item: Item) -> str:
    """The title without case, blanks and punctuation."""
    return "".join(filter(str.isalnum, str(item.get("title") or "").casefold()))


def _doi(item: Item) -> str:
    found = str(item.get("DOI") or _extra_line(item, "doi")).strip().lower()
    return re.sub(r"^https?://(dx\.)?doi\.org/", "", found)


def _isbn(item: Item) -> str:
    return "".join(filter(str.isalnum, str(item.get("ISBN") or "").upper()))


def _extra_line(item: Item, label: str) -> str:
    extra = str(item.get("extra") or "")
    line = facets({"extra": extra}).get(f"extra/{label}", "") if label in extra.lower() else ""
    return line.partition(":")[2].strip()


def _signs(held: Mapping[str, str]) -> Iterator[str]:
    """By what an entry is known again when its citekey is another, the strongest sign first."""
    yield repr(sorted((name, text) for name, text in held.items() if name not in _NAMES))
    yield from _numbers(held)
    if held.get("title"):
        people = sorted(text for name, text in held.items() if name.startswith("creators/"))
        yield repr((held.get("itemType"), _letters(held), people))


def _numbers(held: Mapping[str, str]) -> Iterator[str]:
    """The numbers and addresses of an entry that are its own: a chapter's ISBN is its book's."""
    for name in _NUMBERS:
        is_of_whole = name == "ISBN" and held.get("itemType") in _PARTS
        if held.get(name) and not is_of_whole:
            yield f"{name} {held[name].lower()}"


def _at_odds(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether two descriptions bear different numbers. With the same DOI they do not: an edition may be corrected."""
    if one.get("DOI") and one["DOI"].lower() == other.get("DOI", "").lower():
        return False
    return any(one.get(name) and other.get(name) and one[name] != other[name] for name in ("DOI", *_TELLING))
