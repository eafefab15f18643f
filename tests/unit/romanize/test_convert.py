"""Latin read back, recognized and carried from scheme to scheme."""

from __future__ import annotations

import unicodedata

import pytest

from refplug.model import Reading, TermKind
from refplug.romanize.schemes.convert import convert, convert_answer, recognized_answer
from refplug.romanize.schemes.detect import detect
from refplug.romanize.schemes.parse import parse
from refplug.romanize.schemes.render import render
from refplug.romanize.schemes.scheme import load, scheme_names

LOSSY = {
    "ascii",
    "iranian-studies",
    "un",
    "iso233",
    "iso233-3",
}  # they write letters alike, or hamza by its seat


@pytest.mark.parametrize("name", scheme_names())
def test_what_a_scheme_writes_it_reads_back(name: str) -> None:
    scheme = load(*name.rsplit("-", 1))
    for example in scheme.examples:
        if example.form == "full":
            best = parse(example.latin, scheme, kind=example.kind)[0]
            assert best.exact or scheme.id in LOSSY, (example.latin, best)
            assert not best.unread


@pytest.mark.parametrize("name", [n for n in scheme_names() if n.rsplit("-", 1)[0] not in LOSSY])
def test_the_script_comes_back_too(name: str) -> None:
    scheme = load(*name.rsplit("-", 1))

    def plain(text: str) -> str:  # final ī is ي or يّ: no scheme shows which
        return (
            unicodedata.normalize("NFC", text)
            .replace("\u0652", "")
            .replace("يّ", "ي")
            .replace("لا", "لَا")
            .replace("لَلَا", "لَا")
        )

    full = [e for e in scheme.examples if e.form == "full"]
    same = [e for e in full if plain(parse(e.latin, scheme, kind=e.kind)[0].vocalized) == plain(e.script)]
    assert len(same) >= len(full) - 2, [e.latin for e in full if e not in same]


@pytest.mark.parametrize(
    ("latin", "scheme", "reading", "vocalized"),
    [
        ("wa-al-qamar", "ala-lc", "ar", "وَالقَمَر"),
        ("wa-l-qamar", "ijmes", "ar", "وَالقَمَر"),
        ("wa-š-šams", "din31635", "ar", "وَالشَّمس"),
        ("lil-masjid", "ala-lc", "ar", "لِلمَسجِد"),
        ("li-l-masjid", "ijmes", "ar", "لِلمَسجِد"),
        ("wa-Muḥammad", "ijmes", "ar", "وَ\u200cمُحَمَّد"),
        ("Ash Shāriqah", "bgn-pcgn", "ar", "الشَّارِقَة"),
        ("ʿAbdallāh", "ei3", "ar", "عَبد الله"),
        ("‘Abdollāh", "bgn-pcgn", "fa", "عَبدُالله"),
        ("Nāṣer-al-Din", "iranica", "fa", "نَاصِر الدِّین"),
        ("Mūsá", "ala-lc", "ar", "مُوسَى"),
        ("Mūsā", "ijmes", "ar", "مُوسَى"),
        ("dāʼim", "ala-lc", "ar", "دَائِم"),
        ("ruʼūs", "ala-lc", "ar", "رُؤُوس"),
        ("muʼminīn", "ala-lc", "ar", "مُؤمِنِين"),
        ("sūʼ", "ala-lc", "ar", "سُوء"),
        ("Qurʼān", "ala-lc", "ar", "قُرآن"),
        ("istiqlāl", "ijmes", "ar", "اِستِقلَال"),
        ("Islām", "ijmes", "ar", "إِسلَام"),
        ("Ādhar", "ala-lc", "ar", "آذَر"),
        ("shūrā-yi nigahbān", "ijmes", "fa", "شُورَایِ نِگَهبَان"),
        ("khānah-ʼi pidar", "ala-lc", "fa", "خَانَهٔ پِدَر"),
        ("mīʹravad", "ala-lc", "fa", "مِی\u200cرَوَد"),
        ("dah", "ijmes", "fa", "دَهْ"),
    ],
)
def test_read_back(latin: str, scheme: str, reading: str, vocalized: str) -> None:
    for form in ("NFC", "NFD"):
        assert parse(unicodedata.normalize(form, latin), load(scheme, reading))[
            0
        ].vocalized == unicodedata.normalize("NFC", vocalized)


