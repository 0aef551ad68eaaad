"""Linear-chain conditional random fields, one for each role, over the same words.

Lafferty, McCallum and Pereira 2001. Impossible sequences (an end without a beginning) have
probability zero, in training and in reading.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from analysis.tagger.labels import LABELS, ROLES, may_begin, may_end, may_follow

_IMPOSSIBLE = -1e4


class RoleChains(nn.Module):
    """Transition scores of the label sequences; ``emissions`` are (windows, words, roles, labels).

    ``mask`` is (windows, words), true for words that exist; the first word always does.
    """

    _no_step: Tensor
    _no_begin: Tensor
    _no_end: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.step = nn.Parameter(torch.zeros(len(ROLES), LABELS, LABELS))
        self.begin = nn.Parameter(torch.zeros(len(ROLES), LABELS))
        self.end = nn.Parameter(torch.zeros(len(ROLES), LABELS))
        self.register_buffer("_no_step", _penalty(may_follow), persistent=False)
        self.register_buffer("_no_begin", _penalty(may_begin), persistent=False)
        self.register_buffer("_no_end", _penalty(may_end), persistent=False)

    def scores(self) -> tuple[Tensor, Tensor, Tensor]:
        """Scores of steps (roles, from, to), of first labels and of last labels (roles, label)."""
        return self.step + self._no_step, self.begin + self._no_begin, self.end + self._no_end

    def loss(self, emissions: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
        """Negative log likelihood of ``labels`` (windows, words, roles), summed over everything."""
        return (self._all_paths(emissions, mask) - self._one_path(emissions, labels, mask)).sum()

    def _all_paths(self, emissions: Tensor, mask: Tensor) -> Tensor:
        """Log of the summed weight of all sequences, (windows, roles).

        Neighbouring steps are joined pairwise until one is left: few large operations instead of
        one small one for each word.
        """
        step, begin, end = self.scores()
        nothing = torch.full((LABELS, LABELS), _IMPOSSIBLE).fill_diagonal_(0.0)
        steps = step + emissions[:, 1:].unsqueeze(-2)
        steps = torch.where(mask[:, 1:, None, None, None], steps, nothing)
        while steps.shape[1] > 1:
            if steps.shape[1] % 2:
                filler = nothing.expand(len(steps), 1, len(ROLES), LABELS, LABELS)
                steps = torch.cat([steps, filler], dim=1)
            left, right = steps[:, 0::2], steps[:, 1::2]
            steps = torch.logsumexp(left.unsqueeze(-1) + right.unsqueeze(-3), dim=-2)
        first = begin + emissions[:, 0]
        if steps.shape[1]:
            first = torch.logsumexp(first.unsqueeze(-1) + steps[:, 0], dim=-2)
        return torch.logsumexp(first + end, dim=-1)

    def _one_path(self, emissions: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
        step, begin, end = self.scores()
        role = torch.arange(len(ROLES))
        here = emissions.gather(-1, labels.unsqueeze(-1)).squeeze(-1)
        moves = step[role, labels[:, :-1], labels[:, 1:]]
        weight = mask.unsqueeze(-1).to(emissions.dtype)
        last = labels[torch.arange(len(labels)), mask.sum(1) - 1]
        total = (here * weight).sum(1) + (moves * weight[:, 1:]).sum(1)
        return total + begin[role, labels[:, 0]] + end[role, last]

    @torch.no_grad()
    def best(self, emissions: Tensor, mask: Tensor) -> np.ndarray:
        """The most probable labels (windows, words, roles), by the Viterbi algorithm.

        Many tiny steps one after the other: NumPy takes them several times faster than PyTorch.
        """
        step, begin, end = (score.numpy() for score in self.scores())
        given, exists = emissions.float().numpy(), mask.numpy()
        windows, length = exists.shape
        stay = np.broadcast_to(np.arange(LABELS), (windows, len(ROLES), LABELS))
        score, came_from = begin + given[:, 0], []
        for t in range(1, length):
            ways = score[..., :, None] + step
            origin = ways.argmax(-2)
            there = np.take_along_axis(ways, origin[..., None, :], -2)[..., 0, :] + given[:, t]
            here = exists[:, t, None, None]
            score = np.where(here, there, score)
            came_from.append(np.where(here, origin, stay))
        label = (score + end).argmax(-1)
        path = [label]
        for origin in reversed(came_from):
            label = np.take_along_axis(origin, label[..., None], -1)[..., 0]
            path.append(label)
        return np.stack(path[::-1], axis=1)


def _penalty(allowed: object) -> Tensor:
    return (~torch.as_tensor(allowed)).float() * _IMPOSSIBLE
