"""What all visitors share: the store, the model, and cached answers; the only caches there are.

Every cached answer is keyed on the store's place and version, so that nothing stale is shown.
"""

from __future__ import annotations

import time
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import date
from threading import Event as Signal
from threading import Thread
from typing import Any

import pandas as pd
import streamlit as st

from analysis import embeddings
from analysis.embeddings import Encoder
from analysis.errors import NotFound, ReadoutError
from analysis.models import Actor, Event, Filters, Hit
from analysis.resolve.registry import Registry
from analysis.search import By
from analysis.search import search as find
from analysis.search import similar as find_similar
from analysis.settings import Settings
from analysis.store import Store
from analysis.store.records import StoredArticle, Summary
from analysis.timeline import LANES, choose_period, load_events
from pages.shared.charts import period_marks, statement_marks
from pages.shared.filters import Options

Row = dict[str, Any]
MARKS = 300  # statements drawn one by one; more are counted for each period
CIRCLES = 60  # periods at most from the first to the last when they are counted


@dataclass(frozen=True, slots=True)
class At:
    """A store as it stood at one version: what every cached answer belongs to."""

    uri: str
    version: int


def settings() -> Settings:
    """Where the store lies and which model is used."""
    return Settings.from_environment()


@st.cache_resource(show_spinner=False, max_entries=8)
def _open(uri: str) -> Store:
    return Store.open(uri)


def here() -> At:
    """The store of the settings, as it stands now. Raises ``StoreEmpty`` and other StoreErrors."""
    uri = settings().store
    return At(uri, _open(uri).version)


def store(at: At) -> Store:
    """The store itself, shared by all threads."""
    return _open(at.uri)


# ── Counts ────────────────────────────────────────────────────────────────────────────────────


@st.cache_data(max_entries=8, show_spinner=False, hash_funcs={At: repr})
def summary(at: At) -> Summary:
    """What the store holds, in numbers."""
    return store(at).summary()


@st.cache_data(max_entries=8, show_spinner=False, hash_funcs={At: repr})
def options(at: At) -> Options:
    """Every value that can be chosen in a filter."""

    def values(column: str) -> tuple[str, ...]:
        return tuple(value for value, _ in _facet(at, column, Filters(kinds=())))

    return Options(
        countries=values("country"),
        speakers=values("speaker"),
        addressees=values("addressees"),
        mentions=tuple(dict.fromkeys((*values("mentioned_countries"), *values("mentions")))),
        publishers=values("publisher"),
    )


def _facet(at: At, column: str, filters: Filters) -> list[tuple[str, int]]:
    found = store(at).facets(column, filters)
    found = found[found["value"].notna() & (found["value"] != "")]
    return [(str(value), int(n)) for value, n in zip(found["value"], found["n"], strict=True)]


@st.cache_data(max_entries=256, show_spinner=False, hash_funcs={At: repr, Filters: repr})
def facet(at: At, column: str, filters: Filters) -> list[tuple[str, int]]:
    """Values of a column with their counts, most frequent first, without missing ones."""
    return _facet(at, column, filters)


@st.cache_data(max_entries=256, show_spinner=False, hash_funcs={At: repr, Filters: repr})
def count(at: At, filters: Filters) -> int:
    """How many statements match."""
    return store(at).count(filters)


@st.cache_data(max_entries=128, show_spinner=False, hash_funcs={At: repr, Filters: repr})
def periods(at: At, filters: Filters, unit: str) -> pd.DataFrame:
    """Statements per day, week or month and country: period, country, n."""
    return store(at).by_period(filters, unit, by="country").rename(columns={"value": "country"})  # type: ignore[arg-type]


@st.cache_data(max_entries=256, show_spinner=False, hash_funcs={At: repr, Filters: repr})
def span(at: At, filters: Filters) -> tuple[date | None, date | None]:
    """First and last day of saying among the statements that match."""
    days = periods(at, filters, "day")["period"]
    return (days.min().date(), days.max().date()) if len(days) else (None, None)


@st.cache_data(max_entries=128, show_spinner=False, hash_funcs={At: repr, Filters: repr})
def speakers_with_country(at: At, filters: Filters, top: int) -> list[tuple[str, int, str | None]]:
    """Who speaks most: name, number of statements, the country spoken for most often."""
    found = []
    for name, n in facet(at, "speaker", filters)[:top]:
        countries = facet(at, "country", replace(filters, speakers=(name,)))
        found.append((name, n, countries[0][0] if countries else None))
    return found


@st.cache_data(max_entries=64, show_spinner=False, hash_funcs={At: repr, Filters: repr})
def marks(at: At, filters: Filters, by: str) -> pd.DataFrame:
    """Marks of the lanes: each dated statement, or its number in each period when they are many.

    See ``charts.lanes`` for the columns.
    """
    if count(at, filters) <= MARKS:
        return statement_marks(store(at).lanes(filters, by=by, limit=MARKS))
    unit = choose_period(*span(at, filters), bars=CIRCLES)
    counts = store(at).by_period(filters, unit, by=by)
    speakers = speakers_with_country(at, filters, LANES) if by == "speaker" else []
    return period_marks(
        counts, by=by, unit=unit, countries={name: code for name, _, code in speakers}
    )


