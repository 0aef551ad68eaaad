"""Nothing lost: killed writers, writers at once, a full disk. The store stays whole."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest
from browser import fill, many_batches
from store_writer import article

from analysis.errors import StoreEmpty, StoreError
from analysis.store import Store

WRITER = Path(__file__).parent / "store_writer.py"


def start(uri: Path | str, writer: int, run: int, articles: int) -> subprocess.Popen[str]:
    command = [sys.executable, str(WRITER), str(uri), str(writer), str(run), str(articles)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def broken_articles(store: Store) -> list[str]:
    """Articles that are there by half: statements missing, of two writes, doubled, without text."""
    rows = store._connection.dataset("statements").to_table(
        columns=["id", "record", "article_id", "telling", "n_statements", "text_key"]
    )
    articles: dict[str, list[dict[str, object]]] = {}
    for row in rows.to_pylist():
        articles.setdefault(row["article_id"], []).append(row)
    twice = [one for one, n in Counter(rows["id"].to_pylist()).items() if n > 1]
    return twice + [name for name, found in articles.items() if not _is_whole(store, name, found)]


def _is_whole(store: Store, name: str, rows: list[dict[str, object]]) -> bool:
    heads = [row for row in rows if row["record"] == "article"]
    said = [row for row in rows if row["record"] == "statement"]
    marks = {str(row["telling"]).split()[-1] for row in said}
    if len(heads) != 1 or heads[0]["n_statements"] != len(said) or len(marks) != 1:
        return False
    return store.article(name).text.endswith(marks.pop())


def test_a_killed_writer_leaves_whole_articles(tmp_path: Path) -> None:
    uri, chance = tmp_path / "store", random.Random(7)
    for run in range(3):
        writer = start(uri, 1, run, 40)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(chance.uniform(0.0, 1.2))
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
        store = Store.open(str(uri))
        if store.version:
            assert broken_articles(store) == []
    assert start(uri, 1, 9, 40).wait(120) == 0
    store = Store.open(str(uri))
    assert broken_articles(store) == []
    assert len(store.articles()) == 40
    assert all(text.endswith("w1p9") for text in store.statements()["text"])


def test_two_writers_and_readers_at_once(tmp_path: Path) -> None:
    uri = tmp_path / "store"
    Store.open(str(uri), create=True).use_model("fake", 16)
    store, errors, stop = Store.open(str(uri)), [], threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                store.summary(), store.facets("speaker"), store.statements(limit=5)
                store.matching(["words"], limit=5), store.by_period()
            except Exception as error:  # noqa: BLE001  whatever a reader meets is a failure
                errors.append(error)

    readers = [threading.Thread(target=read) for _ in range(2)]
    writers = [start(uri, number, 0, 40) for number in (1, 2)]
    for reader in readers:
        reader.start()
    ends = [writer.communicate(timeout=200) for writer in writers]
    stop.set()
    for reader in readers:
        reader.join()
    assert [writer.returncode for writer in writers] == [0, 0], ends
    assert errors == []
    assert broken_articles(store) == []
    assert len(store.articles()) == 32 + 32 + 8


FULL = """
import resource, signal, sys
sys.path[:0] = {paths!r}
from browser import fill, many_batches
from store_writer import article
from analysis.errors import StoreEmpty, StoreError
from analysis.store import Store
store = Store.open({uri!r})
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    store.write([article("large", "w1p0", 3000)], "run")
except StoreError as error:
    print(error)
"""


def test_a_full_disk_is_one_message_and_harms_nothing(tmp_path: Path) -> None:
    uri = str(tmp_path / "store")
    store = Store.open(uri, create=True)
    store.write([article("small", "w1p0", 3)], "run")
    paths = [str(WRITER.parent.parent), str(WRITER.parent)]
    code = FULL.format(paths=paths, uri=uri)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.startswith("No space left"), done
    assert len(done.stdout.splitlines()) == 1
    assert store.count() == 3
    assert broken_articles(Store.open(uri)) == []


def test_a_commit_that_fails_leaves_the_old_version(
    tiny_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> None:
        raise StoreError("stopped before the commit")

    before = tiny_store.statements()
    changed = article("briefing", "w1p0", 2, dimension=64)
    monkeypatch.setattr("analysis.store.writing._commit", fail)
    with pytest.raises(StoreError, match="stopped"):
        tiny_store.write([changed], "run")
    assert tiny_store.statements().equals(before)


@pytest.mark.parametrize("table", ["meta", "statements", "texts", "ingests"])
def test_a_table_that_was_never_finished_is_made_again(tmp_path: Path, table: str) -> None:
    # what a kill leaves behind that strikes while the first version of a table is written
    begun = tmp_path / "store" / f"{table}.lance" / "_transactions"
    begun.mkdir(parents=True)
    (begun / ".tmpcLgijk").write_bytes(b"")
    with pytest.raises(StoreEmpty):
        Store.open(str(tmp_path / "store"))
    store = Store.open(str(tmp_path / "store"), create=True)
    store.use_model("fake", 64)
    assert fill(store, many_batches(2)).count() == 4
