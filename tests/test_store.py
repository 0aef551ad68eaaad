"""The store: what goes in comes out, filtered, counted, sorted; what cannot be done is said."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from conftest import FakeEncoder, sample_batch, sample_document, sample_statement, tiny_batches

from analysis.columns import COLUMNS, NAMES
from analysis.errors import (
    ModelMismatch,
    NotFound,
    StoreEmpty,
    StoreError,
    StoreNewer,
    StoreReadOnly,
)
from analysis.models import Filters, Statement
from analysis.store import ArticleBatch, Store, WriteReport, fingerprint, text_hash, words_hash
from analysis.store.indexes import Probing
from analysis.store.migrations import MIGRATIONS, write_meta
from analysis.store.records import period_end, words
from analysis.store.where import quoted

HOSTILE = [
    "O'Brien",
    "'; DROP TABLE statements; --",
    'Dwayne "The Rock" Johnson',
    "back\\slash\\'",
    "%_wild*card?",
    "{{template}} $1 :name ?",
    "line\nbreak\ttab",
    "``tick`` and [bracket]",
    "Élysée – Владимир 习近平 🕊",
    "a" * 3000,
]


def ids(frame: pd.DataFrame) -> list[str]:
    return list(frame["id"])


def write_one(
    store: Store, *statements: Statement, text: str = "An article.", **fields: Any
) -> Any:
    document = sample_document(text, **({"id": "a1"} | fields))
    batch = sample_batch(document, [replace(one, article_id=document.id) for one in statements])
    return store.write([batch], store.begin_ingest("test"))


# --- going in and coming out ----------------------------------------------------------------


def test_every_field_of_a_statement_comes_back(empty_store: Store) -> None:
    statement = sample_statement(
        telling="denied that the talks will go on",
        source=((0, 3), (5, 9)),
        cue=((4, 5),),
        content=((10, 20), (30, 44)),
        context="around it",
        role="spokesperson",
        organisation="Ministry",
        addressees=("Wang Yi", "Josep Borrell"),
        asked_by="AFP",
        question="What next?",
        answers="Kurt Campbell",
        mentions=("Russia",),
        mentioned_countries=("RU", "CN"),
        reported_by=("CNN",),
        venue="press conference",
        said_on_reason="Tuesday",
        topic="talks",
        key_phrase="go on",
        key_phrase_is="verbatim",
        caution="none",
        original_title="A page",
        original_url="https://example.org",
    )
    write_one(empty_store, statement)
    row = empty_store.statement(statement.id)
    for name in Statement.__dataclass_fields__:
        given, stored = getattr(statement, name), row[name]
        if isinstance(given, tuple):
            given, stored = [*given], [*stored]
        if name in ("source", "cue", "content"):
            stored = [tuple(span) for span in stored]
        assert stored == (pytest.approx(given) if name == "confidence" else given), name


def test_what_is_embedded_is_told_with_the_cue_where_there_is_one(empty_store: Store) -> None:
    plain = sample_statement(id="s1", text="He left.")
    denied = sample_statement(id="s2", text="he left.", telling="denied that he left.")
    write_one(empty_store, plain, denied)
    rows = empty_store.rows(["s1", "s2"], ("telling", "text_hash", "words_hash", "searchable"))
    assert [row["telling"] for row in rows] == ["He left.", "denied that he left."]
    assert rows[0]["words_hash"] != rows[1]["words_hash"], "a denial is no copy of the claim"
    assert empty_store.matching(["denied"]).num_rows == 1


def test_an_article_comes_back_with_its_text_and_footnotes(tiny_store: Store) -> None:
    given = tiny_batches()[0].document
    article = tiny_store.article("a-briefing")
    assert article.document == given
    assert (article.n_statements, article.extractor) == (6, "rules 1")
    assert tiny_store.article("a-page").text == ""


def test_the_frame_has_the_documented_columns_and_dtypes(tiny_store: Store) -> None:
    frame = tiny_store.statements(columns=NAMES)
    assert tuple(frame.columns) == NAMES
    for column in COLUMNS:
        dtype = str(frame[column.name].dtype)
        if column.dtype == "str":
            missing_allowed = column.missing.startswith("None")
            assert dtype == ("object" if missing_allowed else "str"), column.name
        else:
            expected = {"list": "object", "array": "object"}.get(column.dtype, column.dtype)
            assert dtype.startswith(expected), column.name
    assert tiny_store.statements(Filters(ids=("s-analysts",)))["speaker"][0] is None


def test_the_embedding_is_loaded_only_when_asked_for(tiny_store: Store) -> None:
    assert "embedding" not in tiny_store.statements().columns
    vectors = np.stack(tiny_store.statements(columns=["embedding"])["embedding"])
    assert vectors.shape == (7, 64)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-6)


def test_vectors_lose_next_to_nothing_on_disk(tiny_store: Store) -> None:
    given = FakeEncoder().encode(["Washington had doubts"])[0]
    stored = tiny_store.rows(["s-doubts"], ("embedding",))[0]["embedding"]
    assert float(np.dot(given, stored)) > 0.99999 * float(np.linalg.norm(stored))


# --- twice, changed, elsewhere --------------------------------------------------------------


def test_adding_the_same_content_twice_changes_nothing(tiny_store: Store) -> None:
    before, rows = tiny_store.version, tiny_store.statements()
    report = tiny_store.write(tiny_batches(), tiny_store.begin_ingest("again"))
    assert report == WriteReport(unchanged=3)
    assert tiny_store.version == before
    pd.testing.assert_frame_equal(tiny_store.statements(), rows)


def test_the_same_content_under_another_name_is_known(tiny_store: Store) -> None:
    batch = tiny_batches()[0]
    moved = replace(batch.document, id="a-moved", name="elsewhere.txt")
    mark = fingerprint(moved, batch.extractor, batch.model)
    assert tiny_store.unchanged({"a-moved": mark, "a-new": "f" * 32}) == {"a-moved"}


def test_the_same_content_twice_in_one_write_goes_in_once(empty_store: Store) -> None:
    one, other = (
        sample_batch(sample_document("Same.", id=i), [sample_statement(id=f"s{i}", article_id=i)])
        for i in ("a1", "a2")
    )
    report = empty_store.write([one, other], empty_store.begin_ingest("test"))
    assert (report.added, report.unchanged, empty_store.count()) == (1, 1, 1)


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Other words.", "readable": "Other words."},
        {"title": "Another title"},
        {"published": date(2024, 1, 1)},
        {"publisher": "Someone else"},
    ],
    ids=["text", "title", "published", "publisher"],
)
def test_what_changes_an_article_changes_its_fingerprint(change: dict[str, Any]) -> None:
    document = sample_document("Some words.")
    before = fingerprint(document, "rules 1", "fake")
    assert fingerprint(replace(document, **change), "rules 1", "fake") != before


def test_extractor_and_model_belong_to_the_fingerprint() -> None:
    document = sample_document("Some words.")
    marks = {fingerprint(document, *pair) for pair in (("1", "m"), ("2", "m"), ("1", "n"))}
    assert len(marks) == 3


def test_changed_content_replaces_the_old_in_one_commit(tiny_store: Store) -> None:
    batch = tiny_batches()[0]
    document = replace(batch.document, text="All new.", readable="All new.")
    kept = replace(batch.statements[0], text="All new")
    new = sample_batch(document, [kept])
    before = tiny_store.version
    report = tiny_store.write([new], tiny_store.begin_ingest("change"))
    assert (report.added, report.replaced, report.statements) == (0, 1, 1)
    assert tiny_store.version == before + 1
    here = Filters(article_ids=("a-briefing",), kinds=())
    assert ids(tiny_store.statements(here)) == ["s-stop"]
    assert tiny_store.article("a-briefing").text == "All new."
    assert tiny_store.count(Filters(kinds=())) == 4


def test_an_article_without_statements_is_kept(empty_store: Store) -> None:
    write_one(empty_store)
    assert empty_store.article("a1").n_statements == 0
    assert empty_store.summary().articles == 1
    assert empty_store.count() == 0


def test_two_statements_of_one_id_are_refused(empty_store: Store) -> None:
    twins = [sample_statement(id="s1", text="One."), sample_statement(id="s1", text="Two.")]
    with pytest.raises(StoreError, match="s1"):
        write_one(empty_store, *twins)
    assert empty_store.count() == 0


def test_vectors_that_do_not_match_are_refused(empty_store: Store) -> None:
    batch = tiny_batches()[0]
    with pytest.raises(StoreError, match=r"briefing\.txt"):
        empty_store.write([replace(batch, embeddings=batch.embeddings[:2])], "run")


def test_statements_of_another_article_are_refused(empty_store: Store) -> None:
    stray = sample_batch(sample_document("Words", id="a1"), [sample_statement(article_id="a2")])
    with pytest.raises(StoreError, match="another article"):
        empty_store.write([stray], "run")


def test_known_vectors_are_given_back(tiny_store: Store) -> None:
    text = "Washington had doubts"
    known = tiny_store.known_embeddings([text_hash(text), text_hash("never said")])
    assert list(known) == [text_hash(text)]
    assert known[text_hash(text)] @ FakeEncoder().encode([text])[0] == pytest.approx(1, abs=1e-3)


# --- filters --------------------------------------------------------------------------------

FILTERED = [
    ("nothing", Filters(), "s-analysts s-copy s-doubts s-macron s-obrien s-stop s-talks"),
    ("country", Filters(countries=("US", "FR")), "s-doubts s-macron s-obrien"),
    ("not a country, unknown stays", Filters(not_countries=("CN", "FR")), "s-analysts s-doubts"),
    ("speaker", Filters(speakers=("Mao Ning",)), "s-copy s-stop s-talks"),
    ("not a speaker", Filters(not_speakers=("Mao Ning",), countries=("CN", "US")), "s-doubts"),
    ("addressee", Filters(addressees=("Wang Yi", "nobody")), "s-doubts"),
    ("mentions an actor", Filters(mentions=("United States",)), "s-doubts"),
    ("mentions a country", Filters(mentions=("CN",)), "s-stop"),
    ("publisher with accents", Filters(publishers=("Élysée",)), "s-macron s-obrien"),
    ("mode", Filters(modes=("direct",)), "s-copy s-talks"),
    ("kind", Filters(kinds=("document", "attitude")), "s-hope s-plan"),
    ("all kinds of one article", Filters(kinds=(), article_ids=("a-reprint",)), "s-copy"),
    ("origin", Filters(origins=("curated",)), "s-macron s-obrien"),
    ("said from", Filters(said_from=date(2024, 4, 9)), "s-copy s-doubts s-stop s-talks"),
    ("said to", Filters(said_to=date(2023, 2, 7)), "s-obrien"),
    (
        "a day inside a year",
        Filters(said_from=date(2023, 7, 1), said_to=date(2023, 7, 1)),
        "s-obrien",
    ),
    (
        "a day inside a month",
        Filters(said_from=date(2024, 4, 30), said_to=date(2024, 5, 9)),
        "s-doubts",
    ),
    ("the day after a month", Filters(said_from=date(2024, 5, 1)), ""),
    ("undated", Filters(undated_only=True), "s-analysts"),
    ("unattributed", Filters(unattributed_only=True), "s-analysts"),
    ("ids", Filters(ids=("s-stop", "s-plan")), "s-stop"),
    ("two at once", Filters(countries=("CN",), modes=("direct",)), "s-copy s-talks"),
]


@pytest.mark.parametrize(
    ("filters", "expected"), [row[1:] for row in FILTERED], ids=[row[0] for row in FILTERED]
)
def test_filters(tiny_store: Store, filters: Filters, expected: str) -> None:
    assert sorted(ids(tiny_store.statements(filters))) == expected.split()
    assert tiny_store.count(filters) == len(expected.split())


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_name_finds_its_own_statement_only(empty_store: Store, name: str) -> None:
    one = sample_statement(id="s1", speaker=name, addressees=(name,), mentions=(name,))
    other = sample_statement(id="s2", speaker="Other", addressees=("Other",))
    write_one(empty_store, one, other, publisher=name, id=name)
    for filters in (
        Filters(speakers=(name,)),
        Filters(addressees=(name,)),
        Filters(mentions=(name,)),
        Filters(not_speakers=("Other",)),
    ):
        assert ids(empty_store.statements(filters)) == ["s1"]
    assert empty_store.count(Filters(publishers=(name,), article_ids=(name,))) == 2
    assert empty_store.article(name).publisher == name
    assert name in list(empty_store.facets("speaker")["value"])


def test_quoting_doubles_quotes() -> None:
    assert quoted("O'Brien's\0") == "'O''Brien''s'"


# --- order and pages ------------------------------------------------------------------------

ORDERED = [
    ("newest", "s-copy s-stop s-talks s-doubts s-macron s-obrien s-analysts"),
    ("oldest", "s-obrien s-macron s-doubts s-stop s-talks s-copy s-analysts"),
    ("speaker", "s-doubts s-obrien s-macron s-stop s-talks s-copy s-analysts"),
]


@pytest.mark.parametrize(("order", "expected"), ORDERED, ids=[row[0] for row in ORDERED])
def test_orders(tiny_store: Store, order: Any, expected: str) -> None:
    wanted = expected.split()
    assert ids(tiny_store.statements(order=order)) == wanted
    pages = [ids(tiny_store.statements(order=order, limit=3, offset=at)) for at in (0, 3, 6, 9)]
    assert [one for page in pages for one in page] == wanted


def test_text_order_follows_the_article(tiny_store: Store) -> None:
    here = Filters(article_ids=("a-briefing",), kinds=())
    expected = ["s-stop", "s-talks", "s-doubts", "s-analysts", "s-plan", "s-hope"]
    assert ids(tiny_store.statements(here, order="text")) == expected
    assert ids(tiny_store.statements(here, order="text", limit=2, offset=1)) == expected[1:3]


def test_rows_keep_the_order_asked_for(tiny_store: Store) -> None:
    rows = tiny_store.rows(["s-plan", "s-copy", "s-stop"], ("speaker",))
    assert [row["id"] for row in rows] == ["s-plan", "s-copy", "s-stop"]


def test_articles_are_listed_newest_first(tiny_store: Store) -> None:
    assert ids(tiny_store.articles()) == ["a-reprint", "a-briefing", "a-page"]
    assert ids(tiny_store.articles(Filters(publishers=("Example Wire",)))) == ["a-briefing"]


# --- counts ---------------------------------------------------------------------------------


def table(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in frame.itertuples(index=False)]


def test_facets_count_values(tiny_store: Store) -> None:
    assert table(tiny_store.facets("country")) == [("CN", 3), ("FR", 2), ("US", 1), (None, 1)]
    assert table(tiny_store.facets("country", limit=1)) == [("CN", 3)]
    assert table(tiny_store.facets("addressees")) == [("Volodymyr Zelenskyy", 1), ("Wang Yi", 1)]
    french = Filters(countries=("FR",))
    assert table(tiny_store.facets("publisher", french)) == [("Élysée", 2)]


def test_facets_of_an_unknown_column_are_refused(tiny_store: Store) -> None:
    with pytest.raises(ValueError, match="colour"):
        tiny_store.facets("colour")


PERIODS = [
    ("day", [("2023-02-08", None, 1), ("2024-04-09", None, 3)]),
    ("week", [("2023-02-06", None, 1), ("2024-04-08", None, 3)]),
    ("month", [("2023-02-01", None, 1), ("2024-04-01", None, 4)]),
    ("year", [("2023-01-01", None, 2), ("2024-01-01", None, 4)]),
]


@pytest.mark.parametrize(("period", "expected"), PERIODS, ids=[row[0] for row in PERIODS])
def test_periods_count_only_dates_precise_enough(
    tiny_store: Store, period: Any, expected: list[Any]
) -> None:
    found = [
        (str(day)[:10], value, n) for day, value, n in table(tiny_store.by_period(None, period))
    ]
    assert found == expected


def test_periods_by_country(tiny_store: Store) -> None:
    found = tiny_store.by_period(Filters(said_from=date(2024, 1, 1)), "month", "country")
    assert [row[1:] for row in table(found)] == [("CN", 3), ("US", 1)]


def test_lanes_have_a_mark_a_dated_statement(tiny_store: Store) -> None:
    marks = tiny_store.lanes(by="country")
    assert len(marks) == 6
    assert set(marks["lane"]) == {"CN", "US", "FR"}


def test_summary(tiny_store: Store) -> None:
    summary = tiny_store.summary()
    counted = (summary.articles, summary.statements, summary.speakers, summary.countries)
    assert counted == (3, 7, 4, 3)
    assert (summary.first, summary.last) == (date(2023, 1, 1), date(2024, 4, 9))
    assert (summary.undated, summary.unattributed, summary.curated) == (1, 1, 2)
    assert summary.kinds == {"statement": 7, "document": 1, "attitude": 1}
    assert summary.model == "fake"


# --- empty, missing, wrong ------------------------------------------------------------------


def test_an_empty_store_answers_everything_with_nothing(empty_store: Store) -> None:
    assert empty_store.version == 0
    assert empty_store.count() == 0
    assert list(empty_store.statements(columns=["id", "said_on"]).columns) == ["id", "said_on"]
    for frame in (
        empty_store.statements(),
        empty_store.articles(),
        empty_store.facets("country"),
        empty_store.by_period(),
        empty_store.lanes(),
    ):
        assert frame.empty
    assert empty_store.summary().statements == 0
    assert empty_store.nearest(np.ones(64), limit=3).num_rows == 0
    assert empty_store.matching(["talks"]).num_rows == 0
    assert empty_store.unchanged({"a": "b"}) == set()
    assert empty_store.known_embeddings(["a"]) == {}
    assert empty_store.history() == []


@pytest.mark.parametrize("find", [Store.statement, Store.article], ids=["statement", "article"])
def test_an_unknown_id_is_not_found(
    tiny_store: Store, empty_store: Store, find: Callable[[Store, str], Any]
) -> None:
    for store in (tiny_store, empty_store):
        with pytest.raises(NotFound, match="nothing-here"):
            find(store, "nothing-here")


def test_a_missing_store_says_how_to_begin(tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    for place in ("none", "bare"):
        with pytest.raises(StoreEmpty, match="python -m analysis add"):
            Store.open(str(tmp_path / place))
    assert not (tmp_path / "none").exists()


def test_a_file_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for create in (False, True):
        with pytest.raises(StoreError, match="folder"):
            Store.open(str(tmp_path / "file"), create=create)


def test_a_place_that_cannot_be_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: False)
    with pytest.raises(StoreReadOnly, match=re.escape(str(tmp_path))):
        Store.open(str(tmp_path / "store"), create=True)


def test_vectors_of_two_models_never_mix(tiny_store: Store) -> None:
    other = FakeEncoder("other", 64)
    batch = sample_batch(sample_document("New.", id="a1"), [sample_statement()], other)
    with pytest.raises(ModelMismatch, match="READOUT_ENCODER=fake"):
        tiny_store.write([batch], tiny_store.begin_ingest("test"))
    with pytest.raises(ModelMismatch):
        tiny_store.use_model("fake", 384)
    assert tiny_store.model == "fake"


def test_one_write_takes_one_model(empty_store: Store) -> None:
    batches: list[ArticleBatch] = [tiny_batches(FakeEncoder(n))[i] for i, n in enumerate("ab")]
    with pytest.raises(ModelMismatch):
        empty_store.write(batches, "run")


def test_a_store_of_a_newer_version_is_refused(tiny_store: Store) -> None:
    write_meta(tiny_store._connection, {"schema_version": str(len(MIGRATIONS) + 1)})
    with pytest.raises(StoreNewer, match="Update Readout"):
        Store.open(tiny_store.uri)


# --- several at once ------------------------------------------------------------------------


def test_a_reader_sees_what_another_wrote_at_once(tiny_store: Store) -> None:
    reader = Store.open(tiny_store.uri)
    before = reader.version
    write_one(tiny_store, sample_statement(text="Brand new words."))
    assert reader.version > before
    assert reader.count() == 8
    assert reader.matching(["brand"], columns=("text",))["text"].to_pylist() == ["Brand new words."]
    vector = FakeEncoder().encode(["Brand new words."])[0]
    assert (
        reader.nearest(vector, limit=1, columns=("text",))["text"][0].as_py() == "Brand new words."
    )


def test_upkeep_changes_no_answer(tiny_store: Store) -> None:
    write_one(tiny_store, sample_statement(text="Brand new words."))
    before = tiny_store.statements()
    tiny_store.optimize()
    pd.testing.assert_frame_equal(tiny_store.statements(), before)
    assert tiny_store.matching(["brand"]).num_rows == 1
    assert tiny_store.matching([], ["only way"]).num_rows == 2


def test_a_long_run_is_tidied_on_the_way(
    empty_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    tidied: list[object] = []
    monkeypatch.setattr("analysis.store.writing.COMMITS_A_TIDYING", 3)
    monkeypatch.setattr("analysis.store.indexes.tend", tidied.append)
    for number in range(7):
        write_one(empty_store, sample_statement(id=f"s{number}"), text=f"Text {number}")
    assert len(tidied) == 2


def test_history_lists_runs_newest_first(tiny_store: Store) -> None:
    run = tiny_store.begin_ingest("a second")
    newest, oldest = tiny_store.history()
    assert (newest.id, newest.what, newest.finished) == (run, "a second", None)
    assert (oldest.what, oldest.report) == ("tiny", WriteReport(added=3, statements=9))


# --- small pure things ----------------------------------------------------------------------

PERIOD_ENDS = [
    (date(2024, 2, 1), "month", date(2024, 2, 29)),
    (date(2023, 12, 1), "month", date(2023, 12, 31)),
    (date(2024, 4, 8), "week", date(2024, 4, 14)),
    (date(2024, 1, 1), "year", date(2024, 12, 31)),
    (date(2024, 4, 9), "day", date(2024, 4, 9)),
]


@pytest.mark.parametrize(("day", "precision", "last"), PERIOD_ENDS)
def test_the_last_day_of_a_period(day: date, precision: Any, last: date) -> None:
    assert period_end(day, precision) == last


SAME_WORDS = [
    ("“Talks are the only way,”", '"talks are the only way".', True),
    ("It’s Erdoğan’s plan", "it's Erdogan's plan", True),
    ("Talks are the only way", "Talks are not the only way", False),
    ("ab c", "a bc", False),
]


@pytest.mark.parametrize(("one", "other", "same"), SAME_WORDS)
def test_words_are_compared_without_quotes_case_and_accents(
    one: str, other: str, same: bool
) -> None:
    assert (words_hash(one) == words_hash(other)) is same


def test_words() -> None:
    assert words("Élysée: “don’t” — 12-point plan_b") == [
        *("elysee", "don't", "12", "point", "plan", "b"),
    ]


@pytest.mark.parametrize(
    ("limit", "compared", "factor"), [(10, 200, 20), (80, 200, 3), (500, 200, 2), (10, None, None)]
)
def test_a_search_compares_enough_vectors_in_full(
    limit: int, compared: int | None, factor: int | None
) -> None:
    assert Probing(nprobes=8, compared=compared).refine(limit) == factor
