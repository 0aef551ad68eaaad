"""The command line: one command per verb, which parses, calls and prints.

Exit status: 0 all went well; 1 some input could not be used (each is named, the rest went in);
2 the command could not do its work.
"""

from __future__ import annotations

import sys

import click

from analysis.cli import options
from analysis.cli.adding import add, extract
from analysis.cli.asking import dates, resolve
from analysis.cli.finding import search, show, similar, stats
from analysis.cli.measuring import bench, evaluate, train
from analysis.cli.printing import warn
from analysis.cli.serving import demo, serve
from analysis.cli.upkeep import backup, history, optimize, restore, undo
from analysis.errors import ReadoutError

__all__ = ["cli", "main", "options"]

COMMANDS = (
    add,
    extract,
    resolve,
    dates,
    search,
    similar,
    show,
    stats,
    demo,
    serve,
    history,
    undo,
    backup,
    restore,
    optimize,
    evaluate,
    train,
    bench,
)


def main() -> None:
    """Run the command line; errors meant for people become one line and exit status 2."""
    try:
        cli()
    except ReadoutError as error:
        warn(f"readout: {error}")
        sys.exit(2)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def cli() -> None:
    """Readout: who said what, to whom, when.

    The store is data/store/, or wherever READOUT_STORE points.
    """


for command in COMMANDS:
    cli.add_command(command)
