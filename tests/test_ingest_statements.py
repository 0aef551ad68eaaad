"""Sheets of curated statements: columns, cells, identity, and what is reported."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from analysis.errors import UnreadableFile
from analysis.ingest import CuratedSheet, read_statements
from analysis.ingest.cells import (
    parse_confidence,
    parse_country,
    parse_said_on,
    parse_speaker_kind,
    split_list,
)
from analysis.models import Statement
from analysis.settings import DATA

GIST = "She said the border would stay open."


def sheet(tmp_path: Path, text: str, name: str = "sheet.csv") -> CuratedSheet:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return read_statements(path)


def one(tmp_path: Path, **cells: str) -> Statement:
    path = tmp_path / "sheet.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([cells.keys(), cells.values()])
    result = read_statements(path)
    assert result.problems == ()
    (statement,) = result.statements
    return statement


def test_the_glossary_columns(tmp_path: Path) -> None:
    statement = one(
        tmp_path,
        id="K7",
        said_on="2022-03-04",
        speaker="Jo Doe",
        role="Foreign Minister",
        organisation="Foreign Ministry",
        country="CN",
        addressees="Ann Poe; Li Roe",
        asked_by="AFP",
        answers="Ruritania",
        venue="phone call",
        topic="border",
        gist=GIST,
        key_phrase="stay open",
        key_phrase_is="verbatim",
        source_url="https://e.org/1",
        source_title="The page",
        caution="from a translation",
        mentions="Ann Poe",
        mentioned_countries="Ukraine; RU",
        reported_by="CNN",
    )
    assert statement.text == GIST
    assert (statement.origin, statement.mode, statement.kind) == ("curated", "mixed", "statement")
    assert (statement.speaker, statement.speaker_kind) == ("Jo Doe", "person")
    assert (statement.role, statement.organisation) == ("Foreign Minister", "Foreign Ministry")
    assert statement.addressees == ("Ann Poe", "Li Roe")
    assert (statement.asked_by, statement.answers, statement.venue) == (
        "AFP",
        "Ruritania",
        "phone call",
    )
    assert (statement.said_on, statement.said_on_precision) == (date(2022, 3, 4), "day")
    assert statement.said_on_how == "curated"
    assert (statement.original_url, statement.original_title) == ("https://e.org/1", "The page")
    assert (statement.caution, statement.topic) == ("from a translation", "border")
    assert statement.mentioned_countries == ("UA", "RU")
    assert (statement.mentions, statement.reported_by) == (("Ann Poe",), ("CNN",))
    assert (statement.confidence, statement.extractor, statement.content) == (1.0, "", ())


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Statement", "text"),
        ("Quote", "text"),
        ("content", "text"),
        ("Who", "speaker"),
        ("title", "role"),
        ("Position", "role"),
        ("Organization", "organisation"),
        ("URL", "original_url"),
        ("link", "original_url"),
        ("Notes", "caution"),
        ("subject", "topic"),
    ],
)
def test_headers_under_the_names_others_use(tmp_path: Path, header: str, field: str) -> None:
    cells = {header: GIST} if field == "text" else {"text": "Else.", header: GIST}
    assert getattr(one(tmp_path, **cells), field) == GIST


def test_columns_that_mean_nothing_are_listed(tmp_path: Path) -> None:
    result = sheet(tmp_path, f"Text,Mood,Text,\n{GIST},good,again,\n")
    assert result.ignored_columns == ("Mood", "Text")
    assert result.statements[0].text == GIST


@pytest.mark.parametrize(
    ("cells", "mode"),
    [
        ({"gist": GIST}, "indirect"),
        ({"gist": GIST, "key_phrase": "open", "key_phrase_is": "verbatim"}, "mixed"),
        ({"gist": GIST, "key_phrase": "open", "key_phrase_is": "translated"}, "indirect"),
        ({"gist": "“The border stays open.”"}, "direct"),
        ({"quote": "The border stays open."}, "direct"),
        ({"key_phrase": "stays open", "key_phrase_is": "verbatim"}, "direct"),
        ({"gist": GIST, "mode": "Direct"}, "direct"),
    ],
)
def test_mode(tmp_path: Path, cells: dict[str, str], mode: str) -> None:
    assert one(tmp_path, **cells).mode == mode


def test_a_spreadsheet_as_it_comes(tmp_path: Path) -> None:
    text = (
        "sep=;\r\nDate;Speaker;Text;Country\r\n"
        '44621;Jo Doe;=HYPERLINK("http://e.org");China\r\n'
        '25/12/2022;Ann Poe;"Said; and\r\nsaid again.";Arcadia\r\n'
        "03/04/2022;Li Roe;Not dated.;\r\n"
        "31/02/2022;Li Roe;Not dated.;\r\n"
        ";Li Roe;;CN\r\n;;;\r\n;;;\r\n"
    )
    result = sheet(tmp_path, "\ufeff" + text)
    assert [s.text for s in result.statements] == [
        '=HYPERLINK("http://e.org")',
        "Said; and\r\nsaid again.",
    ]
    assert [s.said_on for s in result.statements] == [date(2022, 3, 1), date(2022, 12, 25)]
    assert [s.country for s in result.statements] == ["CN", None]
    assert [(p.where, p.severity) for p in result.problems] == [
        ("row 3", "warning"),
        ("row 4", "error"),
        ("row 5", "error"),
        ("row 6", "error"),
    ]


def test_rows_without_a_date_go_in_undated(tmp_path: Path) -> None:
    statement = one(tmp_path, text=GIST, speaker="Jo Doe")
    assert statement.said_on is None
    assert statement.said_on_precision is None
    assert statement.said_on_reason


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("CN", "CN"),
        ("cn", "CN"),
        ("CHN", "CN"),
        ("China", "CN"),
        ("the United States", "US"),
        ("U.S.", "US"),
        ("UK", "GB"),
        ("Türkiye", "TR"),
        ("Turkey", "TR"),
        ("EU", "EU"),
        ("European Union", "EU"),
        ("nato", "NATO"),
        ("United Nations", "UN"),
        ("", None),
    ],
)
def test_countries(cell: str, value: str | None) -> None:
    assert parse_country(cell) == value


@pytest.mark.parametrize("cell", ["Arcadia", "XX", "CN; RU", "Asia"])
def test_what_is_no_country(cell: str) -> None:
    with pytest.raises(ValueError, match="no country"):
        parse_country(cell)


@pytest.mark.parametrize(
    ("cell", "precision", "expected"),
    [
        ("2022-03-04", "", (date(2022, 3, 4), "day")),
        ("2022-03", "", (date(2022, 3, 1), "month")),
        ("2022", "", (date(2022, 1, 1), "year")),
        ("2022-03-04", "month", (date(2022, 3, 1), "month")),
        ("2022-03-04", "Week", (date(2022, 2, 28), "week")),
        ("2022", "day", (date(2022, 1, 1), "year")),
        ("", "day", (None, None)),
    ],
)
def test_said_on(cell: str, precision: str, expected: object) -> None:
    assert parse_said_on(cell, precision) == expected


@pytest.mark.parametrize(("cell", "value"), [("", 1.0), ("0.8", 0.8), ("0,8", 0.8), ("80 %", 0.8)])
def test_confidence(cell: str, value: float) -> None:
    assert parse_confidence(cell) == value


@pytest.mark.parametrize("cell", ["high", "1.2", "-1", "nan"])
def test_what_is_no_confidence(cell: str) -> None:
    with pytest.raises(ValueError, match="no confidence"):
        parse_confidence(cell)


@pytest.mark.parametrize(
    ("speaker", "role", "kind"),
    [
        ("Jo Doe", "Minister", "person"),
        ("Jo Doe", "", "unknown"),
        ("Foreign Ministry of Arcadia", "", "ministry"),
        ("Arcadian Government", "", "government"),
        ("China", "", "government"),
        ("European Union", "", "organisation"),
        ("UN Security Council", "", "organisation"),
        ("", "Minister", "unknown"),
    ],
)
def test_speaker_kinds(speaker: str, role: str, kind: str) -> None:
    assert parse_speaker_kind("", speaker, role) == kind


def test_lists() -> None:
    assert split_list(" Ann Poe ;; Li  Roe;Ann Poe\nDoe, Jo") == ("Ann Poe", "Li Roe", "Doe, Jo")


def test_one_document_a_page(tmp_path: Path) -> None:
    text = (
        "text,link,source_title,published,language\n"
        "One.,https://e.org/1,Page one,2022-03-04,en\nTwo.,https://e.org/1,Page one,,\n"
        "Three.,,A book,,fr\nFour.,,,,\n"
    )
    result = sheet(tmp_path, text)
    assert [(d.title, d.url, d.language) for d in result.documents] == [
        ("Page one", "https://e.org/1", "en"),
        ("A book", "", "fr"),
        ("sheet.csv", "", "en"),
    ]
    assert result.documents[0].published == date(2022, 3, 4)
    assert {d.text + d.readable for d in result.documents} == {""}
    ids = [s.article_id for s in result.statements]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 3


def test_ids_last_and_the_sheets_own_ids_are_kept(tmp_path: Path) -> None:
    text = f"id,speaker,text\nA,Jo Doe,{GIST}\nB,Ann Poe,{GIST}\n"
    first, second = sheet(tmp_path, text), sheet(tmp_path, text + ",Li Roe,Else.\n")
    assert [s.id for s in second.statements[:2]] == [s.id for s in first.statements]
    assert [first.row_ids[s.id] for s in first.statements] == ["A", "B"]
    assert len({s.id for s in second.statements}) == 3


def test_the_same_row_twice_is_reported(tmp_path: Path) -> None:
    result = sheet(tmp_path, f"speaker,text\nJo Doe,{GIST}\nJo Doe,{GIST}\n")
    assert len(result.statements) == 1
    assert [(p.where, p.severity) for p in result.problems] == [("row 3", "warning")]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"kind": "rumour"}, "no kind"),
        ({"mode": "loud"}, "no mode"),
        ({"speaker_kind": "ghost"}, "no kind of speaker"),
        ({"confidence": "high"}, "no confidence"),
        ({"mentioned_countries": "Arcadia"}, "no country"),
        ({"published": "soon"}, "not a full date"),
    ],
)
def test_a_cell_that_means_nothing_is_left_out(
    tmp_path: Path, cells: dict[str, str], reason: str
) -> None:
    header, row = ",".join(["text", *cells]), ",".join([GIST, *cells.values()])
    result = sheet(tmp_path, f"{header}\n{row}\n")
    assert len(result.statements) == 1
    assert [problem.severity for problem in result.problems] == ["warning"]
    assert reason in result.problems[0].reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [("speaker,country\nJo,CN\n", "what was said"), ("", "empty"), ("a\0b", "binary")],
)
def test_a_sheet_that_cannot_be_used(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=rf"sheet\.csv.*{reason}"):
        sheet(tmp_path, text)


def test_the_table_of_facts_loads_whole() -> None:
    path = DATA / "facts" / "statements.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    result = read_statements(path)
    assert result.problems == ()
    assert result.ignored_columns == ("source_class",)
    assert [result.row_ids[s.id] for s in result.statements] == [row["id"] for row in rows]
    for statement, row in zip(result.statements, rows, strict=True):
        assert (statement.text, statement.country) == (row["gist"], row["country"])
        assert statement.said_on is not None
        assert statement.said_on.isoformat() == row["said_on"]
        assert statement.said_on_precision == row["precision"]
        assert (statement.caution or "") == row["caution"]
