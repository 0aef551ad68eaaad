"""Where a reader's mark belongs: found again when a statement has been extracted anew.

A statement's id is made of its article and words, so most marks are found by it. Extracted anew,
the same words may come under another id (the article was moved, the same words stand earlier in
it too) or with other edges. Then article, words and place lead back to it. Where two statements
fit equally well none is taken: a mark in the wrong place is worse than one that waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.errors import NotFound
from analysis.models import Span, Spans
from analysis.store.connection import Connection
from analysis.store.reading import scan
from analysis.store.records import words_hash
from analysis.store.schema import ARTICLE, REPLACED, STATEMENT, STATEMENTS
from analysis.store.where import is_in

_MOST_OF_IT = 0.5  # of the content, shared with what was marked


@dataclass(frozen=True, slots=True)
class Anchor:
    """A statement, or a whole article, as it stood when somebody marked it.

    ``statement_id`` and all that follows ``text_key`` are empty for an article. ``text_key`` is
    the address of the article's text: while it is the same, spans mean the same place.
    """

    statement_id: str
    article_id: str
    text_key: str = ""
    text: str = ""
    cue: Spans = ()
    content: Spans = ()


_Rule = Callable[[Anchor, Anchor], bool]

# From surest to least sure; the first rule that knows exactly one statement decides.
_RULES: tuple[_Rule, ...] = (
    lambda was, now: _same_article(was, now) and _same_place(was, now) and _same_words(was, now),
    lambda was, now: was.statement_id == now.statement_id,
    lambda was, now: _same_article(was, now) and _same_words(was, now),
    lambda was, now: _same_place(was, now) and _same_words(was, now),
    lambda was, now: _same_text(was, now) and _same_words(was, now),
    lambda was, now: _same_cue(was, now) and _shared(was.content, now.content) > _MOST_OF_IT,
)


def find_again(was: Anchor, candidates: Iterable[Anchor]) -> Anchor | None:
    """The statement (or article) of today that was meant; ``None`` when gone or in doubt."""
    same_kind = [one for one in candidates if bool(one.statement_id) == bool(was.statement_id)]
    if not was.statement_id:
        return _find_article(was, same_kind)
    for rule in _RULES:
        found = [one for one in same_kind if rule(was, one)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _find_article(was: Anchor, articles: Sequence[Anchor]) -> Anchor | None:
    for rule in (_same_article, _same_text):
        found = [one for one in articles if rule(was, one)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _same_article(was: Anchor, now: Anchor) -> bool:
    return was.article_id == now.article_id


def _same_text(was: Anchor, now: Anchor) -> bool:
    return bool(was.text_key) and was.text_key == now.text_key


def _same_words(was: Anchor, now: Anchor) -> bool:
    return words_hash(was.text) == words_hash(now.text)


def _same_place(was: Anchor, now: Anchor) -> bool:
    return _same_text(was, now) and bool(was.content) and was.content == now.content


def _same_cue(was: Anchor, now: Anchor) -> bool:
    """One word that marks the saying marks one act of saying, whatever the content's edges."""
    return _same_text(was, now) and bool(was.cue) and was.cue == now.cue


def _shared(one: Spans, other: Spans) -> float:
    """Code points in both, as a share of those in either."""
    first, second = _points(one), _points(other)
    return len(first & second) / max(1, len(first | second))


def _points(spans: Spans) -> set[int]:
    return {point for span in spans for point in range(*span)}


# --- in the store ---------------------------------------------------------------------------

_COLUMNS = ("id", "article_id", "text", "cue", "content")


def anchor_of(connection: Connection, subject: str) -> Anchor:
    """Anchor of the statement or article of that id, or of one that was replaced.

    Raises ``NotFound``.
    """
    if connection.exists(STATEMENTS):
        columns = [*_COLUMNS, "record", "text_key"]
        for row in scan(connection, columns, is_in("id", [subject])).to_pylist():
            keys = {} if row["record"] == ARTICLE else text_keys(connection, [row["article_id"]])
            return _anchor(row, keys)
    if found := _replaced(connection, subject):
        return found
    raise NotFound(f"There is no statement or article {subject} in {connection.uri}.")


