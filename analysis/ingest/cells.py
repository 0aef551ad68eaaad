"""Cells of a curated sheet → values: countries, lists, periods, confidence.

Each function returns the value or raises ValueError with a reason for people.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import TypeVar, get_args

from analysis.ingest.dates import first_day, parse_period
from analysis.models import Kind, Mode, Precision, SpeakerKind
from analysis.settings import DATA

_T = TypeVar("_T")
_KINDS: tuple[Kind, ...] = get_args(Kind)
_MODES: tuple[Mode, ...] = get_args(Mode)
_PRECISIONS: tuple[Precision, ...] = get_args(Precision)  # from fine to coarse
_SPEAKER_KINDS: tuple[SpeakerKind, ...] = get_args(SpeakerKind)
_UNIONS = {"EU", "UN", "NATO"}
_QUOTED = re.compile(r"“[^“”]+”|\"[^\"]+\"|«[^«»]+»|„[^„“”]+[“”]")


def split_list(cell: str) -> tuple[str, ...]:
    """The items of a cell that holds several, separated by semicolons; commas belong to names."""
    items = (" ".join(item.split()) for item in re.split(r"[;|\n]", cell))
    return tuple(dict.fromkeys(item for item in items if item))


def parse_country(cell: str) -> str | None:
    """ISO 3166-1 alpha-2 code, EU, UN or NATO from a code or a name; ``None`` for an empty cell."""
    written = cell.strip()
    if not written:
        return None
    code = written.upper()
    if code in _UNIONS:
        return code
    if (found := _country_names().get(_plain(written))) is None:
        raise ValueError(f"“{written}” is no country code or name that is known")
    return found


def parse_said_on(cell: str, precision: str) -> tuple[date | None, Precision | None]:
    """First day and precision; the precision column wins unless the date is written coarser."""
    if not cell.strip():
        return None, None
    day, written = parse_period(cell)
    if not precision.strip():
        return day, written
    wanted = _choose(precision.strip().casefold(), _PRECISIONS, "precision")
    wanted = max(wanted, written, key=_PRECISIONS.index)
    return first_day(day, wanted), wanted


def parse_confidence(cell: str) -> float:
    """0–1 from "0.8", "0,8" or "80 %"; an empty cell is 1: a person has entered the row."""
    written = cell.strip().replace(",", ".")
    if not written:
        return 1.0
    percent = written.endswith("%")
    try:
        value = float(written.rstrip("% ")) / (100 if percent else 1)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise ValueError(f"“{cell.strip()}” is no confidence between 0 and 1")
    return value


def parse_kind(cell: str) -> Kind:
    """statement, attitude or document; an empty cell is a statement."""
    return _choose(cell.strip().casefold() or "statement", _KINDS, "kind")


def parse_mode(cell: str, text: str, key_phrase_is: str, is_quotation: bool) -> Mode:
    """The mode entered; else direct for a text in quotation marks or under a header that says so.

    A summary with a verbatim key phrase is mixed, any other text indirect.
    """
    if cell.strip():
        return _choose(cell.strip().casefold(), _MODES, "mode")
    if is_quotation or _QUOTED.fullmatch(text.strip()):
        return "direct"
    return "mixed" if key_phrase_is == "verbatim" else "indirect"


def parse_speaker_kind(cell: str, speaker: str, role: str) -> SpeakerKind:
    """The kind entered; else by the words of the name; somebody with a role is a person."""
    if cell.strip():
        return _choose(cell.strip().casefold(), _SPEAKER_KINDS, "kind of speaker")
    if not speaker:
        return "unknown"
    name = _plain(speaker)
    for words, kind in _kind_words().items():
        if re.search(rf"\b{re.escape(words)}\b", name):
            return kind
    if name in _country_names():
        return "organisation" if _country_names()[name] in _UNIONS else "government"
    return "person" if role else "unknown"


def _choose(written: str, choices: tuple[_T, ...], what: str) -> _T:
    for choice in choices:
        if choice == written:
            return choice
    raise ValueError(f"“{written}” is no {what}: {', '.join(map(str, choices))}")


def _plain(name: str) -> str:
    """A name for comparing: lower case, straight apostrophes, no full stops, no leading "the"."""
    plain = " ".join(name.replace("’", "'").replace(".", "").casefold().split())
    return plain.removeprefix("the ")


@cache
def _country_names() -> Mapping[str, str]:
    """Every code, name and adjective of a country → its code."""
    import pycountry

    names: dict[str, str] = {}
    for country in pycountry.countries:
        for kind in ("alpha_2", "alpha_3", "name", "common_name", "official_name"):
            if name := getattr(country, kind, None):
                names[_plain(name)] = country.alpha_2
    with (DATA / "vocabulary" / "countries.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in [row["code"], *row["names"].split(";"), *row["adjectives"].split(";")]:
                if name.strip():
                    names.setdefault(_plain(name), row["code"])
    return names


@cache
def _kind_words() -> Mapping[str, SpeakerKind]:
    with (DATA / "vocabulary" / "columns_kinds.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["words"]: _choose(row["kind"], _SPEAKER_KINDS, "kind of speaker")
            for row in csv.DictReader(file)
        }
