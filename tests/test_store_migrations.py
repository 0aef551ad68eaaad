"""A store of the first version opens with the newest: nothing is lost, everything works.

``data/store_v1.zip`` holds a store as the first version wrote it (three invented articles, one of
them replaced by a second run) and ``expected.json``, all its rows as that version read them.
"""

from __future__ import annotations

import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from conftest import FakeEncoder, sample_batch, sample_document, sample_statement

from analysis.errors import StoreNewer
from analysis.models import Filters
from analysis.store import Store, UndoReport
from analysis.store.connection import Connection
from analysis.store.migrations import (
    MIGRATIONS,
    m001_tables,
    m002_question,
    m004_key,
    migrate,
    read_meta,
    write_meta,
)
from analysis.store.schema import META, META_SCHEMA, USER_TABLES, statements_schema

FIRST = Path(__file__).parent / "data" / "store_v1.zip"
EVERYTHING = Filters(kinds=())


@pytest.fixture
def first(tmp_path: Path) -> str:
    """Address of a store of the first version."""
    place = tmp_path / "first"
    with zipfile.ZipFile(FIRST) as archive:
        archive.extractall(place)
    (place / "expected.json").unlink()
    return str(place)


def expected() -> dict[str, list[dict[str, Any]]]:
    """table → rows, as the first version read them."""
    with zipfile.ZipFile(FIRST) as archive:
        tables: dict[str, list[dict[str, Any]]] = json.loads(archive.read("expected.json"))
    return tables


def read(store: Store, table: str) -> list[dict[str, Any]]:
    """All rows of a table, dates as text as in ``expected.json``."""
    rows = store._connection.dataset(table).to_table().to_pylist()
    plain: list[dict[str, Any]] = json.loads(json.dumps(rows, default=str))
    return plain


def test_the_first_version_is_what_it_says(first: str) -> None:
    connection = Connection(first, create=False)
    assert read_meta(connection)["schema_version"] == "1"
    schema = connection.table("statements").schema
    assert not {"question", "telling", "corrected"} & set(schema.names)
    assert schema.field("id").nullable


def test_opening_keeps_all_rows_and_fields(first: str) -> None:
    store = Store.open(first)
    assert read_meta(store._connection)["schema_version"] == str(len(MIGRATIONS))
    for table, rows in expected().items():
        now = read(store, table)[: len(rows)]
        assert [{name: row[name] for name in rows[0]} for row in now] == rows, table


def test_the_columns_are_those_of_a_new_store(first: str) -> None:
    store = Store.open(first)
    new = statements_schema(16)
    schema = store._connection.table("statements").schema
    assert {f.name: f.type for f in schema} == {f.name: f.type for f in new}
    assert not schema.field("id").nullable
    assert set(USER_TABLES) <= store._connection.names()
    for name, columns in USER_TABLES.items():
        assert store._connection.table(name).schema == columns


def test_new_columns_say_what_is_known(first: str) -> None:
    statement = Store.open(first).statement("s-bridge")
    assert statement["telling"] == statement["text"] == "the bridge would reopen on Monday"
    assert (statement["question"], statement["corrected"]) == (None, [])
    assert statement["said_on"] == date(2023, 5, 3)


def test_everything_works_in_a_migrated_store(first: str) -> None:
    store = Store.open(first)
    assert store.count(EVERYTHING) == 4
    assert store.matching(["bridge"]).num_rows == 1
    vector = FakeEncoder(dimension=16).encode(["Nobody will be left behind"])[0]
    assert store.nearest(vector, limit=1)["id"].to_pylist() == ["s-behind"]
    assert "on Monday" in store.article("a-bridge").text
    store.users.correct("s-tin", "speaker", "Tin Institute")
    assert store.facets("speaker")["value"].tolist().count("Tin Institute") == 1
    second = store.history()[0]
    assert store.undo(second.id) == UndoReport(restored=1)
    assert store.statement("s-bridge")["telling"] == "the bridge would reopen soon"
    document = sample_document("New words.", id="a-tin")
    said = sample_statement(article_id="a-tin", text="New words.")
    store.write([sample_batch(document, [said], FakeEncoder(dimension=16))], "run")
    assert store.count(EVERYTHING) == 4
    store.optimize()
    assert store.matching(["new"]).num_rows == 1


