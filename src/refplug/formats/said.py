"""Claims by citekey and field, kept as the packed lines that they are written in and read when they are asked for.

A library of ten thousand entries has a hundred thousand claims; as objects they would take ten times the room of the
file that holds them, and a run looks at few.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NewType

from refplug.model import Claim, Evidence, Origin, OriginKind, Span
from refplug.model.plain import from_plain, to_plain

__all__ = ["ByField", "Packed", "Said", "claim_of_line", "one_line", "pack"]

ByField = Mapping[str, tuple[Claim[Any], ...]]
Packed = NewType("Packed", bytes)
"""The lines about one citekey, by field, compressed."""


class Said(Mapping[str, ByField]):
    """A mapping from citekey to the claims by field name, the accepted one first. Immutable.

    >>> evidence = Evidence(origin=Origin(OriginKind.USER))
    >>> claim = Claim(value="T", evidence=evidence, confidence=1.0)
    >>> said = Said().updated({"k": pack("k", {"title": (claim,)})})
    >>> said["k"]["title"][0].value, len(said.updated({"k": None}))
    ('T', 0)
    """

    def __init__(self, packed: Mapping[str, Packed] | None = None) -> None:
        self._packed = packed or {}

    @classmethod
    def of_lines(cls, lines: Mapping[str, Mapping[str, Sequence[str]]]) -> Said:
        """The claims that stand in lines, by citekey and field, each of them known to be readable."""
        return cls({key: _packed(by_field) for key, by_field in lines.items()})

    def updated(self, claims: Mapping[str, Packed | None]) -> Said:
        """The same with the claims of some citekeys in place of what was there; None drops a citekey."""
        changed = {**self._packed, **claims}
        return Said({key: packed for key, packed in changed.items() if packed is not None})

    def lines(self, key: str) -> list[str]:
        """The lines about a citekey as they stand in the file: by field, the accepted claim first."""
        text = zlib.decompress(self._packed[key]).decode()
        return text.split("\n") if text else []

    def __getitem__(self, key: str) -> ByField:
        found: dict[str, list[Claim[Any]]] = {}
        for line in self.lines(key):
            said = json.loads(line)
            found.setdefault(said["field"], []).append(claim_of_line(said))
        return {name: tuple(claims) for name, claims in found.items()}

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)

    def __contains__(self, key: object) -> bool:
        return key in self._packed

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Said):
            return self._packed == other._packed
        return Mapping.__eq__(self, other)

    __hash__ = None  # type: ignore[assignment]


def pack(key: str, claims: ByField) -> Packed:
    """The claims about a citekey as they are kept."""
    return _packed(
        {
            name: [line_of_claim(key, name, rank, claim) for rank, claim in enumerate(said)]
            for name, said in claims.items()
        }
    )


def _packed(by_field: Mapping[str, Sequence[str]]) -> Packed:
    text = "\n".join(line for name in sorted(by_field) for line in by_field[name])
    return Packed(zlib.compress(text.encode(), 1))


def claim_of_line(said: Mapping[str, Any]) -> Claim[Any]:
    """The claim in a parsed line. Raises ValueError, TypeError or KeyError on what is none."""
    origin = Origin(OriginKind(said["origin"]), said.get("name", ""), said.get("retrieved"))
    spans = tuple(Span(int(start), int(end)) for start, end in said.get("spans", ()))
    evidence = Evidence(origin=origin, spans=spans, reason=said.get("reason", ""))
    value = from_plain(said["value"])
    return Claim(
        value=value, evidence=evidence, confidence=float(said["confidence"]), language=said.get("language")
    )


def line_of_claim(key: str, name: str, rank: int, claim: Claim[Any]) -> str:
    """The line for a claim; the one of rank 0 is the accepted one."""
    evidence = claim.evidence
    said: dict[str, Any] = {
        "citekey": key,
        "field": name,
        "accepted": rank == 0,
        "value": to_plain(claim.value),
    }
    if claim.language:
        said["language"] = claim.language
    said |= {"confidence": round(claim.confidence, 4), "origin": str(evidence.origin.kind)}
    optional = {
        "name": evidence.origin.name,
        "retrieved": evidence.origin.retrieved,
        "reason": evidence.reason,
        "spans": [[span.start, span.end] for span in evidence.spans],
    }
    return one_line(said | {word: value for word, value in optional.items() if value})


def one_line(said: Mapping[str, Any]) -> str:
    """A statement as a line of the file; half a surrogate pair, which no file can hold, is written as JSON's escape."""
    line = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    try:
        line.encode()
    except UnicodeEncodeError:
        line = json.dumps(said, separators=(",", ":"))
    return line
