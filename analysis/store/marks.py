"""What readers make: corrections, stars, notes and saved searches, as records and as rows.

Tables of readers are only ever appended to. A change is a further row, so is a withdrawal; of the
rows of one key the last one rules:

===============  ==========================================
corrections      the statement and the field
stars            the statement (or article) and who starred it
notes            the note's own id
searches         name and who saved it
===============  ==========================================
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, get_args

from analysis.columns import COLUMNS
from analysis.errors import InputError
from analysis.models import Kind, Mode, Precision, SpeakerKind
from analysis.store.anchors import Anchor, to_flat, to_spans

Value = str | date | tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    anchor: Anchor
    statement_id: str | None  # today's
    article_id: str | None  # today's
    author: str
    made_at: datetime

    @property
    def orphaned(self) -> bool:
        """Whether what it was made for is not in the store now, or cannot be told for sure."""
        return self.article_id is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction(_Mark):
    """One field of one statement, set right by a reader.

    ``anchor`` is the statement as it stood then; ``statement_id`` is its id today, ``None`` when
    it is orphaned. ``former`` is the value that the reader saw.
    """

    field: str
    value: Value
    former: Value
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Star(_Mark):
    """A statement or an article that a reader wants to find again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(_Mark):
    """A reader's words on a statement or an article."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch:
    """A search under a name: the address of the page with its filters, ``search?q=talks&…``."""

    name: str
    address: str
    author: str
    made_at: datetime


# Values that a correction may take, where they are few.
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "kind": get_args(Kind),
    "mode": get_args(Mode),
    "speaker_kind": get_args(SpeakerKind),
    "said_on_precision": get_args(Precision),
}
_NEVER_EMPTY = ("kind", "mode", "speaker_kind")

CORRECTABLE = (
    *("kind", "mode", "speaker", "speaker_kind", "role", "organisation", "country"),
    *("addressees", "asked_by", "answers", "mentions", "mentioned_countries", "venue"),
    *("said_on", "said_on_precision", "topic", "caution"),
)
_DTYPES = {column.name: column.dtype for column in COLUMNS}


def checked(field: str, value: Any) -> Value:
    """The value as the field keeps it: lists as tuples, days as dates, no words as ``None``.

    Raises ``InputError`` when the field cannot be corrected or cannot take the value.
    """
    if field not in CORRECTABLE:
        raise InputError(f"{field} cannot be corrected. These can: {', '.join(CORRECTABLE)}.")
    if _DTYPES[field] == "list":
        return _checked_names(field, value)
    if _DTYPES[field] == "datetime64":
        return _checked_day(field, value)
    if value is not None and not isinstance(value, str):
        raise InputError(f"{field} takes words, not {value!r}.")
    words = (value or "").strip() or None
    choices = _CHOICES.get(field)
    if (choices and words and words not in choices) or (field in _NEVER_EMPTY and not words):
        raise InputError(f"{field} is one of {', '.join(choices or ())}, not {value!r}.")
    return words


def _checked_names(field: str, value: Any) -> tuple[str, ...]:
    names = () if value is None else value
    if isinstance(names, str) or not all(isinstance(name, str) for name in names):
        raise InputError(f"{field} takes a list of names, not {value!r}.")
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))


def _checked_day(field: str, value: Any) -> date | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise InputError(f"{field} takes a day such as 2024-04-09, not {value!r}.") from error


def value_to_json(value: Value) -> str:
    """A value as it lies in the store."""
    return json.dumps(value.isoformat() if isinstance(value, date) else value, ensure_ascii=False)


def value_from_json(field: str, text: str) -> Value:
    """What ``value_to_json`` wrote."""
    value = json.loads(text)
    if _DTYPES[field] == "list":
        return tuple(value or ())
    if _DTYPES[field] == "datetime64" and value:
        return date.fromisoformat(value)
    return value  # a string or None


# --- records ↔ rows -------------------------------------------------------------------------


def anchor_to_row(anchor: Anchor) -> dict[str, Any]:
    """Columns that every mark has."""
    return {
        "statement_id": anchor.statement_id,
        "article_id": anchor.article_id,
        "text_key": anchor.text_key,
        "text": anchor.text,
        "cue": to_flat(anchor.cue),
        "content": to_flat(anchor.content),
    }


def anchor_from_row(row: Mapping[str, Any]) -> Anchor:
    """What ``anchor_to_row`` wrote."""
    return Anchor(
        statement_id=row["statement_id"],
        article_id=row["article_id"],
        text_key=row["text_key"],
        text=row["text"],
        cue=to_spans(row["cue"]),
        content=to_spans(row["content"]),
    )


def to_row(record: Correction | Star | Note | SavedSearch) -> dict[str, Any]:
    """The row that says this record; made now."""
    row: dict[str, Any] = {
        "author": record.author,
        "made_at": datetime.now(UTC),
        "withdrawn": False,
    }
    if isinstance(record, SavedSearch):
        return row | {"name": record.name, "address": record.address}
    row |= anchor_to_row(record.anchor)
    if isinstance(record, Note):
        row |= {"id": record.id, "note": record.text}
    if isinstance(record, Correction):
        row |= {
            "field": record.field,
            "value": value_to_json(record.value),
            "former": value_to_json(record.former),
            "reason": record.reason,
        }
    return row


def _mark_of(row: Mapping[str, Any], today: Anchor | None) -> dict[str, Any]:
    return {
        "anchor": anchor_from_row(row),
        "statement_id": (today.statement_id or None) if today else None,
        "article_id": today.article_id if today else None,
        "author": row["author"],
        "made_at": row["made_at"],
    }


def to_correction(row: Mapping[str, Any], today: Anchor | None) -> Correction:
    """A correction from its row and where its statement stands today."""
    field = row["field"]
    return Correction(
        **_mark_of(row, today),
        field=field,
        value=value_from_json(field, row["value"]),
        former=value_from_json(field, row["former"]),
        reason=row["reason"],
    )


def to_star(row: Mapping[str, Any], today: Anchor | None) -> Star:
    """A star from its row."""
    return Star(**_mark_of(row, today))


def to_note(row: Mapping[str, Any], today: Anchor | None) -> Note:
    """A note from its row."""
    return Note(**_mark_of(row, today), id=row["id"], text=row["note"])


def to_search(row: Mapping[str, Any]) -> SavedSearch:
    """A saved search from its row."""
    return SavedSearch(
        name=row["name"], address=row["address"], author=row["author"], made_at=row["made_at"]
    )
