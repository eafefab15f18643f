"""Personal and corporate names, and the people and bodies that bear them."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Creator", "Name"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name in the parts that CSL knows; `literal` holds a body's name, or a person's that must not be split.

    >>> Name(family="Sīstānī", given="ʿAlī", non_dropping_particle="al-").display()
    'ʿAlī al-Sīstānī'

    A particle that is written together with the family name keeps its hyphen (`al-`), so joining needs no rule.
    `language` is a BCP 47 tag of the spelling (`ar`, `ar-Latn-t-ar-m0-ijmes`), None where it is not known.
    """

    family: str = ""
    given: str = ""
    dropping_particle: str = ""
    non_dropping_particle: str = ""
    suffix: str = ""
    literal: str = ""
    language: str | None = None

    @property
    def full_family(self) -> str:
        """The family name with the particle that stays with it: `al-Sīstānī`."""
        return _join(self.non_dropping_particle, self.family)

    def display(self) -> str:
        """The name as a sentence prints it: given, particles, family, suffix."""
        if self.literal:
            return self.literal
        parts = (self.given, _join(self.dropping_particle, self.full_family), self.suffix)
        return " ".join(part for part in parts if part)

    def inverted(self) -> str:
        """The name as a list prints it: `al-Sīstānī, ʿAlī`."""
        if self.literal:
            return self.literal
        given = " ".join(part for part in (self.given, self.dropping_particle) if part)
        return ", ".join(part for part in (self.full_family, given, self.suffix) if part)

    def __bool__(self) -> bool:
        return bool(self.literal or self.family or self.given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Creator:
    """A person or body responsible for a work. The role is the variable of the record that it stands in.

    `variants` are other spellings of the same name, each with its language tag: the original script beside the
    romanization. `orcid` is the bare identifier (`0000-0002-1825-0097`).
    """

    name: Name
    variants: tuple[Name, ...] = ()
    orcid: str | None = None
    affiliation: tuple[str, ...] = ()


def _join(particle: str, family: str) -> str:
    if not particle or particle.endswith(("-", "’", "'", "ʾ")):
        return particle + family
    return f"{particle} {family}".strip()
