"""Files and folders → Documents, one after the other; what cannot be used is reported."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from analysis.errors import UnreadableFile
from analysis.ingest.articles import READERS, Given
from analysis.ingest.files import Found, complaint, find_files
from analysis.ingest.metadata import FIELDS, load_metadata
from analysis.ingest.records import BadInput
from analysis.ingest.tables import Row
from analysis.models import Document

PathLike = str | os.PathLike[str]


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
    table = load_metadata(Path(metadata)) if metadata is not None else None
    found = [
        item
        for item in find_files(paths, READERS)
        if isinstance(item, BadInput) or table is None or not item.path.samefile(table.path)
    ]
    files = [item for item in found if isinstance(item, Found)]
    rows, problems = table.assign(files) if table else ({}, ())
    return _without_copies(_read_all(found, rows, problems))


def _read_all(
    found: Iterable[Found | BadInput], rows: Mapping[Path, Row], problems: Iterable[BadInput]
) -> Iterator[Document | BadInput]:
    yield from problems
    for item in found:
        if isinstance(item, BadInput):
            yield item
            continue
        row = rows.get(item.path)
        try:
            yield from READERS[item.path.suffix.lower()](item.path, _given(row))
        except (UnreadableFile, OSError) as error:
            yield complaint(item.path, error)


def _given(row: Row | None) -> Given:
    """What the metadata table says of a file, empty cells left out."""
    if row is None:
        return {}
    return {field: [row.get(field)] for field in FIELDS if row.get(field)}


def _without_copies(items: Iterable[Document | BadInput]) -> Iterator[Document | BadInput]:
    """Leave out repeated articles; report those that share an id and differ."""
    seen: dict[str, tuple[str, int]] = {}
    for item in items:
        if isinstance(item, BadInput):
            yield item
        elif item.id not in seen:
            seen[item.id] = (item.name, hash(item.text))
            yield item
        elif seen[item.id][1] != hash(item.text):
            first = seen[item.id][0]
            reason = f"has the same id or address as {first}, but another text; left out"
            yield BadInput(item.name, "", reason)
