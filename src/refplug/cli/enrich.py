"""`refplug enrich`: propose what the sources know, and apply what cannot cost the user anything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from refplug.cli import completing
from refplug.cli.examples import examples
from refplug.cli.output import answer_table, say
from refplug.cli.proposals import show_diff, show_json, show_table, tell
from refplug.cli.sourced import (
    opened,
    places,
    progress,
    settings_from,
    source_for,
    source_options,
    tell_requests,
)
from refplug.errors import ExitCode

if TYPE_CHECKING:
    from refplug.formats.bibtex.document import Document
    from refplug.formats.sidecar import Sidecar
    from refplug.library.asking import Asked
    from refplug.library.plan import Plan

__all__ = ["command"]

_MODES = ("dry_run", "diff", "check", "in_place")
_REMEMBERED = ("dismiss", "lock", "unlock")


@click.command(
    epilog=examples(
        "refplug enrich references.bib",
        "refplug enrich references.bib --diff",
        "refplug enrich references.bib --in-place --mailto you@example.org",
        "refplug enrich references.bib --in-place --take said1978:publisher",
        "refplug enrich references.bib --lock title",
    )
)
@click.argument("file", metavar="FILE.bib", shell_complete=completing.files)
@click.option("--dry-run", is_flag=True, help="List what would change (the default).")
@click.option("--diff", is_flag=True, help="Show the change as a unified diff.")
@click.option("--check", is_flag=True, help="Only say, by exit code 3, that something would change.")
@click.option("--in-place", is_flag=True, help="Apply it; `refplug undo` takes it back.")
@click.option("--take", multiple=True, metavar="[KEY:]FIELD", help="Take the source's value over yours.")
@click.option("--dismiss", multiple=True, metavar="[KEY:]FIELD", help="Refuse the offered values for good.")
@click.option("--lock", multiple=True, metavar="[KEY:]FIELD", help="Never change this field.")
@click.option("--unlock", multiple=True, metavar="[KEY:]FIELD", help="Take a lock away.")
@click.option("--show-requests", is_flag=True, help="Print what would be sent to whom, and send nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON line for each proposal.")
@source_options
@click.pass_context
def command(context: click.Context, /, file: str, **options: Any) -> None:
    """Propose and apply what the sources know about the entries of FILE.bib.

    Empty fields are filled. Where a value of yours differs, it stays, and both are shown: --take takes the other,
    --dismiss ends the question, --lock ends all questions about the field. What says less than yours (lost
    diacritics, initials, a title cut short) is never taken.
    """
    from refplug.library.asking import asked

    if sum(map(bool, (options[mode] for mode in _MODES))) > 1:
        raise click.UsageError("give one of --dry-run, --diff, --check and --in-place")
    if file == "-" and (options["in_place"] or any(options[name] for name in _REMEMBERED)):
        raise click.UsageError("standard input cannot be changed; name a file")
    source = asked(source_for(options))
    document, data = opened(file)
    _check_places(document, options)
    if options["show_requests"]:
        _show_requests(document, source)
        return
    code = _Run(file, document, data, source, options).run()
    tell_requests(source)
    context.exit(code)


def _check_places(document: Document, options: dict[str, Any]) -> None:
    """Raise a usage error for a KEY that no entry has and a FIELD that BibTeX does not know: a slip must not pass in silence."""
    from refplug.formats.bibtex.fields import FIELDS

    known = {name for rule in FIELDS for name in (rule.bibtex, rule.biblatex, *rule.aliases)} | {
        field.name.lower() for entry in document.entries for field in entry.fields
    }
    for option in ("take", *_REMEMBERED):
        for citekey, name in places(options[option]):
            if citekey and citekey not in document:
                raise click.UsageError(f"--{option}: there is no entry '{citekey}'")
            if name not in known:
                raise click.UsageError(f"--{option}: there is no field '{name}'; write KEY:FIELD or FIELD")


class _Run:
    """One run over one file."""

    def __init__(
        self, file: str, document: Document, data: bytes, source: Asked, options: dict[str, Any]
    ) -> None:
        self.file, self.document, self.data, self.source, self.options = file, document, data, source, options
        self.sidecar, self.sidecar_data = _sidecar(file)

    def run(self) -> ExitCode:
        from refplug.library.enrich import Choices, plan
        from refplug.library.memory import memory_of, trusted_fields

        settings = settings_from(self.options)
        trusted, unbelieved = trusted_fields(settings.trust, self.source.name)
        sidecar = _unlocked(self.sidecar, places(self.options["unlock"]))
        memory = memory_of(sidecar, places(self.options["lock"]), trusted)
        with progress(self.document, "asking") as tick:
            made = plan(
                self.document,
                self.data,
                self.source,
                memory,
                Choices(
                    taken=places(self.options["take"]),
                    refused=places(self.options["dismiss"]),
                    unbelieved=unbelieved,
                ),
                tick,
            )
        tell(made, self.file)
        self._show(made)
        if not (self.options["diff"] or self.options["check"] or self.options["dry_run"]):
            self._save(made)
        if made.not_asked:
            return ExitCode.UNAVAILABLE
        return ExitCode.WOULD_CHANGE if self.options["check"] and made.changes else ExitCode.DONE

    def _show(self, made: Plan) -> None:
        if self.options["diff"]:
            show_diff(self.file, self.data, self._applied(made)[0].dump())
        elif self.options["as_json"]:
            show_json(made)
        elif not self.options["check"]:
            show_table(made)
        for proposal in made.refused:
            say(f"dismissed: {proposal.citekey}: {proposal.field} = {proposal.after}")

    def _applied(self, made: Plan) -> tuple[Document, Sidecar]:
        from refplug.library.enrich import applied

        return applied(self.document, self.sidecar, made)

    def _save(self, made: Plan) -> None:
        """Write the library and what is to be remembered, each whole or not at all, only over what was read."""
        from refplug.formats.sidecar import sidecar_path
        from refplug.library.memory import with_decisions
        from refplug.system.files import FileChange, locked, save

        document, sidecar = self._applied(made) if self.options["in_place"] else (self.document, self.sidecar)
        locks, unlocks = places(self.options["lock"]), places(self.options["unlock"])
        sidecar = with_decisions(sidecar, sorted(locks), sorted(unlocks), made.refused)
        beside = sidecar_path(self.file)
        after = self.sidecar_data if sidecar == self.sidecar else sidecar.dump()
        changes = [
            FileChange(Path(self.file), self.data, document.dump()),
            FileChange(beside, self.sidecar_data, after),
        ]
        if all(change.before == change.after for change in changes):
            return
        with locked(self.file):
            for notice in save(changes, "enrich"):
                say(notice)
        count = len(made.changes.changes) if self.options["in_place"] else 0
        if count:
            fields = f"{count} field{'s' * (count != 1)}"
            say(f"{self.file}: {fields} changed; `refplug undo {self.file}` takes it back")


def _sidecar(file: str) -> tuple[Sidecar, bytes | None]:
    from refplug.formats.sidecar import Sidecar, sidecar_path
    from refplug.system.files import read_file

    path = sidecar_path(file)
    data = None if file == "-" else read_file(path)
    sidecar = Sidecar.parse(data, str(path))
    for notice in sidecar.notices:
        say(notice)
    return sidecar, data


def _unlocked(sidecar: Sidecar, unlocks: frozenset[tuple[str, str]]) -> Sidecar:
    from refplug.library.memory import with_decisions

    return with_decisions(sidecar, (), sorted(unlocks), ())


def _show_requests(document: Document, source: Asked) -> None:
    """Print what a run would send; asks nobody."""
    from refplug.formats.bibtex.read import records_of
    from refplug.match import query_of

    planned = getattr(source, "planned", None)
    if planned is None:
        is_local = getattr(source, "is_local", False)
        say(
            "nothing would be sent: the source is a file on this computer"
            if is_local
            else f"the source {source.name!r} does not tell beforehand what it would send; nothing was sent"
        )
        return
    records = records_of(document).records
    dois = [record.doi.value for record in records if record.doi.value]
    queries = [query_of(record) for record in records if not record.doi.value]
    rows = list(planned(dois, queries))
    answer_table(("to", "what", "text"), rows)
    if not rows:
        say("nothing would be sent: the cache answers all")
