"""Files → Documents: what is read, from where each fact comes, and what is reported."""

from __future__ import annotations

import os
import random
from datetime import date
from pathlib import Path

import pytest

from analysis.errors import BadMetadata
from analysis.ingest import BadInput, read_paths
from analysis.ingest.dates import parse_day, parse_period
from analysis.ingest.language import detect_language, name_language
from analysis.ingest.markup import blank_markup, find_footnotes
from analysis.models import Document

PROSE = "The minister said on Monday that the border would stay open. Nobody answered her.\n"


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(*paths: Path, metadata: Path | None = None) -> tuple[list[Document], list[BadInput]]:
    items = list(read_paths(paths, metadata))
    documents = [item for item in items if isinstance(item, Document)]
    return documents, [item for item in items if isinstance(item, BadInput)]


def read_one(path: Path, metadata: Path | None = None) -> Document:
    documents, problems = read(path, metadata=metadata)
    assert problems == []
    assert len(documents) == 1
    return documents[0]


def markdown(**front: str) -> str:
    lines = "\n".join(f"{key}: {value}" for key, value in front.items())
    return f"---\n{lines}\n---\n\n{PROSE}"


# Which facts are found


@pytest.mark.parametrize(
    ("key", "field"),
    [
        ("title", "title"),
        ("headline", "title"),
        ("Heading", "title"),
        ("publisher", "publisher"),
        ("source", "publisher"),
        ("outlet", "publisher"),
        ("site", "publisher"),
        ("author", "author"),
        ("byline", "author"),
        ("by", "author"),
        ("url", "url"),
        ("source_url", "url"),
        ("link", "url"),
        ("Canonical URL", "url"),
    ],
)
def test_front_matter_under_the_names_others_use(tmp_path: Path, key: str, field: str) -> None:
    document = read_one(write(tmp_path, "a.md", markdown(**{key: "https://example.org/x"})))
    assert getattr(document, field) == "https://example.org/x"


@pytest.mark.parametrize(
    "key",
    ["published", "date", "pubdate", "publish_date", "published_at", "Date published", "pub-date"],
)
def test_front_matter_dates(tmp_path: Path, key: str) -> None:
    document = read_one(write(tmp_path, "a.md", markdown(**{key: "2023-05-03"})))
    assert (document.published, document.published_from) == (date(2023, 5, 3), "metadata")


def test_front_matter_values_stay_what_was_written(tmp_path: Path) -> None:
    text = markdown(title="1.10", language="no", author="[Jo Doe, Ann Poe]", date="2023-05-03")
    document = read_one(write(tmp_path, "a.md", text))
    assert (document.title, document.language) == ("1.10", "no")
    assert document.author == "Jo Doe; Ann Poe"


def test_front_matter_prefers_the_first_date_that_can_be_read(tmp_path: Path) -> None:
    text = markdown(date="03/04/2022", published="2022-04-03T23:50:00-05:00")
    assert read_one(write(tmp_path, "a.md", text)).published == date(2022, 4, 3)


@pytest.mark.parametrize(
    ("name", "text", "published", "origin"),
    [
        ("2022-03-04-talks.txt", PROSE, date(2022, 3, 4), "file name"),
        ("talks-2022-02-30.txt", PROSE, None, ""),
        ("id20220304.txt", PROSE, None, ""),
        (
            "a.txt",
            f"Talks go on\nPublished: 4 March 2022, 10:20 GMT\n\n{PROSE}",
            date(2022, 3, 4),
            "text",
        ),
        ("a.txt", f"March 4, 2022\n\n{PROSE}", date(2022, 3, 4), "text"),
        ("a.txt", f"ARCADIA, March 4, 2022 (AFP) - {PROSE}", date(2022, 3, 4), "text"),
        ("a.txt", f"ARCADIA, March 4 (AFP) - {PROSE}", None, ""),
        ("a.txt", f"03/04/2022\n\n{PROSE}", None, ""),
        ("a.txt", PROSE * 9 + "March 4, 2022", None, ""),
    ],
    ids=[
        "name",
        "impossible",
        "digits",
        "label",
        "line",
        "dateline",
        "no year",
        "ambiguous",
        "far down",
    ],
)
def test_dates_that_nobody_gave(
    tmp_path: Path, name: str, text: str, published: date | None, origin: str
) -> None:
    document = read_one(write(tmp_path, name, text))
    assert (document.published, document.published_from) == (published, origin)


