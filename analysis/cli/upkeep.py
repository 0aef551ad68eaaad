"""Care of the store: ``history``, ``undo``, ``backup``, ``restore`` and ``optimize``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from analysis.cli.options import as_json, open_store
from analysis.cli.printing import count, print_json
from analysis.settings import Settings


@click.command()
@as_json
def history(as_json: bool) -> None:
    """List what went in when, newest first; `undo` takes one of these runs back."""
    runs = open_store().history()
    if as_json:
        print_json([asdict(run) for run in runs])
        return
    for run in runs:
        state = "undone" if run.undone else "" if run.finished else "not finished"
        counts = f"{run.report.added} added, {run.report.replaced} replaced"
        line = f"{run.started:%Y-%m-%d %H:%M}  {run.id}  {counts}  {run.what}  {state}"
        click.echo(line.rstrip())


@click.command()
@click.argument("ingest")
@as_json
def undo(ingest: str, as_json: bool) -> None:
    """Take the run INGEST back: what it brought goes, what it replaced returns."""
    report = open_store().undo(ingest)
    if as_json:
        print_json(asdict(report))
    else:
        click.echo(f"{count(report.removed, 'article')} removed, {report.restored} brought back.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@as_json
def backup(file: Path, as_json: bool) -> None:
    """Write the whole store to one FILE."""
    rows = open_store().backup(file)
    if as_json:
        print_json(rows)
    else:
        click.echo(f"{sum(rows.values()):,} rows written to {file}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def restore(file: Path) -> None:
    """Fill an empty store, the one READOUT_STORE points to, from the backup FILE."""
    from analysis.store import Store

    store = Store.restore(file, Settings.from_environment().store)
    click.echo(f"{store.count():,} statements are in {store.uri}")


@click.command()
def optimize() -> None:
    """Make indexes that are due, merge small files, drop versions older than two weeks."""
    store = open_store()
    store.optimize()
    click.echo(f"{store.uri} is in good order.")
