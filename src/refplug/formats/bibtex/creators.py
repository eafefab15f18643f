"""Creators as the name list of a BibTeX field, braced so that no program tears a name apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from refplug.formats.bibtex.escape import text_source
from refplug.formats.bibtex.names import PARTICLES
from refplug.model import Creator, Name

__all__ = ["names_source"]

_AND = re.compile(r"(?:^|\s)and(?:\s|$)", re.IGNORECASE)

_PLAIN_FAMILY = re.compile(r"[^\W\d_]+")


def names_source(creators: Iterable[Creator]) -> str:
    """Names as a BibTeX list: `{al-Shaʿbī}, Ḥusayn and {{Islamic Republic of Iran}}` without the outer braces.

    >>> names_source([Creator(name=Name(family="Ibn Ḥanbal", given="Aḥmad")), Creator(name=Name(literal="UNESCO"))])
    '{Ibn Ḥanbal}, Aḥmad and {UNESCO}'
    """
    return " and ".join(filter(None, (_name_source(creator.name) for creator in creators)))


@lru_cache(maxsize=8192)
def _name_source(name: Name) -> str:
    """One name as source; authors come again, so the answer is remembered."""
    if name.literal:
        if name.literal == "others":  # BibTeX's word for et al.
            return "others"
        return f"{{{text_source(name.literal)}}}"
    family, given = text_source(name.family), _part(name.given)
    if not family:
        return f"{{{text_source(name.given)}}}"
    if family.isalpha() and not (
        given or name.suffix or name.full_family != name.family or name.dropping_particle
    ):
        return family
    particle = " ".join(filter(None, (name.dropping_particle, name.non_dropping_particle)))
    if particle and all(word in PARTICLES for word in particle.split()):
        family = f"{text_source(particle)} {_family(family)}"
    else:
        family = _family(
            text_source(name.full_family if not name.dropping_particle else _joined(particle, name.family))
        )
    return ", ".join(filter(None, (family, _part(name.suffix), given)))


def _joined(particle: str, family: str) -> str:
    return particle + family if particle.endswith("-") else f"{particle} {family}"


def _family(source: str) -> str:
    """The family name, in braces unless it is one plain capitalized word: all else some program tears apart."""
    is_plain = _PLAIN_FAMILY.fullmatch(source) and source[0].isupper() and not source.isupper()
    return source if is_plain else f"{{{source}}}"


def _part(text: str) -> str:
    source = text_source(text)
    must_shield = "," in source or _AND.search(source)
    return f"{{{source}}}" if must_shield else source
