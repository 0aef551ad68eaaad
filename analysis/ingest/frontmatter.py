"""YAML front matter: the block between two lines of three dashes at the head of a Markdown file."""

from __future__ import annotations

import re

import yaml

from analysis.errors import UnreadableFile
from analysis.models import Span

_OPEN = re.compile(r"\ufeff?---[ \t]*\r?\n")
_CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$\n?", re.MULTILINE)
_KEY = re.compile(r"^\w[\w \-]{0,40}:(?:\s|$)", re.MULTILINE)
MAX_LENGTH = 100_000  # code points; a front matter is a few lines
_EMPTY = {"", "~", "null", "Null", "NULL", "None"}


def split_front_matter(text: str) -> tuple[Span, dict[str, str]]:
    """Where the front matter lies (delimiters included) and its keys with their values as text.

    A text that does not begin with a line of dashes, or begins with one that opens no mapping (a
    thematic break), has none: an empty span. Values stay as written, so that a date keeps its zone
    and "no" stays Norwegian; a list of plain values is joined with "; ".

    Raises:
        UnreadableFile: the block is not closed, not YAML or not a list of keys; names the line.
    """
    opening = _OPEN.match(text)
    if not opening:
        return Span(0, 0), {}
    closing = _CLOSE.search(text, opening.end())
    if not closing:
        if _KEY.match(text, opening.end()):
            raise UnreadableFile("line 1: the front matter is not closed by a line of dashes")
        return Span(0, 0), {}
    block = text[opening.end() : closing.start()]
    values = _parse(block)
    if values is None and not _KEY.search(block):
        return Span(0, 0), {}
    if not isinstance(values, dict):
        raise UnreadableFile("line 2: the front matter is not a list of keys with values")
    return Span(0, closing.end()), {str(key): _plain(value) for key, value in values.items()}


def _parse(block: str) -> object:
    """The block as strings, lists and dicts of strings; ``None`` where it holds plain prose."""
    if len(block) > MAX_LENGTH:
        raise UnreadableFile("line 1: the front matter is longer than a front matter can be")
    try:
        values = yaml.load(block, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        if not _KEY.search(block):
            return None
        line = error.problem_mark.line + 2 if error.problem_mark else 2
        raise UnreadableFile(
            f"line {line}: front matter: {error.problem or error.context}"
        ) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else "nested too deeply"
        raise UnreadableFile(f"line 2: front matter: {reason}") from None
    return None if isinstance(values, str) and values and not _KEY.search(block) else values


def _plain(value: object) -> str:
    if isinstance(value, str):
        return "" if value in _EMPTY else value
    if isinstance(value, list):
        return "; ".join(item for item in value if isinstance(item, str) and item not in _EMPTY)
    return ""
