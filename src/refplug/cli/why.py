"""`refplug why`: the claims behind a value, from the provenance beside the library."""

from __future__ import annotations

from pathlib import Path

import click

from refplug.cli.examples import examples
from refplug.cli.output import answer_json, answer_line, say_all
from refplug.errors import ExitCode, RunAborted

__all__ = ["command"]


@click.command(
    epilog=examples(
        "refplug why references.bib karimi-2023-who",
        "refplug why references.bib karimi-2023-who keywords",
    )
)
@click.argument("library", type=click.Path(path_type=Path), metavar="FILE.bib")
@click.argument("citekey")
@click.argument("field", required=False)
@click.option("--json", "as_json", is_flag=True, help="One JSON line a claim.")
def command(library: Path, citekey: str, field: str | None, as_json: bool) -> None:
    """Show who said what about an entry: every claim, how sure, and why one won.

    FIELD is a CSL variable (title, keyword, issued) or the name BibTeX has for it (keywords, year, journal).
    """
    from refplug.formats.sidecar import Sidecar, sidecar_path
    from refplug.system.files import read_file

    read_file(library)  # refuses what is no file
    path = sidecar_path(library)
    data = read_file(path)
    if data is None:
        raise RunAborted(
            f"{library}: there is no provenance beside it ({path.name}); `refplug cite` writes it"
        )
    sidecar = Sidecar.parse(data, str(path))
    say_all(sidecar.notices)
    record = sidecar.record(citekey)
    if record is None:
        known = ", ".join(sorted(sidecar.claims)[:5])
        raise RunAborted(
            f"{library}: nothing is recorded about '{citekey}'; known are {known or 'no entries'}"
        )
    variable = _variable(field)
    if as_json:
        for line in data.decode("utf-8", "replace").split("\n"):
            _answer_if(line, citekey, variable)
        return
    from refplug.cli.told import told

    lines = list(told(record, variable))
    if not lines:
        raise RunAborted(f"{library}: nothing was said about {field} of '{citekey}'", ExitCode.PROBLEMS_FOUND)
    if variable is None and (made := sidecar.made.get(citekey)):
        answer_line(f"made from {', '.join(made.files)}")
    for line in lines:
        answer_line(line)


_BIBTEX = {
    "keywords": "keyword",
    "year": "issued",
    "date": "issued",
    "month": "issued",
    "journal": "container-title",
    "journaltitle": "container-title",
    "booktitle": "container-title",
    "number": "issue",
    "pages": "page",
    "langid": "language",
    "address": "publisher-place",
    "school": "publisher",
    "institution": "publisher",
    "type": "genre",
    "howpublished": "genre",
    "series": "collection-title",
}


def _variable(field: str | None) -> str | None:
    if field is None:
        return None
    from refplug.model.record import attribute_of, csl_name

    name = _BIBTEX.get(field.lower(), field)
    if name.startswith("container-"):
        return name
    try:
        return csl_name(attribute_of(name))
    except KeyError:
        raise click.UsageError(
            f"there is no field '{field}'; name none, and all that is recorded is shown"
        ) from None


def _answer_if(line: str, citekey: str, variable: str | None) -> None:
    import json

    try:
        said = json.loads(line)
    except ValueError:
        return
    name = str(said.get("field", "")).replace("_", "-").replace("container.", "container-")
    if said.get("citekey") == citekey and (variable is None or name.lower() == variable.lower()):
        answer_json(said)
