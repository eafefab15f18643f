"""What a run of `romanize` is told by flags, environment and house style, ready for the engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from refplug.cli import completing
from refplug.errors import ExitCode, RunAborted

if TYPE_CHECKING:
    from refplug.plugins import Plugin
    from refplug.romanize.lexicon import Lexicon
    from refplug.romanize.worksheet import Decision
    from refplug.system.settings import Settings

__all__ = [
    "exceptions_of_run",
    "lexicon_of",
    "options_of_run",
    "read_lexicon_file",
    "romanizing_options",
    "scheme_of",
    "user_decisions_path",
    "user_lexicon_path",
]

F = TypeVar("F", bound=Callable[..., Any])


def romanizing_options(command: F) -> F:
    """The options `--scheme`, `--form`, `--reading`, whose values go to `options_of_run`."""
    for option in (
        click.option(
            "--reading",
            type=click.Choice(["auto", "ar", "fa", "ota", "ur"]),
            help="The language in which shared words are read.",
        ),
        click.option(
            "--form",
            type=click.Choice(["full", "publication"]),
            help="All diacritics, or names without them as IJMES prints them.",
        ),
        click.option(
            "--scheme",
            metavar="SCHEME",
            shell_complete=completing.schemes,
            help="Scheme to write; see `refplug schemes`.  [default: ijmes]",
        ),
    ):
        command = option(command)
    return command


def options_of_run(
    *, source: str, scheme: str | None, form: str | None, reading: str | None
) -> dict[str, Any]:
    """Keyword arguments for `romanize`: flags over environment over house style; unknown schemes are a usage error."""
    from refplug.system.settings import load_settings

    flags = {
        name: value
        for name, value in (("scheme", scheme), ("form", form), ("reading", reading))
        if value is not None
    }
    settings = load_settings(flags=flags)
    if source not in ("auto", "script", "latin"):
        source = _scheme_id(source)
    return {
        "source": source,
        "scheme": scheme_of(settings),
        "form": settings.form,
        "reading": settings.reading,
        "lexicon": lexicon_of(settings.lexicons),
        "exceptions": exceptions_of_run(settings.scheme, settings.form, settings.exceptions),
    }


def scheme_of(settings: Settings, plugin: Plugin | None = None) -> str:
    """The scheme of a run: as set by flag, environment or house style, else of the format (ALA-LC in MARC and MODS), else ours.

    One that there is not is a usage error that names the file or variable it was set in.
    """
    from refplug.plugins import load

    if plugin is not None and "scheme" not in settings.origins:
        return _scheme_id(str(getattr(load(plugin), "DEFAULT_SCHEME", settings.scheme)))
    try:
        return _scheme_id(settings.scheme)
    except click.UsageError as refused:
        origin = settings.origin("scheme")
        if origin in ("flag", "default"):
            raise
        raise RunAborted(f"{origin}: scheme: {refused.message}", ExitCode.USAGE) from None


def _scheme_id(name: str) -> str:
    """The scheme of that name, a stranger's or a file's too; an unknown one is a usage error."""
    from refplug.plugins import scheme_id

    try:
        return scheme_id(name)
    except RunAborted as refused:
        if refused.exit_code is ExitCode.USAGE:
            raise click.UsageError(str(refused)) from refused
        raise


def user_lexicon_path() -> Path:
    """The user's own lexicon, which `lexicon add` and a review write to; it need not exist."""
    from refplug.system.settings import config_file

    return config_file().parent / "lexicon.tsv"


def user_decisions_path() -> Path:
    """What the user decided about printed forms, in a review or a worksheet; it need not exist."""
    return user_lexicon_path().with_name("decisions.tsv")


def exceptions_of_run(scheme: str, form: str, stated: Mapping[str, str]) -> dict[str, str]:
    """Printed form to what to print: the user's decisions, and over them what the house style states.

    Decisions on words in script are no such exceptions: `lexicon_of` has them, for words inside a text too.
    """
    from refplug.romanize.worksheet import exceptions_of

    in_latin = (decision for decision in _decisions() if not decision.is_of_script)
    return {**exceptions_of(in_latin, scheme, form), **stated}


def _decisions() -> tuple[Decision, ...]:
    """What the user decided so far."""
    from refplug.romanize.worksheet import parse_decisions

    path = user_decisions_path()
    return parse_decisions(read_lexicon_file(path), str(path)) if path.is_file() else ()


def read_lexicon_file(path: Path) -> str:
    """The text of a lexicon file; RunAborted with the file's name where it cannot be read."""
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        raise RunAborted(
            f"{path}: there is no such lexicon file; mend `lexicons` in the configuration", ExitCode.USAGE
        ) from None
    except UnicodeDecodeError as error:
        raise RunAborted(f"{path}: not UTF-8 (byte {error.start}); save the lexicon as UTF-8 text") from None
    except OSError as error:
        raise RunAborted(f"{path}: {error.strerror}") from None


def lexicon_of(files: tuple[str, ...]) -> Lexicon | None:
    """Ours with the user's and the house's entries before it, and decisions on words in script; None for ours alone."""
    from refplug.romanize.lexicon import parse_lexicon, with_entries
    from refplug.romanize.worksheet import entries_of

    paths = [Path(file) for file in files]
    own = user_lexicon_path()
    if own.is_file():
        paths.append(own)
    entries = [entry for path in paths for entry in parse_lexicon(read_lexicon_file(path), str(path), rank=1)]
    decided = entries_of(_decisions())
    return with_entries(entries, decided=decided) if entries or decided else None
