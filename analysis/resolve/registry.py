"""The actors Readout knows by name: who they are, whom they speak for, what office they held."""

from __future__ import annotations

import csv
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from rapidfuzz import fuzz

from analysis import settings
from analysis.errors import InputError
from analysis.models import Actor, Office
from analysis.resolve.lexicon import Lexicon, PhraseIndex, load_lexicon
from analysis.resolve.passages import words_of

_COLUMNS = ("actor", "aliases", "ambiguous_alias", "kind", "country", "organisation", "role")
_LISTS = ("actors.csv", "actors_world.csv")  # of the facts; of the rest of the world
_LIKENESS = 90  # of two spellings of one full name, rapidfuzz ratio
_LONG_ENOUGH = 11  # letters: shorter names differ by one letter and are two persons


@dataclass(frozen=True, slots=True)
class Alias:
    """One name of an actor; a doubtful one names the actor only where the text supports it."""

    actor: Actor
    doubtful: bool = False
    article: bool = False  # stands with "the" only: "the bloc"


@dataclass(frozen=True)
class Registry:
    """Actors by name and alias. Immutable; made by :meth:`load` or :meth:`of`."""

    actors: tuple[Actor, ...]
    lexicon: Lexicon
    aliases: PhraseIndex[Alias]
    by_name: Mapping[str, Actor]
    full_names: Mapping[str, tuple[tuple[str, Actor], ...]]  # persons' full names by initials
    countries: Mapping[str, Mapping[date | None, str]]  # of persons who changed sides: by office

    @classmethod
    def load(cls, folder: Path = settings.DATA) -> Registry:
        """The registry of the lists of actors in ``folder/facts``, words of ``folder/vocabulary``.

        Raises InputError when a file is missing, lacks a column or holds an impossible date.
        """
        rows = [row for name in _LISTS for row in _rows(folder / "facts" / name)]
        return cls.of(rows, load_lexicon(folder / "vocabulary"))

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, str]], lexicon: Lexicon) -> Registry:
        """A registry of rows shaped like ``actors.csv``: one per person and dated office."""
        grouped: dict[str, list[Mapping[str, str]]] = {}
        for row in rows:
            grouped.setdefault(row["actor"], []).append(row)
        actors = tuple(_actor(name, group) for name, group in grouped.items())
        aliases: PhraseIndex[Alias] = PhraseIndex()
        for actor in actors:
            for name in dict.fromkeys((actor.name, *actor.aliases)):
                _enter(aliases, name, actor, doubtful=False)
            for name in actor.ambiguous_aliases:
                _enter(aliases, name, actor, doubtful=True)
        sides = {
            name: {_day(row["role_start"], first=True): row["country"] for row in group}
            for name, group in grouped.items()
            if len({row["country"] for row in group}) > 1
        }
        by_name = {actor.name: actor for actor in actors}
        return cls(actors, lexicon, aliases, by_name, _full_names(actors), sides)

    def country_on(self, actor: Actor, day: date | None) -> str | None:
        """Whom the actor spoke for on ``day``: persons may move from a state to a bloc."""
        sides = self.countries.get(actor.name)
        if not sides:
            return actor.country
        if day is None:
            return None
        begun = [start for start in sides if start is None or start <= day]
        return sides[max(begun, key=lambda start: start or date.min)] if begun else None

    def spelled_like(self, words: Sequence[str]) -> list[Actor]:
        """Persons whose full name ``words`` spells otherwise: same initials, few letters off."""
        name = " ".join(words)
        if len(name) < _LONG_ENOUGH:
            return []
        alike = {
            actor.name: actor
            for full, actor in self.full_names.get(_initials(words), ())
            if fuzz.ratio(name, full) >= _LIKENESS
        }
        return list(alike.values())

    def holders(self, kind: str, country: str | None, day: date | None) -> list[Actor]:
        """Persons of ``country`` whose office on ``day`` has the title class ``kind``."""
        return [
            actor
            for actor in self.actors
            if actor.kind == "person"
            and self.country_on(actor, day) == country
            and any(
                kind in self.lexicon.title_classes(office.role) for office in offices_on(actor, day)
            )
        ]

    def government(self, country: str) -> Actor:
        """The government of a country, or the bloc itself, under its usual name."""
        known = self.by_name.get(
            {"EU": "European Union", "UN": "United Nations"}.get(country, country)
        )
        if known:
            return known
        for actor in self.actors:
            if actor.country == country and actor.kind == "government":
                return actor
        name = f"Government of {self.lexicon.name_in_text(country)}"
        return Actor(name, "government", country, organisation=name)

    def bodies(self, country: str | None, desk: str) -> list[Actor]:
        """Bodies of ``country`` that deal with ``desk`` ("foreign", "embassy" …)."""
        return [
            actor
            for actor in self.actors
            if actor.kind not in ("person", "government", "media")
            and actor.country == country
            and desk in self.desks(actor)
        ]

    def desks(self, actor: Actor) -> frozenset[str]:
        """What a body deals with, judged by the words of its name."""
        return desks_of(actor.name, self.lexicon)


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except FileNotFoundError as error:
        raise InputError(f"The list of actors {path} is missing.") from error
    missing = [column for column in _COLUMNS if rows and column not in rows[0]]
    if missing:
        raise InputError(f"{path} lacks the column {', '.join(missing)}.")
    return rows


