"""A reader: documents whose first line is `SHOUT`, the title in capitals below it."""

from refplug.model import Line, Page, Span


def sniff(head, suffix):
    return 1.0 if head.startswith(b"SHOUT\n") else 0.0


def read(data, file):
    text = data.decode("utf-8", "replace")
    return Page(
        file=file, text=text, lines=(Line(text=text[6:], span=Span(6, len(text))),), media_type="text/x-shout"
    )