@pytest.mark.parametrize(
    ("name", "title", "publisher"),
    [
        ("CHN_77_2022.txt", "China, General Debate, 77th session (2022)", "United Nations"),
        ("USA_71_2016.txt", "United States, General Debate, 71st session (2016)", "United Nations"),
        ("CHN_77_2021.txt", "", ""),
        ("XYZ_77_2022.txt", "", ""),
    ],
    ids=["China", "United States", "session of another year", "no country"],
)
def test_general_debate_file_names(tmp_path: Path, name: str, title: str, publisher: str) -> None:
    document = read_one(write(tmp_path, name, PROSE))
    assert (document.title, document.publisher, document.published) == (title, publisher, None)


@pytest.mark.parametrize(
    ("url", "publisher"),
    [
        ("http://en.kremlin.ru/events/1", "Kremlin"),
        ("https://www.example.org/x", "example.org"),
        ("https://english.www.gov.cn/x", "Government of China"),
        ("https://beijing.gov.cn/x", "beijing.gov.cn"),
        ("https://[broken/x", ""),
    ],
)
def test_the_publisher_of_an_address(tmp_path: Path, url: str, publisher: str) -> None:
    document = read_one(write(tmp_path, "a.md", markdown(url=f"'{url}'")))
    assert document.publisher == publisher


def test_a_headline_on_the_first_line_is_the_title(tmp_path: Path) -> None:
    text = f"Minister says border stays open\n\n{PROSE}\n{PROSE}"
    document = read_one(write(tmp_path, "a.txt", text))
    assert document.title == "Minister says border stays open"
    assert "Minister says" not in document.readable


# Offsets: the text is the file, readable is as long


@pytest.mark.parametrize(
    "text",
    [
        PROSE,
        PROSE.replace("\n", "\r\n") * 3,
        "\ufeff" + PROSE,
        "Old\rMac " + PROSE,
        "She said \u202eright to left\u202c and \u200bzero width. e\u0301 \U0001f600 " + PROSE,
        "<script>alert('x')</script> <b>He said</b> {{x}} \x07 " + PROSE,
    ],
    ids=["plain", "CRLF", "BOM", "CR", "marks", "hostile"],
)
def test_text_is_the_file_code_point_for_code_point(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, "a.txt", text)
    document = read_one(path)
    assert document.text == path.read_bytes().decode()
    assert len(document.readable) == len(text)
    assert "\r" not in document.readable
    start = document.text.index("The minister")
    assert document.readable[start : start + 12] == "The minister"


def test_hostile_text_passes_through_as_text(tmp_path: Path) -> None:
    text = "<script>alert('x')</script> <b>He said</b> no.\n"
    assert read_one(write(tmp_path, "a.txt", text)).readable == text


def test_markdown_keeps_words_and_blanks_markup(tmp_path: Path) -> None:
    text = (
        "\ufeff---\r\ntitle: Talks\r\n---\r\n\r\n# Talks\r\n\r\n"
        "The *minister* of [Arcadia](https://example.org/a_(b)) **said** \\[on Monday\\] that "
        "`x` was <b>open</b>.[^A1] ![map](m.png)\r\n\r\n> “We stay,” she said.\r\n\r\n"
        "- one point\r\n* * *\r\n\r\n[^A1]: [The page](https://example.org/p)\r\n"
    )
    document = read_one(write(tmp_path, "a.md", text))
    assert document.text == text
    assert len(document.readable) == len(text)
    words = " ".join(document.readable.split())
    assert words == (
        "The minister of Arcadia said [on Monday ] that x was open . “We stay,” she said. one point"
    )
    (note,) = document.footnotes
    assert text[note.mark.start : note.mark.end] == "[^A1]"
    assert (note.label, note.title, note.url) == ("A1", "The page", "https://example.org/p")


