"""Real sentences and their vectors: what a synthetic archive is grown from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from analysis.embeddings import Encoder
from analysis.errors import InputError
from analysis.ingest import read_paths
from analysis.models import Document
from analysis.statements.quotations import find_quotations
from analysis.statements.sentences import find_paragraphs, find_sentences

_PART = 2_048  # sentences that are encoded, and kept, together
_WORDS = range(5, 61)  # shorter ones are headings and greetings, longer ones lists

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Sentences:
    """Distinct sentences and their unit vectors, float16 (n, dimension), row for row."""

    texts: tuple[str, ...]
    vectors: np.ndarray

    def __len__(self) -> int:
        return len(self.texts)


def load_sentences(
    paths: Sequence[Path],
    encoder: Encoder,
    cache: Path,
    progress: Progress = lambda line: None,
    limit: int | None = None,
) -> Sentences:
    """All distinct sentences of the files and folders, encoded; vectors are kept in ``cache``.

    What has been encoded before is read from there, also after an interruption. ``limit`` takes
    that many of them, from all over the texts. Raises InputError where there is no sentence.
    """
    texts = tuple(dict.fromkeys(_sentences(paths)))
    if not texts:
        raise InputError("There is no sentence in " + ", ".join(map(str, paths)) + ".")
    cache.mkdir(parents=True, exist_ok=True)
    parts = [texts[start : start + _PART] for start in range(0, len(texts), _PART)]
    order = np.random.default_rng(0).permutation(len(parts))  # any first few are of all files
    parts = [parts[number] for number in order][: -(-limit // _PART) if limit else None]
    vectors = []
    for part in parts:
        vectors.append(_vectors(part, encoder, cache))
        progress(f"{sum(map(len, vectors)):,} of {sum(map(len, parts)):,} sentences encoded")
    kept = tuple(text for part in parts for text in part)[:limit]
    return Sentences(kept, np.concatenate(vectors)[: len(kept)])


def _sentences(paths: Sequence[Path]) -> Iterator[str]:
    """Sentences in the order of the files, white space made one space."""
    for document in read_paths(list(paths)):
        if not isinstance(document, Document):
            continue
        text = document.readable
        paragraphs = find_paragraphs(text)
        for sentence in find_sentences(text, paragraphs, find_quotations(text, paragraphs)):
            words = text[sentence.start : sentence.end].split()
            if len(words) in _WORDS:
                yield " ".join(words)


def _vectors(texts: Sequence[str], encoder: Encoder, cache: Path) -> np.ndarray:
    digest = hashlib.blake2b(encoder.name.encode(), digest_size=12)
    for text in texts:
        digest.update(b"\0" + text.encode("utf-8", "surrogatepass"))
    path = cache / f"{digest.hexdigest()}.npy"
    if path.exists():
        kept: np.ndarray = np.load(path)
        return kept
    vectors = encoder.encode(texts).astype(np.float16)
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        np.save(file, vectors)
    part.replace(path)
    return vectors
