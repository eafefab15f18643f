"""XML collections read and written record by record, and what XML 1.0 has no place for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, BinaryIO, TypeVar

from refplug.formats.streams import whole
from refplug.model import Notice, Record
from refplug.ports import Parsed

__all__ = ["collection", "elements", "entities_told", "records_streamed", "xml_text"]

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


def elements(stream: BinaryIO, is_wanted: Callable[[Any], bool]) -> Iterator[Any]:
    """The wanted elements of an XML file one by one, each gone from memory when the next is asked for.

    Entities, DTDs and the network stay off. XMLSyntaxError where the file is broken; ValueError where it declares a
    document type, whose entities only a whole reading can tell of, or where one stands in another.
    """
    from lxml import etree

    stream.seek(0)
    depth = 0
    for event, element in etree.iterparse(
        stream, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
    ):
        if not is_wanted(element):
            continue
        depth += 1 if event == "start" else -1
        if depth > 1:
            raise ValueError("a record stands in a record")
        if event == "start" and element.getroottree().docinfo.doctype:
            raise ValueError("the file declares a document type")
        if event == "end":
            yield element
            element.clear()
            for one in (element, *element.iterancestors()):
                above = one.getparent()
                while (
                    above is not None and one.getprevious() is not None
                ):  # before the root a comment may stand
                    del above[0]


def records_streamed(
    stream: BinaryIO,
    file: str,
    tag: str,
    read: Callable[[bytes, str], Parsed],
    record_of: Callable[[Any], Record],
) -> Iterator[Record | Notice]:
    """The record of each element `tag`, one by one; a file that is not sound or holds none is left to `read`.

    It is read twice: a file that is broken at its end must not give half its records.
    """
    from lxml import etree

    def is_wanted(element: Any) -> bool:
        return element.tag == tag  # type: ignore[no-any-return]

    try:
        count = sum(1 for _ in elements(stream, is_wanted))
    except (etree.XMLSyntaxError, ValueError):
        count = 0
    if not count:
        yield from whole(read, stream, file)
    else:
        yield from (record_of(one) for one in elements(stream, is_wanted))


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
