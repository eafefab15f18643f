"""A format: one line of Markdown a record, `- [citekey] Title`."""

import re

from refplug.model import Claim, Evidence, Field, Notice, Origin, OriginKind, Record
from refplug.ports import Parsed, Written

_LINE = re.compile(r"- \[(?P<key>[^\]]+)\] (?P<title>.*)")


def read(data, file):
    evidence = Evidence(origin=Origin(OriginKind.FILE, file))
    records, notices = [], []
    for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
        if found := _LINE.fullmatch(line):
            title = Field((Claim(value=found["title"], evidence=evidence, confidence=1.0),))
            records.append(Record(citekey=found["key"], title=title))
        elif line.strip():
            notices.append(
                Notice(code="no-item", message="this line is no list item", file=file, line=number)
            )
    return Parsed(records=tuple(records), notices=tuple(notices))


def write(records, options):
    lines = [f"- [{record.citekey}] {record.title.value or ''}\n" for record in records]
    return Written(data="".join(lines).encode())
