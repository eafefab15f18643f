"""Later wins, every value says where it came from, and a bad one is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from refplug.errors import ExitCode, RunAborted
from refplug.system.settings import load_settings


@pytest.fixture(autouse=True)
def no_user_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))


def test_defaults_need_nothing() -> None:
    settings = load_settings(environ={}, folder=None)
    assert settings.scheme == "ijmes"
    assert settings.origin("scheme") == "default"


def test_later_wins(tmp_path: Path) -> None:
    (tmp_path / ".refplug.toml").write_text(
        'scheme = "ala-lc"\nform = "publication"\nreading = "fa"\n', encoding="utf-8"
    )
    below = tmp_path / "deep" / "er"
    below.mkdir(parents=True)
    settings = load_settings(
        environ={"REFPLUG_FORM": "full"}, folder=below, flags={"reading": "ar", "mailto": None}
    )
    assert (settings.scheme, settings.form, settings.reading) == ("ala-lc", "full", "ar")
    assert settings.origin("scheme").endswith(".refplug.toml")
    assert settings.origin("form") == "REFPLUG_FORM"
    assert settings.origin("reading") == "flag"
    assert settings.origin("mailto") == "default"


def test_pyproject_table_counts_and_one_without_it_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.refplug]\nscheme = "ei3"\n', encoding="utf-8")
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "pyproject.toml").write_text('[project]\nname = "x"\n', encoding="utf-8")
    assert load_settings(environ={}, folder=inner).scheme == "ei3"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("sceme = 'x'", "sceme"),
        ("scheme = 3", "scheme"),
        ("form = 'fancy'", "fancy"),
        ("scheme = ", ".refplug.toml"),
        ("offline = 'yes'", "true or false"),
    ],
)
def test_bad_files_are_refused_by_name(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / ".refplug.toml").write_text(text, encoding="utf-8")
    with pytest.raises(RunAborted, match=named) as caught:
        load_settings(environ={}, folder=tmp_path)
    assert caught.value.exit_code is ExitCode.USAGE


@pytest.mark.parametrize(
    ("text", "offline"), [("1", True), ("true", True), ("0", False), ("", False), ("no", False)]
)
def test_switches_in_the_environment(text: str, offline: bool) -> None:
    assert load_settings(environ={"REFPLUG_OFFLINE": text}, folder=None).offline is offline
