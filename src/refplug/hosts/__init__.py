"""Adapters into other programs."""
