"""What kind of act a tagged attribution is, and whether its words stand in quotation marks.

The corpus does not tell saying from thinking, so the cue's words do: reporting verbs as the rules
know them, and ``data/vocabulary/cue_words.csv`` for nouns and what makes a saying unreal. A cue
that neither knows is a statement only where words are quoted: an attitude shown as a statement is
worse than a statement shown on request.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import cache

from analysis.models import Kind, Mode, Span, Spans
from analysis.settings import DATA
from analysis.statements.kind import kind_of, mode_of
from analysis.statements.quotations import Quotation
from analysis.statements.sentences import Sentence
from analysis.statements.tokens import tokenize
from analysis.statements.vocabulary import verb_forms

_WORD = re.compile(r"[A-Za-z]+(?=n['’]t\b)|n['’]t\b|[A-Za-z]+|:")


def kind_of_cue(text: str, cue: Spans, mode: Mode) -> Kind:
    """Statement or attitude, by the last word of the cue that says so."""
    words = [w for span in cue for w in _WORD.findall(text[span.start : span.end].lower())]
    known = _cue_words()
    if any(known.get(w.replace("’", "'")) == "unreal" for w in words) and mode == "indirect":
        return "attitude"
    for word in reversed(words):
        readings = verb_forms().get(word)
        if readings is not None:
            return "attitude" if readings[-1].verb.kind == "attitude" else "statement"
        if known.get(word) == "statement":
            return "statement"
    return "attitude" if mode == "indirect" else "statement"


def kind_of_spans(text: str, source: Spans, cue: Spans, mode: Mode) -> Kind:
    """Document where the source is one, else what the cue says."""
    kind = kind_of_cue(text, cue, mode)
    if not source:
        return kind
    tokens = tokenize(text, Sentence(source[0].start, source[-1].end, 0, ()))
    said_by = kind_of(tokens, (0, len(tokens)), None) if tokens else "statement"
    return "document" if said_by == "document" else kind


def mode_of_spans(text: str, content: Spans, quotations: Sequence[Quotation]) -> Mode:
    """Direct where every word stands in quotation marks, indirect where none does."""
    if not content:
        return "indirect"
    around = Span(content[0].start, content[-1].end)
    near = [q for q in quotations if q.start < around.end and around.start < q.end]
    return mode_of(text, content, near)


@cache
def _cue_words() -> dict[str, str]:
    lines = (DATA / "vocabulary" / "cue_words.csv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    kinds = {row["word"]: row["kind"] for row in rows}
    return kinds | {"n't": "unreal", ":": "statement"}
