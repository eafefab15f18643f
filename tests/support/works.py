"""Crossref records written for this project's tests, in the shape that the API serves (prefix 10.5555 is for tests)."""

from __future__ import annotations

from typing import Any

MESSAGE: dict[str, Any] = {
    "DOI": "10.5555/iraq.2019.1",
    "type": "journal-article",
    "title": ["Marjaʿiyya and the State in Iraq"],
    "subtitle": ["A Study of al-Sīstānī"],
    "author": [
        {
            "given": "ʿAlī",
            "family": "Ḥusaynī",
            "sequence": "first",
            "ORCID": "https://orcid.org/0000-0002-1825-0097",
        },
        {"name": "Center for Iraqi Studies", "sequence": "additional"},
    ],
    "container-title": ["Journal of Shiʿi Studies"],
    "short-container-title": ["J. Shiʿi Stud."],
    "ISSN": ["0378-5955"],
    "volume": "12",
    "issue": "3",
    "page": "101–128",
    "publisher": "Test Press",
    "issued": {"date-parts": [[2019, 5, 7]]},
    "published-print": {"date-parts": [[2019, 6]]},
    "published-online": {"date-parts": [[2019, 5, 7]]},
    "abstract": "<jats:title>Abstract</jats:title><jats:p>Of authority.</jats:p>",
    "language": "en",
}


def work(doi: str, **members: Any) -> dict[str, Any]:
    """A record like `MESSAGE` under another DOI, with other members; None takes one away."""
    merged = {**MESSAGE, "DOI": doi, **{name.replace("_", "-"): value for name, value in members.items()}}
    return {name: value for name, value in merged.items() if value is not None}


def many(count: int) -> list[dict[str, Any]]:
    """`count` different records."""
    return [
        work(f"10.5555/many.{i}", title=[f"Treatise number {i} on water rights"], volume=str(i))
        for i in range(count)
    ]