@pytest.mark.parametrize(
    ("definition", "title", "url"),
    [
        ("[A [draft] page](https://e.org/x)", "A [draft] page", "https://e.org/x"),
        ("[Page](https://e.org/x_(y))", "Page", "https://e.org/x_(y)"),
        ("The page: https://e.org/x", "The page", "https://e.org/x"),
        ("A book, p. 7", "A book, p. 7", ""),
    ],
)
def test_footnote_definitions(definition: str, title: str, url: str) -> None:
    (note,), spans = find_footnotes(f"Said.[^1] Not one.[^2]\n\n[^1]: {definition}\n")
    assert (note.title, note.url) == (title, url)
    assert len(spans) == 2


@pytest.mark.parametrize(
    "text",
    [
        "MS. DOE:  We said [sic] 5 * 3 * 2 and snake_case_name.",
        "[Reporter]: Is it true? - Yes.",
        "a < b and c > d, he said",
        "“Quoted,” he said. #nofilter",
    ],
)
def test_what_is_no_markup_stays(text: str) -> None:
    assert blank_markup(text) == text


def test_subheads_and_lone_links_are_headlines_of_something_else(tmp_path: Path) -> None:
    text = f"{PROSE}\n## What comes next\n\n{PROSE}\n[Other story here](https://e.org)\n\n## Why?\n"
    document = read_one(write(tmp_path, "a.md", text))
    assert document.readable.split() == (PROSE + PROSE + "Why?").split()


def test_a_link_that_fills_a_line_of_a_paragraph_stays(tmp_path: Path) -> None:
    text = "The minister made her\n[case for the bridge](https://e.org)\non Monday, she said.\n"
    document = read_one(write(tmp_path, "a.md", text))
    assert document.readable.split()[3:8] == ["her", "case", "for", "the", "bridge"]


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "piece",
    ["*a ", "_a ", "[", "[a](", "![", "<!--", "<script>", "<a ", "> ", "|-", "#", " ", "- ", "`a\n",
     "[^1] \n[^1]: x\n", "\n\n[a", "x\n---\n", "\\"],
)  # fmt: skip
def test_hostile_markup_takes_no_longer_than_other(tmp_path: Path, piece: str) -> None:
    text = "Words.\n" + piece * 10_000
    assert read_one(write(tmp_path, "a.md", text)).text == text


def test_random_bytes_of_markup_never_move_offsets(tmp_path: Path) -> None:
    pieces = ["\n", "\n\n", "# ", "*", "**", "_", "[", "](u)", "[^1]", "[^1]: x", "---\n", ">", "|",
              "<b>", "<!--", "-->", "\\", "\r\n", "\ufeff", "word ", "“no,” he said. ", "`", "~~",
              "Advertisement\n", "(Jo Doe/AFP)", "😀", "\u2028", "a: b\n"]  # fmt: skip
    chance = random.Random(7)
    for number in range(300):
        text = "w" + "".join(chance.choices(pieces, k=chance.randint(1, 40)))
        for item in read_paths([write(tmp_path, f"{number}.md", text)]):
            if isinstance(item, Document):
                assert item.text == text
                assert len(item.readable) == len(text)
                kept = zip(text, item.readable, strict=True)
                assert all(b in (a, " ") or (b == "\n" and a in "\r\u2028") for a, b in kept)


# CSV: one article a row


def test_articles_of_a_table(tmp_path: Path) -> None:
    text = (
        "\ufeffHeadline;Pub date;Body;Link;Mood\r\n"
        f'One;2022-03-04T10:00:00Z;"{PROSE}\r\n“Yes; no,” she said.";https://e.org/1;x\r\n'
        f";;;;\r\nTwo;4 March 2022;{PROSE.strip()};https://e.org/2;\r\nThree;2022-03-05;  ;;\r\n"
    )
    documents, problems = read(write(tmp_path, "t.csv", text))
    assert [document.title for document in documents] == ["One", "Two"]
    assert {document.published for document in documents} == {date(2022, 3, 4)}
    assert documents[0].text == f"{PROSE}\r\n“Yes; no,” she said."
    assert documents[0].name == "t.csv, row 2"
    assert [(p.where, p.reason, p.severity) for p in problems] == [("row 5", "no text", "error")]


