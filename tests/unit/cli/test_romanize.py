"""`refplug romanize` from outside."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from refplug.cli import cli


@pytest.fixture
def run():
    return lambda *args, stdin=None: CliRunner(env={"NO_COLOR": "1"}).invoke(
        cli, ["romanize", *args], input=stdin
    )


def test_one_line_in_one_line_out(run) -> None:
    done = run("-", stdin="Marjiiat\n\nMargin\n")
    assert done.exit_code == 0
    assert done.stdout == "Marjaʿiyya\n\nMargin\n"


def test_json_keeps_the_contract(run) -> None:
    answer = json.loads(run("--json", "Hashd Shaabi").stdout)
    assert {
        "input",
        "output",
        "verdict",
        "probability",
        "reading",
        "scheme",
        "script",
        "alternatives",
        "reason",
    } <= set(answer)
    assert answer["output"] == "al-Ḥashd al-Shaʿbī"
    assert answer["alternatives"][0]["reading"] == "fa"


def test_keep_and_abstained(run) -> None:
    keep, unsure = (json.loads(line) for line in run("--json", "Margin", "al-Zaghwarji").stdout.splitlines())
    assert (keep["verdict"], keep["output"]) == ("keep", "Margin")
    assert (unsure["verdict"], unsure["output"]) == ("abstained", None)


def test_explain_tells_letters_and_runner_up(run) -> None:
    told = run("--explain", "Marjiiat").stdout
    assert "مَرجَعِيَّة" in told
    assert "Marjaʿiyyat" in told


def test_unknown_scheme_is_a_usage_error(run) -> None:
    done = run("--scheme", "nosuch", "Marjiiat")
    assert done.exit_code == 2
    assert "nosuch" in done.stderr


def test_bytes_that_are_no_utf8(run) -> None:
    done = run("-", stdin=b"Mar\xffjiiat\nHashd Shaabi\n")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[1] == "al-Ḥashd al-Shaʿbī"


def test_a_long_line_in_script_is_read_whole(run) -> None:
    done = run("-", stdin="كتاب في تاريخ العراق. " * 400 + "\n")
    assert done.exit_code == 0
    assert done.stdout.count("fī tārīkh al-ʿIrāq.") == 400


def test_a_line_without_end_is_refused_with_its_number(run) -> None:
    done = run("-", stdin="Margin\n" + "x" * (5 << 20))
    assert done.stdout == "Margin\n"
    assert done.exception.exit_code == 2
    assert "standard input:2: longer than 4 MB" in str(done.exception)


def test_a_scheme_without_the_reading_names_what_there_is(run) -> None:
    done = run("--scheme", "ijmes", "--reading", "ur", "کتاب")
    assert done.exception.exit_code == 2
    assert "it has ar, fa, ota; for ur there are ala-lc, ascii, bgn-pcgn, un" in str(done.exception)


def test_a_long_stream_does_not_fill_the_memory_of_answers(run) -> None:
    from refplug.romanize import answer

    answer._remembered.cache_clear()
    run("-", stdin="".join(f"{'كتاب ' * 50}{number}\n" for number in range(20)) + "كتاب\n")
    assert answer._remembered.cache_info().currsize == 1
