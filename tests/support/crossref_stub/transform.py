"""What Crossref's content negotiation makes of a record, as far as tests look at it."""

from __future__ import annotations

from typing import Any


def to_csl(work: dict[str, Any]) -> dict[str, Any]:
    """The CSL-JSON of a record: Crossref's own members with plain strings for titles."""
    plain = {**work}
    for name in ("title", "container-title", "subtitle", "short-container-title"):
        value = work.get(name)
        plain[name] = (value or [""])[0] if isinstance(value, list) else ""
    return plain


def to_bibtex(work: dict[str, Any]) -> str:
    """BibTeX in the recorded shape: one line with a leading blank."""
    csl = to_csl(work)
    names = " and ".join(f"{a.get('family', '')}, {a.get('given', '')}" for a in work.get("author") or [])
    year = str((((work.get("issued") or {}).get("date-parts") or [[None]])[0] or [None])[0] or "")
    family = ((work.get("author") or [{}])[0]).get("family", "unknown")
    body = f"title={{{csl['title']}}}, DOI={{{work['DOI']}}}, author={{{names}}}, year={{{year}}}"
    return f" @article{{{family}_{year}, {body} }}\n"
