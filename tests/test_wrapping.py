"""Line breaks that only fit a text to a width are no ends of paragraphs."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.ingest import read_paths
from analysis.ingest.wrapping import unwrap
from analysis.models import Document
from analysis.pipeline import extract_statements
from analysis.statements import RuleFinder

WRAPPED = """\
Talks in Strelsau

The Deputy Prime Minister of Ruritania, the former army officer Rudolf
Elphberg, said on Monday that the border with its southern neighbour
would stay open. He met the ambassadors of four countries in the old
royal palace on Sunday.

“We will not close the border, whatever our neighbours may do next,”
Elphberg told reporters.
"""
KEPT = {
    "one paragraph a line": "Mao Ning said that talks would go on, and that they would take long.\n"
    "Asked about the date, she gave no answer, but said that it would be told in good time, and "
    "that everybody would hear of it.\nShe spoke in Beijing.\n",
    "headings": "Talks in Strelsau go on for another day, says Elphberg to the press\n"
    "Published 3 May 2022\nBy Rupert Hentzau\n",
    "list": "The minister named three things that he would like to see done soon:\n"
    "- an end of the fighting in the north of the country, as fast as can be,\n"
    "- a return of everybody who had to leave their home in the last year,\n"
    "- money for schools.\n",
    "turns": "MR. HENTZAU: We have said before that this would have consequences, and\n"
    "Q: When will they come, and what will they be, if you can say that now?\n"
    "MR. HENTZAU: I have nothing to add to what I have said about this before.\n",
}


def test_wrapped_lines_are_joined_and_nothing_moves() -> None:
    text = unwrap(WRAPPED)
    assert len(text) == len(WRAPPED)
    assert text.split() == WRAPPED.split()
    assert [len(part.splitlines()) for part in text.strip().split("\n\n")] == [1, 1, 1]


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_other_line_breaks_stay(text: str) -> None:
    assert unwrap(text) == text


def test_no_name_holds_a_line_break(tmp_path: Path) -> None:
    (tmp_path / "strelsau.txt").write_text(WRAPPED, encoding="utf-8")
    (document,) = read_paths([tmp_path])
    assert isinstance(document, Document)
    found = extract_statements(document, RuleFinder())
    assert [(s.speaker, s.text) for s in found] == [
        (
            "Rudolf Elphberg",
            "that the border with its southern neighbour would stay open",
        ),
        ("Rudolf Elphberg", "“We will not close the border, whatever our neighbours may do next,”"),
    ]
