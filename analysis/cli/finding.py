"""Statements out: ``search``, ``similar``, ``show`` and ``stats``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from analysis.cli import options
from analysis.cli.options import as_json, filter_options, make_filters, open_store
from analysis.cli.printing import is_missing, one_line, print_hits, print_json
from analysis.models import Filters


@click.command()
@click.argument("query")
@click.option(
    "--by",
    type=click.Choice(["both", "meaning", "words"]),
    default="both",
    show_default=True,
    help="Search by meaning, by words, or both.",
)
@click.option("--limit", default=10, show_default=True, help="How many to print.")
@filter_options
@as_json
def search(query: str, by: Any, limit: int, as_json: bool, **filters: Any) -> None:
    """Find statements by meaning, by words ("set phrases" in quotation marks), or by both."""
    from analysis.search import search as find

    store = open_store()
    encoder = None if by == "words" else options.load_encoder()
    hits = find(store, encoder, query, by=by, filters=make_filters(**filters), limit=limit)
    print_hits(hits, as_json)


@click.command()
@click.argument("statement_id")
@click.option("--limit", default=10, show_default=True, help="How many to print.")
@filter_options
@as_json
def similar(statement_id: str, limit: int, as_json: bool, **filters: Any) -> None:
    """Find statements that mean nearly the same as one, without copies of it."""
    from analysis.search import similar as find

    hits = find(open_store(), statement_id, filters=make_filters(**filters), limit=limit)
    print_hits(hits, as_json)


@click.command()
@click.argument("identifier")
@as_json
def show(identifier: str, as_json: bool) -> None:
    """Show one statement, or one article with its statements, by id."""
    store = open_store()
    if identifier.startswith("a"):
        article = store.article(identifier)
        rows = store.statements(Filters(article_ids=(identifier,), kinds=()), order="text")
        listing = rows.drop(columns=["embedding"], errors="ignore").to_dict("records")
        if as_json:
            print_json({"article": asdict(article), "statements": listing})
            return
        click.echo(f"{article.title}\n{article.publisher}  {article.published or 'undated'}")
        for row in listing:
            click.echo(one_line(row))
        return
    statement = store.statement(identifier)
    if as_json:
        print_json(statement)
        return
    for name, value in statement.items():
        if not is_missing(value):
            click.echo(f"{name:20} {value}")


@click.command()
@as_json
def stats(as_json: bool) -> None:
    """Say what the store holds: statements, speakers, countries, articles, gaps."""
    summary = open_store().summary()
    values = summary if isinstance(summary, dict) else asdict(summary)
    if as_json:
        print_json(values)
        return
    for name, value in values.items():
        click.echo(f"{name.replace('_', ' '):24} {value}")
