"""Hand-made labels: their form, the texts they are for, and how what is found is held to them."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from analysis.errors import InputError
from analysis.evaluation.labelled import SETS, compare, evaluate
from analysis.evaluation.labels import Label, read_labels, read_texts
from analysis.evaluation.scores import Tally
from analysis.models import Span, Statement
from analysis.settings import DATA
from tests.conftest import sample_document, sample_statement

SHARED_FIELDS = {
    *("file", "sha256", "kind", "required", "source", "content", "speaker", "country"),
    *("addressees", "reported_by", "said_on", "precision", "date_required", "speaker_any"),
}
REPORT = "Ann Bell told reporters that the bridge is open. The weather was fine. It rained later."
SPEECH = (
    "The harvest was good this year and we thank all who brought it in before the first rain. "
    "As the miller told us, there is flour for two winters, and bread for everybody in town."
)


def rows_of(name: str) -> list[dict[str, Any]]:
    text = (DATA / "labels" / SETS[name].file).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("name", SETS)
def test_labels_are_well_formed(name: str) -> None:
    for row in rows_of(name):
        assert set(row) >= SHARED_FIELDS
        assert re.fullmatch(r"[0-9a-f]{64}", row["sha256"])
        assert row["kind"] in {"statement", "attitude", "document"}
        assert (row["said_on"] is None) == (row["precision"] is None)
        assert row["said_on"] is None or date.fromisoformat(row["said_on"])
        assert row["precision"] in {None, "day", "week", "month", "year"}
        assert row["country"] is None or re.fullmatch(r"[A-Z]{2}|NATO", row["country"])
        assert not (row["required"] and not row["content"])
        assert row["speaker"] or row["speaker_any"] or not row["required"]
        assert row["said_on"] or not row["date_required"]
        for start, end in [*row["source"], *row["content"], *row.get("cue", [])]:
            assert 0 <= start < end
        if stretch := row.get("stretch"):
            assert all(stretch[0] <= s < e <= stretch[1] for s, e in row["content"])


@pytest.mark.parametrize("name", SETS)
def test_labels_hold_names_and_no_text(name: str) -> None:
    """The only words in them are file names, fixed terms and names of at most eight words."""
    for row in rows_of(name):
        names = [row["speaker"] or "", *row["addressees"], *row["reported_by"]]
        assert all(len(words.split()) <= 8 and len(words) <= 60 for words in names)
        others = set(row) - {"speaker", "addressees", "reported_by", "file"}
        written = [row[field] for field in others if isinstance(row[field], str)]
        assert all(len(words) <= 20 for words in written if words != row["sha256"])


def test_corpus_labels_are_of_twenty_texts_each_of_one_version() -> None:
    labels = read_labels(DATA / "labels" / "corpus.jsonl")
    assert len(labels) == 20
    for rows in labels.values():
        assert len({(row.sha256, row.stretch) for row in rows}) == 1
    required = [row for rows in labels.values() for row in rows if row.required]
    assert len(required) == 106


def label(text: str, words: str, **fields: Any) -> Label:
    start = text.index(words)
    given: dict[str, Any] = {
        "place": ("a.txt", 0),
        "sha256": "",
        "content": (Span(start, start + len(words)),),
        "speaker": "Ann Bell",
        "country": "GB",
        "addressees": (),
        "said_on": None,
        "precision": None,
        "required": True,
        "speaker_any": False,
        "date_required": False,
        "speech": False,
        "stretch": None,
    }
    return Label(**(given | fields))


def found(text: str, words: str, **fields: Any) -> Statement:
    start = text.index(words)
    given = {"speaker": "Ann Bell", "country": "GB", "said_on": None, "said_on_precision": None}
    content = (Span(start, start + len(words)),)
    return sample_statement(text=words, content=content, **(given | fields))


def score(text: str, labels: list[Label], statements: list[Statement]) -> tuple[Tally, list[str]]:
    tally = Tally()
    return tally, compare(sample_document(text), labels, statements, tally)


@pytest.mark.parametrize(
    ("words", "right"),
    [
        pytest.param("the bridge is open", 1, id="the same"),
        pytest.param("that the bridge is open.", 1, id="a little more"),
        pytest.param("is open", 0, id="less than half"),
        pytest.param("The weather was fine", 0, id="elsewhere"),
    ],
)
def test_a_report_is_found_when_half_is_shared(words: str, right: int) -> None:
    tally, _ = score(REPORT, [label(REPORT, "the bridge is open")], [found(REPORT, words)])
    assert tally.counts["found", "right"] == right
    assert tally.counts["labelled", "right"] == right
    assert tally.counts["labelled", "wrong"] == 1 - right


@pytest.mark.parametrize(
    ("asked", "answered", "question", "verdict"),
    [
        pytest.param({}, {"speaker": "Ed Moor"}, "speaker", "wrong", id="another speaker"),
        pytest.param({}, {"speaker": None}, "speaker", "unknown", id="no speaker"),
        pytest.param({}, {"country": "FR"}, "country", "wrong", id="another country"),
        pytest.param(
            {"said_on": "2024-05-02", "precision": "day", "date_required": True},
            {},
            "date",
            "unknown",
            id="no date where one is required",
        ),
        pytest.param(
            {"said_on": "2024-05-02", "precision": "day"},
            {"said_on": date(2024, 5, 1), "said_on_precision": "day"},
            "date",
            "wrong",
            id="another day",
        ),
        pytest.param(
            {"addressees": ("reporters",)},
            {"addressees": ("reporters", "Ed Moor")},
            "addressee",
            "wrong",
            id="one addressee too many",
        ),
    ],
)
def test_fields_are_judged(
    asked: dict[str, Any], answered: dict[str, Any], question: str, verdict: str
) -> None:
    words = "the bridge is open"
    tally, misses = score(
        REPORT, [label(REPORT, words, **asked)], [found(REPORT, words, **answered)]
    )
    assert tally.counts[question, verdict] == 1
    assert any(question in miss for miss in misses)


def test_what_the_label_leaves_open_is_not_judged() -> None:
    words = "the bridge is open"
    wanted = label(REPORT, words, speaker=None, speaker_any=True, said_on="2024-05-02")
    tally, misses = score(REPORT, [wanted], [found(REPORT, words, speaker="Ed Moor")])
    assert not misses
    assert tally.total("speaker") == tally.total("date") == 0
    assert tally.counts["both right", "right"] == 1


def test_what_is_not_required_excuses_and_counts_for_nothing_else() -> None:
    optional = label(REPORT, "The weather was fine", required=False, country="FR")
    for statements in ([], [found(REPORT, "The weather was fine")]):
        tally, misses = score(REPORT, [optional], statements)
        assert not misses
        assert tally.total("found") == tally.total("country") == 0


def test_statements_outside_the_stretch_are_left_out() -> None:
    end = REPORT.index(" It rained")
    wanted = label(REPORT, "the bridge is open", stretch=Span(0, end))
    extras = [found(REPORT, "The weather was fine"), found(REPORT, "It rained later")]
    tally, misses = score(REPORT, [wanted], extras)
    assert tally.counts["labelled", "wrong"] == 1
    assert "The weather" in misses[-1]


def test_a_text_without_statements_counts_what_is_found_in_it() -> None:
    nothing = label(REPORT, "It rained later", content=(), required=False)
    assert score(REPORT, [nothing], [])[1] == []
    tally, _ = score(REPORT, [nothing], [found(REPORT, "It rained later")])
    assert tally.counts["labelled", "wrong"] == 1


@pytest.mark.parametrize(
    "cut",
    [
        pytest.param([SPEECH], id="one piece for two paragraphs"),
        pytest.param(SPEECH.split(". ", 1), id="one piece each"),
        pytest.param([SPEECH[:60], SPEECH[60:130], SPEECH[130:]], id="cut elsewhere"),
    ],
)
def test_speech_is_found_however_it_is_cut(cut: list[str]) -> None:
    labels = [label(SPEECH, part, speech=True) for part in SPEECH.split(". ", 1)]
    tally, misses = score(SPEECH, labels, [found(SPEECH, piece) for piece in cut])
    assert not misses
    assert tally.counts["found", "right"] == 2
    assert tally.counts["labelled", "right"] == len(cut)


def test_speech_is_not_found_by_a_fragment_nor_by_what_is_nested_in_it() -> None:
    whole = [label(SPEECH, SPEECH, speech=True)]
    tally, _ = score(SPEECH, whole, [found(SPEECH, SPEECH[:40])])
    assert tally.counts["found", "unknown"] == 1
    nested = found(SPEECH, SPEECH[SPEECH.index("there is flour") :], speaker="the miller")
    tally, misses = score(SPEECH, whole, [nested, found(SPEECH, SPEECH)])
    assert tally.counts["speaker", "right"] == 1
    assert len(misses) == 1
    assert "not labelled: the miller" in misses[0]


def test_nested_speech_has_its_own_label() -> None:
    told = "there is flour for two winters, and bread for everybody in town"
    labels = [
        label(SPEECH, SPEECH, speech=True),
        label(SPEECH, told, speaker="the miller", country=None),
    ]
    statements = [found(SPEECH, SPEECH), found(SPEECH, told, speaker="the miller", country=None)]
    tally, misses = score(SPEECH, labels, statements)
    assert not misses
    assert tally.counts["found", "right"] == tally.counts["labelled", "right"] == 2


def test_an_optional_label_does_not_take_the_paragraph_it_stands_in() -> None:
    told = SPEECH[20:]
    labels = [label(SPEECH, told, required=False), label(SPEECH, SPEECH, speech=True)]
    tally, misses = score(SPEECH, labels, [found(SPEECH, SPEECH)])
    assert not misses
    assert tally.counts["found", "right"] == 1


def write_set(tmp_path: Path, text: str, row: int | None) -> tuple[Path, Path]:
    """A folder with one text, as a file or a row of a CSV, and a set with one label for it."""
    folder, data = tmp_path / "texts", tmp_path / "data"
    (folder / "press").mkdir(parents=True)
    (data / "labels").mkdir(parents=True)
    file = "press/all.csv" if row else "press/one.txt"
    if row:
        with (folder / file).open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerows([["title", "text"], ["Other", "It rained."], ["Bridge", text]])
    else:
        (folder / file).write_text(text, encoding="utf-8")
    wanted = label(text, "the bridge is open")
    labelled = {
        "file": file,
        "row": row,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "kind": "statement",
        "required": True,
        "source": [[0, 8]],
        "content": wanted.content,
        "speaker": "Volodymyr Zelenskyy",
        "country": "UA",
        "addressees": [],
        "reported_by": [],
        "said_on": None,
        "precision": None,
        "date_required": False,
        "speaker_any": False,
    }
    path = data / "labels" / "corpus.jsonl"
    path.write_text(json.dumps(labelled) + "\n", encoding="utf-8")
    return folder, path


@pytest.mark.parametrize("row", [pytest.param(None, id="file"), pytest.param(3, id="row")])
def test_texts_are_read_and_checked(tmp_path: Path, row: int | None) -> None:
    folder, path = write_set(tmp_path, REPORT, row)
    labels = read_labels(path)
    (document,) = read_texts(folder, labels).values()
    assert document.text == REPORT

    (changed,) = folder.rglob("*.*")
    changed.write_text(changed.read_text("utf-8").replace("fine", "good"), encoding="utf-8")
    with pytest.raises(InputError, match="not the version that was labelled"):
        read_texts(folder, labels)

    changed.unlink()
    with pytest.raises(InputError, match="which the labels are for, is not in"):
        read_texts(folder, labels)


def test_a_missing_row_is_told(tmp_path: Path) -> None:
    folder, path = write_set(tmp_path, REPORT, 3)
    table = folder / "press" / "all.csv"
    table.write_text("title,text\nOther,It rained.\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"all\.csv, row 3, is not the version"):
        read_texts(folder, read_labels(path))


def test_evaluation_runs_the_pipeline_on_an_invented_text(tmp_path: Path) -> None:
    text = "President of Ukraine Volodymyr Zelenskyy said on Friday that the bridge is open."
    folder, path = write_set(tmp_path, text, None)
    labels = tmp_path / "shipped" / "labels"
    labels.mkdir(parents=True)
    path.rename(labels / "corpus.jsonl")
    for part in ("facts", "vocabulary"):
        (tmp_path / "shipped" / part).symlink_to(DATA / part)
    result = evaluate(folder, tmp_path / "shipped", "corpus")
    assert result.scores["found"] == {"n": 1.0, "right": 100.0, "wrong": 0.0, "unknown": 0.0}
    assert result.scores["both right"]["right"] == 100.0
    assert "held out" in result.report()
