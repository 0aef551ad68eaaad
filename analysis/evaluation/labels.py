"""Hand-made labels of texts that do not ship: ``data/labels/*.jsonl``, and the texts they are for.

A label holds its text's file (for a CSV also the row) and SHA-256, offsets of source, cue and
content, speaker, country, addressees and date; no text. What each field means is in
``data/labels/README.md``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from analysis.errors import InputError
from analysis.ingest import read_paths
from analysis.models import Document, Span, Spans

Place = tuple[str, int]  # a text: file below the folder, row of a CSV or 0


@dataclass(frozen=True, slots=True)
class Label:
    """What a person found at one place of a text; ``content`` is empty where there is nothing.

    speech: a paragraph that somebody speaks, not an attribution in a report.
    required: whether it has to be found. speaker_any: any name will do, the country is judged.
    stretch: the part of the text that is labelled, ``None`` for all of it.
    """

    place: Place
    sha256: str
    content: Spans
    speaker: str | None
    country: str | None
    addressees: tuple[str, ...]
    said_on: str | None
    precision: str | None
    required: bool
    speaker_any: bool
    date_required: bool
    speech: bool
    stretch: Span | None


def read_labels(path: Path) -> dict[Place, list[Label]]:
    """The labels of each text of a set, in the order of the file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    labels = [_make_label(json.loads(line)) for line in lines]
    found: dict[Place, list[Label]] = {}
    for label in labels:
        found.setdefault(label.place, []).append(label)
    return found


def read_texts(
    folder: Path, labels: Mapping[Place, Sequence[Label]], metadata: Path | None = None
) -> dict[Place, Document]:
    """The labelled texts from below ``folder``, checked to be the version that was labelled.

    Raises InputError when one is missing or another version.
    """
    texts: dict[Place, Document] = {}
    for file, places in groupby(sorted(labels), key=lambda place: place[0]):
        if not (folder / file).is_file():
            raise InputError(f"{file}, which the labels are for, is not in {folder}")
        documents = _read_file(folder / file, metadata)
        for place in places:
            texts[place] = _check(folder, place, documents.get(place[1]), labels[place][0].sha256)
    return texts


def _make_label(row: Mapping[str, Any]) -> Label:
    return Label(
        place=(row["file"], row.get("row") or 0),
        sha256=row["sha256"],
        content=tuple(Span(start, end) for start, end in row["content"]),
        speaker=row["speaker"],
        country=row["country"],
        addressees=tuple(row["addressees"]),
        said_on=row["said_on"],
        precision=row["precision"],
        required=row["required"],
        speaker_any=row["speaker_any"],
        date_required=row["date_required"],
        speech=row.get("speech", False),
        stretch=Span(*row["stretch"]) if row.get("stretch") else None,
    )


def _read_file(path: Path, metadata: Path | None) -> dict[int, Document]:
    """The file's articles by row; the only one of a text file has row 0."""
    rows: dict[int, Document] = {}
    for document in read_paths([path], metadata):
        if isinstance(document, Document):
            _, _, row = document.name.removeprefix(path.name).partition(", row ")
            rows[int(row or 0)] = document
    return rows


def _check(folder: Path, place: Place, document: Document | None, sha256: str) -> Document:
    file, row = place
    where = f"{folder / file}, row {row}," if row else f"{folder / file}"
    digest = hashlib.sha256(document.text.encode()).hexdigest() if document else ""
    if document is None or digest != sha256:
        raise InputError(f"{where} is not the version that was labelled")
    return document
