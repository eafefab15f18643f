"""What the shell offers behind Tab: files, and the names of schemes, formats and sources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem

__all__ = ["files", "formats", "schemes", "sources"]


def files(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Names of files, which the shell itself knows best."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def schemes(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Romanization schemes."""
    from refplug.romanize.schemes.scheme import scheme_ids

    return _beginning(scheme_ids(), incomplete)


def formats(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Formats, ours and other packages'."""
    from refplug.plugins import names

    return _beginning(names("formats"), incomplete)


def sources(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Sources, ours and other packages'."""
    from refplug.plugins import names

    return _beginning(names("sources"), incomplete)


def _beginning(names: Iterable[str], start: str) -> list[str]:
    return [name for name in names if name.startswith(start)]
