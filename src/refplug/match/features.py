"""The evidence for and against a candidate: one function a feature, in visible lists, one list for each way of reading a query.

A feature says nothing (None) where the query or the record is silent. Its docstring is shown to users.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from rapidfuzz.distance import Levenshtein

from refplug.match.compare import Comparison
from refplug.match.fold import squash
from refplug.match.kinds import differing_kind, numerals
from refplug.match.numbers import page_value
from refplug.match.sound import sound_of
from refplug.romanize.keys import bare

__all__ = ["READINGS", "Outcome"]

Outcome = tuple[str, str] | None  # the outcome's name, by which it is weighed, and a sentence for people


def doi(c: Comparison) -> Outcome:
    """Whether the DOI that the query names is the candidate's. The other evidence still has to agree: DOIs are misprinted too."""
    if not c.probe.doi or not c.facts.doi:
        return None
    if c.probe.doi == c.facts.doi:
        return "same", "the DOI agrees"
    return "other", f"the query names another DOI, {c.probe.doi}"


def title(c: Comparison) -> Outcome:
    """How much of the candidate's title stands in the query; blanks, case, marks and slips of OCR don't count."""
    fit = c.title
    if not c.facts.titles:
        return None
    if fit.similarity < 0.8 or fit.length < 4:
        if c.title_words:
            return "words", "most words of the title are in the query"
        return "other", "the title is not in the query"
    size = "long" if fit.length >= 40 else "middle" if fit.length >= 20 else "short"
    how = "same" if fit.similarity >= 0.97 else "close" if fit.similarity >= 0.9 else "rough"
    if fit.covered < 0.9:
        return f"cut-{size}", f"the title begins alike ({fit.covered:.0%} of it)"
    return (
        f"{how}-{size}",
        "the title agrees" if how == "same" else f"the title agrees to {fit.similarity:.0%}",
    )


def whole_title(c: Comparison) -> Outcome:
    """How alike the query, taken as a title and nothing else, and the candidate's title are."""
    text = c.probe.text.squashed
    best = max((Levenshtein.normalized_similarity(squash(t), text) for t in c.facts.titles), default=0.0)
    size = "long" if len(text) >= 40 else "middle" if len(text) >= 20 else "short"
    how = "same" if best >= 0.97 else "close" if best >= 0.9 else "rough" if best >= 0.82 else ""
    if not how:
        return (
            ("part", "the query is a part of the title")
            if c.title.similarity >= 0.9
            else ("other", "the titles differ")
        )
    return f"{how}-{size}", f"the titles agree to {best:.0%}"


def title_edges(c: Comparison) -> Outcome:
    """Whether the title of the query ends where the candidate's does: "Melatonin" is not "Melatonin and sleep"."""
    if not c.is_title_found:
        return None
    if c.title.headless >= 5:
        return "headless", f"the first {c.title.headless} letters of the title are missing"
    extra = c.letters_beside_title
    if extra <= 2:
        return "clean", "the title stands by itself"
    return ("few" if extra < 12 else "many"), f"the title of the query goes on ({extra} letters)"


def first_author(c: Comparison) -> Outcome:
    """Whether the query names the candidate's first author, in the place where authors are named."""
    found = c.authors_found
    if not found:
        return (
            ("none-recorded", "the record has no author, the query has text in that place")
            if c.zone_letters > 8
            else None
        )
    if found[0]:
        return ("several", "the authors agree") if sum(found) > 1 else ("first", "the first author agrees")
    if any(found):
        return "others", "other authors agree, the first does not"
    return ("absent", "no author of the record is named") if c.zone_letters > 3 else None


def given_name(c: Comparison) -> Outcome:
    """Whether a given name or initial beside the first author's family name begins as in the candidate."""
    people = c.facts.authors
    if not people or not c.authors_found[0] or not people[0].givens or people[0].is_body:
        return None
    zone, family = c.author_zone, people[0].families[0]
    place = bare(zone).find(bare(family))
    if place < 0 or len(bare(zone)) != len(zone):
        return None
    end = place + len(family)
    near = _letters(zone[max(0, place - 24) : place])[-3:] + _letters(zone[end : end + 24])[:2]
    ours = {bare(word)[0] for given in people[0].givens for word in _letters(given)}
    if not near or not ours:
        return None
    if ours & {bare(word)[0] for word in near}:
        return "same", "the first author's initial agrees"
    return "other", "the first author's given name differs"


def year(c: Comparison) -> Outcome:
    """How far the year of the query lies from the candidate's years: in print, online, earliest."""
    asked, known = c.numbers.years, c.facts.years
    if not asked or not known:
        return None
    off = min(abs(a - k) for a in asked for k in known)
    if off == 0:
        return "same", "the year agrees"
    years = f"{_said(asked)} against {_said(known)}"
    return ("near", f"the year is one off: {years}") if off == 1 else ("off", f"the year differs: {years}")


def volume(c: Comparison) -> Outcome:
    """Whether the volume is the candidate's."""
    return _number(c.numbers.volume, c.facts.volume, "volume")


def issue(c: Comparison) -> Outcome:
    """Whether the issue is the candidate's."""
    return _number(c.numbers.issue, c.facts.issue, "issue")


