"""Elements of CSL where citeproc-py (0.11) does otherwise than CSL 1.0.2 says: what stands here takes their place.

- `substitute`: what it prints is empty for the rest of the entry, whichever macro printed it; `names` in it that have
  no `name` of their own print as those around it do, below a `choose` too.
- `group`: it is left out where it called variables and all were empty, below a `choose` too.
- `text`: quotation marks within quotation marks change, and a full stop or comma goes before the closing one where
  the locale says so (`refplug.formats.citations.seams`); of a title, words after an abbreviation, words of other scripts and
  the space around what is shielded stay as they are.
- `label`: it has the language of the locale, and pages in Roman numbers or behind commas are many.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from citeproc import model
from citeproc.string import MixedString, NoCase, String
from lxml import etree

from refplug.formats.citations.seams import QUOTED

__all__ = ["put_in_place"]

_CSL = "http://purl.org/net/xbiblio/csl"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_OPENING = "([{“‘\"'«‹" + "".join(map(chr, range(0xE010, 0xE020)))  # our codes of markup too
_SEVERAL = re.compile(r"\d+[^\d.]+\d+|[ivxlcdm]+ ?[-–] ?[ivxlcdm]+|\w ?[,&] ?\w", re.IGNORECASE)


@dataclass(slots=True)
class _Said:
    """What one entry has called, printed and substituted so far."""

    called: int = 0
    printed: list[str] = field(default_factory=list)
    done: set[str] = field(default_factory=set)


def _said(element: Any, context: Any) -> _Said:
    """citeproc-py empties `repressed` of the layout before each entry; what we note lies in it."""
    layouts = (element if context is None else context).xpath_search("./ancestor-or-self::cs:layout[1]")
    said: _Said = layouts[0].repressed.setdefault("said", _Said()) if layouts else _Said()
    return said


class _Substitute(model.Substitute):  # type: ignore[misc]
    def render(self, item: Any, context: Any = None, **options: Any) -> Any:
        said = _said(self, context)
        for child in self.iterchildren():
            before = len(said.printed)
            try:
                text = child.render(item, context=context, **options)
            except model.VariableError:
                continue
            if text:
                said.done.update(said.printed[before:])
                return text
        return None


class _Names(model.Names):  # type: ignore[misc]
    def process(self, item: Any, names_context: Any = None, context: Any = None, **options: Any) -> Any:
        said = _said(self, context)
        said.called += 1
        asked = self.get("variable")
        roles = [role for role in asked.split() if role not in said.done]
        if not roles:
            return None
        said.printed.extend(role for role in roles if role in item.reference)
        self.set("variable", " ".join(roles))
        try:
            return super().process(item, names_context=self._model(), context=context, **options)
        finally:
            self.set("variable", asked)

    def _model(self) -> Any:
        """The `names` whose `name` and `label` count: those around the `substitute` where these have none."""
        around = (
            []
            if self.name is not None
            else self.xpath_search("./ancestor::cs:substitute[1]/parent::cs:names")
        )
        return around[0] if around else self


class _Group(model.Group):  # type: ignore[misc]
    def process(self, item: Any, context: Any = None, **options: Any) -> Any:
        said = _said(self, context)
        called, printed = said.called, len(said.printed)
        text = super().process(item, context=context, **options)
        if said.called > called and len(said.printed) == printed:
            raise model.VariableError
        said.printed.append(
            ""
        )  # "a nested non-empty group is treated as a non-empty variable", and so is a macro
        return text


class _Number(model.Number):  # type: ignore[misc]
    def process(self, item: Any, context: Any = None, **options: Any) -> Any:
        said = _said(self, context)
        said.called += 1
        if self.get("variable") in said.done:
            return None
        text = super().process(item, context=context, **options)
        said.printed.extend([self.get("variable")] * bool(text))
        return text


class _Date(model.Date):  # type: ignore[misc]
    def process(
        self, item: Any, variable: Any = None, show_parts: Any = None, context: Any = None, **options: Any
    ) -> Any:
        said = _said(self, context)
        said.called += 1
        text = super().process(item, variable, show_parts, context, **options)
        said.printed.extend([str(variable or self.get("variable"))] * bool(text))
        return text


class _Text(model.Text):  # type: ignore[misc]
    def process(self, item: Any, context: Any = None, **options: Any) -> Any:
        text, language = super().process(item, context=context, **options)
        said = _said(self, context)
        said.printed.extend([""] * ("macro" in self.attrib and bool(text)))
        return text, _language(self) if "term" in self.attrib or "value" in self.attrib else language

    def _variable(self, item: Any, context: Any) -> Any:
        said, name = _said(self, context), self.get("variable")
        said.called += name not in self.generated_variables
        if name in said.done:
            return None
        text = super()._variable(item, context)
        said.printed.extend([name] * bool(text))
        return text

    def quote(self, string: Any) -> Any:
        if self.get("quotes", "false").lower() != "true":
            return string
        term = self.get_single_term
        opening, closing = term(name="open-quote"), term(name="close-quote")
        inner_opening, inner_closing = term(name="open-inner-quote"), term(name="close-inner-quote")
        mark = String(QUOTED if self.get_locale_option("punctuation-in-quote").lower() == "true" else "")
        if opening in str(string) and inner_opening not in str(string):
            string = string.replace(opening, inner_opening).replace(closing, String(f"{inner_closing}{mark}"))
        return opening + string + closing + mark

    def case(self, text: Any, language: Any = None) -> Any:
        if self.get("text-case") == "title" and language == "en":
            return _title_cased(text)
        return super().case(text, language)


class _Label(model.Label):  # type: ignore[misc]
    def markup(self, text: Any) -> Any:
        return self.wrap(self.format(self.case(self.strip_periods(text), _language(self)))) if text else None

    def _is_plural(self, item: Any) -> bool:
        variable = self.get("variable").replace("-", "_")
        if variable.startswith("number_of") and variable in item.reference:
            value = str(item.reference[variable]).strip()
            return not value.isdecimal() or int(value) > 1
        if variable == "page" and variable in item.reference:
            return bool(_SEVERAL.search(str(item.reference[variable])))
        return bool(super()._is_plural(item))


def _language(element: Any) -> str:
    """The language of the words of a style: that of its first locale that says one."""
    locales = getattr(element.get_root(), "locales", None) or ()
    return next((locale.get(_LANG) for locale in locales if locale.get(_LANG)), "en")[:2]


def _title_cased(text: Any) -> Any:
    """Title case as CSL 1.0.2 has it: each word but stop words, these too at the start, at the end, behind a colon."""
    parts = list(text) if isinstance(text, MixedString) else [text]
    last = len("".join(map(str, parts)).split())
    before, number, made = ":", 0, []
    for part in parts:
        pieces: list[str] = []
        for piece in re.split(r"(\s+)", str(part)):
            if piece and not piece.isspace():
                begins = not pieces and before != " " and number > 0
                number += not begins
                is_kept = isinstance(part, NoCase) or begins
                pieces.append(piece if is_kept else _capitalized(piece, before in ":?!" or number == last))
                before = piece[-1]
            elif piece:
                pieces.append(piece)
                before = " " if before not in ":?!" else before
        made.append(type(part)("".join(pieces)))
    return MixedString(made) if isinstance(text, MixedString) else made[0]


def _capitalized(word: str, is_edge: bool) -> str:
    """A word with its first letter raised, unless it has capitals of its own, is a stop word, or is no Latin word."""
    bare = word.lstrip(_OPENING)
    if (
        not word.islower()
        or not bare[:1].isalpha()
        or (bare[0] > "\u024f" and not "\u1e00" <= bare[0] <= "\u1eff")
    ):
        return word
    if bare.rstrip(".,;:!?)]}”’") in model.TextCased._stop_words and not is_edge:
        return word
    return word[: len(word) - len(bare)] + bare[0].upper() + bare[1:]


_OURS = {
    "substitute": _Substitute,
    "names": _Names,
    "group": _Group,
    "number": _Number,
    "date": _Date,
    "text": _Text,
    "label": _Label,
}


def put_in_place(style: Any) -> None:
    """Let the elements of a style that citeproc-py has loaded be ours; nothing of the package itself is changed."""
    lookup = etree.ElementNamespaceClassLookup()
    classes = lookup.get_namespace(_CSL)
    classes[None] = model.CitationStylesElement
    theirs = model.CitationStylesElement.__subclasses__()
    classes.update({one.__name__.replace("_", "-").lower(): one for one in theirs} | _OURS)
    style.parser.set_element_class_lookup(lookup)
