"""refplug reads papers, restores scholarly romanization, and writes records that say where each value came from."""

__version__ = "0.1.0"
