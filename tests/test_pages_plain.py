"""What pages are made of, apart from Streamlit: labels, cards, choices, charts, passages."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from browser import HOSTILE
from conftest import sample_document

from analysis.models import Actor, Event, Filters, Footnote, Hit, Office, Span
from pages.shared import (
    cards,
    charts,
    export,
    filters,
    labels,
    passages,
    people,
    plots,
    resources,
    results,
)
from pages.shared import selection as choosing
from pages.shared.selection import Choice

ROW: dict[str, Any] = {
    "id": "s1",
    "article_id": "a1",
    "text": "The talks will go on",
    "mode": "indirect",
    "speaker": "Mao Ning",
    "speaker_kind": "person",
    "country": "CN",
    "said_on": date(2024, 4, 10),
    "said_on_precision": "day",
    "said_on_how": "explicit",
    "confidence": 0.8,
}


# ── Labels ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("day", "precision", "shown"),
    [
        (date(2024, 4, 10), "day", "10 Apr 2024"),
        (date(2024, 4, 8), "week", "week of 8 Apr 2024"),
        (date(2024, 4, 1), "month", "Apr 2024"),
        (date(2024, 1, 1), "year", "2024"),
        (None, None, "undated"),
    ],
)
def test_a_date_is_never_more_exact_than_known(
    day: date | None, precision: str | None, shown: str
) -> None:
    assert labels.said_label({"said_on": day, "said_on_precision": precision}) == shown


def test_the_weekday_and_the_reason_are_in_the_hover() -> None:
    row = {**ROW, "said_on_reason": "“on Wednesday”"}
    assert labels.said_hover(row) == "Said Wednesday 10 April 2024 (“on Wednesday”)"
    assert labels.said_hover({"said_on_reason": "no date"}) == "Undated: no date"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("CN", "China"),
        ("EU", "European Union"),
        ("NATO", "NATO"),
        ("XX", "XX"),
        (None, "No country"),
    ],
)
def test_countries_have_names(code: str | None, name: str) -> None:
    assert labels.country_name(code) == name


@pytest.mark.parametrize("text", ["*a*", "$x$", ":red[a]", "<b>", "[a](b)", "# a", "a_b_c", "`a`"])
def test_plain_text_keeps_every_character_and_escapes_markup(text: str) -> None:
    escaped = labels.plain(text)
    assert escaped.replace("\\", "") == text
    assert not any(
        character in "*$[]<>`_#:" and escaped[place - 1] != "\\"
        for place, character in enumerate(escaped)
    )


def test_text_is_cut_at_a_word() -> None:
    assert labels.shortened("one two three four", 12) == "one two…"
    assert labels.shortened("short", 12) == "short"


@pytest.mark.parametrize(
    ("number", "shown"), [(0, "0 statements"), (1, "1 statement"), (1284, "1,284 statements")]
)
def test_numbers_are_written_out(number: int, shown: str) -> None:
    assert labels.count(number, "statement") == shown


# ── Cards ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("mode", "text", "shown"),
    [
        ("indirect", "talks will go on", "talks will go on"),
        ("direct", "Talks are the only way", "“Talks are the only way”"),
        ("direct", '"Talks are the only way,"', "“Talks are the only way”"),
        ("direct", "“We agree,” … “but not yet”", "“We agree … but not yet”"),
        ("direct", "“He called it ‘unwise’”", "“He called it ‘unwise’”"),
        ("direct", '"He called it "unwise" then"', "“He called it ‘unwise’ then”"),
        ("mixed", "its stance was “clear”", "its stance was “clear”"),
        ("direct", "’Tis time", "“’Tis time”"),
    ],
)
def test_quotation_marks_stand_around_verbatim_words_only(mode: str, text: str, shown: str) -> None:
    assert cards.words({**ROW, "mode": mode, "text": text}) == shown


def test_a_key_phrase_has_marks_only_when_verbatim() -> None:
    row = {**ROW, "key_phrase": "never again", "key_phrase_is": "verbatim"}
    assert cards.phrase(row) == ["in the words", "“never again”"]
    assert cards.phrase({**row, "key_phrase_is": "translated"}) == ["in translation", "never again"]
    assert cards.phrase({**row, "key_phrase_is": "reported"}) == ["as reported", "never again"]
    assert cards.phrase({**row, "text": "It must never again happen"}) == []


def test_the_words_are_marked_in_their_sentence() -> None:
    row = {
        **ROW,
        "text": "talks … go on",
        "context": "He wants talks, he said at length, to go on.",
    }
    assert cards.context_parts(row) == [
        ("He wants ", False),
        ("talks", True),
        (", he said at length, to ", False),
        ("go on", True),
        (".", False),
    ]
    assert cards.context_parts({**ROW, "context": "The talks will go on."}) == []


@pytest.mark.parametrize(
    ("change", "name", "unsure"),
    [
        ({}, "Mao Ning", False),
        ({"confidence": 0.3}, "Mao Ning", True),
        ({"speaker": None, "speaker_kind": "unnamed"}, "Unnamed source", True),
        ({"speaker": None, "speaker_kind": "unknown"}, "Unknown speaker", True),
        ({"origin": "curated", "confidence": 0.0}, "Mao Ning", False),
    ],
)
def test_doubt_about_the_speaker_is_shown(change: dict[str, Any], name: str, unsure: bool) -> None:
    shown = cards.card({**ROW, "speaker_reason": "found by pronoun", **change})["speaker"]
    assert (shown["name"], shown["unsure"]) == (name, unsure)
    assert bool(shown["why"]) == unsure


@pytest.mark.parametrize(
    ("change", "unsure"),
    [
        ({}, False),
        ({"said_on_precision": "month"}, True),
        ({"said_on_how": "article date"}, True),
        ({"said_on": None, "said_on_precision": None}, True),
    ],
)
def test_doubt_about_the_date_is_shown(change: dict[str, Any], unsure: bool) -> None:
    assert cards.card({**ROW, **change})["date"]["unsure"] is unsure


@pytest.mark.parametrize(
    ("value", "bars"), [(0.0, 0), (0.1, 1), (0.25, 1), (0.5, 2), (0.8, 4), (1.0, 4)]
)
def test_confidence_fills_bars(value: float, bars: int) -> None:
    assert cards.card({**ROW, "confidence": value})["confidence"]["full"] == bars


def test_copies_are_counted_as_reports() -> None:
    assert cards.card(ROW)["reports"] == ""
    assert cards.card(ROW, copies=2)["reports"] == "3 reports"


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://gov.example/page", True),
        ("http://gov.example", True),
        ("javascript:alert(1)", False),
        ("data:text/html,hi", False),
        ("//gov.example", False),
        ("https://", False),
        ("http://[bad", False),
        ("", False),
    ],
)
def test_only_web_addresses_are_links(address: str, safe: bool) -> None:
    assert cards.is_web_address(address) is safe
    shown = cards.card({**ROW, "original_url": address, "original_title": "Page"})["original"]
    assert bool(shown) is safe


def test_relations_name_to_whom_and_about_whom() -> None:
    row = {
        **ROW,
        "addressees": ["Sergei Lavrov"],
        "answers": "Kurt Campbell",
        "mentioned_countries": ["RU"],
        "mentions": ["Joe Biden"],
    }
    assert cards.card(row)["relations"] == [
        ["to", "Sergei Lavrov"],
        ["answers", "Kurt Campbell"],
        ["about", "Russia, Joe Biden"],
    ]


# ── Choices in charts ─────────────────────────────────────────────────────────────────────────


def bar(day: str, code: str, unit: str = "week") -> dict[str, Any]:
    return {"customdata": [day, code, unit]}


@pytest.mark.parametrize(
    ("selection", "choice"),
    [
        ({}, Choice()),
        (
            {"points": [bar("2024-04-08", "CN")]},
            Choice(date(2024, 4, 8), date(2024, 4, 14), "CN"),
        ),
        (
            {"points": [bar("2024-02-01", "Others", "month")]},
            Choice(date(2024, 2, 1), date(2024, 2, 29)),
        ),
        (
            {"points": [bar("2024-04-08", "CN"), bar("2024-04-22", "US")], "box": [{}]},
            Choice(date(2024, 4, 8), date(2024, 4, 28)),
        ),
        (
            {"points": [{"customdata": ["event", "2024-04-10"]}]},
            Choice(date(2024, 4, 7), date(2024, 4, 13)),
        ),
        (
            {"points": [], "box": [{"x": ["2024-05-03 12:00", "2024-05-01"]}]},
            Choice(date(2024, 5, 1), date(2024, 5, 3)),
        ),
        ({"box": [{"x": [12.5, 13.5]}]}, Choice()),
    ],
    ids=["nothing", "a bar", "others", "a box", "an event", "an empty box", "not a date"],
)
def test_what_a_click_on_the_histogram_means(selection: dict[str, Any], choice: Choice) -> None:
    assert choosing.chosen_periods(selection) == choice


def test_the_last_of_click_and_drag_counts() -> None:
    click: Any = {"points": [bar("2024-04-08", "CN")]}
    box: Any = {"points": [], "box": [{"x": ["2024-05-01", "2024-05-03"]}]}
    assert plots.latest(None, None) == {}
    assert plots.latest((click, "None"), None) == click
    assert plots.latest(None, {"selection": box}) == box
    assert plots.latest((click, repr(box["box"])), {"selection": box}) == click
    assert plots.latest((click, "[]"), {"selection": box}) == box


def test_marks_and_bars_give_what_they_stand_for() -> None:
    points = {"points": [{"customdata": ["s1"]}, {"customdata": ["s2"]}, {"customdata": ["s1"]}]}
    assert choosing.chosen_marks(points) == Choice(ids=("s1", "s2"))
    assert choosing.chosen_bar(points) == "s1"
    assert choosing.chosen_bar({"points": []}) is None


@pytest.mark.parametrize(
    ("selection", "choice"),
    [
        (
            {"points": [{"customdata": ["2024-04-08", "CN", "week", "country"]}]},
            Choice(date(2024, 4, 8), date(2024, 4, 14), country="CN"),
        ),
        (
            {"points": [{"customdata": ["2024-02-01", "Mao Ning", "month", "speaker"]}]},
            Choice(date(2024, 2, 1), date(2024, 2, 29), speaker="Mao Ning"),
        ),
        (
            {
                "points": [
                    {"customdata": ["2024-04-08", "CN", "week", "country"]},
                    {"customdata": ["2024-04-22", "US", "week", "country"]},
                ],
                "box": [{"x": ["2024-04-07", "2024-04-24"]}],
            },
            Choice(date(2024, 4, 8), date(2024, 4, 28)),
        ),
    ],
)
def test_circles_give_the_days_they_hold(
    selection: dict[str, object], choice: choosing.Choice
) -> None:
    assert choosing.chosen_marks(selection) == choice


def test_a_chosen_speaker_narrows_what_is_behind() -> None:
    choice = Choice(date(2024, 2, 1), date(2024, 2, 29), speaker="Mao Ning")
    behind = choosing.statements_behind(choice, Filters(countries=("CN",)))
    assert (behind.speakers, behind.countries) == (("Mao Ning",), ("CN",))
    assert choosing.sentence(choice, 3) == "3 statements by Mao Ning said 1 Feb 2024 – 29 Feb 2024"


def test_the_area_of_a_circle_stands_for_the_number() -> None:
    table = counts(("2024-04-01", "CN", 100), ("2024-04-08", "CN", 25), ("2024-04-08", None, 7))
    marks = charts.period_marks(
        table.rename(columns={"country": "value"}), by="country", unit="week", countries={}
    )
    assert [row[:2] for row in marks["mark"]] == [["2024-04-01", "CN"], ["2024-04-08", "CN"]]
    assert "25 statements" in marks["hover"].iloc[1]
    large, small = charts.lanes(marks, order=["CN"]).data[0].marker.size
    assert large == pytest.approx(2 * small, abs=0.1)


def test_statements_behind_a_choice_stay_within_the_filters() -> None:
    wanted = Filters(countries=("CN", "US"), said_from=date(2024, 4, 10))
    choice = Choice(date(2024, 4, 8), date(2024, 4, 14), "CN")
    behind = choosing.statements_behind(choice, wanted)
    assert (behind.said_from, behind.said_to) == (date(2024, 4, 10), date(2024, 4, 14))
    assert behind.countries == ("CN",)
    assert choosing.statements_behind(Choice(), wanted) is wanted
    assert choosing.statements_behind(Choice(ids=("s1",)), wanted).ids == ("s1",)


# ── Filters ───────────────────────────────────────────────────────────────────────────────────


def test_filters_are_read_from_the_widgets() -> None:
    state = {
        "country": ["CN"],
        "not_speaker": ["Xi Jinping"],
        "said": (date(2024, 1, 1), date(2024, 2, 1)),
        "undated": True,
    }
    assert filters.filters_from(state) == Filters(
        countries=("CN",),
        not_speakers=("Xi Jinping",),
        said_from=date(2024, 1, 1),
        said_to=date(2024, 2, 1),
        undated_only=True,
    )
    assert filters.filters_from({}) == Filters()
    assert filters.filters_from({"said": (date(2024, 1, 1),)}).said_to is None


def test_chips_name_every_filter() -> None:
    wanted = Filters(
        countries=("CN",),
        not_speakers=("Xi Jinping",),
        addressees=("Sergei Lavrov",),
        mentions=("UA",),
        modes=("direct",),
        said_from=date(2023, 3, 1),
        unattributed_only=True,
    )
    shown = [chip["label"] for chip in filters.chips(wanted)]
    assert shown == [
        "China",
        "Xi Jinping",
        "to Sergei Lavrov",
        "about Ukraine",
        "verbatim",
        "unattributed",
        "since 1 Mar 2023",
    ]
    assert [chip["label"] for chip in filters.chips(wanted) if chip["not"]] == ["Xi Jinping"]
    assert filters.chips(Filters()) == []


def test_a_facet_keeps_what_was_chosen_even_with_nothing_left() -> None:
    items = filters.facet_items([("CN", 3)], ["US"], ["CN"], countries=True)
    assert [(one["label"], one["n"], one["state"]) for one in items] == [
        ("China", 3, "exclude"),
        ("United States", 0, "include"),
    ]


def test_counts_of_a_facet_ignore_its_own_filters_only() -> None:
    wanted = Filters(countries=("CN",), not_countries=("US",), speakers=("Wang Yi",))
    assert filters.without(wanted, "country") == Filters(speakers=("Wang Yi",))
    assert filters.without(wanted, "speaker").countries == ("CN",)


@pytest.mark.parametrize(
    ("matching", "shown"), [(412, "412 of 1,284 statements"), (1284, "1,284 statements")]
)
def test_the_amount_is_told_against_the_whole(matching: int, shown: str) -> None:
    assert filters.amount(matching, 1284) == shown


# ── Charts ────────────────────────────────────────────────────────────────────────────────────


def counts(*rows: tuple[str, str | None, int]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["period", "country", "n"])
    return table.assign(period=pd.to_datetime(table["period"]))


def event(day: date, title: str = "Something of note happens here") -> Event:
    return Event(day, title, ("CN",), "meeting", "https://gov.example")


def test_countries_without_a_colour_go_together() -> None:
    table = counts(("2024-04-01", "CN", 5), ("2024-04-01", "JP", 3), ("2024-04-01", None, 1))
    figure = charts.histogram(table, unit="month")
    assert [(trace.name, sum(trace.y)) for trace in figure.data] == [("China", 5), ("Others", 4)]
    assert list(figure.data[0].customdata[0]) == ["2024-04-01", "CN", "month"]
    alone = charts.histogram(table, unit="month", singled_out=("JP",))
    assert "Japan" in [trace.name for trace in alone.data]


@pytest.mark.parametrize("width", [400, 700, 1100])
def test_flags_of_events_never_overlap(width: int) -> None:
    table = counts(("2022-01-03", "CN", 1), ("2024-12-30", "CN", 1))
    days = pd.date_range("2022-01-03", "2024-12-30", freq="9D")
    flags = charts.place_flags([event(day.date()) for day in days], table)
    assert 3 <= len(flags) < len(days)
    span = (date(2024, 12, 30) - date(2022, 1, 3)).days
    for row in range(charts.FLAG_ROWS):
        places = []
        for flag in (one for one in flags if one.row == row):
            stem = width * (flag.event.day - date(2022, 1, 3)).days / span
            reach = 6 * len(flag.text)
            places.append((stem - reach, stem) if flag.to_left else (stem, stem + reach))
        places.sort()
        assert all(left[1] < right[0] for left, right in pairwise(places))


def test_the_event_that_was_talked_about_gets_the_label() -> None:
    table = counts(("2024-04-01", "CN", 9), ("2024-05-01", "CN", 9))
    daily = counts(("2024-04-11", "CN", 9))
    near = [event(date(2024, 4, 9), "Quiet day of talks"), event(date(2024, 4, 11), "Loud day")]
    flags = charts.place_flags([*near, *[event(date(2024, 4, 10))] * 9], table, daily)
    assert "Loud day" in [flag.text for flag in flags]


def test_names_in_charts_are_text() -> None:
    figure = charts.bars([(HOSTILE, HOSTILE, 3, None)])
    assert "<" not in figure.layout.yaxis.ticktext[0]
    assert "<img" not in figure.data[0].hovertext[0]
    marks = pd.DataFrame(
        {
            "id": ["s1"],
            "said_on": pd.to_datetime(["2024-04-10"]),
            "lane": [HOSTILE],
            "country": ["CN"],
            "speaker": [HOSTILE],
            "text": [HOSTILE],
        }
    )
    lanes = charts.lanes(charts.statement_marks(marks), by="speaker", order=[HOSTILE])
    assert "<img" not in lanes.data[0].hovertext[0]
    assert "<script" not in lanes.data[0].y[0]


@pytest.mark.parametrize(
    ("most", "step"), [(1, 1), (3, 1), (4, 2), (8, 5), (25, 10), (100, 50), (1000, 500)]
)
def test_grid_lines_stand_at_round_numbers(most: int, step: int) -> None:
    figure = charts.histogram(counts(("2024-04-01", "CN", most)), unit="month")
    assert figure.layout.yaxis.dtick == step


def test_events_stand_on_the_upper_edge_whatever_the_counts() -> None:
    event = Event(date(2024, 4, 2), "Summit opens", ("CN",), "summit", "https://example.org")
    figure = charts.histogram(counts(("2024-04-01", "CN", 500)), [event], unit="month")
    ticks = next(trace for trace in figure.data if trace.name == "Events")
    assert (ticks.yaxis, ticks.y[0]) == ("y2", 1.0)
    assert figure.layout.yaxis2.range[1] < 1.1
    assert figure.layout.yaxis.range[1] > 500


def test_empty_tables_make_empty_charts() -> None:
    empty = counts()
    assert not charts.histogram(empty, unit="week").data
    assert not charts.slim(pd.DataFrame({"said_on": [], "country": []})).data


# ── Articles ──────────────────────────────────────────────────────────────────────────────────

TEXT = (
    "---\ntitle: A day\n---\n\nMao Ning said the talks will go on.[^a] She left.\n\n"
    "Photo: a caption\n\n[^a]: [Page](https://gov.example/a)\n"
)


def view(text: str = TEXT) -> list[dict[str, Any]]:
    place = text.index("the talks")
    mark = Span(text.index("[^a]"), text.index("[^a]") + 4)
    readable = "".join(" " if not c.isspace() and i < 22 else c for i, c in enumerate(text))
    readable = readable.replace("Photo: a caption", " " * 16).replace("[^a]", "    ")
    document = sample_document(
        text, readable=readable, footnotes=(Footnote(mark, "a", "Page", "https://gov.example/a"),)
    )
    row = {
        **ROW,
        "source": [(text.index("Mao"), text.index("Mao") + 8)],
        "cue": [],
        "content": [(place, place + len("the talks will go on"))],
    }
    return passages.blocks(document, [row])


def test_statements_are_marked_in_place() -> None:
    first, caption = view()
    assert [(part["text"], part["role"]) for part in first["parts"]] == [
        ("Mao Ning", "source"),
        (" said ", ""),
        ("the talks will go on", "content"),
        (".", ""),
        ("a", ""),
        (" She left.", ""),
    ]
    assert first["parts"][4]["url"] == "https://gov.example/a"
    assert first["names"][0]["text"] == "Mao Ning"
    assert caption["parts"][0]["aside"] is True


def test_front_matter_and_notes_are_not_part_of_the_text() -> None:
    shown = "".join(part["text"] for block in view() for part in block["parts"])
    assert "title:" not in shown
    assert "[^a]:" not in shown


def test_nested_speech_belongs_to_both() -> None:
    text = "Burns said Wang said talks help."
    rows = [
        {**ROW, "id": "outer", "content": [(11, 31)]},
        {**ROW, "id": "inner", "content": [(21, 31)]},
    ]
    parts = passages.blocks(sample_document(text), rows)[0]["parts"]
    assert [part["ids"] for part in parts] == [[], ["outer"], ["outer", "inner"], []]


# ── Export, results, people ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_nothing_in_an_export_is_a_formula(start: str) -> None:
    assert export.cell(f"{start}cmd()") == f"'{start}cmd()"


def test_an_export_opens_in_spreadsheets() -> None:
    rows = [{**ROW, "addressees": ["A", "B"], "text": 'Élan, "so"\nto say'}]
    content = export.csv_bytes(rows)
    assert content.startswith(b"\xef\xbb\xbf")
    table = pd.read_csv(pd.io.common.BytesIO(content), encoding="utf-8-sig")
    assert table.loc[0, "text"] == 'Élan, "so"\nto say'
    assert table.loc[0, "addressees"] == "A; B"
    assert table.loc[0, "said_on"] == "2024-04-10"


def hit(name: str | None, day: date | None) -> Hit:
    return Hit(str(name), 1.0, "", row={"speaker": name, "said_on": day, "country": "CN"})


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("best", ["Wang", None, "Blinken"]),
        ("newest", ["Blinken", "Wang", None]),
        ("oldest", ["Wang", "Blinken", None]),
        ("speaker", ["Blinken", "Wang", None]),
    ],
)
def test_results_can_be_sorted(order: str, names: list[str | None]) -> None:
    hits = [hit("Wang", date(2023, 1, 1)), hit(None, None), hit("Blinken", date(2024, 1, 1))]
    assert [one.row["speaker"] for one in results.sort(hits, order)] == names


def test_undated_results_are_not_in_the_histogram() -> None:
    assert len(results.days_of([hit("Wang", date(2023, 1, 1)), hit(None, None)])) == 1


def test_offices_have_dates() -> None:
    actor = Actor(
        "Wang Yi",
        "person",
        "CN",
        offices=(
            Office("Foreign Minister", "MFA", date(2023, 7, 25), None),
            Office("Councillor", "State Council", date(2018, 3, 19), date(2022, 12, 30)),
            Office("Member", "Party"),
        ),
    )
    shown = people.posts(actor, today=date(2024, 1, 1))
    assert [(post.label, post.dates) for post in shown] == [
        ("Foreign Minister, MFA", "since 25 Jul 2023"),
        ("Councillor, State Council", "19 Mar 2018 – 30 Dec 2022"),
    ]
    assert shown[0].end == date(2024, 1, 1)
    assert people.posts(None) == []


@pytest.mark.parametrize(
    ("text", "telling", "shown"),
    [
        ("the killings", "denied the killings", "denied"),
        ("that it was over", "that it was over", ""),
        ("it was over", None, ""),
        ("“We will go”", "", ""),
    ],
)
def test_a_card_shows_the_cue_where_it_changes_the_sense(text, telling, shown) -> None:
    assert cards.lead({"text": text, "telling": telling}) == shown


# ── The model waits for visitors ──────────────────────────────────────────────────────────────


def test_the_model_waits_until_nobody_clicks(monkeypatch: pytest.MonkeyPatch) -> None:
    clicks = [2.0, 4.0, 9.0]  # seconds at which pages are drawn; after 4.0 comes a pause
    clock = Clock()
    drawn = resources._Drawn()
    monkeypatch.setattr(resources, "time", clock)

    def click() -> None:
        while clicks and clicks[0] <= clock.now:
            clicks.pop(0)
            drawn.now()

    clock.passed = click
    drawn.now()
    drawn.await_pause()
    assert 4.0 + resources._PAUSE <= clock.now < 9.0


class Clock:
    """A clock that runs only while somebody sleeps."""

    now = 0.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        until = self.now + seconds
        while self.now < until:
            self.now = min(self.now + 0.5, until)
            self.passed()

    def passed(self) -> None:
        """What happens meanwhile."""
