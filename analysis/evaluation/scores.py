"""Counting rights, wrongs and unknowns, and telling them in a table."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """Per question ("speaker", "date" …) how many answers are right, wrong or unknown."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def note(self, question: str, verdict: str) -> None:
        """Count one answer; ``verdict`` is "right", "wrong" or "unknown"."""
        self.counts[question, verdict] += 1

    def total(self, question: str) -> int:
        """How many answers were judged."""
        return sum(n for (asked, _), n in self.counts.items() if asked == question)

    def share(self, question: str, verdict: str = "right") -> float:
        """Per cent of the answers with that verdict; 0 when none was judged."""
        total = self.total(question)
        return 100 * self.counts[question, verdict] / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Result of one comparison: what was compared, per cent per question, and each miss."""

    name: str
    scores: dict[str, dict[str, float]]
    misses: tuple[str, ...]

    def report(self) -> str:
        """The scores as a table of text, then the misses."""
        lines = [self.name, f"{'':14}{'n':>6}{'right %':>10}{'wrong %':>10}{'unknown %':>11}"]
        for question, row in self.scores.items():
            lines.append(
                f"{question:14}{row['n']:>6.0f}{row['right']:>10.1f}"
                f"{row['wrong']:>10.1f}{row['unknown']:>11.1f}"
            )
        lines += ["", f"{len(self.misses)} misses:", *self.misses] if self.misses else []
        return "\n".join(lines)


def summarise(name: str, tally: Tally, questions: list[str], misses: list[str]) -> Evaluation:
    """An Evaluation of the questions in the order given."""
    scores = {
        question: {
            "n": float(tally.total(question)),
            **{v: tally.share(question, v) for v in ("right", "wrong", "unknown")},
        }
        for question in questions
    }
    return Evaluation(name, scores, tuple(misses))


def judge(found: object, wanted: object) -> str:
    """The verdict on one answer: nothing said is "unknown", anything else right or wrong."""
    if found == wanted:
        return "right"
    return "unknown" if found in (None, "", (), frozenset()) else "wrong"