@pytest.mark.parametrize("sign", ["ʿ", "ʻ", "‘", "`", "'", "ʕ"])
def test_every_sign_is_read(sign: str) -> None:
    for scheme in ("ijmes", "ala-lc", "bgn-pcgn"):
        assert parse(f"Sha{sign}bān", load(scheme, "ar"))[0].vocalized == "شَعبَان"


def test_a_foreign_letter_leaves_its_word_alone_and_is_told() -> None:
    done = convert("Straße al-Shām", load("ijmes", "ar"), load("ala-lc", "ar"))
    assert done.text == "Straße al-Shām"
    assert "Straße" in done.notices[0].message
    assert not done.exact


@pytest.mark.parametrize(
    ("latin", "source", "target", "wanted"),
    [
        ("Ḥizb Allāh", "ala-lc-ar", "din31635-ar", "Ḥizb Allāh"),
        ("al-Ḥashd al-Shaʻbī", "ala-lc-ar", "bgn-pcgn-ar", "Al Ḩashd ash Sha‘bī"),
        ("Al Ḩashd ash Sha‘bī", "bgn-pcgn-ar", "ijmes-ar", "al-Ḥashd al-Shaʿbī"),
        ("Kitāb al-siyāsah", "ala-lc-ar", "ijmes-ar", "Kitāb al-siyāsa"),
        ("velāyat-e faqih", "iranica-fa", "ijmes-fa", "vilāyat-i faqīh"),
        ("Riz̤ā Shāh", "ala-lc-fa", "iranica-fa", "Reżā Šāh"),
        ("qāzi", "iranian-studies-fa", "ijmes-fa", "qāzī"),
        ("Muṣṭafā", "ijmes-ar", "ala-lc-ar", "Muṣṭafá"),
        ("Ibn Khaldūn", "ijmes-ar", "ala-lc-ar", "Ibn Khaldūn"),
    ],
)
def test_from_scheme_to_scheme(latin: str, source: str, target: str, wanted: str) -> None:
    assert convert(latin, load(*source.rsplit("-", 1)), load(*target.rsplit("-", 1))).text == wanted


def test_what_is_lost_is_said() -> None:
    there = convert("qāżī", load("ijmes", "fa"), load("iranian-studies", "fa"))
    assert (there.text, there.exact, there.reversible) == ("qāzi", True, False)
    back = convert("qāzi", load("iranian-studies", "fa"), load("ijmes", "fa"))
    assert "ز, ض" in back.notices[0].message
    assert convert("qāżī", load("ijmes", "fa"), load("ala-lc", "fa")).reversible


def test_a_final_a_that_may_be_alif_maqsura_is_told() -> None:
    unsure = convert("Baradā", load("ijmes", "ar"), load("ala-lc", "ar"))
    assert "final ā" in unsure.notices[0].message
    assert not convert("Muṣṭafā", load("ijmes", "ar"), load("ala-lc", "ar")).notices
    assert not convert("Baradā", load("ijmes", "ar"), load("din31635", "ar")).notices


@pytest.mark.parametrize("reading", list(Reading))
def test_every_scheme_to_every_scheme(reading: Reading) -> None:
    """Carried over by any scheme that tells all letters apart, a word comes out as if it came from the script."""
    schemes = [load(*n.rsplit("-", 1)) for n in scheme_names() if n.endswith(f"-{reading}")]
    wanted = {s.id: {(e.script, e.kind): e.latin for e in s.examples if e.form == "full"} for s in schemes}
    for source in (s for s in schemes if s.id not in LOSSY):
        for example in source.examples:
            if example.form != "full" or _ambiguous(example.script):
                continue
            read = parse(example.latin, source, kind=example.kind, limit=1)[0].vocalized
            for target in schemes:
                expected = wanted[target.id].get((example.script, example.kind))
                if expected is not None:
                    got = render(read, target, kind=example.kind).text
                    assert got.casefold() == expected.casefold(), (source.id, target.id, example.latin)


def _ambiguous(script: str) -> bool:
    """What a scheme may not show: ده against ذ and گھ against غ where it has no separator, ات against اة, الله apart, the joint."""
    return any(group in script for group in ("دهَ", "گھ", "اة", "الله", "آبَاد", "\u200c"))


