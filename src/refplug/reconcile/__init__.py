"""Read, then propose: ranks claims, merges records, works out what may change in a user's file. Pure."""

from refplug.reconcile.compare import Relation, compare
from refplug.reconcile.merge import merge

__all__ = ["Relation", "compare", "merge"]
