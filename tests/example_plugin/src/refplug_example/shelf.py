"""A source that knows one book, a sink that keeps what `refplug send` gives it, and one that takes nothing."""

from pathlib import Path

from refplug.model import Claim, Evidence, Field, Notice, Origin, OriginKind, Record

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
    """Keeps a line for each record in the file `drawer.txt`; what has no title it cannot keep."""

    name = "drawer"

    def put(self, records, options):
        drawer = Path("drawer.txt")
        lines = drawer.read_text("utf-8").splitlines() if drawer.exists() else []
        kept = dict(line.split("\t", 1) for line in lines)
        for record in records:
            if record.title.value:
                kept[record.citekey] = record.title.value
            else:
                yield Notice(code="no-title", message=f"{record.citekey} has no title and is not kept")
        drawer.write_text("".join(f"{key}\t{title}\n" for key, title in kept.items()), "utf-8")


class Tray:
    """A sink that only its own package uses."""

    name = "tray"
