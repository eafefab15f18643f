"""What characters need before anything is read: normal form at the door, then mojibake, ligatures, invisible marks.

Order matters. NFKC turns the mojibake of a curly apostrophe into the letters TM and it can never be mended, so mojibake
goes first; and NFKC is applied to presentation forms and Latin ligatures alone, since it also makes ² a 2 and ﷺ four
words. Quotes are never straightened: in ‘Abd the quote is the letter ʿayn.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from refplug.model import Span
from refplug.text.edits import Edit, EditKind, Edits

__all__ = ["AYN_SIGNS", "HAMZA_SIGNS", "at_the_door", "nfc", "unicode_edits"]

AYN_SIGNS = "\u02bf\u02bb\u2018\u02c1\u0060\u1d9c"
"""Written for ʿayn: MODIFIER LETTER LEFT HALF RING and TURNED COMMA, LEFT SINGLE QUOTATION MARK, and poorer ones."""

HAMZA_SIGNS = "\u02be\u02bc\u2019\u02c0"
"""Written for hamza: MODIFIER LETTER RIGHT HALF RING and APOSTROPHE, RIGHT SINGLE QUOTATION MARK, and a poorer one."""

_ARABIC = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc"
_LONG_RUN = re.compile(r"[^\w\s!-~]{31,}")  # combining marks are neither word characters nor spaces
_FORMS = re.compile("[\ufb00-\ufb06\ufb50-\ufb6f\ufb70-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdef\ufe70-\ufefc]+")
_INVISIBLE = re.compile(
    "[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]+"  # direction
    "|[\u200b\u2060-\u2064\ufeff\ufff9-\ufffb]+"  # no width
    "|[\U000e0000-\U000e007f]+"  # tags
    "|[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f]+"  # control codes
    f"|(?<![{_ARABIC}])\u200c+|\u200c+(?![{_ARABIC}])"  # a non-joiner that joins nothing apart
    f"|(?<=[{_ARABIC}])(?<!\u0647)\u0640+|\u0640+(?=[{_ARABIC}])"  # kashida, but not in the abbreviation هـ
    "|(?<=[^\\W\\d_])\u00ad(?=[^\\W\\d_])"  # a soft hyphen inside a line
)
_MOJIBAKE = re.compile(
    "[\u00c2-\u00f4\u0152\u0153\u0160\u0178][\u0080-\u00bf\u0152-\u0178\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
_LATIN_1_RUN = re.compile(
    "[\u00a1\u00aa\u00ba-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6]{3,}"
)
_LONGEST_LINE = 4_000


def at_the_door(text: str) -> str:
    r"""The text as everything behind the door expects it: NFC, lines ended by `\n`, no byte order mark.

    >>> at_the_door("\ufeffal-H\u0323ashd\r\nin Iraq\fpage 2")
    'al-Ḥashd\nin Iraq\npage 2'
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    for separator in "\f\v\x85\u2028\u2029":
        text = text.replace(separator, "\n")
    return nfc(text)


def nfc(text: str) -> str:
    """Normalization form C in linear time.

    Sorting a run of a million combining marks takes the square of its length. As in the stream-safe format (Unicode
    Standard Annex 15, section 13) no run of more than 30 is normalized; what lies behind the 30th stays as it is.
    """
    if text.isascii():
        return text
    parts: list[str] = []
    at = 0
    for run in _LONG_RUN.finditer(text):
        parts += (
            unicodedata.normalize("NFC", text[at : run.start() + 30]),
            text[run.start() + 30 : run.end()],
        )
        at = run.end()
    return "".join((*parts, unicodedata.normalize("NFC", text[at:])))


def unicode_edits(text: str) -> Edits:
    """The edits that undo wrong decoding, presentation forms and invisible marks, in that order.

    >>> unicode_edits("Iranâ€™s \ufb01rst aim").apply("Iranâ€™s \ufb01rst aim")
    'Iran’s first aim'

    The zero-width non-joiner stays between Arabic letters, where Persian spelling needs it.
    """
    if text.isascii() and text.isprintable():
        return Edits()
    mended = Edits.of(_mojibake(text))
    middle = mended.apply(text)
    return mended.then(Edits.of((*_forms(middle), *_invisible(middle))), text)


def _forms(text: str) -> Iterator[Edit]:
    for found in _FORMS.finditer(text):
        plain = unicodedata.normalize("NFKC", found.group())
        if plain != found.group():
            yield Edit(Span(*found.span()), plain, EditKind.FORM, f"presentation form of {plain}")


_SUSPECT = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u0640\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def _invisible(text: str) -> Iterator[Edit]:
    if not _SUSPECT.search(text):
        return
    for found in _INVISIBLE.finditer(text):
        names = unicodedata.name(found.group()[0], f"U+{ord(found.group()[0]):04X}")
        yield Edit(Span(*found.span()), "", EditKind.INVISIBLE, f"invisible: {names}")


def _mojibake(text: str) -> Iterator[Edit]:
    start = 0
    for line in text.split("\n"):
        for at in range(0, len(line), _LONGEST_LINE):
            piece = line[at : at + _LONGEST_LINE]
            if piece.isascii() or not (_MOJIBAKE.search(piece) or _LATIN_1_RUN.search(piece)):
                continue
            mended = _as_windows_1256(piece) or _as_utf_8(piece)
            if mended != piece:
                yield _smallest(start + at, piece, mended)
        start += len(line) + 1


def _as_utf_8(line: str) -> str:
    from ftfy import fix_encoding

    return fix_encoding(line)


def _as_windows_1256(line: str) -> str | None:
    """An Arabic line whose bytes (Windows-1256) were read as Western ones; None where it isn't that.

    Taken only when nearly all its letters are of the Latin-1 supplement and become Arabic letters with the article ال.
    """
    letters = [letter for letter in line if letter.isalpha()]
    if sum("\u00a1" <= letter <= "\u0192" for letter in letters) < 0.8 * len(letters):
        return None
    try:
        mended = line.encode("cp1252").decode("cp1256")
    except UnicodeError:
        return None
    arabic = sum("\u0600" <= letter <= "\u06ff" for letter in mended)
    return mended if arabic >= 6 and arabic >= 0.6 * len(letters) and "\u0627\u0644" in mended else None


def _smallest(start: int, before: str, after: str) -> Edit:
    """The edit without what both have in common at either end."""
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    span = Span(start + head, start + len(before) - tail)
    return Edit(span, after[head : len(after) - tail], EditKind.MOJIBAKE, "decoded by the wrong table")
