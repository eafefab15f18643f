"""Make lexicon rows: from vocalized script, or from script and a romanized form that tells its vowels."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from refplug.errors import ExitCode, RunAborted
from refplug.model import Reading, TermKind
from refplug.romanize.lexicon import COLUMNS, Entry, plain_script
from refplug.romanize.schemes.render import render
from refplug.romanize.schemes.scheme import load, readings_of, scheme_ids
from refplug.romanize.script.align import align

__all__ = ["checked", "entry_from", "has_capital", "row_of", "vocalized_from"]


def vocalized_from(script: str, latin: str, scheme: str = "ijmes") -> str | None:
    """Script with the vowels that a romanized form tells, word by word; None where the two do not agree.

    >>> vocalized_from("حشد شعبي", "ḥashd shaʿbī"), vocalized_from("حشد", "ḥizb")
    ('حَشد شَعبِي', None)

    `latin` is in IJMES or ALA-LC, without ezafe (write the vocalized script yourself where it has one).
    """
    words, forms = script.split(), latin.split()
    if len(words) != len(forms):
        return None
    found = [align(word, form, scheme) for word, form in zip(words, forms, strict=True)]
    return _in_letters_of(" ".join(word for word in found if word), script) if all(found) else None


def _in_letters_of(vocalized: str, script: str) -> str:
    """Vocalized script with the letters that were written: aligning makes the ی of Persian a ي, which is another letter.

    >>> _in_letters_of("رَهبَرِي", "رهبری") == "رَهبَرِی", _in_letters_of("حَشد", "حزب")
    (True, 'حَشد')
    """
    written = [char for char in script if not unicodedata.combining(char)]
    places = [at for at, char in enumerate(vocalized) if not unicodedata.combining(char)]
    if len(written) != len(places):
        return vocalized
    chars = list(vocalized)
    for at, letter in zip(places, written, strict=True):
        if plain_script(chars[at]) == plain_script(letter):
            chars[at] = letter
    return "".join(chars)


def entry_from(
    script: str, latin: str | None, reading: Reading, kind: TermKind, gloss: str, source: str
) -> Entry:
    """An entry as a person states it. RunAborted (usage) where script and Latin disagree, or no vowels are told."""
    script = unicodedata.normalize("NFC", script.strip())
    has_vowels = any("\u064b" <= char <= "\u0652" for char in script)
    if latin is None and not has_vowels:
        raise RunAborted(
            f"{script}: no vowels are written; give the romanized form too, or write the vowels",
            ExitCode.USAGE,
        )
    vocalized = script if latin is None else vocalized_from(script, latin)
    if vocalized is None:
        raise RunAborted(
            f"{script} and {latin} do not agree letter by letter; check both, or write the vowels",
            ExitCode.USAGE,
        )
    flags = {"capital": ""} if kind is TermKind.TERM and latin and has_capital(latin) else {}
    return Entry(vocalized, reading, kind, gloss, source, flags)


def has_capital(latin: str) -> bool:
    """Whether the word proper of a romanized form begins with a capital, behind al- and signs of ʿayn and hamza.

    >>> has_capital("al-Duqlūsha"), has_capital("ʿAlī"), has_capital("al-duqlūsha"), has_capital("دقلوشة")
    (True, True, False, False)
    """
    body = latin.strip().removeprefix("al-").removeprefix("Al-")
    return next((char.isupper() for char in body if char.isalpha() and char not in "ʿʾʻʼ"), False)


def row_of(entry: Entry) -> str:
    """The entry as one line of TSV, columns as in `lexicon.COLUMNS`."""
    flags = " ".join(f"{name}={value}" if value else name for name, value in entry.flags.items())
    cells = (entry.vocalized, entry.reading, entry.kind, entry.gloss, entry.source, flags)
    assert len(cells) == len(COLUMNS)
    return "\t".join(" ".join(str(cell).split()) for cell in cells)


def checked(entry: Entry) -> Iterator[str]:
    """What is wrong with an entry, one sentence each: a scheme of its language that cannot write it cleanly."""
    for scheme_id in scheme_ids():
        if entry.reading not in readings_of(scheme_id):
            continue
        rendered = render(entry.vocalized, load(scheme_id, entry.reading), kind=entry.kind)
        for notice in rendered.notices:
            yield f"{entry.vocalized} in {scheme_id}: {notice.message}"
        if any("\u0600" <= char <= "\u06ff" for char in rendered.text):
            yield f"{entry.vocalized} in {scheme_id}: letters are left in script: {rendered.text}"
