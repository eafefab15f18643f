"""Finders: what a page says, field by field. Pure."""
