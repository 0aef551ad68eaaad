"""What kind of act an attribution is, whether its words are quoted, and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.models import Kind, Mode, Spans
from analysis.statements.quotations import Quotation
from analysis.statements.sources import names_document
from analysis.statements.tokens import Token
from analysis.statements.vocabulary import Verb, confidences

REACH = 12  # words between a relative pronoun and what it stands for


def kind_of(tokens: Sequence[Token], source: tuple[int, int] | None, verb: Verb | None) -> Kind:
    """Document where a plan, law or poll speaks; else what the verb says."""
    if source is not None and names_document(tokens, antecedent(tokens, source)):
        return "document"
    if verb is None or verb.kind == "document":
        return "statement"
    return verb.kind


def antecedent(tokens: Sequence[Token], source: tuple[int, int]) -> tuple[int, int]:
    """The noun phrase a relative pronoun stands for; any other source is its own.

    Phrases in between are stepped over: "a resolution on Monday | that".
    """
    first, last = source
    if last - first != 1 or (tokens[first].tag != "W" and tokens[first].low != "that"):
        return source
    start = first
    while start and tokens[start - 1].tag in "DNPJHEIY," and first - start < REACH:
        start -= 1
    while start < first and tokens[start].tag in "I,":
        start += 1
    return (start, first) if start < first else source


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
