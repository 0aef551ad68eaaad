"""Helpers of the page and browser tests: stores to look at, a server of one's own, Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from conftest import FakeEncoder, sample_batch, sample_document, sample_statement

from analysis.models import Footnote, Span
from analysis.store import ArticleBatch, Store

ROOT = Path(__file__).resolve().parent.parent
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
HOSTILE = (
    "<script>window.hurt = 1</script> <img src=x onerror='window.hurt = 1'> "
    "**bold** [link](javascript:alert(1)) $\\frac{1}{2}$ :red[loud] :material/home: `code`"
)
HOSTILE_NAME = "<b onclick=alert(1)>Eve</b> *Star* $x^2$ :blue[Sky]"
PEOPLE = (
    ("Mao Ning", "CN"),
    ("Wang Yi", "CN"),
    ("Antony Blinken", "US"),
    ("Dmytro Kuleba", "UA"),
    ("Sergei Lavrov", "RU"),
    ("Ursula von der Leyen", "EU"),
    ("António Guterres", "UN"),
    ("Annalena Baerbock", "DE"),
    ("Narendra Modi", "IN"),
    ("Lula da Silva", "BR"),
)
TOPICS = ("a ceasefire", "sanctions", "grain exports", "prisoners", "weapons", "peace talks")


def fill(store: Store, batches: list[ArticleBatch]) -> Store:
    """Write articles into a store as one run."""
    run = store.begin_ingest("test")
    store.finish_ingest(run, store.write(batches, run))
    return store


def hostile_batches(encoder: Any = None) -> list[ArticleBatch]:
    """An article that tries to be markup wherever text can stand."""
    text = f"{HOSTILE_NAME} said: {HOSTILE}\n\nAfter that nothing was said.[^1]\n"
    start = text.index("<script>")
    mark = Span(text.index("[^1]"), text.index("[^1]") + 4)
    readable = text.replace("[^1]", "    ")
    document = sample_document(
        text,
        id="a-hostile",
        readable=readable,
        title=HOSTILE,
        publisher=HOSTILE,
        author=HOSTILE,
        url="javascript:alert(1)",
        published=date(2024, 4, 10),
        footnotes=(Footnote(mark, "1", HOSTILE, "javascript:alert(1)"),),
    )
    statement = sample_statement(
        id="s-hostile",
        article_id=document.id,
        text=HOSTILE,
        mode="direct",
        source=(Span(0, len(HOSTILE_NAME)),),
        content=(Span(start, start + len(HOSTILE)),),
        context=text.split("\n")[0],
        speaker=HOSTILE_NAME,
        role=HOSTILE,
        organisation=HOSTILE,
        addressees=(HOSTILE_NAME,),
        mentions=(HOSTILE,),
        reported_by=(HOSTILE,),
        venue=HOSTILE,
        topic=HOSTILE,
        caution=HOSTILE,
        original_title=HOSTILE,
        original_url="javascript:alert(1)",
        said_on_reason=HOSTILE,
        speaker_reason=HOSTILE,
    )
    return [sample_batch(document, [statement], encoder)]


def many_batches(number: int = 120, encoder: Any = None) -> list[ArticleBatch]:
    """A year of articles, two statements each, by ten people of nine countries."""
    return [_article(place, encoder) for place in range(number)]


def _article(place: int, encoder: Any) -> ArticleBatch:
    day = date(2023, 6, 1) + timedelta(days=3 * place)
    (name, code), (other, code_2) = PEOPLE[place % 10], PEOPLE[(place * 7 + 3) % 10]
    topic = TOPICS[place % 6]
    said, quoted = f"{topic} needed another look", f"We will return to {topic} in round {place}"
    text = f'{name} said {said}.\n\n"{quoted}," {other} told {name}.\n'
    document = sample_document(
        text,
        id=f"a-{place}",
        title=f"{name} on {topic}",
        publisher=("Example Wire", "Example Daily")[place % 2],
        published=day + timedelta(days=1),
        url=f"https://wire.example/{place}",
    )

    def span(words: str) -> tuple[Span, ...]:
        start = text.index(words)
        return (Span(start, start + len(words)),)

    shared: dict[str, Any] = {"article_id": document.id, "said_on": day, "confidence": 0.7}
    first = sample_statement(
        id=f"s-{place}-1",
        text=said,
        context=text.split("\n")[0],
        speaker=name,
        country=code,
        source=span(name),
        content=span(said),
        **shared,
    )
    second = sample_statement(
        id=f"s-{place}-2",
        text=f"“{quoted}”",
        mode="direct",
        speaker=other,
        country=code_2,
        addressees=(name,),
        mentioned_countries=("UA",),
        source=span(f"{other} told")[:1],
        content=span(quoted),
        **shared,
    )
    return sample_batch(document, [first, second], encoder or FakeEncoder())


# ── The server ────────────────────────────────────────────────────────────────────────────────


# `streamlit run` as it is, but for a model that needs no loading.
_WITH_FAKE_ENCODER = """
import sys
sys.path[:0] = [".", "tests"]
from conftest import FakeEncoder
from analysis import embeddings
embeddings.load_encoder = lambda name: FakeEncoder()
from streamlit.web import cli
cli.main(prog_name="streamlit")
"""


@contextmanager
def serving(store: str, *, fake_encoder: bool = True) -> Iterator[str]:
    """A fresh server of the dashboard on a free port; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    way = ["-c", _WITH_FAKE_ENCODER] if fake_encoder else ["-m", "streamlit"]
    command = [sys.executable, *way, "run", "dashboard.py"]
    command += [f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"]
    known = {**os.environ, "READOUT_STORE": store, "HF_HUB_OFFLINE": "1"}
    server = subprocess.Popen(
        command, cwd=ROOT, env=known, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if server.poll() is not None:
            output = server.stdout.read().decode() if server.stdout else ""
            raise RuntimeError(f"the server stopped: {output}")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"no answer from {url}")


# ── The browser ───────────────────────────────────────────────────────────────────────────────


def find_browser() -> str | None:
    """The path of a Chromium on this machine, if there is one."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("READOUT_BROWSER") or next(filter(None, map(shutil.which, names)), None)


class Visitor:
    """A browser window on the dashboard, in the words of the tests."""

    def __init__(self, page: Any, site: str) -> None:
        self.page = page
        self.site = site
        self.errors: list[str] = []
        self.outside: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self._watch(request.url))

    def _watch(self, url: str) -> None:
        own = url.startswith((self.site, self.site.replace("http", "ws")))
        if not own and not url.startswith(("data:", "blob:", "about:")):
            self.outside.append(url)

    def open(self, path: str = "/") -> Visitor:
        """Follow an address and wait for the page."""
        self.page.goto(self.site + path)
        self.page.locator("h1").first.wait_for()
        return self.settle()

    def settle(self) -> Visitor:
        """Wait until the server has done what it was asked for."""
        self.page.wait_for_timeout(250)
        self.page.wait_for_function(
            "!document.querySelector('[data-testid=stStatusWidget], [data-stale=true]')"
        )
        self.page.wait_for_timeout(150)
        return self

    def wait_for_charts(self) -> Visitor:
        """Wait until every chart is drawn; its library comes after the page."""
        self.page.wait_for_function(
            "!document.querySelector('[data-testid=stSkeleton]') && [...document.querySelectorAll("
            "'.stPlotlyChart')].every(one => one.querySelector('.plotly .main-svg'))"
        )
        self.page.wait_for_timeout(1500)
        return self

    def go(self, title: str) -> Visitor:
        """Open a page by the menu."""
        self.page.get_by_test_id("stSidebarNav").get_by_role("link", name=title).click()
        self.page.get_by_role("heading", name=title, level=1).wait_for()
        return self.settle()

    def include(self, facet: str, value: str) -> Visitor:
        """Tick a value of the filter rail."""
        rail = self.page.locator(".facetbox", has=self.page.get_by_label(facet, exact=True))
        rail.locator(".pick", has_text=value).first.click()
        self.page.get_by_role("button", name=f"Remove the filter {value}").wait_for()
        return self.settle()

    @property
    def chips(self) -> list[str]:
        """The filters in force, as shown."""
        return [str(text) for text in self.page.locator(".chip span:first-child").all_inner_texts()]

    @property
    def amount(self) -> str:
        """How much of the store is shown."""
        return str(self.page.locator(".amount").first.inner_text())

    @property
    def cards(self) -> list[str]:
        """Ids of the cards on the page."""
        return [str(one.get_attribute("data-id")) for one in self.page.locator(".card").all()]

    @property
    def parameters(self) -> dict[str, list[str]]:
        """What stands in the address bar after the question mark."""
        return parse_qs(urlsplit(self.page.url).query)

    @property
    def path(self) -> str:
        """The address without the site."""
        return str(self.page.url).removeprefix(self.site)
