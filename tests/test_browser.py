"""The dashboard in a real browser: the main journey, shared links, charts, hostile text."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import (
    FLAGS,
    HOSTILE_NAME,
    ROOT,
    Visitor,
    fill,
    find_browser,
    hostile_batches,
    many_batches,
    serving,
)
from conftest import tiny_batches

from analysis.models import Filters
from analysis.store import Store

BROWSER = find_browser()
NO_BROWSER = "no Chromium on this machine: the dashboard was not driven in a browser"
if not BROWSER and not os.environ.get("REQUIRE_BROWSER"):
    pytest.skip(NO_BROWSER, allow_module_level=True)  # one line for all of them

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]
PAGES = ("/", "/timeline", "/search?q=grain", "/actors?actor=Wang+Yi", "/article")
Visit = Callable[..., Visitor]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    if not BROWSER:
        pytest.fail(NO_BROWSER)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def uri(tmp_path_factory: pytest.TempPathFactory) -> str:
    store = Store.open(str(tmp_path_factory.mktemp("browser") / "store"), create=True)
    return fill(store, [*many_batches(), *tiny_batches(), *hostile_batches()]).uri


@pytest.fixture(scope="session")
def site(chromium: Any, uri: str) -> Iterator[str]:
    with serving(uri) as address:
        yield address


@pytest.fixture
def visit(chromium: Any, site: str) -> Iterator[Visit]:
    """``visit("/search?q=…")``: a visitor with a window of their own."""
    contexts = []

    def visited(path: str = "/", at: str = site, **settings: Any) -> Visitor:
        size = {"width": settings.pop("width", 1440), "height": settings.pop("height", 1000)}
        context = chromium.new_context(viewport=size, **settings)
        context.set_default_timeout(60_000)
        contexts.append(context)
        return Visitor(context.new_page(), at).open(path)

    yield visited
    for context in contexts:
        context.close()


def test_the_main_journey(visit: Visit, uri: str) -> None:
    # Open, filter by country: the address bar follows.
    visitor = visit().include("Country", "China")
    page = visitor.page
    assert visitor.parameters["country"] == ["China"]
    assert visitor.chips == ["China"]
    chinese = Store.open(uri).count(Filters(countries=("CN",)))
    assert visitor.amount == f"{chinese} of 248 statements"

    # Search by words: the filter holds.
    visitor.go("Search")
    page.get_by_role("textbox", name="Search").fill("sanctions")
    page.keyboard.press("Enter")
    page.locator(".found").first.wait_for()
    visitor.settle()
    assert visitor.parameters["q"] == ["sanctions"]
    assert visitor.chips == ["China"]
    assert {one.inner_text() for one in page.locator(".card .badge").all()} == {"CN"}

    # Find similar: others, not itself.
    first = visitor.cards[0]
    page.locator(".card").first.get_by_text("Find similar").click()
    page.get_by_role("heading", name="Similar statements").wait_for()
    visitor.settle()
    assert visitor.parameters["like"] == [first]
    assert visitor.parameters["country"] == ["China"]
    assert visitor.cards[0] == first
    assert first not in visitor.cards[1:]

    # Open the article at the statement.
    chosen = visitor.cards[1]
    page.locator(".card").nth(1).get_by_text("In the source").click()
    page.locator(".reader .said.chosen").first.wait_for()
    visitor.settle()
    assert visitor.parameters["statement"] == [chosen]
    assert page.locator(".reader aside .card").get_attribute("data-id") == chosen
    words = page.locator(".reader .said.content.chosen").first.inner_text()

    # Share the link: a second browser, on a fresh server, sees the same.
    link = visitor.path
    with serving(uri) as fresh:
        other = visit(link, at=fresh)
        other.page.locator(".reader .said.chosen").first.wait_for()
        assert other.page.locator(".reader .said.content.chosen").first.inner_text() == words
        assert other.parameters["country"] == ["China"]
        assert other.page.locator(".facet .included .label").all_inner_texts() == ["China"]
        assert other.page.get_by_text("Page not found").count() == 0
        assert not other.errors
    assert not visitor.errors


def test_the_first_visitor_of_a_fresh_server_sees_the_linked_page(
    chromium: Any, uri: str, visit: Visit
) -> None:
    link = "/search?q=grain&by=words&country=China&said=2023-06-01&said=2023-12-31"
    with serving(uri) as fresh:
        visitor = visit(link, at=fresh)
        visitor.page.locator(".found").first.wait_for()
        assert visitor.page.locator("h1").first.inner_text() == "Search"
        assert visitor.chips == ["China", "1 Jun 2023 – 31 Dec 2023"]
        assert visitor.page.get_by_role("textbox", name="Search").input_value() == "grain"
        assert visitor.page.get_by_text("Page not found").count() == 0
        assert visitor.page.get_by_role("dialog").count() == 0


def test_filters_include_leave_out_and_go(visit: Visit) -> None:
    visitor = visit("/timeline").include("Country", "China").include("Country", "Russia")
    page = visitor.page
    page.get_by_role("button", name="Leave out Wang Yi").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Remove the filter Wang Yi").wait_for()
    visitor.settle()
    assert visitor.parameters["not_speaker"] == ["Wang Yi"]
    assert visitor.chips == ["China", "Russia", "Wang Yi"]
    page.get_by_role("button", name="Remove the filter China").click()
    page.get_by_role("button", name="Remove the filter China").wait_for(state="detached")
    visitor.settle()
    assert visitor.chips == ["Russia", "Wang Yi"]
    page.get_by_role("button", name="Clear all").click()
    page.get_by_role("button", name="Clear all").wait_for(state="detached")
    visitor.settle()
    assert visitor.amount == "248 statements"
    assert not visitor.parameters


def test_a_long_facet_can_be_searched(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    page.get_by_role("searchbox", name="Find a speaker").fill("modi")
    speakers = page.locator(".facetbox", has=page.get_by_role("searchbox", name="Find a speaker"))
    assert speakers.locator(".label").all_inner_texts() == ["Narendra Modi"]


def test_a_click_and_a_drag_choose_what_is_listed(visit: Visit) -> None:
    visitor = visit("/timeline?bars=month")
    page = visitor.page
    visitor.wait_for_charts()
    bars = page.locator(".js-plotly-plot").first.locator(".bars .point path")
    box = max((bar.bounding_box() for bar in bars.all()), key=lambda box: box["height"])
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_timeout(500)  # plotly looks for what is under the pointer
    page.mouse.down()
    page.mouse.up()
    page.get_by_role("button", name="Show all again").wait_for()
    visitor.settle()
    heading = page.locator("h3", has_text="said").first.inner_text()
    assert " by " in heading
    assert len(visitor.cards) <= int(heading.split()[0])

    page.get_by_role("button", name="Show all again").click()
    page.get_by_role("button", name="Show all again").wait_for(state="detached")
    visitor.settle().wait_for_charts()
    plot = page.locator(".js-plotly-plot").first.locator(".nsewdrag").first.bounding_box()
    page.mouse.move(plot["x"] + 80, plot["y"] + plot["height"] / 2)
    page.mouse.down()
    page.mouse.move(plot["x"] + 300, plot["y"] + plot["height"] / 2 + 5, steps=8)
    page.mouse.up()
    page.get_by_role("button", name="Keep as date filter").wait_for()
    visitor.settle()
    page.get_by_role("button", name="Keep as date filter").click()
    page.locator(".chip").first.wait_for()
    visitor.settle()
    assert len(visitor.parameters["said"]) == 2


def test_j_and_k_go_from_statement_to_statement(visit: Visit) -> None:
    visitor = visit("/article?article=a-briefing&statement=s-stop")
    page = visitor.page
    chosen = page.locator(".reader aside .card")
    chosen.wait_for()
    for key, expected in (("j", "s-talks"), ("j", "s-doubts"), ("k", "s-talks")):
        page.keyboard.press(key)
        page.locator(f".reader aside .card[data-id={expected}]").wait_for()
        page.wait_for_function(f"location.search.includes('statement={expected}')")
    assert chosen.count() == 1


def test_a_link_to_a_statement_can_be_copied(visit: Visit) -> None:
    visitor = visit("/search?q=grain&by=words", permissions=["clipboard-read", "clipboard-write"])
    page = visitor.page
    page.locator(".card").first.get_by_text("Copy link").click()
    page.get_by_text("Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"{visitor.site}/article?article=a-")
    assert copied.endswith(f"statement={visitor.cards[0]}")


@pytest.mark.parametrize(
    "path",
    ["/search?speaker={name}", "/actors?actor={name}", "/article?article=a-hostile", "/article"],
    ids=["search", "actors", "article", "articles"],
)
def test_hostile_text_is_shown_as_text(path: str, visit: Visit) -> None:
    from urllib.parse import quote

    visitor = visit(path.format(name=quote(HOSTILE_NAME)))
    page = visitor.page
    page.wait_for_timeout(1000)
    assert page.evaluate("window.hurt") is None
    assert page.locator("img[src=x], .katex, a[href^='javascript:']").count() == 0
    if page.locator(".card, .reader").count():
        shown = page.locator(".card, .reader").first.inner_text()
        assert "<script>window.hurt = 1</script>" in shown
        assert "**bold**" in shown
        assert "$\\frac{1}{2}$" in shown
        assert ":red[loud]" in shown
    assert not visitor.errors


@pytest.mark.parametrize("path", PAGES)
def test_no_request_leaves_the_machine(path: str, visit: Visit) -> None:
    visitor = visit(path)
    visitor.page.wait_for_timeout(1500)
    assert visitor.outside == []
    assert not visitor.errors


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [1440, 800])
def test_nothing_has_to_be_scrolled_sideways(path: str, width: int, visit: Visit) -> None:
    visitor = visit(path, width=width).wait_for_charts()
    main = visitor.page.get_by_test_id("stMain")
    assert main.evaluate("node => node.scrollWidth - node.clientWidth") <= 1


@pytest.mark.skipif(not os.environ.get("READOUT_SCREENSHOTS"), reason="pictures are not wanted")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures_for_the_readme(scheme: str, chromium: Any, visit: Visit) -> None:
    store = Store.open(os.environ.get("READOUT_STORE") or str(ROOT / "data" / "store"))
    found = store.articles()
    article = found[found["n_statements"] > 5]["id"].iloc[0]
    pictures = {
        "overview": "/",
        "timeline": "/timeline?country=China&country=Ukraine&country=Russia&country=United+States",
        "search": "/search?q=peace+talks+without+preconditions&country=China",
        "actors": "/actors?actor=Wang+Yi",
        "article": f"/article?article={article}",
    }
    with serving(store.uri, fake_encoder=False) as address:
        _wait_for_model(visit, address)
        for name, path in pictures.items():
            visitor = visit(path, at=address, color_scheme=scheme)
            visitor.wait_for_charts()
            if name == "article":
                visitor.page.keyboard.press("j")
                visitor.settle()
            suffix = "" if scheme == "light" else "-dark"
            visitor.page.screenshot(path=Path(ROOT, "docs", f"{name}{suffix}.png"))
            assert not visitor.errors


def _wait_for_model(visit: Visit, address: str) -> None:
    """Pictures show results by meaning, so the model has to be there."""
    visitor = visit("/search?q=peace", at=address)
    visitor.page.locator(".found", has_text="meaning").first.wait_for(timeout=120_000)
