"""Hand-labelled statements of news articles whose texts do not ship with Readout.

``data/labels/seeds.jsonl`` holds, for each statement, the article's file name and SHA-256, offsets
of source and content, speaker, country, addressees, date; no text. A statement is found when the
content spans share at least half of their characters (Jaccard index 0.5). "Found" is the share of
the required labels that are found, "labelled" the share of the statements found that have a label.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analysis.errors import InputError
from analysis.evaluation.scores import Evaluation, Tally, judge, summarise
from analysis.ingest import read_paths
from analysis.models import Document, Statement
from analysis.pipeline import extract_statements
from analysis.resolve import Registry

QUESTIONS = [
    *("found", "labelled", "speaker", "country", "both right", "addressee", "date", "precision"),
]
SAME = 0.5  # Jaccard index of the content's characters


def evaluate(folder: Path, data: Path) -> Evaluation:
    """Compare the statements found in ``folder`` with the labels; needs ``metadata.csv`` there.

    Raises InputError when a labelled article is missing or is not the labelled version.
    """
    labels = _read_labels(data / "labels" / "seeds.jsonl", folder)
    registry = Registry.load(data)
    tally, misses = Tally(), []
    files = [folder / name for name in labels]
    for document in read_paths(files, folder / "metadata.csv"):
        if isinstance(document, Document):
            found = list(extract_statements(document, registry=registry))
            wanted = labels[Path(document.name).name]
            misses += _compare(document, wanted, found, tally)
    n = tally.total("found")
    return summarise(f"Seeds: {n} labelled statements", tally, QUESTIONS, misses)


def _read_labels(path: Path, folder: Path) -> dict[str, list[dict[str, Any]]]:
    labels: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        labels[row["file"]].append(row)
    for name, rows in labels.items():
        if not (folder / name).is_file():
            raise InputError(f"{name}, which the labels are for, is not in {folder}")
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != rows[0]["sha256"]:
            raise InputError(f"{folder / name} is not the version that was labelled")
    return dict(labels)


def _compare(
    document: Document,
    labels: Sequence[dict[str, Any]],
    found: Sequence[Statement],
    tally: Tally,
) -> list[str]:
    misses, free = [], list(found)
    for label in sorted(labels, key=lambda row: not row["required"]):
        best = max(free, key=lambda s: _agreement(label, s), default=None)
        if best is None or _agreement(label, best) < SAME:
            if label["required"]:
                tally.note("found", "unknown")
                misses.append(f"missed: {_excerpt(document, label['content'])}")
            continue
        free.remove(best)
        tally.note("labelled", "right")
        if label["required"]:
            tally.note("found", "right")
            misses += _compare_fields(document, label, best, tally)
    for extra in free:
        if extra.kind == "statement":
            tally.note("labelled", "wrong")
            misses.append(f"not labelled: {extra.speaker}: {extra.text[:80]}")
    return [f"{document.name} {miss}" for miss in misses]


def _compare_fields(
    document: Document, label: dict[str, Any], best: Statement, tally: Tally
) -> list[str]:
    day = best.said_on.isoformat() if best.said_on else None
    answers: dict[str, tuple[object, object]] = {"country": (best.country, label["country"])}
    if not label["speaker_any"]:
        answers["speaker"] = (best.speaker, label["speaker"])
    if label["addressees"]:
        answers["addressee"] = (frozenset(best.addressees), frozenset(label["addressees"]))
    if label["date_required"] or (day and label["said_on"]):
        answers["date"] = (day, label["said_on"])
        answers["precision"] = (best.said_on_precision, label["precision"])
    verdicts = {question: judge(*pair) for question, pair in answers.items()}
    for question, verdict in verdicts.items():
        tally.note(question, verdict)
    both = {verdicts["country"], verdicts.get("speaker", "right")} == {"right"}
    tally.note("both right", "right" if both else "wrong")
    return [
        f"{question} {answers[question][0]}, not {answers[question][1]}: "
        f"{_excerpt(document, label['content'])}"
        for question, verdict in verdicts.items()
        if verdict != "right"
    ]


def _agreement(label: dict[str, Any], statement: Statement) -> float:
    wanted = {i for start, end in label["content"] for i in range(start, end)}
    found = {i for start, end in statement.content for i in range(start, end)}
    return len(wanted & found) / max(1, len(wanted | found))


def _excerpt(document: Document, spans: Sequence[Sequence[int]]) -> str:
    start, end = spans[0]
    return document.text[start : min(end, start + 60)].replace("\n", " ")
