"""CSL-YAML: text stays text, and bombs are refused."""

from __future__ import annotations

import pytest

from refplug.formats import csl_yaml
from refplug.ports import WriteOptions


def test_there_and_back() -> None:
    text = "---\nreferences:\n- id: no\n  type: book\n  title: Marjaʿiyya\n  volume: 1e3\n  issued:\n    date-parts:\n    - - 1979\n"
    [record] = csl_yaml.read(text.encode(), "x.yaml").records
    assert (record.citekey, record.volume.value) == ("no", "1e3")
    assert record.issued.value is not None
    assert record.issued.value.year == 1979
    written = csl_yaml.write([record], WriteOptions()).data
    assert "Marjaʿiyya" in written.decode()
    assert csl_yaml.read(written, "x.yaml").records[0].volume.value == "1e3"


@pytest.mark.parametrize(
    "data",
    [
        b"a: [",
        b"\xff",
        b"a: &a [x]\nb: [" + b"*a, " * 100 + b"]",
        b"!!python/object/apply:os.system ['true']",
        b"\t- x",
    ],
)
def test_what_cannot_be_read_is_told(data: bytes) -> None:
    parsed = csl_yaml.read(data, "bad.yaml")
    assert not parsed.records
    assert parsed.notices or b"python" in data