def test_a_very_long_cell(tmp_path: Path) -> None:
    body = PROSE.strip() + " " + "word " * 60_000
    assert read_one(write(tmp_path, "t.csv", f"title,text\nLong,{body}\n")).text == body


@pytest.mark.parametrize(
    ("table", "where", "reason"),
    [
        ("title,date\nOne,2022-03-04\n", "", "no column that holds the text"),
        ("file,title\na.txt,One\n", "", "metadata table"),
        ("title,text\n", "", "no rows"),
        (f"title,text\nOne,{PROSE.strip()},x,y\n", "row 2", "4 cells where the header has 2"),
        ('title,text\nOne,"never closed\n', "row 2", "never closed"),
        (f"title,text,date\nOne,{PROSE.strip()},03/04/2022\n", "row 2", "could be two days"),
        ("title,text\nOne,a\0b\n", "byte 16", "binary"),
    ],
    ids=["no text", "metadata", "no rows", "surplus", "unclosed", "ambiguous date", "NUL"],
)
def test_what_is_wrong_with_a_table(tmp_path: Path, table: str, where: str, reason: str) -> None:
    _, problems = read(write(tmp_path, "t.csv", table))
    assert [problem.where for problem in problems] == [where]
    assert reason in problems[0].reason


def test_a_table_that_breaks_off_in_utf8_gives_the_rows_before(tmp_path: Path) -> None:
    table = b"title,text\n" + b"One,Hello there.\n" * 2_000 + b"Two,\xff\n"
    documents, problems = read(write(tmp_path, "t.csv", table))
    assert len(documents) == 1
    assert problems[-1].where == f"byte {table.index(0xFF)}"


# Metadata


def seeds(tmp_path: Path, table: str) -> tuple[list[Document], list[BadInput]]:
    write(tmp_path, "in/a.txt", PROSE)
    write(tmp_path, "in/b.md", markdown(title="Own", date="2020-01-01", author="Jo Doe"))
    write(tmp_path, "in/sub/a.txt", PROSE + "More.")
    return read(tmp_path / "in", metadata=write(tmp_path, "in/metadata.csv", table))


def test_metadata_wins_and_empty_cells_do_not(tmp_path: Path) -> None:
    table = "file,published,publisher,title,author\nb.md,2021-02-03,The Paper,Given,\n"
    documents, problems = seeds(tmp_path, table)
    document = documents[1]
    assert problems == []
    assert (document.title, document.author, document.publisher) == ("Given", "Jo Doe", "The Paper")
    assert (document.published, document.published_from) == (date(2021, 2, 3), "metadata")


def test_metadata_by_path(tmp_path: Path) -> None:
    documents, problems = seeds(tmp_path, "file,title\nsub/a.txt,Below\na.txt,Above\n")
    assert [document.title for document in documents] == ["Above", "Own", "Below"]
    assert problems == []


@pytest.mark.parametrize(
    ("rows", "where", "reason"),
    [
        ("c.txt,2022-01-01,One\n", "row 2", "none of the files given"),
        ("b.md,2022-01-01,One\nb.md,2022-01-02,Two\n", "row 3", "described in row 2"),
        ("b.md,31/04/2022,One\n", "row 2", "not a day in the calendar"),
        ("b.md,03/04/2022,One\n", "row 2", "could be two days"),
        (",2022-01-01,One\n", "row 2", "no file named"),
    ],
    ids=["unknown", "twice", "impossible", "ambiguous", "no file"],
)
def test_metadata_rows_that_cannot_be_used(
    tmp_path: Path, rows: str, where: str, reason: str
) -> None:
    documents, problems = seeds(tmp_path, "file,published,title\n" + rows)
    assert len(documents) == 3
    assert [(problem.where, problem.severity) for problem in problems] == [(where, "warning")]
    assert reason in problems[0].reason


@pytest.mark.parametrize("table", ["title,published\nx,2022-01-01\n", ""], ids=["columns", "empty"])
def test_metadata_that_cannot_be_used_at_all(tmp_path: Path, table: str) -> None:
    with pytest.raises(BadMetadata, match=r"metadata\.csv"):
        seeds(tmp_path, table)


# Bad input: one complaint each, all others go in


