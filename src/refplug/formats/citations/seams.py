"""Where what a CSL engine printed is joined: codes that stand for a full stop, a quotation mark, a comma, `et al.`"""

from __future__ import annotations

import re

__all__ = ["IN_SCRIPT", "OTHERS", "QUOTED", "STOP", "joined"]

QUOTED = "\ue005"  # behind a closing quotation mark that a full stop or comma goes before
OTHERS = "\ue006"  # stands for a name: those who are not named; twice where more than one person is named
STOP = "\ue007"  # the full stop of an initial, which an engine must not take for one of the style
IN_SCRIPT = "\ue008"  # behind a family name in Arabic script whose given name is in it too

_TAGS = r"((?:</?\w[^>]*>)*)"
_INTO_QUOTES = re.compile(rf"((?:[^{QUOTED}]{QUOTED})+){_TAGS}([.,])")
_ASKED = re.compile(r"([?!](?:</\w+>)*)\.(?=\s|$)")
_STOPPED = re.compile(rf"{STOP}{_TAGS}\.")
_COMMA = re.compile(rf"{IN_SCRIPT}{_TAGS}, ")


def joined(html: str, and_term: str = "and", et_al: str = "et al.") -> str:
    """What the engine printed, with its codes as what they stand for.

    >>> joined(f"“Waqf”{QUOTED}. A{STOP}. B{STOP}, محمدی{IN_SCRIPT}, سارا and {OTHERS}.")
    '“Waqf.” A. B., محمدی، سارا et al.'

    Between the parts of a name in Arabic script stands the comma of that script; any other separator of a style stays.
    """
    before = rf"(?:,? (?:{re.escape(and_term)}|&amp;) |,? )?({OTHERS}+)"
    html = re.sub(
        before, lambda found: f"{',' * (len(found[1]) - 1)} {et_al}" if found.start() else et_al, html
    )
    if et_al.endswith("."):
        html = html.replace(f"{et_al}.", et_al)
    html = _ASKED.sub(r"\1", html)
    html = _COMMA.sub(r"\1، ", html).replace(IN_SCRIPT, "")
    html = _STOPPED.sub(r".\1", html).replace(STOP, ".")
    return _INTO_QUOTES.sub(_moved, html).replace(QUOTED, "")


def _moved(found: re.Match[str]) -> str:
    """`”.` as `.”`; a full stop that the quotation has already, or its ? or !, is enough."""
    quotes, tags, sign = found.groups()
    ended = found.string[: found.start()][-1:]
    kept = "" if ended and ((sign == "." and ended in ".?!") or sign == ended) else sign
    return f"{kept}{quotes}{tags}"
