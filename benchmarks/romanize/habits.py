"""How writers of one language each spell sounds, written down by hand: seeded samples that teach `train_costs.py` and `train_judge.py`.

A mixture of all writers, which is what name variants of catalogues teach, does not know that who writes c for j also writes e for a and
v for w. Each sample is one entry of our lexicon as one writer would print it.
"""

from __future__ import annotations

import random
from collections.abc import Mapping

from refplug.romanize.adhoc.channel import units
from refplug.romanize.adhoc.sounds import printed_letters

COMMON = {
    "ʾ": "|'", "ʿ": "||'", "ṯ": "th", "ḥ": "h", "x": "kh", "ḏ": "dh", "š": "sh", "ṣ": "s", "ḍ": "d", "ṭ": "t", "ẓ": "z", "ġ": "gh", "č": "ch", "ž": "zh",
    "ā": "a", "ī": "i", "ū": "u", "E": " e|E", "aT": "a|ah", "āT": "at|ah", "@": "@|@|",
}  # fmt: skip
WRITERS: Mapping[str, Mapping[str, str]] = {
    "English": {"ū": "u|u|oo", "ī": "i|i|ee", "ẓ": "z|dh", "ay": "ay|ai", "aw": "aw", "ā": "a|a|aa"},
    "French": {"ū": "ou", "u": "ou|o", "š": "ch", "j": "dj|j", "w": "ou|w", "č": "tch", "ay": "ai|ay", "aT": "a|ah|é", "i": "i|e", "ss": "ss", "s": "s|ss"},
    "German": {"š": "sch", "x": "ch", "j": "dsch|j", "w": "w", "y": "j|y", "č": "tsch", "aw": "au", "ay": "ai|ei", "z": "s|z"},
    "Turkish": {
        "j": "c", "š": "ş", "č": "ç", "x": "h", "ġ": "ğ|g", "q": "k", "w": "v", "a": "e|a", "u": "ü|u", "i": "i|ı", "aT": "e|et|a", "ʿ": "", "ʾ": "", "ṯ": "s", "ḏ": "z", "ḍ": "z|d",
        "b$": "p", "d$": "t", "@": "|@", "ā": "a|â", "aw": "ev", "ay": "ey", "ž": "j", "y": "y",
    },
    "Persian": {"w": "v", "i": "e|i", "u": "o", "q": "gh|q", "ṯ": "s", "ḏ": "z", "ḍ": "z", "ẓ": "z", "ay": "ey|ei", "aw": "ow|o", "aT": "eh|e", "āT": "at", "ū": "u|oo", "ī": "i"},
    "Urdu": {"ḍ": "z", "ẓ": "z", "ḏ": "z", "ṯ": "s", "ī": "i|ee", "ū": "u|oo", "w": "w|v", "ay": "ai", "aw": "au", "aT": "a|ah"},
}  # fmt: skip


def printed(sound: str, writer: str, dice: random.Random) -> str:
    """A row of sounds as a writer prints it, in the letters of `segment.letters_of`."""
    table = WRITERS[writer]
    runs = []
    for unit in units(sound):
        bare = unit.strip("^$")
        single = bare[0] if len(bare) == 2 and bare[0] == bare[1] else bare
        choice = (
            table.get(unit.lstrip("^"))
            or table.get(bare)
            or table.get(single)
            or COMMON.get(bare)
            or COMMON.get(single)
        )
        if bare == "iyy":
            choice = "iyy|iy"
        if choice is None and (single in table or single in COMMON):
            choice = ""
        run = dice.choice(choice.split("|")) if choice is not None else single
        doubles = single != bare and len(run) == 1 and dice.random() < 0.8
        runs.append(run * 2 if doubles else run)
    text = "".join(runs)
    kept = "".join(char if char in "@E " else printed_letters(char) or "'" * (char == "'") for char in text)
    return " ".join(kept.split())
