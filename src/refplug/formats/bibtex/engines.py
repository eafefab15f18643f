r"""Which characters a TeX engine prints, and what makes it print the others.

Under 8-bit pdflatex a UTF-8 file prints once its missing characters are defined; an `@preamble` can do that from
within the .bib file, for bibtex and biber alike (docs/bibtex.md, "Under pdflatex"). Nothing in the entries changes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from refplug.formats.bibtex.blocks import Block, BlockKind
from refplug.formats.bibtex.textable import ACCENT_MARKS, LETTER_COMMANDS, SYMBOLS
from refplug.model import Notice, Severity

__all__ = ["ENGINES", "OUR_PREAMBLE", "Engine", "definition", "left_out", "missing", "preamble", "report"]

# LaTeX 2022-06, t1enc.dfu, ot1enc.dfu, ts1enc.dfu, omsenc.dfu
_T1 = """A0-125 128-137 139-13E 141-148 14A-165 168-17E 192 1C4-1D4 1E2-1E3 1E6-1EB 1F0 1F4-1F5 218-21B 232-233 237 2C7
2D8-2D9 2DB 2DD E3F 1E02-1E03 1E0D 1E1E-1E21 1E25 1E30-1E31 1E37 1E43 1E45 1E47 1E5B 1E63 1E6D 1E8E-1E91 1E9E 1EF2-1EF3
200C 2010-2016 2018-201A 201C-201E 2020-2022 2026 2030-2031 2039-203B 203D 2044 204E 2052 20A1 20A4 20A6 20A9 20AB-20AC 20B1
2103 2116-2117 211E 2120 2122 2126-2127 212E 2190-2193 2329-232A 2422-2423 25E6 25EF 266A 27E8-27E9 3008-3009 FB00-FB06 FEFF"""
# cmap of lmroman10-regular.otf 2.004, fontspec's default font
_LATIN_MODERN = """A0-137 139-148 14A-165 168-17F 18E 192 1A0-1A1 1AF-1B0 1CD-1D4 1D7-1DD 1E6-1E7 1EA-1EB 1F0 1F4-1F5 1FA-201
204-205 208-209 20C-20D 210-211 214-215 218-21B 237 258-259 2BE-2BF 2C6-2C7 2D8-2DD 300-304 306-30C 30F 311 323 326 32E-332
391-3A1 3A3-3A9 E3F 1E0C-1E0F 1E24-1E27 1E2A-1E2B 1E2E-1E2F 1E36-1E39 1E42-1E47 1E58-1E5D 1E62-1E63 1E6C-1E6F 1E80-1E85
1E92-1E93 1E97 1EA0-1EF9 2010-2011 2013-2014 2016 2018-201A 201C-201E 2020-2022 2026 2030-2031 2039-203B 203D 203F-2040
2044-2046 2052 2054 20A1 20A4 20A6 20A9 20AB-20AC 20B1 2103 2116-2117 211E 2120 2122 2126-2127 212E 2190-2193 2212 2215 2217
221A 221E 2222 2300 2329-232A 2422-2423 25E6 266A 26AD-26AE 27E6-27E7 FB00-FB04 200B-200D"""
# what no accent command makes: signs, spaces, superscripts
_OWN = {
    "ʿ": r"\textquoteleft ", "ʻ": r"\textquoteleft ", "ʾ": r"\textquoteright ", "ʼ": r"\textquoteright ", "ʹ": r"\ensuremath{'}", "ʺ": r"\ensuremath{''}",
    "\u2009": r"\,", "\u202f": r"\,", "\u200d": "", "−": r"\ensuremath{-}", "‑": r"-\nobreak ", "⁰": r"\textsuperscript{0}", "ⁿ": r"\textsuperscript{n}",
    **{chr(0x2070 + n): rf"\textsuperscript{{{n}}}" for n in range(4, 10)}, **{chr(0x2080 + n): rf"\textsubscript{{{n}}}" for n in range(10)},
}  # fmt: skip
_BELOW = {"\u032e": "u", "\u0325": "r", "\u032d": "^", "\u0330": "~", "\u0324": '"', "\u0326": "c"}
_SCRIPT_FIX = {
    "ARABIC": r"print it with lualatex and a font of the script: \babelprovide[import,onchar=ids fonts]{arabic}\babelfont[arabic]{rm}{Amiri}",
    "HEBREW": r"print it with lualatex: \babelprovide[import,onchar=ids fonts]{hebrew}\babelfont[hebrew]{rm}{David CLM}",
    "CYRILLIC": r"load the font encoding: \usepackage[T2A,T1]{fontenc}",
    "GREEK": r"load the font encoding: \usepackage[LGR,T1]{fontenc}",
}


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine as set up by default: its name, the characters beyond ASCII that it prints, whether `@preamble` helps."""

    name: str
    printed: str  # ranges of code points in hexadecimal
    takes_definitions: bool
    fix: str


ENGINES: Mapping[str, Engine] = {
    "pdflatex": Engine(
        "pdflatex", _T1, True, r"\usepackage[T1]{fontenc} and the @preamble that refplug writes"
    ),
    "lualatex": Engine(
        "lualatex", _LATIN_MODERN, False, r"choose a font that has it: \setmainfont{DejaVu Serif}"
    ),
    "xelatex": Engine(
        "xelatex", _LATIN_MODERN, False, r"choose a font that has it: \setmainfont{DejaVu Serif}"
    ),
}


