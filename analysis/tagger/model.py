"""The network: an encoder, one chain of labels for each role, and scores for links.

Word pieces → encoder → one vector a word → labels of three roles (``RoleChains``)
                                          → vectors of spans → scores of pairs (``Linker``)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from transformers import BertModel

from analysis.tagger.crf import RoleChains
from analysis.tagger.labels import LABELS, ROLES, WordSpan
from analysis.tagger.linking import CHOICES, FACTS, Choice
from analysis.tagger.words import SPELLINGS, Window, Words, clip_links

WIDTH = 384
HIDDEN = 256
PAIR = 192
CLS, SEP = 101, 102
# values of what is marked at each word: spelling, quoted, whether a paragraph begins, hints
MARKS = (len(SPELLINGS), 2, 2, 3, 3, 3)


@dataclass(frozen=True, slots=True)
class Batch:
    """Several windows side by side.

    pieces, attention: (windows, pieces). marks: (windows, pieces, MARKS), plus one, 0 for the two
    frame pieces and padding. first_piece, mask: (windows, words). hints: (windows, words, roles).
    """

    pieces: Tensor
    attention: Tensor
    marks: Tensor
    first_piece: Tensor
    mask: Tensor
    hints: Tensor


def make_batch(windows: Sequence[tuple[Words, Window]]) -> Batch:
    """Pad the windows to the longest of them; each is framed by the encoder's two marks."""
    longest = max(words.piece_count(w.first, w.stop) for words, w in windows) + 2
    most_words = max(w.stop - w.first for _, w in windows)
    pieces = np.zeros((len(windows), longest), dtype=np.int64)
    marks = np.zeros((len(windows), longest, len(MARKS)), dtype=np.int64)
    first_piece = np.zeros((len(windows), most_words), dtype=np.int64)
    mask = np.zeros((len(windows), most_words), dtype=bool)
    hints = np.zeros((len(windows), most_words, len(ROLES)), dtype=np.int64)
    lengths = np.zeros(len(windows), dtype=np.int64)
    for i, (words, window) in enumerate(windows):
        here = slice(window.first, window.stop)
        start = words.first_piece[window.first]
        count = words.piece_count(window.first, window.stop)
        pieces[i, 0], pieces[i, 1 : count + 1] = CLS, words.pieces[start : start + count]
        pieces[i, count + 1], lengths[i] = SEP, count + 2
        places = words.first_piece[here] - start + 1
        first_piece[i, : len(places)], mask[i, : len(places)] = places, True
        repeat = np.diff(places, append=count + 1)
        begins = np.diff(words.paragraph[here], prepend=-1) != 0
        hints[i, : len(places)] = words.hints[here]
        facts = np.column_stack(
            [words.spelling[here], words.quoted[here], begins, words.hints[here]]
        )
        marks[i, 1 : count + 1] = np.repeat(facts + 1, repeat, axis=0)
    attention = np.arange(longest) < lengths[:, None]
    arrays = (pieces, attention, marks, first_piece, mask, hints)
    return Batch(*(torch.from_numpy(array) for array in arrays))


@dataclass(frozen=True, slots=True)
class Links:
    """One kind of link over several windows: every anchor with the candidates of its window.

    candidate: (anchors, most candidates), rows of the candidates' vectors; facts: the same with
    one more axis; exists: false where a window has fewer candidates.
    """

    candidate: Tensor
    facts: Tensor
    exists: Tensor


def join_choices(choices: Sequence[Choice]) -> Links:
    """Pad the choices of several windows to the longest list of candidates."""
    most = max((len(choice.candidates) for choice in choices), default=0)
    anchors = sum(len(choice.anchors) for choice in choices)
    candidate = np.zeros((anchors, most), dtype=np.int64)
    facts = np.zeros((anchors, most, len(FACTS)), dtype=np.int64)
    exists = np.zeros((anchors, most), dtype=bool)
    row = column = 0
    for choice in choices:
        rows = slice(row, row + len(choice.anchors))
        count = len(choice.candidates)
        candidate[rows, :count] = column + np.arange(count)
        facts[rows, :count], exists[rows, :count] = choice.facts, True
        row, column = rows.stop, column + count
    return Links(*(torch.from_numpy(array) for array in (candidate, facts, exists)))


