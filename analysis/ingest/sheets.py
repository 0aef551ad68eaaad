"""A spreadsheet of statements that a person has attributed already → Documents and Statements."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from analysis.errors import UnreadableFile
from analysis.ingest.cells import (
    parse_confidence,
    parse_country,
    parse_kind,
    parse_mode,
    parse_said_on,
    parse_speaker_kind,
    split_list,
)
from analysis.ingest.columns import normalise
from analysis.ingest.dates import parse_day
from analysis.ingest.files import show
from analysis.ingest.identity import make_id
from analysis.ingest.language import detect_language, name_language
from analysis.ingest.publication import name_publisher
from analysis.ingest.records import BadInput, CuratedSheet, Severity
from analysis.ingest.tables import Header, Row, open_table, read_table
from analysis.models import Document, Statement

_T = TypeVar("_T")
_TEXT_FIELDS = ("text", "key_phrase")
_QUOTATION_HEADERS = {"quote", "quotation", "words"}


def read_statements(path: str | os.PathLike[str]) -> CuratedSheet:
    """Read a CSV of statements whose columns are the glossary's names or what others call them.

    Countries are codes or names, lists are separated by semicolons, dates may be years, months or
    days. The text is the statement, gist or quotation, else the key phrase. One Document with empty
    text stands for each source page; rows without an address share one for their source's title.
    Rows without text or with an impossible date are left out and reported; of any other cell that
    means nothing only the cell is left out.

    Raises:
        UnreadableFile: the file as a whole cannot be used; the message names it.
    """
    file_path = Path(path)
    try:
        with open_table(file_path) as file:
            header, rows = read_table(file, file_path, "statement")
            if not any(field in header.fields for field in _TEXT_FIELDS):
                raise UnreadableFile(
                    "no column that holds what was said (text, statement, gist or quote)"
                )
            return _Sheet(file_path, header).read(rows)
    except UnreadableFile as error:
        raise UnreadableFile(f"{show(file_path)}: {error}") from None


class _Sheet:
    """Collects documents, statements and problems while the rows are read."""

    def __init__(self, path: Path, header: Header) -> None:
        self._path, self._header = path, header
        self._name = show(Path(path.name))
        self._documents: dict[str, Document] = {}
        self._statements: dict[str, Statement] = {}
        self._row_ids: dict[str, str] = {}
        self._problems: list[BadInput] = []

    def read(self, rows: Iterator[Row]) -> CuratedSheet:
        """All rows, good and bad."""
        for row in rows:
            self._take(row)
        return CuratedSheet(
            tuple(self._documents.values()),
            tuple(self._statements.values()),
            self._header.ignored,
            tuple(self._problems),
            self._row_ids,
        )

    def _take(self, row: Row) -> None:
        text = row.get("text") or row.get("key_phrase")
        if row.problem or not text:
            self._report(row, row.problem or "no text")
            return
        try:
            statement = self._make_statement(row, text)
        except ValueError as error:
            self._report(row, f"{error}")
            return
        if statement.id in self._statements:
            self._report(row, "the same statement stands in the sheet already", warn=True)
            return
        self._statements[statement.id] = statement
        if row.get("id"):
            self._row_ids[statement.id] = row.get("id")

    def _report(self, row: Row, reason: str, warn: bool = False) -> None:
        severity: Severity = "warning" if warn else "error"
        self._problems.append(BadInput(show(self._path), f"row {row.number}", reason, severity))

    def _try(self, row: Row, parse: Callable[[], _T], otherwise: _T) -> _T:
        """A cell's value; where the cell means nothing, ``otherwise`` and a warning."""
        try:
            return parse()
        except ValueError as error:
            self._report(row, str(error), warn=True)
            return otherwise

    def _make_statement(self, row: Row, text: str) -> Statement:
        said_on, precision = parse_said_on(row.get("said_on"), row.get("precision"))
        document = self._find_document(row, text)
        speaker, role = row.get("speaker"), row.get("role")
        phrase_is = row.get("key_phrase_is").casefold()
        quotation = self._is_quotation(row)
        codes = self._parse_countries(row)
        day = said_on.isoformat() if said_on else ""
        return Statement(
            id=make_id("s", document.id, text, speaker, day, row.get("id")),
            article_id=document.id,
            text=text,
            kind=self._try(row, lambda: parse_kind(row.get("kind")), "statement"),
            mode=self._try(
                row,
                lambda: parse_mode(row.get("mode"), text, phrase_is, quotation),
                parse_mode("", text, phrase_is, quotation),
            ),
            origin="curated",
            speaker=speaker or None,
            speaker_kind=self._try(
                row,
                lambda: parse_speaker_kind(row.get("speaker_kind"), speaker, role),
                parse_speaker_kind("", speaker, role),
            ),
            role=role or None,
            organisation=row.get("organisation") or None,
            country=self._try(row, lambda: parse_country(row.get("country")), None),
            addressees=split_list(row.get("addressees")),
            asked_by=row.get("asked_by") or None,
            answers=row.get("answers") or None,
            mentions=split_list(row.get("mentions")),
            mentioned_countries=codes,
            reported_by=split_list(row.get("reported_by")),
            venue=row.get("venue") or None,
            said_on=said_on,
            said_on_precision=precision,
            said_on_how="curated" if said_on else "",
            said_on_reason="as entered in the sheet" if said_on else "no date in the sheet",
            topic=row.get("topic") or None,
            key_phrase=row.get("key_phrase") or None,
            key_phrase_is=phrase_is or None,
            caution=row.get("caution") or None,
            original_title=row.get("source_title") or None,
            original_url=row.get("source_url") or None,
            confidence=self._try(row, lambda: parse_confidence(row.get("confidence")), 1.0),
        )

    def _parse_countries(self, row: Row) -> tuple[str, ...]:
        codes = []
        for written in split_list(row.get("mentioned_countries")):
            code = self._try(row, partial(parse_country, written), None)
            codes += [code] if code and code not in codes else []
        return tuple(codes)

    def _is_quotation(self, row: Row) -> bool:
        """Whether the column that gives the text holds the very words."""
        if not row.get("text"):
            return row.get("key_phrase_is").casefold() == "verbatim"
        column = self._header.fields["text"][0]
        return normalise(self._header.names[column]) in _QUOTATION_HEADERS

    def _find_document(self, row: Row, text: str) -> Document:
        """The page the row rests on, made at its first row; pages of two sheets stay apart."""
        url, title = row.get("source_url"), row.get("source_title")
        document_id = make_id("a", "sheet", self._name, url or title)
        if document_id not in self._documents:
            language = row.get("language")
            self._documents[document_id] = Document(
                id=document_id,
                name=self._name,
                text="",
                readable="",
                title=title or url or self._name,
                published=self._try(row, lambda: _parse_published(row), None),
                published_from="",
                publisher=row.get("publisher") or name_publisher(url),
                url=url,
                language=name_language(language) if language else detect_language(text),
            )
        return self._documents[document_id]


def _parse_published(row: Row) -> date | None:
    return parse_day(row.get("published")) if row.get("published") else None
