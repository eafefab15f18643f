"""Articles and ezafe in all their spellings."""

from __future__ import annotations

import pytest

from refplug.romanize.adhoc.segment import letters_of, segment


@pytest.mark.parametrize(
    ("printed", "row"),
    [
        ("Hashd al-Shaabi", "hashd @shaabi"),
        ("Hashd ash-Sha'abi", "hashd @sha'abi"),
        ("Jamal ad-Din el-Afghani", "jamal @din @afghani"),
        ("Deir ez-Zor", "deir @zor"),
        ("Nasir ul-Din", "nasir @din"),
        ("Hojjat ol-Eslam", "hojjat @eslam"),
        ("Abdurrahman", "abd @rahman"),
        ("Abdel Nasser", "abd @nasser"),
        ("Muhyiddin", "muhy @din"),
        ("Hezbollah", "hezb @lah"),
        ("Abu'l-Fazl", "abu @fazl"),
        ("Majles-e Khobregan", "majlesE khobregan"),
        ("Shura-ye Negahban", "shuraE negahban"),
        ("Sepah e Pasdaran", "sepahE pasdaran"),
        ("Bustani, Butrus al-", "bustani butrus"),
        ("Ash tree", "ash tree"),
        ("Theory at the front", "theory at the front"),
        ("Abdomen", "abdomen"),
    ],
)
def test_rows(printed: str, row: str) -> None:
    assert letters_of(segment(printed)) == row


def test_pieces_say_where_they_stand() -> None:
    printed = "Velayat-e al-Faqih"
    assert [printed[p.start : p.end] for p in segment(printed)] == ["Velayat-e", "al-Faqih"]
