"""Keywords as Zotero tags: one tag a keyword in its scholarly form; the printed form and a form to search by in Extra.

Zotero finds neither `marjaiyya` nor `Marja'iyya` where a tag says Marjaʿiyya (measured); a second tag would double every
keyword in the tag list. So the tag is the scholarly form, marked automatic (`type: 1`, as importers do), and Extra, which the
quick search covers, has a line with the folded forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from refplug.extra import is_marked, one_line
from refplug.model import Reading, Rendering, Term, TermVerdict
from refplug.romanize.keys import bare

__all__ = ["LONGEST_TAG", "folded_forms", "keyword_lines", "term_of_line", "terms_in", "terms_out"]

LONGEST_TAG = 255  # characters; the server answers 413 to a longer one
_SEPARATOR = " | "
_WORD = re.compile(r"[^\s,;:!?()\[\]{}«»“”\"/]+")
_BARS = re.compile(r"(?<!\\)\s*\|\s*")


def terms_out(terms: Sequence[Term], kept: Any) -> tuple[list[dict[str, Any]], tuple[Term, ...]]:
    """The tags of an item, and the terms that are too long for one.

    `kept` are the tags that the item has: they stay, a manual one stays manual, and none is doubled: a tag that is the
    printed form of a keyword becomes its scholarly form.
    """
    changed = (term for term in terms if term.text != term.printed and len(term.text) <= LONGEST_TAG)
    becomes = {term.printed: one_line(term.text) for term in changed}
    held = {one["tag"] for one in _tags(kept)}
    made: list[dict[str, Any]] = []
    for one in _tags(kept):
        name = becomes.get(one["tag"], one["tag"])
        if name == one["tag"] or name not in held:
            held.add(name)
            made.append({**one, "tag": name})
    names = {one_line(one["tag"]) for one in made}
    too_long = []
    for term in terms:
        name = one_line(term.text)
        if len(name) > LONGEST_TAG:
            too_long.append(term)
        elif name and name not in names:
            names.add(name)
            made.append({"tag": name, "type": 1})
    return made, tuple(too_long)


def _tags(raw: Any) -> Iterator[Mapping[str, Any]]:
    for one in raw if isinstance(raw, list) else ():
        if isinstance(one, Mapping) and isinstance(one.get("tag"), str) and one["tag"]:
            yield one
        elif isinstance(one, str) and one:  # translators' items
            yield {"tag": one}


def terms_in(raw: Any, lines: Iterable[str]) -> tuple[Term, ...]:
    """The keywords of an item: in the order of the lines in Extra, then the other tags in their order."""
    names = [one["tag"] for one in _tags(raw)]
    written = [term_of_line(line) for line in lines]
    told = [term for term in written if term.text in names or len(term.text) > LONGEST_TAG]
    known = {term.text for term in told}
    return (*told, *(Term(printed=name) for name in names if name not in known))


def keyword_lines(terms: Sequence[Term], *, is_new: bool = True) -> tuple[tuple[str, str], ...]:
    """One line a keyword, `refplug-keyword: tag | printed | gloss | script`, where any of them is more than its tag.

    In a new item all keywords have theirs then, which keeps their order (Zotero sorts tags); in an item that is there
    already only those that need one.

    >>> keyword_lines([Term(printed="Waqf")])
    ()
    """
    rows = [_row(term) for term in terms]
    if all(len(row) == 1 for row in rows) and all(len(row[0]) <= LONGEST_TAG for row in rows):
        return ()
    needed = rows if is_new else [row for row in rows if len(row) > 1 or len(row[0]) > LONGEST_TAG]
    return tuple(("refplug-keyword", _SEPARATOR.join(row)) for row in needed)


def _row(term: Term) -> list[str]:
    cells = [
        term.text,
        "" if term.printed == term.text else term.printed,
        term.gloss or "",
        term.script or "",
    ]
    while not cells[-1] and len(cells) > 1:
        cells.pop()
    return [one_line(cell).replace("|", "\\|") for cell in cells]


def term_of_line(value: str) -> Term:
    """The term that a line says.

    >>> term = term_of_line("Marjaʿiyya | Marjiiat | Religious Authority | مرجعیت")
    >>> term.text, term.printed, term.gloss
    ('Marjaʿiyya', 'Marjiiat', 'Religious Authority')
    """
    cells = [cell.replace("\\|", "|") for cell in _BARS.split(value)]
    text, printed, gloss, script = (*cells, "", "", "", "")[:4]
    preferred = None
    if printed and printed != text:
        preferred = Rendering(text=text, scheme="", reading=Reading.ARABIC, probability=1.0, source="Zotero")
    return Term(
        printed=printed or text,
        verdict=TermVerdict.ROMANIZED if preferred else TermVerdict.KEEP,
        preferred=preferred,
        gloss=gloss or None,
        script=script or None,
    )


def folded_forms(phrases: Iterable[str], running: Iterable[str]) -> str:
    """What to look for instead: phrases whole, of running text only the words that folding changes.

    >>> folded_forms(["Marjaʿiyya", "Iraq"], ["Naqsh-i Ḥashd dar ʿIrāq", "Über Müller"])
    'marjaiyya; hashd; iraq'
    """
    found: dict[str, None] = {}
    for phrase in phrases:
        if is_marked(phrase):
            found[" ".join(bare(phrase).split())] = None
    for text in running:
        for word in _WORD.findall(text):
            if is_marked(word):
                found[bare(word).strip(".")] = None
    return "; ".join(form for form in found if form)
