"""How a word begins: prefixes, the article, the name of God, and two words written as one."""

from __future__ import annotations

from dataclasses import replace

from refplug.romanize.pivot.language import Language
from refplug.romanize.pivot.letters import Letter
from refplug.romanize.pivot.units import JOINTS, PREFIX, SUN, Cursor, Kind, plain_letters

__all__ = ["glue_place", "prefix_or_article"]

PRONOUNS = frozenset(("ه", "ها", "هم", "هن", "هما", "نا", "كم", "كن", "ك"))


def glue_place(letters: tuple[Letter, ...], language: Language) -> int | None:
    """Where an article stands inside a word: after ُ (nothing else can), or before a second part that is listed."""
    for i in range(2, len(letters) - 3):
        alif, lam, before = letters[i], letters[i + 1], letters[i - 1]
        if (
            alif.base not in "اٱ"
            or alif.vowel not in ("", "a")
            or lam.base != "ل"
            or not lam.silent
            or before.double
        ):
            continue
        if before.base in JOINTS:  # عبد‌الرحمن with a joint; but لِ‌الله is a prefix
            if i > 3 and (len(letters) - i > 4 or plain_letters(letters[i:]) == "الله"):
                return i
            continue
        if before.vowel == "u" and alif.bare:
            return i
        ends_name = len(letters) - i <= 12 and plain_letters(letters[i:]) in language.second_parts
        if ends_name and (before.silent or before.vowel == "u"):
            return i
    return None


def prefix_or_article(r: Cursor) -> bool:
    """Read wa- fa- bi- li- ka- before an article or a joint, and the article; False where the word itself begins."""
    letter = r.peek()
    assert letter is not None
    if _is_allah(r) or (r.units and r.units[-1].kind is Kind.ARTICLE):
        return False
    if _article_at(r, 0):
        _read_article(r, "al", 2)
        return True
    prefix = PREFIX.get((letter.base, letter.vowel)) if not letter.double else None
    following = r.peek(1)
    if prefix is None or not (
        r.language.prefixes or (r.at == 0 and following is not None and following.base in JOINTS)
    ):
        return False
    if prefix == "li" and following and following.base == "ل" and following.silent and r.peek(3):
        r.put(Kind.PREFIX, "li", source=letter.source)
        r.at += 1
        _read_article(r, "l", 1)
        return True
    parted = following is not None and following.base in JOINTS
    if prefix == "la" and not parted and not _pronoun(r):
        return False
    if (
        parted
        or _article_at(r, 1)
        or _allah_at(r, 1)
        or _stacked(r)
        or _pronoun(r)
        or _before_alif(r, prefix)
    ):
        r.put(Kind.PREFIX, prefix, source=letter.source)
        r.at += 2 if following and following.base in JOINTS else 1
        return True
    return False


def _pronoun(r: Cursor) -> bool:
    """Whether nothing but a pronoun follows a preposition: لَهُم, بِهِ."""
    letter = r.peek()
    if letter is None or letter.base not in "لب" or r.at != 0 or len(r.letters) > 4:
        return False
    rest = r.letters[r.at + 1 :]
    return plain_letters(rest) in PRONOUNS and (len(rest) > 1 or bool(rest[0].vowel))  # بك is the title Bik


def _before_alif(r: Cursor, prefix: str) -> bool:
    """Whether an alif follows that only begins words: any after kasra, إ ٱ after fatha, and the alif of وَاستقلال."""
    alif, second, third = r.peek(1), r.peek(2), r.peek(3)
    if alif is None or second is None or alif.base not in "اأإآٱ":
        return False
    if alif.base in "إٱ" or prefix in ("bi", "li"):
        return True
    if prefix not in ("wa", "fa") or third is None:
        return False
    if alif.base == "أ":
        return r.peek(4) is not None
    masdar = third.vowel == "i" and (third.base == "ت" or second.base == "ن")  # istifʿāl, iftiʿāl, infiʿāl
    return alif.bare and second.silent and masdar and r.peek(4) is not None


def _stacked(r: Cursor) -> bool:
    """Whether a second prefix with its article follows: وَبِالـ, وَلِلـ."""
    second = r.peek(1)
    if second is None or (second.base, second.vowel) not in PREFIX:
        return False
    third = r.peek(2)
    lil = (
        second.base == "ل"
        and third is not None
        and third.base == "ل"
        and third.silent
        and r.peek(4) is not None
    )
    return _article_at(r, 2) or lil


def _article_at(r: Cursor, ahead: int) -> bool:
    """Whether ال stands there: both unmarked, or with the fatha and sukun of full vocalization (اَلْ)."""
    alif, lam, after = r.peek(ahead), r.peek(ahead + 1), r.peek(ahead + 2)
    if alif is None or lam is None or after is None or alif.base not in "اٱ" or lam.base != "ل":
        return False
    if not alif.bare and not _is_full_article(r, alif, lam, after):
        return False
    if after.base in JOINTS:
        return lam.silent and r.peek(ahead + 3) is not None
    elided = lam.vowel == "i" and not lam.double and after.base in "اٱ"  # الِاستقلال
    return (lam.silent or elided) and not _allah_at(r, ahead)


def _is_full_article(r: Cursor, alif: Letter, lam: Letter, after: Letter) -> bool:
    """Whether اَلْـ or اَلشَّـ is the article: in Arabic no other word begins so, since أ carries the a of words."""
    if not r.language.prefixes or alif != Letter("ا", vowel="a", source=alif.source):
        return False
    return (lam.sukun and not lam.vowel and not lam.double) or (
        lam.bare and after.double and after.base in SUN
    )


def _allah_at(r: Cursor, ahead: int) -> bool:
    if r.at + ahead + 4 > len(r.letters):
        return False
    four = r.letters[r.at + ahead : r.at + ahead + 4]
    last = r.peek(ahead + 4)
    return (
        plain_letters(four) in ("الله", "ٱلله")
        and four[0].vowel in ("", "a")
        and (last is None or last.base in JOINTS)
    )


def _is_allah(r: Cursor) -> bool:
    """Read الله, with whatever marks, as the word that it is."""
    if not _allah_at(r, 0):
        return False
    r.put(Kind.HAMZA, "ا", initial=True, source="ا")
    r.put(Kind.VOWEL, "a")
    r.put(Kind.CONSONANT, "ل", double=True, source="لل")
    r.put(Kind.VOWEL, "dagger")
    r.at += 3
    r.begins = False
    return True


def _read_article(r: Cursor, value: str, length: int) -> None:
    """Read the article; the shadda of a sun letter after it belongs to it, not to the word."""
    source = "".join(x.source for x in r.letters[r.at : r.at + length])
    r.put(Kind.ARTICLE, value, source=source)
    r.at += length
    first = r.peek()
    if first and first.base in JOINTS:
        r.at += 1
        first = r.peek()
    if first and first.double and first.base in SUN:
        r.letters = (*r.letters[: r.at], replace(first, double=False), *r.letters[r.at + 1 :])
    r.begins = True
