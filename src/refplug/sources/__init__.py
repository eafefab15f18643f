"""One file per metadata service."""
