"""Fixtures that every test file may use: sample makers, a fake encoder, an empty and a tiny store.

The fake encoder hashes words into a vector, so that texts that share words are near each other:
deterministic, and nothing is loaded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.models import Document, Span, Statement
from analysis.store import ArticleBatch, Store, fingerprint, words


@dataclass(frozen=True)
class FakeEncoder:
    """Bag of hashed words; the same words give the same vector on every machine."""

    name: str = "fake"
    dimension: int = 64

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in words(text) or [""]:
                digest = hashlib.blake2b(word.encode(), digest_size=8).digest()
                rng = np.random.default_rng(int.from_bytes(digest, "big"))
                vectors[row] += rng.normal(size=self.dimension).astype(np.float32)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.maximum(norms, 1e-9)


def sample_document(text: str = "", **fields: Any) -> Document:
    """A document around a text; its id is made of its text and url unless given."""
    key = hashlib.blake2b((text + fields.get("url", "")).encode(), digest_size=6).hexdigest()
    given: dict[str, Any] = {"id": f"a{key}", "name": f"{key}.txt", "readable": text} | fields
    return Document(text=text, **given)


def sample_statement(**fields: Any) -> Statement:
    """A statement with sensible values; its id is made of its article and text unless given."""
    given: dict[str, Any] = {
        "article_id": "a1",
        "text": "The talks will go on.",
        "speaker": "Mao Ning",
        "speaker_kind": "person",
        "country": "CN",
        "said_on": date(2024, 4, 10),
        "said_on_precision": "day",
        "said_on_how": "explicit",
        "confidence": 0.8,
        "extractor": "rules 1",
    } | fields
    key = hashlib.blake2b(repr(sorted(given.items())).encode(), digest_size=6).hexdigest()
    return Statement(**({"id": f"s{key}"} | given))


def sample_batch(
    document: Document,
    statements: Iterable[Statement],
    encoder: FakeEncoder | None = None,
    extractor: str = "rules 1",
) -> ArticleBatch:
    """An article ready to be written."""
    encoder = encoder or FakeEncoder()
    found = tuple(statements)
    return ArticleBatch(
        document,
        found,
        encoder.encode([one.embedded for one in found]),
        fingerprint(document, extractor, encoder.name),
        encoder.name,
        extractor,
    )


@pytest.fixture
def fake_encoder() -> FakeEncoder:
    """An encoder that needs no model."""
    return FakeEncoder()


@pytest.fixture
def make_document() -> Callable[..., Document]:
    """``make_document(text, **fields)``."""
    return sample_document


@pytest.fixture
def make_statement() -> Callable[..., Statement]:
    """``make_statement(**fields)``."""
    return sample_statement


@pytest.fixture
def make_batch() -> Callable[..., ArticleBatch]:
    """``make_batch(document, statements)``."""
    return sample_batch


@pytest.fixture
def empty_store(tmp_path: Path) -> Store:
    """A store that exists and holds nothing."""
    return Store.open(str(tmp_path / "store"), create=True)


@pytest.fixture
def tiny_store(tmp_path: Path) -> Store:
    """Three articles: two reports of one briefing, a curated page; 9 statements of all kinds."""
    store = Store.open(str(tmp_path / "tiny"), create=True)
    run = store.begin_ingest("tiny")
    report = store.write(tiny_batches(), run)
    store.finish_ingest(run, report)
    return store


def tiny_batches(encoder: FakeEncoder | None = None) -> list[ArticleBatch]:
    """What the tiny store holds."""
    return [_briefing(encoder), _reprint(encoder), _curated(encoder)]


BRIEFING = (
    "China wants the fighting to stop, Mao Ning said on Tuesday.\n\n"
    '"Talks are the only way out," she added.\n\n'
    "US Secretary of State Antony Blinken told Wang Yi that Washington had doubts.\n\n"
    "Analysts say sanctions have changed little. The plan calls for a ceasefire. "
    "Moscow hopes for relief.\n"
)


def _spans(text: str, words: str) -> tuple[Span, ...]:
    start = text.index(words)
    return (Span(start, start + len(words)),)


def _briefing(encoder: FakeEncoder | None) -> ArticleBatch:
    document = sample_document(
        BRIEFING,
        id="a-briefing",
        name="briefing.txt",
        title="China urges an end to fighting",
        published=date(2024, 4, 10),
        published_from="metadata",
        publisher="Example Wire",
        url="https://wire.example/briefing",
    )

    def said(words: str, source: str, cue: str, **fields: Any) -> Statement:
        spans = {n: _spans(BRIEFING, w) if w else () for n, w in (("source", source), ("cue", cue))}
        return sample_statement(
            article_id=document.id, text=words, content=_spans(BRIEFING, words), **spans, **fields
        )

    tuesday = {"said_on": date(2024, 4, 9), "said_on_how": "relative", "said_on_reason": "Tuesday"}
    undated = {"said_on": None, "said_on_precision": None, "said_on_reason": "no date given"}
    statements = [
        said(
            "China wants the fighting to stop",
            *("Mao Ning", "said"),
            id="s-stop",
            role="spokesperson",
            organisation="Ministry of Foreign Affairs",
            mentioned_countries=("CN",),
            **tuesday,
        ),
        said("Talks are the only way out,", "she", "added", id="s-talks", mode="direct", **tuesday),
        said(
            "Washington had doubts",
            *("US Secretary of State Antony Blinken", "told"),
            id="s-doubts",
            speaker="Antony Blinken",
            country="US",
            addressees=("Wang Yi",),
            mentions=("United States",),
            mentioned_countries=("US",),
            said_on=date(2024, 4, 1),
            said_on_precision="month",
        ),
        said(
            "sanctions have changed little",
            *("Analysts", "say"),
            id="s-analysts",
            speaker=None,
            speaker_kind="unnamed",
            speaker_reason="nobody named",
            country=None,
            **undated,
        ),
        said(
            "calls for a ceasefire",
            *("The plan", "calls for"),
            id="s-plan",
            kind="document",
            speaker="Peace plan",
            speaker_kind="document",
        ),
        said(
            "hopes for relief",
            *("Moscow", "hopes"),
            id="s-hope",
            kind="attitude",
            speaker="Russia",
            speaker_kind="government",
            country="RU",
        ),
    ]
    return sample_batch(document, statements, encoder)


def _reprint(encoder: FakeEncoder | None) -> ArticleBatch:
    text = 'BEIJING: "Talks are the only way out", a spokeswoman, Mao Ning, said.\n'
    document = sample_document(
        text,
        id="a-reprint",
        name="reprint.txt",
        title="Beijing sees no other way",
        published=date(2024, 4, 11),
        publisher="Example Daily",
        url="https://daily.example/reprint",
    )
    words = '"Talks are the only way out"'
    copy = sample_statement(
        id="s-copy",
        article_id=document.id,
        text=words,
        mode="direct",
        content=_spans(text, words),
        said_on=date(2024, 4, 9),
    )
    return sample_batch(document, [copy], encoder)


def _curated(encoder: FakeEncoder | None) -> ArticleBatch:
    document = sample_document(
        "", id="a-page", name="sheet.csv", url="https://gov.example/page", publisher="Élysée"
    )
    shared: dict[str, Any] = {
        "article_id": document.id,
        "origin": "curated",
        "country": "FR",
        "original_title": "Élysée: call with Kyiv",
        "original_url": "https://gov.example/page",
        "extractor": "",
        "said_on_how": "curated",
    }
    statements = [
        sample_statement(
            id="s-macron",
            text="France will stand by Ukraine as long as it takes.",
            speaker="Emmanuel Macron",
            addressees=("Volodymyr Zelenskyy",),
            said_on=date(2023, 2, 8),
            topic="support",
            **shared,
        ),
        sample_statement(
            id="s-obrien",
            text="The road to peace needs guarantees for Kyiv.",
            speaker='Conan O\'Brien "the envoy"; --',
            said_on=date(2023, 1, 1),
            said_on_precision="year",
            **shared,
        ),
    ]
    return sample_batch(document, statements, encoder, extractor="curated")
