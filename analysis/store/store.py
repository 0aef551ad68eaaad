"""The store: all articles and statements of one place, on disk or in object storage."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Literal, Self

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.columns import NAMES
from analysis.errors import ModelMismatch, NotFound, StoreEmpty, StoreError
from analysis.models import Filters
from analysis.store import anchors, backup, corrections, counts, finding, indexes, ingests, writing
from analysis.store.connection import Connection, in_words
from analysis.store.counts import Period
from analysis.store.listing import LISTED, first_in_order
from analysis.store.migrations import migrate, read_meta, write_meta
from analysis.store.narrow import NarrowColumns
from analysis.store.reading import (
    ORDERS,
    read_article,
    scan,
    scan_in_text_order,
    scan_sorted,
)
from analysis.store.records import ArticleBatch, Ingest, StoredArticle, Summary, WriteReport
from analysis.store.restricting import Restrictions
from analysis.store.rows import to_dicts, to_frame, unit_vectors
from analysis.store.schema import (
    DATE_COLUMNS,
    META,
    NAME_COLUMNS,
    STATEMENTS,
    statements_schema,
)
from analysis.store.selecting import can_select
from analysis.store.undo import UndoReport, undo
from analysis.store.users import Users
from analysis.store.where import among, is_in, where_articles, where_statements

Order = Literal["newest", "oldest", "published", "added", "text", "speaker", "least certain"]

DEFAULT_COLUMNS = tuple(name for name in NAMES if name != "embedding")
ARTICLE_COLUMNS = (
    *("id", "title", "publisher", "published", "url", "author", "language", "name"),
    *("n_statements", "extractor", "ingest_id", "added_at"),
)


class Store:
    """Articles and their statements, searchable by meaning, by words and by filters.

    One object may be shared by all threads of a process; several processes may read and write at
    once. An article is visible whole, with its statements, or not at all. Readers always see the
    newest commit; ``version`` changes with every commit, so caches can key on it.
    """

    def __init__(self, connection: Connection, meta: Mapping[str, str]) -> None:
        self._connection = connection
        self._meta = dict(meta)
        self._narrow = NarrowColumns(connection)
        self._restrictions = Restrictions(self._narrow)
        self._probed: tuple[int, indexes.Probing | None] | None = None

    @classmethod
    def open(cls, uri: str, *, create: bool = False) -> Self:
        """Open the store in a folder or at an address such as ``s3://bucket/prefix``.

        Object storage takes credentials, region and endpoint from ``AWS_*`` in the environment.
        Raises ``StoreEmpty`` when there is none and ``create`` is not set, ``StoreReadOnly``,
        ``StoreNewer``.
        """
        connection = Connection(str(uri), create=create)
        names = connection.names()
        if META not in names and not create:
            raise StoreEmpty(f"There is no store at {uri}. Add articles: python -m analysis add")
        migrate(connection, create=META not in names)
        return cls(connection, read_meta(connection))

    def close(self) -> None:
        """Let go of all handles; the store must not be used any more."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    # --- what it is -------------------------------------------------------------------------

    @property
    def uri(self) -> str:
        """Where it lies."""
        return self._connection.uri

    @property
    def version(self) -> int:
        """Number of the newest commit: changes whenever statements change; cheap to ask for."""
        if not self._has_statements():
            return 0
        with in_words(self.uri):
            return int(self._connection.table(STATEMENTS).version)

    @property
    def model(self) -> str:
        """Name of the embedding model that made the vectors; empty before the first write."""
        if "model" not in self._meta and self._has_statements():
            self._meta = read_meta(self._connection)  # another process made the first write
        return self._meta.get("model", "")

    @property
    def dimension(self) -> int:
        """Length of the vectors; 0 before the first write."""
        return int(self._meta.get("dimension", "0")) if self.model else 0

    def use_model(self, name: str, dimension: int) -> None:
        """Say which model makes the vectors. The first one stays; raises ``ModelMismatch``."""
        if not self.model:
            self._meta = read_meta(self._connection)
        if not self.model:
            write_meta(self._connection, {"model": name, "dimension": str(dimension)})
            self._meta = read_meta(self._connection)
        if (self.model, self.dimension) != (name, dimension):
            raise ModelMismatch(
                f"The vectors in {self.uri} were made by {self.model} ({self.dimension} numbers); "
                f"{name} makes others ({dimension}). Set READOUT_ENCODER={self.model}, or point "
                f"READOUT_STORE at a new place and add the articles there."
            )
        if not self._has_statements():
            self._connection.create(STATEMENTS, statements_schema(dimension))
        indexes.create_full_text(self._connection)

    # --- going in ---------------------------------------------------------------------------

    def unchanged(self, fingerprints: Mapping[str, str]) -> set[str]:
        """Ids of articles (id → fingerprint) whose content is in already, under any id."""
        return writing.unchanged(self._connection, fingerprints)

    def known_embeddings(self, text_hashes: Iterable[str]) -> dict[str, np.ndarray]:
        """Vectors that are in already: ``text_hash`` of the words → float32 unit vector."""
        wanted = list(dict.fromkeys(text_hashes))
        if not wanted or not self._has_statements():
            return {}
        found = scan(self._connection, ["text_hash", "embedding"], is_in("text_hash", wanted))
        vectors = unit_vectors(found["embedding"])
        return dict(zip(found["text_hash"].to_pylist(), vectors, strict=True))

    def begin_ingest(self, what: str) -> str:
        """Note that a run begins; its id goes with everything it writes."""
        return ingests.begin(self._connection, what)

    def finish_ingest(self, ingest_id: str, report: Any) -> None:
        """Note that a run is over; ``report`` has added, replaced, unchanged, statements."""
        ingests.finish(self._connection, ingest_id, report)
        if self._has_statements():
            corrections.settle(self._connection)
            indexes.tend(self._connection)

    def history(self) -> list[Ingest]:
        """All runs, newest first."""
        return ingests.history(self._connection)

    def undo(self, ingest_id: str) -> UndoReport:
        """Take a run back: what it brought goes, what it replaced returns, in one commit.

        Articles that a later run has replaced stay, and so does all that readers made: what is
        about a statement that went waits for its return. Raises ``NotFound``, and ``StoreError``
        when it has been undone already.
        """
        return undo(self._connection, ingest_id)

    def write(self, batch: Sequence[ArticleBatch], ingest_id: str) -> WriteReport:
        """Put articles in, each with all its statements, replacing their former versions.

        Articles whose fingerprint is in already are left alone. Raises ``ModelMismatch``,
        ``StoreReadOnly``, ``StoreError`` (disk full); what was committed before stays whole.
        """
        if not batch:
            return WriteReport()
        for article in batch:
            _check(article)
        models = {article.model for article in batch}
        if len(models) > 1:
            raise ModelMismatch(f"Vectors of several models in one write: {sorted(models)}")
        sizes = {a.embeddings.shape[1] for a in batch if a.embeddings.ndim == 2}
        self.use_model(models.pop(), sizes.pop() if sizes else self.dimension)
        return writing.write(self._connection, batch, ingest_id, self.dimension)

    # --- what readers make ------------------------------------------------------------------

    @property
    def users(self) -> Users:
        """Corrections, stars, notes and saved searches."""
        return Users(self._connection)

    # --- looking at -------------------------------------------------------------------------

    def statements(
        self,
        filters: Filters | None = None,
        columns: Sequence[str] | None = None,
        limit: int | None = None,
        offset: int = 0,
        order: Order = "newest",
    ) -> pd.DataFrame:
        """Statements that match, a row each; all documented columns but the embedding by default.

        ``order``: newest or oldest (undated last), published or added (latest first), text (as
        in the article), speaker, least certain.
        """
        names = list(columns) if columns is not None else list(DEFAULT_COLUMNS)
        if not self._has_statements():
            return to_frame(statements_schema(1).empty_table().select(names))
        filters = filters or Filters()
        where = where_statements(filters)
        if order == "text":
            return to_frame(scan_in_text_order(self._connection, names, where, limit, offset))
        if limit is not None and limit <= LISTED and can_select(filters):
            found = first_in_order(self._narrow, names, filters, ORDERS[order], limit, offset)
            return to_frame(found)
        found = scan_sorted(self._connection, names, where, ORDERS[order], limit, offset)
        return to_frame(found)

    def statement(
        self, statement_id: str, columns: Sequence[str] = DEFAULT_COLUMNS
    ) -> dict[str, Any]:
        """One statement, all documented columns but the embedding unless others are asked for.

        One whose article was read anew since, under another id, is found again where nobody can
        doubt which it is. Raises ``NotFound``.
        """
        try:
            return self.rows([statement_id], columns)[0]
        except NotFound:
            today = anchors.today(self._connection, statement_id)
            if not today:
                raise
            return self.rows([today], columns)[0]

    def rows(
        self,
        ids: Sequence[str],
        columns: Sequence[str] = DEFAULT_COLUMNS,
        *,
        row_ids: Sequence[int] = (),
        missing_ok: bool = False,
    ) -> list[dict[str, Any]]:
        """These statements in this order, as dicts with ``None`` for missing values.

        ``row_ids``: the engine's for these, from a search; they save looking the ids up, and do no
        harm when the rows have moved since. Raises ``NotFound`` when one is not in the store, or
        leaves it out where that is ``missing_ok``: a writer may have replaced it a moment ago.
        """
        found: dict[str, dict[str, Any]] = {}
        if ids and self._has_statements():
            names = list(dict.fromkeys(("id", *columns)))
            if row_ids:
                found = self._by_id(names, among("_rowid", row_ids))
            if any(one not in found for one in ids):
                found = self._by_id(names, where_statements(Filters(ids=tuple(ids), kinds=())))
        missing = [one for one in ids if one not in found]
        if missing and not missing_ok:
            raise NotFound(f"There is no statement {missing[0]} in {self.uri}.")
        return [found[one] for one in ids if one in found]

    def _by_id(self, columns: Sequence[str], where: str) -> dict[str, dict[str, Any]]:
        return {row["id"]: row for row in to_dicts(scan(self._connection, columns, where))}

    def article(self, article_id: str) -> StoredArticle:
        """One article with its text; raises ``NotFound``."""
        found = read_article(self._connection, article_id) if self._has_statements() else None
        if found is None:
            raise NotFound(f"There is no article {article_id} in {self.uri}.")
        return found

    def articles(
        self, filters: Filters | None = None, limit: int | None = None, offset: int = 0
    ) -> pd.DataFrame:
        """Articles, newest first: id, title, publisher, published, url, …, n_statements, …."""
        if not self._has_statements():
            return to_frame(statements_schema(1).empty_table().select(ARTICLE_COLUMNS))
        where = where_articles(filters or Filters())
        order = ORDERS["published"]
        return to_frame(scan_sorted(self._connection, ARTICLE_COLUMNS, where, order, limit, offset))

    # --- counting ---------------------------------------------------------------------------

    def count(self, filters: Filters | None = None) -> int:
        """How many statements match."""
        if not self._has_statements():
            return 0
        return counts.count(self._narrow, filters or Filters())

    def facets(
        self, column: str, filters: Filters | None = None, limit: int | None = None
    ) -> pd.DataFrame:
        """Values of a column with their counts (value, n), most frequent first.

        A list column counts each of its names; a missing value is a row with value ``None``.
        For counts under the *other* filters pass filters with this field cleared.
        """
        self._known(column)
        if not self._has_statements():
            return pd.DataFrame({"value": pd.Series(dtype=object), "n": pd.Series(dtype="int64")})
        return counts.facets(self._narrow, column, filters or Filters(), limit)

    def by_period(
        self, filters: Filters | None = None, period: Period = "month", by: str | None = None
    ) -> pd.DataFrame:
        """Dated statements counted per period: period (its first day), value, n.

        ``by`` is a column such as country or speaker; without it ``value`` is ``None``.
        """
        if by:
            self._known(by)
        if not self._has_statements():
            return pd.DataFrame(
                {
                    "period": pd.Series(dtype="datetime64[us]"),
                    "value": pd.Series(dtype=object),
                    "n": pd.Series(dtype="int64"),
                }
            )
        return counts.by_period(self._narrow, filters or Filters(), period, by)

    def lanes(
        self, filters: Filters | None = None, by: str = "speaker", limit: int = 5000
    ) -> pd.DataFrame:
        """A mark a dated statement, newest first: id, said_on, said_on_precision, lane, text."""
        columns = ["id", "said_on", "said_on_precision", by, "telling", "speaker", "country"]
        found = self.statements(filters, list(dict.fromkeys(columns)), limit=limit)
        found = found[found["said_on"].notna()].reset_index(drop=True)
        found["text"] = found.pop("telling").str.slice(0, 160)
        return found.assign(lane=found[by])

    def summary(self) -> Summary:
        """What the store holds, in numbers."""
        if not self._has_statements():
            return Summary(model=self.model)
        return counts.summary(self._narrow, self.model)

    # --- finding ----------------------------------------------------------------------------

    def nearest(
        self,
        vector: np.ndarray,
        filters: Filters | None = None,
        limit: int = 20,
        columns: Sequence[str] = ("id",),
    ) -> pa.Table:
        """Statements nearest in meaning: the columns and ``score``, the cosine, best first."""
        if not self._has_statements():
            return finding.nothing(columns)
        restriction = self._restrictions.of(filters or Filters())
        return finding.nearest(restriction, vector, self._probing(), limit, columns)

    def matching(
        self,
        words: Sequence[str],
        phrases: Sequence[str] = (),
        filters: Filters | None = None,
        limit: int = 20,
        columns: Sequence[str] = ("id",),
    ) -> pa.Table:
        """Statements with these words (any) and set phrases (all): columns and BM25 ``score``."""
        if not self._has_statements() or not (words or phrases):
            return finding.nothing(columns)
        restriction = self._restrictions.of(filters or Filters())
        return finding.matching(restriction, words, phrases, limit, columns)

    def candidates(
        self,
        vector: np.ndarray | None,
        words: Mapping[str, tuple[Sequence[str], Sequence[str]]],
        filters: Filters | None = None,
        limit: int = 80,
        columns: Sequence[str] = ("id",),
    ) -> pa.Table:
        """The first statements of several searches, each once, their columns read together.

        words: name → loose words and set phrases. Beside the columns there is one of scores a
        search, named so, and ``meaning`` where there is a vector; null: that one did not find it.
        """
        if not self._has_statements():
            return finding.nothing(columns)
        restriction = self._restrictions.of(filters or Filters())
        row = ("_rowid",)
        asked = {
            name: partial(finding.matching, restriction, loose, phrases, limit, row)
            for name, (loose, phrases) in words.items()
        }
        if vector is not None:
            asked["meaning"] = partial(
                finding.nearest, restriction, vector, self._probing(), limit, row
            )
        return finding.candidates(restriction.dataset, asked, columns)

    def with_words(
        self, hashes: Collection[str], filters: Filters, columns: Sequence[str]
    ) -> list[dict[str, Any]]:
        """Statements whose ``words_hash`` is one of these: copies, repeated formulas."""
        if not hashes or not self._has_statements():
            return []
        restriction = self._restrictions.of(filters)
        where = is_in("words_hash", sorted(hashes))
        return to_dicts(finding.restricted(restriction, columns, where))

    def tokens(self, texts: Sequence[str]) -> list[list[str]]:
        """The texts as the full-text index sees them: stemmed, lower case, in order."""
        if not self._has_statements():
            return [[] for _ in texts]
        return finding.tokens(self._connection, texts)

    # --- upkeep -----------------------------------------------------------------------------

    def optimize(self) -> None:
        """Make the indexes that are due, compact small files, drop versions older than two weeks.

        Raises ``StoreError`` when other writers keep it from doing so.
        """
        if self._has_statements():
            corrections.settle(self._connection)
            indexes.tend(self._connection, force=True)

    def backup(self, path: str | Path) -> dict[str, int]:
        """Write the whole store to one file; returns rows by table."""
        return backup.backup(self._connection, Path(path))

    @classmethod
    def restore(cls, path: str | Path, uri: str) -> Self:
        """A store at a new place from a backup file.

        Raises ``InputError`` when the file is no whole backup, ``StoreError`` when the place
        holds articles already.
        """
        connection = Connection(str(uri), create=True)
        backup.restore(connection, Path(path))
        connection.close()
        return cls.open(uri)

    def _probing(self) -> indexes.Probing | None:
        """How to search by vector now; looked up once a version."""
        version = self.version
        if self._probed is None or self._probed[0] != version:
            self._probed = (version, indexes.probing(self._connection))
        return self._probed[1]

    def _has_statements(self) -> bool:
        return self._connection.exists(STATEMENTS)

    @staticmethod
    def _known(column: str) -> None:
        known = {*NAMES, *NAME_COLUMNS, *DATE_COLUMNS}
        if column not in known or column == "embedding":
            raise ValueError(f"There is no column {column!r} to count by")


def _check(article: ArticleBatch) -> None:
    name = article.document.name or article.document.id
    if len(article.embeddings) != len(article.statements):
        raise StoreError(f"{name}: one vector a statement is needed")
    if any(one.article_id != article.document.id for one in article.statements):
        raise StoreError(f"{name}: a statement names another article as its own")
