"""Files to store: nothing twice, nothing lost, bad input named."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import FakeEncoder

from analysis import pipeline
from analysis.finders import ChosenFinder, choose_finder, shipped_version
from analysis.models import Filters
from analysis.pipeline import add, add_statements, extract_statements
from analysis.statements import RuleFinder
from analysis.store import Store

ARTICLE = """---
title: Talks in Vienna
published: 2023-03-15
publisher: Example Wire
url: https://example.org/vienna
---

Ukrainian Foreign Minister Dmytro Kuleba said on Tuesday that Kyiv was ready for talks.

"We want a lasting peace," he added.
"""

SHEET = """id,said_on,speaker,country,statement,source_url,mood
1,2023-03-14,Dmytro Kuleba,UA,Kyiv is ready for talks,https://example.org/a,glad
2,2023-13-99,Dmytro Kuleba,UA,This date is impossible,https://example.org/a,sad
3,2023-03,Mao Ning,China,China supports dialogue,https://example.org/b,calm
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "vienna.md").write_text(ARTICLE, encoding="utf-8")
    return folder


def everything(store: Store) -> list[tuple[str, str, str]]:
    frame = store.statements(Filters(kinds=()), ["id", "text", "speaker"], order="text")
    return [tuple(row) for row in frame.itertuples(index=False)]


def test_an_article_becomes_attributed_statements(folder, empty_store, fake_encoder) -> None:
    report = add([folder], empty_store, fake_encoder)
    assert (report.added, report.problems) == (1, ())
    frame = empty_store.statements(order="text")
    assert list(frame["speaker"]) == ["Dmytro Kuleba", "Dmytro Kuleba"]
    assert list(frame["country"]) == ["UA", "UA"]
    assert str(frame["said_on"][0])[:10] == "2023-03-14"
    article = empty_store.article(frame["article_id"][0])
    for row in frame.itertuples():
        words = "".join(article.text[start:end] for start, end in row.content)
        assert words.strip("\n ")
        assert words.split()[0] in row.text


def test_adding_twice_changes_nothing(folder, empty_store, fake_encoder) -> None:
    add([folder], empty_store, fake_encoder)
    before, version = everything(empty_store), empty_store.version
    report = add([folder], empty_store, fake_encoder)
    assert (report.added, report.replaced, report.unchanged) == (0, 0, 1)
    assert everything(empty_store) == before
    assert empty_store.version == version


def test_changed_content_replaces_the_old(folder, empty_store, fake_encoder) -> None:
    add([folder], empty_store, fake_encoder)
    (folder / "vienna.md").write_text(ARTICLE.replace("lasting", "fair"), encoding="utf-8")
    report = add([folder], empty_store, fake_encoder)
    assert (report.added, report.replaced) == (0, 1)
    texts = [text for _, text, _ in everything(empty_store)]
    assert any("fair peace" in text for text in texts)
    assert not any("lasting" in text for text in texts)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("latin.txt", "Grüße aus Wien".encode("latin-1"), "UTF-8"),
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\n ", "white space"),
        ("image.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "not text"),
        ("broken.md", b"---\ntitle: [unclosed\n---\ntext\n", "front matter"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_one_bad_file_loses_nothing_else(
    name, content, reason, folder, empty_store, fake_encoder
) -> None:
    (folder / name).write_bytes(content)
    report = add([folder], empty_store, fake_encoder)
    assert report.added == 1
    assert not report.complete
    (problem,) = report.problems
    assert name in problem.path
    assert reason.casefold() in problem.reason.casefold()


def test_a_sheet_comes_in_as_curated(tmp_path, empty_store, fake_encoder) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    report, ignored = add_statements(sheet, empty_store, fake_encoder)
    assert ignored == ("mood",)
    assert report.statements == 2
    assert [problem.where for problem in report.problems] == ["row 3"]
    frame = empty_store.statements(order="oldest")
    assert set(frame["origin"]) == {"curated"}
    assert set(frame["country"]) == {"CN", "UA"}
    assert set(frame["original_url"]) == {"https://example.org/a", "https://example.org/b"}


def test_rows_told_elsewhere_are_skipped(tmp_path, empty_store, fake_encoder) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    report, _ = add_statements(sheet, empty_store, fake_encoder, skip={"1"})
    assert report.statements == 1


def test_only_new_words_are_encoded(folder, empty_store, fake_encoder, monkeypatch) -> None:
    add([folder], empty_store, fake_encoder)
    encoded: list[str] = []
    encode = fake_encoder.encode

    class Counting:
        name, dimension = fake_encoder.name, fake_encoder.dimension

        def encode(self, texts):
            encoded.extend(texts)
            return encode(texts)

    (folder / "vienna.md").write_text(ARTICLE.replace("lasting", "fair"), encoding="utf-8")
    add([folder], empty_store, Counting())
    assert len(encoded) == 1
    assert "fair peace" in encoded[0]


def test_other_languages_are_stored_but_not_read(folder, empty_store, fake_encoder) -> None:
    german = ARTICLE.replace("https://example.org/vienna", "https://example.org/wien")
    german = german.replace("publisher:", "language: de\npublisher:")
    (folder / "wien.md").write_text(german, encoding="utf-8")
    report = add([folder], empty_store, fake_encoder)
    assert (report.added, report.not_extracted) == (2, 1)
    assert len(empty_store.articles()) == 2


def test_extraction_needs_no_store(make_document) -> None:
    text = 'Russian Foreign Minister Sergey Lavrov told reporters: "We are open to talks."'
    statements = extract_statements(make_document(text))
    assert [s.speaker for s in statements if s.kind == "statement"] == ["Sergey Lavrov"]


# --- which finder serves -----------------------------------------------------------------------


def test_without_weights_the_rules_serve_and_say_so(tmp_path: Path) -> None:
    chosen = choose_finder(tmp_path)
    assert chosen.finder.version == RuleFinder.version
    assert "the rules find who says what instead" in chosen.doubt
    assert "train tagger" in chosen.doubt


def test_a_run_tells_that_the_rules_served(
    tmp_path: Path, empty_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("Mao Ning said talks would go on.", encoding="utf-8")
    monkeypatch.setattr(pipeline, "choose_finder", lambda: ChosenFinder(RuleFinder(), "no weights"))
    report = add([tmp_path / "a.txt"], empty_store, FakeEncoder())
    assert [(p.reason, p.severity) for p in report.problems] == [("no weights", "warning")]
    assert report.complete
    given = add([tmp_path / "a.txt"], empty_store, FakeEncoder(), finder=RuleFinder())
    assert not given.problems


def test_the_version_is_known_without_loading_the_finder(tmp_path: Path) -> None:
    assert shipped_version() == choose_finder().finder.version
    assert shipped_version(tmp_path) == RuleFinder.version
