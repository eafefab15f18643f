"""Does time grow with the text, or faster? Each function on texts of doubling length; the ratio must stay below 2.6 (P5).

    python benchmarks/pages/doubling.py [--start 20000] [--doublings 3]

Prints the worst ratio t(2n)/t(n) per function and piece; ends with 1 where one is above the bar.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time

from refplug.extract import find
from refplug.model import Page
from refplug.text.name_lists import names_in
from refplug.text.repair import repair
from refplug.text.unicode import at_the_door

PIECES = (
    "a",
    "a ",
    "a-\n",
    "word ",
    "A. ",
    "1,",
    "(",
    "((1)",
    "; ",
    "10.1000/",
    "Key words: x, ",
    "Abstract\n",
    "e\u0301",
    "Ã©",
    "x,y(z)",
    "vol. 1 (1) ",
    "تیر ۱۴۰۲ ",
)
FUNCTIONS = {
    "at_the_door": at_the_door,
    "repair": repair,
    "find": lambda text: find(Page(file="long.txt", text=text)),
    "names_in": names_in,
}
BAR, NOISE_S = 2.6, 0.02


def spent(function: object, text: str) -> float:
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        function(text)
        best = min(best, time.process_time() - begun)
    return best


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--start", type=int, default=20_000)
    parser.add_argument("--doublings", type=int, default=3)
    args = parser.parse_args()
    worst = 0.0
    for name, function in FUNCTIONS.items():
        for piece in PIECES:
            times = [
                spent(function, piece * ((args.start << step) // len(piece)))
                for step in range(args.doublings + 1)
            ]
            ratios = [after / before for before, after in itertools.pairwise(times) if before > NOISE_S]
            if ratios and max(ratios) > 2.2:
                print(
                    f"{name} {piece!a}: {' '.join(f'{seconds:.3f}' for seconds in times)} s, worst ratio {max(ratios):.2f}"
                )
            worst = max([worst, *ratios])
    print(f"worst ratio {worst:.2f} (bar {BAR})")
    return int(worst > BAR)


if __name__ == "__main__":
    sys.exit(main())
