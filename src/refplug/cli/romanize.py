"""`refplug romanize`: words and names from script, from an ad hoc spelling, or from another scheme."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import click

from refplug.cli.examples import examples
from refplug.cli.house import options_of_run, romanizing_options
from refplug.cli.output import answer_json, answer_line
from refplug.errors import ExitCode, RunAborted

__all__ = ["command"]

_LONGEST = 4 << 20  # bytes of one line; a stream of any size is read in flat memory


@click.command(
    epilog=examples(
        'refplug romanize Marjiiat "Hashd al-Shaabi"',
        'refplug romanize --reading fa --scheme iranica "Velayat-e Faqih"',
        "refplug romanize --explain مرجعية",
        'refplug romanize --from ala-lc --scheme ijmes "marjaʻīyah"',
        "refplug romanize --json - < keywords.txt",
    )
)
@click.argument("text", nargs=-1)
@click.option(
    "--from",
    "source",
    default="auto",
    show_default=True,
    metavar="SOURCE",
    help="auto, script, latin (an ad hoc spelling), or the id of a scheme.",
)
@romanizing_options
@click.option(
    "-n",
    "--count",
    type=click.IntRange(0, 50),
    default=3,
    show_default=True,
    help="How many alternatives to show.",
)
@click.option("--explain", is_flag=True, help="Say how each form came about.")
@click.option("--json", "as_json", is_flag=True, help="One JSON line for each input line.")
def command(
    text: tuple[str, ...],
    source: str,
    scheme: str | None,
    form: str | None,
    reading: str | None,
    count: int,
    explain: bool,
    as_json: bool,
) -> None:
    """Write TEXT (or each line of standard input, with -) as scholars do.

    Each line is judged alone and answered in one line, in order; what stays or is unsure is printed as it came.
    """
    from refplug.romanize.answer import romanize

    options = options_of_run(source=source, scheme=scheme, form=form, reading=reading)
    for line in _lines(text):
        answer = romanize(line, count=count, **options)
        if as_json:
            answer_json(answer.as_json())
        elif explain:
            _explain(answer)
        else:
            answer_line(answer.output if answer.output is not None else answer.input)


def _lines(text: tuple[str, ...]) -> Iterator[str]:
    """The arguments, or the lines of standard input as they come; bytes that are no UTF-8 are kept as U+FFFD."""
    if text and text != ("-",):
        yield from text
        return
    stream, number = sys.stdin.buffer, 0
    while raw := stream.readline(_LONGEST + 1):
        number += 1
        if len(raw) > _LONGEST:
            raise RunAborted(
                f"standard input:{number}: longer than {_LONGEST >> 20} MB; one line is one answer, so break the text "
                "into lines (the lines before were answered)",
                ExitCode.USAGE,
            )
        yield raw.decode("utf-8", "replace").rstrip("\r\n").removeprefix("\ufeff")


def _explain(answer: Any) -> None:
    from refplug.romanize.derivation import derivation

    for line in derivation(answer):
        answer_line(line)
