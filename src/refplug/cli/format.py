"""`refplug format`: one layout for the entries of .bib files, and what is wrong with them."""

from __future__ import annotations

import click

from refplug.cli.output import answer_line, say, say_all
from refplug.errors import ExitCode

__all__ = ["command"]


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE.bib...", type=click.Path())
@click.option(
    "--check", is_flag=True, help="Change nothing; exit code 3 if a file would change, 4 if one has a fault."
)
@click.option("--diff", is_flag=True, help="Change nothing; show what would change.")
@click.pass_context
def command(context: click.Context, files: tuple[str, ...], check: bool, diff: bool) -> None:
    """Lay out the entries of each FILE.bib alike; values, comments and the order of everything stay.

    Faults are told with their lines: broken entries, repeated keys, missing strings and parents, TeX commands that
    reach beyond the page. Meant for pre-commit too; see .pre-commit-hooks.yaml.
    """
    codes = [_one(file, check=check, diff=diff) for file in files]
    context.exit(max(codes, key=(ExitCode.DONE, ExitCode.WOULD_CHANGE, ExitCode.PROBLEMS_FOUND).index))


def _one(file: str, *, check: bool, diff: bool) -> ExitCode:
    from refplug.errors import RunAborted
    from refplug.formats.bibtex.document import Document
    from refplug.formats.bibtex.layout import faults, laid_out
    from refplug.system.files import FileChange, locked, read_file, save

    with locked(file):
        before = read_file(file)
        if before is None:
            raise RunAborted(f"{file} is not there; name a .bib file", ExitCode.USAGE)
        document = Document.parse(before, file)
        found = faults(document)
        say_all(found)
        after = laid_out(document).dump()
        if diff:
            _show(file, before, after)
        elif not check:
            from pathlib import Path

            say_all(save([FileChange(Path(file), before, after)], "format"))
    if found and check:
        return ExitCode.PROBLEMS_FOUND
    if after != before and check:
        say(f"{file} would change; run: refplug format {file}")
        return ExitCode.WOULD_CHANGE
    return ExitCode.DONE


def _show(file: str, before: bytes, after: bytes) -> None:
    from difflib import unified_diff

    old, new = (data.decode("utf-8", "replace").splitlines() for data in (before, after))
    for line in unified_diff(old, new, file, file, lineterm=""):
        answer_line(line)
