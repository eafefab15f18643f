"""Scans: pictures of pages, read by the tesseract program where it is installed.

Tesseract is a program of its own (Apache-2.0), called with the picture on its standard input; nothing is written to
disk. The script of the page chooses the languages: Arabic script is read with fas and ara, Latin with eng and then,
where the words turn out French, German or Turkish, once more with that language.
"""

from __future__ import annotations

import os
import re
import struct
import subprocess
from functools import cache

from refplug.model import Line, Notice, Page, Severity
from refplug.readers.hocr import lines_of_hocr
from refplug.readers.lines import page_of, script_of

__all__ = ["SCRIPTS", "languages_of", "read", "recognized", "sniff"]

_MAGIC = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"II*\x00": "image/tiff",
    b"MM\x00*": "image/tiff",
    b"BM": "image/bmp",
    b"GIF8": "image/gif",
    b"\x00\x00\x00\x0cjP  ": "image/jp2",
}
SCRIPTS = {"Arabic": ("fas", "ara"), "Latin": ("eng",)}
# The commonest little words of each language; two of them a line tell it
_WORDS = {
    "fra": frozenset("le la les des et une dans pour que est sur par du aux cette".split()),
    "deu": frozenset("der die das und ist nicht von mit den des für eine auf zu im".split()),
    "tur": frozenset("ve bir bu ile için olarak da de olan daha çok en gibi kadar".split()),
    "eng": frozenset("the of and to in a is that for with as by on this are".split()),
}
_PACKAGES = {
    "fas": "Persian",
    "ara": "Arabic",
    "eng": "English",
    "fra": "French",
    "deu": "German",
    "tur": "Turkish",
}
_TIME_S = 100
_MOST_PIXELS = 120_000_000
_INSTALL = "install tesseract (for instance `apt install tesseract-ocr tesseract-ocr-fas`, `brew install tesseract-lang`)"


def sniff(head: bytes, suffix: str) -> float:
    """Sure by the first bytes of PNG, JPEG, TIFF, BMP, GIF, JPEG 2000 and WebP."""
    if media_type(head):
        return 0.97 if not head.startswith(b"BM") or suffix == ".bmp" else 0.3
    return 0.0


def media_type(head: bytes) -> str | None:
    """The media type of a picture by its first bytes, None where it is none."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), None)


def read(data: bytes, file: str) -> Page:
    """The page of a picture: its recognized lines. Without tesseract, or its languages, a notice says what to install."""
    kind = media_type(data[:16]) or "image/unknown"
    if (pixels := _pixels(data)) and pixels > _MOST_PIXELS:
        message = (
            f"the picture has {pixels // 10**6} million pixels; scan it at 300 dots per inch and try again"
        )
        return Page(file=file, text="", media_type=kind, notices=(_error(file, "image-too-large", message),))
    lines, notices = recognized(data, file)
    breaks = frozenset(at for at, (begins, _) in enumerate(lines) if begins)
    return page_of((line for _, line in lines), file, kind, notices=notices, breaks=breaks)


def _error(file: str, code: str, message: str) -> Notice:
    return Notice(code=code, message=message, severity=Severity.ERROR, file=file)


def recognized(data: bytes, file: str, dpi: int = 0) -> tuple[list[tuple[bool, Line]], tuple[Notice, ...]]:
    """The lines that tesseract reads in a picture, each with whether a paragraph begins at it, and what is to be told."""
    installed = languages_of()
    if not installed:
        return [], (
            _error(
                file,
                "no-tesseract",
                f"it is a scan, and reading scans needs the program tesseract; {_INSTALL}",
            ),
        )
    wanted = SCRIPTS.get(_script(data, installed), SCRIPTS["Latin"])
    usable = tuple(language for language in wanted if language in installed)
    if not usable:
        names = " or ".join(_PACKAGES[language] for language in wanted)
        message = f"it is a scan in {names}, and tesseract has no data for that; install the language ({' or '.join(wanted)})"
        return [], (_error(file, "no-tesseract-language", message),)
    lines, fault = _lines(data, usable, dpi)
    notices: tuple[Notice, ...] = ()
    other = _language(lines) if usable == ("eng",) else None
    if other in installed and other is not None:
        lines, fault = _lines(data, (other, "eng"), dpi)
    elif other:
        message = (
            f"the scan looks {_PACKAGES[other]}; it was read as English, as tesseract has no data for {other}"
        )
        notices = (Notice(code="no-tesseract-language", message=message, file=file),)
    if fault:
        return [], (_error(file, "scan-unreadable", fault),)
    if not lines:
        return [], (
            _error(file, "no-text", "no text was found in the picture; is it a page, upright and sharp?"),
        )
    return lines, notices


@cache
def languages_of() -> frozenset[str]:
    """The languages that tesseract has data for; empty where the program is not installed."""
    try:
        done = subprocess.run(["tesseract", "--list-langs"], capture_output=True, timeout=20, check=False)  # noqa: S607
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    return frozenset((done.stdout + done.stderr).decode("utf-8", "replace").split()[1:])


def _run(data: bytes, *arguments: str) -> tuple[bytes, str | None]:
    """What tesseract writes, and None; or nothing, and one sentence on why."""
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}  # its threads cost more than they bring
    try:
        done = subprocess.run(  # noqa: S603
            ["tesseract", "stdin", "stdout", *arguments],  # noqa: S607
            input=data,
            capture_output=True,
            timeout=_TIME_S,
            check=False,
            env=environment,
        )
    except subprocess.TimeoutExpired:
        return b"", f"tesseract did not come to an end within {_TIME_S} s"
    except OSError:
        return b"", f"tesseract could not be started; {_INSTALL}"
    if done.returncode:
        return b"", "tesseract could not read the picture; it is damaged or of an unknown kind"
    return done.stdout, None


def _script(data: bytes, installed: frozenset[str]) -> str:
    """The script that tesseract sees on the page; Latin where it cannot tell."""
    if "osd" not in installed:
        return "Latin"
    written, _ = _run(data, "--psm", "0", "-l", "osd")
    found = re.search(rb"Script: (\w+)", written)
    return found.group(1).decode() if found else "Latin"


def _lines(data: bytes, languages: tuple[str, ...], dpi: int) -> tuple[list[tuple[bool, Line]], str | None]:
    options = ["--dpi", str(dpi)] if dpi else []
    written, fault = _run(data, "-l", "+".join(languages), *options, "-c", "hocr_font_info=0", "hocr")
    return ([], fault) if fault else (lines_of_hocr(written, 72 / dpi if dpi else 0.36), None)


def _language(lines: list[tuple[bool, Line]]) -> str | None:
    """The language other than English whose little words are the most frequent, None for English."""
    words = " ".join(line.text for _, line in lines).lower().split()
    if script_of(" ".join(words[:100])) != "Latn":
        return None
    counts = {language: sum(word in little for word in words) for language, little in _WORDS.items()}
    best = max(counts, key=lambda language: counts[language])
    return best if best != "eng" and counts[best] > 4 and counts[best] > 2 * counts["eng"] else None


def _pixels(data: bytes) -> int:
    """How many pixels a PNG or JPEG says it has, 0 where it does not say."""
    if data.startswith(b"\x89PNG") and len(data) > 24:
        width, height = struct.unpack(">II", data[16:24])
        return int(width) * int(height)
    if data.startswith(b"\xff\xd8"):
        at = 2
        while at + 9 < len(data) and data[at] == 0xFF:
            marker, size = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
            if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
                return int.from_bytes(data[at + 5 : at + 7], "big") * int.from_bytes(
                    data[at + 7 : at + 9], "big"
                )
            at += 2 + size
    return 0
