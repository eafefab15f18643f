"""The author's keywords: a grammar of labels, separators, wraps and glosses.

Rules from 351 keyword fields of 706 real headers (`docs/extract.md`): 45 % wrap over lines, 32 % end in a stop, commas occur
inside brackets, PACS and JEL codes are no keywords, and what looks like a list of lines is mostly one wrapped line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from refplug.extract.items import SEPARATORS, line_items, split_items, trimmed
from refplug.extract.proposal import Proposal
from refplug.extract.view import Mark, View
from refplug.model import Span, Term
from refplug.text.gloss import split_gloss
from refplug.text.glue import FUNCTION_WORDS
from refplug.text.languages import language_of, script_of
from refplug.text.sections import LabelKind, label_of

__all__ = ["find_keywords"]

_MOST_LINES = 14
_MOST_CHARACTERS = 900
_MOST_ITEMS = 40
_STOPS = re.compile(
    r"@|https?:|www\.|©|\(c\)\s*\d{4}|\bdoi\b|\b10\.\d{4}/|all rights reserved|^\s*(?:\d{1,2}\.?|[IVX]{1,4}\.)\s+[A-Z][a-z]+"
    r"|^\s*(?:vol|volume|pp?)\.?\s*\d|\bISSN\b|^\s*\d{1,4}\s*$|^\s*[*†‡§¶]\s*\w|^\s*introduction\b|(?-i:\bUniversity\b|\bUniversité\b|\bInstitute of\b)|^\s*arXiv:|\bhal-\d|\binria-\d|^\s*type of (?:article|paper)|^\s*confidential\b|^\s*downloaded from\b|^\s*manuscript\b|^\s*\d{1,2}\s?[:)]\s+(?-i:[A-Z])|\bto whom\b",
    re.IGNORECASE,
)
_NEXT_LABEL = re.compile(
    r"(?:(?<=[.;\s])|^)\s*(?:\d{1,2}\.?\s+)?(?:"
    r"(?:ABSTRACT|Abstract|Résumé|RÉSUMÉ|Resumen|Resumo|Zusammenfassung|Summary|SUMMARY|Nomenclature|Manuscript|INTRODUCTION|"
    r"Introduction|ARTICLE)\s*$"
    r"|(?:JEL|PACS|AMS|MSC|OCIS|CCS|Mathematics? Subject|Mathematical Subject|Subject [Cc]lassifi?|Categories and Subject|General Terms|"
    r"Received|Accepted|E-?mail|Correspond|Abstract\s*[:.—–-]|ABSTRACT\s*[:.—–-]|Mots[ -]cl[ée]s|Résumé\s*[:.—–-])(?=[\s:.(\w]))",
    re.MULTILINE,
)
_UNFINISHED = re.compile(r"(?:[,;:،؛•·/&—–-]|[,;]\s*\S{1,3}\.|\b(?:and|of|the|in|for|et|und|y))\s*$")
_NUMERAL = re.compile(r"[IVX]{1,4}\.")  # of the section that follows


def find_keywords(view: View) -> Iterator[Proposal]:
    """One proposal per keyword field, in the language of its label; nothing where there is no label."""
    order = 0
    for mark in view.marks:
        if mark.label.kind is LabelKind.KEYWORDS:
            span, is_list = _field(view, mark)
            terms = tuple(_terms(view, span, is_list=is_list))
            if terms and _is_prose(
                view.clean(span), terms
            ):  # it ran on: the label's own line may still be a list
                span = Span(mark.content, max(mark.content, view.lines[mark.line].span.end))
                terms = tuple(_terms(view, span, is_list=False))
            if terms and not _is_prose(view.clean(span), terms):
                label = view.clean(Span(mark.start, mark.content)).rstrip(" :;.—-") or "a label"
                yield Proposal(
                    field="keyword",
                    value=terms,
                    score=0.95 - 0.02 * order,
                    reason=f"{len(terms)} items behind “{label}”",
                    spans=(span,),
                    language=_language(mark, terms),
                )
                order += 1


def _field(view: View, mark: Mark) -> tuple[Span, bool]:
    """Where a keyword field stands, and whether it is a list of one keyword a line."""
    text = view.page.text
    start, first = mark.content, mark.line + 1
    end = start if mark.label.is_alone else view.lines[mark.line].span.end
    if mark.label.is_alone and _is_line_of_codes(view, first):
        start = end = view.lines[first].span.end
        first += 1
    taken: list[int] = []
    for number in range(first, min(first + _MOST_LINES, len(view.lines))):
        line = view.lines[number].span
        cut = _NEXT_LABEL.search(text, start, end)
        if (
            cut
            or line.end - start > _MOST_CHARACTERS
            or _is_over(view, mark, number, text[start:end].strip())
        ):
            break
        taken.append(number)
        end = line.end
    cut = _NEXT_LABEL.search(text, start, end)
    field = Span(start, max(start, cut.start() if cut else end))
    return field, _is_line_list(view, mark, taken, field)


def _is_line_of_codes(view: View, number: int) -> bool:
    """Whether a line is the codes of a scheme behind their own label, as physicists print them above their keywords."""
    mark = view.mark_at.get(number)
    return bool(mark and mark.label.kind is LabelKind.CLASSIFICATION and not mark.label.is_alone)


def _is_over(view: View, mark: Mark, number: int, so_far: str) -> bool:
    """Whether a keyword field ends before a line."""
    place = view.lines[number].span
    line = place.of(view.page.text).strip()
    head = view.mark_at.get(number)
    if (head and head.start < place.start + 8) or label_of(line) or _STOPS.search(line):
        return True
    if not so_far:
        return False
    if view.is_parted(number) and not view.is_double_spaced:
        if mark.label.is_alone and (not _has_separator(so_far) or _is_column(so_far)):
            return not _is_list_ahead(view, number, so_far)
        return not _goes_on(so_far, line, is_last=view.is_parted(number + 1))
    if so_far.endswith(".") and not _UNFINISHED.search(so_far) and _has_separator(so_far):
        return not re.search(r"\b\w\.$", so_far) or line[:1].isupper()
    return _is_of_another_kind(view, number)


def _is_column(so_far: str) -> bool:
    """Whether what was read so far is short lines with no separator in them."""
    return "\n" in so_far and not any(separator.search(so_far) for separator in SEPARATORS[:3])


def _is_list_ahead(view: View, number: int, so_far: str) -> bool:
    """Whether short lines with blank ones between them go on as a list of one keyword a line."""
    if so_far.endswith((".", ":")) or max(map(len, so_far.split("\n"))) > 40:
        return False
    ahead = [line.text.strip() for line in view.lines[number : number + 2]]
    short = [
        len(line) <= 36 and len(line.split()) <= 4 and line[-1] not in ".:,;" and "@" not in line
        for line in ahead
    ]
    return bool(short) and short[0] and ("\n" in so_far or all(short))


def _goes_on(so_far: str, line: str, *, is_last: bool) -> bool:
    """Whether a field goes on behind a blank line: it broke off, or the next line is plainly more of the same."""
    if _UNFINISHED.search(so_far):
        return True
    if so_far.endswith((".", "。")):
        return False
    separator = next((sign for sign in ";,،•·" if sign in so_far), None)
    if separator is None:
        return False
    opens_a_sentence = line.split()[0].lower() in FUNCTION_WORDS
    if line[0].islower() and (separator in line or len(line) < 40):
        return True
    is_short_end = is_last and line.endswith(".") and len(line.split()) <= 3 and not opens_a_sentence
    return is_short_end or (line.count(separator) > 1 and "." not in line[:-1])


def _has_separator(text: str) -> bool:
    return any(separator.search(text) for separator in SEPARATORS[:3]) or len(text) > 60


def _is_of_another_kind(view: View, number: int) -> bool:
    """Whether the page sets a line in clearly larger or smaller type than the one before."""
    one, two = view.lines[number - 1], view.lines[number]
    if one.font_size is None or two.font_size is None:
        return False
    return abs(one.font_size - two.font_size) > 0.12 * max(one.font_size, two.font_size)


def _is_line_list(view: View, mark: Mark, taken: list[int], field: Span) -> bool:
    lines = [view.lines[number].span.of(view.page.text).strip() for number in taken]
    if (
        not mark.label.is_alone
        or len(lines) < 2
        or any(sep.search(field.of(view.page.text)) for sep in SEPARATORS[:3])
    ):
        return False
    if any(line.endswith(("-", "\u00ad")) for line in lines) or max(map(len, lines)) > 45:
        return False
    capitals = sum(line[0].isupper() or not line[0].isascii() for line in lines)
    return len(lines) > 2 if capitals < len(lines) else True


def _terms(view: View, field: Span, *, is_list: bool) -> Iterator[Term]:
    text = field.of(view.page.text)
    pieces = line_items(text) if is_list else split_items(text)
    for piece in pieces[:_MOST_ITEMS]:
        span = trimmed(text, piece)
        printed = view.clean(Span(field.start + span.start, field.start + span.end)) if span else ""
        if (
            not any(letter.isalpha() for letter in printed)
            or len(printed) > 140
            or _NUMERAL.fullmatch(printed)
        ):
            continue
        word, gloss = split_gloss(printed)
        place = Span(field.start + span.start, field.start + span.end)
        is_script = gloss is not None and script_of(gloss) == "Arab"
        yield Term(
            printed=word,
            gloss=None if is_script else gloss,
            script=gloss if is_script else None,
            script_printed=is_script,
            span=place,
        )


def _is_prose(text: str, terms: tuple[Term, ...]) -> bool:
    """Whether what stands behind the label reads as sentences."""
    words = text.split()
    verbs = sum(
        word.lower() in ("is", "are", "was", "were", "we", "that", "this", "which", "has", "have")
        for word in words
    )
    longest = max(len(term.printed.split()) for term in terms)
    if len(terms) <= 2 and longest > 6 and sum(word.lower() in FUNCTION_WORDS for word in words) > 2:
        return True
    return verbs >= 3 or (verbs >= 1 and longest > 14) or longest > 18


def _language(mark: Mark, terms: tuple[Term, ...]) -> str | None:
    joined = " ".join(term.printed for term in terms)
    script = script_of(joined)
    if script == "Latn" or script is None:
        return (
            mark.label.language if script_of_language(mark.label.language) == "Latn" else language_of(joined)
        )
    return mark.label.language if script_of_language(mark.label.language) == script else language_of(joined)


def script_of_language(language: str) -> str:
    """The script a label's language is printed in here."""
    if language in ("fa", "ar", "ur"):
        return "Arab"
    return "Cyrl" if language in ("ru", "uk", "bg", "sr") else "Latn"
