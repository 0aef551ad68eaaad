"""Every page on an empty, a tiny, a hostile and a full store, begun at the entry."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from browser import HOSTILE_NAME, fill, hostile_batches, many_batches
from conftest import FakeEncoder
from streamlit.testing.v1 import AppTest

from analysis import embeddings
from analysis.store import Store

ENTRY = str(Path(__file__).resolve().parent.parent / "dashboard.py")
PAGES = {
    "Overview": None,
    "Timeline": "pages/explore/timeline.py",
    "Search": "pages/explore/search.py",
    "Actors": "pages/explore/actors.py",
    "Articles": "pages/inspect/article.py",
}
Open = Callable[..., AppTest]


@pytest.fixture(scope="module")
def full_uri(tmp_path_factory: pytest.TempPathFactory) -> str:
    store = Store.open(str(tmp_path_factory.mktemp("full") / "store"), create=True)
    return fill(store, many_batches()).uri


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Open:
    """``open_page(uri, "Search", q="…")``: that page on that store, run once."""
    monkeypatch.setenv("READOUT_ENCODER", "fake")
    monkeypatch.setattr(embeddings, "load_encoder", lambda name: FakeEncoder())

    def opened(uri: str, page: str = "Overview", **parameters: Any) -> AppTest:
        monkeypatch.setenv("READOUT_STORE", uri)
        at = AppTest.from_file(ENTRY, default_timeout=30)
        for name, value in parameters.items():
            at.query_params[name] = value
        at.run()
        if PAGES[page]:
            for name, value in parameters.items():
                at.query_params[name] = value
            at.switch_page(str(PAGES[page])).run()
        assert not at.exception
        return at

    return opened


def views(at: AppTest, view: str) -> list[dict[str, Any]]:
    """What was handed to the component, for one kind of view."""
    found = [json.loads(element.proto.json) for element in at.get("bidi_component")]
    return [data for data in found if data["view"] == view]


def cards(at: AppTest) -> list[dict[str, Any]]:
    return [card for data in views(at, "cards") for card in data["cards"]]


def amount(at: AppTest) -> str:
    return str(views(at, "chips")[0]["amount"])


def chips(at: AppTest) -> list[str]:
    return [chip["label"] for chip in views(at, "chips")[0]["chips"]]


def words(at: AppTest) -> str:
    """All text that Streamlit itself shows."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "info", "warning", "error")
    return "\n".join(str(element.value) for kind in kinds for element in at.get(kind))


# ── An empty and a missing store ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_store_says_what_to_do(page: str, empty_store: Store, open_page: Open) -> None:
    at = open_page(empty_store.uri, page)
    assert at.title[0].value == "Nothing is in yet"
    assert any("python -m analysis add" in code.value for code in at.code)
    assert at.button(key="look_again").label == "Look again"


@pytest.mark.parametrize("page", ["Overview"])
def test_a_missing_store_says_what_to_do(page: str, tmp_path: Path, open_page: Open) -> None:
    at = open_page(str(tmp_path / "nowhere"), page)
    assert at.title[0].value == "Nothing is in yet"


def test_a_broken_store_is_told_in_words(tmp_path: Path, open_page: Open) -> None:
    place = tmp_path / "store"
    place.write_text("not a store")
    at = open_page(str(place))
    assert at.error
    assert "Traceback" not in at.error[0].value


# ── A tiny store ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens(page: str, tiny_store: Store, open_page: Open) -> None:
    at = open_page(tiny_store.uri, page)
    assert at.title[0].value == page
    assert not at.error
    assert "None" not in words(at)
    assert "nan" not in words(at).split()


def test_the_overview_tells_what_is_in(tiny_store: Store, open_page: Open) -> None:
    at = open_page(tiny_store.uri)
    assert "**7 statements** by 4 speakers of 3 countries" in words(at)
    assert "from 3 articles; 1 undated, 1 unattributed" in words(at)
    assert len(cards(at)) == 7
    assert at.button(key="missing_undated").label == "1 statement undated"


def test_the_undated_are_one_click_away(tiny_store: Store, open_page: Open) -> None:
    at = open_page(tiny_store.uri)
    at.button(key="missing_undated").click().run()
    assert at.title[0].value == "Search"
    assert [card["date"]["text"] for card in cards(at)] == ["undated"]
    assert chips(at) == ["undated"]


def test_only_statements_are_shown_by_default(tiny_store: Store, open_page: Open) -> None:
    assert "s-plan" not in {card["id"] for card in cards(open_page(tiny_store.uri))}
    at = open_page(tiny_store.uri, "Search", kind=["documents", "statements"])
    assert "s-plan" in {card["id"] for card in cards(at)}


