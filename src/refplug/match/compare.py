"""One candidate laid beside the query: where each of its fields stands in the text, and what is left unexplained."""

from __future__ import annotations

from functools import cached_property

from rapidfuzz import fuzz

from refplug.match.align import Fit, best_fit
from refplug.match.facts import Facts, Person
from refplug.match.fold import squash
from refplug.match.journal import abbreviated_in
from refplug.match.numbers import Numbers
from refplug.match.probe import Probe, grams_of
from refplug.match.sound import name_sounds, title_by_sound
from refplug.match.words import BOILERPLATE, STOP_WORDS
from refplug.romanize.keys import bare

__all__ = ["Comparison"]

_DELIMITERS = frozenset(".,:;?!\"“”„«»‘’'()[]/|–—")
_MOST_AUTHORS = 10
_TOO_LONG_FOR_A_NAME = 28  # letters without a comma or stop


class Comparison:
    """A candidate beside a query. Each property is worked out once, when a feature asks for it."""

    def __init__(self, probe: Probe, facts: Facts) -> None:
        self.probe = probe
        self.facts = facts

    @cached_property
    def title(self) -> Fit:
        """Where the candidate's title stands in the query."""
        titles = (squash(title) for title in self.facts.titles)
        return best_fit(tuple(t for t in titles if len(t) >= 3), self.probe.text.squashed)

    @cached_property
    def title_span(self) -> tuple[int, int]:
        """The title's place in the cleaned text, as character offsets."""
        return self._shown(self.title.start, self.title.end)

    def _shown(self, start: int, end: int) -> tuple[int, int]:
        origin = self.probe.text.origin
        return (origin[start], origin[end - 1] + 1) if end > start else (0, 0)

    @cached_property
    def is_title_found(self) -> bool:
        """Whether the title stands in the query well enough to divide the text by it."""
        return self.title.similarity >= 0.8 and self.title.length >= 8

    @cached_property
    def title_words(self) -> tuple[str, ...]:
        """The words of the title that stand somewhere in the query; empty unless most of them do."""
        text = self.probe.text.squashed
        best: tuple[str, ...] = ()
        for title in self.facts.titles:
            words = [squash(word) for word in title.split()]
            long = [word for word in words if len(word) >= 4]
            found = tuple(word for word in long if word in text)
            if len(found) >= 4 and len(found) * 10 >= len(long) * 7 and len(found) > len(best):
                best = found
        return best

    @cached_property
    def is_title_all(self) -> bool:
        """Whether the query is nothing but the title: a twentieth of its letters, or three, may stand beside it, and no number."""
        text, fit = self.probe.text.squashed, self.title
        beside = text[: fit.start] + text[fit.end :]
        return (
            fit.similarity >= 0.8
            and len(beside) <= max(3, len(text) // 20)
            and (beside.isalpha() or not beside)
        )

    @cached_property
    def letters_beside_title(self) -> int:
        """Letters between the title and the next punctuation mark on either side: none where it is the whole title."""
        start, end = self.title_span
        shown = self.probe.text.shown
        beside = 0
        while start > 0 and shown[start - 1] not in _DELIMITERS and not shown[start - 1].isdigit():
            start -= 1
            beside += shown[start].isalpha()
        while self.title.covered >= 0.9 and end < len(shown) and shown[end] not in _DELIMITERS:
            beside += shown[end].isalpha()
            end += 1
        return beside

    @cached_property
    def numbers(self) -> Numbers:
        """The numbers of the query, those of the title apart."""
        found = self.probe.numbers_beside(*self.title_span) if self.is_title_found else self.probe.numbers
        return found.nearest_to(self.facts.volume, self.facts.page)

    @cached_property
    def author_zone(self) -> str:
        """The text in which authors are looked for: before the title; without one, before the container or the first part."""
        query, shown = self.probe.query, self.probe.text.shown
        if query.authors and not query.text:
            return "; ".join(query.authors)
        if self.is_title_found:
            return shown[: self.title_span[0]]
        if self.container_span[1]:
            return shown[: self.container_span[0]]
        return shown[: max(60, len(shown) * 6 // 10)]

    @cached_property
    def zone_letters(self) -> int:
        """How many letters the author zone holds."""
        return sum(char.isalpha() for char in self.author_zone)

    @cached_property
    def authors_found(self) -> tuple[bool, ...]:
        """For each of the first authors (editors where there are none), whether the query names them."""
        people = (self.facts.authors or self.facts.editors)[:_MOST_AUTHORS]
        squashed = squash(self.author_zone)
        words = frozenset("".join(c if c.isalnum() else " " for c in bare(self.author_zone)).split())
        return tuple(_is_named(person, squashed, words) for person in people)

    @cached_property
    def container_span(self) -> tuple[int, int]:
        """Where the journal, book or series stands in the cleaned text, in full or abbreviated; (0, 0) where nowhere."""
        text, after = self.probe.text.squashed, self.title.end if self.is_title_found else 0
        names = self.facts.containers
        for name in names:
            squashed = squash(name)
            place = text.find(squashed, after) if len(squashed) >= 3 else -1
            if place < 0 and len(squashed) >= 3:
                place = text.find(squashed)
            if place >= 0:
                return self._shown(place, place + len(squashed))
        for name in names:
            if found := abbreviated_in(
                name, self.probe.words, self.title_span if self.is_title_found else (0, 0)
            ):
                return found
        for name in names:
            if len(squashed := squash(name)) >= 8:
                found_fuzzy = fuzz.partial_ratio_alignment(squashed, text[after:], score_cutoff=85)
                if found_fuzzy and found_fuzzy.score:
                    return self._shown(after + found_fuzzy.dest_start, after + found_fuzzy.dest_end)
        return 0, 0

    @cached_property
    def longest_unexplained(self) -> int:
        """The letters of the longest run of words that no field of the candidate explains.

        Before the title, where authors stand of whom a record may lack most, only what is too long for a name counts:
        a chapter's title before the title of its book.
        """
        explained = self._explained()
        zone = self.title_span[0] if self.is_title_found else 0
        initials = {word[0] for p in self.facts.authors for g in p.givens for word in bare(g).split()}
        run = longest = before = 0
        for word in self.probe.words:
            size = word.end - word.start
            if word.start < zone and _is_parted(self.probe.text.shown[before : word.start]):
                run = 0
            before = word.end
            if (
                sum(explained[word.start : word.end]) * 2 >= size
                or word.folded in BOILERPLATE
                or _has_digit(word.folded)
            ):
                run = 0 if size >= 3 else run
            elif (
                word.folded not in STOP_WORDS and size > 1 and not (size <= 3 and word.folded[:1] in initials)
            ):
                run += size
                if word.start >= zone or run >= _TOO_LONG_FOR_A_NAME:
                    longest = max(longest, run)
        return longest

    def _explained(self) -> bytearray:
        """One byte a character of the cleaned text, 1 where some field of the candidate stands."""
        mask = bytearray(len(self.probe.text.shown))
        spans = [self.container_span]
        if self.title.similarity >= 0.75:
            spans.append(self.title_span)
        elif self.title_words:
            spans += [place for word in self.title_words for place in self._places(word)]
        for person in (*self.facts.authors, *self.facts.editors):
            for name in (*person.families, *(given for names in person.givens for given in names.split())):
                spans += self._places(squash(name))
        spans += self._places(squash(self.facts.publisher))
        for start, end in spans:
            mask[start:end] = b"\1" * (end - start)
        return mask

    def _places(self, sought: str) -> list[tuple[int, int]]:
        """Everywhere `sought` stands in the text; where nowhere, its likeliest place if that is a good one."""
        text = self.probe.text.squashed
        if len(sought) < 2:
            return []
        places = []
        start = text.find(sought)
        while start >= 0:
            places.append(self._shown(start, start + len(sought)))
            start = text.find(sought, start + len(sought))
        if not places and len(sought) >= 5:
            found = fuzz.partial_ratio_alignment(sought, text, score_cutoff=80)
            if found and found.score:
                places.append(self._shown(found.dest_start, found.dest_end))
        return places

    @cached_property
    def sound_fit(self) -> Fit:
        """Where the title's consonants stand in the query's."""
        return title_by_sound(self.facts, self.probe.sound)

    @cached_property
    def is_author_heard(self) -> bool:
        """Whether what stands beside the title sounds like the first author."""
        people = self.facts.authors or self.facts.editors
        return bool(people) and name_sounds(people[0], self.probe.sound.without(self.sound_fit))

    @cached_property
    def abstract_share(self) -> float:
        """The share of the query's runs of seven letters that the candidate's abstract holds."""
        if not self.facts.abstract or not self.probe.grams:
            return 0.0
        return len(self.probe.grams & grams_of(squash(self.facts.abstract))) / len(self.probe.grams)


def _is_named(person: Person, zone: str, words: frozenset[str]) -> bool:
    """Whether a zone of the query names a person: a short family name as a word of its own, a long one give or take a letter."""
    for name in person.families:
        family = squash(name)
        if 0 < len(family) <= 3:
            if bare(name) in words or zone[:5].find(family) >= 0:
                return True
        elif family and (family in zone or (len(family) >= 5 and fuzz.partial_ratio(family, zone) >= 80)):
            return True
    if all(len(squash(name)) <= 3 for name in person.families):
        return any(len(squash(given)) >= 4 and squash(given) in zone for given in person.givens)
    return False


def _is_parted(between: str) -> bool:
    """Whether punctuation parts two words of a list of names."""
    return any(char in ",.;:&()[]“”" for char in between)


def _has_digit(word: str) -> bool:
    return not word.isalpha() and any(char.isdigit() for char in word)
