"""Questions about single words and texts: ``resolve`` and ``dates``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from analysis.cli.options import as_json
from analysis.cli.printing import print_json

_DAY = click.DateTime(["%Y-%m-%d"])
_jsonl = click.option("--jsonl", is_flag=True, help="Print one JSON object a line.")


@click.command()
@click.argument("mentions", nargs=-1, required=True, metavar="MENTION...")
@click.option("--on", type=_DAY, help="The day whose offices count, e.g. 2022-03-01.")
@_jsonl
@as_json
def resolve(mentions: tuple[str, ...], on: datetime | None, jsonl: bool, as_json: bool) -> None:
    """Say whom each MENTION names: "the Kremlin", "the Kazakh president" (give a day), "ASEAN".

    What is ambiguous or unknown has no name (null), and the reason says why.
    """
    from analysis.pipeline import shipped_registry
    from analysis.resolve import resolve_mention

    day = on.date() if on else None
    found = [asdict(resolve_mention(each, day, shipped_registry())) for each in mentions]
    _print(found, ("mention", "name", "country", "organisation", "role"), jsonl, as_json)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--anchor", type=_DAY, required=True, help="The day the text appeared: 2022-03-01.")
@_jsonl
@as_json
def dates(file: Path, anchor: datetime, jsonl: bool, as_json: bool) -> None:
    """Print every expression of time in FILE with its TIMEX3 type and value.

    Start and end count code points of the file as it stands.
    """
    from analysis.resolve import find_dates

    found = [
        {"start": m.start, "end": m.end, "text": m.text, "type": m.type, "value": m.value}
        for m in find_dates(_text_of(file), anchor.date())
    ]
    _print(found, ("start", "end", "type", "value", "text"), jsonl, as_json)


def _text_of(file: Path) -> str:
    from analysis.errors import UnreadableFile
    from analysis.ingest.files import read_text

    try:
        return read_text(file)
    except UnreadableFile as error:
        raise UnreadableFile(f"{file} cannot be read: {error}.") from error


def _print(
    rows: list[dict[str, Any]], columns: tuple[str, ...], jsonl: bool, as_json: bool
) -> None:
    """Rows as JSON, JSON lines, or a table with what else is to say (the reason) below a row."""
    if as_json:
        print_json(rows)
    elif jsonl:
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))
    else:
        for line in _table(rows, columns):
            click.echo(line)


def _table(rows: Sequence[Mapping[str, Any]], columns: tuple[str, ...]) -> list[str]:
    cells = [[_cell(row[column]) for column in columns] for row in rows]
    widths = [max(map(len, column)) for column in zip(columns, *cells, strict=True)]
    reasons = ("", *(row.get("reason", "") for row in rows))
    lines = []
    for reason, line in zip(reasons, (columns, *cells), strict=True):
        padded = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        lines.append("  ".join(padded).rstrip() + (f"  ({reason})" if reason else ""))
    return lines


def _cell(value: Any) -> str:
    return "–" if value is None else " ".join(str(value).split())
