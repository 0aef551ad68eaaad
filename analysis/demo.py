"""The demo store: what the pipeline makes of the briefs, and the table's other statements.

A fact that a brief tells comes in through the brief; every other row of the table comes in as a
curated statement, marked so.
"""

from __future__ import annotations

from analysis.embeddings import load_encoder
from analysis.errors import StoreEmpty
from analysis.finders import shipped_version
from analysis.ingest import read_paths
from analysis.models import Document
from analysis.pipeline import (
    Progress,
    Report,
    add,
    add_statements,
    version_with,
)
from analysis.settings import Settings
from analysis.store import Store

RUN = "demo"  # how its runs are named in the store's history


def is_missing(uri: str) -> bool:
    """Whether the demo is to be built: there is no store, it is empty, or it holds a demo that was
    not finished or was made by another version. A store of the user's own articles is left alone.
    """
    try:
        store = Store.open(uri)
    except StoreEmpty:
        return True
    runs = [run for run in store.history() if run.what.startswith(RUN)]
    if not runs:
        return store.summary().articles == 0
    return not all(any(run.what == name and run.finished for run in runs) for name in _runs())


def build_demo(settings: Settings, progress: Progress | None = None) -> Report:
    """Fill the store with the briefs and the facts they do not tell; twice changes nothing."""
    store = Store.open(settings.store, create=True)
    encoder = load_encoder(settings.encoder)
    briefs_run, facts_run = _runs()
    briefs = add([settings.data / "briefs"], store, encoder, what=briefs_run, progress=progress)
    curated, _ = add_statements(
        settings.data / "facts" / "statements.csv",
        store,
        encoder,
        skip=told_facts(settings),
        what=facts_run,
        progress=progress,
    )
    return Report(
        ingest_id=curated.ingest_id,
        added=briefs.added + curated.added,
        replaced=briefs.replaced + curated.replaced,
        unchanged=briefs.unchanged + curated.unchanged,
        statements=briefs.statements + curated.statements,
        problems=briefs.problems + curated.problems,
    )


def _runs() -> tuple[str, str]:
    made_by = version_with(shipped_version())
    return f"{RUN}: briefs, {made_by}", f"{RUN}: facts, {made_by}"


def told_facts(settings: Settings) -> frozenset[str]:
    """Ids of the facts that the briefs tell: the labels of their footnotes."""
    return frozenset(
        note.label
        for document in read_paths([settings.data / "briefs"])
        if isinstance(document, Document)
        for note in document.footnotes
    )
