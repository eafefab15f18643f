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
        "assert plugins.load(plugins.find('sinks', name='tray'))().name == 'tray'\n"
        "assert 'shelf' in plugins.names('sources') and plugins.names('formats')[0] == 'bibtex'\n"
    )
    path = ":".join([str(site), str(root / "src"), sysconfig.get_path("purelib")])
    subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": path}, check=True)


def test_a_strangers_sink_gets_the_records(site: Path, root: Path, tmp_path: Path) -> None:
    library = tmp_path / "a.bib"
    library.write_text("@book{one, title = {One}}\n@book{none, year = 1999}\n", encoding="utf-8")
    for _ in range(2):
        ended = run(site, root, tmp_path, "send", "a.bib", "--to", "drawer")
        assert ended.returncode == 0, ended.stderr
        assert ended.stderr == "a.bib: none has no title and is not kept\n"
        assert (tmp_path / "drawer.txt").read_text("utf-8") == "one\tOne\n"


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("a.bib", "--to", "no-such"), 2, "there is no sink 'no-such' (sinks: drawer, tray)"),
        (("a.bib", "--to", "zotero"), 2, "refplug zotero --help"),
        (("a.bib", "--to", "tray"), 4, "takes no records: it has no `put`"),
        (("none.bib", "--to", "drawer"), 4, "none.bib"),
        (("a.xyz", "--to", "drawer"), 2, "give --from"),
    ],
)
def test_a_sink_that_cannot_be_sent_to(
    site: Path, root: Path, tmp_path: Path, options: tuple[str, ...], code: int, said: str
) -> None:
    (tmp_path / "a.bib").write_text("@book{one, title = {One}}\n", encoding="utf-8")
    ended = run(site, root, tmp_path, "send", *options)
    assert (ended.returncode, ended.stdout) == (code, "")
    assert said in ended.stderr
    assert not (tmp_path / "drawer.txt").exists()


def test_a_strangers_source_is_asked_like_ours(site: Path, root: Path, tmp_path: Path) -> None:
    library = tmp_path / "a.bib"
    library.write_text(
        "@book{shelf, doi = {10.1000/shelf}}\n@book{none, doi = {10.1000/none}}\n", encoding="utf-8"
    )
    ended = run(site, root, tmp_path, "check", "a.bib", "--json", "--source", "shelf")
    answers = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [(one["citekey"], one["identity"]) for one in answers] == [
        ("shelf", "found"),
        ("none", "not-covered"),
    ]
    assert ended.returncode == 0, ended.stderr
    ended = run(site, root, tmp_path, "enrich", "a.bib", "--source", "shelf", "--show-requests")
    assert "'shelf' does not tell beforehand" in ended.stderr
    ended = run(site, root, tmp_path, "enrich", "a.bib", "--source", "shelf", "--in-place")
    assert ended.returncode == 0, ended.stderr
    assert "{Muqaddima}" in library.read_text(encoding="utf-8")
    told = run(site, root, tmp_path, "why", "a.bib", "shelf", "title").stdout
    assert "source shelf" in told
    (tmp_path / ".refplug.toml").write_text('source = "shelf"\n', encoding="utf-8")
    ended = run(site, root, tmp_path, "match", "--json", "10.1000/shelf")
    assert json.loads(ended.stdout)["verdict"] == "match"
    ended = run(site, root, tmp_path, "match", "--source", "nobody", "x")
    assert (ended.returncode, "shelf" in ended.stderr) == (2, True)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A package whose plug-ins cannot be loaded, installed by hand."""
    folder = tmp_path / "site"
    meta = folder / "refplug_broken-1.0.dist-info"
    meta.mkdir(parents=True)
    (meta / "METADATA").write_text("Metadata-Version: 2.1\nName: refplug-broken\nVersion: 1.0\n")
    points = "".join(f"[refplug.{group}]\nbroken = refplug_broken\n" for group in plugins.GROUPS)
    (meta / "entry_points.txt").write_text(points)
    (folder / "refplug_broken.py").write_text("raise RuntimeError('on purpose')\n")
    return folder


def test_a_strangers_broken_package_stands_in_nobodys_way(broken: Path, root: Path, tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text("Keywords: Hawza, Iraq\n", encoding="utf-8")
    ended = run(broken, root, tmp_path, "cite", "p.txt", "-o", "-")
    assert (ended.returncode, "Ḥawza" in ended.stdout) == (0, True), ended.stderr
    assert ended.stderr.count("plug-in 'broken' of another package") == 1
    for arguments in (("match", "--source", "broken", "x"), ("cite", "p.txt", "--to", "broken", "-o", "-")):
        ended = run(broken, root, tmp_path, *arguments)
        assert ended.returncode == 4
        assert "on purpose; update or remove that package" in ended.stderr
        assert ended.stderr.count("\n") <= 2
