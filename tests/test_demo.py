"""The demo store: when it is built, when it is left alone, and how `make run` goes about it."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import sample_batch, sample_document

from analysis import cli, demo, serve
from analysis.cli import serving
from analysis.errors import StoreReadOnly
from analysis.settings import DATA, Settings
from analysis.store import Store

BRIEFS = 3
FACTS = 12


@pytest.fixture
def settings(tmp_path: Path, fake_encoder, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A small demo: three briefs, twelve facts; no store yet."""
    data = tmp_path / "data"
    (data / "briefs").mkdir(parents=True)
    (data / "facts").mkdir()
    for brief in sorted((DATA / "briefs").glob("*.md"))[:BRIEFS]:
        shutil.copy(brief, data / "briefs")
    with (DATA / "facts/statements.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[: FACTS + 1]
    with (data / "facts/statements.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    monkeypatch.setattr(demo, "load_encoder", lambda name: fake_encoder)
    return Settings(store=str(tmp_path / "store"), data=data)


def test_a_demo_is_built_once(settings: Settings) -> None:
    assert demo.is_missing(settings.store)
    report = demo.build_demo(settings)
    assert report.added >= BRIEFS
    assert report.statements >= FACTS
    assert not report.problems
    assert not demo.is_missing(settings.store)
    again = demo.build_demo(settings)
    assert (again.added, again.replaced) == (0, 0)


def test_a_demo_cut_short_is_missing(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*arguments: object, **named: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(demo, "add_statements", killed)
        with pytest.raises(KeyboardInterrupt):
            demo.build_demo(settings)
    assert demo.is_missing(settings.store)
    demo.build_demo(settings)
    assert not demo.is_missing(settings.store)


def test_a_demo_of_another_version_is_missing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo.build_demo(settings)
    monkeypatch.setattr(demo, "shipped_version", lambda: "tagger 0")
    assert demo.is_missing(settings.store)


def test_own_articles_are_left_alone(settings: Settings) -> None:
    own = Store.open(settings.store, create=True)
    run = own.begin_ingest("add")
    own.finish_ingest(run, own.write([sample_batch(sample_document("Words."), [])], run))
    assert not demo.is_missing(settings.store)


# --- serve --demo -----------------------------------------------------------------------------


@pytest.fixture
def served(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    """Run ``serve`` with a server that answers at once and stops; gives result and events."""
    events: list[str] = []

    def serve_dashboard(port: int, address: str, on_ready) -> int:
        events.append("server")
        on_ready(f"http://{address}:{port}")
        return 0

    build = demo.build_demo

    def build_demo(*arguments, **named):
        events.append("demo")
        return build(*arguments, **named)

    monkeypatch.setattr(serving, "_FIRST_PAGE", 0.0)
    monkeypatch.setattr(serving, "_LAST", 0)
    monkeypatch.setattr(serve, "serve_dashboard", serve_dashboard)
    monkeypatch.setattr(demo, "build_demo", build_demo)
    monkeypatch.setattr(Settings, "from_environment", lambda: settings)

    def run(*options: str):
        events.clear()
        return CliRunner().invoke(cli.cli, ["serve", "--port", "8555", *options]), list(events)

    return run


def test_the_first_start_builds_then_serves_and_the_next_serves_at_once(served) -> None:
    result, events = served("--demo")
    assert (result.exit_code, events) == (0, ["demo", "server"])
    assert result.output.index("taken in") < result.output.index("Readout is at http://localhost")
    result, events = served("--demo")
    assert (result.exit_code, events) == (0, ["server"])


def test_a_demo_of_another_version_is_built_behind_the_server(served, monkeypatch) -> None:
    served("--demo")
    monkeypatch.setattr(demo, "shipped_version", lambda: "tagger 0")
    result, events = served("--demo")
    assert (result.exit_code, events) == (0, ["server", "demo"])
    assert result.output.index("Readout is at") < result.output.index("Building the demo store")


def test_without_the_option_nothing_is_built(served, settings: Settings) -> None:
    result, events = served()
    assert (result.exit_code, events) == (0, ["server"])
    assert not Path(settings.store).exists()


def test_a_demo_that_cannot_be_built_does_not_end_the_server(
    served, settings: Settings, monkeypatch
) -> None:
    Path(settings.store, "something").mkdir(parents=True)

    def denied(*arguments: object, **named: object) -> None:
        raise StoreReadOnly("It cannot be written to.")

    monkeypatch.setattr(demo, "build_demo", denied)
    result, events = served("--demo")
    assert (result.exit_code, events) == (0, ["server"])
    assert "The demo cannot be built: It cannot be written to." in result.output
