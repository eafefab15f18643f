"""The published schemes as tables, and the one engine that writes, reads, converts and detects by them. Pure."""