class Linker(nn.Module):
    """Scores of pairs of spans, for each kind of ``CHOICES``, and of choosing none."""

    _offsets: Tensor

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.span = nn.ModuleList(nn.Linear(3 * WIDTH, PAIR) for _ in ROLES)
        self.anchor = nn.ModuleList(nn.Linear(PAIR, PAIR) for _ in CHOICES)
        self.candidate = nn.ModuleList(nn.Linear(PAIR, PAIR) for _ in CHOICES)
        self.product = nn.ModuleList(nn.Linear(PAIR, PAIR, bias=False) for _ in CHOICES)
        self.facts = nn.ModuleList(
            nn.EmbeddingBag(sum(FACTS.values()), PAIR, mode="sum") for _ in CHOICES
        )
        self.score = nn.ModuleList(nn.Linear(PAIR, 1) for _ in CHOICES)
        self.none = nn.ModuleList(nn.Linear(PAIR, 1) for _ in CHOICES)
        self.dropout = nn.Dropout(dropout)
        sizes = torch.tensor([0, *FACTS.values()])
        self.register_buffer("_offsets", sizes.cumsum(0)[:-1], persistent=False)
        for weight in self.facts.parameters():
            nn.init.normal_(weight, std=0.05)

    def spans(self, vectors: Tensor, spans: Sequence[Sequence[WordSpan]], role: int) -> Tensor:
        """Vectors (all spans, PAIR) of the word spans of each window.

        ``vectors`` is (windows, words, WIDTH). A span is known by its first word, its last word
        and the mean of all its words.
        """
        places = [(w, a, b) for w, here in enumerate(spans) for a, b in here]
        window, first, last = torch.tensor(places, dtype=torch.long).reshape(-1, 3).unbind(1)
        sums = nn.functional.pad(vectors.cumsum(1), (0, 0, 1, 0))
        mean = (sums[window, last + 1] - sums[window, first]) / (last - first + 1).unsqueeze(-1)
        joined = torch.cat([vectors[window, first], vectors[window, last], mean], dim=-1)
        return self.dropout(nn.functional.gelu(self.span[role](joined)))

    def forward(self, kind: int, links: Links, anchors: Tensor, candidates: Tensor) -> Tensor:
        """Scores (anchors, 1 + most candidates) before softmax; the first column is "none"."""
        none = self.none[kind](anchors)
        if not links.exists.numel():
            return none
        facts = self.facts[kind]((links.facts + self._offsets).view(-1, len(FACTS)))
        hidden = (
            self.anchor[kind](anchors).unsqueeze(1)
            + self.candidate[kind](candidates)[links.candidate]
            + facts.view(*links.exists.shape, PAIR)
        )
        pairs = self.score[kind](nn.functional.gelu(hidden)).squeeze(-1)
        product = self.product[kind](anchors) @ candidates.T / PAIR**0.5
        pairs = pairs + product.gather(1, links.candidate)
        return torch.cat([none, pairs.masked_fill(~links.exists, -1e4)], dim=1)


class AttributionTagger(nn.Module):
    """Encoder, label chains and linker together."""

    def __init__(self, encoder: BertModel, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = encoder
        self.marks = nn.ModuleList(
            nn.Embedding(values + 1, WIDTH, padding_idx=0) for values in MARKS
        )
        self.hint_scores = nn.ModuleList(nn.Embedding(3, len(ROLES) * LABELS) for _ in ROLES)
        self.emission = nn.Sequential(
            nn.Dropout(dropout),
            nn.Linear(WIDTH, HIDDEN),
            nn.GELU(),
            nn.Dropout(dropout),
            nn.Linear(HIDDEN, len(ROLES) * LABELS),
        )
        self.chains = RoleChains()
        self.linker = Linker(dropout)
        for weight in (*self.marks.parameters(), *self.hint_scores.parameters()):
            nn.init.zeros_(weight)

    def read(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Vectors (windows, words, WIDTH) and emissions (windows, words, roles, labels)."""
        inputs = self.encoder.embeddings.word_embeddings(batch.pieces)
        marks = [table(batch.marks[..., i]) for i, table in enumerate(self.marks)]
        inputs = inputs + torch.stack(marks).sum(0).to(inputs.dtype)
        hidden = self.encoder(
            inputs_embeds=inputs, attention_mask=batch.attention
        ).last_hidden_state
        row = torch.arange(len(hidden)).unsqueeze(1)
        vectors = hidden[row, batch.first_piece].float()
        trust = [table(batch.hints[..., role]) for role, table in enumerate(self.hint_scores)]
        emissions = self.emission(vectors) + torch.stack(trust).sum(0)
        return vectors, emissions.view(*emissions.shape[:2], len(ROLES), LABELS)

    def link(
        self,
        vectors: Tensor,
        spans: Sequence[Sequence[Sequence[WordSpan]]],
        choices: Sequence[Sequence[Choice]],
    ) -> list[Tensor]:
        """Scores of all links, one matrix for each kind of ``CHOICES``.

        ``vectors`` is (windows, words, WIDTH); ``spans[window][role]`` and
        ``choices[window][kind]`` count words from the window's beginning. The rows of a matrix are
        the anchors of the first window, of the second, and so on.
        """
        of_role = [
            self.linker.spans(vectors, [here[role] for here in spans], role)
            for role in range(len(ROLES))
        ]
        return [
            self.linker(
                kind, join_choices([c[kind] for c in choices]), of_role[anchor], of_role[candidate]
            )
            for kind, (anchor, candidate) in enumerate(CHOICES)
        ]


def window_words(words: Words, window: Window) -> Words:
    """The words of one window, for facts of pairs; pieces are not needed there."""
    here = slice(window.first, window.stop)
    return Words(
        words.start[here],
        words.end[here],
        words.first_piece[here],
        words.pieces[:0],
        words.spelling[here],
        words.quoted[here],
        words.paragraph[here],
        words.sentence_end[here],
        words.hints[here],
        clip_links(words.hint_links, window),
    )
