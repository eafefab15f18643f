"""The endings of romanized words: tāʾ marbūṭa, silent h, tanwīn, or just letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from refplug.romanize.pivot.language import Language
from refplug.romanize.pivot.spell import Sound
from refplug.romanize.schemes.table import Scheme

__all__ = ["endings"]


def endings(
    scheme: Scheme, language: Language, key: Callable[[str], str], body: str, *, last: bool
) -> Iterator[tuple[int, tuple[Sound, ...]]]:
    """Each ending that the last letters of a word can stand for, the likeliest first, as the characters it takes and its sounds.

    `body` is normalized Latin, `key` normalizes a value of the table, `last` says that no word follows. (0, ()) is the word
    as it stands.
    """
    ta, he = scheme.section("ta_marbuta"), key(scheme.section("silent_he")["final"])
    fatha = Sound("vowel", "a")
    after_aa = key(scheme.section("vowels")["aa"])
    if language.silent_he:
        if he and body.endswith(he) and len(body) > len(he) + 1 and not body.endswith(after_aa + "h"):
            yield len(he), (fatha, Sound("he"))
        yield 0, ()
        if not last and body.endswith("at"):
            yield 2, (fatha, Sound("ta"))
        return
    pause, construct = key(ta["pause"]), key(ta["construct"])
    long_pause = after_aa + key(ta["pause_after_aa"])
    if ta["pause_after_aa"] in ("h", "ẗ") and body.endswith(long_pause) and len(body) > len(long_pause) + 1:
        yield len(long_pause), (Sound("vowel", "aa"), Sound("ta"))
    long_construct = after_aa + key(ta["construct_after_aa"])
    if not last and body.endswith(construct) and len(body) > len(construct) + 1:
        yield len(construct), (fatha, Sound("ta"))
    if body.endswith(pause) and len(body) > len(pause) + 1:
        yield len(pause), (fatha, Sound("ta"))
    yield 0, ()
    if body.endswith(long_construct) and len(body) > len(long_construct) + 1:
        yield len(long_construct), (Sound("vowel", "aa"), Sound("ta"))
    if body.endswith("an") and len(body) > 4:
        yield 2, (Sound("tanwin"),)
