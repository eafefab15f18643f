"""A keyword understood: its script form, its renderings, its gloss, and why."""

from __future__ import annotations

from dataclasses import dataclass

from refplug.model.evidence import Span
from refplug.model.verdict import Reading, TermKind, TermVerdict

__all__ = ["Rendering", "Term"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """A word written by one scheme in one reading.

    `probability` is the calibrated chance that this is the form meant; `source` names who attests it (a lexicon
    entry, a rule, a model), where that is known.
    """

    text: str
    scheme: str
    reading: Reading
    probability: float
    vocalized: str | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A keyword as printed, and all that we understood of it.

    `printed` is never altered. `text` is what goes into a citation: the preferred rendering, or `printed` where the
    verdict is keep or abstained. `alternatives` are the runners-up, best first; `reason` is one sentence for people.
    `script` is the script form where it is known (`script_printed` says whether the page itself printed it).
    """

    printed: str
    verdict: TermVerdict = TermVerdict.KEEP
    kind: TermKind = TermKind.UNKNOWN
    preferred: Rendering | None = None
    alternatives: tuple[Rendering, ...] = ()
    script: str | None = None
    script_printed: bool = False
    gloss: str | None = None
    reason: str = ""
    span: Span | None = None

    @property
    def text(self) -> str:
        """The form to print."""
        return self.preferred.text if self.preferred else self.printed
