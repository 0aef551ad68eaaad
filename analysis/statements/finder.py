"""The rule-based finder of attributions."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import Protocol

from analysis.models import Attribution, Document, Span
from analysis.statements.cues import find_cues
from analysis.statements.kind import confidence_of, kind_of, mode_of
from analysis.statements.linking import Link, link_sentence
from analysis.statements.quotations import Quotation, find_quotations
from analysis.statements.sentences import Sentence, find_paragraphs, find_sentences
from analysis.statements.tokens import Token, tokenize

VERSION = "rules-1"


class SpanFinder(Protocol):
    """Anything that finds attributions in a document, by rules or by a trained tagger."""

    version: str

    def find(self, document: Document) -> tuple[Attribution, ...]:
        """The attributions of ``document``, in the order of their contents."""
        ...


class RuleFinder:
    """Finds attributions by quotation marks, reporting verbs and the order of words."""

    version = VERSION

    def find(self, document: Document) -> tuple[Attribution, ...]:
        """The attributions of ``document.readable``, in the order of the text."""
        text = document.readable
        paragraphs = find_paragraphs(text)
        quotations = find_quotations(text, paragraphs)
        sentences = find_sentences(text, paragraphs, quotations)
        found: list[Attribution] = []
        before: list[Attribution] = []
        for sentence in sentences:
            here = _in_sentence(text, sentence, quotations)
            if not here and before and _only_quoted(text, sentence):
                continued = _continue(before[-1], sentence, quotations, text)
                found[found.index(before[-1])] = continued
                before = [*before[:-1], continued]
                continue
            found += here
            before = here
        found = [attribution for attribution in found if attribution.content]
        return tuple(sorted(found, key=lambda a: (a.content[0].start, -a.content[-1].end)))


def _in_sentence(text: str, sentence: Sentence, quotations: list[Quotation]) -> list[Attribution]:
    tokens = tokenize(text, sentence)
    cues = find_cues(tokens)
    if not cues and not any(token.low == "according" for token in tokens):
        return []
    return [_attribution(text, tokens, link, quotations) for link in link_sentence(tokens, cues)]


def _attribution(
    text: str, tokens: list[Token], link: Link, quotations: list[Quotation]
) -> Attribution:
    content = tuple(_span(tokens, piece) for piece in link.contents)
    source = (_span(tokens, link.source),) if link.source else ()
    return Attribution(
        content=content,
        source=source,
        cue=(_span(tokens, link.cue),),
        kind=kind_of(tokens, link.source, link.verb.verb if link.verb else None),
        mode=mode_of(text, content, _near(quotations, content)),
        confidence=confidence_of(link.pattern),
        extractor=VERSION,
    )


def _span(tokens: list[Token], piece: tuple[int, int]) -> Span:
    return Span(tokens[piece[0]].start, tokens[piece[1] - 1].end)


def _near(quotations: list[Quotation], content: tuple[Span, ...]) -> list[Quotation]:
    if not content:
        return []
    starts = [quotation.start for quotation in quotations]
    first = bisect_left(starts, content[0].start)
    last = bisect_left(starts, content[-1].end)
    return quotations[max(0, first - 1) : last]


def _only_quoted(text: str, sentence: Sentence) -> bool:
    if not sentence.quotations:
        return False
    rest = text[sentence.start : sentence.end]
    for quotation in reversed(sentence.quotations):
        start, end = quotation.start - sentence.start, quotation.end - sentence.start
        rest = rest[:start] + rest[end:]
    return not any(character.isalnum() for character in rest)


def _continue(
    attribution: Attribution, sentence: Sentence, quotations: list[Quotation], text: str
) -> Attribution:
    content = (*attribution.content, Span(sentence.start, sentence.end))
    return replace(
        attribution, content=content, mode=mode_of(text, content, _near(quotations, content))
    )


def find_attributions(
    document: Document, finder: SpanFinder | None = None
) -> tuple[Attribution, ...]:
    """Who says what in ``document``: spans into its text, no names resolved.

    ``finder`` is the rules unless another one is given. An empty or unreadable text has none.
    """
    return (finder or RuleFinder()).find(document)
