"""A bibliography in HTML by any CSL style: one page, every text from outside escaped, each entry with its citekey as id."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape, unescape

from refplug.formats.citations.engine import Rendered, render
from refplug.formats.streams import gathered
from refplug.model import Notice, Record, Severity
from refplug.ports import Parsed, WriteOptions, Written

__all__ = ["HOLDS_ONE_SPELLING", "plain", "read", "write", "write_stream"]

HOLDS_ONE_SPELLING = True

_HEAD = """<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Bibliography</title>
</head>
<body>
<div class="csl-bib-body">
"""
_TAIL = "</div>\n</body>\n</html>\n"


def read(data: bytes, file: str) -> Parsed:
    """Nothing: a formatted bibliography no longer says which words are the title."""
    message = "a formatted bibliography is written, not read; use the reference library it was made from"
    return Parsed(
        records=(), notices=(Notice(code="not-read", message=message, severity=Severity.ERROR, file=file),)
    )


def write(records: Iterable[Record], options: WriteOptions) -> Written:
    """The bibliography as one HTML page, in the style `options.style`; `options.variant` in-text gives the citations."""
    return gathered(write_stream(records, options))


def write_stream(records: Iterable[Record], options: WriteOptions) -> Iterator[bytes | Notice]:
    """The same, entry by entry; all records are held, since a bibliography is sorted."""
    entries = list(
        render(records, options.style, options.locale)
    )  # a style that is not there is told before any page
    yield _HEAD.encode()
    for made in entries:
        yield made if isinstance(made, Notice) else _entry(made, options.variant).encode()
    yield _TAIL.encode()


def _entry(made: Rendered, variant: str | None) -> str:
    text = made.in_text if variant == "in-text" else made.entry
    return f'<div class="csl-entry" id="ref-{escape(made.citekey)}" dir="auto">{text}</div>\n'


_RAISED = {
    "sup": str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"),
    "sub": str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"),
}


def plain(text: str) -> str:
    """An entry without any markup.

    >>> plain("<i>Politics</i> &amp; &lt;i&gt;Iraq, x<sup>2</sup>, a<sup>b</sup>")
    'Politics & <i>Iraq, x², ab'

    Digits that stand high or low are written with the digits that Unicode has for that.
    """
    text = re.sub(r"<(sup|sub)>([0-9]+)</\1>", lambda found: found[2].translate(_RAISED[found[1]]), text)
    return unescape(re.sub(r"</?(?:i|b|u|l|sup|sub|span)\b[^<>]*>", "", text))
