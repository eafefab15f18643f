"""One spelling for each tag of a Zotero library: sure changes, and a worksheet of what a person should decide.

A tag is changed only where the lexicon knows its scholarly form surely, where two spellings of it stand in the library and
one of them shows the signs of the script, or where somebody decided so in the worksheet. English words are left alone.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from refplug.errors import RunAborted
from refplug.extra import is_marked
from refplug.model import Term, TermKind, TermVerdict
from refplug.romanize.adhoc.resolve import understand
from refplug.romanize.keys import search_key
from refplug.romanize.lexicon import Lexicon
from refplug.romanize.spelling import Occurrence, SpellingGroup, spelling_groups
from refplug.romanize.worksheet import KEEP, exceptions_of, is_unsure, read_worksheet
from refplug.romanize.worksheet import worksheet as term_worksheet
from refplug.sinks.zotero.facets import Item
from refplug.sinks.zotero.schema import Schema
from refplug.sinks.zotero.state import is_work

__all__ = ["Options", "TagChange", "Tags", "read_tag_worksheet", "tag_changes", "tag_worksheet"]

COLUMNS = ("printed", "take", "said", "alternatives", "reason")
YES = "yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What is asked for: `with_tags`, `with_romanization` of titles and names, `with_search` lines; by which scheme.

    `exceptions` are decisions of the user, printed form to what to write for it.
    """

    with_tags: bool = True
    with_romanization: bool = False
    with_search: bool = False
    with_unsure: bool = False  # romanizations with unsure words too
    scheme: str = "ijmes"
    form: str = "full"
    reading: str = "auto"
    exceptions: Mapping[str, str] | None = None
    lexicon: Lexicon | None = None
    schema: Schema | None = None  # the server's, where it is newer than ours


@dataclass(frozen=True, slots=True)
class TagChange:
    """A tag and what it becomes: how many items have it, why; `is_sure` or a question."""

    tag: str
    becomes: str
    count: int
    reason: str
    is_sure: bool
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tags:
    """All that there is to say about the tags of a library: changes, and terms that a person should look at."""

    changes: tuple[TagChange, ...] = ()
    unsure: tuple[Term, ...] = ()

    @property
    def sure(self) -> dict[str, str]:
        """Tag to what it becomes, where that is sure."""
        return {change.tag: change.becomes for change in self.changes if change.is_sure}


def tag_changes(items: Iterable[Item], options: Options) -> Tags:
    """What each tag of the items becomes: its scholarly form, or the one spelling of several.

    >>> items = [{"itemType": "book", "tags": [{"tag": tag}]} for tag in ("Hashd Shaabi", "al-Ḥashd al-Shaʿbī", "Iraq")]
    >>> tag_changes(items, Options()).sure
    {'Hashd Shaabi': 'al-Ḥashd al-Shaʿbī'}
    """
    counts = Counter(tag for one in items if is_work(str(one.get("itemType", ""))) for tag in _names(one))
    terms = {tag: _understood(tag, options) for tag in counts}
    exceptions = options.exceptions or {}

    def canonical(text: str) -> str | None:
        if text in exceptions:
            return exceptions[text]
        term = terms.get(text)
        is_known = term is not None and term.verdict is TermVerdict.ROMANIZED and not is_unsure(term)
        return term.text if term is not None and is_known else None

    seen = [Occurrence(tag, tag) for tag, count in counts.items() for _ in range(count)]
    groups = spelling_groups(seen, canonical=canonical)
    changes = [change for group in groups for change in _of_group(group, canonical, counts)]
    grouped = {text for group in groups for text, _ in group.spellings}
    changes += [
        TagChange(
            tag,
            form,
            counts[tag],
            _reason(terms[tag], is_decided=tag in exceptions),
            _is_whole(tag, terms, exceptions),
        )
        for tag in counts
        if tag not in grouped and (form := canonical(tag)) and form != tag
    ]
    decided = {change.tag for change in changes if change.is_sure} | exceptions.keys()
    unsure = tuple(term for tag, term in terms.items() if tag not in decided and is_unsure(term))
    return Tags(tuple(sorted(changes, key=lambda change: (change.becomes, change.tag))), unsure)


def _is_whole(tag: str, terms: Mapping[str, Term], exceptions: Mapping[str, str]) -> bool:
    """Whether a form is sure enough for a whole library: decided, or the tag as a whole is a known term.

    A word inside an English phrase that looks like one (orf, the virus, for ʿurf) is asked; nobody sees each tag of a library.
    """
    return tag in exceptions or terms[tag].kind is not TermKind.MIXED