def test_curated_statements_are_marked_and_linked(tiny_store: Store, open_page: Open) -> None:
    at = open_page(tiny_store.uri, "Search", country="France")
    assert all(card["curated"] for card in cards(at))
    assert cards(at)[0]["original"]["url"] == "https://gov.example/page"


# ── Filters ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("page", PAGES)
def test_filters_of_the_address_hold_on_every_page(
    page: str, full_uri: str, open_page: Open
) -> None:
    at = open_page(full_uri, page, country="China", said=["2023-06-01", "2023-12-31"])
    if page != "Actors":
        assert chips(at) == ["China", "1 Jun 2023 – 31 Dec 2023"]
        assert amount(at).endswith("of 240 statements")
    facet = next(data for data in views(at, "facet") if data["title"] == "Country")
    china = next(item for item in facet["items"] if item["value"] == "CN")
    assert china["state"] == "include"
    assert china["n"] > 0
    assert sum(item["n"] for item in facet["items"]) > china["n"]


def test_filters_can_be_taken_away(full_uri: str, open_page: Open) -> None:
    at = open_page(full_uri, country="China", speaker="Sergei Lavrov")
    assert "No statement matches these filters" in words(at)
    at.button(key="clear_filters").click().run()
    assert amount(at) == "240 statements"
    assert chips(at) == []


def test_a_facet_counts_under_the_other_filters(full_uri: str, open_page: Open) -> None:
    at = open_page(full_uri, country="China")
    speakers = next(data for data in views(at, "facet") if data["title"] == "Speaker")
    assert {item["label"] for item in speakers["items"]} == {"Mao Ning", "Wang Yi"}
    countries = next(data for data in views(at, "facet") if data["title"] == "Country")
    assert len(countries["items"]) == 9


def test_leaving_out_is_a_filter_too(full_uri: str, open_page: Open) -> None:
    at = open_page(full_uri, "Search", not_country=["China", "United States"])
    assert {card["speaker"]["code"] for card in cards(at)}.isdisjoint({"CN", "US"})


def test_an_unknown_value_in_the_address_is_ignored(full_uri: str, open_page: Open) -> None:
    at = open_page(full_uri, country="Atlantis", said="yesterday", by="magic")
    assert amount(at) == "240 statements"


# ── Timeline ──────────────────────────────────────────────────────────────────────────────────


def test_the_timeline_has_both_charts_and_a_list(full_uri: str, open_page: Open) -> None:
    at = open_page(full_uri, "Timeline", bars="month")
    bars, lanes = (json.loads(chart.proto.spec) for chart in at.get("plotly_chart"))
    assert "China" in [trace.get("name") for trace in bars["data"]]
    assert len(lanes["layout"]["yaxis"]["categoryarray"]) == 9
    assert len(cards(at)) == 10
    assert at.button(key="more_timeline_list").label == "Show 10 more"
    at.button(key="more_timeline_list").click().run()
    assert len(cards(at)) == 20


def test_events_are_listed_with_their_sources(full_uri: str, open_page: Open) -> None:
    at = open_page(full_uri, "Timeline")
    events = [element.value for element in at.markdown if "](<http" in str(element.value)]
    assert events


def test_lanes_by_speaker(full_uri: str, open_page: Open) -> None:
    at = open_page(full_uri, "Timeline", lanes="speaker")
    lanes = json.loads(at.get("plotly_chart")[1].proto.spec)
    assert "Mao Ning" in lanes["layout"]["yaxis"]["categoryarray"]


def test_without_dates_there_is_a_list(tiny_store: Store, open_page: Open) -> None:
    at = open_page(tiny_store.uri, "Timeline", undated="true")
    assert "no timeline can be drawn" in words(at)
    assert len(cards(at)) == 1


# ── Search ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("by", ["meaning", "words", "both"])
def test_every_hit_says_why(by: str, full_uri: str, open_page: Open) -> None:
    at = open_page(full_uri, "Search", q="grain exports", by=by)
    found = cards(at)
    assert found
    assert "grain exports" in found[0]["words"]
    assert all(card["why"] for card in found)


def test_a_query_is_told_as_understood(full_uri: str, open_page: Open) -> None:
    at = open_page(full_uri, "Search", q='the "peace talks" in Geneva', by="words")
    assert "with the words “peace talks”, Geneva" in words(at)


def test_nothing_found_says_what_to_do(full_uri: str, open_page: Open) -> None:
    at = open_page(full_uri, "Search", q="xylophone", by="words")
    assert "Nothing was found" in words(at)
    at.button(key="by_meaning").click().run()
    assert cards(at)


def test_find_similar_shows_the_statement_and_others(full_uri: str, open_page: Open) -> None:
    at = open_page(full_uri, "Search", like="s-7-1")
    first, *others = cards(at)
    assert first["id"] == "s-7-1"
    assert others
    assert "s-7-1" not in [card["id"] for card in others]