@pytest.mark.parametrize(
    ("text", "scheme", "reading"),
    [
        ("Wizārat al-Tarbiyah wa-al-taʻlīm", "ala-lc", "ar"),
        ("Kitāb al-siyāsa al-sharʿiyya", "ijmes", "ar"),
        ("Kitāb as-siyāsa aš-šarʿiyya", "din31635", "ar"),
        ("Al Mamlakah al ‘Arabīyah as Su‘ūdīyah", "bgn-pcgn", "ar"),
        ("velāyat-e faqih dar ḥokumat-e eslāmi", "iranica", "fa"),
        ("Resāleh-ye ʿeshq dar khāneh", "iranian-studies", "fa"),
        ("Tārīkh-i jahāngushā-yi Riz̤ā khānah", "ala-lc", "fa"),
        ("Shahr-e Qods va Eslāmshahr va Varāmīn", "bgn-pcgn", "fa"),
    ],
)
def test_detects(text: str, scheme: str, reading: str) -> None:
    best = detect(text)[0]
    assert (best.scheme, str(best.reading)) == (scheme, reading), detect(text)
    assert detect(unicodedata.normalize("NFD", text))[0].scheme == scheme


def test_detection_gives_its_evidence() -> None:
    best = detect("Wizārat al-Tarbiyah wa-al-taʻlīm")[0]
    assert any("U+02BB" in said or "-ah" in said for said in best.evidence)


@pytest.mark.parametrize("text", ["", "١٢٣", "مرجعية", "123", "—"])
def test_no_latin_no_scheme(text: str) -> None:
    assert detect(text) == ()


HOSTILE = [
    "",
    " ",
    "-",
    "al-",
    "ʿ",
    "''''",
    "\u0301\u0301",
    "a" * 3000,
    "al-" * 1000,
    "Москва",
    "שלום",
    "x\u202ey",
    "ﷺ",
    "\x00\x01",
    "ā-ī-ū",
    "wa-wa-wa-",
    "🙂",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_anything_may_come_in(text: str) -> None:
    for name in ("ijmes-ar", "ala-lc-fa", "bgn-pcgn-ar", "iranica-fa", "ala-lc-ota"):
        scheme = load(*name.rsplit("-", 1))
        assert parse(text, scheme)
        convert(text, scheme, load("ijmes", scheme.reading))
    detect(text)


def test_names_keep_their_capitals() -> None:
    done = convert("Fāṭimah al-Zahrāʼ", load("ala-lc", "ar"), load("ijmes", "ar"), kind=TermKind.PERSON)
    assert done.text == "Fāṭima al-Zahrāʾ"


def test_an_answer_for_the_command_line() -> None:
    answer = convert_answer(
        "velāyat-e faqih", source="iranica", scheme="ijmes", form="full", reading="auto", count=3
    )
    assert (answer.output, answer.reading, answer.verdict.value) == ("vilāyat-i faqīh", "fa", "romanized")
    lossy = convert_answer(
        "qāzi", source="iranian-studies", scheme="ala-lc", form="full", reading="auto", count=3
    )
    assert "ز was taken" in lossy.reason
    assert lossy.probability < answer.probability


@pytest.mark.parametrize(
    ("text", "scheme", "wanted"),
    [
        ("marjaʻīyah", "ijmes", "marjaʿiyya"),
        ("Kitāb al-siyāsa", "ala-lc", "Kitāb al-siyāsah"),
        ("velāyat-e faqih", "ijmes", "vilāyat-i faqīh"),
    ],
)
def test_a_scheme_is_recognized(text: str, scheme: str, wanted: str) -> None:
    answer = recognized_answer(text, scheme=scheme, form="full", reading="auto")
    assert answer
    assert answer.output == wanted
    assert "follows" in answer.reason


@pytest.mark.parametrize(
    "text", ["Hashd Shaabi", "Marjaʿiyya authority", "café", "naïve", "Straße", "São Paulo", "مرجعية", ""]
)
def test_what_follows_no_scheme_is_not_recognized(text: str) -> None:
    assert recognized_answer(text, scheme="ijmes", form="full", reading="auto") is None
