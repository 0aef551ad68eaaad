"""PolNeAR: how many spans and whole attributions a finder gets right.

Exact and begin F1 of each role as in the CofeNet tables (Wang and others 2023), micro-averaged over
all annotation files, a text with several annotators counting once for each; and what those tables
never score: whether source and content belong together, and whether confidence is to be believed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from analysis.models import Attribution, Span
from analysis.statements import SpanFinder
from analysis.tagger.calibration import Bin, calibration_error, reliability
from analysis.tagger.labels import ROLES
from analysis.training.polnear import Labelled, LabelledText, bare_document, read_split

SAME = 0.5  # Jaccard index of the characters
MEASURES = {
    "exact": lambda a, b: a == b,
    "begin": lambda a, b: a[0] == b[0],
    "overlap": lambda a, b: a[0] < b[1] and b[0] < a[1],
}
Tally = Counter[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class QuoteScores:
    """F1 of spans and of whole attributions, in per cent, and the reliability of confidence.

    roles: measure → role → F1. whole_exact: all three roles exactly right. whole_overlap: contents
    at Jaccard 0.5 and sources too, or both absent. source_right: of the ``contents`` matched so,
    the share whose sources agree. calibration_error: between 0 and 1.
    """

    name: str
    roles: dict[str, dict[str, float]]
    whole_exact: float
    whole_overlap: float
    source_right: float
    contents: int
    calibration_error: float
    reliability: tuple[Bin, ...]

    def report(self) -> str:
        """The scores as a table of text."""
        lines = [self.name, f"{'F1':16}" + "".join(f"{role:>10}" for role in ROLES)]
        for measure, row in self.roles.items():
            lines.append(f"{measure:16}" + "".join(f"{row[role]:>10.1f}" for role in ROLES))
        lines += [
            f"{'whole exact':16}{self.whole_exact:>10.1f}",
            f"{'whole overlap':16}{self.whole_overlap:>10.1f}",
            f"{'source right':16}{self.source_right:>10.1f}  of {self.contents} contents",
            "",
            f"Confidence: expected calibration error {self.calibration_error:.3f}",
            f"{'given':>10}{'right':>10}{'n':>8}",
        ]
        lines += [
            f"{row.confidence:>10.2f}{row.right:>10.2f}{row.count:>8}" for row in self.reliability
        ]
        return "\n".join(lines)


def evaluate(polnear: Path, finder: SpanFinder, split: str = "dev") -> QuoteScores:
    """Compare what ``finder`` finds in a split with its annotations.

    ``polnear`` holds the splits' folders. Raises InputError when the split is not there.
    """
    texts = list(read_split(polnear / split))
    return compare(f"PolNeAR {split}, {finder.version}: {len(texts)} texts", texts, finder)


def compare(name: str, texts: Sequence[LabelledText], finder: SpanFinder) -> QuoteScores:
    """The scores of ``finder`` on labelled texts."""
    tally: Tally = Counter()
    judged: list[tuple[float, bool]] = []
    for item, found in zip(texts, _find_all(texts, finder), strict=True):
        for labelled in item.annotations:
            right = _score(labelled, found, tally)
            judged += [(a.confidence, i in right) for i, a in enumerate(found)]
    confidence, verdicts = np.array(judged, dtype=float).reshape(-1, 2).T
    table = reliability(confidence, verdicts)
    n, m = tally["found",], tally["labelled",]
    return QuoteScores(
        name,
        {measure: {role: _role_f1(tally, measure, role) for role in ROLES} for measure in MEASURES},
        _f1(tally["whole exact",], n, tally["whole exact",], m),
        _f1(tally["whole overlap",], n, tally["whole overlap",], m),
        100 * tally["whole overlap",] / max(1, tally["content matched",]),
        tally["content matched",],
        calibration_error(table),
        tuple(table),
    )


def matches(labelled: Sequence[Labelled], found: Sequence[Attribution]) -> dict[int, bool]:
    """Index of a found attribution → whether its source agrees, where its content does.

    Each labelled attribution takes the found one with the most similar content that is still free.
    """
    free = {i: _covered(attribution.content) for i, attribution in enumerate(found)}
    result = {}
    for label in labelled:
        want = _covered(label.content)
        best = max(
            free, key=lambda i: len(want & free[i]) / max(1, len(want | free[i])), default=-1
        )
        if want and best >= 0 and _agree(want, free[best]):
            del free[best]
            result[best] = _agree(_covered(label.source), _covered(found[best].source))
    return result


def _find_all(
    texts: Sequence[LabelledText], finder: SpanFinder
) -> Iterable[tuple[Attribution, ...]]:
    documents = [bare_document(item.name, item.text) for item in texts]
    find_many = getattr(finder, "find_many", None)
    return find_many(documents) if find_many else (finder.find(d) for d in documents)


def _score(labelled: Sequence[Labelled], found: Sequence[Attribution], tally: Tally) -> set[int]:
    """Count one annotation file; the indices of the found attributions that are right."""
    for role in ROLES:
        wanted = {span for label in labelled for span in getattr(label, role)}
        own = {span for attribution in found for span in getattr(attribution, role)}
        tally["labelled", role] += len(wanted)
        tally["found", role] += len(own)
        for measure, same in MEASURES.items():
            tally[measure, role, "found"] += sum(any(same(a, b) for b in wanted) for a in own)
            tally[measure, role, "labelled"] += sum(any(same(a, b) for b in own) for a in wanted)
    tally["found",] += len(found)
    tally["labelled",] += len(labelled)
    whole = Counter((a.source, a.cue, a.content) for a in found)
    for label in labelled:
        if whole[label.source, label.cue, label.content] > 0:
            whole[label.source, label.cue, label.content] -= 1
            tally["whole exact",] += 1
    matched = matches(labelled, found)
    tally["content matched",] += len(matched)
    tally["whole overlap",] += sum(matched.values())
    return {i for i, right in matched.items() if right}


def _covered(spans: Sequence[Span]) -> set[int]:
    return {i for start, end in spans for i in range(start, end)}


def _agree(a: set[int], b: set[int]) -> bool:
    return len(a & b) >= SAME * len(a | b)


def _role_f1(tally: Tally, measure: str, role: str) -> float:
    return _f1(
        tally[measure, role, "found"],
        tally["found", role],
        tally[measure, role, "labelled"],
        tally["labelled", role],
    )


def _f1(hits_found: int, found: int, hits_labelled: int, labelled: int) -> float:
    precision, recall = hits_found / max(1, found), hits_labelled / max(1, labelled)
    total = precision + recall
    return 100 * 2 * precision * recall / total if total else 0.0
