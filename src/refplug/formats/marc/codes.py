"""Code lists of MARC 21 that we use, and which tag holds what: languages, relators, types of material. Source: id.loc.gov."""

from __future__ import annotations

from refplug.model.record import NAMES

__all__ = ["LANGUAGES", "LANGUAGE_TAGS", "PLAIN", "RELATORS", "RELATOR_WORDS", "TAGS_OF", "TYPES", "type_of"]

LANGUAGES = {
    "ar": "ara", "fa": "per", "en": "eng", "fr": "fre", "de": "ger", "tr": "tur", "ota": "ota", "ur": "urd", "he": "heb",
    "es": "spa", "it": "ita", "ru": "rus", "pt": "por", "nl": "dut", "ku": "kur", "ps": "pus", "az": "aze", "la": "lat",
    "el": "gre", "zh": "chi", "ja": "jpn", "ko": "kor", "id": "ind", "ms": "may", "sv": "swe", "pl": "pol", "tg": "tgk",
    "syr": "syr", "hi": "hin", "bn": "ben", "uz": "uzb", "da": "dan", "no": "nor", "fi": "fin", "cs": "cze", "hu": "hun",
    "hr": "hrv", "sr": "srp", "bs": "bos", "sq": "alb", "hy": "arm", "ka": "geo", "sw": "swa", "so": "som", "am": "amh",
}  # fmt: skip
LANGUAGE_TAGS = {code: tag for tag, code in LANGUAGES.items()} | {
    "fas": "fa",
    "fra": "fr",
    "deu": "de",
    "nld": "nl",
}

# CSL role: (relator code, relator term)
RELATORS = {
    "author": ("aut", "author"),
    "editor": ("edt", "editor"),
    "translator": ("trl", "translator"),
    "compiler": ("com", "compiler"),
    "composer": ("cmp", "composer"),
    "contributor": ("ctb", "contributor"),
    "curator": ("cur", "curator"),
    "director": ("drt", "director"),
    "collection_editor": ("pbd", "publisher director"),
    "illustrator": ("ill", "illustrator"),
    "interviewer": ("ivr", "interviewer"),
    "narrator": ("nrt", "narrator"),
    "organizer": ("orm", "organizer"),
    "performer": ("prf", "performer"),
    "producer": ("pro", "producer"),
    "recipient": ("rcp", "addressee"),
    "host": ("hst", "host"),
    "script_writer": ("aus", "screenwriter"),
}
RELATOR_WORDS = {word: role for role, words in RELATORS.items() for word in words}

# CSL type: leader 06-07
TYPES = {
    "article-journal": "ab", "article-magazine": "ab", "article-newspaper": "ab", "article": "ab", "chapter": "aa",
    "paper-conference": "aa", "entry-encyclopedia": "aa", "entry-dictionary": "aa", "book": "am", "thesis": "am",
    "report": "am", "document": "am", "manuscript": "tm", "periodical": "as", "map": "em", "motion_picture": "gm",
    "broadcast": "gm", "song": "jm", "musical_score": "cm", "graphic": "km", "figure": "km", "software": "mm", "dataset": "mm",
    "webpage": "ai", "post-weblog": "ai", "collection": "pc",
}  # fmt: skip
_BY_LEADER = {
    "am": "book", "ac": "book", "tm": "manuscript", "as": "periodical", "em": "map", "gm": "motion_picture", "im": "song",
    "jm": "song", "cm": "musical_score", "dm": "musical_score", "km": "graphic", "mm": "software", "ai": "webpage",
    "pc": "collection", "ad": "book", "fm": "map", "rm": "document",
}  # fmt: skip


def type_of(leader: str, is_thesis: bool, has_issn: bool) -> str:
    """The CSL type that leader positions 06 and 07 mean; a component part is an article or a chapter.

    >>> type_of("00000nam a22", is_thesis=True, has_issn=False), type_of("00000nab a22", False, True)
    ('thesis', 'article-journal')
    """
    if is_thesis:
        return "thesis"
    pair = leader[6:8]
    if pair in ("ab", "aa", "tb", "ta"):
        return "article-journal" if has_issn or pair.endswith("b") else "chapter"
    return _BY_LEADER.get(pair, "document")


# which tags hold a variable: what must be written anew when it changes
TAGS_OF = {
    "title": ("245", "246"), "issued": ("264", "260"), "publisher": ("264", "260"), "publisher_place": ("264", "260"),
    "edition": ("250",), "number_of_pages": ("300",), "collection_title": ("490",), "collection_number": ("490",),
    "note": ("500",), "abstract": ("520",), "genre": ("655", "502"), "keyword": ("653", "883"), "isbn": ("020",),
    "issn": ("022",), "doi": ("024",), "url": ("856",), "language": ("041",), "container": ("773",), "volume": ("773",),
    "issue": ("773",), "page": ("773",), "number_of_volumes": ("300",), "call_number": ("090",), "original_title": ("765",),
} | dict.fromkeys(NAMES, ("100", "110", "111", "700", "710", "711"))  # fmt: skip

# variables that go as they are into one subfield: tag, indicators, code, variable
PLAIN = (
    ("090", "  ", "a", "call_number"),
    ("250", "  ", "a", "edition"),
    ("300", "  ", "a", "number_of_pages"),
    ("500", "  ", "a", "note"),
    ("520", "3 ", "a", "abstract"),
    ("655", " 4", "a", "genre"),
    ("765", "0 ", "t", "original_title"),
    ("856", "40", "u", "url"),
)
