"""A source that knows one book, and a sink that keeps what it is given."""

from refplug.model import Claim, Evidence, Field, Origin, OriginKind, Record

_SAID = Evidence(origin=Origin(OriginKind.SOURCE, "shelf"))


def _said(value):
    return Field((Claim(value=value, evidence=_SAID, confidence=1.0),))


_BOOK = Record(type="book", title=_said("al-Muqaddima"), doi=_said("10.1000/shelf"))


class Shelf:
    name = "shelf"

    def work(self, doi):
        return _BOOK if doi == "10.1000/shelf" else None

    def search(self, query, limit=20):
        return (_BOOK,)[:limit]


class Drawer:
    name = "drawer"

    def __init__(self):
        self.kept = []
