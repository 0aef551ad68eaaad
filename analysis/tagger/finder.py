"""The trained finder of attributions, to be used wherever the rules are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from tokenizers import Tokenizer
from torch import nn

from analysis.models import Attribution, Document
from analysis.statements.finder import RuleFinder
from analysis.statements.quotations import Quotation, find_quotations
from analysis.statements.sentences import find_paragraphs
from analysis.tagger.acts import kind_of_spans, mode_of_spans
from analysis.tagger.combine import add_from_rules
from analysis.tagger.model import AttributionTagger
from analysis.tagger.reading import Found, read_texts
from analysis.tagger.weights import TaggerFacts, fastest_type, load_tagger, packaged_tokenizer
from analysis.tagger.words import Words, read_words

_TEXTS_AT_ONCE = 32
_WORD = re.compile(r"[^\W_]+")
_POINTERS = frozenset(("which", "that", "this", "it", "what", "so", "as", "who", "whom", "much"))


def load_finder(data: Path, alone: bool = False) -> TaggedFinder:
    """The finder with the weights in ``data/models``.

    Raises ModelUnavailable when they are missing or broken, or the packaged encoder is.
    """
    model, facts = load_tagger(data / "models")
    nn.Module.to(model.encoder, fastest_type())
    return TaggedFinder(model, facts, packaged_tokenizer(), alone)


class TaggedFinder:
    """Finds attributions with a network trained on annotated political news.

    ``alone`` leaves out what the rules add (see ``analysis.tagger.combine``).
    """

    def __init__(
        self,
        model: AttributionTagger,
        facts: TaggerFacts,
        tokenizer: Tokenizer,
        alone: bool = False,
    ) -> None:
        self.version = facts.version if alone else f"{facts.version}+{RuleFinder.version}"
        self._model, self._facts, self._tokenizer = model.eval(), facts, tokenizer
        self._rules, self._alone = RuleFinder(), alone

    def find(self, document: Document) -> tuple[Attribution, ...]:
        """The attributions of ``document.readable``, in the order of their contents."""
        return next(self.find_many([document]))

    def find_many(self, documents: Iterable[Document]) -> Iterator[tuple[Attribution, ...]]:
        """The attributions of each document; several are read side by side, which is faster."""
        documents = iter(documents)
        while several := list(islice(documents, _TEXTS_AT_ONCE)):
            hints = [self._rules.find(document) for document in several]
            for found, rules in zip(self._tag(several, hints), hints, strict=True):
                tagged = [a for a, _ in found if a.confidence >= self._facts.least]
                yield add_from_rules(tagged, () if self._alone else rules, self._facts.missed)

    def find_with_evidence(
        self, documents: Sequence[Document]
    ) -> Iterator[list[tuple[Attribution, tuple[float, ...]]]]:
        """What the network alone finds in each document, unsure or not, with its evidence."""
        return self._tag(documents, [self._rules.find(document) for document in documents])

    def _tag(
        self, documents: Sequence[Document], hints: Sequence[Sequence[Attribution]]
    ) -> Iterator[list[tuple[Attribution, tuple[float, ...]]]]:
        texts = [
            read_words(document.readable, self._tokenizer, known)
            for document, known in zip(documents, hints, strict=True)
        ]
        found = read_texts(self._model, texts, self._facts.window)
        for document, words, here in zip(documents, texts, found, strict=True):
            text = document.readable
            quotations = find_quotations(text, find_paragraphs(text))
            yield [
                (self._attribution(text, words, f, quotations), f.evidence)
                for f in here
                if f.content and (f.cue or f.source) and _says_something(text, words, f)
            ]

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
            extractor=self._facts.version,
        )


def _says_something(text: str, words: Words, found: Found) -> bool:
    """False where the content only points elsewhere: "which Beijing has been loath to say"."""
    spans = (words.span(*place) for place in found.content)
    return any(w.lower() not in _POINTERS for a, b in spans for w in _WORD.findall(text[a:b]))
