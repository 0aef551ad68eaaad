"""What ingestion hands over besides Documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from analysis.models import Document, Statement

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class BadInput:
    """Something in the input that a person should look at; everything else goes in.

    path: the file or folder as it was given or found.
    where: "line 3", "row 7" (as a spreadsheet counts: the header is row 1), "byte 120", or empty.
    reason: what is wrong and, where it helps, what to do; a phrase without a full stop.
    severity: "error" when a file or row did not go in, "warning" when it did and something about
        it was left out (a date that cannot be read, a metadata row that names no file).
    """

    path: str
    where: str
    reason: str
    severity: Severity = "error"

    def __str__(self) -> str:
        place = f"{self.path}, {self.where}" if self.where else self.path
        return f"{place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class CuratedSheet:
    """A spreadsheet of statements that a person has attributed already.

    documents: one a source page, with empty text.
    statements: of origin "curated", in the order of the sheet.
    ignored_columns: headers that mean nothing here, as they stand in the sheet.
    problems: rows or cells that could not be used.
    row_ids: id of a statement → the id that the sheet itself gives its row, where it gives one.
    """

    documents: tuple[Document, ...]
    statements: tuple[Statement, ...]
    ignored_columns: tuple[str, ...]
    problems: tuple[BadInput, ...]
    row_ids: Mapping[str, str] = field(default_factory=dict)
