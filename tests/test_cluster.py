"""Work spread over machines gives the rows of one machine; without Ray, here all in one process."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from conftest import FakeEncoder

from analysis import cluster, pipeline
from analysis.cluster import writer as writing
from analysis.cluster.run import _parcels
from analysis.cluster.wire import pack_piece, pack_sources, unpack_piece, unpack_sources
from analysis.cluster.work import Embedder, Extractor, Held
from analysis.cluster.writer import Writer
from analysis.errors import ClusterError, MissingExtra
from analysis.ingest import BadInput, Source, find_sources
from analysis.pipeline import Report
from analysis.store import Store
from analysis.store.distributed import held_fingerprints, held_texts

SAYINGS = {
    "vienna.md": "---\npublished: 2023-03-15\nurl: https://example.org/vienna\n---\n\n"
    "Ukrainian Foreign Minister Dmytro Kuleba said on Tuesday that Kyiv was ready for talks.\n\n"
    '"We want a lasting peace," he added.\n',
    "minsk.txt": 'Russian Foreign Minister Sergey Lavrov told reporters: "We are open to talks."\n',
    "empty.txt": " \n",
    "table.csv": "id,text\n1,President Xi Jinping said on Monday that trade would grow.\n"
    "2,Analysts say little has changed.\n1,Another text under the same id.\n",
    "z-copy.md": "---\nurl: https://example.org/vienna\n---\n\nAnother text at the same address.\n",
    "wien.md": "---\nlanguage: de\n---\n\nDer Minister sagte am Montag, man wolle weiter reden.\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Articles of all formats: good, bad, foreign, two of one id."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in SAYINGS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def in_one_process(monkeypatch: pytest.MonkeyPatch):
    """``add(folder, store, order=…)`` as a cluster does it, worker by worker, without Ray."""

    def as_fragments(texts: pa.Table) -> tuple[Mapping[str, bytes], ...]:
        return tuple({"fragment": repr(row).encode(), "schema": b""} for row in texts.to_pylist())

    def append(store: Store, fragments: list[Mapping[str, bytes]]) -> None:
        rows = [eval(one["fragment"]) for one in fragments]  # what as_fragments wrote
        if rows:
            schema = store._connection.dataset("texts").schema
            store._connection.append("texts", pa.Table.from_pylist(rows, schema=schema))

    monkeypatch.setattr(writing, "append_texts", append)

    def add(folder: Path, store: Store) -> Report:
        encoder = FakeEncoder()
        store.use_model(encoder.name, encoder.dimension)
        held = Held.of(held_fingerprints(store), held_texts(store))
        extract = Extractor(str(Path.cwd()), encoder.name, encoder.dimension, held, as_fragments)
        embed, writer = Embedder(FakeEncoder), Writer(store, "cluster", None)
        for parcel in _parcels(list(find_sources([folder]))):
            for piece in extract(unpack_sources(parcel)):
                travelled = unpack_piece(pack_piece(piece).to_pylist()[0])
                embedded = pack_piece(embed(travelled)).to_pylist()[0]
                writer.take(unpack_piece(embedded))
        return writer.finish()

    return add


def rows_of(store: Store) -> pa.Table:
    """All that lies in the store but when it came, by which run and the vectors."""
    rows = store._connection.dataset("statements").to_table().sort_by("id")
    return rows.drop_columns(["ingest_id", "added_at", "embedding"])


def vectors_of(store: Store) -> np.ndarray:
    rows = store._connection.dataset("statements").to_table(columns=["id", "embedding"])
    return np.array([v or [0.0] * 64 for v in rows.sort_by("id")["embedding"].to_pylist()])


def texts_of(store: Store) -> pa.Table:
    """The texts that articles point to."""
    shown = store._connection.dataset("statements").to_table(columns=["text_key"])["text_key"]
    texts = store._connection.dataset("texts").to_table().sort_by("key")
    return texts.filter(pc.is_in(texts["key"], shown.combine_chunks()))


def counts(report: Report) -> tuple[int, ...]:
    return (
        *(report.added, report.replaced, report.unchanged, report.statements),
        report.not_extracted,
    )


def test_the_rows_are_those_of_one_machine(folder, empty_store, tmp_path, in_one_process) -> None:
    alone = pipeline.add([folder], empty_store, FakeEncoder())
    store = Store.open(str(tmp_path / "other"), create=True)
    together = in_one_process(folder, store)
    assert counts(together) == counts(alone)
    assert together.problems == alone.problems
    assert alone.statements > 3
    assert rows_of(store).equals(rows_of(empty_store))
    assert texts_of(store).equals(texts_of(empty_store))
    assert np.allclose(vectors_of(store), vectors_of(empty_store), atol=1e-3)


@pytest.mark.parametrize("size", [1, 2, 5])
def test_however_the_work_is_parcelled(
    size, folder, empty_store, tmp_path, in_one_process, monkeypatch
) -> None:
    pipeline.add([folder], empty_store, FakeEncoder())
    monkeypatch.setattr("analysis.cluster.run.FILES_A_PARCEL", size)
    monkeypatch.setattr("analysis.cluster.work.ARTICLES_A_PIECE", size)
    monkeypatch.setattr(writing, "ROWS_A_COMMIT", size)
    store = Store.open(str(tmp_path / "other"), create=True)
    in_one_process(folder, store)
    assert rows_of(store).equals(rows_of(empty_store))
    assert texts_of(store).equals(texts_of(empty_store))


def test_a_long_run_is_tidied_in_between(folder, empty_store, in_one_process, monkeypatch) -> None:
    tidied = []
    monkeypatch.setattr(writing, "ROWS_A_COMMIT", 1)
    monkeypatch.setattr("analysis.cluster.work.ARTICLES_A_PIECE", 1)
    monkeypatch.setattr("analysis.store.writing.COMMITS_A_TIDYING", 2)
    monkeypatch.setattr("analysis.store.indexes.tend", tidied.append)
    in_one_process(folder, empty_store)
    assert tidied == [empty_store._connection] * 3, "twice on the way, once at the end"


def test_a_second_run_changes_nothing(folder, empty_store, in_one_process) -> None:
    first = in_one_process(folder, empty_store)
    before, texts, version = rows_of(empty_store), texts_of(empty_store), empty_store.version
    again = in_one_process(folder, empty_store)
    assert (again.added, again.replaced, again.unchanged) == (0, 0, first.added)
    assert rows_of(empty_store).equals(before)
    assert texts_of(empty_store).equals(texts)
    assert empty_store.version == version


def test_what_one_machine_began_the_cluster_ends(folder, empty_store, in_one_process) -> None:
    pipeline.add([folder / "minsk.txt"], empty_store, FakeEncoder())
    report = in_one_process(folder, empty_store)
    assert (report.added, report.unchanged) == (4, 1)
    again = pipeline.add([folder], empty_store, FakeEncoder())
    assert (again.added, again.replaced, again.unchanged) == (0, 0, 5)


def test_changed_content_replaces_the_old(folder, empty_store, in_one_process) -> None:
    in_one_process(folder, empty_store)
    text = SAYINGS["vienna.md"].replace("lasting", "fair")
    (folder / "vienna.md").write_text(text, encoding="utf-8")
    report = in_one_process(folder, empty_store)
    assert (report.added, report.replaced, report.unchanged) == (0, 1, 4)
    texts = list(empty_store.statements()["text"])
    assert any("fair peace" in text for text in texts)
    assert not any("lasting" in text for text in texts)


def test_a_text_that_lies_there_already_is_not_written_again(
    folder, empty_store, tmp_path, in_one_process
) -> None:
    """As after a run that was lost between its texts and its rows."""
    whole = Store.open(str(tmp_path / "whole"), create=True)
    in_one_process(folder, whole)
    empty_store._connection.append("texts", texts_of(whole).slice(0, 2))
    in_one_process(folder, empty_store)
    assert texts_of(empty_store).equals(texts_of(whole))


def test_a_file_that_only_the_giver_sees_is_named(tmp_path) -> None:
    none = Held.of([], [])
    extract = Extractor(str(tmp_path), "fake", 64, none, lambda texts: ())
    (piece,) = extract([Source(tmp_path / "gone.txt")])
    (problem,) = piece.items
    assert isinstance(problem, BadInput)
    assert "does not see this file" in problem.reason
    assert problem.severity == "error"


def test_sources_travel_as_they_are() -> None:
    items = [
        Source(Path("a/\udcff.txt"), {"title": ["One", "Two"]}),
        BadInput("b.txt", "line 3", "no", "warning"),
    ]
    assert unpack_sources(pack_sources(items)) == items


def test_many_files_make_few_parcels() -> None:
    files = [Source(Path(f"{n}.txt")) for n in range(1000)]
    assert len(_parcels(files)) == 63
    assert [one for parcel in _parcels(files) for one in unpack_sources(parcel)] == files


def test_without_ray_the_line_to_type_is_told(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.setitem(sys.modules, "lance_ray", None)
    with pytest.raises(MissingExtra, match=r"pip install -r requirements-cluster\.txt"):
        cluster.connected().__enter__()


def test_a_path_in_the_place_of_the_address_is_refused() -> None:
    with pytest.raises(ClusterError, match="after the paths"):
        cluster.connected("articles").__enter__()


def test_the_encoder_is_made_on_the_worker() -> None:
    made = []
    load = partial(lambda name: made.append(name) or FakeEncoder(), "fake")
    Embedder(load)
    assert made == ["fake"]
