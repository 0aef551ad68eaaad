"""Which footnote a statement rests on."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.ingest import read_paths
from analysis.models import Span, Statement
from analysis.references import attach_originals, statements_by_footnote

NOTES = """
[^A]: [Page A](https://example.org/a)
[^B]: [Page B](https://example.org/b)
"""


def read(tmp_path: Path, text: str):
    path = tmp_path / "brief.md"
    path.write_text("---\ntitle: Brief\n---\n\n" + text + "\n" + NOTES, encoding="utf-8")
    (document,) = read_paths([path])
    return document


def said(document, cue: str, speaker: str) -> Statement:
    start = document.text.index(cue)
    span = Span(start, start + len(cue))
    return Statement(id=cue, article_id="a", text=cue, cue=(span,), speaker=speaker)


@pytest.mark.parametrize(
    ("text", "cues", "pages"),
    [
        ("Mao said one.[^A] Li argued two.[^B]", {"said": "Mao", "argued": "Li"}, ["A", "B"]),
        ("Mao said one.[^A] She added two. Li argued three.[^B]", {"added": "Mao"}, [None]),
        (
            "Mao said one.[^A] She added two. Li argued three.[^B]",
            {"said": "Mao", "added": "Mao", "argued": "Li"},
            ["A", "A", "B"],
        ),
        ("Mao said one and Li argued two.[^A][^B]", {"said": "Mao", "argued": "Li"}, ["A", "B"]),
        ("He told U.S. President Biden so.[^A] Li argued.[^B]", {"told": "Mao"}, ["A"]),
        ("“One,” Mao said.[^A]\n\nNobody argued.[^B]", {"said": "Mao"}, ["A"]),
        ("Mao said one. Li argued two.[^A] End.[^B]", {"said": "Mao"}, [None]),
    ],
)
def test_a_mark_vouches_for_its_sentence_only(tmp_path, text, cues, pages) -> None:
    document = read(tmp_path, text)
    statements = [said(document, cue, speaker) for cue, speaker in cues.items()]
    found = [s.original_title for s in attach_originals(document, statements)]
    assert found == [page and f"Page {page}" for page in pages]


def test_each_mark_lists_the_statements_of_its_sentence(tmp_path) -> None:
    document = read(tmp_path, "Mao said one and Li argued two.[^A] Wang replied.[^B]")
    statements = [said(document, cue, cue) for cue in ("said", "argued", "replied")]
    by_label = statements_by_footnote(document, statements)
    assert {k: [s.id for s in v] for k, v in by_label.items()} == {
        "A": ["said", "argued"],
        "B": ["replied"],
    }
