"""BibTeX: the byte-exact document, and the values read from it."""
