"""What each machine does with the files it is given: read, extract, build rows, embed.

The same functions as on one machine. Ray is not known here: a worker is a plain object that is
made once, loads what it needs once, and turns plain values into plain values.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analysis.embeddings import Encoder
from analysis.ingest import BadInput, Source, read_source
from analysis.models import Document
from analysis.pipeline import (
    extract_many,
    reads,
    shipped_finder,
    shipped_registry,
    version,
)
from analysis.store import ArticleBatch, fingerprint
from analysis.store.distributed import STATEMENT, build_rows, build_texts

ARTICLES_A_PIECE = 32  # articles that travel together; a table of a million rows becomes many

LoadEncoder = Callable[[], Encoder]
WriteTexts = Callable[[pa.Table], tuple[Mapping[str, bytes], ...]]


@dataclass(frozen=True, slots=True)
class Held:
    """What the store held when the run began, sorted: hexadecimal hashes of 32 letters."""

    fingerprints: np.ndarray
    texts: np.ndarray

    @classmethod
    def of(cls, fingerprints: Iterable[str], texts: Iterable[str]) -> Held:
        """From the hashes as the store gives them."""
        return cls(_sorted(fingerprints), _sorted(texts))


@dataclass(frozen=True, slots=True)
class Seen:
    """One article that was read; ``text_hash`` tells copies of it from others of the same id."""

    id: str
    name: str
    text_hash: str
    is_new: bool
    is_read: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """What came of some articles: in the order of the input, articles and complaints mixed.

    rows: rows of the new articles and their statements, whole articles, as the store takes them.
    texts: where their texts were written, not yet visible: what the fragment writer answered.
    """

    items: tuple[Seen | BadInput, ...]
    rows: pa.Table
    texts: tuple[Mapping[str, bytes], ...] = field(default=())


class Extractor:
    """Files → pieces without vectors. ``folder`` is where relative paths begin."""

    def __init__(
        self, folder: str, model: str, dimension: int, held: Held, write_texts: WriteTexts
    ) -> None:
        if Path(folder).is_dir():
            os.chdir(folder)
        self._model, self._dimension = model, dimension
        self._held, self._write_texts = held, write_texts
        self._finder, self._registry = shipped_finder(), shipped_registry()

    def __call__(self, items: Iterable[Source | BadInput]) -> Iterator[Piece]:
        """Pieces of at most ``ARTICLES_A_PIECE`` articles."""
        found = _read(items)
        while some := list(islice(found, ARTICLES_A_PIECE)):
            yield self._piece(some)

    def _piece(self, found: Sequence[Document | BadInput]) -> Piece:
        documents: dict[str, Document] = {}
        for item in found:
            if isinstance(item, Document):
                documents.setdefault(item.id, item)
        batch = self._extract(list(documents.values()))
        new = {article.document.id for article in batch}
        items: list[Seen | BadInput] = []
        for item in found:
            if isinstance(item, BadInput):
                items.append(item)
                continue
            # the writer reports copies, here they only cost nothing
            is_new = item.id in new and documents[item.id] is item
            items.append(Seen(item.id, item.name, _hash(item.text), is_new, reads(item)))
        return Piece(tuple(items), build_rows(batch, self._dimension), self._texts(batch))

    def _extract(self, documents: Sequence[Document]) -> list[ArticleBatch]:
        """What the store does not have, with its statements, no vectors yet."""
        extractor = version(self._finder)
        marks = [fingerprint(document, extractor, self._model) for document in documents]
        held = _is_in(self._held.fingerprints, marks)
        new = [(d, m) for d, m, known in zip(documents, marks, held, strict=True) if not known]
        found = extract_many([document for document, _ in new], self._finder, self._registry)
        return [
            ArticleBatch(
                document,
                statements,
                np.zeros((len(statements), self._dimension), np.float32),
                mark,
                self._model,
                extractor,
            )
            for (document, mark), statements in zip(new, found, strict=True)
        ]

    def _texts(self, batch: Sequence[ArticleBatch]) -> tuple[Mapping[str, bytes], ...]:
        texts = build_texts(batch)
        new = [not known for known in _is_in(self._held.texts, texts["key"].to_pylist())]
        texts = texts.filter(pa.array(new, pa.bool_()))
        return self._write_texts(texts) if texts.num_rows else ()


class Embedder:
    """Pieces → pieces with vectors; the model is loaded once."""

    def __init__(self, load_encoder: LoadEncoder) -> None:
        self._encoder = load_encoder()

    def __call__(self, piece: Piece) -> Piece:
        """The piece with a vector a statement; the same words are encoded once."""
        rows = piece.rows
        if not rows.num_rows:
            return piece
        said = np.array(pc.equal(rows["record"], STATEMENT).to_pylist(), bool)
        texts = rows["telling"].filter(pa.array(said)).to_pylist()
        distinct = {text: row for row, text in enumerate(dict.fromkeys(texts))}
        vectors = self._encoder.encode(list(distinct))
        vector = rows.schema.field("embedding")
        matrix = np.zeros((rows.num_rows, vector.type.list_size), np.float16)
        matrix[said] = vectors[[distinct[text] for text in texts]]
        column = pa.FixedSizeListArray.from_arrays(
            pa.array(matrix.reshape(-1)), vector.type.list_size, mask=pa.array(~said)
        )
        rows = rows.set_column(rows.schema.get_field_index("embedding"), vector, column)
        return Piece(piece.items, rows, piece.texts)


def _read(items: Iterable[Source | BadInput]) -> Iterator[Document | BadInput]:
    for item in items:
        if isinstance(item, BadInput):
            yield item
        elif not item.path.exists():  # the machine that gave out the work saw it
            yield BadInput(str(item.path), "", _unseen())
        else:
            yield from read_source(item)


def _unseen() -> str:
    return (
        f"the machine {socket.gethostname()} does not see this file; articles must lie where every "
        "machine of the cluster finds them under the same path"
    )


def _hash(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _sorted(hashes: Iterable[str]) -> np.ndarray:
    return np.sort(np.array(list(hashes), dtype="S32"))


def _is_in(hashes: np.ndarray, wanted: Sequence[str]) -> list[bool]:
    if not len(hashes) or not wanted:
        return [False] * len(wanted)
    values = np.array(wanted, dtype="S32")
    places = np.minimum(np.searchsorted(hashes, values), len(hashes) - 1)
    return [bool(one) for one in hashes[places] == values]
