"""Finding actors, countries, titles and bodies in a text, without deciding yet who is meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.models import Actor
from analysis.resolve.lexicon import Body, Country, Title
from analysis.resolve.passages import Grid
from analysis.resolve.registry import Alias, Registry

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
_NO_NAME = frozenset(
    [
        "The",
        "A",
        "An",
        "In",
        "On",
        "At",
        "By",
        "For",
        "From",
        "To",
        "Of",
        "And",
        "But",
        "Or",
        "If",
        "As",
        "So",
        "Yet",
        "Nor",
        "Not",
        "No",
        "It",
        "Its",
        "He",
        "She",
        "They",
        "We",
        "You",
        "I",
        "His",
        "Her",
        "Their",
        "Our",
        "My",
        "This",
        "That",
        "These",
        "Those",
        "There",
        "Then",
        "When",
        "While",
        "Where",
        "What",
        "Which",
        "Who",
        "Whose",
        "Why",
        "How",
        "After",
        "Before",
        "Since",
        "During",
        "Until",
        "Because",
        "Although",
        "Though",
        "However",
        "Meanwhile",
        "Later",
        "Earlier",
        "Both",
        "Also",
        "Still",
        "Even",
        "Only",
        "All",
        "Some",
        "Many",
        "Most",
        "Such",
        "Other",
        "Another",
        "Each",
        "Any",
        "Every",
        "One",
        "Two",
        "Three",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "With",
        "Without",
        "Under",
        "Over",
        "Between",
        "Against",
        "According",
        "Whoever",
        "Everyone",
        "Everybody",
        "Someone",
        "Somebody",
        "Anyone",
        "Nobody",
        "None",
        "Nothing",
        "Everything",
        "Something",
        "Asked",
        "Speaking",
        "Responding",
        "Asking",
        "Commenting",
        "Addressing",
        "Referring",
        "Quoting",
        "Citing",
        "Last",
        "Next",
        "Today",
        "Yesterday",
        "Tomorrow",
        "Now",
        "Here",
        "Embassy",
        "Ministry",
        "Foreign",
        "Defence",
        "Defense",
        "State",
        "Council",
        "Department",
        "Government",
        "Party",
        "Minister",
        "President",
        "Prime",
        "Chancellor",
        "Secretary",
        "Ambassador",
        "Group",
        "University",
        "Institute",
        "Center",
        "Centre",
        "Bank",
        "Court",
        "House",
        "Senate",
        "Union",
        "Nations",
        "Security",
        "General",
        "Asia",
        "Europe",
        "Africa",
        "America",
        "West",
        "East",
        "North",
        "South",
        "Western",
        "Eastern",
        "European",
        "Asian",
        "African",
        "Pacific",
        "Black",
        "Sea",
        "War",
        "World",
        "Cold",
        "Dr",
        "Mr",
        "Mrs",
        "Ms",
        "Sir",
        "Lord",
        "Dame",
        "Gen",
        "Sen",
        "Rep",
        "Gov",
        "News",
        "Post",
        "Times",
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
        return len(self.aliases) == 1 and not self.aliases[0].doubtful

    def country(self, *uses: str) -> str | None:
        """The country these words stand for in one of the uses (name, adjective …)."""
        return next((c.code for c in self.countries if not uses or c.use in uses), None)


def find_mentions(grid: Grid, registry: Registry) -> tuple[Mention, ...]:
    """All mentions in reading order; they do not overlap. Longest match wins."""
    return tuple(_scan(grid, registry))


def _scan(grid: Grid, registry: Registry) -> Iterator[Mention]:
    index, size = 0, len(grid.words)
    lexicon = registry.lexicon
    while index < size:
        first = grid.words[index]
        if not first[0].isalpha():
            index += 1
            continue
        best: Mention | None = None
        if first[0].isupper() or first in ("bloc", "alliance"):
            best = _named(grid, registry, index)
        end, titles = lexicon.titles.longest(grid.lower, index)
        if titles and (best is None or end > best.last):
            best = Mention(index, end, title=titles[0])
        end, bodies = lexicon.bodies.longest(grid.lower, index)
        if bodies and (best is None or end > best.last):
            best = Mention(index, end, body=bodies[0])
        if best is None and first[0].isupper():
            best = _unknown_name(grid, registry, index)
        if best is None:
            index += 1
            continue
        yield best
        index = best.last


def _named(grid: Grid, registry: Registry, index: int) -> Mention | None:
    """An actor's alias or a country word, whichever is longer; countries win ties with states."""
    end, aliases = registry.aliases.longest(grid.words, index)
    has_article = index > 0 and grid.lower[index - 1] == "the"
    aliases = [alias for alias in aliases if has_article or not alias.article]
    place_end, countries = registry.lexicon.countries.longest(grid.words, index)
    state = any(a.actor.kind == "government" or a.actor.name == a.actor.country for a in aliases)
    state = state or any(
        alias.actor.name in ("European Union", "United Nations") for alias in aliases
    )
    if countries and (not aliases or place_end > end or (place_end == end and state)):
        return Mention(index, place_end, tuple(aliases), tuple(countries))
    if not aliases:
        return None
    if end - index == 1 and any(alias.actor.kind == "person" for alias in aliases):
        longer = _unknown_name(grid, registry, index)
        if longer and longer.last > end and not _is_known(grid, registry, end):
            return longer
    return Mention(index, end, tuple(aliases))


def _is_known(grid: Grid, registry: Registry, index: int) -> bool:
    return bool(
        registry.aliases.longest(grid.words, index)[1]
        or registry.lexicon.countries.longest(grid.words, index)[1]
    )


def _unknown_name(grid: Grid, registry: Registry, index: int) -> Mention | None:
    """Capitalised words that may be a person's name: "Radosław Sikorski", "Ludovit Odor"."""
    if not _may_be_name(grid, index) or grid.lower[index] in registry.lexicon.unnamed:
        return None
    opens = grid.opens_sentence(index)
    end = index + 1
    size = len(grid.words)
    while end < size:
        gap = grid.text[grid.ends[end - 1] : grid.starts[end]]
        word = grid.words[end]
        if gap.strip(" .\n") or "\n\n" in gap or (gap.startswith(".") and grid.opens_sentence(end)):
            break
        if word == "-" and gap == "" and end + 1 < size and grid.starts[end + 1] == grid.ends[end]:
            end += 2
        elif opens and end == index + 1 and _is_known(grid, registry, end):
            break
        elif _may_be_name(grid, end) and not registry.lexicon.titles.longest(grid.lower, end)[1]:
            end += 1
        elif word in PARTICLES and end + 1 < size and _may_be_name(grid, end + 1):
            end += 2
        else:
            break
    return Mention(index, end, name=grid.text[grid.starts[index] : grid.ends[end - 1]])


def _may_be_name(grid: Grid, index: int) -> bool:
    word = grid.words[index]
    return (
        word[0].isupper()
        and word not in _NO_NAME
        and "." not in word.strip(".")
        and not (word.isupper() and len(word) > 1)
    )


__all__ = ["PARTICLES", "Mention", "find_mentions"]
