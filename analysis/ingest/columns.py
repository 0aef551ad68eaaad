"""Column names: which header of a CSV, or key of a front matter, means which field.

The names people use are data (``data/vocabulary/columns.csv``), in the order of preference: where
an article has both ``published`` and ``date``, the first that holds a value counts.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal

from analysis.settings import DATA

Table = Literal["article", "statement"]
_SEPARATORS = re.compile(r"[^\w]+|_+")


@cache
def load_names(table: Table) -> Mapping[str, tuple[str, ...]]:
    """Field → the names others use for it, the preferred first."""
    with (DATA / "vocabulary" / "columns.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["table"] == table]
    return {row["column"]: tuple(re.split(r";\s*", row["names"])) for row in rows}


def normalise(header: str) -> str:
    """Bring a header to the spelling of the vocabulary: "Publication Date" → publication_date."""
    return _SEPARATORS.sub("_", header.strip().casefold()).strip("_")


def match_columns(headers: Iterable[str], table: Table) -> dict[str, list[int]]:
    """Field → the positions of its columns, the preferred first.

    Each header serves one field: the one that ranks its name highest. A header that occurs twice
    serves with its first occurrence first.
    """
    positions: dict[str, list[int]] = {}
    for index, header in enumerate(headers):
        positions.setdefault(normalise(header), []).append(index)
    found: dict[str, list[int]] = {}
    for name, field in _rank(table):
        if name in positions:
            found.setdefault(field, []).extend(positions.pop(name))
    return found


@cache
def _rank(table: Table) -> tuple[tuple[str, str], ...]:
    """All (name, field), by rank of the name within its field, then the order of the file."""
    names = load_names(table)
    ranked = sorted(
        (rank, order, name, field)
        for order, (field, alternatives) in enumerate(names.items())
        for rank, name in enumerate(alternatives)
    )
    return tuple((name, field) for _, _, name, field in ranked)


def pick(values: Mapping[str, str], table: Table = "article") -> dict[str, list[str]]:
    """Field → the values given for it that are not empty, the preferred first."""
    headers, cells = list(values), list(values.values())
    picked = {
        field: [cells[index].strip() for index in indexes if cells[index].strip()]
        for field, indexes in match_columns(headers, table).items()
    }
    return {field: found for field, found in picked.items() if found}
