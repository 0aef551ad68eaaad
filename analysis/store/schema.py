"""What lies in the store: its tables and their columns.

``statements``   what is visible: one row a statement, and one row an article (column ``record``),
                 so that an article and its statements appear or are replaced in one commit.
``texts``        the articles' full texts, content-addressed and written before the commit: a crash
                 leaves a text that nobody points to, never half an article.
``ingests``      what went in when: one row at the start of a run, one at its end.
``replaced``     rows that a later run replaced, kept so that the run can be undone.
``meta``         schema version, embedding model and dimension: a row a change, the last one rules.

Spans are kept flat, ``[start, end, start, end, …]``. Vectors are unit length, in half precision:
half the disk and half the reading, at a cost of about 0.0005 in a cosine.
"""

from __future__ import annotations

import pyarrow as pa

SCHEMA_VERSION = 1

STATEMENTS = "statements"
TEXTS = "texts"
INGESTS = "ingests"
REPLACED = "replaced"
META = "meta"

STATEMENT = "statement"
ARTICLE = "article"

_NAMES = pa.list_(pa.string())
_SPANS = pa.list_(pa.int32())

# In the order of analysis.columns.COLUMNS, the embedding at the end.
_DOCUMENTED: tuple[tuple[str, pa.DataType], ...] = (
    ("id", pa.string()),
    ("article_id", pa.string()),
    ("text", pa.string()),
    ("kind", pa.string()),
    ("mode", pa.string()),
    ("origin", pa.string()),
    ("source", _SPANS),
    ("cue", _SPANS),
    ("content", _SPANS),
    ("context", pa.string()),
    ("speaker", pa.string()),
    ("speaker_kind", pa.string()),
    ("speaker_reason", pa.string()),
    ("role", pa.string()),
    ("organisation", pa.string()),
    ("country", pa.string()),
    ("addressees", _NAMES),
    ("asked_by", pa.string()),
    ("answers", pa.string()),
    ("mentions", _NAMES),
    ("mentioned_countries", _NAMES),
    ("reported_by", _NAMES),
    ("venue", pa.string()),
    ("said_on", pa.date32()),
    ("said_on_precision", pa.string()),
    ("said_on_how", pa.string()),
    ("said_on_reason", pa.string()),
    ("topic", pa.string()),
    ("key_phrase", pa.string()),
    ("key_phrase_is", pa.string()),
    ("caution", pa.string()),
    ("original_title", pa.string()),
    ("original_url", pa.string()),
    ("confidence", pa.float32()),
    ("extractor", pa.string()),
    ("title", pa.string()),
    ("publisher", pa.string()),
    ("published", pa.date32()),
    ("url", pa.string()),
    ("language", pa.string()),
    ("ingest_id", pa.string()),
    ("added_at", pa.timestamp("us", tz="UTC")),
    ("embedding_model", pa.string()),
)

_INTERNAL: tuple[tuple[str, pa.DataType], ...] = (
    ("record", pa.string()),  # statement or article
    ("said_until", pa.date32()),  # last day of the period that said_on begins
    ("text_hash", pa.string()),  # of the words that were embedded: nothing is encoded twice
    ("words_hash", pa.string()),  # of the normalised words: copies in other papers share it
    ("searchable", pa.string()),  # what the full-text index reads: words, names, topic
    # of article rows only
    ("fingerprint", pa.string()),  # of content, metadata, extractor and model
    ("text_key", pa.string()),  # the row of ``texts``; empty when the article has no text
    ("name", pa.string()),
    ("author", pa.string()),
    ("published_from", pa.string()),
    ("n_statements", pa.int32()),
)

SPAN_COLUMNS = ("source", "cue", "content")
NAME_COLUMNS = ("addressees", "mentions", "mentioned_countries", "reported_by")
DATE_COLUMNS = ("said_on", "published", "said_until")


def statements_schema(dimension: int) -> pa.Schema:
    """Columns of ``statements`` for vectors of ``dimension`` numbers."""
    fields = [pa.field(name, kind) for name, kind in _DOCUMENTED + _INTERNAL]
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
