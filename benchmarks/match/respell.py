"""Respell romanized Arabic in other schemes, as people type it, and in script: with tables of this file alone.

Nothing of refplug is used here, so that what is measured is not measured with itself. Sources of the tables: the ALA-LC
table of 2012, DIN 31635 and the IJMES chart as printed; the ad hoc spellings are ours. Made for whole titles and names
of the catalogues in `eval/formats`; it keeps no case and knows no English.
"""

from __future__ import annotations

import random
import re
import unicodedata

# letter as (source spellings, script, ALA-LC, DMG, IJMES, ad hoc choices)
LETTERS = [
    ("b", "ب", "b", "b", "b", ["b"]), ("p", "پ", "p", "p", "p", ["p"]), ("t", "ت", "t", "t", "t", ["t"]),
    ("ṯ th", "ث", "th", "ṯ", "th", ["th", "s"]), ("ǧ j", "ج", "j", "ǧ", "j", ["j", "dj"]), ("ḥ", "ح", "ḥ", "ḥ", "ḥ", ["h"]),
    ("ḫ kh", "خ", "kh", "ḫ", "kh", ["kh"]), ("d", "د", "d", "d", "d", ["d"]), ("ḏ dh", "ذ", "dh", "ḏ", "dh", ["dh", "z", "d"]),
    ("r", "ر", "r", "r", "r", ["r"]), ("z", "ز", "z", "z", "z", ["z"]), ("s", "س", "s", "s", "s", ["s"]),
    ("š sh", "ش", "sh", "š", "sh", ["sh", "ch"]), ("ṣ", "ص", "ṣ", "ṣ", "ṣ", ["s"]), ("ḍ", "ض", "ḍ", "ḍ", "ḍ", ["d", "dh"]),
    ("ṭ", "ط", "ṭ", "ṭ", "ṭ", ["t"]), ("ẓ", "ظ", "ẓ", "ẓ", "ẓ", ["z", "dh"]), ("ʿ ʻ ‘", "ع", "ʻ", "ʿ", "ʿ", ["", "'", ""]),
    ("ġ gh", "غ", "gh", "ġ", "gh", ["gh", "g"]), ("f", "ف", "f", "f", "f", ["f"]), ("q", "ق", "q", "q", "q", ["q", "k"]),
    ("k", "ك", "k", "k", "k", ["k"]), ("l", "ل", "l", "l", "l", ["l"]), ("m", "م", "m", "m", "m", ["m"]), ("n", "ن", "n", "n", "n", ["n"]),
    ("h", "ه", "h", "h", "h", ["h"]), ("w", "و", "w", "w", "w", ["w", "ou", "v"]), ("y", "ي", "y", "y", "y", ["y", "i"]),
    ("ʾ ʼ ’", "ء", "ʼ", "ʾ", "ʾ", ["", "'", ""]), ("ā", "ا", "ā", "ā", "ā", ["a", "aa"]), ("ū ō", "و", "ū", "ū", "ū", ["u", "oo", "ou"]),
    ("ī ē", "ي", "ī", "ī", "ī", ["i", "ee"]), ("á", "ى", "á", "ā", "ā", ["a"]), ("a", "", "a", "a", "a", ["a"]), ("i", "", "i", "i", "i", ["i", "e"]),
    ("u", "", "u", "u", "u", ["u", "o"]), ("ŧ", "ة", "ah", "a", "a", ["a", "ah", "eh"]), ("o", "", "o", "o", "o", ["o"]), ("e", "", "e", "e", "e", ["e"]),
    ("g", "گ", "g", "g", "g", ["g"]), ("v", "و", "v", "v", "v", ["v"]), ("č ch", "چ", "ch", "č", "ch", ["ch"]),
]  # fmt: skip
ROW = {spelling: row for row in LETTERS for spelling in row[0].split()}
VOWELS = {"a", "i", "u", "e", "o"}
LONG = {"ā", "ū", "ī", "á"}
COLUMN = {"ala-lc": 2, "dmg": 3, "ijmes": 4}
WORD = re.compile(r"[^\s]+")


