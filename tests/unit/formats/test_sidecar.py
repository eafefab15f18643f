"""What was said is said again, byte for byte; what we cannot read is kept."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from refplug.formats.sidecar import Made, Ruling, Sidecar, sidecar_path
from refplug.model import (
    Claim,
    Creator,
    Evidence,
    Field,
    Name,
    Origin,
    OriginKind,
    PartialDate,
    Reading,
    Record,
    Rendering,
    Span,
    Term,
    TermKind,
    TermVerdict,
)

PAGE = Evidence(
    origin=Origin(OriginKind.DOCUMENT, "paper.txt"), spans=(Span(3, 9),), reason="printed on the label line"
)


def said(value: object, **more: object) -> Claim[object]:
    return Claim(value=value, evidence=PAGE, confidence=0.75, **more)  # type: ignore[arg-type]


TERM = Term(
    printed="Marjiiat",
    verdict=TermVerdict.ROMANIZED,
    kind=TermKind.TERM,
    preferred=Rendering(text="Marjaʿiyya", scheme="ijmes", reading=Reading.ARABIC, probability=0.9),
    alternatives=(Rendering(text="Marjaʿiyyat", scheme="ijmes", reading=Reading.PERSIAN, probability=0.08),),
    gloss="Religious Authority",
    span=Span(1, 2),
)
RECORD = Record(
    citekey="k",
    type="article-journal",
    is_title_devised=True,
    title=Field((said("T", language="en"), said("ت", language="fa"))),
    author=Field((said((Creator(name=Name(family="Ṣadr", given="Muqtadā")),)),)),
    issued=Field((said(PartialDate(year=2023, end=PartialDate(year=2024), printed="1402")),)),
    keyword=Field((said((TERM,)),)),
    container=Record(type="", title=Field((said("J"),))),
)


def test_a_record_comes_back_with_every_claim() -> None:
    sidecar = Sidecar().with_record("k", RECORD)
    assert Sidecar.parse(sidecar.dump(), "x").record("k") == RECORD


def test_lines_are_sorted_and_the_bytes_do_not_depend_on_history() -> None:
    one = Sidecar().with_record("b", RECORD).with_record("a", RECORD).with_made("a", Made(digests=("d",)))
    two = Sidecar().with_made("a", Made(digests=("d",))).with_record("a", RECORD).with_record("b", RECORD)
    assert one.dump() == two.dump()
    keys = [json.loads(line)["citekey"] for line in one.dump().splitlines()]
    assert keys == sorted(keys)


def test_rulings_and_bases_come_back() -> None:
    sidecar = (
        Sidecar()
        .with_ruling("k", "title", Ruling(is_locked=True, dismissed=("A", "B")))
        .with_made("k", Made(files=("p.txt",), digests=("ab",), entry_type="misc", fields={"title": "{T}"}))
    )
    back = Sidecar.parse(sidecar.dump(), "x")
    assert back.ruling("k", "title") == Ruling(is_locked=True, dismissed=("A", "B"))
    assert back.ruling("k", "note") == Ruling()
    assert back.made == sidecar.made
    assert (back.made_from("ab"), back.made_from("cd")) == ("k", None)
    assert back.without("k").dump() == b""


def test_what_cannot_be_read_is_kept_and_told() -> None:
    data = b'{"citekey":"k","future":1}\nnot json\n{"citekey":"k","field":"title","value":{"~":"Nothing"},"confidence":1,"origin":"user"}\n'
    sidecar = Sidecar.parse(data, "a.refplug.jsonl")
    assert sidecar.dump() == data
    assert [notice.line for notice in sidecar.notices] == [2, 3]


def test_no_file_is_an_empty_sidecar() -> None:
    assert Sidecar.parse(None, "x").dump() == b""
    assert sidecar_path(Path("a.b/c.d.bib")) == Path("a.b/c.d.refplug.jsonl")


@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    Sidecar.parse(data, "x")


def test_line_breaks_of_other_alphabets_part_no_line() -> None:
    record = Record(citekey="k", type="book", title=Field((said("a\u2028b\u0085c\x0cd\ud800"),)))
    sidecar = Sidecar.parse(Sidecar().with_record("k", record).dump(), "x")
    assert sidecar.record("k") == record
    assert not sidecar.notices


def test_keys_that_are_no_text_are_kept_and_told() -> None:
    data = b'{"citekey":5,"made":{}}\n{"citekey":"k","field":7,"ruling":{}}\n'
    sidecar = Sidecar.parse(data, "x")
    assert sidecar.dump() == data
    assert len(sidecar.notices) == 2


def test_claims_are_read_only_when_asked_for_and_say_the_same() -> None:
    claims = Sidecar().with_record("k", RECORD).claims
    assert set(claims) == {"k"}
    assert claims == Sidecar.parse(Sidecar().with_record("k", RECORD).dump(), "x").claims
    assert claims["k"]["title"] == RECORD.title.claims
    assert claims != Sidecar().claims
