import pytest

from refplug.extract import find
from refplug.model import Page


def record_of(text):
    return find(Page(file="page.txt", text=text))[0]


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("https://doi.org/10.1371/journal.pone.0210360 January 7, 2019", "10.1371/journal.pone.0210360"),
        ("doi:10.1093/nar/gkm303", "10.1093/nar/gkm303"),
        (
            "DOI: 10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O.",
            "10.1002/(sici)1097-4571(199806)49:8",
        ),
        ("see https://doi.org/10.1371/\njournal.pone.0210111.", "10.1371/journal.pone.0210111"),
        ("http://dx.doi.org/10.1145/1596655. 1596682", "10.1145/1596655.1596682"),
        ("(10.1000/182)", "10.1000/182"),
        ("10.5 mg/kg and 10.12/x", None),
        ("192.10.1000/182", None),
        ("[1] A. Author, Title, doi:10.1000/182", None),
        ("References\n\nA. Author, Title, doi:10.1000/182", None),
        ("no identifier", None),
    ],
)
def test_doi(text, doi):
    assert record_of(text).doi.value == doi


def test_labelled_doi_outranks_bare_ones():
    record = record_of("as in 10.1000/1 and 10.1000/2\n\ndoi:10.1000/3")
    assert record.doi.value == "10.1000/3"


def test_numbers_are_checked():
    record = record_of("ISSN 0378-5955  ISBN 978-0-306-40615-7  PMID: 17035732  PMC1933159\nشاپا: 2008-160X")
    assert record.container.issn.value == "0378-5955"
    assert record.isbn.value == "9780306406157"
    assert (
        record.pmid.value,
        record.container.pmcid.value if record.container.pmcid else record.pmcid.value,
    ) == (
        "17035732",
        "PMC1933159",
    )
    assert not record_of("ISSN 0378-5954 ISBN 978-0-306-40615-8").isbn
