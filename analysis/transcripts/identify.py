"""A participant of a transcript → one speaker: by the actor table, else as the page says."""

from __future__ import annotations

import re
from datetime import date

from analysis.models import Actor, Office
from analysis.resolve.article import Speaker
from analysis.resolve.cast import Person
from analysis.resolve.passages import fold, words_of
from analysis.resolve.registry import Registry, offices_on
from analysis.transcripts.hosts import is_organ
from analysis.transcripts.records import Participant

# Offices that speak for the state on whose site they speak, unless the page names another one.
_OF_THE_HOST = frozenset(
    [
        "press secretary",
        "spokesperson",
        "national security adviser",
        "foreign minister",
        "defence minister",
        "finance minister",
        "interior minister",
        "minister",
        "prime minister",
        "deputy prime minister",
        "secretary of state",
        "state secretary",
    ]
)
_FOREIGN_KINDS = frozenset(["ambassador", "envoy", "special representative"])


def identify(
    participant: Participant, registry: Registry, day: date | None, host: str | None, titled: bool
) -> Speaker:
    """Who a participant is: canonical name, office held on ``day``, country.

    host: code of the state or body on whose site the transcript stands.
    titled: whether the document's title presents the participant as the one who speaks.
    """
    if participant.kind == "government":
        state = registry.government(participant.country)
        reason = "the state speaks: the text names no person"
        return Speaker(state.name, state.kind, reason, state.country)
    if participant.kind == "unnamed":
        country = (
            host if "ffice" not in participant.role and "fficial" in participant.role else None
        )
        name = participant.role
        return Speaker(name, "unnamed", "the transcript keeps the speaker unnamed", country)
    country = country_in(participant.country, registry) or country_of_role(participant, registry)
    actor, reason = _actor(participant, registry, day, country, host)
    if actor:
        return _known(participant, actor, reason, registry, day, country)
    if not participant.name:
        return _office(participant, registry, country)
    return _stranger(participant, registry, country, host, titled)


def _known(
    participant: Participant,
    actor: Actor,
    reason: str,
    registry: Registry,
    day: date | None,
    country: str | None,
) -> Speaker:
    office = _printed_office(participant, actor, registry, day) or actor.office_on(day)
    code = registry.country_on(actor, day) or country or actor.country
    person = Person(actor.name, actor, code)
    return Speaker(
        actor.name, actor.kind, reason, code,
        office.role if office else (participant.role or None),
        office.organisation if office else None, (person,), confidence=0.99,
    )  # fmt: skip


def _printed_office(
    participant: Participant, actor: Actor, registry: Registry, day: date | None
) -> Office | None:
    """Of the offices held on the day, the one of the class that the page names."""
    classes = registry.lexicon.title_classes(participant.role)
    if not classes or day is None:
        return None
    for office in offices_on(actor, day):
        if classes & registry.lexicon.title_classes(office.role):
            return office
    return None


def _actor(
    participant: Participant,
    registry: Registry,
    day: date | None,
    country: str | None,
    host: str | None,
) -> tuple[Actor | None, str]:
    """The registry's actor, if exactly one fits name, title, country and day."""
    name = participant.name
    if not name:
        return _holder(
            participant, registry, day, country or host
        ), f"holder of “{participant.role}”"
    words = words_of(name)
    for phrase in (name, f"{participant.role.split()[-1] if participant.role else ''} {name}"):
        actor = _by_alias(phrase, registry, country)
        if actor and (len(words) > 1 or _fits(actor, participant, registry, day)):
            return actor, f"the label names {name}"
    if len(words) > 1:
        alike = [a for a in registry.spelled_like(words) if _agrees(a, registry, day, country)]
        if len(alike) == 1:
            return alike[0], f"“{name}” is a spelling of {alike[0].name}"
        turned = _by_alias(" ".join(name.split()[1:] + name.split()[:1]), registry, country)
        if turned and _fits(turned, participant, registry, day):
            return turned, f"“{name}”, family name first"
    return _by_surname(participant, registry, day, country, host)


def _by_alias(phrase: str, registry: Registry, country: str | None) -> Actor | None:
    words = words_of(phrase)
    if not words:
        return None
    end, aliases = registry.aliases.longest(words, 0)
    if end != len(words):
        return None
    actors = {
        alias.actor.name: alias.actor
        for alias in aliases
        if alias.actor.kind == "person"
        and (not alias.doubtful or len(words) > 1)
        and (
            country is None
            or alias.actor.country == country
            or alias.actor.name in registry.countries
        )
    }
    return next(iter(actors.values())) if len(actors) == 1 else None


def _agrees(actor: Actor, registry: Registry, day: date | None, country: str | None) -> bool:
    return country is None or registry.country_on(actor, day) in (country, None)


