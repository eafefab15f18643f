"""Read, then propose: ranks claims, merges records, works out what may change in a user's file. Pure."""

from refplug.reconcile.compare import compare
from refplug.reconcile.merge import merge
from refplug.reconcile.proof import proof_of
from refplug.reconcile.propose import Memory, Offer, Proposal, Ruling, propose
from refplug.reconcile.spelling import Relation

__all__ = ["Memory", "Offer", "Proposal", "Relation", "Ruling", "compare", "merge", "proof_of", "propose"]
