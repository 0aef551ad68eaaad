"""What the rules for speakers share: the source's words and how speakers are made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from analysis.models import Actor, Office, Spans
from analysis.resolve.article import Article, Speaker
from analysis.resolve.cast import Person
from analysis.resolve.lexicon import Title
from analysis.resolve.mentions import Mention
from analysis.resolve.phrases import Phrase
from analysis.resolve.registry import offices_on

_SPACE = re.compile(r"\s+")
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """A source: the phrase read, where it starts, its words as printed."""

    phrase: Phrase
    offset: int
    printed: str

    @classmethod
    def of(cls, article: Article, spans: Spans) -> Source | None:
        """The phrase of a source's spans, with the title that may stand before them."""
        first, last = article.grid.word_range(spans[0].start, spans[-1].end)
        if first >= last:
            return None
        phrase = article.reader.read(article.reader.phrase_start(first), last)
        text = " ".join(article.document.readable[span.start : span.end] for span in spans)
        return cls(phrase, spans[0].start, tidy(text))

    @classmethod
    def of_words(cls, article: Article, first: int, last: int) -> Source:
        """The phrase of the words ``[first, last)``."""
        grid = article.grid
        text = article.document.readable[grid.starts[first] : grid.ends[last - 1]]
        return cls(article.reader.read(first, last), grid.starts[first], tidy(text))

    @classmethod
    def of_mention(cls, article: Article, mention: Mention) -> Source:
        """The phrase that ends with a mention."""
        return cls.of_words(article, article.reader.phrase_start(mention.first), mention.last)


def unknown(reason: str) -> Speaker:
    """A speaker in doubt, with why."""
    return Speaker(None, "unknown", reason, confidence=0.3)


def because(speaker: Speaker, reason: str) -> Speaker:
    """The same speaker, found for another reason."""
    return replace(speaker, reason=reason)


def doubted(speaker: Speaker, confidence: float) -> Speaker:
    """The same speaker, less sure."""
    return replace(speaker, confidence=speaker.confidence * confidence)


def speaker_of_person(
    article: Article, person: Person, reason: str, title: Title | None = None
) -> Speaker:
    """A person as speaker, with the office held on the day and whom they spoke for.

    Of several offices held at once it is the one the text's title names, else the latest.
    """
    if person.actor is None:
        return Speaker(
            person.name,
            "person",
            reason,
            person.country,
            person.role,
            person.organisation,
            (person,),
            confidence=0.85,
        )
    office = _office(article, person, person.actor, title)
    return Speaker(
        person.name,
        person.actor.kind,
        reason,
        article.registry.country_on(person.actor, article.day) or person.country,
        office.role if office else person.role,
        office.organisation if office else person.organisation,
        (person,),
    )


def _office(article: Article, person: Person, actor: Actor, title: Title | None) -> Office | None:
    named = title.kind if title else article.cast.titles.get(person.name, "")
    for office in offices_on(actor, article.day) if article.day and named else []:
        if named in article.registry.lexicon.title_classes(office.role):
            return office
    return actor.office_on(article.day)


def in_office(article: Article, speaker: Speaker, day: date | None) -> Speaker:
    """A person with the office held when it was said, where that is not the one held later."""
    if day is None or len(speaker.persons) != 1 or speaker.persons[0].actor is None:
        return speaker
    actor = speaker.persons[0].actor
    held = offices_on(actor, day)
    if not held or any(office.role == speaker.role for office in held):
        return speaker
    office = actor.office_on(day)
    return replace(
        speaker,
        role=office.role if office else speaker.role,
        organisation=office.organisation if office else speaker.organisation,
        country=article.registry.country_on(actor, day) or speaker.country,
    )


def speaker_of_body(actor: Actor, reason: str) -> Speaker:
    """A body or government as speaker."""
    return Speaker(
        actor.name, actor.kind, reason, actor.country, organisation=actor.organisation or None
    )


def together(article: Article, persons: Sequence[Person], reason: str) -> Speaker:
    """Several persons as one speaker; a country only where all speak for the same."""
    countries = {speaker_of_person(article, person, "").country for person in persons}
    if len(countries) > 1:
        reason += "; they speak for different countries"
    return Speaker(
        " and ".join(person.name for person in persons),
        "person",
        reason,
        countries.pop() if len(countries) == 1 else None,
        persons=tuple(persons),
    )


def tidy(text: str) -> str:
    """Words as printed on one line, without commas around them."""
    return _SPACE.sub(" ", text).strip(" ,;:")


def without_article(phrase: str) -> str:
    """A phrase for use as a name: "the resolution" → "resolution"."""
    return _ARTICLE.sub("", phrase)
