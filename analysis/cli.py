"""The command line: one command per verb, which parses, calls and prints.

Exit status: 0 all went well; 1 some input could not be used (each is named, the rest went in);
2 the command could not do its work.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from analysis.errors import ReadoutError
from analysis.models import Filters, Hit, Statement
from analysis.settings import Settings

if TYPE_CHECKING:  # the heavy modules are imported by the commands that need them
    from analysis.pipeline import Report
    from analysis.store import Store

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


def main() -> None:
    """Run the command line; errors meant for people become one line and exit status 2."""
    try:
        cli()
    except ReadoutError as error:
        _fail(str(error))


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def cli() -> None:
    """Readout: who said what, to whom, when.

    The store is data/store/, or wherever READOUT_STORE points.
    """


as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
paths_argument = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
metadata_option = click.option(
    "--metadata",
    type=click.Path(path_type=Path),
    help="CSV with columns file, published, publisher, title, optionally author, url.",
)


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the filters that every listing understands."""
    for option in reversed(
        (
            click.option(
                "--country", "countries", multiple=True, help="Code, e.g. CN; repeatable."
            ),
            click.option(
                "--speaker", "speakers", multiple=True, help="Canonical name; repeatable."
            ),
            click.option("--to", "addressees", multiple=True, help="Addressee; repeatable."),
            click.option("--publisher", "publishers", multiple=True, help="Publisher; repeatable."),
            click.option(
                "--mode",
                "modes",
                multiple=True,
                type=click.Choice(["direct", "indirect", "mixed"]),
                help="Mode of speech; repeatable.",
            ),
            click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Said on or after."),
            click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Said on or before."),
            click.option(
                "--kind",
                "kinds",
                multiple=True,
                default=["statement"],
                show_default=True,
                type=click.Choice(["statement", "attitude", "document"]),
                help="Kind; repeatable.",
            ),
        )
    ):
        command = option(command)
    return command


@cli.command()
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
    progress = None if as_json else _progress_line()
    if address is not None:
        report = _add_with_cluster(paths, metadata, address or None, progress)
        _print_report(report, as_json)
        sys.exit(0 if report.complete else 1)
    store, encoder = _open_store(create=True), _encoder()
    if not statements:
        report = pipeline.add(paths, store, encoder, metadata=metadata, progress=progress)
        _print_report(report, as_json)
        sys.exit(0 if report.complete else 1)
    reports = []
    for path in paths:
        report, ignored = pipeline.add_statements(path, store, encoder, progress=progress)
        _print_report(report, as_json, ignored)
        reports.append(report)
    sys.exit(0 if all(report.complete for report in reports) else 1)


@cli.command()
@paths_argument
@metadata_option
@click.option("--jsonl", is_flag=True, help="One JSON object a statement.")
def extract(paths: tuple[Path, ...], metadata: Path | None, jsonl: bool) -> None:
    """Print the statements of files without touching the store: all kinds, with offsets."""
    from analysis.ingest import BadInput, read_paths
    from analysis.pipeline import extract_statements

    bad = False
    for item in read_paths(paths, metadata):
        if isinstance(item, BadInput):
            bad = bad or item.severity == "error"
            _warn(str(item))
            continue
        for statement in extract_statements(item):
            if jsonl:
                click.echo(json.dumps(_extracted(item.name, statement), ensure_ascii=False))
            else:
                click.echo(_one_line(asdict(statement)))
    sys.exit(1 if bad else 0)


@cli.command()
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
def search(query: str, by: str, limit: int, as_json: bool, **filters: Any) -> None:
    """Find statements by meaning, by words ("set phrases" in quotation marks), or by both."""
    from analysis.search import search as find

    store = _open_store()
    encoder = None if by == "words" else _encoder()
    hits = find(store, encoder, query, by=by, filters=_filters(**filters), limit=limit)
    _print_hits(hits, as_json)


@cli.command()
@click.argument("statement_id")
@click.option("--limit", default=10, show_default=True, help="How many to print.")
@filter_options
@as_json
def similar(statement_id: str, limit: int, as_json: bool, **filters: Any) -> None:
    """Find statements that mean nearly the same as one, without copies of it."""
    from analysis.search import similar as find

    hits = find(_open_store(), statement_id, filters=_filters(**filters), limit=limit)
    _print_hits(hits, as_json)


