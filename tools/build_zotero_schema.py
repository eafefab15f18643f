"""Make `src/refplug/sinks/zotero/data/schema.json` from Zotero's official schema.

    python tools/build_zotero_schema.py SCHEMA.json [OUT.json]

SCHEMA.json is the answer of `GET /schema` of the Zotero API (or `schema.json` of zotero/zotero-schema). Kept are
the facts that a program needs: item types, fields with their base fields, creator types, the maps to CSL.
The locales (display names in 48 languages) are left out. The same input gives the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from refplug.sinks.zotero.schema import compact, loads

OUT = Path(__file__).parent.parent / "src/refplug/sinks/zotero/data/schema.json"


def main(arguments: list[str]) -> None:
    source, out = Path(arguments[0]), Path(arguments[1]) if len(arguments) > 1 else OUT
    made = compact(loads(source.read_bytes()))
    out.write_bytes(made)
    print(f"{out.name}: schema version {loads(made).version}, {len(made)} bytes")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(sys.argv[1:])
