"""`refplug lexicon`: the words that refplug knows, and the user's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from refplug.cli.examples import examples
from refplug.cli.output import answer_json, answer_line, answer_table, say
from refplug.errors import ExitCode, RunAborted

if TYPE_CHECKING:
    from refplug.romanize.lexicon import Entry

__all__ = ["command"]

KINDS = ("term", "person", "place", "body", "title")


@click.group(
    epilog=examples(
        "refplug lexicon show velayat",
        "refplug lexicon add رهبری rahbarī --reading fa --gloss leadership",
        "refplug cite papers/ --worksheet unsure.tsv    # fill in its column `take`, then:",
        "refplug lexicon import unsure.tsv",
    )
)
def command() -> None:
    """Show what the lexicon knows, add words of your own, take in decisions.

    Your words are kept in one file in refplug's configuration folder and outrank ours; a project can name more files
    (`lexicons` in .refplug.toml).
    """


@command.command(short_help="Add a word in script, with what tells its vowels.")
@click.argument("script")
@click.argument("latin", required=False)
@click.option(
    "--reading",
    type=click.Choice(["ar", "fa", "ota", "ur"]),
    help="The language of the word; by default what its letters say (پ چ ژ گ ک ی: fa), else ar.",
)
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    default="term",
    show_default=True,
    help="What it is: names are capitalized, and so is what LATIN writes with a capital.",
)
@click.option("--gloss", default="", help="What it means, in English.")
@click.option("--source", default="user", show_default=True, help="Where it was found.")
def add(script: str, latin: str | None, reading: str | None, kind: str, gloss: str, source: str) -> None:
    """Add a word in SCRIPT: with its vowels, or with its romanized form LATIN (IJMES or ALA-LC), which tells them."""
    from refplug.model import Reading, TermKind
    from refplug.romanize.entries import checked, entry_from, row_of
    from refplug.text.languages import language_of

    told = reading or language_of(script)
    entry = entry_from(
        script,
        latin,
        Reading(told if told in set(Reading) else Reading.ARABIC),
        TermKind(kind),
        gloss,
        source,
    )
    for fault in checked(entry):
        say(fault)
    _append([row_of(entry)])
    answer_line(_line(entry))


@command.command(short_help="Show what is known of a word, in any spelling.")
@click.argument("word")
@click.option(
    "--scheme", default="ijmes", show_default=True, metavar="SCHEME", help="Scheme to show the entries in."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON line for each entry.")
def show(word: str, scheme: str, as_json: bool) -> None:
    """Show what the lexicon has for WORD, in script or in any Latin spelling."""
    rows = [_shown(entry, scheme) for entry in _found(word)]
    if as_json:
        for row in rows:
            answer_json(row)
    elif rows:
        answer_table(tuple(rows[0]), [tuple(row.values()) for row in rows])
    else:
        say(f"{word}: nothing in the lexicon is near it; add it with `refplug lexicon add`")
        raise SystemExit(4)


@command.command("import", short_help="Take in a lexicon, or a worksheet that was filled in.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(file: Path) -> None:
    """Take in FILE: a lexicon (TSV, vocalized first), or a worksheet of unsure terms with its column `take` filled in."""
    from refplug.cli.house import read_lexicon_file
    from refplug.romanize.entries import row_of
    from refplug.romanize.lexicon import parse_lexicon

    text = read_lexicon_file(file)
    if text.removeprefix("\ufeff").startswith("printed\t"):
        count = _decisions(text, file)
        answer_line(f"{count} decision{'s' * (count != 1)} taken from {file}")
        if not count:
            say(f"{file}: its column take is empty in every row; fill in what you decide")
        return
    if text.removeprefix("\ufeff").startswith("record\tfield\tprinted\t"):
        raise RunAborted(
            f"{file}: a worksheet of an older refplug, without a column to fill in; nothing was taken. "
            "`refplug convert --romanize --worksheet` writes a new one",
            ExitCode.USAGE,
        )
    entries = parse_lexicon(text, str(file), rank=1)
    _append([row_of(entry) for entry in entries])
    answer_line(f"{len(entries)} entries taken from {file}")


@command.command(short_help="Check that every scheme can write each entry.")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """Check lexicon FILES (yours, if none is named): each entry must be written cleanly by each scheme of its language."""
    from refplug.cli.house import read_lexicon_file, user_lexicon_path
    from refplug.romanize.entries import checked
    from refplug.romanize.lexicon import parse_lexicon

    paths = files or tuple(path for path in (user_lexicon_path(),) if path.is_file())
    faults = count = 0
    for path in paths:
        for entry in parse_lexicon(read_lexicon_file(path), str(path)):
            count += 1
            for fault in checked(entry):
                faults += 1
                say(f"{path}: {fault}")
    entries = "1 entry" if count == 1 else f"{count} entries"
    answer_line(f"{entries} checked, {faults} fault{'s' * (faults != 1)}")
    if faults:
        raise SystemExit(4)


def _found(word: str) -> list[Entry]:
    from refplug.cli.house import lexicon_of
    from refplug.romanize.adhoc.guess import guesses
    from refplug.romanize.adhoc.resolve import HOPELESS
    from refplug.romanize.adhoc.segment import segment
    from refplug.romanize.answer import is_script
    from refplug.romanize.lexicon import plain_script, shipped_lexicon
    from refplug.system.settings import load_settings

    lexicon = lexicon_of(load_settings().lexicons) or shipped_lexicon()
    if is_script(word):
        return [lexicon.entries[i] for i in lexicon.by_script.get(plain_script(word), ())]
    near = guesses(segment(word), lexicon) if segment(word) else ()
    return [entry for guess in near if guess.probability >= HOPELESS for entry in guess.entries]


def _shown(entry: Entry, scheme: str) -> dict[str, Any]:
    from refplug.romanize.schemes.render import render
    from refplug.romanize.schemes.scheme import load, readings_of

    readings = readings_of(scheme)
    text = (
        render(entry.vocalized, load(scheme, entry.reading), kind=entry.kind, capitals=_capitals(entry)).text
        if entry.reading in readings
        else ""
    )
    return {
        "vocalized": entry.vocalized,
        "reading": entry.reading.value,
        scheme: text,
        "kind": entry.kind.value,
        "gloss": entry.gloss,
        "source": entry.source,
    }


def _line(entry: Entry) -> str:
    from refplug.romanize.schemes.render import render
    from refplug.romanize.schemes.scheme import load, readings_of

    table = load("ijmes", entry.reading if entry.reading in readings_of("ijmes") else "fa")
    text = render(entry.vocalized, table, kind=entry.kind, capitals=_capitals(entry)).text
    return f"{text}\t{entry.vocalized}\t{entry.reading}"


def _capitals(entry: Entry) -> str | None:
    return "words" if "capital" in entry.flags else None


def _append(rows: list[str]) -> None:
    """Put rows at the end of the user's lexicon, each once."""
    from refplug.cli.house import read_lexicon_file, user_lexicon_path
    from refplug.romanize.lexicon import COLUMNS
    from refplug.system.files import locked, replace_file

    path = user_lexicon_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    with locked(path):
        held = read_lexicon_file(path).splitlines() if path.is_file() else ["\t".join(COLUMNS)]
        lines = [*held, *(row for row in dict.fromkeys(rows) if row not in held)]
        replace_file(path, ("\n".join(lines) + "\n").encode())


def _decisions(text: str, file: Path) -> int:
    """Add the decisions of a worksheet to the user's; how many there were."""
    from refplug.cli.review import remember
    from refplug.romanize.worksheet import read_worksheet

    taken = read_worksheet(text, str(file))
    remember(taken)
    return len(taken)
