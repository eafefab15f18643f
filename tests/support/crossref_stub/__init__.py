"""A stand-in for the Crossref REST API on loopback, in the standard library: for tests and demonstrations.

As a fixture: `from support.crossref_stub import running`. By hand:

    PYTHONPATH=tests python -m support.crossref_stub --works works.jsonl.gz --port 8990
    REFPLUG_CROSSREF_URL=http://127.0.0.1:8990 refplug enrich references.bib --diff
"""

from support.crossref_stub.control import Control, Fault, Seen
from support.crossref_stub.corpus import Corpus
from support.crossref_stub.server import Stub, running

__all__ = ["Control", "Corpus", "Fault", "Seen", "Stub", "running"]