def page(c: Comparison) -> Outcome:
    """Whether the first page, or the article number, is the candidate's."""
    value, asked = page_value(c.facts.page), page_value(c.numbers.page)
    if value is None:
        return None
    if asked == value:
        return ("same-long" if value >= 100 else "same-short"), f"the first page agrees: {c.facts.page}"
    last = page_value(c.facts.last_page)
    if asked is not None and last is not None and value < asked <= last:
        return "inside", f"page {asked} lies inside the work"
    if value > 31 and any(page_value(token) == value for token in c.numbers.tokens):
        return "somewhere", f"the number {value} of the first page stands in the query"
    return (
        ("other", f"the first page differs: {c.numbers.page} against {c.facts.page}")
        if asked is not None
        else None
    )


def container(c: Comparison) -> Outcome:
    """Whether the candidate's journal, book or series is named, in full or abbreviated."""
    if not c.facts.containers:
        return None
    return (
        ("same", "the container agrees")
        if c.container_span[1]
        else ("absent", f"{c.facts.containers[0]} is not named")
    )


def rest(c: Comparison) -> Outcome:
    """Whether words of the query are left that no field of the candidate explains."""
    longest = c.longest_unexplained
    size = "none" if longest < 6 else "few" if longest < 16 else "some" if longest < 32 else "many"
    return size, f"{longest} letters in a row are not explained" if longest else "every word is explained"


def kind(c: Comparison) -> Outcome:
    """Whether one is an erratum, a reply, a review, a retraction or a supplement and the other is not."""
    if not c.is_title_found or c.title.covered < 0.9:
        return None
    start, end = c.title_span
    shown, holder = c.probe.text.shown, c.container_span[0]
    after = min(end + 30, holder if holder >= end else len(shown))
    name = differing_kind(shown[max(0, start - 60) : end], shown[end:after], " ".join(c.facts.titles))
    return ("other", f"only one of them is a {name}") if name else None


def parts(c: Comparison) -> Outcome:
    """Whether the numbers in the title are the same: part I is not part II."""
    if not c.is_title_found or c.title.covered < 0.9:
        return None
    start, end = c.title_span
    shown = c.probe.text.shown
    while end < len(shown) and shown[end].isalnum():
        end += 1
    if any(numerals(title) == numerals(shown[start:end]) for title in c.facts.titles):
        return None
    return "other", "the numbers in the title differ"


def sounding_title(c: Comparison) -> Outcome:
    """How far the consonants of the titles agree: the same title in another romanization, or in script."""
    fit = c.sound_fit
    if fit.similarity < 0.8 or fit.length < 4:
        return "other", "the title does not sound alike"
    size = "long" if fit.length >= 14 else "middle" if fit.length >= 8 else "short"
    how = "same" if fit.similarity >= 0.93 else "close"
    if fit.covered < 0.9:
        how = "cut"
    return f"{how}-{size}", f"the title has the same consonants ({fit.similarity:.0%} of {fit.length})"


def sounding_author(c: Comparison) -> Outcome:
    """Whether the query names the first author in another spelling or script."""
    if not (c.facts.authors or c.facts.editors):
        return None
    if c.is_author_heard:
        return "same", "the first author's name has the same consonants"
    people = c.facts.authors or c.facts.editors
    is_too_short = all(len(sound_of(family).string) < 2 for family in people[0].families)
    if is_too_short or len(c.probe.sound.without(c.sound_fit).string) < 3:
        return None
    return "absent", "no name like the first author's stands beside the title"


def sounding_edges(c: Comparison) -> Outcome:
    """Whether more stands beside title and author than a citation would have."""
    people = c.facts.authors or c.facts.editors
    names = sum(len(sound_of(name).string) for p in people[:2] for name in (*p.families[:1], *p.givens[:1]))
    if c.sound_fit.headless >= 3:
        return "headless", "the title's first words are missing"
    extra = len(c.probe.sound.string) - (c.sound_fit.end - c.sound_fit.start) - names
    if extra <= 2:
        return "none", "nothing else stands in the query"
    return ("few" if extra <= 8 else "many"), f"{extra} consonants of the query are not explained"


def abstract(c: Comparison) -> Outcome:
    """How much of the query stands word for word in the candidate's abstract."""
    if not c.facts.abstract:
        return "none-recorded", "the record has no abstract"
    share = c.abstract_share
    for name, least in (("most", 0.6), ("much", 0.4), ("some", 0.25), ("little", 0.12)):
        if share >= least:
            return name, f"{share:.0%} of the text stands in the abstract"
    return "none", "the text does not stand in the abstract"


# Each way to read a query, with what counts in it. A candidate is judged by the reading that speaks best for it.
READINGS: Mapping[str, tuple[Callable[[Comparison], Outcome], ...]] = {
    "identifier": (doi,),
    "citation": (
        doi,
        title,
        title_edges,
        first_author,
        given_name,
        year,
        volume,
        issue,
        page,
        container,
        rest,
        kind,
        parts,
    ),
    "title": (doi, whole_title, kind, parts),
    "romanized": (doi, sounding_title, sounding_author, sounding_edges, year, volume, page),
    "translation": (
        doi,
        sounding_author,
        year,
        volume,
        issue,
        page,
        container,
    ),  # only between two records (dedupe)
    "abstract": (abstract,),
}


def _number(asked: str, known: str, what: str) -> Outcome:
    if not asked or not known:
        return None
    ours, theirs = set(re.findall(r"\d+", asked)), set(re.findall(r"\d+", known))
    if squash(asked) == squash(known) or ours & theirs:
        return "same", f"the {what} agrees: {known}"
    return "other", f"the {what} differs: {asked} against {known}"


def _letters(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text)


def _said(years: frozenset[int]) -> str:
    return "/".join(map(str, sorted(years)))
