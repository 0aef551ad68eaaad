"""The word lists of ``data/vocabulary``, read once: titles, organisations, countries, venues."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Generic, TypeVar

import pycountry
from babel import Locale

from analysis.errors import InputError
from analysis.models import SpeakerKind
from analysis.resolve.passages import words_of

Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Title:
    """A title as printed: its class ("foreign minister"), the role it stands for, its pronoun."""

    kind: str
    role: str
    pronoun: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """A noun for a body or a document: what it deals with, its kind, its generic name."""

    desk: str
    kind: SpeakerKind
    name: str


@dataclass(frozen=True, slots=True)
class Country:
    """A word for a country: ``use`` is name, adjective, people or capital."""

    code: str
    use: str


class PhraseIndex(Generic[Entry]):
    """Phrases by their first word; finds the longest phrase that starts at a word."""

    def __init__(self) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}

    def add(self, phrase: str, entry: Entry) -> None:
        """Enter a phrase; the first entry of a phrase wins ties."""
        words = words_of(phrase)
        if words:
            self._by_first.setdefault(words[0], []).append((words, entry))
            self._by_first[words[0]].sort(key=lambda item: -len(item[0]))

    def __contains__(self, word: str) -> bool:
        """Whether some phrase starts with the word."""
        return word in self._by_first

    def longest(self, words: Sequence[str], start: int) -> tuple[int, list[Entry]]:
        """End (exclusive) of the longest phrase at ``start`` and all entries of that phrase."""
        end, entries = start, list[Entry]()
        for phrase, entry in self._by_first.get(words[start], ()):
            if start + len(phrase) < end:
                break
            if tuple(words[start : start + len(phrase)]) == phrase:
                end = start + len(phrase)
                entries.append(entry)
        return end, entries


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """All word lists in the shape resolution needs; made by :func:`load_lexicon`."""

    titles: PhraseIndex[Title]  # lower case
    bodies: PhraseIndex[Body]  # lower case
    countries: PhraseIndex[Country]  # as printed
    country_names: Mapping[str, str]
    with_article: frozenset[str]  # codes of countries whose name stands with "the"
    narrower: Mapping[str, frozenset[str]]
    modifiers: frozenset[str]
    former: frozenset[str]
    honorifics: Mapping[str, str]  # word to pronoun or ""
    unnamed: frozenset[str]
    not_names: frozenset[str]
    women: frozenset[str]
    words: Mapping[str, frozenset[str]]  # small sets of words by what they are used for
    venues: tuple[tuple[re.Pattern[str], str], ...]

    def covers(self, broad: str, kind: str) -> bool:
        """Whether a holder of title class ``kind`` may be called by class ``broad``."""
        return broad == kind or kind in self.narrower.get(broad, frozenset())

    def title_classes(self, role: str) -> frozenset[str]:
        """The classes of all titles of a role; an "Adviser to the President" is no president."""
        words = tuple(word.lower() for word in words_of(role))
        classes: set[str] = set()
        index, others = 0, False
        while index < len(words):
            end, found = self.titles.longest(words, index)
            if not others:
                classes.update(title.kind for title in found[:1])
            end = max(end, index + 1)
            after = words[end] if end < len(words) else ""
            if after == "and" or (found and after in ("to", "for", "of")):
                others = after != "and"
            index = end
        return frozenset(classes)

    def name_in_text(self, code: str) -> str:
        """A country's name as it stands after "of": "the Netherlands", "Poland"."""
        name = self.country_names.get(code, code)
        return f"the {name}" if code in self.with_article else name