def today(connection: Connection, statement_id: str) -> str:
    """Id under which a replaced statement stands today; empty: none, or nobody can say."""
    was = _replaced(connection, statement_id)
    now = locate(connection, [was])[was] if was else None
    return now.statement_id if now else ""


def _replaced(connection: Connection, subject: str) -> Anchor | None:
    """Anchor of what a run has replaced, as it last stood."""
    if not connection.exists(REPLACED):
        return None
    columns = [*_COLUMNS, "record", "text_key", "replaced_by", "replaced_at"]
    rows = scan(connection, columns, is_in("id", [subject]), table=REPLACED).to_pylist()
    if not rows:
        return None
    row = max(rows, key=lambda one: one["replaced_at"])
    # Its article went with it, by the same run.
    both = (is_in("id", [row["article_id"]]), is_in("replaced_by", [row["replaced_by"]]))
    heads = scan(connection, ["id", "text_key"], " AND ".join(both), table=REPLACED).to_pylist()
    return _anchor(row, {one["id"]: one["text_key"] or "" for one in heads})


def _anchor(row: dict[str, Any], keys: dict[str, str]) -> Anchor:
    if row["record"] == ARTICLE:
        return Anchor("", row["id"], row["text_key"] or "")
    return anchors_of_rows([row], keys)[0]


def anchors_of_rows(rows: Iterable[dict[str, Any]], keys: dict[str, str]) -> list[Anchor]:
    """Anchors of rows of statements; keys: article id → ``text_key``."""
    return [
        Anchor(
            statement_id=row["id"],
            article_id=row["article_id"],
            text_key=keys.get(row["article_id"], ""),
            text=row["text"] or "",
            cue=to_spans(row["cue"]),
            content=to_spans(row["content"]),
        )
        for row in rows
    ]


def text_keys(connection: Connection, article_ids: Iterable[str]) -> dict[str, str]:
    """article id → address of its text; articles without text are left out."""
    where = f"record = '{ARTICLE}' AND {is_in('id', dict.fromkeys(article_ids))}"
    rows = scan(connection, ["id", "text_key"], where).to_pylist()
    return {row["id"]: row["text_key"] for row in rows if row["text_key"]}


def locate(connection: Connection, anchors: Iterable[Anchor]) -> dict[Anchor, Anchor | None]:
    """Where each stands today; ``None``: nowhere, or nobody can say."""
    wanted = list(dict.fromkeys(anchors))
    if not wanted or not connection.exists(STATEMENTS):
        return dict.fromkeys(wanted)
    known = _candidates(connection, {one.article_id for one in wanted})
    found = {one: find_again(one, known.get(one.article_id, ())) for one in wanted}
    lost = {one.text_key for one, now in found.items() if now is None and one.text_key}
    if lost:  # the same text under another id: a file that was moved
        where = f"record = '{ARTICLE}' AND {is_in('text_key', sorted(lost))}"
        moved = scan(connection, ["id"], where)["id"].to_pylist()
        others = [one for part in _candidates(connection, moved).values() for one in part]
        for one in (one for one, now in found.items() if now is None):
            found[one] = find_again(one, [*known.get(one.article_id, ()), *others])
    return found


def _candidates(connection: Connection, article_ids: Iterable[str]) -> dict[str, list[Anchor]]:
    """article id → its own anchor and those of its statements."""
    ids = sorted(article_ids)
    if not ids:
        return {}
    where = f"record = '{ARTICLE}' AND {is_in('id', ids)}"
    heads = scan(connection, ["id", "text_key"], where).to_pylist()
    keys = {row["id"]: row["text_key"] or "" for row in heads}
    where = f"record = '{STATEMENT}' AND {is_in('article_id', ids)}"
    statements = anchors_of_rows(scan(connection, _COLUMNS, where).to_pylist(), keys)
    found = {article: [Anchor("", article, key)] for article, key in keys.items()}
    for one in statements:
        found.setdefault(one.article_id, []).append(one)
    return found


def to_spans(flat: Sequence[int] | None) -> Spans:
    """Spans from the flat list that the store keeps."""
    edges = list(flat or ())
    return tuple(Span(*pair) for pair in zip(edges[::2], edges[1::2], strict=True))


def to_flat(spans: Spans) -> list[int]:
    """The flat list of the spans' edges."""
    return [edge for span in spans for edge in span]
