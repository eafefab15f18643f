"""What we ship, in one literal table; strangers come in by entry points, looked up on demand.

A stranger's package declares, for instance, `[project.entry-points."refplug.formats"] bibo = "refplug_bibo:format"`.
Ours are found without importing `importlib.metadata`, which costs more than the rest of the start.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

__all__ = ["GROUPS", "SHIPPED", "Plugin", "find", "load", "names", "scheme_id", "surest_reader"]

GROUPS = ("readers", "formats", "sources", "sinks", "schemes")


@dataclass(frozen=True, slots=True)
class Plugin:
    """A name, where it lives (`module` or `module:attribute`), and the file suffixes it answers to.

    `written` are suffixes it answers to only where something is written: as a source, `.html` is a paper to be read.
    """

    name: str
    target: str
    suffixes: tuple[str, ...] = ()
    about: str = ""
    written: tuple[str, ...] = ()


SHIPPED: Mapping[str, tuple[Plugin, ...]] = {
    "readers": (
        Plugin("plaintext", "refplug.readers.plaintext", (".txt", ".text", ".md"), "plain and OCR text"),
        Plugin("pdf", "refplug.readers.pdf", (".pdf",), "PDF with a text layer; scans through tesseract"),
        Plugin("docx", "refplug.readers.docx", (".docx", ".docm"), "Word documents"),
        Plugin("html", "refplug.readers.html", (".html", ".htm", ".xhtml"), "saved web pages"),
        Plugin("jats", "refplug.readers.jats", (".xml", ".nxml"), "JATS, the XML of journal archives"),
        Plugin("tei", "refplug.readers.tei", (".tei",), "TEI, as GROBID writes it"),
        Plugin("hocr", "refplug.readers.hocr", (".hocr", ".alto"), "recognized text in hOCR and ALTO"),
        Plugin(
            "image",
            "refplug.readers.image",
            (".png", ".jpg", ".jpeg", ".tif", ".tiff"),
            "scans, through tesseract",
        ),
    ),
    "formats": (
        Plugin("bibtex", "refplug.formats.bibtex", (".bib",), "BibTeX"),
        Plugin("marc", "refplug.formats.marc", (".mrc", ".marc"), "MARC 21, ISO 2709"),
        Plugin("marcxml", "refplug.formats.marcxml", (".marcxml", ".mrx"), "MARC 21 in XML"),
        Plugin("csl-json", "refplug.formats.csl_json", (".json", ".csl.json"), "CSL-JSON"),
        Plugin("csl-yaml", "refplug.formats.csl_yaml", (".yaml", ".yml", ".csl.yaml"), "CSL-YAML"),
        Plugin(
            "ris", "refplug.formats.ris", (".ris", ".ciw"), "RIS; reads exports of the Web of Science too"
        ),
        Plugin("mods", "refplug.formats.mods", (".mods",), "MODS 3.8"),
        Plugin("dublin-core", "refplug.formats.dublin_core", (".dc",), "simple Dublin Core, oai_dc"),
        Plugin("text", "refplug.formats.citations.text", (), "citations in a CSL style, plain", (".txt",)),
        Plugin(
            "html", "refplug.formats.citations.html", (), "citations in a CSL style, HTML", (".html", ".htm")
        ),
    ),
    "sources": (Plugin("crossref", "refplug.sources.crossref:Crossref", (), "Crossref REST API"),),
    "sinks": (Plugin("zotero", "refplug.sinks.zotero", (), "libraries of Zotero, on the web and here"),),
    "schemes": (),
}


def names(group: str) -> tuple[str, ...]:
    """The names of a group: ours in table order, then strangers' in alphabetical order."""
    ours = tuple(plugin.name for plugin in SHIPPED[group])
    return ours + tuple(sorted(name for name in _strangers(group) if name not in ours))


def find(
    group: str, *, name: str | None = None, suffix: str | None = None, is_written: bool = False
) -> Plugin | None:
    """The plug-in of a group by its name or by a file suffix (with the dot, any case); None if there is none.

    `is_written` says that the suffix is that of a file to be written.
    """
    for plugin in SHIPPED[group]:
        known = plugin.suffixes + (plugin.written if is_written else ())
        if plugin.name == name or (suffix and suffix.lower() in known):
            return plugin
    if name and name in (strangers := _strangers(group)):
        return Plugin(name, strangers[name], (), "from another package")
    return None


def load(plugin: Plugin) -> Any:
    """The object a plug-in names. `RunAborted` where another package's cannot be loaded, for whatever reason."""
    from refplug.errors import RunAborted

    module, _, attribute = plugin.target.partition(":")
    try:
        loaded = import_module(module)
        return getattr(loaded, attribute) if attribute else loaded
    except Exception as fault:  # a stranger's code may fail in any way; ours must not
        if module.split(".")[0] == "refplug":
            raise
        said = f"{type(fault).__name__}: {fault}" if str(fault) else type(fault).__name__
        raise RunAborted(
            f"the plug-in {plugin.name!r} of another package ({plugin.target}) cannot be loaded: {said};"
            " update or remove that package"
        ) from fault


def surest_reader(head: bytes, suffix: str) -> tuple[Plugin, tuple[str, ...]]:
    """The reader that is surest of a document that begins so, and a sentence on each that could not be loaded.

    Plain text is what is left where none is sure. Another package's broken reader stands in nobody's way.
    """
    from refplug.errors import RunAborted

    best, sure = SHIPPED["readers"][0], 0.0
    broken: list[str] = []
    for name in names("readers"):
        plugin = find("readers", name=name)
        if plugin is None:
            continue
        try:
            score = load(plugin).sniff(head, suffix)
        except RunAborted as fault:
            broken.append(str(fault))
            continue
        if score > sure:
            best, sure = plugin, score
    return best, tuple(broken)


def scheme_id(name: str) -> str:
    """The id of a scheme that may be ours, another package's, or the path of a table (ends in .toml).

    A stranger's tables are adopted, so that `refplug.romanize.schemes.scheme.load` knows them from then on. Raises `RunAborted`
    (usage) where there is no such scheme, or where a table cannot be read or is damaged.
    """
    from refplug.errors import ExitCode, RunAborted
    from refplug.romanize.schemes.scheme import scheme_ids, scheme_names

    if name in scheme_ids():
        return name
    if name.endswith(".toml"):
        return _adopted(name)
    for entry, target in _strangers("schemes").items():
        _adopted(str(load(Plugin(entry, target))))
    if name not in scheme_ids():
        scheme, _, reading = name.rpartition("-")
        if name in scheme_names():
            raise RunAborted(
                f"{name!r} is the table of one reading; the scheme is {scheme}, with the reading {reading}",
                ExitCode.USAGE,
            )
        known = ", ".join(scheme_ids())
        raise RunAborted(
            f"there is no scheme {name!r}; take one of {known}, or the path of a table", ExitCode.USAGE
        )
    return name


def _adopted(path: str) -> str:
    from pathlib import Path

    from refplug.errors import ExitCode, RunAborted
    from refplug.romanize.schemes.scheme import adopt

    try:
        text = Path(path).read_text("utf-8")
    except OSError as fault:
        raise RunAborted(f"{path}: {fault.strerror}", ExitCode.USAGE) from fault
    except UnicodeDecodeError as fault:
        raise RunAborted(f"{path}: not UTF-8 (byte {fault.start}); save the table as UTF-8 text") from fault
    return adopt(text, path).id


@cache
def _strangers(group: str) -> dict[str, str]:
    from importlib.metadata import entry_points

    return {point.name: point.value for point in entry_points(group=f"refplug.{group}")}
