"""A stand-in for Zotero on loopback, in the standard library: the Web API and the local API of Zotero 10. See README.md."""

from support.zotero_stub.control import (
    Control,
    Fault,
    ManualClock,
    Seen,
    backoff,
    cut_after,
    cut_before,
    fail_index,
    html,
    jump,
    meanwhile,
    slow,
    status,
    too_many,
    unavailable,
)
from support.zotero_stub.schema import Schema
from support.zotero_stub.server import Stub, running
from support.zotero_stub.service import Service
from support.zotero_stub.store import Access, Library, World

__all__ = [
    "Access",
    "Control",
    "Fault",
    "Library",
    "ManualClock",
    "Schema",
    "Seen",
    "Service",
    "Stub",
    "World",
    "backoff",
    "cut_after",
    "cut_before",
    "fail_index",
    "html",
    "jump",
    "meanwhile",
    "running",
    "slow",
    "status",
    "too_many",
    "unavailable",
]
