"""How long the dashboard's pages take in a real browser, from the click to the last mark drawn."""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from analysis.errors import InputError, ReadoutError
from analysis.serve import answers, command
from analysis.settings import ROOT

PAGES = ("Overview", "Timeline", "Search", "Actors", "Articles")
# So that a browser on a server without a screen draws, and asks nobody else for anything.
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
# Nothing runs on the server, no chart is missing its drawing, and the browser has painted.
_SETTLED = """title => {
  const app = document.querySelector('[data-testid="stApp"]');
  const head = document.querySelector('h1');
  return app && app.getAttribute('data-test-script-state') === 'notRunning'
    && head && head.innerText.includes(title)
    && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]')
    && [...document.querySelectorAll('.stPlotlyChart')].every(c => c.querySelector('.main-svg'));
}"""
_THOUGHT = 400  # milliseconds between two clicks, not counted
_LOOK = 10  # milliseconds between two looks at a page that is to change
_PATIENCE = 60.0  # seconds
_PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@dataclass(frozen=True, slots=True)
class PageTimes:
    """Seconds that a page took: ``opened`` from the menu, ``filtered`` by a tick or its removal."""

    page: str
    opened: tuple[float, ...]
    filtered: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class PageMeasurement:
    """What a visitor waits for. ``first`` is the first page on a fresh server, in seconds."""

    store: str
    amount: str
    first: float
    pages: tuple[PageTimes, ...]

    def report(self) -> str:
        """A table for people."""
        lines = [
            f"{self.amount} in {self.store}; first page of a fresh server {self.first:.2f} s",
            f"{'seconds':<12}{'opened':>10}{'at most':>10}{'filtered':>10}{'at most':>10}",
        ]
        for page in self.pages:
            both = (page.opened, page.filtered)
            cells = "".join(f"{statistics.median(s):>10.2f}{max(s):>10.2f}" for s in both)
            lines.append(f"{page.page:<12}{cells}")
        return "\n".join(lines)


def measure(store: str, rounds: int = 5, browser: str | None = None) -> PageMeasurement:
    """Open every page ``rounds`` times, and tick and untick the first country on it.

    ``browser`` is the path of a Chromium; looked for unless given. Each page is opened once before
    it counts. Raises InputError when Playwright or a browser is missing, ReadoutError when the
    dashboard does not start.
    """
    with _browser(browser) as chromium, _dashboard(store) as site:
        visitor = _Visitor(chromium.new_page(viewport={"width": 1440, "height": 1000}))
        first = visitor.timed("Overview", lambda: visitor.page.goto(site))
        amount = str(visitor.page.locator(".amount").first.inner_text())
        for page in PAGES:
            visitor.open(page)
        opened: dict[str, list[float]] = {page: [] for page in PAGES}
        for _ in range(rounds):
            for page in (*PAGES[1:], PAGES[0]):
                opened[page].append(visitor.open(page))
        filtered = {page: visitor.filter(page, rounds) for page in PAGES}
    times = (PageTimes(page, tuple(opened[page]), tuple(filtered[page])) for page in PAGES)
    return PageMeasurement(store, amount, first, tuple(times))


class _Visitor:
    """Somebody who clicks and looks at the clock."""

    def __init__(self, page: Any) -> None:
        self.page = page
        page.set_default_timeout(1000 * _PATIENCE)

    def timed(
        self,
        title: str,
        act: Callable[[], object],
        there: Sequence[Any] = (),
        gone: Sequence[Any] = (),
    ) -> float:
        """Seconds from ``act`` until the page stands still, with what is to be there and gone."""
        self.page.wait_for_timeout(_THOUGHT)
        began = perf_counter()
        act()
        self._until(lambda: all(map(_count, there)) and not any(map(_count, gone)))
        self.page.wait_for_function(_SETTLED, arg=title)
        self.page.evaluate(_PAINTED)
        return perf_counter() - began

    def _until(self, holds: Callable[[], bool]) -> None:
        """Look again at once: Playwright's own waiting pauses up to half a second."""
        deadline = perf_counter() + _PATIENCE
        while not holds():
            if perf_counter() > deadline:
                raise ReadoutError(f"the page did not change within {_PATIENCE:.0f} s")
            self.page.wait_for_timeout(_LOOK)

    def open(self, title: str) -> float:
        """Open a page by the menu."""
        link = self.page.get_by_test_id("stSidebarNav").get_by_role("link", name=title)
        return self.timed(title, link.click)

    def filter(self, title: str, rounds: int) -> list[float]:
        """Tick and untick the first countries, one after the other, on a page."""
        self.open(title)
        seconds = []
        for round_ in range(rounds):
            rail = self.page.locator(".facetbox", has=self.page.get_by_label("Country", exact=True))
            rows = rail.locator(".pick")
            row = rows.nth(round_ % max(1, min(4, rows.count())))
            name = row.locator(".label").inner_text()
            chip = self.page.get_by_role("button", name=f"Remove the filter {name}")
            ticked = self.page.locator(".facet .included")
            seconds.append(self.timed(title, row.click, there=(chip, ticked)))
            seconds.append(self.timed(title, chip.click, gone=(chip, ticked)))
        return seconds


def _count(locator: Any) -> int:
    return int(locator.count())


@contextmanager
def _browser(path: str | None) -> Iterator[Any]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise InputError(
            "Playwright drives the browser and is not installed; type: "
            "pip install -r requirements-dev.txt"
        ) from error
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = (
        path
        or os.environ.get("READOUT_BROWSER")
        or next(filter(None, map(shutil.which, names)), None)
    )
    if not found:
        raise InputError("no Chromium was found; name its path with --browser")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        try:
            yield chromium
        finally:
            chromium.close()


@contextmanager
def _dashboard(store: str) -> Iterator[str]:
    """The dashboard of ``store`` on a free port; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        command(port, "127.0.0.1"),
        cwd=ROOT,
        env={**os.environ, "READOUT_STORE": store},
        stdout=subprocess.DEVNULL,
        stderr=sys.stderr,
    )
    try:
        if not answers(f"http://127.0.0.1:{port}/_stcore/health", server):
            raise ReadoutError("the dashboard stopped before it answered; see its messages above")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=10)