def letters(word: str) -> list[str]:
    """The letters of a romanized word, each by the first of its source spellings; others stay as they are."""
    word = unicodedata.normalize("NFC", word).lower()
    word = re.sub(r"(?<=[^aiuāīū])ah$", "ŧ", word) if len(word) > 3 else word
    word = re.sub(r"a[tŧ]$", "ŧ", word) if word.endswith("aŧ") else word
    found, place = [], 0
    while place < len(word):
        pair = word[place : place + 2]
        key = pair if pair in ROW else word[place]
        found.append(ROW[key][0].split()[0] if key in ROW else key)
        place += len(key)
    return found


def respelled(text: str, scheme: str, chance: random.Random) -> str:
    """The text in a scheme (`ala-lc`, `dmg`, `ijmes`), `ad-hoc`, or `script`."""
    text = re.sub(r"\s*\(al-\)", "", text)
    if scheme == "script":
        return " ".join(filter(None, (script(word) for word in re.sub(r"-(?=\s)", "", text).split())))
    choice = {row[0]: chance.choice(row[5]) for row in LETTERS}
    article = chance.choice(["al-", "al-", "al ", "el-"]) if scheme == "ad-hoc" else "al-"
    return " ".join(latin(word, scheme, choice, article) for word in text.split())


def latin(word: str, scheme: str, choice: dict[str, str], article: str) -> str:
    parts = word.split("-")
    out = []
    for number, part in enumerate(parts):
        if part.lower() in ("al", "el") and number < len(parts) - 1:
            out.append(article.rstrip("-"))
            continue
        spelled = "".join(
            choice[ROW[x][0]]
            if scheme == "ad-hoc" and x in ROW
            else ROW[x][COLUMN[scheme]]
            if x in ROW
            else x
            for x in letters(part)
        )
        out.append(spelled[:1].upper() + spelled[1:])
    joined = "-".join(out)
    return joined.replace("al-", "al ", 1) if article == "al " and joined.startswith("al-") else joined


def script(word: str) -> str:
    """The word as an Arabic writer would put it, without vowel marks; seats of hamza in the commonest way."""
    prefix = ""
    parts = [p for p in word.split("-") if p]
    while len(parts) > 1 and (low := parts[0].lower()) in (
        "al",
        "el",
        "wa",
        "bi",
        "fa",
        "li",
        "lil",
        "ka",
        "ʼal",
    ):
        prefix += {
            "al": "ال",
            "el": "ال",
            "ʼal": "ال",
            "wa": "و",
            "bi": "ب",
            "fa": "ف",
            "li": "ل",
            "lil": "لل",
            "ka": "ك",
        }[low]
        parts = parts[1:]
    prefix = prefix.replace("لال", "لل")
    return prefix + " ".join(filter(None, map(_plain_script, parts)))


def _plain_script(part: str) -> str:
    if part.lower() in ("b.", "bin", "ibn"):
        return "بن"
    found = letters(re.sub(r"[^\w’‘ʾʿʼʻ]", "", part))
    out = ""
    for number, letter in enumerate(found):
        before = found[number - 1] if number else ""
        if letter == before and letter not in VOWELS:
            continue
        if (
            letter in ("i", "u")
            and number + 1 < len(found)
            and found[number + 1] == {"i": "y", "u": "w"}[letter]
            and number + 2 < len(found)
            and found[number + 2] == found[number + 1]
        ):
            continue
        if number == 0 and letter in VOWELS | {"ī", "ū"}:
            out += "ا" + ("" if letter in VOWELS else ROW[letter][1])
        elif number == 0 and letter == "ā":
            out += "آ"
        elif letter == "ʾ":
            out += (
                ""
                if number == 0
                else "ء"
                if number == len(found) - 1
                else "ئ"
                if "i" in (before, found[number + 1]) or "ī" in (before, found[number + 1])
                else "ؤ"
                if "u" in (before, found[number + 1])
                else "أ"
            )
        elif letter == "ŧ" and number != len(found) - 1:
            out += "ت"
        else:
            out += ROW[letter][1] if letter in ROW else (letter if letter.isdigit() else "")
    return out.replace("أا", "آ")