@cli.command()
@click.argument("identifier")
@as_json
def show(identifier: str, as_json: bool) -> None:
    """Show one statement, or one article with its statements, by id."""
    store = _open_store()
    if identifier.startswith("a"):
        article = store.article(identifier)
        rows = store.statements(Filters(article_ids=(identifier,), kinds=()), order="text")
        listing = rows.drop(columns=["embedding"], errors="ignore").to_dict("records")
        if as_json:
            _print_json({"article": asdict(article), "statements": listing})
            return
        click.echo(f"{article.title}\n{article.publisher}  {article.published or 'undated'}")
        for row in listing:
            click.echo(_one_line(row))
        return
    statement = store.statement(identifier)
    if as_json:
        _print_json(statement)
        return
    for name, value in statement.items():
        if not _is_missing(value):
            click.echo(f"{name:20} {value}")


@cli.command()
@as_json
def stats(as_json: bool) -> None:
    """Say what the store holds: statements, speakers, countries, articles, gaps."""
    summary = _open_store().summary()
    values = summary if isinstance(summary, dict) else asdict(summary)
    if as_json:
        _print_json(values)
        return
    for name, value in values.items():
        click.echo(f"{name.replace('_', ' '):24} {value}")


@cli.command()
@click.option("--if-missing", is_flag=True, help="Do nothing when the store holds something.")
def demo(if_missing: bool) -> None:
    """Build the demo store from the briefs and facts that ship with Readout."""
    from analysis.demo import build_demo, is_missing

    settings = Settings.from_environment()
    if if_missing and not is_missing(settings.store):
        return
    click.echo("Building the demo store …")
    report = build_demo(settings, progress=_progress_line())
    _print_report(report, as_json=False)


@cli.command()
@click.option("--port", default=8501, show_default=True, help="Port of the dashboard.")
@click.option("--address", default="localhost", show_default=True, help="Address to listen on.")
def serve(port: int, address: str) -> None:
    """Serve the dashboard and print its address when it answers."""
    from analysis.serve import serve_dashboard

    status = serve_dashboard(port, address, lambda url: click.echo(f"Readout is at {url}"))
    sys.exit(status)


@cli.group()
def evaluate() -> None:
    """Compare what the pipeline finds with labelled sets."""


@evaluate.command("demo")
@as_json
def evaluate_demo(as_json: bool) -> None:
    """Compare the briefs' statements with the table of facts; list the misses."""
    from analysis.evaluation import demo

    _print_evaluation(demo.evaluate(Settings.from_environment().data), as_json)


@evaluate.command("seeds")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@as_json
def evaluate_seeds(folder: Path, as_json: bool) -> None:
    """Compare with the hand-labelled statements of four news articles, which lie in FOLDER."""
    from analysis.evaluation import seeds

    _print_evaluation(seeds.evaluate(folder, Settings.from_environment().data), as_json)


@evaluate.command("polnear")
@click.option(
    "--polnear",
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The corpus: a folder with train/ and dev/.",
)
@click.option(
    "--finder",
    "finder_name",
    type=click.Choice(["tagger", "rules", "both"]),
    default="both",
    show_default=True,
    help="The network alone, the rules alone, or what the pipeline uses.",
)
@as_json
def evaluate_polnear(polnear: Path, finder_name: str, as_json: bool) -> None:
    """Compare with PolNeAR's annotated attributions: spans, whole attributions, confidence."""
    from analysis.evaluation import polnear as benchmark
    from analysis.statements import RuleFinder, SpanFinder
    from analysis.tagger import load_finder

    finder: SpanFinder = RuleFinder()
    if finder_name != "rules":
        data = Settings.from_environment().data
        finder = load_finder(data, alone=finder_name == "tagger")
    _print_evaluation(benchmark.evaluate(polnear, finder), as_json)


@cli.group()
def train() -> None:
    """Make the models that ship with Readout again."""


@train.command("tagger")
@click.option(
    "--polnear",
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The corpus: a folder with train/.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where to write the weights; data/models/ unless given.",
)
@click.option("--epochs", type=float, help="How often to read the corpus.")
@click.option("--minutes", type=float, help="End after so many minutes instead.")
def train_tagger(
    polnear: Path, out: Path | None, epochs: float | None, minutes: float | None
) -> None:
    """Train the tagger of attributions on PolNeAR and write its weights."""
    from analysis.training.making import make_tagger
    from analysis.training.tagger import Recipe

    recipe = Recipe(epochs=epochs or Recipe.epochs, minutes=minutes)
    folder = out or Settings.from_environment().data / "models"
    make_tagger(polnear, folder, recipe, click.echo)
    click.echo(f"Weights written to {folder}")


