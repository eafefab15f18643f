"""`refplug format`: one layout for the entries of .bib files, and what is wrong with them."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from refplug.cli.examples import examples
from refplug.cli.output import answer_line, say, say_all
from refplug.errors import ExitCode, RunAborted

__all__ = ["command"]


@click.command(
    epilog=examples(
        "refplug format references.bib",
        "refplug format --check *.bib",
        "refplug format - < old.bib > new.bib",
    )
)
@click.argument("files", nargs=-1, required=True, metavar="FILE.bib...", type=click.Path())
@click.option(
    "--check", is_flag=True, help="Change nothing; exit code 3 if a file would change, 4 if one has a fault."
)
@click.option("--diff", is_flag=True, help="Change nothing; show what would change.")
@click.pass_context
def command(context: click.Context, files: tuple[str, ...], check: bool, diff: bool) -> None:
    """Lay out the entries of each FILE.bib alike; values, comments and the order of everything stay. - is a filter.

    Faults are told with their lines: broken entries, repeated keys, missing strings and parents, TeX commands that
    reach beyond the page. Meant for pre-commit too; see .pre-commit-hooks.yaml.
    """
    codes = [_one(file, check=check, diff=diff) for file in files]
    context.exit(max(codes, key=(ExitCode.DONE, ExitCode.WOULD_CHANGE, ExitCode.PROBLEMS_FOUND).index))


def _one(file: str, *, check: bool, diff: bool) -> ExitCode:
    """What becomes of one file; standard input is laid out on standard output."""
    if file == "-":
        before = sys.stdin.buffer.read()
        after, is_faulty = _laid_out(before, file)
        if not (check or diff):
            sys.stdout.buffer.write(after)
            sys.stdout.buffer.flush()
    elif check or diff:
        before = _read(file)
        after, is_faulty = _laid_out(before, file)
    else:
        _save(file)
        return ExitCode.DONE
    if diff:
        _show(file, before, after)
    if is_faulty and check:
        return ExitCode.PROBLEMS_FOUND
    if after != before and check:
        say(f"{file} would change" + ("" if file == "-" else f"; run: refplug format {file}"))
        return ExitCode.WOULD_CHANGE
    return ExitCode.DONE


def _save(file: str) -> None:
    from refplug.system.files import FileChange, locked, save

    with locked(file):
        before = _read(file)
        after, _ = _laid_out(before, file)
        say_all(save([FileChange(Path(file), before, after)], "format"))


def _read(file: str) -> bytes:
    from refplug.system.files import read_file

    if (data := read_file(file)) is None:
        raise RunAborted(f"{file} is not there; name a .bib file", ExitCode.USAGE)
    return data


def _laid_out(before: bytes, file: str) -> tuple[bytes, bool]:
    """The file in its layout, and whether it has faults, which are told."""
    from refplug.formats.bibtex.document import Document
    from refplug.formats.bibtex.layout import faults, laid_out

    document = Document.parse(before, file)
    found = faults(document)
    say_all(found)
    return laid_out(document).dump(), bool(found)


def _show(file: str, before: bytes, after: bytes) -> None:
    from difflib import unified_diff

    old, new = (data.decode("utf-8", "replace").splitlines() for data in (before, after))
    for line in unified_diff(old, new, file, file, lineterm=""):
        answer_line(line)
