"""The one process that commits what the machines of a cluster have made."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from analysis.cluster.work import Piece, Seen
from analysis.ingest import BadInput, Copies
from analysis.pipeline import Progress, Report, finder_warnings
from analysis.store import Store
from analysis.store.distributed import append_texts, write_rows

ROWS_A_COMMIT = 20_000
SECONDS_A_COMMIT = 60.0  # what a lost run costs at most, beside the parcels under way


class Writer:
    """Collects pieces in the order of the input and commits them, whole articles at a time."""

    def __init__(self, store: Store, what: str, progress: Progress | None) -> None:
        self._store, self._progress = store, progress or (lambda report: None)
        self._report = Report(ingest_id=store.begin_ingest(what), problems=tuple(finder_warnings()))
        self._copies = Copies()
        self._rows: list[pa.Table] = []
        self._texts: list[Mapping[str, bytes]] = []
        self._committed = time.monotonic()

    def take(self, piece: Piece) -> None:
        """Put a piece with the others; commit when there is enough or some time has passed."""
        kept = self._note(piece.items)
        if kept:
            ids = pa.array(kept, pa.string())
            self._rows.append(piece.rows.filter(pc.is_in(piece.rows["article_id"], ids)))
        self._texts += piece.texts
        waiting = sum(rows.num_rows for rows in self._rows)
        passed = time.monotonic() - self._committed
        if waiting >= ROWS_A_COMMIT or (waiting and passed >= SECONDS_A_COMMIT):
            self._commit()

    def finish(self) -> Report:
        """Commit the rest, close the run and return what was done."""
        self._commit()
        self._store.finish_ingest(self._report.ingest_id, self._report)
        return self._report

    def _note(self, items: Sequence[Seen | BadInput]) -> list[str]:
        """Count what was seen; ids of the articles whose rows are to be written."""
        kept, problems, unchanged, unread = [], [], 0, 0
        for item in items:
            answer: bool | BadInput = item if isinstance(item, BadInput) else self._check(item)
            if isinstance(answer, BadInput):
                problems.append(answer)
            elif isinstance(item, Seen) and answer:
                unchanged += not item.is_new
                unread += item.is_new and not item.is_read
                if item.is_new:
                    kept.append(item.id)
        self._report = replace(
            self._report,
            unchanged=self._report.unchanged + unchanged,
            not_extracted=self._report.not_extracted + unread,
            problems=self._report.problems + tuple(problems),
        )
        return kept

    def _check(self, item: Seen) -> bool | BadInput:
        return self._copies.check(item.id, item.name, item.text_hash)

    def _commit(self) -> None:
        """Texts first, which nobody sees yet, then all rows in one commit."""
        append_texts(self._store, self._texts)
        if self._rows:
            rows = pa.concat_tables(self._rows)
            done = write_rows(self._store, rows, self._report.ingest_id)
            self._report = replace(
                self._report,
                added=self._report.added + done.added,
                replaced=self._report.replaced + done.replaced,
                unchanged=self._report.unchanged + done.unchanged,
                statements=self._report.statements + done.statements,
            )
        self._rows, self._texts = [], []
        self._committed = time.monotonic()
        self._progress(self._report)
