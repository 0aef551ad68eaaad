"""The metadata CSV: file, published, publisher, title, optionally author, url, language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from analysis.errors import BadMetadata, UnreadableFile
from analysis.ingest.dates import parse_day
from analysis.ingest.files import Found, show
from analysis.ingest.records import BadInput
from analysis.ingest.tables import Row, open_table, read_table

FIELDS = ("published", "publisher", "title", "author", "url", "language", "id")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the table says, by the file's name or path as written in it."""

    path: Path
    rows: tuple[Row, ...]
    problems: tuple[BadInput, ...]

    def assign(self, files: Iterable[Found]) -> tuple[dict[Path, Row], tuple[BadInput, ...]]:
        """Which row describes which file, and the rows that describe none or more than one.

        A row names a file by its path (absolute, relative to the folder that was given or to the
        metadata table) or by its base name, which must then be the only one of that name.
        """
        by_name = _index(files, self.path.parent)
        assigned: dict[Path, Row] = {}
        problems = list(self.problems)
        for row in self.rows:
            written = row.get("file")
            matches = by_name.get(str(PurePosixPath(written.replace("\\", "/"))), [])
            reason = ""
            if not matches:
                reason = f"“{written}” is none of the files given"
            elif len(matches) > 1:
                reason = f"“{written}” names {len(matches)} files; write it with its folder"
            elif matches[0] in assigned:
                reason = f"“{written}” is described in row {assigned[matches[0]].number} already"
            else:
                assigned[matches[0]] = row
            if reason:
                problems.append(BadInput(show(self.path), f"row {row.number}", reason, "warning"))
        return assigned, tuple(problems)


def load_metadata(path: Path) -> Metadata:
    """Read the metadata table.

    Raises:
        BadMetadata: it cannot be read, or no column names the files.
    """
    rows, problems = [], []
    try:
        with open_table(path) as file:
            header, read = read_table(file, path, "article")
            if "file" not in header.fields:
                raise BadMetadata(f"{show(path)}: no column “file” that names the files")
            for row in read:
                if row.problem or not row.get("file"):
                    reason = row.problem or "no file named"
                    problems.append(BadInput(show(path), f"row {row.number}", reason, "warning"))
                    continue
                usable, reason = _check_date(row)
                rows.append(usable)
                if reason:
                    problems.append(BadInput(show(path), f"row {row.number}", reason, "warning"))
    except UnreadableFile as error:
        raise BadMetadata(f"{show(path)}: {error}") from None
    return Metadata(path, tuple(rows), tuple(problems))


def _check_date(row: Row) -> tuple[Row, str]:
    """The row, without its publication date and with the reason where that is no date."""
    try:
        if row.get("published"):
            parse_day(row.get("published"))
    except ValueError as error:
        others = {name: cell for name, cell in row.cells.items() if name != "published"}
        return Row(row.number, others), f"published: {error}"
    return row, ""


def _index(files: Iterable[Found], folder: Path) -> Mapping[str, list[Path]]:
    """Every way to name each file → the files; a path beats a base name of another file."""
    by_path: dict[str, list[Path]] = {}
    by_name: dict[str, list[Path]] = {}
    for file in files:
        ways = {file.path.as_posix(), file.path.resolve().as_posix()}
        for root in (file.root, file.root.parent, folder):
            if file.path.is_relative_to(root):
                ways.add(file.path.relative_to(root).as_posix())
        for way in ways:
            by_path.setdefault(way, []).append(file.path)
        by_name.setdefault(file.path.name, []).append(file.path)
    return {**by_name, **by_path}
