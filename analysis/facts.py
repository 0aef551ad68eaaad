"""The tables of ``data/facts``: events for the timeline."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analysis.errors import BadMetadata
from analysis.models import Event

_EVENT_COLUMNS = frozenset({"date", "title", "countries", "kind", "source_url"})


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row of a table that cannot be used: file, line and why."""

    path: Path
    line: int
    reason: str


def read_events(folder: Path) -> Iterator[Event | BadRow]:
    """Events of ``facts/events.csv`` under ``folder``, and the rows that cannot be used.

    Columns: date (YYYY-MM-DD), title, countries (codes, joined with ``;``), kind, source_url.
    Raises ``BadMetadata`` when the file or a column is missing.
    """
    path = folder / "facts" / "events.csv"
    for line, row in _read(path, _EVENT_COLUMNS):
        yield _event(path, line, row)


def _read(path: Path, columns: frozenset[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells of each row, none of them ``None``."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    except (OSError, UnicodeDecodeError) as error:
        raise BadMetadata(f"{path} cannot be read: {error}") from error
    reader = csv.DictReader(lines)
    missing = columns - set(reader.fieldnames or ())
    if missing:
        raise BadMetadata(f"{path} lacks the columns {', '.join(sorted(missing))}")
    for row in reader:
        yield reader.line_num, {name: row.get(name) or "" for name in reader.fieldnames or ()}


def _event(path: Path, line: int, row: dict[str, str]) -> Event | BadRow:
    title = row["title"].strip()
    if not title:
        return BadRow(path, line, "no title")
    try:
        day = date.fromisoformat(row["date"].strip())
    except ValueError:
        return BadRow(path, line, f"{row['date']!r} is no date (YYYY-MM-DD)")
    codes = (code.strip() for code in row["countries"].split(";"))
    kind, url = row["kind"].strip(), row["source_url"].strip()
    return Event(day, title, tuple(code for code in codes if code), kind, url)
