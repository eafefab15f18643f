"""XML collections written record by record, and what XML 1.0 has no place for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from refplug.model import Notice

__all__ = ["collection", "entities_told", "xml_text"]

T = TypeVar("T")


def collection(
    tag: str, prefixes: Mapping[str | None, str], things: Iterable[T], fill: Callable[[Any, T], None]
) -> Iterator[bytes]:
    """The pieces of an XML file in UTF-8: a root element `tag`, in which `fill(root, thing)` puts one child for each thing.

    >>> from lxml import etree
    >>> made = collection("all", {}, ["x", "y"], lambda root, text: setattr(etree.SubElement(root, "one"), "text", text))
    >>> print(b"".join(made).decode(), end="")
    <?xml version='1.0' encoding='UTF-8'?>
    <all>
      <one>x</one>
      <one>y</one>
    </all>
    """
    from lxml import etree

    def root() -> Any:
        return etree.Element(tag, nsmap=dict(prefixes))

    end = b""
    for thing in things:
        made = root()
        fill(made, thing)
        data: bytes = etree.tostring(made, xml_declaration=not end, encoding="UTF-8", pretty_print=True)
        begin = data.index(b"\n", data.index(b"?>\n") + 3 if not end else 0) + 1
        cut = data.rindex(b"</")
        yield data[0 if not end else begin : cut]
        end = data[cut:]
    yield end or etree.tostring(root(), xml_declaration=True, encoding="UTF-8", pretty_print=True)


def entities_told(root: Any, file: str) -> tuple[Notice, ...]:
    """One notice where a document refers to entities of its own, which are never loaded, so that what they stand for is missing."""
    from lxml import etree

    names = list(dict.fromkeys(str(one.name) for one in root.iter(etree.Entity)))
    if not names:
        return ()
    message = (
        f"the entities {', '.join(names[:5])} of this file are not loaded; what they stand for is left out"
    )
    return (Notice(code="xml-entity", message=message, file=file),)


def xml_text(text: str) -> str:
    """`text` without the control characters, surrogates, U+FFFE and U+FFFF that XML 1.0 cannot hold; line breaks stay.

    >>> xml_text("a\\x0bb\\nc")
    'ab\\nc'
    """
    if text.isprintable():
        return text
    return "".join(
        char
        for char in text
        if (char >= " " or char in "\n\t") and not "\ud800" <= char <= "\udfff" and char not in "\ufffe\uffff"
    )
