"""The demo store and the dashboard: ``demo`` and ``serve``."""

from __future__ import annotations

import sys

import click

from analysis.cli.printing import print_report, progress_line
from analysis.settings import Settings


@click.command()
@click.option("--if-missing", is_flag=True, help="Do nothing when the store holds something.")
def demo(if_missing: bool) -> None:
    """Build the demo store from the briefs and facts that ship with Readout."""
    from analysis.demo import build_demo, is_missing

    settings = Settings.from_environment()
    if if_missing and not is_missing(settings.store):
        return
    click.echo("Building the demo store …")
    report = build_demo(settings, progress=progress_line())
    print_report(report, as_json=False)


@click.command()
@click.option("--port", default=8501, show_default=True, help="Port of the dashboard.")
@click.option("--address", default="localhost", show_default=True, help="Address to listen on.")
def serve(port: int, address: str) -> None:
    """Serve the dashboard and print its address when it answers."""
    from analysis.serve import serve_dashboard

    status = serve_dashboard(port, address, lambda url: click.echo(f"Readout is at {url}"))
    sys.exit(status)
