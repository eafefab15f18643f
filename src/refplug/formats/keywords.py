"""A keyword in the scheme of a format: cataloguers' formats have one scheme for titles and keywords alike."""

from __future__ import annotations

from refplug.model import Term
from refplug.romanize.schemes.render import render
from refplug.romanize.schemes.scheme import load, readings_of

__all__ = ["keyword_in"]


def keyword_in(term: Term, scheme: str) -> str:
    """The term rendered anew from its vocalized script, with the capital that it had; as it is where it has none.

    >>> from refplug.romanize.adhoc.resolve import understand
    >>> keyword_in(understand("Marjiiat"), "ala-lc"), keyword_in(understand("Iraq"), "ala-lc")
    ('Marjaʻīyah', 'Iraq')
    """
    best = term.preferred
    if best is None or best.vocalized is None or best.scheme == scheme:
        return term.text
    if best.reading not in readings_of(scheme):
        return term.text
    text = render(best.vocalized, load(scheme, best.reading), kind=term.kind).text
    is_raised = best.text[:1].isupper() and not text.startswith(("al-", "ʻ"))
    return text[:1].upper() + text[1:] if is_raised else text
