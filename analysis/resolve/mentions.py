"""Finding actors, countries, titles and bodies in a text, without deciding yet who is meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.models import Actor
from analysis.resolve.lexicon import Body, Country, Title
from analysis.resolve.passages import Grid
from analysis.resolve.registry import Alias, Registry

_SMALL_NAMES = frozenset({"bloc", "alliance"})  # names that are written small
PARTICLES = frozenset(
    [
        "von",
        "der",
        "den",
        "van",
        "de",
        "del",
        "della",
        "di",
        "da",
        "du",
        "dos",
        "bin",
        "ibn",
        "al",
        "el",
        "la",
        "le",
        "ter",
        "zu",
        "abu",
        "ben",
    ]
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Words ``[first, last)`` of the grid that name something; what they may stand for."""

    first: int
    last: int
    aliases: tuple[Alias, ...] = ()
    countries: tuple[Country, ...] = ()
    title: Title | None = None
    body: Body | None = None
    name: str = ""  # a personal name that the registry does not know

    @property
    def actors(self) -> tuple[Actor, ...]:
        """The registry's actors these words may name."""
        return tuple(dict.fromkeys(alias.actor for alias in self.aliases))

    @property
    def persons(self) -> tuple[Actor, ...]:
        """Those of :attr:`actors` who are persons."""
        return tuple(actor for actor in self.actors if actor.kind == "person")

    @property
    def is_person(self) -> bool:
        """Whether these words name a person, known or not."""
        return bool(self.name or self.persons)

    @property
    def sure(self) -> bool:
        """Whether the words alone say which actor is meant."""
        return len(self.actors) == 1 and not all(alias.doubtful for alias in self.aliases)

    def country(self, *uses: str) -> str | None:
        """The country these words stand for in one of the uses (name, adjective …)."""
        codes = {c.code for c in self.countries if not uses or c.use in uses}
        return codes.pop() if len(codes) == 1 else None  # "Congolese" may be either of two


def find_mentions(grid: Grid, registry: Registry) -> tuple[Mention, ...]:
    """All mentions in reading order; they do not overlap. Longest match wins."""
    return tuple(_scan(grid, registry))


def _scan(grid: Grid, registry: Registry) -> Iterator[Mention]:
    titles, bodies = registry.lexicon.titles, registry.lexicon.bodies
    done = 0
    for index, (word, low) in enumerate(zip(grid.words, grid.lower, strict=True)):
        if index < done:
            continue
        capital = word[0].isupper()
        best: Mention | None = None
        if capital or word in _SMALL_NAMES:
            best = _named(grid, registry, index)
        if low in titles:
            end, found = titles.longest(grid.lower, index)
            if found and (best is None or end > best.last):
                best = Mention(index, end, title=found[0])
        if low in bodies:
            end, nouns = bodies.longest(grid.lower, index)
            if nouns and (best is None or end > best.last):
                best = Mention(index, end, body=nouns[0])
        if best is None and capital:
            best = _unknown_name(grid, registry, index)
        if best is not None:
            yield best
            done = best.last


def _named(grid: Grid, registry: Registry, index: int) -> Mention | None:
    """An actor's alias or a country word, whichever is longer; countries win ties with states."""
    word, places = grid.words[index], registry.lexicon.countries
    if word not in registry.aliases and word not in places:
        return None
    end, aliases = registry.aliases.longest(grid.words, index)
    has_article = index > 0 and grid.lower[index - 1] == "the"
    aliases = [alias for alias in aliases if has_article or not alias.article]
    place_end, countries = places.longest(grid.words, index)
    state = any(a.actor.kind == "government" or a.actor.name == a.actor.country for a in aliases)
    state = state or any(
        alias.actor.name in ("European Union", "United Nations") for alias in aliases
    )
    if countries and (not aliases or place_end > end or (place_end == end and state)):
        return Mention(index, place_end, tuple(aliases), tuple(countries))
    if not aliases or (all(a.doubtful for a in aliases) and _is_part_of_name(grid, registry, end)):
        return None
    if end - index == 1 and any(alias.actor.kind == "person" for alias in aliases):
        longer = _unknown_name(grid, registry, index)
        if longer and longer.last > end and not _is_known(grid, registry, end):
            return longer
    return Mention(index, end, tuple(aliases))


def _is_part_of_name(grid: Grid, registry: Registry, end: int) -> bool:
    """Whether a name goes on with a word that nothing is known of: "State Duma" is not "State"."""
    if end >= len(grid.words) or grid.text[grid.ends[end - 1] : grid.starts[end]] != " ":
        return False
    known = grid.lower[end] in registry.lexicon.titles or grid.lower[end] in registry.lexicon.bodies
    return grid.words[end][0].isupper() and not known and not _is_known(grid, registry, end)


def _is_known(grid: Grid, registry: Registry, index: int) -> bool:
    return bool(
        registry.aliases.longest(grid.words, index)[1]
        or registry.lexicon.countries.longest(grid.words, index)[1]
    )


def _unknown_name(grid: Grid, registry: Registry, index: int) -> Mention | None:
    """Capitalised words that may be a person's name: "Radosław Sikorski", "Ludovit Odor"."""
    if not _may_be_name(grid, registry, index) or grid.lower[index] in registry.lexicon.unnamed:
        return None
    opens = grid.opens_sentence(index)
    if opens and grid.words[index].endswith("ing") and _may_be_name(grid, registry, index + 1):
        return None
    end = index + 1
    size = len(grid.words)
    while end < size:
        gap = grid.text[grid.ends[end - 1] : grid.starts[end]]
        word = grid.words[end]
        if gap.strip(" .\n") or "\n\n" in gap or (gap.startswith(".") and grid.opens_sentence(end)):
            break
        if word == "-" and gap == "" and _joins(grid, end):
            end += 2
        elif opens and end == index + 1 and _is_known(grid, registry, end):
            break
        elif (
            _may_be_name(grid, registry, end)
            and not registry.lexicon.titles.longest(grid.lower, end)[1]
        ):
            end += 1
        elif word in PARTICLES and end + 1 < size and _may_be_name(grid, registry, end + 1):
            end += 2
        else:
            break
    return Mention(index, end, name=grid.text[grid.starts[index] : grid.ends[end - 1]])


def _joins(grid: Grid, hyphen: int) -> bool:
    """Whether a hyphen ties a capitalised word to the one before: "Thomas-Greenfield"."""
    after = hyphen + 1
    return (
        after < len(grid.words)
        and grid.starts[after] == grid.ends[hyphen]
        and grid.words[after][0].isupper()
    )


def _may_be_name(grid: Grid, registry: Registry, index: int) -> bool:
    if index >= len(grid.words):
        return False
    word = grid.words[index]
    return (
        word[0].isupper()
        and word not in registry.lexicon.not_names
        and grid.lower[index] not in registry.lexicon.honorifics
        and "." not in word.strip(".")
        and not (word.isupper() and len(word) > 1)
    )


__all__ = ["PARTICLES", "Mention", "find_mentions"]
