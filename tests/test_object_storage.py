"""A store in object storage: all that works on disk works there, for several at once."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import FakeEncoder, sample_batch, sample_document, sample_statement, tiny_batches

from analysis.errors import StoreEmpty
from analysis.models import Filters
from analysis.search import search, similar
from analysis.store import Store

pytest.importorskip("moto", reason="object storage: pip install -r requirements-dev.txt")
pytest.importorskip("flask", reason="object storage: pip install -r requirements-dev.txt")

HERE = Path(__file__).parent
KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1"}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Address of a server that holds an empty bucket."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, str(HERE / "object_storage.py"), str(port)])
    address = f"http://127.0.0.1:{port}"
    try:
        _make_bucket(f"{address}/readout")
        yield address
    finally:
        process.terminate()
        process.wait(20)


def _make_bucket(url: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(urllib.request.Request(url, method="PUT"), timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail("the S3 server does not answer")


@pytest.fixture
def place(server: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    """An address where nothing lies yet, endpoint and credentials in the environment."""
    for name, value in (KEYS | {"AWS_ENDPOINT_URL": server}).items():
        monkeypatch.setenv(name, value)
    return f"s3://readout/{request.node.name}"


@pytest.fixture
def tiny(place: str) -> Store:
    """The tiny store, in object storage."""
    store = Store.open(place, create=True)
    run = store.begin_ingest("tiny")
    store.finish_ingest(run, store.write(tiny_batches(), run))
    return store


def test_nothing_is_there_before_anything_is_added(place: str) -> None:
    with pytest.raises(StoreEmpty, match="s3://"):
        Store.open(place)


def test_it_answers_as_on_disk(tiny: Store, tiny_store: Store) -> None:
    everything = Filters(kinds=())
    columns = ["id", "text", "speaker", "country", "said_on", "content"]
    there, here = (s.statements(everything, columns, order="text") for s in (tiny, tiny_store))
    assert there.equals(here)
    assert tiny.summary().speakers == tiny_store.summary().speakers
    assert tiny.article("a-briefing").text == tiny_store.article("a-briefing").text
    assert tiny.facets("country").equals(tiny_store.facets("country"))
    for by in ("both", "meaning", "words"):
        hits = [search(s, FakeEncoder(), "talks way out", by=by) for s in (tiny, tiny_store)]
        assert [hit.id for hit in hits[0]] == [hit.id for hit in hits[1]]
    assert similar(tiny, "s-talks")


def test_what_is_in_stays_as_it_is(tiny: Store) -> None:
    version = tiny.version
    report = tiny.write(tiny_batches(), "again")
    assert (report.added, report.unchanged, tiny.version) == (0, 3, version)


def test_a_reader_sees_what_another_writes(tiny: Store, place: str) -> None:
    reader = Store.open(place)
    before = reader.summary().articles
    document = sample_document("One more article.", id="a-more")
    tiny.write([sample_batch(document, [sample_statement(article_id="a-more")])], "more")
    deadline = time.monotonic() + 20
    while reader.summary().articles == before and time.monotonic() < deadline:
        time.sleep(0.1)
    assert reader.summary().articles == before + 1


def test_writers_at_once_lose_nothing(place: str) -> None:
    Store.open(place, create=True).use_model("fake", 16)
    command = [sys.executable, str(HERE / "store_writer.py"), place]
    writers = [
        subprocess.Popen(
            [*command, str(writer), "1", "10"],
            env=os.environ | {"PYTHONPATH": str(HERE.parent)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for writer in (1, 2)
    ]
    reader, seen = Store.open(place), []
    while any(writer.poll() is None for writer in writers):
        seen.append(reader.summary().articles)
        time.sleep(0.2)
    for writer in writers:
        _, errors = writer.communicate(timeout=60)
        assert writer.returncode == 0, errors
    assert seen == sorted(seen)
    store = Store.open(place)
    articles = store.articles()
    assert len(articles) == len(set(articles["id"])) == 18
    assert int(articles["n_statements"].sum()) == store.count(Filters(kinds=()))


def test_two_who_bring_the_same_articles_bring_them_once(place: str) -> None:
    first, second = Store.open(place, create=True), Store.open(place, create=True)
    first.use_model("fake", 64)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda store: store.write(tiny_batches(), "x"), (first, second)))
    assert Store.open(place).count(Filters(kinds=())) == 9


def test_what_readers_make_is_kept_there_too(tiny: Store, place: str) -> None:
    def work(author: str) -> None:
        users = Store.open(place).users
        users.star("s-stop", author=author)
        users.note("a-briefing", f"Read by {author}.", author=author)
        users.save_search("Talks", "search?q=talks", author=author)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, ("kim", "lou", "max")))
    tiny.users.correct("s-stop", "speaker", "Wang Wenbin", author="kim")
    store = Store.open(place)
    counts = {"corrections": 1, "stars": 3, "notes": 3, "searches": 3, "orphaned": 0}
    assert store.users.counts() == counts
    assert store.statement("s-stop")["speaker"] == "Wang Wenbin"
    store.undo(store.history()[0].id)
    assert store.users.counts() == counts | {"orphaned": 7}
