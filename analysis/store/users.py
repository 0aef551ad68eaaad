"""What readers make, in tables of the store itself: kept through re-extraction, undo and backup."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

import pyarrow as pa

from analysis.errors import InputError, NotFound
from analysis.store import corrections
from analysis.store.anchors import Anchor, anchor_of, locate
from analysis.store.connection import Connection
from analysis.store.marks import (
    Correction,
    Note,
    SavedSearch,
    Star,
    anchor_from_row,
    checked,
    to_correction,
    to_note,
    to_row,
    to_search,
    to_star,
)
from analysis.store.reading import scan
from analysis.store.records import words_hash
from analysis.store.schema import CORRECTIONS, NOTES, SEARCHES, STARS, USER_TABLES

_T = TypeVar("_T")
_TABLES = {Correction: CORRECTIONS, Star: STARS, Note: NOTES, SavedSearch: SEARCHES}


class Users:
    """Corrections, stars, notes and saved searches of all readers, under a store.

    ``author`` is whatever names a reader; empty on a machine of one's own. Nothing is ever
    deleted: what is withdrawn or changed stays in the tables, and does not show.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # --- corrections ------------------------------------------------------------------------

    def correct(
        self, statement_id: str, field: str, value: Any, *, author: str = "", reason: str = ""
    ) -> Correction:
        """Set one field of a statement right: it is shown, found and counted so from now on.

        ``value`` is a string, a day, a list of names, or ``None`` for unknown. A day that is
        corrected is sure to the day, unless ``said_on_precision`` is corrected too. Raises
        ``NotFound``, and ``InputError`` for a field or a value that cannot be.
        """
        was = anchor_of(self._connection, statement_id)
        anchor = locate(self._connection, [was])[was]  # one that was replaced stands elsewhere
        if not anchor or not anchor.statement_id:
            raise NotFound(f"There is no statement {statement_id} in {self._connection.uri}.")
        statement_id = anchor.statement_id
        correction = Correction(
            anchor=anchor,
            statement_id=statement_id,
            article_id=anchor.article_id,
            author=author,
            made_at=datetime.now(UTC),
            field=field,
            value=checked(field, value),
            former=corrections.shown(self._connection, statement_id, field),
            reason=reason,
        )
        self._append(correction)
        corrections.settle(self._connection, [anchor.article_id])
        return correction

    def corrections(self, statement_ids: Collection[str] | None = None) -> list[Correction]:
        """Corrections in force, newest first: all, or those of these statements.

        Those whose statement is gone are ``orphaned``; they apply again when it comes back.
        """
        found = self._marks(CORRECTIONS, to_correction, lambda row: (row["field"],))
        wanted = None if statement_ids is None else set(statement_ids)
        return [one for one in found if wanted is None or one.statement_id in wanted]

    # --- stars ------------------------------------------------------------------------------

    def star(self, subject: str, *, author: str = "") -> Star:
        """Star the statement or article of that id. Raises ``NotFound``."""
        star = Star(**self._marked(subject, author))
        self._append(star)
        return star

    def stars(self, author: str | None = None) -> list[Star]:
        """Stars, newest first: of everybody, or of one reader."""
        found = self._marks(STARS, to_star, lambda row: (row["author"],))
        return [one for one in found if author is None or one.author == author]

    # --- notes ------------------------------------------------------------------------------

    def note(self, subject: str, text: str, *, author: str = "") -> Note:
        """Write a note on the statement or article of that id. Raises ``NotFound``."""
        note = Note(
            **self._marked(subject, author),
            id=f"n{secrets.token_hex(8)}",
            text=_given(text, "A note"),
        )
        self._append(note)
        return note

    def rewrite(self, note: Note, text: str) -> Note:
        """The note with other words."""
        changed = replace(note, text=_given(text, "A note"), made_at=datetime.now(UTC))
        self._append(changed)
        return changed

    def notes(self, subject: str | None = None) -> list[Note]:
        """Notes, newest first: all, or those on one statement or article itself."""
        found = self._marks(NOTES, to_note, lambda row: (row["id"],), by_subject=False)
        return [
            one
            for one in found
            if subject is None or (one.statement_id or one.article_id) == subject
        ]

    # --- saved searches ---------------------------------------------------------------------

    def save_search(self, name: str, address: str, *, author: str = "") -> SavedSearch:
        """Keep a search under a name, in place of the reader's former one of that name."""
        search = SavedSearch(
            name=_given(name, "A saved search's name"),
            address=address,
            author=author,
            made_at=datetime.now(UTC),
        )
        self._append(search)
        return search

    def searches(self, author: str | None = None) -> list[SavedSearch]:
        """Saved searches, newest first: of everybody, or of one reader."""
        rows = _in_force(self._rows(SEARCHES), lambda row: (row["author"], row["name"]))
        return [to_search(row) for row in rows if author is None or row["author"] == author]

    # --- all of them ------------------------------------------------------------------------

    def withdraw(self, record: Correction | Star | Note | SavedSearch) -> None:
        """Take one back, by a further row; what a correction had changed returns."""
        self._append(record, withdrawn=True)
        if isinstance(record, Correction) and record.article_id:
            corrections.settle(self._connection, [record.article_id])

    def counts(self) -> dict[str, int]:
        """How many are in force: corrections, stars, notes, searches, and marks orphaned."""
        marks = [*self.corrections(), *self.stars(), *self.notes()]
        by_kind = {name: sum(_TABLES[type(one)] == name for one in marks) for name in USER_TABLES}
        orphaned = sum(one.orphaned for one in marks)
        return by_kind | {SEARCHES: len(self.searches()), "orphaned": orphaned}

    def _marked(self, subject: str, author: str) -> dict[str, Any]:
        anchor = anchor_of(self._connection, subject)
        return {
            "anchor": anchor,
            "statement_id": anchor.statement_id or None,
            "article_id": anchor.article_id,
            "author": author,
            "made_at": datetime.now(UTC),
        }

    def _append(
        self, record: Correction | Star | Note | SavedSearch, *, withdrawn: bool = False
    ) -> None:
        name = _TABLES[type(record)]
        row = to_row(record) | {"withdrawn": withdrawn}
        self._connection.append(name, pa.Table.from_pylist([row], schema=USER_TABLES[name]))

    def _rows(self, name: str) -> list[dict[str, Any]]:
        """All rows in the order of their commits, which no clock of another machine disturbs."""
        return scan(self._connection, USER_TABLES[name].names, "true", table=name).to_pylist()

    def _marks(
        self,
        name: str,
        make: Callable[[dict[str, Any], Anchor | None], _T],
        key: Callable[[dict[str, Any]], tuple[str, ...]],
        *,
        by_subject: bool = True,
    ) -> list[_T]:
        """Marks in force, newest first; two of one key made for one statement are the same."""
        rows = self._rows(name)
        today = locate(self._connection, [anchor_from_row(row) for row in rows])

        def whole_key(row: dict[str, Any]) -> tuple[object, ...]:
            anchor = anchor_from_row(row)
            return (_subject(anchor, today[anchor]), *key(row)) if by_subject else key(row)

        ruling = _in_force(rows, whole_key)
        return [make(row, today[anchor_from_row(row)]) for row in ruling]


def _subject(anchor: Anchor, today: Anchor | None) -> object:
    """What a mark is about: of one that is orphaned, the words in their place then."""
    if today is not None:
        return today.statement_id or today.article_id
    return anchor.article_id, words_hash(anchor.text), anchor.content


def _in_force(
    rows: list[dict[str, Any]], key: Callable[[dict[str, Any]], tuple[object, ...]]
) -> list[dict[str, Any]]:
    """The last row of each key, newest first, without those that are withdrawn."""
    last = {key(row): place for place, row in enumerate(rows)}
    return [rows[n] for n in sorted(last.values(), reverse=True) if not rows[n]["withdrawn"]]


def _given(words: str, what: str) -> str:
    if not words.strip():
        raise InputError(f"{what} needs words.")
    return words.strip()
