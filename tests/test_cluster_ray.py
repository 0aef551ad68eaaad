"""A real Ray cluster of two nodes on this machine; skipped where Ray is not installed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import conftest
import pytest
from conftest import FakeEncoder
from test_cluster import SAYINGS, rows_of, texts_of, vectors_of

from analysis import cluster, pipeline
from analysis.store import Store

pytest.importorskip("ray", reason="Ray: pip install -r requirements-cluster.txt")
pytest.importorskip("lance_ray", reason="lance-ray: pip install -r requirements-cluster.txt")
pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def nodes(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Two nodes of one processor each; the second may be removed."""
    import ray.cloudpickle
    from ray.cluster_utils import Cluster

    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    monkeypatch.setenv("RAY_worker_niceness", "0")
    ray.cloudpickle.register_pickle_by_value(conftest)  # workers have no tests
    size = {"num_cpus": 1, "object_store_memory": 150_000_000}
    made = Cluster(initialize_head=True, head_node_args=size | {"include_dashboard": False})
    try:
        made.second = made.add_node(**size)
        made.wait_for_nodes()
        yield made
    finally:
        ray.cloudpickle.unregister_pickle_by_value(conftest)
        made.shutdown()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Forty articles, and what the other tests read."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in SAYINGS.items():
        (folder / name).write_text(text, encoding="utf-8")
    for number in range(40):
        text = f"Ukrainian Foreign Minister Dmytro Kuleba said that {number} talks would be held."
        (folder / f"talks-{number:02}.txt").write_text(text + "\n", encoding="utf-8")
    return folder


def test_a_lost_node_changes_nothing(nodes, folder, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("analysis.cluster.run.FILES_A_PARCEL", 2)
    monkeypatch.setattr("analysis.cluster.writer.ROWS_A_COMMIT", 4)
    alone = Store.open(str(tmp_path / "alone"), create=True)
    expected = pipeline.add([folder], alone, FakeEncoder())
    lost: list[int] = []

    def lose_a_node(report: pipeline.Report) -> None:
        if report.added >= 4 and not lost:
            lost.append(report.added)
            nodes.remove_node(nodes.second, allow_graceful=False)

    store = Store.open(str(tmp_path / "together"), create=True)
    with cluster.connected(nodes.address):
        report = cluster.add([folder], store, FakeEncoder, progress=lose_a_node)
        again = cluster.add([folder], store, FakeEncoder)
    assert lost
    assert lost[0] < report.added
    assert (report.added, report.statements) == (expected.added, expected.statements)
    assert report.problems == expected.problems
    assert rows_of(store).equals(rows_of(alone))
    assert texts_of(store).equals(texts_of(alone))
    assert abs(vectors_of(store) - vectors_of(alone)).max() < 1e-3
    assert (again.added, again.replaced, again.unchanged) == (0, 0, expected.added)
