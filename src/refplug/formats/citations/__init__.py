"""Formatted citations by any CSL style, through citeproc-py (extra `csl`): `text` and `html` render, nothing reads them back."""
