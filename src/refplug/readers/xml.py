"""XML opened with everything shut: no entity is expanded, no DTD loaded, no address followed; and small ways to walk it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from typing import Any

from refplug.model import Notice, Severity

__all__ = ["attribute", "child", "children", "find", "local", "parse", "root_of", "text_of"]

_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
_BUILT_IN = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def parse(data: bytes, file: str) -> tuple[Any | None, tuple[Notice, ...]]:
    """The root element of an XML document, with what is to be told about it; None where it could not be read.

    Entities that the document declares itself are refused whole: they serve bombs and the reading of local files (P3, P4
    of research/reliability.md), and no publisher's header needs them. Named characters of HTML (`&eacute;`), which need
    the DTD that we do not load, are understood. Damage is mended as far as libxml2 can, and told with its line.
    """
    from lxml import etree

    if b"<!ENTITY" not in data:
        data = _NAMED.sub(_numbered, data)
    try:
        root = etree.fromstring(data, _parser(False))
    except (etree.XMLSyntaxError, ValueError) as fault:
        return _second_try(data, file, fault)
    except LookupError:
        return None, (
            _error("xml-encoding", "it names an encoding that we do not know; save it as UTF-8", file),
        )
    return _unless_it_declares(root, file)


def _second_try(data: bytes, file: str, fault: Exception) -> tuple[Any | None, tuple[Notice, ...]]:
    """Damage mended as far as it goes; the first fault is what we tell."""
    from lxml import etree

    line = getattr(fault, "lineno", None)
    try:
        root = etree.fromstring(data, _parser(True))
    except (etree.XMLSyntaxError, ValueError, LookupError):
        root = None
    if root is None:
        reason = str(fault).split(", line ", 1)[0].splitlines()[0][:160] if str(fault) else "no XML"
        return None, (
            _error("xml-broken", f"it is no well-formed XML ({reason}); nothing was read", file, line),
        )
    root, notices = _unless_it_declares(root, file)
    if root is not None:
        message = "the XML is damaged here; what could be read was read"
        notices = (*notices, Notice(code="xml-damaged", message=message, file=file, line=line))
    return root, notices


def _parser(recover: bool) -> Any:
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=recover,
    )


def _numbered(found: re.Match[bytes]) -> bytes:
    name = found.group(1)
    letters = None if name in _BUILT_IN else html5.get(name.decode() + ";")
    return "".join(f"&#{ord(letter)};" for letter in letters).encode() if letters else found.group()


def _unless_it_declares(root: Any, file: str) -> tuple[Any | None, tuple[Notice, ...]]:
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and next(iter(declared.iterentities()), None) is not None:
        message = "it declares XML entities, which can hide bombs or read other files; remove the declarations to have it read"
        return None, (_error("xml-entities", message, file),)
    return root, ()


def _error(code: str, message: str, file: str, line: int | None = None) -> Notice:
    return Notice(code=code, message=message, severity=Severity.ERROR, file=file, line=line)


# ---------------------------------------------------------------- walking


def local(element: Any) -> str:
    """The name of an element without its namespace; empty for comments, instructions and entities."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Any, *names: str) -> Iterator[Any]:
    """The child elements of these names, in order; of a None none."""
    if element is not None:
        for item in element:
            if local(item) in names:
                yield item


def child(element: Any, *names: str) -> Any | None:
    """The first child of these names."""
    return next(children(element, *names), None)


def find(element: Any, path: str) -> Any | None:
    """The first element down a path of names: `find(meta, "title-group/article-title")`."""
    for name in path.split("/"):
        element = child(element, name)
    return element


def root_of(element: Any, name: str) -> Any | None:
    """The first element of this name in the document, itself included, whatever wraps it (OAI, PubMed Central sets)."""
    for item in element.iter():
        if local(item) == name:
            return item
    return None


def attribute(element: Any, name: str) -> str | None:
    """An attribute by its name without namespace (`lang` is `xml:lang`); None where it is not there or empty."""
    if element is None:
        return None
    value = element.get(_LANG if name == "lang" else name)
    return value.strip() or None if isinstance(value, str) else None


def text_of(element: Any, skip: frozenset[str] = frozenset(), blocks: frozenset[str] = frozenset()) -> str:
    """The text inside an element, without that of the elements in `skip`; those in `blocks` are set off by blanks.

    White space is squeezed. Walks without recursion: nesting is bounded by libxml2, the stack by nothing else.
    """
    if element is None:
        return ""
    pieces: list[str] = [element.text or ""]
    stack: list[Iterator[Any]] = [iter(element)]
    open_blocks: list[Any] = []
    while stack:
        item = next(stack[-1], None)
        if item is None:
            stack.pop()
            if open_blocks:
                closing = open_blocks.pop()
                pieces.append((" " if local(closing) in blocks else "") + (closing.tail or ""))
            continue
        name = local(item)
        if not name or name in skip:
            pieces.append(item.tail or "")
            continue
        pieces.append((" " if name in blocks else "") + (item.text or ""))
        stack.append(iter(item))
        open_blocks.append(item)
    return " ".join("".join(pieces).split())