@pytest.mark.parametrize(
    ("name", "content", "where", "reason"),
    [
        ("bad.txt", b"Caf\xe9 talks", "byte 3", "not UTF-8"),
        ("bad.txt", b"", "", "empty"),
        ("bad.txt", b" \n\t\n", "", "only white space"),
        ("bad.txt", b"a\0b", "byte 1", "binary"),
        ("bad.txt", b"%PDF-1.7 ...", "", "a PDF"),
        ("bad.txt", "Grüße".encode("utf-16"), "", "UTF-16"),
        ("bad.md", b"---\ntitle: a: b: c\n---\ntext", "line 2", "front matter"),
        ("bad.md", b"---\ntitle: One\nx: [\n---\ntext", "line 4", "front matter"),
        ("bad.md", b"---\ntitle: One\ntext", "line 1", "not closed"),
        ("bad.md", b"---\n- title: One\n---\ntext", "line 2", "not a list of keys"),
        ("bad.md", b"---\na: " + b"[" * 1000 + b"\n---\ntext", "line 2", "front matter"),
        ("bad.md", b"---\ntitle: One\n---\n\n", "", "no text below"),
        ("bad.csv", b"text\n\xff\n", "byte 5", "not UTF-8"),
    ],
    ids=["latin-1", "empty", "blank", "NUL", "PDF", "UTF-16", "YAML", "YAML list", "not closed",
         "no mapping", "nested", "no body", "CSV"],
)  # fmt: skip
def test_one_bad_file_stops_nothing(
    tmp_path: Path, name: str, content: bytes, where: str, reason: str
) -> None:
    write(tmp_path, "a.txt", PROSE)
    write(tmp_path, name, content)
    write(tmp_path, "c.md", PROSE)
    documents, problems = read(tmp_path)
    assert [document.name for document in documents] == ["a.txt", "c.md"]
    assert [(problem.where, problem.severity) for problem in problems] == [(where, "error")]
    assert reason in problems[0].reason
    assert name in str(problems[0])


def test_a_bad_date_is_a_warning_and_the_article_goes_in(tmp_path: Path) -> None:
    documents, problems = read(write(tmp_path, "a.md", markdown(date="03/04/2022")))
    assert documents[0].published is None
    assert problems[0].severity == "warning"


def test_dashes_that_open_no_front_matter(tmp_path: Path) -> None:
    document = read_one(write(tmp_path, "a.md", f"---\n\n{PROSE}\n---\n\n{PROSE}"))
    assert document.readable.count("The minister") == 2


# Folders


def test_folders_are_read_sorted_without_hidden_and_unknown_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.TXT", ".hidden.txt", ".git/x.txt", "c.pdf", "a/b.md"):
        write(tmp_path, name, PROSE + name)
    documents, problems = read(tmp_path)
    assert [document.name for document in documents] == ["b.md", "z.TXT", "b.txt"]
    assert problems == []


def test_paths_that_cannot_be_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    given = [tmp_path / "none.txt", write(tmp_path, "c.pdf", b"x"), tmp_path / "pipe.txt"]
    _, problems = read(*given)
    reasons = ["no such file or folder", "cannot read .pdf files, only", "not a file or folder"]
    assert len(problems) == 3
    assert all(r in p.reason for r, p in zip(reasons, problems, strict=True))


def test_links_are_followed_and_loops_end(tmp_path: Path) -> None:
    write(tmp_path, "in/a.txt", PROSE)
    write(tmp_path, "else/b.txt", PROSE + "b")
    (tmp_path / "in/loop").symlink_to(tmp_path / "in")
    (tmp_path / "in/there").symlink_to(tmp_path / "else")
    (tmp_path / "in/again").symlink_to(tmp_path / "else")
    (tmp_path / "in/gone.txt").symlink_to(tmp_path / "nowhere")
    documents, problems = read(tmp_path / "in")
    assert [document.name for document in documents] == ["a.txt", "b.txt"]
    assert [problem.severity for problem in problems] == ["error", "warning"]


# Identity


