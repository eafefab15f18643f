"""Is this the work that is meant? Explained evidence, contradictions, and a measured chance; pure."""

from refplug.match.ask import match_in
from refplug.match.decide import decide
from refplug.match.query import query_from_text, query_of, searches

__all__ = ["decide", "match_in", "query_from_text", "query_of", "searches"]
