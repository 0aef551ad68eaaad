"""Flags of countries as pictures that a page carries with it; the files come with a package."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from importlib.util import find_spec
from pathlib import Path


def file(code: str | None) -> Path | None:
    """The picture of a country's flag (ISO 3166-1 alpha-2, or EU); None where there is none."""
    if not code or len(code) != 2 or not code.isalpha():
        return None
    path = _folder() / f"{code.lower()}.gif"
    return path if path.is_file() else None


@cache
def picture(code: str | None) -> str:
    """The same as a ``data:`` address; empty where there is none: bodies such as NATO."""
    path = file(code)
    return f"data:image/gif;base64,{b64encode(path.read_bytes()).decode()}" if path else ""


@cache
def _folder() -> Path:
    """Where the pictures lie; the package itself is not imported, only its files are read."""
    found = find_spec("django_countries")
    places = found.submodule_search_locations if found else None
    return Path(places[0], "static", "flags") if places else Path()
