"""One file per kind of paper; each gives the page model."""
