"""A Zotero library in both directions, nothing lost: one sync engine, two transports, the mapping by Zotero's schema."""

name = "zotero"
