"""A statement's row → what its card says. Plain values only: the component lays them out."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from pages.shared import flags, labels

Row = Mapping[str, Any]
Card = dict[str, Any]

BARS = 4
UNSURE = 0.5  # below this confidence the speaker is shown as uncertain
_GAP = " … "
_QUOTES = "\"“”„‟«»'‘’"
_QUESTION = 240  # characters of a question shown before its answer
_SAME = 0.8  # a sentence that is words to this part needs no second showing


def card(row: Row, *, why: str = "", copies: int = 0) -> Card:
    """Everything the card of one statement shows; ``why`` it was found, ``copies`` elsewhere."""
    return {
        "id": row["id"],
        "article": row.get("article_id") or "",
        "speaker": _speaker(row),
        "date": _date(row),
        "relations": _relations(row),
        "lead": lead(row),
        "words": words(row),
        "question": labels.shortened(str(row.get("question") or ""), _QUESTION),
        "phrase": phrase(row),
        "context": [list(part) for part in context_parts(row)],
        "facts": _facts(row),
        "confidence": _confidence(row),
        "curated": row.get("origin") == "curated",
        "reports": labels.count(copies + 1, "report") if copies else "",
        "caution": row.get("caution") or "",
        "original": _original(row),
        "why": why,
    }


def words(row: Row) -> str:
    """What was said, in quotation marks only where the words are verbatim."""
    text = " ".join(str(row.get("text") or "").split())
    if row.get("mode") != "direct":
        return text
    pieces = [_unquoted(piece) for piece in text.split(_GAP)]
    return f"“{_GAP.join(piece for piece in pieces if piece)}”"


def lead(row: Row) -> str:
    """The cue, where the words would be taken in another sense without it ("denied", "urged")."""
    text, telling = (" ".join(str(row.get(name) or "").split()) for name in ("text", "telling"))
    return telling.removesuffix(text).strip() if telling.endswith(text) else ""


def phrase(row: Row) -> list[str]:
    """The key phrase a person noted, as [what it is, phrase]; marks only where it is verbatim."""
    words_of_it = " ".join(str(row.get("key_phrase") or "").split())
    if not words_of_it or words_of_it in " ".join(str(row.get("text") or "").split()):
        return []
    if row.get("key_phrase_is") == "verbatim":
        return ["in the words", f"“{_unquoted(words_of_it)}”"]
    kind = "in translation" if row.get("key_phrase_is") == "translated" else "as reported"
    return [kind, words_of_it]


def _unquoted(text: str) -> str:
    """``text`` without the quotation marks around it; marks inside become single ones."""
    text = text.strip()
    if text[:1] in _QUOTES and text[:1] != "’":
        text = text[1:]
    if text[-1:] in _QUOTES and not _closes_inner(text):
        text = text[:-1]
    text = re.sub(r'[“"]([^“”"]*)[”"]', r"‘\1’", text.strip())
    return text.rstrip(" ,")  # a comma before the mark is the paper's, not the speaker's


def _closes_inner(text: str) -> bool:
    """Whether the last mark belongs to a pair that was opened inside the words."""
    opened = {"”": "“", "’": "‘", "»": "«"}.get(text[-1:])
    return bool(opened) and text.count(opened or "") >= text.count(text[-1])


def context_parts(row: Row) -> list[tuple[str, bool]]:
    """The sentence around the words as (piece, is what was said); empty when it adds none."""
    context = " ".join(str(row.get("context") or "").split())
    pieces = " ".join(str(row.get("text") or "").split()).split(_GAP)
    parts: list[tuple[str, bool]] = []
    place = 0
    for piece in pieces:
        found = context.find(piece, place) if piece else -1
        if found < 0:
            continue
        if found > place:
            parts.append((context[place:found], False))
        parts.append((piece, True))
        place = found + len(piece)
    said = sum(len(part) for part, marked in parts if marked)
    if not context or said > _SAME * len(context):
        return []
    return [*parts, (context[place:], False)] if place < len(context) else parts


def _speaker(row: Row) -> Card:
    name = row.get("speaker") or _unknown_speaker(row)
    unsure = _is_unsure(row)
    post = ", ".join(dict.fromkeys(filter(None, (row.get("role"), row.get("organisation")))))
    country = labels.country_name(row.get("country"))
    return {
        "name": name,
        "known": bool(row.get("speaker")) and row.get("speaker_kind") not in ("unnamed", "unknown"),
        "post": post if post != name else row.get("role") or "",
        "code": row.get("country") or "",
        "country": country if country not in post else "",
        "country_name": country,
        "flag": flags.picture(row.get("country")),
        "colour": labels.colour(row.get("country"), singled_out=True),
        "unsure": unsure,
        "why": (row.get("speaker_reason") or "the text names nobody") if unsure else "",
    }


def _unknown_speaker(row: Row) -> str:
    return "Unnamed source" if row.get("speaker_kind") == "unnamed" else "Unknown speaker"


def _is_unsure(row: Row) -> bool:
    if row.get("origin") == "curated":
        return not row.get("speaker")
    unknown = not row.get("speaker") or row.get("speaker_kind") in ("unnamed", "unknown")
    return unknown or float(row.get("confidence") or 0) < UNSURE


def _date(row: Row) -> Card:
    guessed = row.get("said_on_how") == "article date"
    exact = bool(row.get("said_on")) and row.get("said_on_precision") == "day" and not guessed
    return {"text": labels.said_label(row), "hover": labels.said_hover(row), "unsure": not exact}


def _relations(row: Row) -> list[list[str]]:
    """To whom, answering whom, asked by whom, about whom: [label, names] where there are any."""
    about = [labels.country_name(code) for code in row.get("mentioned_countries") or ()]
    about += [name for name in row.get("mentions") or () if name not in about]
    pairs: list[tuple[str, Iterable[str]]] = [
        ("to", row.get("addressees") or ()),
        ("answers", filter(None, [row.get("answers")])),
        ("asked by", filter(None, [row.get("asked_by")])),
        ("about", about[:6]),
        ("reported by", row.get("reported_by") or ()),
    ]
    said = [[label, ", ".join(names)] for label, names in pairs]
    return [pair for pair in said if pair[1]]


def _facts(row: Row) -> list[str]:
    published = labels.day(row.get("published"))
    publisher = row.get("publisher") or labels.shortened(row.get("title") or "", 60)
    publisher = publisher or "publisher unknown"
    paper = f"{publisher}, published {published}" if published else publisher
    kind = row.get("kind") or "statement"
    mode = {"direct": "verbatim", "mixed": "partly verbatim"}.get(row.get("mode") or "", "indirect")
    facts = [paper, mode, row.get("venue") or "", row.get("topic") or ""]
    return [fact for fact in [kind if kind != "statement" else "", *facts] if fact]


def _confidence(row: Row) -> Card:
    value = float(row.get("confidence") or 0)
    full = max(1, math.ceil(value * BARS - 1e-9)) if value else 0
    who = "entered by a person" if row.get("origin") == "curated" else "the extractor’s estimate"
    return {"full": full, "of": BARS, "hover": f"Confidence {value:.2f}, {who}"}


def _original(row: Row) -> Card | None:
    address = row.get("original_url") or (row.get("url") if row.get("origin") == "curated" else "")
    if not is_web_address(address or ""):
        return None
    return {"url": address, "title": row.get("original_title") or row.get("title") or address}


def is_web_address(text: str) -> bool:
    """Whether ``text`` may be followed as a link: http or https with a host, nothing else."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def cards(rows: Sequence[Row]) -> list[Card]:
    """The cards of several statements, in their order."""
    return [card(row) for row in rows]
