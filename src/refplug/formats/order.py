"""The order of a bibliography, for engines that cannot be told: records sorted by us, and CSL styles that leave them so.

Of six engines measured only biber sorts Arabic names right by itself (docs/bibtex.md). The others print a list in
the order it comes in, if their style does not sort: `unsrt` in BibTeX, a CSL style without `sort`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from refplug.model import Creator, Record
from refplug.romanize.keys import sort_key

__all__ = ["in_order", "order_key", "unsorted_style"]

_BIBLIOGRAPHY = re.compile(rb"(<bibliography\b[^>]*>)(.*?)(</bibliography>)", re.DOTALL)
_STYLE = re.compile(rb"<style\b[^>]*>")
_DEMOTE = re.compile(rb"\s+demote-non-dropping-particle\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_SORT = re.compile(rb"\s*<sort\b[^>]*>.*?</sort>", re.DOTALL)


def in_order(records: Iterable[Record]) -> tuple[Record, ...]:
    """The records as a printed bibliography has them: by names, year, title. Equal ones keep their order."""
    return tuple(sorted(records, key=order_key))


def order_key(record: Record) -> tuple[str, int, str]:
    """What a record is sorted by: names less article, ʿayn and diacritics; then the year; then the title.

    A work without names is sorted by its title; one without a year comes before the dated ones.
    """
    people = record.author.value or record.editor.value or record.translator.value or ()
    title = sort_key(record.title.value or "")
    issued = record.issued.value
    return ("   ".join(map(_person, people)) or title, issued.year if issued else -10_000, title)


def _person(creator: Creator) -> str:
    name = creator.name
    return f"{sort_key(name.literal or name.full_family)}  {sort_key(name.given)}"


def unsorted_style(style: bytes) -> bytes:
    """A CSL style whose bibliography keeps the order of the items, and prints al-Ṣadr as al-Ṣadr, Mūsā.

    The sort of the bibliography goes; a particle that the style would move behind the given name (`Ṣadr, Mūsā al-`,
    as citeproc-js does) stays before the family name. Nothing else changes.

    >>> unsorted_style(b"<style><bibliography><sort><key variable='title'/></sort><layout/></bibliography></style>")
    b'<style demote-non-dropping-particle="sort-only"><bibliography><layout/></bibliography></style>'
    """
    kept = _STYLE.sub(_particle_stays, style, count=1)
    return _BIBLIOGRAPHY.sub(lambda found: found[1] + _SORT.sub(b"", found[2]) + found[3], kept)


def _particle_stays(found: re.Match[bytes]) -> bytes:
    """The opening tag with `demote-non-dropping-particle` (CSL 1.0.2, "Name options"), which moves particles by default."""
    tag = _DEMOTE.sub(b"", found[0])
    return tag[:-1] + b' demote-non-dropping-particle="sort-only">'
