"""Who is who in one article: every personal name brought together with the person it means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from analysis.models import Actor
from analysis.resolve.mentions import Mention, find_mentions
from analysis.resolve.passages import Grid, fold, words_of
from analysis.resolve.phrases import Phrase, Reader
from analysis.resolve.registry import Registry, offices_on

_GIVEN_LAST = frozenset({"CN", "KR", "KP", "TW", "HK", "VN", "SG", "KH", "HU"})  # family name first


@dataclass(frozen=True, slots=True)
class Person:
    """A person in an article; ``actor`` is set when the registry knows them."""

    name: str
    actor: Actor | None = None
    country: str | None = None
    role: str | None = None
    organisation: str | None = None
    classes: frozenset[str] = frozenset()
    pronoun: str = ""
    described: bool = True  # by the registry, a title or a form of address


@dataclass(frozen=True, slots=True)
class Cast:
    """The persons of an article by the mention that names them."""

    persons: Mapping[int, Person]  # by first word of the mention
    doubts: Mapping[int, str]  # why a mention names nobody for sure
    titles: Mapping[str, str]  # by person, the class of the first title the text gives them

    def at(self, mention: Mention) -> Person | None:
        """The person a mention names; ``None`` when unknown or in doubt."""
        return self.persons.get(mention.first)

    def doubt(self, mention: Mention) -> str:
        """Why :meth:`at` has no answer."""
        return self.doubts.get(mention.first, "")


def find_cast(reader: Reader, registry: Registry, day: date | None, title: str = "") -> Cast:
    """Everybody named in the text, each surname tied to the full name it stands for.

    A surname alone means the one person of that name met before; if several were, title and
    country decide, and if they do not, nobody is named and the doubt is kept.
    """
    maker = _CastMaker(reader, registry, day, _named_in(title, registry))
    for mention in reader.mentions:
        if mention.is_person:
            maker.meet(mention)
    return Cast(maker.persons, maker.doubts, maker.titles)


def _named_in(title: str, registry: Registry) -> frozenset[str]:
    mentions = find_mentions(Grid.of(title), registry) if title else ()
    return frozenset(m.persons[0].name for m in mentions if m.sure and m.persons)


@dataclass
class _CastMaker:
    """Goes through an article once, from the first name to the last."""

    reader: Reader
    registry: Registry
    day: date | None
    in_title: frozenset[str]
    persons: dict[int, Person] = field(default_factory=dict)
    doubts: dict[int, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    by_surname: dict[str, list[Person]] = field(default_factory=dict)
    by_first_name: dict[str, list[Person]] = field(default_factory=dict)

    def meet(self, mention: Mention) -> None:
        """Decide whom a personal name means and remember them."""
        start = self.reader.phrase_start(mention.first)
        before = self.reader.read(start, mention.last)
        after = self.reader.apposition(mention.last)
        if after is None and mention.last - mention.first > 1:
            after = self.reader.described_before(mention.first)
        names = words_of(mention.name) or self._words(mention)
        known = self._known(names, mention, before)
        if isinstance(known, str):
            self.doubts[mention.first] = known
        elif known is None and mention.persons:
            self._meet_listed(mention, before)
        elif known is None:
            self._meet_stranger(mention, names, before, after)
        else:
            self.persons[mention.first] = known
        person = self.persons.get(mention.first)
        title = before.title or (after.title if after else None)
        if person and title:
            self.titles.setdefault(person.name, title.kind)

    def _words(self, mention: Mention) -> tuple[str, ...]:
        return self.reader.grid.words[mention.first : mention.last]

    def _known(self, names: Sequence[str], mention: Mention, phrase: Phrase) -> Person | str | None:
        """Somebody met before who goes by this name; a doubt if several do."""
        if mention.sure and mention.persons and self._is_full(mention):
            return None
        surname = names[-1]
        met = self.by_surname.get(surname, [])
        if not met and not mention.sure:
            met = self.by_first_name.get(surname, [])
        if mention.name and len(names) > 1:
            met = [person for person in met if fold(person.name) == " ".join(names)]
        if len(met) > 1:
            fitting = [person for person in met if self._fits(person, phrase)]
            if len(fitting) != 1 and (phrase.title or phrase.country):
                return _either(surname, fitting or met)
            met = fitting if len(fitting) == 1 else met
        if len(met) > 1:
            return _either(surname, met)
        if met and not self._fits(met[0], phrase):
            return None
        return met[0] if met else None

    def _is_full(self, mention: Mention) -> bool:
        return mention.last - mention.first > 1

    def _fits(self, person: Person, phrase: Phrase) -> bool:
        """Whether the title and country before a name agree with what is known of a person."""
        lexicon = self.registry.lexicon
        if phrase.country and person.country and phrase.country != person.country:
            return False
        if phrase.title and person.classes and not phrase.former:
            return any(
                lexicon.covers(phrase.title.kind, kind) or lexicon.covers(kind, phrase.title.kind)
                for kind in person.classes
            )
        return True

    def _meet_listed(self, mention: Mention, phrase: Phrase) -> None:
        candidates = [self._listed(actor) for actor in mention.persons]
        if not mention.sure:
            candidates = self._supported(candidates, phrase)
        if len(candidates) == 1:
            self._remember(mention, candidates[0])
            return
        surname = " ".join(self._words(mention))
        if len(mention.persons) > 1:
            self.doubts[mention.first] = (
                f"{len(mention.persons)} persons named {surname} are possible"
            )
        else:
            self.doubts[mention.first] = f"“{surname}” alone may be somebody else"

    def _supported(self, candidates: list[Person], phrase: Phrase) -> list[Person]:
        """Of those who may be meant, the ones that title, country or the article speak for."""
        if phrase.title or phrase.country:
            fitting = [p for p in candidates if self._fits(p, phrase)]
            if phrase.title:
                fitting = [
                    p for p in fitting if p.classes & self._kinds(phrase) or not p.classes
                ] or []
            if len(fitting) == 1:
                return fitting
            candidates = fitting or candidates
        later = {
            actor.name
            for mention in self.reader.mentions
            if mention.sure and self._is_full(mention)
            for actor in mention.persons
        }
        return [p for p in candidates if p.name in later | self.in_title]

    def _kinds(self, phrase: Phrase) -> frozenset[str]:
        if not phrase.title:
            return frozenset()
        broad = phrase.title.kind
        return frozenset({broad}) | self.registry.lexicon.narrower.get(broad, frozenset())

    def _listed(self, actor: Actor) -> Person:
        offices = offices_on(actor, self.day)
        classes = frozenset[str]().union(
            *(self.registry.lexicon.title_classes(office.role) for office in offices)
        )
        women = self.registry.lexicon.women
        return Person(
            name=actor.name,
            actor=actor,
            country=self.registry.country_on(actor, self.day) or actor.country,
            classes=classes,
            pronoun="she" if actor.name in women else "he",
        )

    def _meet_stranger(
        self, mention: Mention, names: Sequence[str], before: Phrase, after: Phrase | None
    ) -> None:
        if len(names) == 1 and not (before.title or before.honorific):
            return
        spelled = self._spelled_like(mention.name, before, after)
        if spelled:
            self._remember(mention, self._listed(spelled))
            return
        described = before if before.title else after or before
        if not (described.title or described.honorific or before.honorific):
            person = Person(mention.name, described=False)
        else:
            person = _stranger(mention.name, described, before)
        self._remember(mention, person)

    def _spelled_like(self, name: str, before: Phrase, after: Phrase | None) -> Actor | None:
        """The registry's person whose full name is spelled nearly so, if exactly one is."""
        words = words_of(name)
        if len(words) < 2:
            return None
        country = before.country or (after.country if after else None)
        alike = [
            actor
            for actor in self.registry.spelled_like(words)
            if country is None or country == self.registry.country_on(actor, self.day)
        ]
        return alike[0] if len(alike) == 1 else None

    def _remember(self, mention: Mention, person: Person) -> None:
        self.persons[mention.first] = person
        names = {person.name, *(person.actor.aliases if person.actor else ())}
        surnames = {words[-1] for name in names if (words := words_of(name))}
        first = words_of(person.name)[0]
        for surname in surnames:
            _enter(self.by_surname, surname, person)
        if person.country in _GIVEN_LAST:
            _enter(self.by_surname, first, person)
        elif person.country is None:
            _enter(self.by_first_name, first, person)


def _enter(index: dict[str, list[Person]], word: str, person: Person) -> None:
    met = index.setdefault(word, [])
    if all(other.name != person.name for other in met):
        met.append(person)


def _either(surname: str, persons: Sequence[Person]) -> str:
    names = " or ".join(person.name for person in persons)
    return f"two persons named {surname} are possible: {names}"


def _stranger(name: str, described: Phrase, before: Phrase) -> Person:
    title = described.title
    role = f"{described.prefix} {title.role}".strip() if title else None
    return Person(
        name=name,
        country=before.country or described.country,
        role=role,
        organisation=described.body.actors[0].name if described.body else None,
        classes=frozenset({title.kind}) if title else frozenset(),
        pronoun=before.honorific or described.honorific or (title.pronoun if title else ""),
    )
