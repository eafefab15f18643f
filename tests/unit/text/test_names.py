from pathlib import Path

import pytest

from refplug.text.name_lists import is_name_list, names_in
from refplug.text.names import is_body, person

CASES = Path(__file__).parents[2] / "cases" / "names.tsv"
ROWS = [line.split("\t") for line in CASES.read_text(encoding="utf-8").splitlines()[1:]]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_parts(row):
    printed, language, given, particle, family, suffix, literal, _ = row
    name = person(printed, language=language or None)
    assert (name.given, name.non_dropping_particle, name.family, name.suffix, name.literal) == (
        given,
        particle,
        family,
        suffix,
        literal,
    )


@pytest.mark.parametrize(
    ("line", "families"),
    [
        ("Michael X Cohen, Fraser William Steel", ["Cohen", "Steel"]),
        ("Kelly M. Schiabor 1 , Allison S. Quan 1 and Michael B. Eisen 1,2", ["Schiabor", "Quan", "Eisen"]),
        ("Taylor, Laura K. and Bahr, Celia", ["Taylor", "Bahr"]),
        ("Smith, J., Doe, A.", ["Smith", "Doe"]),
        ("Ali Akbari، Hasan Rezai", ["Akbari", "Rezai"]),
        ("علی اکبری، حسن رضایی و زهرا محمدی", ["اکبری", "رضایی", "محمدی"]),
        ("Aaron M Gruver, MD, PhD, Ziad Peerwani", ["Gruver", "Peerwani"]),
        ("Volk, Anthony A. (https://orcid.org/0000-0002-1825-0097)", ["Volk"]),
        ("Smith J, Doe AB, Roe C", ["Smith", "Doe", "Roe"]),
        ("Jan Kowalski*, Ewa Nowak†", ["Kowalski", "Nowak"]),
        ("", []),
    ],
)
def test_lists(line, families):
    assert [name.family for name in names_in(line)] == families


@pytest.mark.parametrize(
    "line",
    [
        "Theory of the State",
        "Department of Physics, Umeå University",
        "Introduction",
        "The Islamic Republic of Iran and Iraq",
        "Journal of Conflict Resolution 12 (2020)",
        "Popular Mobilization Forces",
        "",
    ],
)
def test_what_is_no_list_of_names(line):
    assert not is_name_list(line)


def test_bodies():
    assert is_body("Ministry of Foreign Affairs")
    assert is_body("دانشگاه تهران")
    assert not is_body("Ministerio Gómez")
