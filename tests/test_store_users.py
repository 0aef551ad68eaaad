"""What readers make: kept and found again, whatever happens to the statements it is about."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from conftest import sample_batch, sample_document, sample_statement

from analysis.errors import InputError, NotFound, StoreError
from analysis.models import Filters, Span, Statement
from analysis.store import Anchor, Store, corrections
from analysis.store.anchors import find_again
from analysis.store.schema import USER_TABLES

TEXT = 'Ada Berg said the port would open. "It will open," she added on Monday, Berg said.\n'


def spans(words: str, text: str = TEXT) -> tuple[Span, ...]:
    start = text.index(words)
    return (Span(start, start + len(words)),)


def said(words: str = "the port would open", **fields: Any) -> Statement:
    given = {"speaker": "Ada Berg", "country": "SE", "content": spans(words), "cue": spans("said")}
    return sample_statement(**({"id": "s-port", "text": words} | given | fields))


def put(
    store: Store, *statements: Statement, text: str = TEXT, article: str = "a-port", mark: str = "1"
) -> str:
    """Write one article; another mark is another version of the extractor. Returns the run."""
    document = sample_document(text, id=article, name=article)
    found = [replace(one, article_id=article) for one in statements]
    run = store.begin_ingest("test")
    report = store.write([sample_batch(document, found, extractor=f"rules {mark}")], run)
    store.finish_ingest(run, report)
    return run


@pytest.fixture
def port(empty_store: Store) -> Store:
    """One article with one statement."""
    put(empty_store, said())
    return empty_store


def rows_of(store: Store) -> dict[str, int]:
    return {name: store._connection.table(name).count_rows() for name in USER_TABLES}


# --- corrections are shown, found and counted -----------------------------------------------

VALUES = [
    ("speaker", "Ada Bergh", "Ada Bergh"),
    ("speaker", None, None),
    ("country", " FI ", "FI"),
    ("kind", "attitude", "attitude"),
    ("addressees", ["The council", "The council", "Oslo"], ["The council", "Oslo"]),
    ("addressees", None, []),
    ("said_on", "2024-04-08", date(2024, 4, 8)),
    ("said_on", None, None),
    ("said_on_precision", "month", "month"),
    ("role", "", None),
]


@pytest.mark.parametrize(("field", "value", "shown"), VALUES)
def test_a_correction_is_shown_and_marked(port: Store, field: str, value: Any, shown: Any) -> None:
    before = port.statement("s-port")
    correction = port.users.correct("s-port", field, value, author="kim", reason="see the film")
    after = port.statement("s-port")
    assert after[field] == shown
    assert after["corrected"] == [field]
    assert (correction.author, correction.reason) == ("kim", "see the film")
    former = list(correction.former) if isinstance(correction.former, tuple) else correction.former
    assert former == before[field]
    assert port.users.corrections() == [replace(correction, made_at=made_at(port))]


def made_at(store: Store) -> Any:
    return store.users.corrections()[0].made_at


def test_filters_counts_and_search_go_by_the_correction(port: Store) -> None:
    port.users.correct("s-port", "speaker", "Bo Ek")
    port.users.correct("s-port", "country", "NO")
    port.users.correct("s-port", "said_on", "2024-01-31")
    assert port.count(Filters(speakers=("Bo Ek",), countries=("NO",))) == 1
    assert port.count(Filters(speakers=("Ada Berg",))) == 0
    assert list(port.facets("country")["value"]) == ["NO"]
    assert port.count(Filters(said_to=date(2024, 1, 31))) == 1
    assert port.matching(["ek"]).num_rows == 1
    assert port.matching(["berg"]).num_rows == 0
    assert port.by_period()["period"][0].month == 1
    assert port.statements()["corrected"][0] == ["country", "said_on", "speaker"]


def test_another_speaker_has_another_office_until_that_is_corrected_too(port: Store) -> None:
    put(port, said(role="mayor", organisation="Town hall", speaker_reason="named"), mark="2")
    port.users.correct("s-port", "speaker", "Bo Ek")
    shown = port.statement("s-port")
    assert [shown[name] for name in ("role", "organisation", "country")] == [None] * 3
    assert (shown["speaker_kind"], shown["speaker_reason"]) == ("unknown", "corrected by a reader")
    port.users.correct("s-port", "country", "NO")
    assert port.statement("s-port")["country"] == "NO"


def test_a_speaker_who_is_confirmed_keeps_the_office(port: Store) -> None:
    port.users.correct("s-port", "speaker", "Ada Berg")
    assert port.statement("s-port")["country"] == "SE"


def test_a_day_is_sure_to_the_day_unless_said_otherwise(port: Store) -> None:
    put(port, said(said_on_precision="month", said_on=date(2024, 3, 1)), mark="2")
    port.users.correct("s-port", "said_on", date(2024, 4, 9))
    assert port.statement("s-port")["said_on_precision"] == "day"
    port.users.correct("s-port", "said_on_precision", "week")
    assert port.statement("s-port")["said_on_precision"] == "week"
    assert port.statement("s-port")["said_on_how"] == "curated"


def test_the_newest_correction_of_a_field_rules(port: Store) -> None:
    for name in ("Bo Ek", "Cy Falk"):
        port.users.correct("s-port", "speaker", name)
    assert port.statement("s-port")["speaker"] == "Cy Falk"
    (correction,) = port.users.corrections()
    assert (correction.value, correction.former) == ("Cy Falk", "Bo Ek")
    assert rows_of(port)["corrections"] == 2, "append-only"


def test_withdrawing_brings_back_what_was_extracted(port: Store) -> None:
    before = port.statement("s-port")
    for field, value in (("speaker", "Bo Ek"), ("said_on", "2024-01-31"), ("mentions", ["Oslo"])):
        port.users.correct("s-port", field, value)
    for correction in port.users.corrections():
        port.users.withdraw(correction)
    assert port.statement("s-port") == before
    assert port.users.corrections() == []
    assert rows_of(port)["corrections"] == 6, "append-only"


REFUSED = [
    ("text", "other words", "cannot be corrected"),
    ("speaker", ["Bo", "Ek"], "takes words"),
    ("kind", "rumour", "statement, attitude, document"),
    ("mode", None, "direct, indirect, mixed"),
    ("said_on", "last Monday", "2024-04-09"),
    ("addressees", "Bo Ek", "list of names"),
]


@pytest.mark.parametrize(("field", "value", "message"), REFUSED)
def test_impossible_corrections_are_refused(
    port: Store, field: str, value: Any, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        port.users.correct("s-port", field, value)
    assert rows_of(port)["corrections"] == 0


@pytest.mark.parametrize("subject", ["s-nowhere", "a-port", ""])
def test_what_is_no_statement_cannot_be_corrected(port: Store, subject: str) -> None:
    with pytest.raises(NotFound, match="no statement"):
        port.users.correct(subject, "speaker", "Bo Ek")


# --- extracted anew -------------------------------------------------------------------------

ANEW = [
    ("the same", said(country="DK"), {}),
    ("under another id", said(id="s-other"), {}),
    ("with other quotes and case", said(id="s-other", text="“The port would open”"), {}),
    ("with other edges", said("port would open", id="s-other"), {}),
    ("moved to another file", said(id="s-other"), {"article": "a-moved"}),
    ("in a changed text", said(id="s-other"), {"text": f"Changed. {TEXT}"}),
]


@pytest.mark.parametrize(("statement", "how"), [a[1:] for a in ANEW], ids=[a[0] for a in ANEW])
def test_a_correction_is_found_again(port: Store, statement: Statement, how: Any) -> None:
    first = port.history()[0].id
    port.users.correct("s-port", "speaker", "Bo Ek")
    if "article" in how:
        port.undo(first)
        assert [one.orphaned for one in port.users.corrections()] == [True]
    put(port, statement, mark="2", **how)
    shown = port.statement(statement.id)
    assert (shown["speaker"], shown["corrected"]) == ("Bo Ek", ["speaker"])
    (correction,) = port.users.corrections([statement.id])
    assert (correction.statement_id, correction.orphaned) == (statement.id, False)
    assert correction.anchor.statement_id == "s-port"
    port.users.withdraw(correction)
    assert port.statement(statement.id)["speaker"] == "Ada Berg"


def test_a_correction_whose_statement_is_gone_is_orphaned_and_returns_with_it(port: Store) -> None:
    port.users.correct("s-port", "speaker", "Bo Ek")
    put(port, said('"It will open,"', id="s-else", cue=spans("added")), mark="2")
    (correction,) = port.users.corrections()
    assert (correction.orphaned, correction.statement_id) == (True, None)
    assert correction.anchor.text == "the port would open"
    assert port.statement("s-else")["corrected"] == []
    assert port.users.counts()["orphaned"] == 1
    put(port, said(), mark="3")
    assert port.statement("s-port")["speaker"] == "Bo Ek"
    assert port.users.counts()["orphaned"] == 0


def test_a_correction_made_before_and_after_re_extraction_is_one(port: Store) -> None:
    port.users.correct("s-port", "speaker", "Bo Ek")
    put(port, said(id="s-other"), mark="2")
    port.users.correct("s-other", "speaker", "Cy Falk")
    (correction,) = port.users.corrections()
    assert correction.value == "Cy Falk"
    port.users.withdraw(correction)
    assert port.statement("s-other")["speaker"] == "Ada Berg"


def test_an_orphan_can_be_withdrawn(port: Store) -> None:
    port.users.correct("s-port", "speaker", "Bo Ek")
    run = put(port, mark="2")
    port.users.withdraw(port.users.corrections()[0])
    port.undo(run)
    assert port.statement("s-port")["speaker"] == "Ada Berg"


def test_undo_leaves_corrections_in_force(port: Store) -> None:
    run = put(port, said(country="DK"), mark="2")
    port.users.correct("s-port", "speaker", "Bo Ek")
    assert port.undo(run).restored == 1
    assert port.statement("s-port")["speaker"] == "Bo Ek"
    port.undo(port.history()[1].id)
    assert port.count() == 0
    put(port, said())
    assert port.statement("s-port")["speaker"] == "Bo Ek"


def test_undo_brings_back_no_correction_that_was_withdrawn_meanwhile(port: Store) -> None:
    port.users.correct("s-port", "speaker", "Bo Ek")
    run = put(port, said(), mark="2")
    port.users.withdraw(port.users.corrections()[0])
    port.undo(run)
    assert port.statement("s-port")["speaker"] == "Ada Berg"
    assert port.statement("s-port")["corrected"] == []


def anchor(id: str, content: tuple[int, int], words: str = "w", **fields: Any) -> Anchor:
    given = {"article_id": "a", "text_key": "k", "cue": (Span(0, 4),)} | fields
    return Anchor(statement_id=id, text=words, content=(Span(*content),), **given)


WAS = anchor("s1", (10, 30))
FOUND = [
    ("nothing there", [], None),
    ("same id", [anchor("s1", (12, 30), "v")], "s1"),
    ("same words twice, one in its place", [anchor("s1", (90, 99)), anchor("s2", (10, 30))], "s2"),
    ("same words twice, text changed", [anchor(i, (1, 9), text_key="x") for i in "pq"], None),
    ("same words, text changed", [anchor("s2", (50, 70), text_key="x")], "s2"),
    ("same words, other article", [anchor("s2", (10, 30), article_id="b", text_key="x")], None),
    ("same text moved", [anchor("s2", (10, 30), article_id="b")], "s2"),
    ("same text moved twice", [anchor("s2", (10, 30), article_id=i) for i in "bc"], None),
    ("same cue, most of the words", [anchor("s2", (14, 30), "v")], "s2"),
    ("same cue, few of the words", [anchor("s2", (24, 30), "v")], None),
    ("other cue, most of the words", [anchor("s2", (14, 30), "v", cue=(Span(5, 8),))], None),
    ("same cue, two candidates", [anchor(i, (10, 29), "v") for i in "pq"], None),
]


@pytest.mark.parametrize(("candidates", "found"), [f[1:] for f in FOUND], ids=[f[0] for f in FOUND])
def test_finding_a_statement_again(candidates: list[Anchor], found: str | None) -> None:
    now = find_again(WAS, candidates)
    assert (now.statement_id if now else None) == found


# --- stars, notes, saved searches -----------------------------------------------------------


def test_stars_belong_to_readers(port: Store) -> None:
    for author in ("kim", "lou", "kim"):
        port.users.star("s-port", author=author)
    port.users.star("a-port", author="kim")
    stars = port.users.stars("kim")
    assert [(one.statement_id, one.article_id) for one in stars] == [
        *((None, "a-port"), ("s-port", "a-port")),
    ]
    port.users.withdraw(stars[1])
    assert [one.statement_id for one in port.users.stars("kim")] == [None]
    assert len(port.users.stars()) == 2


def test_a_star_follows_its_statement(port: Store) -> None:
    port.users.star("s-port")
    put(port, said(id="s-other"), mark="2")
    assert [one.statement_id for one in port.users.stars()] == ["s-other"]
    port.users.star("s-other")
    assert len(port.users.stars()) == 1, "once a statement, under whatever id it was given"
    put(port, mark="3")
    assert [one.orphaned for one in port.users.stars()] == [True]


def test_notes_are_many_and_can_be_rewritten(port: Store) -> None:
    first = port.users.note("s-port", "Ask the harbour master.", author="kim")
    port.users.note("s-port", "Asked.", author="lou")
    port.users.note("a-port", "A reprint.")
    port.users.rewrite(first, " Ask her again. ")
    texts = [note.text for note in port.users.notes("s-port")]
    assert texts == ["Ask her again.", "Asked."]
    assert [note.text for note in port.users.notes("a-port")] == ["A reprint."]
    port.users.withdraw(port.users.notes("s-port")[0])
    assert [note.text for note in port.users.notes()] == ["A reprint.", "Asked."]
    with pytest.raises(InputError, match="needs words"):
        port.users.note("s-port", "  ")
    with pytest.raises(NotFound):
        port.users.note("s-nowhere", "Lost.")


def test_saved_searches(empty_store: Store) -> None:
    users = empty_store.users
    users.save_search("Talks", "search?q=talks", author="kim")
    users.save_search("Talks", "search?q=peace+talks", author="kim")
    users.save_search("Talks", "search?country=CN", author="lou")
    assert [one.address for one in users.searches("kim")] == ["search?q=peace+talks"]
    users.withdraw(users.searches("kim")[0])
    assert [one.author for one in users.searches()] == ["lou"]
    assert rows_of(empty_store)["searches"] == 4
    with pytest.raises(InputError, match="name needs words"):
        users.save_search(" ", "search")


# --- kept -----------------------------------------------------------------------------------


def everything(store: Store) -> list[Any]:
    users = store.users
    return [users.corrections(), users.stars(), users.notes(), users.searches(), users.counts()]


def make_all(store: Store) -> None:
    store.users.correct("s-port", "speaker", "Bo Ek")
    store.users.star("s-port")
    store.users.note("s-port", "Ask.")
    store.users.save_search("Ports", "search?q=port")


def test_a_backup_carries_what_readers_made(port: Store, tmp_path: Path) -> None:
    make_all(port)
    rows = port.backup(tmp_path / "b.zip")
    assert {name: rows[name] for name in USER_TABLES} == dict.fromkeys(USER_TABLES, 1)
    restored = Store.restore(tmp_path / "b.zip", str(tmp_path / "restored"))
    assert everything(restored) == everything(port)
    assert restored.statement("s-port")["speaker"] == "Bo Ek"


def test_a_store_with_saved_searches_is_not_restored_over(port: Store, tmp_path: Path) -> None:
    port.backup(tmp_path / "b.zip")
    other = Store.open(str(tmp_path / "other"), create=True)
    other.users.save_search("Ports", "search?q=port")
    with pytest.raises(StoreError, match="searches already"):
        Store.restore(tmp_path / "b.zip", other.uri)


# --- a statement that was replaced a moment ago ----------------------------------------------


@pytest.fixture
def renamed(port: Store) -> Store:
    """The same statement under another id: its article was read anew."""
    put(port, said(id="s-port-2"), mark="2")
    return port


def test_a_replaced_statement_is_found_under_its_new_id(renamed: Store) -> None:
    assert renamed.statement("s-port")["id"] == "s-port-2"
    with pytest.raises(NotFound, match="no statement s-port"):
        renamed.rows(["s-port"])
    assert [row["id"] for row in renamed.rows(["s-port", "s-port-2"], missing_ok=True)] == [
        "s-port-2"
    ]


def test_a_replaced_statement_can_be_starred_noted_and_corrected(renamed: Store) -> None:
    renamed.users.star("s-port")
    renamed.users.note("s-port", "Ask.")
    renamed.users.correct("s-port", "speaker", "Bo Ek")
    assert [one.statement_id for one in renamed.users.stars()] == ["s-port-2"]
    assert [one.text for one in renamed.users.notes("s-port-2")] == ["Ask."]
    assert renamed.statement("s-port-2")["speaker"] == "Bo Ek"


def test_one_that_is_gone_keeps_its_star_for_when_it_comes_back(port: Store) -> None:
    other = sample_statement(id="s-other", text="Bo denied it")
    put(port, other, mark="2", text="Bo denied it, he said.\n")
    with pytest.raises(NotFound):
        port.statement("s-port")
    with pytest.raises(NotFound):
        port.users.correct("s-port", "speaker", "Bo Ek")
    port.users.star("s-port")
    assert [one.orphaned for one in port.users.stars()] == [True]
    put(port, said(), mark="3")
    assert [(one.statement_id, one.orphaned) for one in port.users.stars()] == [("s-port", False)]


def test_rows_that_moved_are_found_by_their_ids(port: Store) -> None:
    where = port.nearest(np.ones(64), limit=1, columns=("id", "_rowid"))
    for mark in range(2, 5):
        put(port, said(country="DK"), mark=str(mark))
    port.optimize()
    (row,) = port.rows(["s-port"], row_ids=where["_rowid"].to_pylist())
    assert row["country"] == "DK"


def test_undo_and_upkeep_leave_what_readers_made(port: Store) -> None:
    make_all(port)
    before = everything(port)
    run = put(port, said(), mark="2")
    port.optimize()
    assert everything(port) == before
    port.undo(run)
    assert everything(port) == before


def test_readers_at_once_lose_nothing(port: Store) -> None:
    stores = [Store.open(port.uri) for _ in range(4)]

    def work(reader: int) -> None:
        users = stores[reader].users
        users.note("s-port", f"Note of {reader}", author=str(reader))
        users.star("s-port", author=str(reader))
        users.correct("s-port", "mentions", [str(reader)])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert rows_of(port) == {"corrections": 4, "stars": 4, "notes": 4, "searches": 0}
    (correction,) = port.users.corrections()
    assert port.statement("s-port")["mentions"] == list(correction.value or ())


@pytest.mark.parametrize("later", [["later"], ["first"], []], ids=["other", "same", "back"])
def test_a_correction_made_while_another_is_brought_in_rules(
    port: Store, monkeypatch: pytest.MonkeyPatch, later: list[str]
) -> None:
    """The later one comes between the earlier one's reading and its writing of the row."""
    other = Store.open(port.uri)
    reached = corrections.correct_rows
    calls: list[int] = []

    def interrupted(rows: pa.Table, rulings: corrections.Rulings) -> pa.Table:
        new = reached(rows, rulings)
        calls.append(1)
        if len(calls) == 1:
            other.users.correct("s-port", "mentions", later, author="other")
        return new

    monkeypatch.setattr(corrections, "correct_rows", interrupted)
    port.users.correct("s-port", "mentions", ["first"])
    (correction,) = port.users.corrections()
    assert list(correction.value or ()) == later
    assert port.statement("s-port")["mentions"] == later


def test_a_correction_made_while_its_article_is_written_holds(port: Store) -> None:
    writer = Store.open(port.uri)

    def write(_: int) -> None:
        for mark in range(2, 6):
            put(writer, said(country="DK"), mark=str(mark))

    with ThreadPoolExecutor(2) as pool:
        done = pool.submit(write, 0)
        for number in range(4):
            port.users.correct("s-port", "speaker", f"Speaker {number}")
        done.result()
    assert port.statement("s-port")["speaker"] == "Speaker 3"


def test_a_correction_that_was_interrupted_is_applied_by_the_next_run(
    port: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as killed:
        killed.setattr("analysis.store.corrections.settle", lambda *arguments: None)
        port.users.correct("s-port", "speaker", "Bo Ek")
    assert port.statement("s-port")["speaker"] == "Ada Berg"
    put(port, sample_statement(id="s-far"), article="a-far", text="Far away.")
    assert port.statement("s-port")["speaker"] == "Bo Ek"
