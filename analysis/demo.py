"""The demo store: what the pipeline makes of the briefs, and the table's other statements.

A fact that a brief tells comes in through the brief; every other row of the table comes in as a
curated statement, marked so.
"""

from __future__ import annotations

from analysis.embeddings import load_encoder
from analysis.errors import StoreEmpty
from analysis.ingest import read_paths
from analysis.models import Document
from analysis.pipeline import Progress, Report, add, add_statements
from analysis.settings import Settings
from analysis.store import Store


def is_missing(uri: str) -> bool:
    """Whether there is no store at ``uri``, or an empty one."""
    try:
        return Store.open(uri).summary().articles == 0
    except StoreEmpty:
        return True


def build_demo(settings: Settings, progress: Progress | None = None) -> Report:
    """Fill the store with the briefs and the facts they do not tell; twice changes nothing."""
    store = Store.open(settings.store, create=True)
    encoder = load_encoder(settings.encoder)
    briefs = add([settings.data / "briefs"], store, encoder, progress=progress)
    curated, _ = add_statements(
        settings.data / "facts" / "statements.csv",
        store,
        encoder,
        skip=told_facts(settings),
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


def told_facts(settings: Settings) -> frozenset[str]:
    """Ids of the facts that the briefs tell: the labels of their footnotes."""
    return frozenset(
        note.label
        for document in read_paths([settings.data / "briefs"])
        if isinstance(document, Document)
        for note in document.footnotes
    )
