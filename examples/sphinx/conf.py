"""A Sphinx site whose bibliography sorts and prints Arabic names right.

Build: pip install "refplug[docs]" and then sphinx-build -W examples/sphinx build/site
"""

project = "Scholarly bibliography"
extensions = ["sphinxcontrib.bibtex"]
bibtex_bibfiles = ["references.bib"]
bibtex_default_style = "scholarly"  # refplug's: found by its entry point
bibtex_reference_style = "author_year"
exclude_patterns = ["build"]
html_theme = "alabaster"
