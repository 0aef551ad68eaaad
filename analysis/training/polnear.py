"""PolNeAR: political news with every attribution annotated (Newell, Margolin and Ruths 2018).

A split's folder holds ``text/<stem>.txt`` and ``attributions/<stem>_<annotator>.ann`` in brat's
stand-off format. Some texts have several annotators.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import InputError
from analysis.models import Document, Span

_DATE = re.compile(r"_(\d{4}-\d{2}-\d{2})_")
_ROLES = ("source", "cue", "content")


@dataclass(frozen=True, slots=True)
class Labelled:
    """The spans of one annotated attribution, each role sorted and without doubles."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class LabelledText:
    """One text with the attributions of each annotator; ``published`` is an ISO date."""

    name: str
    text: str
    published: str
    annotations: tuple[tuple[Labelled, ...], ...]


def read_split(folder: Path) -> Iterator[LabelledText]:
    """The texts of one split, by name. Raises InputError when the folder is not one."""
    texts = sorted((folder / "text").glob("*.txt"))
    if not texts:
        raise InputError(
            f"{folder} holds no PolNeAR texts: a folder text/ with .txt files is needed"
        )
    for path in texts:
        text = path.read_bytes().decode("utf-8")
        files = sorted((folder / "attributions").glob(f"{path.stem}_*.ann"))
        dated = _DATE.search(path.name)
        annotations = tuple(tuple(_read_annotations(file, text)) for file in files)
        yield LabelledText(path.stem, text, dated[1] if dated else "", annotations)


def bare_document(name: str, text: str) -> Document:
    """A document in which nothing is taken for furniture."""
    return Document(id=name, name=name, text=text, readable=text)


def _read_annotations(path: Path, text: str) -> Iterator[Labelled]:
    spans: dict[str, list[Span]] = {}
    events = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        mark, _, rest = line.partition("\t")
        if re.fullmatch(r"T\d+", mark):
            _, _, places = rest.partition("\t")[0].partition(" ")
            spans[mark] = [_trim(text, *map(int, place.split())) for place in places.split(";")]
        elif re.fullmatch(r"E\d+", mark):
            events.append(rest.partition("\t")[0].split())
    for arguments in events:
        found: dict[str, set[Span]] = {role: set() for role in _ROLES}
        for argument in arguments:
            role, _, target = argument.partition(":")
            role = role.rstrip("0123456789").lower()
            if role in found:
                found[role].update(spans.get(target, []))
        if any(found.values()):
            yield Labelled(*(tuple(sorted(found[role])) for role in _ROLES))


def _trim(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return Span(start + left, end - (len(piece) - len(piece.rstrip())))
