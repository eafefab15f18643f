"""An answer told in words, for `--explain`."""

from __future__ import annotations

from collections.abc import Iterator

from refplug.model import Reading
from refplug.romanize.answer import Answer
from refplug.romanize.schemes.render import render
from refplug.romanize.schemes.scheme import load

__all__ = ["derivation"]


def derivation(answer: Answer) -> Iterator[str]:
    """The lines that say how an answer came about: result, reason, letters, runners-up.

    >>> from refplug.romanize.answer import romanize
    >>> print(*list(derivation(romanize("Basij")))[:1])
    Basij → Basīj (romanized, ijmes, fa)
    """
    reading = f", {answer.reading}" if answer.reading else ""
    yield f"{answer.input} → {answer.output if answer.output is not None else '?'} ({answer.verdict}, {answer.scheme}{reading})"
    if answer.reason:
        yield f"  {answer.reason}"
    if answer.vocalized and answer.reading:
        yield f"  With its vowels: {answer.vocalized}"
        for step in render(
            answer.vocalized, load(answer.scheme, Reading(answer.reading)), kind=answer.kind
        ).steps:
            yield f"  {step.script} → {step.latin}: {step.why}"
    for other in answer.alternatives:
        yield f"  Or: {other.output} ({other.reading}, {other.probability:.2f})"
