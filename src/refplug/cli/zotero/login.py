"""`refplug zotero login`: try a key, say what it allows, keep it where keys belong."""

from __future__ import annotations

import sys

import click

from refplug.cli.output import answer_line, say
from refplug.errors import ExitCode, RunAborted

__all__ = ["command"]


@click.command()
@click.option("--local", is_flag=True, help="Ask Zotero on this computer to let refplug write.")
@click.option("--forget", is_flag=True, help="Remove the key from the keyring.")
def command(local: bool, forget: bool) -> None:
    """Try an API key of zotero.org, and keep it in the system's keyring.

    The key is asked for, or read from REFPLUG_ZOTERO_KEY or, in a pipe, from standard input; it is never an argument, where other
    users could see it. Without a keyring (`pip install 'refplug[keyring]'`) keep it in REFPLUG_ZOTERO_KEY.
    """
    from refplug.library.zotero_desk import LOCAL_RING, WEB_RING
    from refplug.system.keys import forget_key

    if forget:
        was = forget_key(LOCAL_RING if local else WEB_RING)
        say("the key was removed from the keyring" if was else "the keyring holds no key of refplug's")
    elif local:
        _local()
    else:
        _web()


def _web() -> None:
    from refplug.library.zotero_desk import KEY_VARIABLE, WEB_RING, web_transport
    from refplug.system.http import Ledger
    from refplug.system.keys import checked_key, find_key, keep_key
    from refplug.system.settings import load_settings

    key = find_key(KEY_VARIABLE, "") or checked_key(_asked(), "your input")
    transport = web_transport(load_settings(), "", Ledger(), key, tell=say)
    access = transport.access()
    rights = ", ".join(
        word
        for word, allowed in (
            ("read", access.may_read),
            ("write", access.may_write),
            ("attach files", access.may_attach),
        )
        if allowed
    )
    answer_line(f"users/{access.user}  {access.name}  {rights or 'no access to this library'}")
    for library, name, may_write in transport.groups():
        answer_line(f"{library}  {name}  {'read, write' if may_write else 'read'}")
    if not access.may_write:
        say("the key may not write; push needs one that may (https://www.zotero.org/settings/keys)")
    if keep_key(WEB_RING, key):
        say("the key is kept in the keyring")
    else:
        say(
            f"there is no keyring (pip install 'refplug[keyring]'): keep the key in {KEY_VARIABLE}; nothing was stored"
        )


def _asked() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    return str(click.prompt("API key", hide_input=True, err=True)).strip()


def _local() -> None:
    from refplug.library.zotero_desk import LOCAL_RING, local_transport
    from refplug.system.http import Ledger
    from refplug.system.keys import find_key
    from refplug.system.settings import load_settings

    transport = local_transport(load_settings(), "", Ledger(), tell=say)
    if not transport.can_write:
        raise RunAborted(
            f"Zotero {transport.program} cannot be written to from outside; update to Zotero 10, or use zotero.org",
            ExitCode.CONFLICT,
        )
    say("Zotero shows a dialog now: Always Allow lets refplug write from now on, Allow for one write")
    transport.authorize()
    answer_line(f"{transport.library}  Zotero {transport.program}  read, write")
    if find_key("", LOCAL_RING):
        say("the key is kept in the keyring")
    else:
        say("no key was kept: Zotero will ask again at the next push (Always Allow and a keyring avoid it)")
