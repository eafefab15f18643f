"""The door: a text in script and the language to read it in give its words with their vowels."""

from __future__ import annotations

from refplug.model import Reading
from refplug.romanize.script.persian import persian_reader
from refplug.romanize.script.reader import ScriptReading, arabic_reader

__all__ = ["read"]


def read(text: str, *, reading: str, kind: str | None = None, count: int = 3) -> ScriptReading:
    """The words of a text in script, each with its reading, its source, its probability and the runners-up.

    >>> [token.vocalized for token in read("محمد علي", reading="ar").tokens]
    ['مُحَمَّد', 'عَلِي']

    `reading` is `ar`, `fa`, `ota` or `ur`; `kind` the kind of field (`title`, `name`, `place`, `publisher`) or None to
    have it guessed; `count` how many options a word shows. Marks printed in the text are kept as they are. A word
    that stays under the threshold of certainty comes back with the source `unresolved` and its bare letters.
    """
    match Reading(reading):
        case Reading.PERSIAN | Reading.URDU:
            return persian_reader().read(text, kind, count)
        case _:
            return arabic_reader().read(text, kind, count)
