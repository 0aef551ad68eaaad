"""Search: what a query is understood as, what is found, in which order, and why."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import mean
from typing import Any

import pytest
from conftest import FakeEncoder, sample_batch, sample_document, sample_statement

from analysis.embeddings import load_encoder
from analysis.errors import ModelMismatch, ModelUnavailable, NotFound
from analysis.models import Filters
from analysis.search import parse_query, search, similar
from analysis.search.copies import are_copies
from analysis.search.fusion import Match, coverage, fused_score, holds_phrase
from analysis.settings import DATA
from analysis.store import Store, words_hash

# --- what was typed -------------------------------------------------------------------------

QUERIES = [
    ("sanctions on Russia", (), ("sanctions", "Russia")),
    ('"as long as it takes" aid', ("as long as it takes",), ("aid",)),
    ("“no limits” and „ohne Grenzen“ and «sans limites»", None, ()),
    ("what did Lavrov say about grain?", (), ("Lavrov", "grain")),
    ("the", (), ("the",)),
    ("Peace peace PEACE", (), ("PEACE",)),
    ('unclosed "quote here', (), ("unclosed", "quote", "here")),
    ('""  " "', (), ()),
    ("Élysée: don't", (), ("Élysée", "don", "t")),
    ("", (), ()),
]


@pytest.mark.parametrize(("text", "phrases", "words"), QUERIES, ids=[row[0] for row in QUERIES])
def test_a_query_is_taken_apart(text: str, phrases: Any, words: tuple[str, ...]) -> None:
    query = parse_query(text)
    assert query.words == words
    if phrases is None:
        phrases = ("no limits", "ohne Grenzen", "sans limites")
    assert query.phrases == phrases
    assert query.is_empty is (not phrases and not words)


SHORT = [("Lavrov", True), ("Qin Gang", True), ('"a set phrase of many words"', True)]


@pytest.mark.parametrize(("text", "short"), [*SHORT, ("arms for a besieged country", False)])
def test_names_and_phrases_are_short(text: str, short: bool) -> None:
    assert parse_query(text).is_short is short


# --- fusion ---------------------------------------------------------------------------------

BETTER = [
    ("short: all words beat mere nearness", True, Match(0.2, 0.3, 1.0), Match(0.9, 0.0, 0.0)),
    ("short: half of a name does not", True, Match(0.6, 0.0, 0.0), Match(0.2, 0.3, 0.5)),
    ("short: among namesakes BM25 counts", True, Match(0.4, 1.0, 1.0), Match(0.4, 0.5, 1.0)),
    ("long: nearness beats a stray word", False, Match(0.6, 0.0, 0.0), Match(0.5, 1.0, 0.3)),
    ("long: nearly all words beat nearness", False, Match(0.4, 1.0, 0.9), Match(0.6, 0.1, 0.1)),
    ("a phrase lifts", False, Match(0.4, 0.5, 0.5, True), Match(0.5, 0.5, 0.5)),
]


@pytest.mark.parametrize(
    ("short", "better", "worse"), [row[1:] for row in BETTER], ids=[row[0] for row in BETTER]
)
def test_fusion(short: bool, better: Match, worse: Match) -> None:
    assert fused_score(better, short=short) > fused_score(worse, short=short)


def test_coverage_and_phrases() -> None:
    assert coverage(["a", "b", "c", "d"], ["x", "b", "a"]) == 0.5
    assert coverage([], ["x"]) == 0.0
    assert holds_phrase(["b", "c"], ["a", "b", "c", "d"])
    assert not holds_phrase(["b", "d"], ["a", "b", "c", "d"])
    assert not holds_phrase([], ["a"])


# --- on the tiny store ----------------------------------------------------------------------

FOUND = [
    ("both", "talks are the only way", "s-copy"),
    ("both", '"only way"', "s-copy"),
    ("both", "blinken", "s-doubts"),
    ("both", "Zelenskyy", "s-macron"),
    ("both", "guarantees on the road to peace", "s-obrien"),
    ("words", "sanction", "s-analysts"),  # stemmed
    ("words", "Élysée zelenskyy", "s-macron"),
    ("meaning", "road to peace", "s-obrien"),
]


@pytest.mark.parametrize(("by", "query", "first"), FOUND)
def test_the_first_hit(
    tiny_store: Store, fake_encoder: FakeEncoder, by: Any, query: str, first: str
) -> None:
    hits = search(tiny_store, fake_encoder, query, by=by)
    assert hits[0].id == first
    assert hits[0].row["id"] == first
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


WHY = [
    ("both", "only way Talks", "meaning 0.80; words: only, way, Talks"),
    ("words", '"only way" talks', "words: “only way”, talks"),
    ("words", "nothing of talks", "words: talks"),
]


@pytest.mark.parametrize(("by", "query", "why"), WHY)
def test_every_hit_says_why(
    tiny_store: Store, fake_encoder: FakeEncoder, by: Any, query: str, why: str
) -> None:
    assert re.sub(r"0\.\d\d", "0.80", search(tiny_store, fake_encoder, query, by=by)[0].why) == why


def test_meaning_tells_the_cosine(tiny_store: Store, fake_encoder: FakeEncoder) -> None:
    hit = search(tiny_store, fake_encoder, "Washington had doubts", by="meaning")[0]
    assert (hit.id, hit.why) == ("s-doubts", "meaning 1.00")
    assert hit.score == pytest.approx(1.0, abs=1e-3)


def test_a_phrase_must_be_there(tiny_store: Store, fake_encoder: FakeEncoder) -> None:
    for by in ("words", "both"):
        assert [h.id for h in search(tiny_store, fake_encoder, '"only way"', by=by)] == ["s-copy"]
    assert search(tiny_store, fake_encoder, '"way only"', by="words") == []
    assert search(tiny_store, fake_encoder, '"way only"', by="both"), "falls back on meaning"


@pytest.mark.parametrize("by", ["both", "meaning", "words"])
def test_filters_are_applied_before(tiny_store: Store, fake_encoder: FakeEncoder, by: Any) -> None:
    filters = Filters(speakers=('Conan O\'Brien "the envoy"; --',))
    hits = search(tiny_store, fake_encoder, "talks peace", by=by, filters=filters, limit=1)
    assert [hit.id for hit in hits] == ["s-obrien"]


@pytest.mark.parametrize("by", ["both", "meaning", "words"])
def test_copies_are_counted_not_repeated(
    tiny_store: Store, fake_encoder: FakeEncoder, by: Any
) -> None:
    hits = search(tiny_store, fake_encoder, "talks are the only way out", by=by)
    assert (hits[0].id, hits[0].copies) == ("s-copy", 1)
    assert "s-talks" not in [hit.id for hit in hits]


def test_copies_beyond_the_candidates_are_counted_too(
    empty_store: Store, fake_encoder: FakeEncoder
) -> None:
    for number in range(120):
        document = sample_document(f"Paper {number}.", id=f"a{number}")
        said = sample_statement(id=f"s{number:03d}", article_id=document.id, text="We want talks.")
        empty_store.write([sample_batch(document, [said])], "run")
    for by in ("meaning", "words", "both"):
        (hit,) = search(empty_store, fake_encoder, "talks", by=by, limit=5)
        assert hit.copies == 119


def test_nothing_typed_finds_nothing(tiny_store: Store, fake_encoder: FakeEncoder) -> None:
    assert search(tiny_store, fake_encoder, "  ") == []
    assert search(tiny_store, fake_encoder, "talks", limit=0) == []


@pytest.mark.parametrize("query", ["'; DROP --", '"', "talks AND (", "a*", "tal:ks^3", "\\", "🕊"])
def test_odd_queries_are_only_words(
    tiny_store: Store, fake_encoder: FakeEncoder, query: str
) -> None:
    for by in ("both", "words", "meaning"):
        search(tiny_store, fake_encoder, query, by=by)


def test_words_need_no_encoder(tiny_store: Store) -> None:
    assert search(tiny_store, None, "talks", by="words")
    with pytest.raises(ModelUnavailable):
        search(tiny_store, None, "talks", by="meaning")


def test_another_model_is_refused(tiny_store: Store) -> None:
    with pytest.raises(ModelMismatch, match="READOUT_ENCODER=fake"):
        search(tiny_store, FakeEncoder("other"), "talks")


def test_an_empty_store_finds_nothing(empty_store: Store, fake_encoder: FakeEncoder) -> None:
    assert search(empty_store, fake_encoder, "talks") == []


# --- similar --------------------------------------------------------------------------------


def test_similar_leaves_out_the_statement_and_its_copies(tiny_store: Store) -> None:
    hits = similar(tiny_store, "s-talks")
    assert [hit.id for hit in hits][:1] == ["s-obrien"]
    assert not {"s-talks", "s-copy"} & {hit.id for hit in hits}
    assert hits[0].why.startswith("meaning 0.")


def test_similar_counts_copies_on_the_hit(tiny_store: Store) -> None:
    hits = similar(tiny_store, "s-obrien")
    (talks,) = [hit for hit in hits if hit.id in ("s-copy", "s-talks")]
    assert talks.copies == 1


def test_similar_takes_filters_and_limits(tiny_store: Store) -> None:
    hits = similar(tiny_store, "s-stop", filters=Filters(countries=("FR",)), limit=1)
    assert [hit.row["country"] for hit in hits] == ["FR"]
    with pytest.raises(NotFound):
        similar(tiny_store, "nothing")


# --- copies ---------------------------------------------------------------------------------

DAY = date(2024, 4, 9)
ONE = "The talks must go on until both sides are ready to sign an agreement on every point"
COPIES = [
    ("same words", {}, None, True),
    ("other quotes", {"telling": f"“{ONE.upper()}.”"}, None, True),
    ("a day later", {"said_on": date(2024, 4, 10), "said_until": date(2024, 4, 10)}, None, True),
    (
        "within the month",
        {"said_on": date(2024, 4, 1), "said_until": date(2024, 4, 30)},
        None,
        True,
    ),
    ("undated", {"said_on": None, "said_until": None}, None, True),
    ("speaker unknown", {"speaker": None}, None, True),
    ("another speaker", {"speaker": "Wang Yi"}, 1.0, False),
    ("months later", {"said_on": date(2024, 8, 9), "said_until": date(2024, 8, 9)}, 1.0, False),
    ("a word cut", {"telling": ONE.replace("both ", "")}, 0.99, True),
    ("a word cut, vectors unknown", {"telling": ONE.replace("both ", "")}, None, False),
    ("near words, far meaning", {"telling": ONE.replace("must", "must not")}, 0.9, False),
    ("near meaning, other words", {"telling": "Negotiations have to continue"}, 0.98, False),
]


@pytest.mark.parametrize(
    ("change", "cosine", "expected"), [row[1:] for row in COPIES], ids=[row[0] for row in COPIES]
)
def test_copies(change: dict[str, Any], cosine: float | None, expected: bool) -> None:
    def row(**fields: Any) -> dict[str, Any]:
        given = {"telling": ONE, "speaker": "Mao Ning", "said_on": DAY, "said_until": DAY} | fields
        return given | {"words_hash": words_hash(given["telling"])}

    assert are_copies(row(), row(**change), cosine) is expected
    assert are_copies(row(**change), row(), cosine) is expected


# --- quality, with the real model -----------------------------------------------------------
# Queries in tests/data/search_trial.csv: paraphrases of one statement each in quite other words;
# names; set phrases. The fusion's weights were chosen on the even rows; the odd ones are judged.

FACTS = DATA / "facts" / "statements.csv"
TRIAL = Path(__file__).parent / "data" / "search_trial.csv"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _plain(text: str) -> str:
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in split if not unicodedata.combining(char))


def _relevant(query: dict[str, str]) -> set[str]:
    """Ids of the label; for names and phrases, of every fact that has the words."""
    if query["relevant"]:
        return set(query["relevant"].split())
    wanted = re.compile(rf"\b{re.escape(_plain(query['query'].strip(chr(34))))}\b")
    fields = ("gist", "key_phrase", "speaker", "role", "addressees")
    return {
        row["id"]
        for row in _rows(FACTS)
        if wanted.search(_plain("\n".join(row[name] for name in fields)))
    }


def _average_precision(found: list[str], relevant: set[str]) -> float:
    hits, total = 0, 0.0
    for rank, one in enumerate(found, start=1):
        if one in relevant:
            hits += 1
            total += hits / rank
    return total / min(len(relevant), 20)


@pytest.fixture(scope="module")
def fact_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    document = sample_document("", id="facts", name="statements.csv")
    encoder: Any = load_encoder()
    statements = [
        sample_statement(
            id=row["id"],
            article_id="facts",
            text=row["gist"],
            speaker=row["speaker"],
            role=row["role"],
            country=row["country"],
            addressees=tuple(filter(None, map(str.strip, row["addressees"].split(";")))),
            key_phrase=row["key_phrase"] or None,
            said_on=None,
            said_on_precision=None,
        )
        for row in _rows(FACTS)
    ]
    with Store.open(str(tmp_path_factory.mktemp("facts")), create=True) as store:
        store.write([sample_batch(document, statements, encoder)], store.begin_ingest("facts"))
        store.optimize()
        yield store


@pytest.fixture(scope="module")
def precision(fact_store: Store) -> dict[tuple[str, str], float]:
    """Mean average precision at 20 by kind of query and way of searching, on the judged half."""
    encoder = load_encoder()
    scores: dict[tuple[str, str], list[float]] = {}
    for query in _rows(TRIAL)[1::2]:
        for by in ("meaning", "words", "both"):
            hits = search(fact_store, encoder, query["query"], by=by, limit=20)  # type: ignore[arg-type]
            score = _average_precision([hit.id for hit in hits], _relevant(query))
            scores.setdefault((query["kind"], by), []).append(score)
    return {key: mean(values) for key, values in scores.items()}


@pytest.mark.models
def test_both_is_no_worse_than_either(precision: dict[tuple[str, str], float]) -> None:
    for kind in ("paraphrase", "name", "phrase"):
        best = max(precision[kind, "meaning"], precision[kind, "words"])
        assert precision[kind, "both"] >= best - 0.02, (kind, precision)


FLOORS = {
    ("paraphrase", "meaning"): 0.39,
    ("paraphrase", "both"): 0.48,
    ("name", "words"): 0.97,
    ("name", "both"): 0.97,
    ("phrase", "words"): 0.97,
    ("phrase", "both"): 0.97,
}


@pytest.mark.models
@pytest.mark.parametrize(("kind", "by"), FLOORS, ids=[" by ".join(key) for key in FLOORS])
def test_quality_floors(precision: dict[tuple[str, str], float], kind: str, by: str) -> None:
    assert precision[kind, by] >= FLOORS[kind, by]
