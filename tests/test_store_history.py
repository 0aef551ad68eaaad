"""History, undo, backup and restore: nothing that went in is lost by mistake."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from conftest import sample_batch, sample_document, sample_statement

from analysis.errors import InputError, NotFound, StoreError, StoreNewer
from analysis.store import Store, UndoReport


def put(store: Store, *articles: tuple[str, str]) -> str:
    """Write articles (name, mark), each with two statements that end with the mark."""
    run = store.begin_ingest("test")
    batch = []
    for name, mark in articles:
        document = sample_document(f"{name} {mark}", id=f"a-{name}", name=name)
        said = [
            sample_statement(id=f"s-{name}-{n}", article_id=document.id, text=f"Words {n} {mark}")
            for n in ("one", mark)
        ]
        batch.append(sample_batch(document, said))
    store.finish_ingest(run, store.write(batch, run))
    return run


def held(store: Store) -> dict[str, str]:
    """Article → the mark of its text, which that of all its statements must equal."""
    found = {}
    for article in store.articles()["id"]:
        mark = store.article(article).text.split()[-1]
        rows = store.statements()
        rows = rows[rows["article_id"] == article]
        assert list(rows["text"].str.split().str[-1]) == [mark, mark], article
        found[article.removeprefix("a-")] = mark
    return found


def test_undo_takes_away_what_a_run_brought(empty_store: Store) -> None:
    put(empty_store, ("x", "1"))
    second = put(empty_store, ("y", "1"), ("z", "1"))
    assert empty_store.undo(second) == UndoReport(removed=2)
    assert held(empty_store) == {"x": "1"}
    assert empty_store.history()[0].undone is not None


def test_undo_brings_back_what_a_run_replaced(empty_store: Store) -> None:
    put(empty_store, ("x", "1"), ("y", "1"))
    second = put(empty_store, ("x", "2"), ("z", "2"))
    before = empty_store.version
    assert empty_store.undo(second) == UndoReport(removed=1, restored=1)
    assert empty_store.version == before + 1, "one commit"
    assert held(empty_store) == {"x": "1", "y": "1"}


def test_undo_leaves_what_a_later_run_replaced(empty_store: Store) -> None:
    first = put(empty_store, ("x", "1"), ("y", "1"))
    second = put(empty_store, ("x", "2"))
    assert empty_store.undo(first) == UndoReport(removed=1)
    assert held(empty_store) == {"x": "2"}
    empty_store.undo(second)
    assert held(empty_store) == {}, "the version before belonged to a run that is undone"


def test_undo_in_any_order(empty_store: Store) -> None:
    runs = [put(empty_store, ("x", str(number))) for number in (1, 2, 3)]
    empty_store.undo(runs[1])
    assert held(empty_store) == {"x": "3"}
    empty_store.undo(runs[2])
    assert held(empty_store) == {"x": "1"}
    empty_store.undo(runs[0])
    assert held(empty_store) == {}


def test_what_was_undone_can_be_added_again(empty_store: Store) -> None:
    put(empty_store, ("x", "1"))
    empty_store.undo(put(empty_store, ("x", "2")))
    put(empty_store, ("x", "2"))
    assert held(empty_store) == {"x": "2"}


def test_undo_of_an_unknown_or_undone_run(empty_store: Store) -> None:
    with pytest.raises(NotFound, match="20200101"):
        empty_store.undo("20200101")
    run = put(empty_store, ("x", "1"))
    empty_store.undo(run)
    with pytest.raises(StoreError, match="already"):
        empty_store.undo(run)


def test_an_interrupted_run_can_be_undone(empty_store: Store) -> None:
    run = empty_store.begin_ingest("interrupted")
    document = sample_document("Words", id="a1")
    empty_store.write([sample_batch(document, [sample_statement()])], run)
    assert empty_store.history()[0].finished is None
    empty_store.undo(run)
    assert empty_store.count() == 0


def test_a_backup_restores_everything(tiny_store: Store, tmp_path: Path) -> None:
    put(tiny_store, ("x", "1"))
    second = put(tiny_store, ("x", "2"))
    rows = tiny_store.backup(tmp_path / "readout.zip")
    assert rows["statements"] == 3 + 9 + 1 + 2
    restored = Store.restore(tmp_path / "readout.zip", str(tmp_path / "restored"))
    every = [*tiny_store.statements().columns, "embedding"]
    pd.testing.assert_frame_equal(
        restored.statements(columns=every), tiny_store.statements(columns=every)
    )
    assert restored.article("a-briefing") == tiny_store.article("a-briefing")
    assert restored.history() == tiny_store.history()
    assert (restored.model, restored.dimension) == (tiny_store.model, tiny_store.dimension)
    assert restored.matching([], ["only way"]).num_rows == 2
    restored.undo(second)
    assert restored.article("a-x").text == "x 1"


def test_a_backup_replaces_the_former_one_only_when_it_is_whole(
    tiny_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "readout.zip"
    path.write_text("the former one")

    def full(*arguments: object, **options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    with pytest.raises(StoreError, match="No space left"):
        tiny_store.backup(path)
    assert path.read_text() == "the former one"
    assert [one.name for one in tmp_path.glob("*.part")] == []


def test_an_empty_store_can_be_backed_up(empty_store: Store, tmp_path: Path) -> None:
    empty_store.backup(tmp_path / "b.zip")
    assert Store.restore(tmp_path / "b.zip", str(tmp_path / "new")).count() == 0


def test_restoring_over_articles_is_refused(tiny_store: Store, tmp_path: Path) -> None:
    tiny_store.backup(tmp_path / "b.zip")
    with pytest.raises(StoreError, match="READOUT_STORE"):
        Store.restore(tmp_path / "b.zip", tiny_store.uri)
    assert tiny_store.count() == 7


def test_what_is_no_backup_is_refused(tiny_store: Store, tmp_path: Path) -> None:
    text, other = tmp_path / "text.zip", tmp_path / "other.zip"
    text.write_text("not a zip")
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("readme", "no backup")
    for path in (text, other, tmp_path / "missing.zip"):
        with pytest.raises(InputError, match=path.name):
            Store.restore(path, str(tmp_path / "new"))


def test_a_damaged_backup_is_refused(tiny_store: Store, tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    tiny_store.backup(path)
    content = bytearray(path.read_bytes())
    middle = len(content) // 3
    content[middle : middle + 40] = bytes(40)
    path.write_bytes(content)
    with pytest.raises(InputError):
        Store.restore(path, str(tmp_path / "new"))


def test_a_backup_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readout.json", json.dumps({"schema_version": 999, "rows": {}}))
    with pytest.raises(StoreNewer):
        Store.restore(path, str(tmp_path / "new"))
