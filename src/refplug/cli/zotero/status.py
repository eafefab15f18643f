"""`refplug zotero status`: what differs, without changing anything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from refplug.cli.output import answer_json, answer_line, isolate, safe, say, say_all
from refplug.cli.zotero.common import library_options, opened

if TYPE_CHECKING:
    from refplug.library.zotero_desk import Desk
    from refplug.sinks.zotero.compare import Comparison

__all__ = ["command"]


@click.command()
@library_options
@click.option("--offline", is_flag=True, default=None, help="Compare with what was read last time.")
@click.option("--libraries", is_flag=True, help="List the libraries you have access to.")
@click.option("-v", "--verbose", is_flag=True, help="Name every entry, and each field that differs.")
@click.option("--json", "as_json", is_flag=True, help="One JSON line; with --libraries one for each.")
def command(
    file: Path,
    kind: str | None,
    library: str | None,
    offline: bool | None,
    libraries: bool,
    verbose: bool,
    as_json: bool,
) -> None:
    """Say what differs between FILE.bib and a Zotero library."""
    from refplug.sinks.zotero.compare import compare
    from refplug.sinks.zotero.refresh import refresh

    with opened(file, kind, library, offline=offline, is_locked=False) as desk:
        if libraries:
            _list(desk, as_json=as_json)
            return
        if desk.transport is not None:
            desk.transport.access()
            refresh(desk.transport, desk.state)  # the journal is left to those who hold the lock
        if desk.state.intents():
            say("a push is under way, or was cut off: the next push finds out what became of it")
        comparison = compare(desk.state, desk.shelf, desk.choices())
        say_all(dict.fromkeys(desk.shelf.notices) if verbose else desk.shelf.document.notices)
        _tell(desk, comparison, verbose=verbose, as_json=as_json)


def _list(desk: Desk, *, as_json: bool) -> None:
    from refplug.sinks.zotero.web import WebTransport

    found = [(desk.library, desk.online.access().name)]
    if isinstance(desk.transport, WebTransport):
        found += [(name, title) for name, title, _ in desk.transport.groups()]
    for library, title in found:
        if as_json:
            answer_json({"library": library, "name": title})
        else:
            answer_line(f"{library}  {title}")


def _tell(desk: Desk, comparison: Comparison, *, verbose: bool, as_json: bool) -> None:
    out = [pair for pair in comparison.pairs if pair.merge.outgoing]
    into = [pair for pair in comparison.pairs if pair.merge.incoming]
    clashes = list(comparison.clashes)
    counts = {
        "alike": comparison.unchanged,
        "new here": len(comparison.new_here),
        "changed here": len(out),
        "new in Zotero": len(comparison.new_there),
        "changed in Zotero": len(into),
        "conflicts": len(clashes),
        "deleted on one side": len(comparison.questions),
    }
    if as_json:
        about = {"library": desk.library, "server": desk.server, "version": desk.state.version}
        answer_json({**about, **counts, "remarks": list(comparison.remarks)})
        return
    answer_line(f"{desk.path} and {desk.library} ({desk.server}), version {desk.state.version}")
    for name, count in counts.items():
        if count:
            answer_line(f"  {count:>6} {name}")
    if verbose:
        _name(comparison)
    for remark in comparison.remarks:
        answer_line(remark)


def _name(comparison: Comparison) -> None:
    from refplug.sinks.zotero.plan import asked

    for citekey in comparison.new_here:
        answer_line(f"new here: {citekey}")
    for pair in comparison.pairs:
        for word, names in (("here", pair.merge.outgoing), ("in Zotero", pair.merge.incoming)):
            if names:
                click.echo(f"changed {word}: {safe(pair.tie.citekey)}: {isolate(', '.join(names))}")
    for citekey, clash in comparison.clashes:
        click.echo(f"conflict: {safe(citekey)}: {isolate(clash.name)}")
    for key in comparison.new_there:
        answer_line(f"new in Zotero: {key}")
    for question in comparison.questions:
        answer_line(asked(question))