def _filters(
    countries: tuple[str, ...] = (),
    speakers: tuple[str, ...] = (),
    addressees: tuple[str, ...] = (),
    publishers: tuple[str, ...] = (),
    modes: tuple[Any, ...] = (),
    kinds: tuple[Any, ...] = ("statement",),
    since: Any = None,
    until: Any = None,
) -> Filters:
    return Filters(
        countries=tuple(code.upper() for code in countries),
        speakers=speakers,
        addressees=addressees,
        publishers=publishers,
        modes=modes,
        kinds=kinds,
        said_from=since.date() if since else None,
        said_to=until.date() if until else None,
    )


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
        store = _open_store(create=True)
        return cluster.add(paths, store, load, metadata=metadata, progress=progress)


def _open_store(create: bool = False) -> Store:
    from analysis.store import Store

    return Store.open(Settings.from_environment().store, create=create)


def _encoder() -> Any:
    from analysis.embeddings import load_encoder

    return load_encoder(Settings.from_environment().encoder)


def _extracted(name: str, statement: Statement) -> dict[str, Any]:
    row: dict[str, Any] = {"file": name}
    for spans in ("source", "cue", "content"):
        row[spans] = [list(span) for span in getattr(statement, spans)]
    row["text"] = statement.text
    row.update({field: getattr(statement, field) for field in _EXTRACT_FIELDS})
    row["said_on"] = statement.said_on.isoformat() if statement.said_on else None
    return row


def _print_report(report: Report, as_json: bool, ignored: Iterable[str] = ()) -> None:
    ignored = tuple(ignored)
    if as_json:
        _print_json(asdict(report) | {"ignored_columns": ignored})
    else:
        click.echo(
            f"{_count(report.added, 'article')} added, {report.replaced} replaced, "
            f"{report.unchanged} unchanged; {_count(report.statements, 'statement')} taken in."
        )
        if report.not_extracted:
            click.echo(
                f"{_count(report.not_extracted, 'article')} not in English: stored, not read."
            )
        if ignored:
            click.echo("Columns that Readout does not know, ignored: " + ", ".join(ignored))
    for problem in report.problems:
        _warn(str(problem))


def _print_hits(hits: Iterable[Hit], as_json: bool) -> None:
    if as_json:
        _print_json([asdict(hit) for hit in hits])
        return
    for hit in hits:
        copies = f"  (+{hit.copies} copies)" if hit.copies else ""
        click.echo(f"{hit.score:6.3f}  {_one_line(hit.row)}{copies}")
        click.echo(f"        {hit.id}  {hit.why}")


def _print_evaluation(result: Any, as_json: bool) -> None:
    if as_json:
        _print_json(asdict(result))
    else:
        click.echo(result.report())


def _one_line(row: Mapping[str, Any]) -> str:
    said = row.get("said_on")
    day = "undated   " if _is_missing(said) else str(said)[:10]
    speaker = row.get("speaker")
    who = "unknown speaker" if _is_missing(speaker) else str(speaker)
    country = "" if _is_missing(row.get("country")) else f" ({row['country']})"
    return f"{day}  {who}{country}: {row.get('text', '')}"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _is_missing(value: Any) -> bool:
    return value is None or value == "" or value != value  # NaN and NaT differ from themselves


def _progress_line() -> Callable[[Report], None]:
    """A function that rewrites one line on a terminal, and stays silent elsewhere."""

    def show_progress(report: Report) -> None:
        if sys.stderr.isatty():
            line = f"\r{report.articles} articles, {report.statements} statements … "
            click.echo(line, nl=False, err=True)

    return show_progress


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def _plain(value: Any) -> Any:
    if isinstance(value, date):  # datetime and pandas.Timestamp are dates too
        return None if value != value else value.isoformat()
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, set | frozenset):
        return sorted(value)
    return str(value)


def _warn(message: str) -> None:
    click.echo(message, err=True)


def _fail(message: str) -> NoReturn:
    _warn(f"readout: {message}")
    sys.exit(2)