def offices_on(actor: Actor, day: date | None) -> list[Office]:
    """All offices held on ``day``; without a day, all offices."""
    return [
        office
        for office in actor.offices
        if day is None
        or (
            (office.start is None or office.start <= day)
            and (office.end is None or day <= office.end)
        )
    ]


@lru_cache(maxsize=4096)
def desks_of(name: str, lexicon: Lexicon) -> frozenset[str]:
    """What a body of this name deals with, judged by the words of its name."""
    words = [word.lower() for word in words_of(name)]
    found = (lexicon.bodies.longest(words, index)[1] for index in range(len(words)))
    return frozenset(bodies[0].desk for bodies in found if bodies)


def _enter(aliases: PhraseIndex[Alias], name: str, actor: Actor, *, doubtful: bool) -> None:
    bare = name.removeprefix("the ")
    aliases.add(bare, Alias(actor, doubtful, article=bare != name))


def _initials(words: Sequence[str]) -> str:
    return "".join(word[0] for word in words)


def _full_names(actors: Iterable[Actor]) -> dict[str, tuple[tuple[str, Actor], ...]]:
    found: dict[str, dict[str, Actor]] = {}
    for actor in actors:
        for name in (actor.name, *actor.aliases):
            words = words_of(name)
            if actor.kind == "person" and len(words) > 1:
                found.setdefault(_initials(words), {})[" ".join(words)] = actor
    return {initials: tuple(names.items()) for initials, names in found.items()}


def _actor(name: str, rows: list[Mapping[str, str]]) -> Actor:
    first = rows[0]
    offices = tuple(
        Office(
            role=row["role"],
            organisation=row["organisation"],
            start=_day(row.get("role_start", ""), first=True),
            end=_day(row.get("role_end", ""), first=False),
        )
        for row in rows
        if row["role"]
    )
    return Actor(
        name=name,
        kind=first["kind"],  # type: ignore[arg-type]
        country=first["country"] or None,
        aliases=tuple(dict.fromkeys(alias for row in rows for alias in _split(row["aliases"]))),
        ambiguous_aliases=tuple(
            dict.fromkeys(alias for row in rows for alias in _split(row["ambiguous_alias"]))
        ),
        offices=offices,
        organisation=first["organisation"],
    )


def _split(cell: str | None) -> list[str]:
    return [part.strip() for part in (cell or "").split(";") if part.strip()]


def _day(cell: str | None, *, first: bool) -> date | None:
    """The first or last day of a date given as 2021, 2021-07 or 2021-07-05."""
    if not cell:
        return None
    try:
        parts = [int(part) for part in cell.split("-")]
        year, month = parts[0], parts[1] if len(parts) > 1 else (1 if first else 12)
        day = parts[2] if len(parts) > 2 else (1 if first else monthrange(year, month)[1])
        return date(year, month, day)
    except (ValueError, IndexError) as error:
        raise InputError(
            f"“{cell}” in the list of actors is no date (2021, 2021-07, 2021-07-05)."
        ) from error
