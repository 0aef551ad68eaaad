"""Which finder of attributions serves: the trained one, or the rules where it cannot."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analysis.errors import ModelUnavailable
from analysis.settings import DATA
from analysis.statements import RuleFinder, SpanFinder


@dataclass(frozen=True, slots=True)
class ChosenFinder:
    """A finder, and why it is not the trained one; ``doubt`` is empty when it is."""

    finder: SpanFinder
    doubt: str = ""


@cache
def choose_finder(data: Path = DATA) -> ChosenFinder:
    """The trained finder with the weights under ``data``; the rules when they cannot be used."""
    from analysis.tagger import load_finder  # takes a second to import: not before it is needed

    try:
        return ChosenFinder(load_finder(data))
    except ModelUnavailable as error:
        return ChosenFinder(RuleFinder(), f"the rules find who says what instead: {error}")


def shipped_version(data: Path = DATA) -> str:
    """The version of the finder whose files lie under ``data``; nothing is loaded."""
    folder = data / "models"
    try:
        facts = json.loads((folder / "tagger.json").read_text(encoding="utf-8"))
        made = str(facts["version"]) if (folder / "tagger.safetensors").is_file() else ""
    except (OSError, ValueError, KeyError, TypeError):
        made = ""
    return f"{made}+{RuleFinder.version}" if made else RuleFinder.version
