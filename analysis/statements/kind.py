"""What kind of act an attribution is, whether its words are quoted, and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.models import Kind, Mode, Spans
from analysis.statements.quotations import Quotation
from analysis.statements.tokens import Token
from analysis.statements.sources import names_document
from analysis.statements.vocabulary import Verb, confidences


def kind_of(tokens: Sequence[Token], source: tuple[int, int] | None, verb: Verb | None) -> Kind:
    """Document where a plan, law or poll speaks; else what the verb says."""
    if source is not None and names_document(tokens, source):
        return "document"
    if verb is None or verb.kind == "document":
        return "statement"
    return verb.kind


def mode_of(text: str, content: Spans, quotations: Sequence[Quotation]) -> Mode:
    """Direct where every word stands in quotation marks, indirect where none does."""
    if not content:
        return "indirect"
    inside = outside = 0
    for span in content:
        quoted = 0
        for quotation in quotations:
            start, end = max(span.start, quotation.start), min(span.end, quotation.end)
            quoted += len(text[start:end].split()) if start < end else 0
        inside += quoted
        outside += max(0, len(text[span.start : span.end].split()) - quoted)
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"


UNMEASURED = 0.5


def confidence_of(pattern: str, kind: Kind) -> float:
    """The share of attributions found by ``pattern`` that were right, as measured on real news."""
    return confidences().get((pattern, kind), UNMEASURED)
