"""How answers look: lines for people, JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from analysis.models import Hit

if TYPE_CHECKING:
    from analysis.pipeline import Report


def print_report(report: Report, as_json: bool, ignored: Iterable[str] = ()) -> None:
    """What a run did, and each problem on standard error."""
    ignored = tuple(ignored)
    if as_json:
        print_json(asdict(report) | {"ignored_columns": ignored})
    else:
        click.echo(
            f"{count(report.added, 'article')} added, {report.replaced} replaced, "
            f"{report.unchanged} unchanged; {count(report.statements, 'statement')} taken in."
        )
        if report.not_extracted:
            click.echo(
                f"{count(report.not_extracted, 'article')} not in English: stored, not read."
            )
        if ignored:
            click.echo("Columns that Readout does not know, ignored: " + ", ".join(ignored))
    for problem in report.problems:
        warn(str(problem))


def print_hits(hits: Iterable[Hit], as_json: bool) -> None:
    """Hits, best first: score, statement, id, why it was found."""
    if as_json:
        print_json([asdict(hit) for hit in hits])
        return
    for hit in hits:
        copies = f"  (+{hit.copies} copies)" if hit.copies else ""
        click.echo(f"{hit.score:6.3f}  {one_line(hit.row)}{copies}")
        click.echo(f"        {hit.id}  {hit.why}")


def print_evaluation(result: Any, as_json: bool) -> None:
    """A table of scores and the misses."""
    if as_json:
        print_json(asdict(result))
    else:
        click.echo(result.report())


def one_line(row: Mapping[Any, Any]) -> str:
    """A statement in one line: day, speaker, country, words."""
    said = row.get("said_on")
    day = "undated   " if is_missing(said) else str(said)[:10]
    speaker = row.get("speaker")
    who = "unknown speaker" if is_missing(speaker) else str(speaker)
    country = "" if is_missing(row.get("country")) else f" ({row['country']})"
    return f"{day}  {who}{country}: {row.get('telling') or row.get('text', '')}"


def count(number: int, noun: str) -> str:
    """The number with its noun, thousands separated: "1 article", "1,200 articles"."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def is_missing(value: Any) -> bool:
    """Whether a cell is empty: None, "", NaN or NaT."""
    return value is None or value == "" or value != value  # NaN and NaT differ from themselves


def progress_line() -> Callable[[Report], None]:
    """A function that rewrites one line on a terminal, and stays silent elsewhere."""

    def show_progress(report: Report) -> None:
        if sys.stderr.isatty():
            line = f"\r{report.articles} articles, {report.statements} statements … "
            click.echo(line, nl=False, err=True)

    return show_progress


def print_json(value: Any) -> None:
    """Anything as indented JSON; dates as ISO."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: Any) -> Any:
    if isinstance(value, date):  # datetime and pandas.Timestamp are dates too
        return None if value != value else value.isoformat()
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, set | frozenset):
        return sorted(value)
    return str(value)


def warn(message: str) -> None:
    """A line on standard error."""
    click.echo(message, err=True)
