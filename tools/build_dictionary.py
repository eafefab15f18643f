"""Build `src/refplug/romanize/data/words/dictionary.txt.gz`: what counts as a word of English, whatever its frequency.

usage: python tools/build_dictionary.py SCOWL_DICTIONARY

SCOWL_DICTIONARY is `symspellpy/frequency_dictionary_en_82_765.txt` of the wheel symspellpy 6.10.1 (MIT): the words of the SCOWL
spelling lists (public domain and permissive; wordlist.aspell.net) that also stand in the Google Books n-grams. The list holds hardly
a name, which is why it is kept beside the frequency list of `refplug.text.words`: `rouhani` is frequent there, and no English word.
"""

from __future__ import annotations

import argparse
import gzip
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "src/refplug/romanize/data/words/dictionary.txt.gz"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("scowl", type=Path)
    lines = parser.parse_args().scowl.read_text("utf-8-sig").splitlines()
    words = sorted({line.split()[0] for line in lines if line.strip()})
    OUT.write_bytes(gzip.compress("\n".join(words).encode(), mtime=0))


if __name__ == "__main__":
    main()
