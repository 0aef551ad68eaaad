"""The demo briefs against the table of facts that they tell.

Each fact's footnote mark stands after the sentence that tells it; a fact is found when the
pipeline makes a statement of that sentence. Speaker, country, addressees and said-on date are then
compared with the table's.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from analysis.evaluation.scores import Evaluation, Tally, judge, summarise
from analysis.ingest import read_paths
from analysis.models import Document, Statement
from analysis.pipeline import extract_statements
from analysis.references import statements_by_footnote
from analysis.resolve import Registry

QUESTIONS = ["found", "speaker", "country", "addressee", "date"]


def evaluate(data: Path) -> Evaluation:
    """Run the pipeline on ``data/briefs`` and compare with ``data/facts/statements.csv``."""
    facts = read_facts(data)
    registry = Registry.load(data)
    names = {alias: actor.name for actor in registry.actors for alias in actor.aliases}
    tally, misses, briefs = Tally(), [], 0
    for document in read_paths([data / "briefs"]):
        if not isinstance(document, Document):
            continue
        briefs += 1
        statements = extract_statements(document, registry=registry)
        told = statements_by_footnote(document, statements)
        for label, candidates in told.items():
            fact = facts[label] | {"speaker": _canonical(facts[label]["speaker"], names)}
            misses += _compare(document, fact, candidates, tally)
    told_count = tally.total("found")
    name = f"Demo: {told_count} facts told in {briefs} briefs, {len(facts)} in the table"
    return summarise(name, tally, QUESTIONS, misses)


def read_facts(data: Path) -> dict[str, dict[str, str]]:
    """The rows of the table of facts by their id."""
    with open(data / "facts" / "statements.csv", encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def _compare(
    document: Document, fact: dict[str, str], candidates: Sequence[Statement], tally: Tally
) -> list[str]:
    where = f"{document.name} {fact['id']}"
    spoken = [s for s in candidates if s.kind == "statement"]
    tally.note("found", "right" if spoken else "unknown")
    if not spoken:
        return [f"{where}: no statement found ({fact['speaker']})"]
    best = max(spoken, key=lambda s: (s.speaker == fact["speaker"], _day(s) == fact["said_on"]))
    answers: dict[str, tuple[object, object]] = {
        "speaker": (best.speaker, fact["speaker"]),
        "country": (best.country, fact["country"] or None),
        "date": (_day(best), fact["said_on"]),
    }
    if fact["addressees"]:
        wanted = frozenset(name.strip() for name in fact["addressees"].split(";"))
        answers["addressee"] = (frozenset(best.addressees) & wanted or best.addressees, wanted)
    misses = []
    for question, (found, wanted_answer) in answers.items():
        verdict = judge(found, wanted_answer)
        tally.note(question, verdict)
        if verdict != "right":
            misses.append(f"{where}: {question} {_plain(found)}, not {_plain(wanted_answer)}")
    return misses


def _canonical(name: str, names: Mapping[str, str]) -> str:
    """The list of actors' name for somebody whom the table of facts spells otherwise."""
    return names.get(name, name)


def _day(statement: Statement) -> str | None:
    return statement.said_on.isoformat() if statement.said_on else None


def _plain(value: object) -> str:
    if isinstance(value, frozenset | tuple):
        return ", ".join(sorted(map(str, value))) or "unknown"
    return "unknown" if value is None else str(value)
