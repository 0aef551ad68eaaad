"""The demo store and the dashboard: ``demo`` and ``serve``."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import click

from analysis.cli.printing import print_report, progress_line, warn
from analysis.errors import ReadoutError
from analysis.settings import Settings

_FIRST_PAGE = 15.0  # seconds in which the processor is the first visitor's
_LAST = 19  # nice: and after that whoever looks at a page goes first


@click.command()
@click.option("--if-missing", is_flag=True, help="Do nothing when the store holds something.")
def demo(if_missing: bool) -> None:
    """Build the demo store from the briefs and facts that ship with Readout."""
    _build_demo(Settings.from_environment(), if_missing)


@click.command()
@click.option("--port", default=8501, show_default=True, help="Port of the dashboard.")
@click.option("--address", default="localhost", show_default=True, help="Address to listen on.")
@click.option(
    "--demo", "with_demo", is_flag=True, help="Build the demo store first if nothing is there."
)
def serve(port: int, address: str, with_demo: bool) -> None:
    """Serve the dashboard and print its address when it answers.

    With --demo, a demo that was cut short or is of another version is built anew while the
    dashboard serves; a store of your own articles is left alone.
    """
    from analysis.serve import serve_dashboard

    settings = Settings.from_environment()
    serve_first = not _is_bare(settings.store)
    if with_demo and not serve_first:
        _build_demo(settings, if_missing=True)

    def ready(url: str) -> None:
        click.echo(f"Readout is at {url}")
        if with_demo and serve_first:
            _complete_demo(settings)

    sys.exit(serve_dashboard(port, address, ready))


def _build_demo(settings: Settings, if_missing: bool) -> None:
    from analysis.demo import build_demo, is_missing

    if if_missing and not is_missing(settings.store):
        return
    click.echo("Building the demo store …")
    report = build_demo(settings, progress=progress_line())
    print_report(report, as_json=False)


def _complete_demo(settings: Settings) -> None:
    """Build the demo if it needs to be, behind the server; what is wrong there ends nothing."""
    time.sleep(_FIRST_PAGE)
    if hasattr(os, "nice"):  # not on Windows
        os.nice(_LAST)
    try:
        _build_demo(settings, if_missing=True)
    except ReadoutError as error:
        warn(f"The demo cannot be built: {error}")


def _is_bare(uri: str) -> bool:
    """Whether there is nothing to serve yet, told without opening the store, which takes seconds.

    Object storage is opened by the server anyway.
    """
    if "://" in uri:
        return False
    folder = Path(uri)
    return not folder.is_dir() or not any(folder.iterdir())
