"""Real sentences and their vectors: what a synthetic archive is grown from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Iterator, Sequence
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
    that many of them, from all over the texts, those first that have been encoded before. Raises
    InputError where there is no sentence.
    """
    texts = {_key(text): text for text in _sentences(paths)}
    if not texts:
        raise InputError("There is no sentence in " + ", ".join(map(str, paths)) + ".")
    folder = cache / hashlib.blake2b(encoder.name.encode(), digest_size=8).hexdigest()
    known = _read_vectors(folder, texts)
    # In the order of their hashes: the first few are of all texts, and stay the same ones.
    chosen = sorted(texts, key=lambda key: (limit is not None and key not in known, key))[:limit]
    missing = [key for key in chosen if key not in known]
    for start in range(0, len(missing), _PART):
        part = missing[start : start + _PART]
        vectors = encoder.encode([texts[key] for key in part]).astype(np.float16)
        _keep_vectors(folder, part, vectors)
        known |= dict(zip(part, vectors, strict=True))
        progress(f"{start + len(part):,} of {len(missing):,} new sentences encoded")
    return Sentences(tuple(texts[key] for key in chosen), np.stack([known[key] for key in chosen]))


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _read_vectors(folder: Path, wanted: Container[bytes]) -> dict[bytes, np.ndarray]:
    """Vectors of these sentences that were kept, by the sentence's key."""
    known: dict[bytes, np.ndarray] = {}
    for path in sorted(folder.glob("*.npz")):
        with np.load(path) as kept:
            pairs = zip(kept["keys"], kept["vectors"], strict=True)
            known |= {bytes(key): vector for key, vector in pairs if bytes(key) in wanted}
    return known


def _keep_vectors(folder: Path, keys: Sequence[bytes], vectors: np.ndarray) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{keys[0].hex()}.npz"
    part = path.with_suffix(".part")
    with part.open("wb") as file:  # whole or not at all, also when it is interrupted
        np.savez(file, keys=np.array([list(key) for key in keys], np.uint8), vectors=vectors)
    part.replace(path)


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
