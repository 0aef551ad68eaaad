"""Scores, training and speed: ``evaluate``, ``train`` and ``bench``."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from analysis.cli import options
from analysis.cli.options import as_json, paths_argument
from analysis.cli.printing import print_evaluation, print_json, warn
from analysis.settings import Settings


@click.group()
def evaluate() -> None:
    """Compare what the pipeline finds with labelled sets."""


@evaluate.command("demo")
@as_json
def evaluate_demo(as_json: bool) -> None:
    """Compare the briefs' statements with the table of facts; list the misses."""
    from analysis.evaluation import demo

    print_evaluation(demo.evaluate(Settings.from_environment().data), as_json)


@evaluate.command("seeds")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@as_json
def evaluate_seeds(folder: Path, as_json: bool) -> None:
    """Compare with the hand-labelled statements of four news articles, which lie in FOLDER."""
    _evaluate_labels(folder, "seeds", as_json)


@evaluate.command("corpus")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@as_json
def evaluate_corpus(folder: Path, as_json: bool) -> None:
    """Compare with the hand-labelled statements of 20 official texts below FOLDER, held out."""
    _evaluate_labels(folder, "corpus", as_json)


def _evaluate_labels(folder: Path, name: str, as_json: bool) -> None:
    from analysis.evaluation import labelled

    print_evaluation(labelled.evaluate(folder, Settings.from_environment().data, name), as_json)


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
    print_evaluation(benchmark.evaluate(polnear, finder), as_json)


@click.group()
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
def train_tagger(polnear: Path, out: Path | None, epochs: float | None) -> None:
    """Train the tagger of attributions on PolNeAR and write its weights."""
    from analysis.training.making import make_tagger
    from analysis.training.tagger import Recipe

    recipe = Recipe(epochs=epochs or Recipe.epochs)
    folder = out or Settings.from_environment().data / "models"
    make_tagger(polnear, folder, recipe, click.echo)
    click.echo(f"Weights written to {folder}")


@click.group()
def bench() -> None:
    """Measure how fast Readout is on this machine."""


@bench.command("extract")
@paths_argument
@as_json
def bench_extract(paths: tuple[Path, ...], as_json: bool) -> None:
    """Put texts into a store that is thrown away: words a second per stage, and peak memory."""
    from analysis.bench import extract
    from analysis.pipeline import shipped_finder

    measured = extract.measure(paths, options.load_encoder(), shipped_finder())
    if as_json:
        rates = {stage: round(measured.rate(stage)) for stage in extract.STAGES}
        overall = {"words_per_second": rates, "words_per_second_end_to_end": measured.rate()}
        print_json(asdict(measured) | overall)
    else:
        click.echo(measured.report())
    for problem in measured.unreadable:
        warn(problem)
    sys.exit(1 if measured.unreadable else 0)


@bench.command("pages")
@click.option("--rounds", default=5, show_default=True, help="How often each page is opened.")
@click.option("--browser", help="Path of a Chromium; looked for unless given.")
@as_json
def bench_pages(rounds: int, browser: str | None, as_json: bool) -> None:
    """Open the dashboard of the store in a browser: seconds a page, seconds a change of filter."""
    from analysis.bench import pages

    measured = pages.measure(Settings.from_environment().store, rounds, browser)
    if as_json:
        print_json(asdict(measured))
    else:
        click.echo(measured.report())


@bench.command("search")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--rows",
    default=0,
    type=click.IntRange(min=0),
    help="Statements in the store; 0 for the real sentences alone.",
)
@click.option(
    "--sentences", type=click.IntRange(min=500), help="Take at most so many of the sentences."
)
@click.option(
    "--cache",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the sentences' vectors are kept; encoding takes long.",
)
@click.option(
    "--store",
    "kept",
    type=click.Path(path_type=Path, file_okay=False),
    help="Keep the store there, and ask it again if it is there already.",
)
@as_json
def bench_search(
    paths: tuple[Path, ...],
    rows: int,
    sentences: int | None,
    cache: Path | None,
    kept: Path | None,
    as_json: bool,
) -> None:
    """Grow a store of many statements and ask it: milliseconds, recall, memory, disk.

    The statements are the sentences of PATHS (the demo's briefs unless given) with their real
    vectors, multiplied by mixing near neighbours.
    """
    from tempfile import TemporaryDirectory, gettempdir

    from analysis.bench import search

    settings = Settings.from_environment()
    with TemporaryDirectory(prefix="readout-bench-") as folder:
        plan = search.Plan(
            paths=paths or (settings.data / "briefs",),
            cache=cache or Path(gettempdir()) / "readout-bench-vectors",
            store=kept or Path(folder) / "store",
            encoder=settings.encoder,
            rows=rows,
            sentences=sentences,
        )
        measured = search.measure(plan, warn)
    if as_json:
        print_json(asdict(measured))
    else:
        click.echo(measured.report())
