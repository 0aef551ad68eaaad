"""From paths to files and from files to text: walking folders, decoding UTF-8."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import UnreadableFile
from analysis.ingest.records import BadInput

MAX_BYTES = 50_000_000  # of one text; the longest of real articles are a hundred times smaller
_MAGIC = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive or an office document",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"{\\rtf": "an RTF document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file",
}

Place = tuple[int, int]  # device and inode


@dataclass(frozen=True, slots=True)
class Found:
    """One file to read; ``root`` is the folder that was given, or the file's own folder."""

    path: Path
    root: Path


def find_files(
    paths: Iterable[str | os.PathLike[str]], suffixes: Iterable[str]
) -> Iterator[Found | BadInput]:
    """Every file of ``paths``, folders with all below them in sorted order, each file once.

    Hidden files and, inside folders, files with other suffixes are passed over; symbolic links are
    followed, a link back to a folder above it is reported.
    """
    known = frozenset(suffixes)
    seen: set[Place] = set()
    walked: set[Place] = set()
    for given in paths:
        for item in _find(Path(given), known, walked):
            if isinstance(item, BadInput):
                yield item
                continue
            status = item.path.stat()
            if (status.st_dev, status.st_ino) not in seen:
                seen.add((status.st_dev, status.st_ino))
                yield item


def _find(path: Path, suffixes: frozenset[str], walked: set[Place]) -> Iterator[Found | BadInput]:
    try:
        status = path.stat()
    except OSError as error:
        yield BadInput(show(path), "", _reason(error))
        return
    if stat.S_ISDIR(status.st_mode):
        yield from _walk(path, path, suffixes, walked, ((status.st_dev, status.st_ino),))
    elif not stat.S_ISREG(status.st_mode):
        yield BadInput(show(path), "", "not a file or folder")
    elif path.suffix.lower() not in suffixes:
        kinds = ", ".join(sorted(suffixes))
        yield BadInput(
            show(path), "", f"cannot read {path.suffix or 'this kind of'} files, only {kinds}"
        )
    else:
        yield Found(path, path.parent)


def _walk(
    folder: Path,
    root: Path,
    suffixes: frozenset[str],
    walked: set[Place],
    above: tuple[Place, ...],
) -> Iterator[Found | BadInput]:
    """Files below ``folder``; ``above`` are the folders that lead here, ``walked`` all read yet."""
    if above[-1] in walked:
        return
    walked.add(above[-1])
    try:
        names = sorted(name for name in os.listdir(folder) if not name.startswith("."))
    except OSError as error:
        yield BadInput(show(folder), "", _reason(error))
        return
    for name in names:
        path = folder / name
        try:
            status = path.stat()
        except OSError as error:
            if path.suffix.lower() in suffixes:
                yield BadInput(show(path), "", _reason(error))
            continue
        place = (status.st_dev, status.st_ino)
        if stat.S_ISDIR(status.st_mode):
            if place in above:
                yield BadInput(show(path), "", "a link back to a folder above it", "warning")
            else:
                yield from _walk(path, root, suffixes, walked, (*above, place))
        elif stat.S_ISREG(status.st_mode) and path.suffix.lower() in suffixes:
            yield Found(path, root)


def read_text(path: Path, max_bytes: int = MAX_BYTES) -> str:
    """The file's text, code point for code point: no newline is translated, a BOM stays.

    Raises:
        UnreadableFile: cannot be opened, too large, binary, not UTF-8 or without any text.
    """
    try:
        size = path.stat().st_size
        if size > max_bytes:
            raise UnreadableFile(f"larger than {max_bytes // 1_000_000} MB")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(_reason(error)) from None
    check_bytes(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableFile(not_utf8(error.start)) from None
    if not text.strip("\ufeff\u200b \t\r\n\f\v\xa0"):
        raise UnreadableFile("empty" if not data else "only white space")
    return text


def check_bytes(data: bytes) -> None:
    """Refuse what is no text, by its first bytes and by NUL bytes."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableFile("UTF-16 text; save it as UTF-8")
    for magic, kind in _MAGIC.items():
        if data.startswith(magic):
            raise UnreadableFile(f"{kind}, not text")
    if (position := data.find(b"\0")) >= 0:
        raise UnreadableFile(f"byte {position}: binary, not text (NUL byte)")


def not_utf8(position: int) -> str:
    """The reason for a file that cannot be decoded from ``position`` (bytes) on."""
    return f"byte {position}: not UTF-8; save it as UTF-8"


def show(path: Path) -> str:
    """The path as text that can always be printed, whatever bytes its name holds."""
    return os.fsencode(path).decode("utf-8", "replace")


def complaint(path: Path, error: Exception) -> BadInput:
    """An error whose message begins with its place ("line 3: …") as a record."""
    place, colon, reason = str(error).partition(": ")
    if colon and place.split(" ")[0] in {"line", "row", "byte"}:
        return BadInput(show(path), place, reason)
    return BadInput(show(path), "", str(error))


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file or folder"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    return error.strerror or str(error)