def _rows(path: Path) -> Iterator[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
    except FileNotFoundError as error:
        raise InputError(f"The word list {path} is missing.") from error


def _lines(path: Path) -> frozenset[str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        raise InputError(f"The word list {path} is missing.") from error
    return frozenset(line.strip() for line in lines if line and not line.startswith("#"))


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _enter_portfolios(folder: Path, titles: PhraseIndex[Title], bodies: PhraseIndex[Body]) -> None:
    """Ministries and ministers of the usual portfolios, in the forms that reports use."""
    for row in _rows(folder / "portfolios.csv"):
        work, kind = row["portfolio"], row["class"]
        name = work.title()
        for noun in ("ministry", "department"):
            body = Body(row["desk"], "ministry", f"{noun.title()} of {name}")
            for form in (f"{work} {noun}", f"{noun} of {work}", f"{noun} for {work}"):
                bodies.add(form, body)
            bodies.add(f"{noun} of the {work}", body)
        deputy = f"deputy {kind}" if kind != "minister" else "deputy minister"
        for noun in ("minister", "secretary"):
            title = Title(kind, f"{name} {noun.title()}")
            for form in (f"{work} {noun}", f"{noun} of {work}", f"{noun} for {work}"):
                titles.add(form, title)
            for rank in ("deputy", "vice"):
                titles.add(f"{rank} {work} {noun}", Title(deputy, f"Deputy {title.role}"))


def _country_index(folder: Path) -> tuple[PhraseIndex[Country], dict[str, str], frozenset[str]]:
    index: PhraseIndex[Country] = PhraseIndex()
    territories = Locale("en").territories
    names = {
        entry.alpha_2: territories.get(entry.alpha_2, entry.name) for entry in pycountry.countries
    }
    names |= {"EU": "European Union", "UN": "United Nations", "NATO": "NATO", "XK": "Kosovo"}
    names |= {"HK": "Hong Kong", "MO": "Macau", "PS": "Palestine", "MM": "Myanmar"}
    names |= {"CD": "DR Congo", "CG": "Republic of the Congo"}
    articles = set()
    for code, name in names.items():
        index.add(name, Country(code, "name"))
    for entry in pycountry.countries:
        official = getattr(entry, "official_name", "")
        if official and "," not in official:
            index.add(official.removeprefix("the "), Country(entry.alpha_2, "name"))
    for row in _rows(folder / "countries.csv"):
        if f"the {names.get(row['code'])}" in _split(row["names"]):
            articles.add(row["code"])
        for use, column in (("name", "names"), ("adjective", "adjectives"), ("people", "people")):
            for phrase in _split(row[column]):
                index.add(phrase.removeprefix("the "), Country(row["code"], use))
        for phrase in _split(row["capitals"]):
            index.add(phrase, Country(row["code"], "capital"))
    return index, names, frozenset(articles)


@lru_cache(maxsize=4)
def load_lexicon(folder: Path) -> Lexicon:
    """The word lists of ``folder`` (``data/vocabulary``). Raises InputError if one is missing."""
    titles: PhraseIndex[Title] = PhraseIndex()
    for row in _rows(folder / "titles.csv"):
        titles.add(row["phrase"].lower(), Title(row["class"], row["role"], row["pronoun"] or ""))
    bodies: PhraseIndex[Body] = PhraseIndex()
    for row in _rows(folder / "organisations.csv"):
        bodies.add(row["phrase"].lower(), Body(row["desk"], row["kind"], row["name"]))  # type: ignore[arg-type]
    _enter_portfolios(folder, titles, bodies)
    uses = [
        (row["word"].rstrip(".") or ".", row["use"]) for row in _rows(folder / "titles_words.csv")
    ]
    countries, names, articles = _country_index(folder)
    return Lexicon(
        titles=titles,
        bodies=bodies,
        countries=countries,
        country_names=names,
        with_article=articles,
        narrower={
            row["broad"]: frozenset(_split(row["narrow"]))
            for row in _rows(folder / "titles_classes.csv")
        },
        modifiers=frozenset(word for word, use in uses if use in ("modifier", "former")),
        former=frozenset(word for word, use in uses if use == "former"),
        honorifics={
            word: use.removeprefix("honorific").strip()
            for word, use in uses
            if use.startswith("honorific")
        },
        unnamed=frozenset(word for word, use in uses if use == "unnamed"),
        not_names=_lines(folder / "titles_notnames.txt"),
        women=_lines(folder / "titles_women.txt"),
        words={name: frozenset(w for w, use in uses if use == name) for _, name in uses},
        venues=tuple(
            (re.compile(rf"\b(?:{row['pattern']})"), row["venue"])
            for row in _rows(folder / "venues.csv")
        ),
    )