@cache
def _printed(ranges: str) -> frozenset[str]:
    found: set[str] = set()
    for part in ranges.split():
        first, _, last = part.partition("-")
        found.update(chr(code) for code in range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)


def missing(text: str, engine: str) -> tuple[str, ...]:
    """The characters of `text` that an engine does not print by itself, in code point order; KeyError: no such engine.

    >>> missing("Marjaʿiyya wa-Ṣadr ḥ", "pdflatex"), missing("ʿ ʻ ẖ", "lualatex")
    (('ʿ', 'Ṣ'), ('ʻ', 'ẖ'))
    """
    printed = _printed(ENGINES[engine].printed)
    if text.isascii():
        return ()
    return tuple(sorted({char for char in text if char > "\x7f" and char not in printed}))


def definition(char: str) -> str | None:
    r"""What 8-bit LaTeX can print for a character, or None where it has nothing.

    >>> definition("ẓ"), definition("ḏ"), definition("ʿ"), definition("α"), definition("م")
    ('\\d{z}', '\\b{d}', '\\textquoteleft ', '\\ensuremath{\\alpha}', None)
    """
    if char in _OWN:
        return _OWN[char]
    letter = _letters().get(char)
    if letter is not None:
        return letter
    parts = unicodedata.normalize("NFD", char)
    base, marks = parts[0], parts[1:]
    if not base.isascii() or not marks:
        return None
    tex = base
    for mark in marks:
        command, below = _commands().get(mark), _BELOW.get(mark)
        if command is None and below is None:
            return None
        tex = rf"\{command}{{{tex}}}" if command else _under(tex, below or "")
    return tex


def _under(tex: str, accent: str) -> str:
    """A letter with an accent below it, for which LaTeX has no command: the two set on top of each other."""
    return rf"{{\ooalign{{{tex}\crcr\hidewidth\raise-1.9ex\hbox{{\{accent}{{}}}}\hidewidth}}}}"


@cache
def _commands() -> dict[str, str]:
    return {mark: command for command, mark in ACCENT_MARKS.items()}


@cache
def _letters() -> dict[str, str]:
    """Letters and signs by their commands; those of mathematics in `\\ensuremath`."""
    found = {
        char: rf"\ensuremath{{\{command}}}"
        for command, char in reversed(SYMBOLS.items())
        if len(char) == 1 and char > "\x7f" and command.isalpha()
    }
    found |= {
        char: rf"\{command} "
        for command, char in SYMBOLS.items()
        if command.startswith("text") and char in found
    }
    return found | {char: rf"\{command} " for command, char in LETTER_COMMANDS.items()}


OUR_PREAMBLE = (
    '@preamble{"\\expandafter\\gdef\\csname u8:\\detokenize{'  # how the one that `preamble` makes begins
)


def preamble(text: str) -> str:
    r"""An `@preamble` that makes 8-bit pdflatex print the characters of `text` that it lacks; empty where it lacks none.

    >>> preamble("Marjaʿiyya")
    '@preamble{"\\expandafter\\gdef\\csname u8:\\detokenize{ʿ}\\endcsname{\\textquoteleft }"}\n'

    Exactly the characters that occur are defined; those that it cannot print at all are for `report`.
    """
    lines = [
        rf'"\expandafter\gdef\csname u8:\detokenize{{{char}}}\endcsname{{{tex}}}"'
        for char in missing(text, "pdflatex")
        if (tex := definition(char)) is not None
    ]
    return "@preamble{" + "\n # ".join(lines) + "}\n" if lines else ""


def report(text: str, engine: str) -> tuple[Notice, ...]:
    """The characters that an engine does not print as the file stands, one notice for each remedy."""
    by_fix: dict[str, list[str]] = {}
    for char in missing(text, engine):
        by_fix.setdefault(_fix(char, ENGINES[engine]), []).append(char)
    return tuple(_told(chars, fix, engine) for fix, chars in by_fix.items())


def _fix(char: str, engine: Engine) -> str:
    if engine.takes_definitions and definition(char) is not None:
        return engine.fix
    script = unicodedata.name(char, "unnamed").split()[0]
    otherwise = "write it otherwise, or use lualatex with a font that has it"
    return _SCRIPT_FIX.get(script, otherwise if engine.takes_definitions else engine.fix)


def _told(chars: list[str], fix: str, engine: str) -> Notice:
    shown = ", ".join(f"{char} (U+{ord(char):04X})" for char in chars[:40])
    more = f" and {len(chars) - 40} more" if len(chars) > 40 else ""
    return Notice(code="unprintable", message=f"{engine} does not print {shown}{more}: {fix}")


def left_out(blocks: Iterable[Block], file: str) -> tuple[Notice, ...]:
    """One notice if there is an `@preamble`, whose TeX no record holds; what we write for pdflatex ourselves is made anew."""
    if not any(
        block.kind is BlockKind.PREAMBLE and not block.text.startswith(OUR_PREAMBLE) for block in blocks
    ):
        return ()
    message = "@preamble holds TeX commands of this file; they are left out"
    return (Notice(code="preamble", message=message, severity=Severity.INFO, file=file),)
