"""Titles without a name: "China's foreign minister", "the spokesperson", "his counterpart"."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.models import Actor
from analysis.resolve.antecedents import person_meant
from analysis.resolve.article import Article, Speaker
from analysis.resolve.bodies import body_behind
from analysis.resolve.cast import Person
from analysis.resolve.lexicon import Lexicon
from analysis.resolve.naming import Source, doubted, speaker_of_person, unknown, without_article
from analysis.resolve.phrases import Phrase
from analysis.resolve.registry import offices_on

_CHIEF_OF_ALL = frozenset(  # of the UN or NATO as a whole, not of one of their offices
    ("the", "of", "un", "u.n.", "united", "nations", "nato", "'s", "chief", "head")
)
_DESK_WORDS = {
    "foreign": ("Foreign", "State", "External"),
    "defence": ("Defence", "Defense", "Armed", "Pentagon"),
    "embassy": ("Embassy",),
    "presidency": ("Presiden", "Kremlin", "White House", "Élysée"),
    "mission": ("Mission",),
    "commerce": ("Commerce", "Trade"),
    "finance": ("Treasury", "Finance"),
    "parliament": ("Parliament",),
}


def describe(article: Article) -> dict[int, Person]:
    """Whom titles with a country but without a name mean: "the French president"."""
    found: dict[int, Person] = {}
    for mention in article.mentions:
        if mention.title is None or article.is_spoken(article.offset(mention)):
            continue
        if any(m.is_person for m in article.reader.within(mention.last, mention.last + 2)):
            continue
        source = Source.of_mention(article, mention)
        phrase = source.phrase
        if phrase.country is None or phrase.heads or phrase.former or phrase.determiner == "a":
            continue
        if phrase.title and phrase.title.kind not in ("counterpart", "official"):
            person = person_titled(article, source)[0]
            if person:
                found[mention.first] = person
    return found


def title_speaks(article: Article, source: Source) -> Speaker | None:
    """Somebody of the article whom the title fits, else who held the office on the day.

    Where neither gives one person, the body they speak for ("a Foreign Ministry spokesperson" is
    the ministry), else nobody, with the reason.
    """
    phrase, printed = source.phrase, source.printed
    if phrase.title is None or phrase.former:
        return None
    if phrase.noun and phrase.noun.desk in ("document", "readout", "voice"):
        return None
    if phrase.title.kind == "counterpart":
        return _counterpart(article, phrase, source.offset)
    if phrase.determiner in ("a", "an") or _is_several(article, phrase):
        return _some_official(article, source)
    person, sure, reason = person_titled(article, source)
    if person:
        return doubted(speaker_of_person(article, person, reason, phrase.title), sure)
    body = body_behind(article, source)
    if body:
        return body
    if phrase.country and phrase.title.kind in ("official", "diplomat", "lawmaker"):
        return _some_official(article, source)
    return unknown(reason or f"“{printed}”: nobody in the text or the list of actors fits")


def _is_several(article: Article, phrase: Phrase) -> bool:
    return bool(set(phrase.words) & article.registry.lexicon.words["quantity"])


def person_titled(
    article: Article, source: Source, without: frozenset[str] = frozenset()
) -> tuple[Person | None, float, str]:
    """The one person a title means, how sure that is, and why (or why nobody)."""
    met = [person for person in _fitting(article, source) if person.name not in without]
    printed = f"“{source.printed}”"
    if len(met) == 1:
        return met[0], 0.95, f"{printed} → {met[0].name}, named in the text"
    if len(met) > 1:
        assert source.phrase.title is not None
        names = frozenset(person.name for person in met)
        guess = person_meant(article, source.offset, source.phrase.title.pronoun, among=names)
        if guess.person:
            return guess.person, 0.75, f"{printed} → {guess.person.name}, the last who acted"
        several = " or ".join(person.name for person in met[:3])
        return None, 0.0, f"{printed} may be {several}"
    holders = list(_holders(article, source.phrase))
    if len(holders) == 1:
        actor = holders[0]
        person = Person(actor.name, actor, actor.country)
        return person, 0.9, f"{printed} → {actor.name}, who held the office"
    return None, 0.0, ""


def _fitting(article: Article, source: Source) -> list[Person]:
    """Persons named before (or, failing that, anywhere) whom the title and country fit."""
    phrase, lexicon = source.phrase, article.registry.lexicon
    assert phrase.title is not None
    before: dict[str, Person] = {}
    after: dict[str, Person] = {}
    for mention in article.mentions:
        person = article.cast.at(mention)
        if person is None or (phrase.country and person.country != phrase.country):
            continue
        if not any(lexicon.covers(phrase.title.kind, kind) for kind in person.classes):
            continue
        if {phrase.title.pronoun, person.pronoun} == {"he", "she"}:
            continue
        if _desk_fits(article, phrase, person):
            (before if article.offset(mention) < source.offset else after)[person.name] = person
    return list((before or after).values())


def _holders(article: Article, phrase: Phrase) -> Iterator[Actor]:
    """Who held the office of a country on the day, by the registry."""
    assert phrase.title is not None
    registry, day, country = article.registry, article.day, _country_of_title(phrase)
    if country is None or day is None or phrase.prefix:
        return
    seen = set()
    for each in sorted(_classes_meant(phrase, registry.lexicon)):
        for actor in registry.holders(each, country, day):
            person = Person(actor.name, actor, actor.country)
            if actor.name in seen or not _desk_fits(article, phrase, person):
                continue
            if phrase.destination and not _is_sent_to(article, actor, phrase.destination):
                continue
            seen.add(actor.name)
            yield actor


def _country_of_title(phrase: Phrase) -> str | None:
    """Whose office a title is: the phrase says so, or there is only one such office."""
    assert phrase.title is not None
    if phrase.country is None and phrase.title.kind == "pope":
        return "VA"
    if phrase.country is None and "european" in phrase.words:
        return "EU"
    return phrase.country


def _classes_meant(phrase: Phrase, lexicon: Lexicon) -> frozenset[str]:
    """The classes of offices that a title alone may stand for: "NATO chief", "top diplomat"."""
    assert phrase.title is not None
    kind = phrase.title.kind
    narrower = lexicon.narrower.get(kind, frozenset())
    if kind in ("chief", "head"):
        if phrase.body:
            return narrower
        return frozenset({"secretary-general"} if set(phrase.words) <= _CHIEF_OF_ALL else {kind})
    if kind in ("foreign minister", "top diplomat", "un ambassador"):
        return frozenset({kind}) | narrower
    return frozenset({kind})


def _is_sent_to(article: Article, actor: Actor, place: str) -> bool:
    """Whether the office on the day names the country: "Ambassador to the United States"."""
    name = article.registry.lexicon.country_names.get(place, place)
    ends = (f" to {name}", f" to the {name}", f" to the {place}")
    return any(office.role.endswith(ends) for office in offices_on(actor, article.day))


def _desk_fits(article: Article, phrase: Phrase, person: Person) -> bool:
    """A "foreign ministry spokesperson" is one whose office belongs to such a ministry."""
    desk = phrase.noun.desk if phrase.noun else ""
    if not desk and phrase.body:
        desk = phrase.body.actors[0].name
    if not desk or desk == "government":
        return True
    places = [person.organisation or "", person.role or ""]
    if person.actor:
        office = person.actor.office_on(article.day)
        offices = [office] if office else list(person.actor.offices)
        places = [f"{each.role} {each.organisation}" for each in offices]
    words = _DESK_WORDS.get(desk, (desk,))
    return any(word in place for word in words for place in places)


def _counterpart(article: Article, phrase: Phrase, offset: int) -> Speaker:
    """Who holds the office of another country that the last speaker holds of their own."""
    for turn in reversed(article.turns):
        if turn.offset >= offset or not phrase.country:
            continue
        for person in turn.speaker.persons:
            if person.country == phrase.country:
                continue
            for kind in sorted(person.classes):
                holders = article.registry.holders(kind, phrase.country, article.day)
                if len(holders) == 1:
                    other = Person(holders[0].name, holders[0], phrase.country)
                    reason = f"counterpart of {person.name} → {other.name}"
                    return doubted(speaker_of_person(article, other, reason), 0.8)
    return unknown("“counterpart”: whose is not clear")


def _some_official(article: Article, source: Source) -> Speaker:
    """ "A Foreign Ministry spokesperson" is the ministry; "a senior diplomat" stays unnamed."""
    assert source.phrase.title is not None
    if source.phrase.title.kind == "spokesperson":
        body = body_behind(article, source)
        if body:
            return body
    name = without_article(source.printed)
    return Speaker(name, "unnamed", "the text gives no name", source.phrase.country, confidence=0.9)
