"""Zotero as a destination: the schema, the mapping, the plans of what to write."""
