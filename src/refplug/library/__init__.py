"""A user's library and what the sources know about it: enriching it, and checking it."""
