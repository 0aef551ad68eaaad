"""The columns of the statements frame: one place says what each means.

``load_statements`` returns these columns; the store keeps them; exports and the README's table
are made from them. Missing values are ``None`` in text columns, ``NaT`` in date columns and an
empty list in list columns, unless a column says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, pandas dtype, meaning (with unit) and what a missing value means."""

    name: str
    dtype: str
    meaning: str
    missing: str = "never missing"


_NONE = "None: unknown or does not apply"
_EMPTY = "empty list: none found"

COLUMNS: tuple[Column, ...] = (
    Column("id", "str", "stable id of the statement; changes only with article or words"),
    Column("article_id", "str", "id of the article it stands in"),
    Column("text", "str", "what was said: the content's words, pieces joined with ' … '"),
    Column(
        "telling", "str", "the text with its cue where that changes its sense: what is embedded"
    ),
    Column("kind", "str", "statement, attitude or document"),
    Column("mode", "str", "direct (all in quotation marks), indirect (none) or mixed"),
    Column("origin", "str", "extracted from an article, or curated (entered by a person)"),
    Column("source", "list", "[start, end) code points of the words naming the speaker", _EMPTY),
    Column("cue", "list", "[start, end) code points of the words marking the saying", _EMPTY),
    Column("content", "list", "[start, end) code points of what is said", "empty: curated"),
    Column("context", "str", "the sentence(s) around it, as printed", "empty: curated"),
    Column("speaker", "str", "who is responsible for the words, canonical name", _NONE),
    Column("speaker_kind", "str", "person, government, ministry, … unnamed, unknown"),
    Column("speaker_reason", "str", "how the speaker was found, or why unknown", "empty: curated"),
    Column("role", "str", "office held on that day", _NONE),
    Column("organisation", "str", "organisation of that office", _NONE),
    Column("country", "str", "ISO 3166-1 alpha-2, or EU, UN, NATO: whom they speak for", _NONE),
    Column("addressees", "list", "canonical names of those spoken to", _EMPTY),
    Column("asked_by", "str", "outlet or person whose question is answered", _NONE),
    Column("question", "str", "the question it answers, as printed", _NONE),
    Column("answers", "str", "person or government whose statement this rebuts", _NONE),
    Column("mentions", "list", "actors named in the content, canonical names", _EMPTY),
    Column("mentioned_countries", "list", "codes of countries named in the content", _EMPTY),
    Column("reported_by", "list", "channel between speaker and article", _EMPTY),
    Column("venue", "str", "the occasion", _NONE),
    Column("said_on", "datetime64", "first day of the period in which it was said", "NaT: unknown"),
    Column("said_on_precision", "str", "day, week, month or year", "None: undated"),
    Column("said_on_how", "str", "explicit, relative, article date, transcript date, curated"),
    Column("said_on_reason", "str", "how the date was found, or why unknown"),
    Column("topic", "str", "what it is about, as entered by a person", _NONE),
    Column("key_phrase", "str", "the words that carry it, as entered by a person", _NONE),
    Column("key_phrase_is", "str", "verbatim, reported or translated", _NONE),
    Column("caution", "str", "doubt noted by a person", _NONE),
    Column("original_title", "str", "title of the page the passage rests on", _NONE),
    Column("original_url", "str", "address of the page the passage rests on", _NONE),
    Column("confidence", "float", "0–1: that source, content and speaker are right"),
    Column("extractor", "str", "name and version of what found it", "empty: curated"),
    Column("corrected", "list", "fields that a reader set right", "empty list: none"),
    Column("title", "str", "the article's title", "empty: unknown"),
    Column("publisher", "str", "who published the article", "empty: unknown"),
    Column("published", "datetime64", "when the article appeared", "NaT: unknown"),
    Column("url", "str", "the article's address", "empty: none"),
    Column("language", "str", "ISO 639-1 code of the article's language"),
    Column("ingest_id", "str", "the run that brought it in"),
    Column("added_at", "datetime64", "when it was added, UTC"),
    Column("embedding_model", "str", "the model that made the embedding"),
    Column("embedding", "array", "unit vector of the text, loaded only when asked for"),
)

NAMES: tuple[str, ...] = tuple(column.name for column in COLUMNS)