def test_a_migrated_store_is_backed_up_and_restored(first: str, tmp_path: Path) -> None:
    store = Store.open(first)
    store.backup(tmp_path / "b.zip")
    restored = Store.restore(tmp_path / "b.zip", str(tmp_path / "restored"))
    assert read(restored, "statements") == read(store, "statements")
    assert not restored._connection.table("statements").schema.field("id").nullable


def test_two_who_bring_one_article_to_a_migrated_store_bring_it_once(first: str) -> None:
    document = sample_document("Fresh words.", id="a-fresh")
    said = sample_statement(article_id="a-fresh", text="Fresh words.")
    batch = sample_batch(document, [said], FakeEncoder(dimension=16))
    stores = [Store.open(first) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda store: store.write([batch], "run"), stores))
    assert Store.open(first).count(Filters(article_ids=("a-fresh",))) == 1


def test_several_may_open_an_old_store_at_once(first: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(lambda _: Store.open(first).count(EVERYTHING), range(4)))
    assert counts == [4] * 4
    schema = Store.open(first)._connection.table("statements").schema
    assert len(schema.names) == len(set(schema.names))


def test_a_migration_that_was_interrupted_is_repeated(first: str) -> None:
    connection = Connection(first, create=False)
    m002_question(connection)  # and killed before the version was noted
    connection.close()
    assert Store.open(first).count(EVERYTHING) == 4


def test_the_question_comes_to_both_tables_and_only_once(first: str) -> None:
    connection = Connection(first, create=False)
    for _ in range(2):
        m002_question(connection)
    for table in ("statements", "replaced"):
        rows = connection.table(table).to_arrow()
        assert rows.schema.field("question").type == pa.string()
        assert rows["question"].null_count == rows.num_rows > 0


def test_the_question_is_no_business_of_an_empty_store(tmp_path: Path) -> None:
    connection = Connection(str(tmp_path / "new"), create=True)
    connection.create(META, META_SCHEMA)
    m001_tables(connection)
    m002_question(connection)
    assert connection.names() == {"meta", "texts", "ingests"}


def test_a_store_killed_right_after_it_was_made_is_completed(tmp_path: Path) -> None:
    connection = Connection(str(tmp_path / "new"), create=True)
    connection.create(META, META_SCHEMA)  # and killed
    store = Store.open(str(tmp_path / "new"))
    assert set(USER_TABLES) <= store._connection.names()
    assert store.history() == []


def test_a_key_is_set_once(first: str) -> None:
    connection = Connection(first, create=False)
    m004_key(connection)
    version = connection.table("statements").version
    m004_key(connection)
    assert connection.table("statements").version == version


def test_a_new_store_needs_no_key_from_a_migration(tiny_store: Store) -> None:
    before = tiny_store.version
    m004_key(tiny_store._connection)
    assert tiny_store.version == before


@pytest.mark.parametrize("more", [1, 100])
def test_a_newer_store_is_refused_and_left_alone(first: str, more: int) -> None:
    connection = Connection(first, create=False)
    write_meta(connection, {"schema_version": str(len(MIGRATIONS) + more)})
    with pytest.raises(StoreNewer, match=r"schema \d+, this one knows \d+.*Update Readout"):
        Store.open(first)
    assert "question" not in connection.table("statements").schema.names


def test_migrating_twice_changes_nothing(first: str) -> None:
    store = Store.open(first)
    before = store.version
    migrate(store._connection, create=False)
    assert store.version == before
