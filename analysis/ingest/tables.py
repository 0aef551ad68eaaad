"""CSV files as people's spreadsheets write them: any delimiter, byte order mark, long cells.

Rows are numbered as a spreadsheet shows them: the header is row 1.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from analysis.errors import UnreadableFile
from analysis.ingest.columns import Table, load_names, match_columns, normalise
from analysis.ingest.files import MAX_BYTES, check_bytes, not_utf8

_DELIMITERS = ",;\t|"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number, its cells by field (stripped of nothing), or what is wrong with it."""

    number: int
    cells: Mapping[str, str]
    problem: str = ""

    def get(self, field: str) -> str:
        """The field's cell without white space around it; empty where there is none."""
        return self.cells.get(field, "").strip()


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table: which fields it has and which columns mean nothing here."""

    names: tuple[str, ...]
    fields: Mapping[str, tuple[int, ...]]
    ignored: tuple[str, ...]


def open_table(path: Path) -> TextIO:
    """The file as text with its newlines as they are, without its byte order mark.

    Raises:
        UnreadableFile: cannot be opened, binary, empty.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_CHUNK)
        check_bytes(head)
        if not head.strip(b"\xef\xbb\xbf \t\r\n,;"):
            raise UnreadableFile("empty" if not head else "only white space")
        return path.open(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise UnreadableFile(error.strerror or str(error)) from None


def read_table(file: TextIO, path: Path, table: Table) -> tuple[Header, Iterator[Row]]:
    """Header and rows of an open table; rows are read as they are asked for.

    A row that is broken has a ``problem`` and no cells; blank rows are passed over.

    Raises:
        UnreadableFile: no header that is known, or not UTF-8 (also while rows are read).
    """
    csv.field_size_limit(max(csv.field_size_limit(), MAX_BYTES))
    try:
        delimiter = _sniff(file, table)
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        names = next(reader)
    except UnicodeDecodeError:
        raise UnreadableFile(not_utf8(_first_bad_byte(path))) from None
    except (csv.Error, StopIteration) as error:
        raise UnreadableFile(f"row 1: {error or 'no header'}") from None
    header = _read_header(names, table)
    return header, _rows(reader, header, path)


def _read_header(names: list[str], table: Table) -> Header:
    """Which columns are used: of an article all that mean a field, of a statement the first."""
    matched = match_columns(names, table)
    last = 1 if table == "statement" else None
    fields = {field: tuple(indexes[:last]) for field, indexes in matched.items()}
    used = {index for indexes in fields.values() for index in indexes}
    ignored = tuple(name for index, name in enumerate(names) if index not in used and name.strip())
    return Header(tuple(names), fields, ignored)


def _rows(reader: Iterator[list[str]], header: Header, path: Path) -> Iterator[Row]:
    number = 1
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(number, {}, _explain(error))
            continue
        except UnicodeDecodeError:
            raise UnreadableFile(not_utf8(_first_bad_byte(path))) from None
        if any(cell.strip() for cell in cells):
            yield _row(number, cells, header)


def _row(number: int, cells: list[str], header: Header) -> Row:
    surplus = [cell for cell in cells[len(header.names) :] if cell.strip()]
    if surplus:
        return Row(number, {}, f"{len(cells)} cells where the header has {len(header.names)}")
    found = {}
    for field, indexes in header.fields.items():
        filled = [cells[i] for i in indexes if i < len(cells) and cells[i].strip()]
        if filled:
            found[field] = filled[0]
    return Row(number, found)


def _explain(error: csv.Error) -> str:
    if "unexpected end" in str(error):
        return "a quotation mark is opened and never closed"
    if "field larger" in str(error):
        return f"a cell is longer than {MAX_BYTES // 1_000_000} MB; is a quotation mark unclosed?"
    return f"broken quotation marks ({error})"


def _sniff(file: TextIO, table: Table) -> str:
    """The delimiter under which the first line holds most known names; the file stays at it."""
    start = 0
    line = file.readline()
    while line and not line.strip():
        start, line = file.tell(), file.readline()
    if line.startswith("sep=") and len(line.strip()) == 5:  # a hint that some spreadsheets write
        return line[4]
    file.seek(start)
    known = {name for names in load_names(table).values() for name in names}

    def score(delimiter: str) -> tuple[int, int]:
        names = next(csv.reader([line], delimiter=delimiter), [])
        return sum(normalise(name) in known for name in names), len(names)

    return max(_DELIMITERS, key=score)


def _first_bad_byte(path: Path) -> int:
    """Position of the first byte that is not UTF-8, found without holding the file in memory."""
    position, rest = 0, b""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            data = rest + chunk
            try:
                data.decode("utf-8")
                position, rest = position + len(data), b""
            except UnicodeDecodeError as error:
                if len(data) - error.start > 3:
                    return position + error.start
                position, rest = position + error.start, data[error.start :]
    return position
