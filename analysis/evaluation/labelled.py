"""The statements found in hand-labelled texts, compared with the labels.

A label within a report is found when the content spans share at least half of their characters
(Jaccard index 0.5). A paragraph of speech is found when half of it lies in what is found: how a
transcript is cut into pieces is not judged. "Found" is the share of the required labels that are
found, "labelled" the share of the statements found that have a label.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.evaluation.labels import Label, read_labels, read_texts
from analysis.evaluation.scores import Evaluation, Tally, judge, summarise
from analysis.models import Document, Span, Statement
from analysis.pipeline import extract_statements
from analysis.resolve import Registry

QUESTIONS = [
    *("found", "labelled", "speaker", "country", "both right", "addressee", "date", "precision"),
]
SAME = 0.5  # Jaccard index of the contents' characters; of speech, share of the label's
PART = 0.25  # share of a paragraph of speech below which a statement is no part of it


@dataclass(frozen=True, slots=True)
class LabelSet:
    """A file of labels in ``data/labels`` and the table that comes with its texts, if any."""

    file: str
    title: str
    metadata: str = ""


SETS = {
    "seeds": LabelSet("seeds.jsonl", "Seeds", "metadata.csv"),
    "corpus": LabelSet("corpus.jsonl", "Corpus texts, held out"),
}


def evaluate(folder: Path, data: Path, name: str) -> Evaluation:
    """Compare the statements found in the texts below ``folder`` with the labels of a set.

    Raises InputError when a labelled text is missing or is not the labelled version.
    """
    chosen = SETS[name]
    labels = read_labels(data / "labels" / chosen.file)
    table = folder / chosen.metadata if chosen.metadata else None
    texts = read_texts(folder, labels, table)
    registry = Registry.load(data)
    tally, misses = Tally(), []
    for place, wanted in labels.items():
        document = texts[place]
        found = extract_statements(document, registry=registry)
        misses += compare(document, wanted, found, tally)
    title = f"{chosen.title}: {tally.total('found')} labelled statements"
    return summarise(title, tally, QUESTIONS, misses)


def compare(
    document: Document, labels: Sequence[Label], found: Iterable[Statement], tally: Tally
) -> list[str]:
    """Count what is right in one text and tell the misses.

    Statements outside the stretch that is labelled are left out.
    """
    stretch = labels[0].stretch or Span(0, len(document.text))
    free = [s for s in found if _touches(s, stretch)]
    reports = [x for x in labels if not x.speech]
    misses = _compare_reports(document, [x for x in reports if x.required], free, tally)
    misses += _compare_speech(document, [x for x in labels if x.speech], free, tally)
    # Last, lest what need not be found takes away the statement of what must.
    misses += _compare_reports(document, [x for x in reports if not x.required], free, tally)
    for extra in free:
        if extra.kind == "statement" and _within(extra, stretch):
            tally.note("labelled", "wrong")
            misses.append(f"not labelled: {extra.speaker}: {extra.text[:80]}")
    file, row = labels[0].place
    where = f"{file}, row {row}:" if row else f"{file}:"
    return [f"{where} {miss}" for miss in misses]


def _compare_reports(
    document: Document, labels: Sequence[Label], free: list[Statement], tally: Tally
) -> list[str]:
    """One statement a label; what is used is taken out of ``free``."""
    misses = []
    for label in labels:
        best = max(free, key=lambda s: _agreement(label, s), default=None)
        if best is None or _agreement(label, best) < SAME:
            misses += _miss(document, label, tally)
            continue
        free.remove(best)
        tally.note("labelled", "right")
        misses += _compare_fields(document, label, best, tally)
    return misses


def _compare_speech(
    document: Document, labels: Sequence[Label], free: list[Statement], tally: Tally
) -> list[str]:
    """Several statements may hold a paragraph and one several; used ones leave ``free``."""
    misses, used, pieces = [], [], _outermost(free)
    for label in labels:
        wanted = _characters(label.content)
        parts = [s for s in pieces if len(wanted & _characters(s.content)) >= PART * len(wanted)]
        held = wanted & {i for part in parts for i in _characters(part.content)}
        if len(held) < SAME * len(wanted):
            misses += _miss(document, label, tally)
            continue
        used += [part for part in parts if part not in used]
        best = max(parts, key=lambda s: len(wanted & _characters(s.content)))
        misses += _compare_fields(document, label, best, tally)
    for part in used:
        free.remove(part)
        tally.note("labelled", "right")
    return misses


def _miss(document: Document, label: Label, tally: Tally) -> list[str]:
    if not label.required:
        return []
    tally.note("found", "unknown")
    return [f"missed: {_excerpt(document, label)}"]


def _compare_fields(document: Document, label: Label, best: Statement, tally: Tally) -> list[str]:
    """Judge a required label's fields; of one that is not required nothing is judged."""
    if not label.required:
        return []
    tally.note("found", "right")
    answers = _answers(label, best)
    verdicts = {question: judge(*pair) for question, pair in answers.items()}
    for question, verdict in verdicts.items():
        tally.note(question, verdict)
    both = {verdicts["country"], verdicts.get("speaker", "right")} == {"right"}
    tally.note("both right", "right" if both else "wrong")
    return [
        f"{question} {answers[question][0]}, not {answers[question][1]}: "
        f"{_excerpt(document, label)}"
        for question, verdict in verdicts.items()
        if verdict != "right"
    ]


def _answers(label: Label, best: Statement) -> dict[str, tuple[object, object]]:
    """Question → what was found, what was wanted; only what the label lets one judge."""
    day = best.said_on.isoformat() if best.said_on else None
    answers: dict[str, tuple[object, object]] = {"country": (best.country, label.country)}
    if not label.speaker_any:
        answers["speaker"] = (best.speaker, label.speaker)
    if label.addressees:
        answers["addressee"] = (frozenset(best.addressees), frozenset(label.addressees))
    if label.date_required or (day and label.said_on):
        answers["date"] = (day, label.said_on)
        answers["precision"] = (best.said_on_precision, label.precision)
    return answers


def _agreement(label: Label, statement: Statement) -> float:
    wanted, found = _characters(label.content), _characters(statement.content)
    return len(wanted & found) / max(1, len(wanted | found))


def _outermost(statements: Sequence[Statement]) -> list[Statement]:
    """Those whose content is not nested in another's."""
    held = [(s, _characters(s.content)) for s in statements]
    return [s for s, inner in held if not any(inner < outer for _, outer in held)]


def _characters(spans: Iterable[Sequence[int]]) -> set[int]:
    return {i for start, end in spans for i in range(start, end)}


def _touches(statement: Statement, stretch: Span) -> bool:
    return any(start < stretch.end and end > stretch.start for start, end in statement.content)


def _within(statement: Statement, stretch: Span) -> bool:
    return all(stretch.start <= start and end <= stretch.end for start, end in statement.content)


def _excerpt(document: Document, label: Label) -> str:
    start, end = label.content[0]
    return document.text[start : min(end, start + 60)].replace("\n", " ")
