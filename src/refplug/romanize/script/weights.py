"""The weights of the small linear models: ranking, kinds of field, capitals, calibration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Weights", "packed_weights", "parse_weights"]


@dataclass(frozen=True, slots=True)
class Weights:
    """Each small model's weights by feature; `frequent` are the words the ranker has features of their own for."""

    ranking: Mapping[str, float]
    capitals: Mapping[str, float]
    kinds: Mapping[str, tuple[float, ...]]
    calibration: Mapping[str, float]
    frequent: frozenset[str]


def parse_weights(text: str) -> Weights:
    """The weights in their text form: sections headed `[name]`, rows `feature TAB weight (weight ...)` in hundredths."""
    sections: dict[str, dict[str, tuple[float, ...]]] = {}
    current: dict[str, tuple[float, ...]] = {}
    for line in text.split("\n"):
        if line.startswith("[") and line.endswith("]"):
            current = sections.setdefault(line[1:-1], {})
        elif line:
            feature, _, numbers = line.rpartition("\t")
            if " " in numbers:
                current[feature] = tuple(int(number) / 100 for number in numbers.split(" "))
            else:  # nearly all; loading is half spent here
                current[feature] = (int(numbers) / 100,)
    single = {name: {feature: row[0] for feature, row in rows.items()} for name, rows in sections.items()}
    return Weights(
        ranking=single["ranking"],
        capitals=single["capitals"],
        kinds=sections["kinds"],
        calibration=single["calibration"],
        frequent=frozenset(single["frequent"]),
    )


def packed_weights(sections: Mapping[str, Mapping[str, tuple[float, ...]]]) -> str:
    """The text form of the weights; those that round to nothing are left out."""
    lines = []
    for name, rows in sections.items():
        lines.append(f"[{name}]")
        for feature in sorted(rows):
            numbers = [round(100 * weight) for weight in rows[feature]]
            if any(numbers):
                lines.append(f"{feature}\t{' '.join(map(str, numbers))}")
    return "\n".join(lines) + "\n"
