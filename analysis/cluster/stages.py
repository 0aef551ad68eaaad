"""The workers as Ray Data knows them: classes that are made once a process, called with blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from analysis.cluster.wire import pack_piece, unpack_piece, unpack_sources
from analysis.cluster.work import Embedder, Extractor, LoadEncoder, Piece
from analysis.store.distributed import Place, build_texts

_RETRIES = {
    "description": "write texts",
    "match": ["LanceError(IO)", "timed out", "connection", "503"],
    "max_attempts": 6,
    "max_backoff_s": 16,
}


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker is told. ``held`` is a reference to ``Held``, fetched once a machine."""

    folder: str
    model: str
    dimension: int
    texts: Place
    held: Any
    load_encoder: LoadEncoder


class Extract:
    """Parcels of files → pieces without vectors."""

    def __init__(self, job: Job) -> None:
        import ray

        self._extract = Extractor(
            job.folder, job.model, job.dimension, ray.get(job.held), write_texts(job.texts)
        )

    def pieces(self, parcels: pa.Table) -> Iterator[Piece]:
        """What comes of the files of some parcels, in their order."""
        for parcel in parcels["parcel"].to_pylist():
            yield from self._extract(unpack_sources(parcel))

    def __call__(self, parcels: pa.Table) -> Iterator[pa.Table]:
        """One table of one row a piece."""
        for piece in self.pieces(parcels):
            yield pack_piece(piece)


class Embed:
    """Pieces → pieces with vectors."""

    def __init__(self, job: Job) -> None:
        self._embed = Embedder(job.load_encoder)

    def __call__(self, pieces: pa.Table) -> Iterator[pa.Table]:
        """One table of one row a piece."""
        for row in pieces.to_pylist():
            yield pack_piece(self._embed(unpack_piece(row)))


class ExtractAndEmbed:
    """Both in one process, for machines without a GPU: nothing travels in between."""

    def __init__(self, job: Job) -> None:
        self._extract, self._embed = Extract(job), Embedder(job.load_encoder)

    def __call__(self, parcels: pa.Table) -> Iterator[pa.Table]:
        """One table of one row a piece."""
        for piece in self._extract.pieces(parcels):
            yield pack_piece(self._embed(piece))


def write_texts(place: Place) -> Callable[[pa.Table], tuple[Mapping[str, bytes], ...]]:
    """A function that writes texts as fragments which no reader sees until they are committed."""
    from lance_ray import LanceFragmentWriter

    writer = LanceFragmentWriter(
        place.uri,
        schema=build_texts(()).schema,
        data_storage_version=place.file_format,
        use_legacy_format=None,
        storage_options=place.options or None,
        retry_params=_RETRIES,
    )
    return lambda texts: tuple(writer(texts).to_pylist())
