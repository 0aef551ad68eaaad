"""Statements as a CSV file that spreadsheets open safely."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

COLUMNS = (
    *("id", "said_on", "said_on_precision", "speaker", "role", "organisation", "country"),
    *("addressees", "text", "mode", "kind", "origin", "venue", "topic", "mentions"),
    *("mentioned_countries", "reported_by", "confidence", "caution", "publisher", "published"),
    *("title", "url", "original_title", "original_url", "article_id"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """A row a statement; UTF-8 with a mark that spreadsheets need, CRLF, nothing executable."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([cell(row.get(name)) for name in COLUMNS] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def cell(value: Any) -> str:
    """One value as text; what a spreadsheet would take for a formula begins with an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, list | tuple):
        value = "; ".join(str(one) for one in value)
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
