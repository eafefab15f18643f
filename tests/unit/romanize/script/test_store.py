import hashlib
import lzma
import re

import pytest

from refplug.errors import RunAborted
from refplug.romanize import answer
from refplug.romanize.script import store
from refplug.romanize.script.persian import persian_reader
from refplug.romanize.script.reader import arabic_reader
from refplug.romanize.script.store import model_text, unpacked
from refplug.romanize.script.table import Entry, folded, packed_table, parse_table
from refplug.romanize.script.tokens import agrees, is_vocalized, printed_words
from refplug.romanize.script.vowels import parse_model
from refplug.romanize.script.weights import packed_weights, parse_weights


def test_a_damaged_model_is_refused_with_a_way_out():
    packed = bytearray(lzma.compress(b"labels"))
    expected = hashlib.sha256(packed).hexdigest()
    packed[-9] ^= 1
    with pytest.raises(RunAborted, match=r"vowels\.xz: damaged model file .* install refplug again"):
        unpacked(bytes(packed), expected, "vowels.xz")


@pytest.fixture
def damaged(monkeypatch):
    """A function that damages one shipped file for the length of a test."""

    def forget():
        for kept in (model_text, store._checksums, arabic_reader, persian_reader, answer._remembered):
            kept.cache_clear()

    whole = store._folder_bytes

    def damage(name, how):
        monkeypatch.setattr(
            store, "_folder_bytes", lambda one: how(whole(one)) if one == name else whole(one)
        )
        forget()

    yield damage
    monkeypatch.undo()
    forget()


@pytest.mark.parametrize(
    ("name", "how", "told"),
    [
        ("arabic-vowels.xz", lambda data: data[:-1] + b"x", r"arabic-vowels\.xz: damaged model file"),
        ("arabic-readings.xz", lambda data: data[:1000], r"arabic-readings\.xz: damaged model file"),
        ("models.tsv", lambda data: b"\xff\xfe", r"models\.tsv: the list of model files"),
        ("models.tsv", lambda data: data[:40], r"models\.tsv: the list of model files|model file missing"),
    ],
)
def test_a_damaged_file_ends_the_run_in_one_sentence(damaged, name, how, told, refplug):
    damaged(name, how)
    ended = refplug("romanize", "كتاب")
    assert ended.code == 1
    assert re.search(told, ended.err)
    assert "install refplug again" in ended.err
    assert len(ended.err.splitlines()) == 1
    assert ended.out == ""


def test_a_missing_model_is_named():
    with pytest.raises(RunAborted, match=r"nothing\.xz: model file missing"):
        model_text("nothing.xz")


@pytest.mark.parametrize(
    "name", ["arabic-readings.xz", "arabic-vowels.xz", "arabic-weights.xz", "persian-vowels.xz"]
)
def test_every_shipped_model_is_whole(name):
    assert model_text(name)


def test_all_models_stay_under_three_megabytes(root):
    folder = root / "src" / "refplug" / "romanize" / "data" / "models"
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 3_000_000


def test_a_table_reads_back_what_was_packed():
    entry = Entry("كتاب", ("\u0650", "\u064e", "", ""), 7, 2)
    table = parse_table(packed_table({"كتاب": [entry]}, {"كتاب": (1, 4)}))
    assert table.exact("كتاب") == (entry,)
    assert table.capitals("كتاب") == (0.25, 4)
    assert table.exact("باب") == ()
    assert table.capitals("باب") == (None, 0)


def test_spellings_meet_when_folded():
    entry = Entry("أحمد", ("\u064e", "", "\u064e", ""), 3, 3)
    table = parse_table(packed_table({"أحمد": [entry]}, {}))
    assert table.like("احمد") == (entry,)
    assert folded("مكتبة") == folded("مكتبه")


def test_weights_read_back():
    sections = {name: {"a b": (0.25,)} for name in ("ranking", "capitals", "calibration", "frequent")}
    weights = parse_weights(packed_weights({**sections, "kinds": {"x": (0.1, -0.2, 0.0, 1.0)}}))
    assert weights.ranking["a b"] == 0.25
    assert weights.kinds["x"] == (0.1, -0.2, 0.0, 1.0)


def test_the_vowel_model_weighs_features():
    text = "labels\t\tA\nscale\t0.5\nletter\tب\t0 1\nafter\t0 0\nafter\t0 0\nafter\t0 0\nweights\n0ب\t1 4"
    model = parse_model(text)
    (marks, first), (_, second) = model.readings("ب")
    assert marks == ("A",) or first >= second


def test_fused_names_are_two_words():
    words, _ = printed_words("عبدالرحمن ونورالدين")
    assert [word.letters for word in words] == ["عبد", "الرحمن", "ونور", "الدين"]


@pytest.mark.parametrize(
    ("word", "expected"), [("مِصر", True), ("الشَّعب", True), ("سابقاً", False), ("محمّد", False), ("كتاب", False)]
)
def test_when_a_word_counts_as_vocalized(word, expected):
    (found,) = printed_words(word)[0]
    assert is_vocalized(found.letters, found.marks) is expected


def test_a_printed_shadda_must_be_read():
    marks = printed_words("محمّد")[0][0].marks
    assert agrees(marks, ("\u064f", "\u064e", "\u0651\u064e", ""))
    assert not agrees(marks, ("\u064f", "\u064e", "\u064e", ""))
