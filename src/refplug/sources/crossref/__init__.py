"""Crossref: the source (`source`), the conversation with its API (`client`), what it answered before (`cache`), how its
records are read (`record` and what it needs), what it says has happened to works (`updates`)."""

from refplug.sources.crossref.cache import Found
from refplug.sources.crossref.source import Crossref

__all__ = ["Crossref", "Found"]
