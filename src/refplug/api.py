"""The Python API: five functions over the same code as the command line, and the model they speak."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from refplug.errors import ExitCode, RunAborted
from refplug.model import Match, MatchVerdict, Notice, Query, Record, Severity
from refplug.ports import Parsed, Source, WriteOptions
from refplug.romanize.answer import Answer

__all__ = ["enrich", "match", "read", "romanize", "write"]


def read(path: str | os.PathLike[str], *, format: str | None = None) -> Parsed:
    """The records of a file: the entries of a library (.bib, CSL-JSON, RIS, MARC …), or the one record of a paper.

    `format` names a format; by default the suffix tells, and what is no library is read as a paper, in a child process
    with limits. Faults are `notices`; a file that cannot be opened raises `RunAborted`.
    """
    from refplug.plugins import find, load, names
    from refplug.system.intake import take_in

    name = os.fspath(path)
    taken = take_in(name)
    if isinstance(taken, Notice):
        raise RunAborted(str(taken))
    plugin = find("formats", name=format) if format else find("formats", suffix=Path(name).suffix)
    if format and plugin is None:
        raise RunAborted(
            f"there is no format '{format}' (formats: {', '.join(names('formats'))})", ExitCode.USAGE
        )
    if plugin is not None:
        parsed: Parsed = load(plugin).read(taken.data, name)
        return parsed
    from refplug.pipeline import STAGES, Job, Work, run
    from refplug.system.isolate import Child
    from refplug.system.settings import load_settings

    with Child() as child:
        work = run(Work(file=name, data=taken.data), Job(settings=load_settings(), child=child), STAGES[:3])
    is_read = not any(notice.severity is Severity.ERROR for notice in work.notices)
    return Parsed(records=(work.record,) if is_read else (), notices=work.notices)


def romanize(
    text: str, *, scheme: str = "ijmes", reading: str = "auto", form: str = "full", **more: Any
) -> Answer:
    """`text` (script, an author's Latin, or another scheme) in a scheme, with verdict, probability and runners-up.

    >>> romanize("Marjiiat").output, romanize("Marjiiat", scheme="ala-lc").output
    ('Marjaʿiyya', 'Marjaʻīyah')
    >>> romanize("Salafism").verdict
    <TermVerdict.KEEP: 'keep'>

    Raises `RunAborted` for a scheme, reading (auto, ar, fa, ota, ur) or form (full, publication) that there is not.
    """
    from refplug.model import Reading
    from refplug.romanize.answer import romanize as answer

    for name, value, known in (
        ("reading", reading, ("auto", *map(str, Reading))),
        ("form", form, ("full", "publication")),
    ):
        if value not in known:
            raise RunAborted(f"there is no {name} {value!r}; take one of {', '.join(known)}", ExitCode.USAGE)
    return answer(text, scheme=scheme, reading=reading, form=form, **more)


def match(query: str | Record | Query, source: Source) -> Match:
    """Which record of `source` is the work meant: a citation, a title, damaged text, or a record. Never a guess.

    An outage gives the verdict not-asked, never none.
    """
    from refplug.match import match_in, query_from_text, query_of

    if isinstance(query, str):
        query = query_from_text(query)
    elif isinstance(query, Record):
        query = query_of(query)
    return match_in(query, source.search, source.work)


def enrich(record: Record, source: Source) -> Record:
    """`record` with the claims of the source's record beside its own, where the identity is proven; else as it was.

    A poorer spelling never wins, and nothing is overwritten: every claim of both sides is kept.
    """
    found = match(record, source)
    if found.verdict is not MatchVerdict.MATCH or found.best is None:
        return record
    from refplug.reconcile import merge, proof_of

    return merge(record, found.best.record) if proof_of(record, found.best.record) else record


def write(
    records: Iterable[Record],
    path: str | os.PathLike[str],
    *,
    format: str | None = None,
    options: WriteOptions | None = None,
) -> tuple[Notice, ...]:
    """Write records as a whole file, atomically; the notices tell each thing that the format cannot hold.

    `refplug undo` gives a file that was there before back. Raises `RunAborted` where the path cannot be written or no
    format is known by its suffix.
    """
    from refplug.plugins import find, load, names
    from refplug.system.files import FileChange, locked, read_file, save

    target = Path(path)
    plugin = find("formats", name=format) if format else find("formats", suffix=target.suffix)
    if plugin is None:
        fault = (
            f"there is no format '{format}'"
            if format
            else f"{target}: its name does not tell a format; give one"
        )
        raise RunAborted(f"{fault} (formats: {', '.join(names('formats'))})", ExitCode.USAGE)
    written = load(plugin).write(records, options or WriteOptions())
    with locked(target):
        told = save([FileChange(target, read_file(target), written.data)], "write")
    return tuple(replace(notice, file=notice.file or str(target)) for notice in (*written.notices, *told))
