"""One file → articles: a reader for each suffix, and what all of them share.

Every reader yields Documents and, for what cannot be used, BadInput; it raises UnreadableFile when
the file as a whole is of no use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import UnreadableFile
from analysis.ingest.columns import pick
from analysis.ingest.files import read_text, show
from analysis.ingest.frontmatter import split_front_matter
from analysis.ingest.furniture import find_furniture, find_headline
from analysis.ingest.identity import make_id
from analysis.ingest.language import detect_language, name_language
from analysis.ingest.markup import (
    blank,
    blank_controls,
    blank_markup,
    find_footnotes,
    find_headings,
)
from analysis.ingest.publication import (
    describe_speech,
    find_published,
    name_publisher,
    parse_published,
)
from analysis.ingest.records import BadInput
from analysis.ingest.tables import Row, open_table, read_table
from analysis.ingest.wrapping import unwrap
from analysis.models import Document, Footnote, Span

Given = Mapping[str, list[str]]  # field → the values given for it, the preferred first
Reader = Callable[[Path, Given], Iterator[Document | BadInput]]


@dataclass(frozen=True, slots=True)
class Draft:
    """An article before its facts are settled.

    readable: as long as ``text``, markup blanked, furniture not yet.
    given: what a table or front matter says of it; identity: what it is when it has no address.
    where: its place within the file, for complaints.
    headings: spans that are marked as headings.
    """

    path: Path
    name: str
    text: str
    readable: str
    given: Given
    identity: str
    where: str = ""
    headings: tuple[Span, ...] = ()
    footnotes: tuple[Footnote, ...] = ()


def read_plain(path: Path, given: Given) -> Iterator[Document | BadInput]:
    """A ``.txt`` file: one article, all of it text."""
    text = read_text(path)
    identity = path.resolve().as_posix()
    yield from finish(Draft(path, _name(path), text, blank_controls(text), given, identity))


def read_markdown(path: Path, given: Given) -> Iterator[Document | BadInput]:
    """A ``.md`` file: one article with optional YAML front matter and footnotes."""
    text = read_text(path)
    head, values = split_front_matter(text)
    footnotes, marks = find_footnotes(text)
    marked = blank(blank_controls(text), [head, *marks])
    headings = find_headings(marked)
    readable = blank_markup(marked)
    if not readable.strip():
        raise UnreadableFile("no text below the front matter")
    facts = {**pick(values), **given}
    identity = path.resolve().as_posix()
    yield from finish(
        Draft(
            path,
            _name(path),
            text,
            readable,
            facts,
            identity,
            headings=tuple(headings),
            footnotes=footnotes,
        )
    )


def read_articles(path: Path, given: Given) -> Iterator[Document | BadInput]:
    """A ``.csv`` file with one article a row; offsets point into the cell that holds the text.

    ``given`` fills what the table leaves open: it describes the file, the row the article.
    """
    with open_table(path) as file:
        header, rows = read_table(file, path, "article")
        if "text" not in header.fields:
            raise UnreadableFile(_no_text(header.fields))
        empty, place = True, path.resolve().as_posix()
        for row in rows:
            empty = False
            reason = row.problem or _refuse(row.cells.get("text", ""))
            if reason:
                yield BadInput(show(path), f"row {row.number}", reason)
            else:
                yield from finish(_draft_row(path, place, row, given))
        if empty:
            raise UnreadableFile("no rows below the header")


READERS: dict[str, Reader] = {".txt": read_plain, ".md": read_markdown, ".csv": read_articles}


def finish(draft: Draft) -> Iterator[Document | BadInput]:
    """Settle title, date, publisher and language, blank the furniture; complaints come first."""
    given = {name: values[0] for name, values in draft.given.items()}
    published, origin, problem = parse_published(draft.given.get("published", []))
    if problem:
        yield BadInput(show(draft.path), draft.where, problem, "warning")
    elif published is None:
        published, origin = find_published(draft.path.stem, draft.readable)
    speech = describe_speech(draft.path.stem)
    title = " ".join(given.get("title", speech.title).split())
    title = title or _first_heading(draft) or find_headline(draft.readable)
    url = given.get("url", "")
    body = blank(draft.readable, draft.headings)
    readable = unwrap(blank(body, (span for span, _ in find_furniture(body, title))))
    language = given.get("language", "")
    yield Document(
        id=_identify(given, draft.identity),
        name=draft.name,
        text=draft.text,
        readable=readable,
        title=title,
        published=published,
        published_from=origin,
        publisher=given.get("publisher") or speech.publisher or name_publisher(url),
        author=given.get("author", ""),
        url=url,
        language=name_language(language) if language else detect_language(readable),
        footnotes=draft.footnotes,
    )


def _identify(given: Mapping[str, str], identity: str) -> str:
    """An article is its own id at its publisher, else its address, else its place on disk."""
    if "id" in given:
        return make_id("a", "id", given.get("publisher", ""), given["id"])
    if "url" in given:
        return make_id("a", "url", given["url"])
    return make_id("a", "path", identity)


def _first_heading(draft: Draft) -> str:
    """The words of the first heading where it stands at the head of the text."""
    for start, end in draft.headings[:1]:
        if not draft.readable[:start].strip():
            return " ".join(draft.readable[start:end].split())
    return ""


def _name(path: Path) -> str:
    return show(Path(path.name))


def _draft_row(path: Path, place: str, row: Row, given: Given) -> Draft:
    """A row as an article; the row's own id counts only where it has no address."""
    own = {name: [row.get(name)] for name in row.cells if row.get(name)}
    facts = {**given, **own}
    row_id = facts.pop("id", [""])[0]
    text = row.cells["text"]
    facts.pop("text")
    identity = row_id or " ".join([row.get("title"), row.get("published")]).strip() or text
    where = f"row {row.number}"
    name = f"{_name(path)}, {where}"
    key = f"{place}#{identity}"
    return Draft(path, name, text, blank_controls(text), facts, key, where)


def _refuse(text: str) -> str:
    if not text.strip("\ufeff\u200b \t\r\n\xa0"):
        return "no text"
    return "binary, not text (NUL byte)" if "\0" in text else ""


def _no_text(fields: Mapping[str, object]) -> str:
    if "file" in fields:
        return "names files but holds no text: give it as the metadata table"
    return "no column that holds the text (text, body, content or article)"
