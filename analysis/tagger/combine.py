"""What the rules add to the tagger.

The corpus that the tagger learns from never annotates an attribution inside another one's content,
so the tagger reads the outermost only. The rules find the inner ones: "Wang had told him that …" in
"Kuleba said Wang had told him that …". Where the two disagree about the same words, the tagger is
believed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analysis.models import Attribution, Span, Spans


def add_from_rules(
    tagged: Sequence[Attribution], rules: Sequence[Attribution], missed: float | None
) -> tuple[Attribution, ...]:
    """The tagger's attributions and, of the rules', the nested and the missed ones.

    Nested: source, cue and contents lie within one content of the tagger.
    Missed: nothing of it touches anything that the tagger found; these get the confidence
    ``missed``, or are left out when it is None.
    """
    complete = [rule for rule in rules if rule.content and rule.cue]
    added = [rule for rule in complete if _is_nested(rule, tagged)]
    if missed is not None:
        added += [replace(rule, confidence=missed) for rule in missed_by(tagged, complete)]
    found = [*tagged, *added]
    return tuple(sorted(found, key=lambda a: (a.content[0].start, -a.content[-1].end)))


def missed_by(tagged: Sequence[Attribution], rules: Sequence[Attribution]) -> list[Attribution]:
    """The rules' attributions that touch nothing the tagger found."""
    taken = [span for a in tagged for span in _spans(a)]
    return [rule for rule in rules if not _touches(_spans(rule), taken)]


def _spans(attribution: Attribution) -> Spans:
    return (*attribution.source, *attribution.cue, *attribution.content)


def _is_nested(rule: Attribution, tagged: Sequence[Attribution]) -> bool:
    spans = _spans(rule)
    start, end = min(s.start for s in spans), max(s.end for s in spans)
    return any(c.start <= start and end <= c.end for a in tagged for c in a.content)


def _touches(spans: Spans, others: Sequence[Span]) -> bool:
    return any(a.start < b.end and b.start < a.end for a in spans for b in others)
