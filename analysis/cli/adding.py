"""Texts in: ``add`` and ``extract``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analysis.cli import options
from analysis.cli.options import as_json, metadata_option, open_store, paths_argument
from analysis.cli.printing import one_line, print_json, print_report, progress_line, warn
from analysis.models import Statement
from analysis.settings import Settings

if TYPE_CHECKING:
    from analysis.pipeline import Report


_EXTRACT_FIELDS = [
    "kind",
    "mode",
    "speaker",
    "speaker_kind",
    "speaker_reason",
    "role",
    "organisation",
    "country",
    "addressees",
    "asked_by",
    "answers",
    "mentions",
    "mentioned_countries",
    "reported_by",
    "venue",
    "said_on",
    "said_on_precision",
    "said_on_how",
    "said_on_reason",
    "confidence",
    "extractor",
]


@click.command()
@paths_argument
@metadata_option
@click.option("--statements", is_flag=True, help="PATHS are sheets of attributed statements.")
@click.option(
    "--ray",
    "address",
    is_flag=False,
    flag_value="",
    metavar="[ADDRESS]",
    help="Work on a Ray cluster (host:port, auto or local); write it after the PATHS.",
)
@as_json
def add(
    paths: tuple[Path, ...],
    metadata: Path | None,
    statements: bool,
    address: str | None,
    as_json: bool,
) -> None:
    """Read files or folders (.txt, .md, .csv) and put their statements into the store.

    Adding the same content twice changes nothing; changed content replaces the old.
    """
    from analysis import pipeline

    if address is not None and statements:
        raise click.UsageError("--ray and --statements cannot be used together.")
    progress = None if as_json else progress_line()
    if address is not None:
        report = _add_with_cluster(paths, metadata, address or None, progress)
        print_report(report, as_json)
        sys.exit(0 if report.complete else 1)
    store, encoder = open_store(create=True), options.load_encoder()
    if not statements:
        report = pipeline.add(paths, store, encoder, metadata=metadata, progress=progress)
        print_report(report, as_json)
        sys.exit(0 if report.complete else 1)
    reports = []
    for path in paths:
        report, ignored = pipeline.add_statements(path, store, encoder, progress=progress)
        print_report(report, as_json, ignored)
        reports.append(report)
    sys.exit(0 if all(report.complete for report in reports) else 1)


@click.command()
@paths_argument
@metadata_option
@click.option("--jsonl", is_flag=True, help="Print one JSON object a line, a line a statement.")
@as_json
def extract(paths: tuple[Path, ...], metadata: Path | None, jsonl: bool, as_json: bool) -> None:
    """Print the statements of files without touching the store: all kinds, with offsets."""
    from analysis.ingest import BadInput, read_paths
    from analysis.pipeline import extract_statements, finder_warnings

    bad, listed = False, []
    for warning in finder_warnings():
        warn(str(warning))
    for item in read_paths(paths, metadata):
        if isinstance(item, BadInput):
            bad = bad or item.severity == "error"
            warn(str(item))
            continue
        for statement in extract_statements(item):
            if as_json:
                listed.append(_extracted(item.name, statement))
            elif jsonl:
                click.echo(json.dumps(_extracted(item.name, statement), ensure_ascii=False))
            else:
                click.echo(one_line(asdict(statement)))
    if as_json:
        print_json(listed)
    sys.exit(1 if bad else 0)


def _add_with_cluster(
    paths: tuple[Path, ...],
    metadata: Path | None,
    address: str | None,
    progress: Callable[[Report], None] | None,
) -> Report:
    from analysis import cluster
    from analysis.embeddings import load_encoder

    load = partial(load_encoder, Settings.from_environment().encoder)
    with cluster.connected(address):
        store = open_store(create=True)
        return cluster.add(paths, store, load, metadata=metadata, progress=progress)


def _extracted(name: str, statement: Statement) -> dict[str, Any]:
    row: dict[str, Any] = {"file": name}
    for spans in ("source", "cue", "content"):
        row[spans] = [list(span) for span in getattr(statement, spans)]
    row["text"] = statement.text
    row.update({field: getattr(statement, field) for field in _EXTRACT_FIELDS})
    row["said_on"] = statement.said_on.isoformat() if statement.said_on else None
    return row
