"""Files and folders → Documents, one after the other; what cannot be used is reported."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from analysis.errors import UnreadableFile
from analysis.ingest.articles import READERS, Given
from analysis.ingest.files import Found, complaint, find_files
from analysis.ingest.metadata import FIELDS, load_metadata
from analysis.ingest.records import BadInput
from analysis.ingest.tables import Row
from analysis.models import Document

PathLike = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read, and what the metadata table says of it."""

    path: Path
    given: Given = field(default_factory=dict)


def read_paths(
    paths: Iterable[PathLike], metadata: PathLike | None = None
) -> Iterator[Document | BadInput]:
    """Read articles from ``.txt``, ``.md`` and ``.csv`` files, folders with all below them.

    metadata: a CSV with the columns file, published, publisher, title, optionally author, url,
        language; its cells win over what a file says of itself, empty cells do not. For a CSV of
        articles they fill what a row leaves open.

    Documents come in the order of the paths, folders sorted by name; one bad file or row never
    stops the rest. The same article twice is given once; two different articles that claim the
    same id or address are reported.

    Raises:
        BadMetadata: at the call, when the metadata table as a whole cannot be used.
    """
    return _without_copies(_read_all(find_sources(paths, metadata)))


def find_sources(
    paths: Iterable[PathLike], metadata: PathLike | None = None
) -> Iterator[Source | BadInput]:
    """The files that ``read_paths`` would read, in its order, without reading them.

    Raises:
        BadMetadata: at the call, when the metadata table as a whole cannot be used.
    """
    table = load_metadata(Path(metadata)) if metadata is not None else None
    found = [
        item
        for item in find_files(paths, READERS)
        if isinstance(item, BadInput) or table is None or not item.path.samefile(table.path)
    ]
    files = [item for item in found if isinstance(item, Found)]
    rows, problems = table.assign(files) if table else ({}, ())
    sources = (
        item if isinstance(item, BadInput) else Source(item.path, _given(rows.get(item.path)))
        for item in found
    )
    return chain(problems, sources)


def read_source(source: Source) -> Iterator[Document | BadInput]:
    """The articles of one file; a file of no use gives one complaint."""
    try:
        yield from READERS[source.path.suffix.lower()](source.path, source.given)
    except (UnreadableFile, OSError) as error:
        yield complaint(source.path, error)


def _read_all(sources: Iterable[Source | BadInput]) -> Iterator[Document | BadInput]:
    for source in sources:
        if isinstance(source, BadInput):
            yield source
        else:
            yield from read_source(source)


def _given(row: Row | None) -> Given:
    """What the metadata table says of a file, empty cells left out."""
    if row is None:
        return {}
    return {name: [row.get(name)] for name in FIELDS if row.get(name)}


class Copies:
    """Which articles came before: of one id the first counts, and one that differs is reported."""

    def __init__(self) -> None:
        self._first: dict[str, tuple[str, int | str]] = {}

    def check(self, id_: str, name: str, text_hash: int | str) -> bool | BadInput:
        """Whether an article is the first of its id; a complaint if it differs from that one."""
        if id_ not in self._first:
            self._first[id_] = (name, text_hash)
            return True
        first, first_hash = self._first[id_]
        if text_hash == first_hash:
            return False
        reason = f"has the same id or address as {first}, but another text; left out"
        return BadInput(name, "", reason)


def _without_copies(items: Iterable[Document | BadInput]) -> Iterator[Document | BadInput]:
    """Leave out repeated articles; report those that share an id and differ."""
    copies = Copies()
    for item in items:
        if isinstance(item, BadInput):
            yield item
            continue
        answer = copies.check(item.id, item.name, hash(item.text))
        if isinstance(answer, BadInput):
            yield answer
        elif answer:
            yield item
