"""What lies in the store: its tables and their columns.

``statements``   what is visible: one row a statement, and one row an article (column ``record``),
                 so that an article and its statements appear or are replaced in one commit.
``texts``        the articles' full texts, content-addressed and written before the commit: a crash
                 leaves a text that nobody points to, never half an article.
``ingests``      what went in when: one row at the start of a run, one at its end.
``replaced``     rows that a later run replaced, kept so that the run can be undone.
``corrections``, ``stars``, ``notes``, ``searches``
                 what readers make, append-only: a change or a withdrawal is a further row.
``meta``         schema version, embedding model and dimension: a row a change, the last one rules.

Spans are kept flat, ``[start, end, start, end, …]``. Vectors are unit length, in half precision:
half the disk and half the reading, at a cost of about 0.0005 in a cosine.
"""

from __future__ import annotations

import pyarrow as pa

from analysis.columns import COLUMNS

STATEMENTS = "statements"
TEXTS = "texts"
INGESTS = "ingests"
REPLACED = "replaced"
META = "meta"

CORRECTIONS = "corrections"
STARS = "stars"
NOTES = "notes"
SEARCHES = "searches"

STATEMENT = "statement"
ARTICLE = "article"

SPAN_COLUMNS = ("source", "cue", "content")
NAME_COLUMNS = tuple(c.name for c in COLUMNS if c.dtype == "list" and c.name not in SPAN_COLUMNS)
DATE_COLUMNS = ("said_on", "published", "said_until")

_TYPES = {
    "str": pa.string(),
    "float": pa.float32(),
    "list": pa.list_(pa.string()),
    "datetime64": pa.date32(),
}
_SPECIAL = dict.fromkeys(SPAN_COLUMNS, pa.list_(pa.int32())) | {
    "added_at": pa.timestamp("us", tz="UTC")
}

# The documented columns, in their order; the embedding stands at the end.
_DOCUMENTED: tuple[tuple[str, pa.DataType], ...] = tuple(
    (column.name, _SPECIAL.get(column.name, _TYPES.get(column.dtype)))
    for column in COLUMNS
    if column.name != "embedding"
)

_INTERNAL: tuple[tuple[str, pa.DataType], ...] = (
    ("record", pa.string()),  # statement or article
    ("said_until", pa.date32()),  # last day of the period that said_on begins
    ("text_hash", pa.string()),  # of the words that were embedded: nothing is encoded twice
    ("words_hash", pa.string()),  # of the normalised words: copies in other papers share it
    ("searchable", pa.string()),  # what the full-text index reads: words, names, topic
    ("extracted", pa.string()),  # JSON: what the extractor found in fields that a reader corrected
    # of article rows only
    ("fingerprint", pa.string()),  # of content, metadata, extractor and model
    ("text_key", pa.string()),  # the row of ``texts``; empty when the article has no text
    ("name", pa.string()),
    ("author", pa.string()),
    ("published_from", pa.string()),
    ("n_statements", pa.int32()),
)


_KEY = {"lance-schema:unenforced-primary-key": "true"}


def statements_schema(dimension: int) -> pa.Schema:
    """Columns of ``statements`` for vectors of ``dimension`` numbers."""
    fields = [pa.field(name, kind) for name, kind in _DOCUMENTED + _INTERNAL]
    # With a key the engine notices that another writer has just brought a row of the same id.
    fields[0] = pa.field("id", pa.string(), nullable=False, metadata=_KEY)
    return pa.schema([*fields, pa.field("embedding", pa.list_(pa.float16(), dimension))])


def replaced_schema(dimension: int) -> pa.Schema:
    """Columns of ``replaced``: those of ``statements``, and which run replaced the row when."""
    return (
        statements_schema(dimension)
        .append(pa.field("replaced_by", pa.string()))
        .append(pa.field("replaced_at", pa.timestamp("us", tz="UTC")))
    )


TEXTS_SCHEMA = pa.schema(
    [
        pa.field("key", pa.string()),
        pa.field("text", pa.large_string()),
        pa.field("readable", pa.large_string()),
        pa.field("footnotes", pa.string()),  # JSON: [[start, end, label, title, url], …]
    ]
)

INGESTS_SCHEMA = pa.schema(
    [
        pa.field("id", pa.string()),
        pa.field("at", pa.timestamp("us", tz="UTC")),
        pa.field("event", pa.string()),  # started, finished, undone
        pa.field("what", pa.string()),
        pa.field("counts", pa.string()),  # JSON: added, replaced, unchanged, statements
    ]
)

META_SCHEMA = pa.schema(
    [
        pa.field("key", pa.string()),
        pa.field("value", pa.string()),
        pa.field("at", pa.timestamp("us", tz="UTC")),
    ]
)

_MADE = (
    pa.field("author", pa.string()),
    pa.field("made_at", pa.timestamp("us", tz="UTC")),
    pa.field("withdrawn", pa.bool_()),
)
# The statement or article as it stood; see analysis.store.anchors.
_ANCHOR = (
    pa.field("statement_id", pa.string()),  # empty when the mark is on an article
    pa.field("article_id", pa.string()),
    pa.field("text_key", pa.string()),
    pa.field("text", pa.string()),
    pa.field("cue", pa.list_(pa.int32())),
    pa.field("content", pa.list_(pa.int32())),
)

CORRECTIONS_SCHEMA = pa.schema(
    [
        *_ANCHOR,
        pa.field("field", pa.string()),
        pa.field("value", pa.string()),  # JSON
        pa.field("former", pa.string()),  # JSON: what the reader saw
        pa.field("reason", pa.string()),
        *_MADE,
    ]
)
STARS_SCHEMA = pa.schema([*_ANCHOR, *_MADE])
NOTES_SCHEMA = pa.schema(
    [pa.field("id", pa.string()), *_ANCHOR, pa.field("note", pa.string()), *_MADE]
)
SEARCHES_SCHEMA = pa.schema(
    [pa.field("name", pa.string()), pa.field("address", pa.string()), *_MADE]
)

USER_TABLES = {
    CORRECTIONS: CORRECTIONS_SCHEMA,
    STARS: STARS_SCHEMA,
    NOTES: NOTES_SCHEMA,
    SEARCHES: SEARCHES_SCHEMA,
}
