"""The field `key`: what BibTeX styles sort and label by where nobody is named."""

from __future__ import annotations

import re

from refplug.formats.bibtex.escape import printable, text_source
from refplug.model import Record

__all__ = ["sort_key"]


def sort_key(record: Record) -> str:
    """The first four words of the title, of a devised one without its kind of work, as BibTeX source.

    >>> sort_key(Record(type="book", citekey="the-book"))
    'the-book'
    """
    title = record.title.value
    if record.is_title_devised:
        title = re.sub(r"^\W*\[?[^\]:]{0,40}:\s*", "", title or "")
    words = re.sub(r"[\[\]]", "", printable(title or record.citekey)).split()
    return text_source(" ".join(words[:4]).rstrip(",;:.،؛"))
