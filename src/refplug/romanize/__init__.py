"""Romanization: schemes and lexicon as data, one engine over them. Pure."""
