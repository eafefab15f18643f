"""A field is all that was claimed about it, the accepted claim first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from refplug.model.evidence import Evidence, OriginKind

__all__ = ["EMPTY", "Claim", "Field"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Generic[T]):
    """One statement about one field, with whoever said it.

    `confidence` is the measured chance of being right, 0 to 1. `language` is a BCP 47 tag; a romanized form
    carries a `-Latn-t-` tag (`ar-Latn-t-ar-m0-ijmes`), so that original, romanization and translation stand
    side by side in one field.
    """

    value: T
    evidence: Evidence
    confidence: float
    language: str | None = None

    if (
        not TYPE_CHECKING
    ):  # the generated constructor takes twice the time, and a large file makes a million claims

        def __init__(self, *, value: T, evidence: Evidence, confidence: float, language: str | None = None):
            _set_value(self, value)
            _set_evidence(self, evidence)
            _set_confidence(self, confidence)
            _set_language(self, language)


@dataclass(frozen=True, slots=True)
class Field(Generic[T]):
    """Everything that was claimed about one variable; the first claim is the accepted one.

    >>> from refplug.model import Evidence, Origin, OriginKind
    >>> page = Evidence(origin=Origin(OriginKind.DOCUMENT, "paper.txt"))
    >>> title = Field().add(Claim(value="Resistence", evidence=page, confidence=0.6))
    >>> service = Evidence(origin=Origin(OriginKind.SOURCE, "crossref"))
    >>> title = title.accept(Claim(value="Resistance", evidence=service, confidence=0.99))
    >>> title.value, len(title.claims)
    ('Resistance', 2)

    Nothing is ever overwritten: `add` puts a claim behind the others, `accept` before them.
    """

    claims: tuple[Claim[T], ...] = ()

    if not TYPE_CHECKING:

        def __init__(self, claims: tuple[Claim[T], ...] = ()):
            _set_claims(self, claims)

    @property
    def accepted(self) -> Claim[T] | None:
        """The claim that won, or None where nothing was claimed."""
        return self.claims[0] if self.claims else None

    @property
    def value(self) -> T | None:
        """The accepted value, or None."""
        return self.claims[0].value if self.claims else None

    @property
    def language(self) -> str | None:
        """The language tag of the accepted value, or None."""
        return self.claims[0].language if self.claims else None

    def add(self, *claims: Claim[T]) -> Field[T]:
        """A field that also holds `claims`, behind what it held; a claim that is there already is not repeated."""
        new = tuple(claim for claim in claims if claim not in self.claims)
        return replace(self, claims=self.claims + new)

    def accept(self, claim: Claim[T]) -> Field[T]:
        """A field whose accepted claim is `claim`; the others keep their order behind it."""
        return replace(self, claims=(claim, *(other for other in self.claims if other != claim)))

    def in_language(self, prefix: str) -> Claim[T] | None:
        """The first claim whose tag is `prefix` or begins with it, as BCP 47 lookup does; None if there is none."""
        for claim in self.claims:
            if claim.language and (claim.language == prefix or claim.language.startswith(prefix + "-")):
                return claim
        return None

    def said_by(self, kind: OriginKind) -> tuple[Claim[T], ...]:
        """The claims made by one kind of origin."""
        return tuple(claim for claim in self.claims if claim.evidence.origin.kind is kind)

    def __bool__(self) -> bool:
        return bool(self.claims)

    def __iter__(self) -> Iterator[Claim[T]]:
        return iter(self.claims)


if not TYPE_CHECKING:  # the places of the slots, which `frozen` locks for everyone else
    _set_value, _set_evidence = Claim.value.__set__, Claim.evidence.__set__
    _set_confidence, _set_language = Claim.confidence.__set__, Claim.language.__set__
    _set_claims = Field.claims.__set__

EMPTY: Field[Any] = Field()
