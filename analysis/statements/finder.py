"""The rule-based finder of attributions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from operator import attrgetter
from typing import Protocol

from analysis.models import Attribution, Document, Span
from analysis.statements.cues import find_cues
from analysis.statements.kind import confidence_of, kind_of, mode_of
from analysis.statements.linking import link_sentence
from analysis.statements.phrases import STATED_BY, Link
from analysis.statements.quotations import Quotation, find_quotations
from analysis.statements.sentences import Sentence, find_paragraphs, find_sentences
from analysis.statements.tokens import Token, tokenize

VERSION = "rules-1"
LONGEST = 400  # words of a sentence that are read together
MOST_PIECES = 50  # of one content, so that a wall of quotations does not become one statement


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
        found: list[Attribution] = []
        before: list[Attribution] = []  # of the sentence before
        previous: Sentence | None = None
        for sentence in find_sentences(text, paragraphs, quotations):
            here = _in_sentence(text, sentence, quotations, previous if not before else None)
            if not here and before and _goes_on(text, sentence, previous, before[-1]):
                here = [_continue(text, before[-1], sentence, quotations)]
                found.pop()
            found += here
            before, previous = here, sentence
        complete = (attribution for attribution in found if attribution.content)
        return tuple(sorted(complete, key=lambda a: (a.content[0].start, -a.content[-1].end)))


def _in_sentence(
    text: str, sentence: Sentence, quotations: list[Quotation], previous: Sentence | None
) -> list[Attribution]:
    """The sentence's attributions; ``previous`` is the sentence before if nobody says it yet."""
    found = []
    for tokens, link in _links(text, sentence):
        attribution = _attribution(text, tokens, link, quotations)
        if link.pattern == STATED_BY:
            if previous is None:
                continue
            attribution = _continue(text, attribution, previous, quotations)
        found.append(attribution)
    return found


def _links(text: str, sentence: Sentence) -> Iterator[tuple[list[Token], Link]]:
    """The links of a sentence; what is no prose (tables, lists) is read in pieces."""
    whole = tokenize(text, sentence)
    for first in range(0, len(whole), LONGEST):
        tokens = whole[first : first + LONGEST]
        for link in link_sentence(tokens, find_cues(tokens)):
            yield tokens, link


def _goes_on(
    text: str, sentence: Sentence, previous: Sentence | None, attribution: Attribution
) -> bool:
    """Whether a sentence that is nothing but quotation continues what was said before it.

    Within a paragraph always; in a new one after a colon or after direct speech.
    """
    if previous is None or len(attribution.content) >= MOST_PIECES:
        return False
    if not _only_quoted(text, sentence):
        return False
    if sentence.paragraph == previous.paragraph or not attribution.content:
        return True
    return attribution.mode != "indirect" and sentence.paragraph == previous.paragraph + 1


def _attribution(
    text: str, tokens: list[Token], link: Link, quotations: list[Quotation]
) -> Attribution:
    content = tuple(_span(tokens, piece) for piece in link.contents)
    source = (_span(tokens, link.source),) if link.source else ()
    kind = kind_of(tokens, link.source, link.verb.verb if link.verb else None)
    return Attribution(
        content=content,
        source=source,
        cue=(_span(tokens, link.cue),),
        kind=kind,
        mode=mode_of(text, content, _near(quotations, content)),
        confidence=confidence_of(link.pattern, kind),
        extractor=VERSION,
    )


def _span(tokens: list[Token], piece: tuple[int, int]) -> Span:
    return Span(tokens[piece[0]].start, tokens[piece[1] - 1].end)


def _near(quotations: list[Quotation], content: tuple[Span, ...]) -> list[Quotation]:
    """The quotations that can overlap ``content``."""
    if not content:
        return []
    first = bisect_left(quotations, content[0].start, key=attrgetter("start"))
    last = bisect_left(quotations, content[-1].end, key=attrgetter("start"))
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
    text: str, attribution: Attribution, sentence: Sentence, quotations: list[Quotation]
) -> Attribution:
    """The attribution with the whole of ``sentence`` added to its content."""
    content = tuple(sorted((*attribution.content, _without_stop(text, sentence))))
    return replace(
        attribution, content=content, mode=mode_of(text, content, _near(quotations, content))
    )


def _without_stop(text: str, sentence: Sentence) -> Span:
    piece = text[sentence.start : sentence.end]
    return Span(sentence.start, sentence.start + len(piece.rstrip(".")))


def find_attributions(
    document: Document, finder: SpanFinder | None = None
) -> tuple[Attribution, ...]:
    """Who says what in ``document``: spans into its text, no names resolved.

    ``finder`` is the rules unless another one is given. An empty or unreadable text has none.
    """
    return (finder or RuleFinder()).find(document)


def find_in_each(
    documents: Iterable[Document], finder: SpanFinder
) -> Iterator[tuple[Attribution, ...]]:
    """The attributions of each document; a finder that has ``find_many`` reads them together."""
    find_many = getattr(finder, "find_many", None)
    yield from find_many(documents) if find_many else map(finder.find, documents)