def _fits(actor: Actor, participant: Participant, registry: Registry, day: date | None) -> bool:
    """Whether an actor held an office of the class printed; without a printed office, yes."""
    classes = registry.lexicon.title_classes(participant.role)
    if not classes:
        return True
    held = frozenset[str]().union(
        *(registry.lexicon.title_classes(office.role) for office in offices_on(actor, day))
    )
    lexicon = registry.lexicon
    return any(lexicon.covers(a, b) or lexicon.covers(b, a) for a in classes for b in held)


def _by_surname(
    participant: Participant,
    registry: Registry,
    day: date | None,
    country: str | None,
    host: str | None,
) -> tuple[Actor | None, str]:
    words = words_of(participant.name)
    wanted = fold(" ".join(words))
    classes = registry.lexicon.title_classes(participant.role)
    found = []
    for actor in registry.actors:
        if actor.kind != "person" or not _ends_with(actor, wanted):
            continue
        home = registry.country_on(actor, day)
        offices = offices_on(actor, day)
        if day and not offices:
            continue
        if classes and not _fits(actor, participant, registry, day):
            continue
        if (country and home != country) or (not country and not classes and home != host):
            continue
        found.append(actor)
    if len(found) > 1:
        return None, f"{len(found)} persons named {participant.name} are possible"
    if found:
        return found[0], f"“{participant.name}”: the one person of that name in office"
    return None, ""


def _ends_with(actor: Actor, surname: str) -> bool:
    full = fold(" ".join(words_of(actor.name)))
    return full == surname or full.endswith(" " + surname) or full.startswith(surname + " ")


def _holder(
    participant: Participant, registry: Registry, day: date | None, country: str | None
) -> Actor | None:
    if country is None or day is None:
        return None
    kinds = registry.lexicon.title_classes(participant.role)
    if "secretary-general" in participant.role.lower() and "deputy" not in participant.role.lower():
        country = "UN" if not participant.country else country
    for kind in sorted(kinds):
        holders = registry.holders(kind, country, day)
        exact = [
            a
            for a in holders
            if any(o.role.casefold() == participant.role.casefold() for o in offices_on(a, day))
        ]
        for chosen in (holders, exact):
            if len(chosen) == 1:
                return chosen[0]
    return None


def _office(participant: Participant, registry: Registry, country: str | None) -> Speaker:
    """Nobody is named: the state speaks for its representative, else the office stays in doubt."""
    if country and fold(participant.role) in ("representative", "president"):
        actor = registry.government(country)
        reason = f"the {participant.role.lower()} of the state, not named"
        return Speaker(actor.name, actor.kind, reason, country, confidence=0.95)
    reason = f"“{participant.role}”: the page does not say who"
    return Speaker(
        participant.role or None, "unnamed" if participant.role else "unknown", reason, country
    )


def _stranger(
    participant: Participant,
    registry: Registry,
    country: str | None,
    host: str | None,
    titled: bool,
) -> Speaker:
    classes = registry.lexicon.title_classes(participant.role)
    if country is None and participant.role and not classes & _FOREIGN_KINDS:
        own = titled or bool(classes & _OF_THE_HOST) or is_organ(participant.role, host)
        country = host if own else None
    person = Person(participant.name, None, country, participant.role or None)
    reason = f"the label names {participant.name}, whom the list of actors does not know"
    return Speaker(
        participant.name, "person", reason, country, participant.role or None, None, (person,),
        confidence=0.95 if " " in participant.name else 0.9,
    )  # fmt: skip


def country_in(words: str, registry: Registry) -> str | None:
    """The code of a country named in a few words: "China", "the Republic of Armenia"."""
    if re.fullmatch(r"[A-Z]{2}|NATO", words):
        return words
    parts = tuple(re.sub(r"\bthe\b", "", words).split())
    spaced = words_of(" ".join(parts))
    for start in range(len(spaced)):
        end, found = registry.lexicon.countries.longest(spaced, start)
        if found and end > start:
            return found[0].code
    return None


def country_of_role(participant: Participant, registry: Registry) -> str | None:
    """The country that an office is of: "President of Belarus", "Russian Foreign Minister".

    "Ambassador to China" and "President of the Italian-Russian Chamber" are of none.
    """
    role = participant.role
    if not role or re.search(r"\bto\b|Chamber|Federation of|Association|Company|Bank|Fund\b", role):
        return None
    codes = set()
    spaced = words_of(role)
    index = 0
    while index < len(spaced):
        end, found = registry.lexicon.countries.longest(spaced, index)
        if found:
            codes.add(found[0].code)
        index = max(end, index + 1)
    return codes.pop() if len(codes) == 1 else None
