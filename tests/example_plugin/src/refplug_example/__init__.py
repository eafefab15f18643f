"""A plug-in package for refplug: each module is one plug-in; the entry points in pyproject.toml name them."""

from pathlib import Path

plain_ar = Path(__file__).with_name("plain-ar.toml")
"""The scheme table that `refplug --scheme plain` uses for Arabic."""