# ── Statements and articles ───────────────────────────────────────────────────────────────────


@st.cache_data(max_entries=256, show_spinner=False, hash_funcs={At: repr, Filters: repr})
def statements(at: At, filters: Filters, order: str = "newest", limit: int = 20) -> list[Row]:
    """The first statements that match, as dicts."""
    ids = store(at).statements(filters, columns=["id"], limit=limit, order=order)["id"]  # type: ignore[arg-type]
    return store(at).rows(list(ids), missing_ok=True)


@st.cache_data(max_entries=512, show_spinner=False, hash_funcs={At: repr})
def statement(at: At, identifier: str) -> Row:
    """One statement; raises ``NotFound``."""
    return store(at).statement(identifier)


def today(at: At, identifier: str) -> str:
    """Id of a statement now: a link may be older than the last reading of its article."""
    try:
        return str(statement(at, identifier)["id"]) if identifier else ""
    except NotFound:
        return ""


@st.cache_data(max_entries=64, show_spinner=False, hash_funcs={At: repr})
def article(at: At, identifier: str) -> tuple[StoredArticle, list[Row]]:
    """One article with its text, and its statements of every kind in order; ``NotFound``."""
    found = store(at).article(identifier)
    wanted = Filters(article_ids=(identifier,), kinds=())
    ids = store(at).statements(wanted, columns=["id"], order="text")["id"]
    return found, store(at).rows(list(ids), missing_ok=True)


@st.cache_data(max_entries=32, show_spinner=False, hash_funcs={At: repr, Filters: repr})
def articles(at: At, filters: Filters) -> pd.DataFrame:
    """Articles, newest first."""
    return store(at).articles(filters)


# ── Facts that ship with Readout ──────────────────────────────────────────────────────────────


@st.cache_data(show_spinner=False, max_entries=1)
def events() -> list[Event]:
    """What happened, in order of days."""
    return list(load_events(settings().data))


@st.cache_resource(show_spinner=False, max_entries=1)
def _registry() -> Registry:
    return Registry.load(settings().data)


def actor(name: str) -> Actor | None:
    """The actor of that canonical name, with dated offices; ``None`` when it is not known."""
    return _registry().by_name.get(name)


# ── The model ─────────────────────────────────────────────────────────────────────────────────


@st.cache_resource(show_spinner=False, max_entries=2)
def _loading(name: str) -> Future[Encoder]:
    """The embedding model, on its way: loaded once, in the background."""
    future: Future[Encoder] = Future()

    def load() -> None:
        try:
            found = embeddings.load_encoder(name)
            found.encode(["ready"])  # the weights are read at the first use
            future.set_result(found)
        except BaseException as error:  # noqa: BLE001 (handed to whoever asks for the result)
            future.set_exception(error)

    Thread(target=load, name="load-encoder", daemon=True).start()
    return future


_FIRST_VISITOR = 20.0  # seconds that the model waits for somebody to come
_PAUSE = 3.0  # seconds without a page being drawn, in which it may take the processor


class _Drawn:
    """When a page was last drawn."""

    def __init__(self) -> None:
        self.any = Signal()
        self.last = 0.0

    def now(self) -> None:
        self.last = time.monotonic()
        self.any.set()

    def await_pause(self) -> None:
        """Return when visitors look instead of click, or nobody comes."""
        if self.any.wait(_FIRST_VISITOR):
            while (rest := self.last + _PAUSE - time.monotonic()) > 0:
                time.sleep(rest)


_drawn = _Drawn()


def page_drawn() -> None:
    """Tell that a page is with its visitor."""
    _drawn.now()


def warm() -> None:
    """Read in the background what visitors need: the store now, the model when they pause."""
    Thread(target=_read_ahead, name="read-ahead", daemon=True).start()


def _read_ahead() -> None:
    try:
        at = here()
        summary(at)
        options(at)
    except ReadoutError:
        return  # the page says what is wrong with the store, and there is nothing to search
    _drawn.await_pause()  # a search by meaning does not wait: it asks for the model itself
    _loading(settings().encoder)


def encoder(patience: float = 0.0) -> Encoder | None:
    """The model, or ``None`` while it is still being loaded after ``patience`` seconds.

    Raises ``ModelUnavailable`` when it cannot be loaded.
    """
    future = _loading(settings().encoder)
    try:
        return future.result(timeout=patience)
    except TimeoutError:
        return None


@st.cache_data(max_entries=128, show_spinner=False, hash_funcs={At: repr, Filters: repr})
def search(
    at: At, query: str, by: By, filters: Filters, limit: int, _encoder: Encoder | None
) -> list[Hit]:
    """What answers a query, best first."""
    return find(store(at), _encoder, query, by=by, filters=filters, limit=limit)


@st.cache_data(max_entries=128, show_spinner=False, hash_funcs={At: repr, Filters: repr})
def similar(at: At, identifier: str, filters: Filters, limit: int) -> list[Hit]:
    """What is most like a statement, best first."""
    return find_similar(store(at), identifier, filters=filters, limit=limit)
