"""What the Zotero commands have in common: their options, their choice of entries, how they show a plan."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from refplug.cli.output import answer_json, isolate, say
from refplug.errors import ExitCode, RunAborted

if TYPE_CHECKING:
    from refplug.library.zotero_desk import Desk
    from refplug.sinks.zotero.plan import Plan
    from refplug.sinks.zotero.state import State

__all__ = [
    "check_citekeys",
    "checked_library",
    "chosen",
    "collection_keys",
    "decision_options",
    "decisions",
    "library_choice",
    "library_options",
    "opened",
    "say_strangers",
    "selection_options",
    "show_plan",
    "tell_sent",
]

F = TypeVar("F", bound=Callable[..., Any])


def library_choice(command: F) -> F:
    """Which library is meant; the one of last time where nothing is said."""
    for option in (
        click.option("--library", metavar="users/N|groups/N", help="Another library than your own."),
        click.option("--local", "kind", flag_value="local", help="Zotero on this computer."),
        click.option("--web", "kind", flag_value="web", help="zotero.org, with an API key."),
    ):
        command = option(command)
    return command


def library_options(command: F) -> F:
    """The file, and which library it is compared with."""
    file = click.argument(
        "file", type=click.Path(path_type=Path), default="references.bib", metavar="[FILE.bib]"
    )
    return file(library_choice(command))


def selection_options(command: F) -> F:
    """Which entries and items are looked at; all of several options must fit."""
    for option in (
        click.option(
            "--citekey", "citekeys", multiple=True, metavar="KEY", help="This entry; * and ? are wildcards."
        ),
        click.option(
            "--query",
            metavar="WORDS",
            help="Whose title, creators or year hold these words, spelled any way.",
        ),
        click.option("--tag", "tags", multiple=True, metavar="TAG", help="With this keyword or tag."),
        click.option(
            "--collection",
            "collections",
            multiple=True,
            metavar="NAME",
            help="In this collection of Zotero's.",
        ),
    ):
        command = option(command)
    return command


def decision_options(command: F) -> F:
    """What becomes of conflicts and deletions."""
    for option in (
        click.option(
            "--restore", multiple=True, metavar="KEY", help="Take a deletion back on the side that made it."
        ),
        click.option(
            "--follow", multiple=True, metavar="KEY", help="Delete on the other side too (in Zotero: trash)."
        ),
        click.option(
            "--theirs", multiple=True, metavar="KEY[:FIELD]", help="In a conflict, Zotero's value counts."
        ),
        click.option(
            "--mine", multiple=True, metavar="KEY[:FIELD]", help="In a conflict, the file's value counts."
        ),
        click.option(
            "--prefer", type=click.Choice(["mine", "theirs"]), help="Whose value counts in every conflict."
        ),
    ):
        command = option(command)
    return command


@contextmanager
def opened(
    file: Path,
    kind: str | None,
    library: str | None,
    *,
    offline: bool | None = None,
    with_abstract: bool = False,
    is_locked: bool = True,
) -> Iterator[Desk]:
    """The desk for a command; what left this computer is told at its end."""
    from refplug.library.zotero_desk import Where, desk
    from refplug.system.settings import load_settings

    where = Where(kind=kind or "", library=checked_library(library))
    settings = load_settings(flags={"offline": offline})
    with desk(file, where, settings, with_abstract=with_abstract, is_locked=is_locked, tell=say) as found:
        yield found


def checked_library(library: str | None) -> str:
    """The library as given, if it can be one."""
    kind, _, number = (library or "").strip("/").partition("/")
    if not library:
        return ""
    if kind not in ("users", "groups") or not number.isascii() or not number.isdecimal():
        raise click.UsageError(
            f"--library: {library!r} is no library; it should look like users/123 or groups/456"
        )
    return f"{kind}/{int(number)}"


def collection_keys(state: State, names: tuple[str, ...]) -> frozenset[str]:
    """The keys of collections by name (`Parent/Child` where a name is not enough) or key. `RunAborted` where there is none."""
    found = state.collections()
    paths = {key: _path(key, found) for key in found}
    keys: set[str] = set()
    for name in names:
        hits = [key for key, path in paths.items() if name in (key, path) or path.endswith("/" + name)]
        if len(hits) > 1:
            several = ", ".join(sorted(paths[key] for key in hits))
            raise RunAborted(
                f"several collections are called {name!r}: {several}; give the path or the key",
                ExitCode.USAGE,
            )
        if not hits:
            raise RunAborted(
                f"the library has no collection {name!r}; make it in Zotero, or mend the name", ExitCode.USAGE
            )
        keys.add(hits[0])
    return frozenset(keys)


def _path(key: str, collections: Mapping[str, Mapping[str, Any]], depth: int = 0) -> str:
    data = collections.get(key, {})
    parent = data.get("parentCollection")
    name = str(data.get("name", key))
    return (
        f"{_path(parent, collections, depth + 1)}/{name}" if isinstance(parent, str) and depth < 50 else name
    )


def chosen(
    citekeys: tuple[str, ...], tags: tuple[str, ...], query: str | None, collections: frozenset[str]
) -> Callable[[str, Mapping[str, Any]], bool] | None:
    """The test whether an entry or item is meant; None where all are."""
    if not (citekeys or tags or query or collections):
        return None
    from refplug.match.fold import clean, squash

    words = tuple(filter(None, map(squash, clean(query or "").split())))

    def is_chosen(citekey: str, item: Mapping[str, Any]) -> bool:
        name = citekey or str(item.get("citationKey") or "")
        held = {str(tag.get("tag", "")).casefold() for tag in item.get("tags") or ()}
        if citekeys and not any(fnmatchcase(name, pattern) for pattern in citekeys):
            return False
        if tags and not all(tag.casefold() in held for tag in tags):
            return False
        if collections and not collections & set(item.get("collections") or ()):
            return False
        text = squash(clean(_described(item))) if words else ""
        return all(word in text for word in words)

    return is_chosen


def _described(item: Mapping[str, Any]) -> str:
    people = [" ".join(str(part) for part in creator.values()) for creator in item.get("creators") or ()]
    fields = [
        str(item.get(name, ""))
        for name in ("title", "date", "publicationTitle", "bookTitle", "publisher", "extra")
    ]
    tags = [str(tag.get("tag", "")) for tag in item.get("tags") or ()]
    return " ".join((*fields, *people, *tags))


def decisions(options: Mapping[str, Any]) -> dict[str, Any]:
    """The options of `decision_options` as the engine wants them."""
    return {
        "prefer": options["prefer"] or "",
        "mine": frozenset(map(_place, options["mine"])),
        "theirs": frozenset(map(_place, options["theirs"])),
        "follow": frozenset(options["follow"]),
        "restore": frozenset(options["restore"]),
    }


def say_strangers(desk: Desk, options: Mapping[str, Any]) -> None:
    """Say which keys of `decision_options` name nothing here; a slip of the pen is no decision."""
    named = [*(key for key, _ in map(_place, (*options["mine"], *options["theirs"])))]
    named += [key for key in (*options["follow"], *options["restore"]) if key != "*"]
    known = {*desk.shelf.digests(), *desk.state.ties()} if named else set()
    for key in dict.fromkeys(named):
        if key not in known:
            say(f"{key}: no entry of {desk.path} has this key; nothing is decided by it")


def check_citekeys(desk: Desk, patterns: tuple[str, ...], *, with_items: bool = False) -> None:
    """Say which `--citekey` fits nothing; `RunAborted` (usage) where none of them does.

    Looked for among the entries of the file, those that went with an item, and `with_items` the citation keys in Zotero.
    """
    missing = _missing(patterns, {*desk.shelf.digests(), *desk.state.ties()}) if patterns else []
    if missing and with_items:
        items = filter(None, map(desk.state.item, desk.state.items()))
        missing = _missing(missing, {str(item.get("citationKey") or "") for item in items})
    where = f"neither {desk.path} nor {desk.library} has" if with_items else f"no entry of {desk.path} has"
    for key in missing[: len(missing) - (len(missing) == len(patterns))]:
        say(f"{key}: {where} this key")
    if missing and len(missing) == len(patterns):
        raise RunAborted(f"{missing[-1]}: {where} this key; nothing was changed", ExitCode.USAGE)


def _missing(patterns: Iterable[str], names: Collection[str]) -> list[str]:
    return [key for key in patterns if not any(fnmatchcase(name, key) for name in names)]


def _place(given: str) -> tuple[str, str]:
    """`KEY` or `KEY:FIELD`; citekeys may hold colons, so only a facet's name after the last one is a field."""
    citekey, colon, name = given.rpartition(":")
    return (citekey, name) if colon and name and (name[0].islower() or name.isupper()) else (given, "")


def show_plan(plan: Plan, *, as_json: bool) -> None:
    """The plan on stdout, and its hash."""
    if as_json:
        for said in plan.operations_said():
            answer_json({"plan": plan.hash, **said})
        for citekey, clash in plan.clashes:
            values = {"before": clash.before, "mine": clash.mine, "theirs": clash.theirs}
            answer_json({"plan": plan.hash, "do": "ask", "citekey": citekey, "field": clash.name, **values})
        for question in plan.questions:
            if not question.answer:
                answer_json(
                    {
                        "plan": plan.hash,
                        "do": "ask",
                        "citekey": question.citekey,
                        "deleted": str(question.kind),
                        "merged_into": question.merged_into,
                    }
                )
        return
    for line in plan.text():
        click.echo(isolate(line))


def tell_sent(desk: Desk) -> None:
    """What left this computer, in one line; and a schema that is newer than ours."""
    if (notice := desk.learn_schema()) is not None:
        say(notice)
    if len(desk.ledger):
        say(f"sent: {desk.ledger.summary()}; the log is {desk.ledger.log}")
