"""Our plug-ins for pybtex: formats it lacks, and names and sorting that know al-, ibn, ʿAbd al-, Āl and ʿayn.

pybtex finds them by the entry points in pyproject.toml; nothing here is imported unless pybtex asks. So
`pybtex-convert library.bib library.json` and `pybtex-format --name-style scholarly --sorting-style scholarly` work,
and Sphinx through sphinxcontrib-bibtex (examples/sphinx).
"""

from __future__ import annotations

import re
from typing import IO, Any

from pybtex.database import BibliographyData, Entry
from pybtex.database.input import BaseParser
from pybtex.database.input.bibtex import Parser as BibtexParser
from pybtex.database.output import BaseWriter
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text
from pybtex.style.formatting.plain import Style as PlainStyle
from pybtex.style.names import BaseNameStyle
from pybtex.style.sorting import BaseSortingStyle

from refplug import plugins
from refplug.formats.bibtex.read import read
from refplug.formats.bibtex.tex import plain_text
from refplug.formats.bibtex.write import write
from refplug.ports import Format, WriteOptions
from refplug.romanize.keys import sort_key
from refplug.text.initials import initial_of

__all__ = [
    "CslJsonParser",
    "CslJsonWriter",
    "MarcXmlParser",
    "MarcXmlWriter",
    "RisParser",
    "RisWriter",
    "ScholarlyNames",
    "ScholarlySorting",
    "ScholarlyStyle",
]

_TIED = "\u00a0"
_FIELD = re.compile(r"[A-Za-z][^\s=,{}\"#%()\\@]*")


def _format(name: str) -> Format:
    plugin = plugins.find("formats", name=name)
    if plugin is None:
        raise PybtexError(f"refplug does not read or write {name} in this version")
    loaded: Format = plugins.load(plugin)
    return loaded


class _Parser(BaseParser):  # type: ignore[misc]  # pybtex publishes no types
    """Reads a format of ours; pybtex gets the entries as its own BibTeX parser would give them."""

    format_name = ""

    def parse_stream(self, stream: IO[bytes]) -> BibliographyData:
        """Add the records of an open file to the database; what could not be read is raised as pybtex's own error."""
        parsed = _format(self.format_name).read(stream.read(), str(self.filename))
        if not parsed.records and parsed.notices:
            raise PybtexError(str(parsed.notices[0]))
        written = write(parsed.records, WriteOptions(with_abstract=True))
        source = BibtexParser(encoding="UTF-8").parse_bytes(written.data)
        for key, entry in source.entries.items():
            self.data.add_entry(key, entry)
        return self.data


class _Writer(BaseWriter):  # type: ignore[misc]
    """Writes a format of ours from pybtex's database."""

    format_name = ""

    def write_stream(self, bib_data: BibliographyData, stream: IO[bytes]) -> None:
        """Write all entries; what the format cannot hold is left out, as `refplug convert --report` lists."""
        parsed = read(bibtex_source(bib_data).encode("utf-8"), "pybtex.bib")
        stream.write(_format(self.format_name).write(parsed.records, WriteOptions(with_abstract=True)).data)


def bibtex_source(data: BibliographyData) -> str:
    """The database as BibTeX, every value as pybtex read it: its own writer would escape what is escaped already."""
    entries = []
    for key, entry in data.entries.items():
        fields = [(role, " and ".join(map(str, people))) for role, people in entry.persons.items()]
        fields += [(name, value) for name, value in entry.fields.items() if _FIELD.fullmatch(name)]
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields)
        entries.append(f"@{entry.type}{{{key},\n{lines}}}\n")
    return "\n".join(entries)


class CslJsonParser(_Parser):
    """CSL-JSON into pybtex."""

    default_suffix = ".json"
    format_name = "csl-json"


class CslJsonWriter(_Writer):
    """CSL-JSON out of pybtex."""

    format_name = "csl-json"


class RisParser(_Parser):
    """RIS into pybtex."""

    default_suffix = ".ris"
    format_name = "ris"


class RisWriter(_Writer):
    """RIS out of pybtex."""

    format_name = "ris"


class MarcXmlParser(_Parser):
    """MARCXML into pybtex."""

    default_suffix = ".marcxml"
    format_name = "marcxml"


class MarcXmlWriter(_Writer):
    """MARCXML out of pybtex."""

    format_name = "marcxml"


class ScholarlyNames(BaseNameStyle):  # type: ignore[misc]
    """Given name first; al-Ṣadr and ʿAbd al-Raḥmān stay whole, and ʿAlī is abbreviated ʿA., not ʿ."""

    def format(self, person: Any, abbr: bool = False) -> Any:
        """A template that renders one person, as pybtex's name styles do."""
        given = [*person.first_names, *person.middle_names]
        words = [word for part in given for word in plain_text(part).split()]
        before = _TIED.join(map(initial_of, words)) if abbr else " ".join(words)
        particle = " ".join(plain_text(part) for part in person.prelast_names)
        family = " ".join(plain_text(part) for part in person.last_names)
        if particle and not particle.endswith("-"):
            particle += " "
        suffix = " ".join(plain_text(part) for part in person.lineage_names)
        name = " ".join(part for part in (before, particle + family) if part)
        return Text(", ".join(part for part in (name, suffix) if part))


class ScholarlySorting(BaseSortingStyle):  # type: ignore[misc]
    """By family name as printed, less the article and the signs: ʿAllāwī under A, al-Ṣadr under S; then year, title."""

    def sorting_key(self, entry: Any) -> tuple[str, str, str]:
        """The key of one entry; where nobody is named, the title sorts."""
        people = entry.persons.get("author") or entry.persons.get("editor") or ()
        title = sort_key(plain_text(entry.fields.get("title", "")))
        names = "   ".join(_person_key(person) for person in people)
        return (names or title, str(entry.fields.get("year", "")), title)


def _person_key(person: Any) -> str:
    family = " ".join(plain_text(part) for part in (*person.prelast_names, *person.last_names))
    given = " ".join(plain_text(part) for part in (*person.first_names, *person.middle_names))
    return f"{sort_key(family.replace('- ', '-'))}  {sort_key(given)}"


class ScholarlyStyle(PlainStyle):  # type: ignore[misc]
    """pybtex's plain style with our names and our order, for hosts that take a style by one name alone.

    Entries of BibLaTeX, which the plain style ends in an error at, are printed too: of other types as `@misc`, and
    `@xdata`, which only holds fields for others, not at all.
    """

    default_name_style = ScholarlyNames
    default_sorting_style = ScholarlySorting

    def format_entries(self, entries: Any, bib_data: Any = None) -> Any:
        """The formatted entries in order."""
        yield from super().format_entries([one for one in entries if one.type != "xdata"], bib_data)

    def format_entry(self, label: str, entry: Any, bib_data: Any = None) -> Any:
        """One formatted entry."""
        if not hasattr(self, f"get_{entry.type}_template"):
            known = Entry("misc", fields=entry.fields, persons=entry.persons)
            known.key, known.collection = entry.key, entry.collection
            entry = known
        return super().format_entry(label, entry, bib_data=bib_data)
