"""The trained finder of attributions, to be used wherever the rules are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tokenizers import Tokenizer
from torch import nn

from analysis.models import Attribution, Document
from analysis.statements.quotations import Quotation, find_quotations
from analysis.statements.sentences import find_paragraphs
from analysis.tagger.acts import kind_of_spans, mode_of_spans
from analysis.tagger.model import AttributionTagger
from analysis.tagger.reading import Found, read_texts
from analysis.tagger.weights import TaggerFacts, fastest_type, load_tagger, packaged_tokenizer
from analysis.tagger.words import Words, read_words

_TEXTS_AT_ONCE = 32


def load_finder(data: Path) -> TaggedFinder:
    """The finder with the weights in ``data/models``.

    Raises ModelUnavailable when they are missing or broken, or the packaged encoder is.
    """
    model, facts = load_tagger(data / "models")
    nn.Module.to(model.encoder, fastest_type())
    return TaggedFinder(model, facts, packaged_tokenizer())


class TaggedFinder:
    """Finds attributions with a network trained on annotated political news."""

    def __init__(self, model: AttributionTagger, facts: TaggerFacts, tokenizer: Tokenizer) -> None:
        self.version = facts.version
        self._model, self._facts, self._tokenizer = model.eval(), facts, tokenizer

    def find(self, document: Document) -> tuple[Attribution, ...]:
        """The attributions of ``document.readable``, in the order of their contents."""
        return next(self.find_many([document]))

    def find_many(self, documents: Iterable[Document]) -> Iterator[tuple[Attribution, ...]]:
        """The attributions of each document; several are read side by side, which is faster."""
        waiting: list[Document] = []
        for document in documents:
            waiting.append(document)
            if len(waiting) == _TEXTS_AT_ONCE:
                yield from self._find_all(waiting)
                waiting = []
        yield from self._find_all(waiting)

    def _find_all(self, documents: Sequence[Document]) -> Iterator[tuple[Attribution, ...]]:
        texts = [read_words(document.readable, self._tokenizer) for document in documents]
        found = read_texts(self._model, texts, self._facts.window)
        for document, words, here in zip(documents, texts, found, strict=True):
            kept = [f for f in here if f.content and (f.cue or f.source)]
            text = document.readable
            quotations = find_quotations(text, find_paragraphs(text))
            yield tuple(self._attribution(text, words, f, quotations) for f in kept)

    def _attribution(
        self, text: str, words: Words, found: Found, quotations: Sequence[Quotation]
    ) -> Attribution:
        content = tuple(words.span(*place) for place in found.content)
        source = (words.span(*found.source),) if found.source else ()
        cue = (words.span(*found.cue),) if found.cue else ()
        mode = mode_of_spans(text, content, quotations)
        return Attribution(
            content=content,
            source=source,
            cue=cue,
            kind=kind_of_spans(text, source, cue, mode),
            mode=mode,
            confidence=round(self._facts.calibration.confidence(found.evidence), 3),
            extractor=self.version,
        )