def test_the_same_article_twice_is_given_once(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", PROSE)
    assert len(read(path, tmp_path, path)[0]) == 1


def test_two_articles_of_one_address_are_reported(tmp_path: Path) -> None:
    write(tmp_path, "a.md", markdown(url="https://e.org/1"))
    write(tmp_path, "b.md", markdown(url="https://e.org/1"))
    write(tmp_path, "c.md", markdown(url="https://e.org/1") + "And more.")
    documents, problems = read(tmp_path)
    assert [document.name for document in documents] == ["a.md"]
    assert len(problems) == 1
    assert "a.md" in problems[0].reason
    assert "c.md" in problems[0].path


def test_ids_last(tmp_path: Path) -> None:
    first = read_one(write(tmp_path, "a.txt", PROSE)).id
    assert read_one(write(tmp_path, "a.txt", PROSE + "More.")).id == first
    assert read_one(write(tmp_path, "b.txt", PROSE)).id != first
    moved = [
        read_one(write(tmp_path, n, markdown(url="https://e.org/1"))).id for n in ("c.md", "d.md")
    ]
    assert moved[0] == moved[1]
    papers = [read_one(write(tmp_path, "e.md", markdown(id="7", source=s))).id for s in ("A", "B")]
    assert papers[0] != papers[1]


# Dates and languages


@pytest.mark.parametrize(
    "written",
    ["2023-05-03", "2023/5/3", "20230503", "3 May 2023", "03 May 2023", "May 3, 2023",
     "May 3rd 2023", "3rd of May, 2023", "Wed, 03 May 2023 10:20:00 GMT",
     "Wednesday, May 3, 2023 10:20 a.m. EDT",
     "2023-05-03T23:59:59+08:00", "2023-05-03 14:05:13-04:00", "10:20 GMT, 3 May 2023",
     "3-May-2023", "2023 May 3", "3. Mai 2023", "3 мая 2023 г.", "2023年5月3日", "45049",
     "May 3, 2023 at 5 PM", " 3  May 2023 "],
)  # fmt: skip
def test_dates_as_people_write_them(written: str) -> None:
    assert parse_day(written) == date(2023, 5, 3)


@pytest.mark.parametrize(
    ("written", "day"),
    [("25/12/2022", date(2022, 12, 25)), ("12/25/2022", date(2022, 12, 25)),
     ("04/04/2022", date(2022, 4, 4)), ("25.12.2022 10:00", date(2022, 12, 25))],
)  # fmt: skip
def test_numeric_dates_that_can_be_one_day_only(written: str, day: date) -> None:
    assert parse_day(written) == day


@pytest.mark.parametrize(
    "written",
    ["03/04/2022", "3.4.2022", "2022-02-30", "31/04/2022", "yesterday", "May 2023", "2023", "3 May",
     "3 May 23", "soon", "7", "page 3 of May 2023 edition", "x" * 500, "2023-13-01"],
)  # fmt: skip
def test_what_is_no_day(written: str) -> None:
    with pytest.raises(ValueError, match="“"):
        parse_day(written)


@pytest.mark.parametrize(
    ("written", "day", "precision"),
    [
        ("2022", date(2022, 1, 1), "year"),
        ("2022-03", date(2022, 3, 1), "month"),
        ("03/2022", date(2022, 3, 1), "month"),
        ("March 2022", date(2022, 3, 1), "month"),
        ("week of 10 Apr 2024", date(2024, 4, 8), "week"),
        ("2022-03-04", date(2022, 3, 4), "day"),
    ],
)
def test_periods(written: str, day: date, precision: str) -> None:
    assert parse_period(written) == (day, precision)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The minister said that the border would stay open all year.", "en"),
        ("Le ministre a déclaré lundi que la frontière resterait ouverte toute l’année.", "fr"),
        ("Министр заявил в понедельник, что граница останется открытой.", "ru"),
        ("外交部发言人周一表示，边境将保持开放，双方将继续会谈。", "zh"),
        ("Hello.", "en"),
        ("12 345 – 67", "und"),
        ("", "und"),
    ],
)
def test_languages(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("English", "en"),
        ("eng", "en"),
        ("pt_BR", "pt"),
        ("xx", "xx"),
    ],
)
def test_names_of_languages(given: str, code: str) -> None:
    assert name_language(given) == code