def _understood(tag: str, options: Options) -> Term:
    return understand(
        tag, scheme=options.scheme, form=options.form, reading=options.reading, lexicon=options.lexicon
    )


def _reason(term: Term, *, is_decided: bool) -> str:
    return "You decided so." if is_decided else term.reason


def _of_group(
    group: SpellingGroup, canonical: Callable[[str], str | None], counts: Mapping[str, int]
) -> Iterator[TagChange]:
    """The changes of one group: sure where the lexicon says so, or where letters agree and signs tell a romanized word.

    Two spellings that both show signs may be two readings (wilāyat al-faqīh, vilāyat-i faqīh): that is asked.
    """
    texts = [text for text, _ in group.spellings]
    key = search_key(group.proposed)
    for text in texts:
        if text == group.proposed:
            continue
        form = canonical(text)
        if form == text and form != group.proposed:
            continue  # decided to stay
        is_same = search_key(text) == key and is_marked(group.proposed) and not is_marked(text)
        is_sure = form == group.proposed or (form is None and is_same)
        others = tuple(one for one in texts if one not in (text, group.proposed))
        yield TagChange(
            text, group.proposed, counts.get(text, len(group.spellings)), group.reason, is_sure, others
        )


def _names(item: Item) -> Iterator[str]:
    for tag in item.get("tags") or ():
        if isinstance(tag, Mapping) and isinstance(tag.get("tag"), str) and tag["tag"].strip():
            yield " ".join(tag["tag"].split())


def tag_worksheet(tags: Tags) -> str:
    """What a person should decide, as TSV: `take` is filled in with yes, keep, a number, script, or the form to write.

    The columns are those of the worksheet for keywords (`refplug.romanize.worksheet`), so the same habits serve.
    """
    out = io.StringIO()
    rows = csv.writer(out, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, escapechar="\\")
    rows.writerow(COLUMNS)
    asked = [change for change in tags.changes if not change.is_sure]
    for change in asked:
        also = " | ".join(change.others)
        rows.writerow(
            (change.tag, "", change.becomes, also, f"{change.reason} {change.count} items have it.")
        )
    left = {change.tag for change in asked}
    terms = term_worksheet(term for term in tags.unsure if term.printed not in left)
    return out.getvalue() + "".join(line + "\n" for line in terms.splitlines()[1:])


def read_tag_worksheet(text: str, file: str, scheme: str, form: str = "full") -> dict[str, str]:
    """What was decided: tag to what to write for it. An empty `take` decides nothing.

    >>> head = "printed\\ttake\\tsaid\\talternatives\\treason\\n"
    >>> read_tag_worksheet(head + "Shiism\\tyes\\tShi'ism\\t\\t\\nMarja\\tkeep\\t\\t\\t\\nX\\tY\\t\\t\\t\\n", "w.tsv", "ijmes")
    {'Shiism': "Shi'ism", 'Marja': 'Marja', 'X': 'Y'}

    Raises `RunAborted` with file and line where a row cannot be understood; nothing is taken then.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or tuple(lines[0].split("\t")[:2]) != COLUMNS[:2]:
        raise RunAborted(f"{file}:1: not a worksheet; its header is {' '.join(COLUMNS)} (tabs between)")
    found: dict[str, str] = {}
    for number, line in enumerate(lines[1:], 2):
        printed, take, said = (*(cell.strip() for cell in line.split("\t")), "", "", "")[:3]
        if not printed or not take:
            continue
        if take.casefold() == YES:
            if not said:
                raise RunAborted(
                    f"{file}:{number}: nothing is said for {printed!r}; write the form itself, or keep"
                )
            found[printed] = said
        elif take.casefold() == KEEP:
            found[printed] = printed
        elif take.isdecimal() or any("\u0620" <= char <= "\u06d3" for char in take):
            found |= exceptions_of(_as_decision(lines[0], line, file, number), scheme, form)
        else:
            found[printed] = take
    return found


def _as_decision(head: str, line: str, file: str, number: int) -> Any:
    """The row as the worksheet for keywords reads it, with its true line in a complaint."""
    try:
        return read_worksheet(f"{head}\n{line}\n", file)
    except RunAborted as told:
        raise RunAborted(str(told).replace(f"{file}:2:", f"{file}:{number}:")) from None