def test_a_statement_that_is_gone_is_told(full_uri: str, open_page: Open) -> None:
    at = open_page(full_uri, "Search", like="s-nowhere")
    assert "not in the store any more" in words(at)


def test_results_can_be_sorted_in_the_address(full_uri: str, open_page: Open) -> None:
    at = open_page(full_uri, "Search", q="sanctions", sort="oldest first")
    days = [card["date"]["text"] for card in cards(at)]
    assert days[0] == min(days, key=lambda day: date.fromisoformat(_iso(day)))


def _iso(day: str) -> str:
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    number, month, year = day.split()
    return f"{year}-{months.index(month) + 1:02}-{int(number):02}"


# ── Actors ────────────────────────────────────────────────────────────────────────────────────


def test_an_actor_has_offices_and_statements(full_uri: str, open_page: Open) -> None:
    at = open_page(full_uri, "Actors", actor="Sergei Lavrov")
    assert at.header[0].value == "Sergei Lavrov"
    assert "Russia (RU) · " in words(at)
    assert {card["speaker"]["name"] for card in cards(at)} == {"Sergei Lavrov"}
    assert "To whom" in words(at)


def test_without_an_actor_there_is_a_list(full_uri: str, open_page: Open) -> None:
    at = open_page(full_uri, "Actors")
    chart = json.loads(at.get("plotly_chart")[0].proto.spec)
    assert "Mao Ning" in chart["data"][0]["y"]


def test_the_list_of_actors_shows_the_filters_in_force(full_uri: str, open_page: Open) -> None:
    at = open_page(full_uri, "Actors", country="China")
    assert chips(at) == ["China"]


# ── Articles ──────────────────────────────────────────────────────────────────────────────────


def test_articles_are_listed_and_found(full_uri: str, open_page: Open) -> None:
    at = open_page(full_uri, "Articles")
    assert len(at.dataframe[0].value) == 120
    at.text_input(key="title").set_value("mao grain").run()
    assert set(at.dataframe[0].value["Title"]) == {"Mao Ning on grain exports"}


def test_an_article_marks_its_statements(tiny_store: Store, open_page: Open) -> None:
    at = open_page(tiny_store.uri, "Articles", article="a-briefing", statement="s-talks")
    assert at.title[0].value == "China urges an end to fighting"
    shown = views(at, "article")[0]
    assert shown["chosen"] == "s-talks"
    assert shown["order"] == ["s-stop", "s-talks", "s-doubts", "s-analysts"]
    parts = [part for block in shown["blocks"] for part in block["parts"]]
    said = {part["text"] for part in parts if part["role"] == "content"}
    assert "China wants the fighting to stop" in said


def test_a_link_to_another_kind_of_statement_shows_it(tiny_store: Store, open_page: Open) -> None:
    at = open_page(tiny_store.uri, "Articles", article="a-briefing", statement="s-plan")
    assert views(at, "article")[0]["chosen"] == "s-plan"


def test_a_source_without_text_says_so(tiny_store: Store, open_page: Open) -> None:
    at = open_page(tiny_store.uri, "Articles", article="a-page")
    assert "text of this source is not in the store" in words(at)
    assert {card["id"] for card in cards(at)} == {"s-macron", "s-obrien"}


def test_an_article_that_is_gone_is_told(tiny_store: Store, open_page: Open) -> None:
    at = open_page(tiny_store.uri, "Articles", article="a-nowhere")
    assert "not in the store" in words(at)
    assert len(at.dataframe[0].value) == 3


# ── Hostile text ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("page", PAGES)
def test_hostile_text_stays_text(page: str, tmp_path: Path, open_page: Open) -> None:
    store = fill(Store.open(str(tmp_path / "hostile"), create=True), hostile_batches())
    subject = {
        "Search": {"q": "window.hurt"},
        "Actors": {"actor": HOSTILE_NAME},
        "Articles": {"article": "a-hostile"},
    }
    at = open_page(store.uri, page, **subject.get(page, {}))
    assert not at.error
    for element in (*at.markdown, *at.caption, *at.title, *at.header, *at.subheader):
        shown = str(element.value)
        for markup in (
            "<script",
            "<img",
            "<b ",
            "**bold**",
            "$\\frac",
            ":red[",
            ":blue[",
            "](javascript",
        ):
            assert markup not in shown.replace(f"\\{markup[0]}", "")
    for data in (json.loads(one.proto.json) for one in at.get("bidi_component")):
        assert "javascript:" not in json.dumps([*_addresses(data)])


def _addresses(data: Any) -> list[str]:
    """Every value that the component may use as a link."""
    if isinstance(data, dict):
        own = [data["url"]] if isinstance(data.get("url"), str) else []
        return own + [one for value in data.values() for one in _addresses(value)]
    if isinstance(data, list):
        return [one for value in data for one in _addresses(value)]
    return []
