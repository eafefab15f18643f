"""The Sphinx site in examples/: built where Sphinx is installed, with our style found as pybtex finds plug-ins."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ORDER = ("abduh", "allawi", "amir-moezzi", "hourani", "sadr-mb", "sadr-m", "tahanawi", "zubaida")


def test_the_site_builds_and_its_bibliography_is_in_order(root: Path, tmp_path: Path) -> None:
    pytest.importorskip("sphinxcontrib.bibtex")
    from pybtex.plugin import register_plugin
    from sphinx.application import Sphinx

    from refplug.hosts.pybtex import ScholarlyStyle

    register_plugin(
        "pybtex.style.formatting", "scholarly", ScholarlyStyle
    )  # for a checkout that is not installed
    source = root / "examples" / "sphinx"
    site = Sphinx(
        source,
        source,
        tmp_path / "html",
        tmp_path / "trees",
        "html",
        warningiserror=True,
        status=None,
        freshenv=True,
    )
    site.build()
    html = (tmp_path / "html" / "index.html").read_text()
    assert site.statuscode == 0
    listed = html[html.index('<div role="list" class="citation-list"') :]
    names = re.findall(r"<p>(.*?)\.", listed)
    wanted = (
        "ʿAbduh",
        "ʿAllāwī",
        "Amir-Moezzi",
        "Hourani",
        "Bāqir Ṣadr",
        "al-Ṣadr",
        "al-Tahānawī",
        "Zubaida",
    )
    assert len(names) == len(wanted)
    assert all(name in printed.replace("\u00a0", " ") for name, printed in zip(wanted, names, strict=True)), (
        names
    )
