"""What we ship can be loaded; a stranger's package is installed, found, and used like ours."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from refplug import plugins
from refplug.ports import Format, Reader, Sink, Source

PROTOCOLS = {"readers": Reader, "formats": Format, "sources": Source, "sinks": Sink}


@pytest.mark.parametrize("group", plugins.GROUPS)
def test_everything_we_ship_loads_and_keeps_its_protocol(group: str) -> None:
    for plugin in plugins.SHIPPED[group]:
        loaded = plugins.load(plugin)
        assert plugins.find(group, name=plugin.name) == plugin
        assert plugin.about
        for suffix in plugin.suffixes:
            assert plugins.find(group, suffix=suffix.upper()) is not None
        if group in {"readers", "formats"}:
            assert isinstance(loaded, PROTOCOLS[group])
        elif group in PROTOCOLS:
            assert hasattr(loaded, "name")


def test_an_unknown_name_is_none() -> None:
    assert plugins.find("formats", name="nonsense") is None
    assert plugins.find("formats", suffix=".nonsense") is None


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A folder into which the example package was installed from its sources, without the network."""
    target = tmp_path_factory.mktemp("site")
    source = tmp_path_factory.mktemp("source")
    subprocess.run(["cp", "-R", str(root / "tests" / "example_plugin"), str(source)], check=True)
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-index",
        "--no-deps",
        "--no-build-isolation",
    ]
    subprocess.run(
        [*command, "--target", str(target), str(source / "example_plugin")], check=True, capture_output=True
    )
    return target


def run(
    site: Path, root: Path, folder: Path, *arguments: str, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    path = ":".join([str(site), str(root / "src"), sysconfig.get_path("purelib")])
    environment = {"PYTHONPATH": path, "HOME": str(folder), "REFPLUG_OFFLINE": "1", "PATH": "/usr/bin:/bin"}
    command = [sys.executable, "-m", "refplug", *arguments]
    return subprocess.run(
        command, input=stdin, capture_output=True, text=True, env=environment, cwd=folder, check=False
    )


def test_a_strangers_format_reader_and_scheme_work_like_ours(site: Path, root: Path, tmp_path: Path) -> None:
    (tmp_path / "loud.txt").write_text("SHOUT\nKeywords: Hawza, Iraq\n", encoding="utf-8")
    ended = run(
        site, root, tmp_path, "cite", "loud.txt", "-o", "-", "--to", "markdown-list", "--scheme", "plain"
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout == "- [iraq] [Extended abstract: Iraq]\n"
    ended = run(site, root, tmp_path, "romanize", "--scheme", "plain", "--json", "-", stdin="Marjiiat\n")
    assert json.loads(ended.stdout)["output"] == "Marja'iyya"


def test_a_strangers_source_and_sink_are_found(site: Path, root: Path, tmp_path: Path) -> None:
    code = (
        "from refplug import plugins\n"
        "source = plugins.load(plugins.find('sources', name='shelf'))()\n"
        "assert source.work('10.1000/shelf').title.value == 'al-Muqaddima'\n"
        "assert plugins.load(plugins.find('sinks', name='drawer'))().name == 'drawer'\n"
        "assert 'shelf' in plugins.names('sources') and plugins.names('formats')[0] == 'bibtex'\n"
    )
    path = ":".join([str(site), str(root / "src"), sysconfig.get_path("purelib")])
    subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": path}, check=True)
