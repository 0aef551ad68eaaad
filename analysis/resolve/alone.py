"""Whom or what a mention names when it stands alone, without an article around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from analysis.models import Actor, Attribution, Document, Span, SpeakerKind
from analysis.resolve.article import Article, Speaker
from analysis.resolve.cast import Person
from analysis.resolve.naming import Source, speaker_of_body, speaker_of_person
from analysis.resolve.passages import words_of
from analysis.resolve.phrases import PREPOSITIONS, PRONOUNS, Phrase
from analysis.resolve.registry import Registry, offices_on
from analysis.resolve.speakers import find_speaker

_SPACE = re.compile(r"\s+")
_BODIES = ("government", "ministry", "mission", "organisation", "media")
_SMALL_WORDS = PREPOSITIONS | {"the", "a", "an", "and", "'s", "-", "–", ",", "'"}
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Identity:
    """What a mention names. Each field is ``None`` when unknown; ``reason`` says why, or how.

    ``name`` is canonical; ``country`` is whom they speak for, ISO 3166-1 alpha-2, or EU, UN, NATO;
    ``role`` and ``organisation`` are those of the day asked about. A title whose holder is not
    known ("the Fijian president") has country and role, but no name.
    """

    mention: str
    name: str | None
    kind: SpeakerKind
    country: str | None
    organisation: str | None
    role: str | None
    reason: str


def resolve_mention(mention: str, on: date | None, registry: Registry) -> Identity:
    """Whom ``mention`` names on the day ``on``; without a day nobody is named by office alone.

    Names, titles with a country, countries, capitals, seats of government, ministries and bodies
    are understood. What is ambiguous or unknown has no name, and the reason says so.

    >>> resolve_mention("the Kremlin", None, registry).country
    'RU'
    """
    text = _SPACE.sub(" ", mention).strip(" \t\n.,;:")
    if not _WORD.search(text):
        return _nobody(mention, "there is no word in it")
    document = Document("mention", "mention", text, text, published=on)
    spoken = Attribution(content=(Span(len(text), len(text)),), source=(Span(0, len(text)),))
    article = Article.of(document, (spoken,), registry)
    source = Source.of_words(article, 0, len(article.grid.words))
    doubt = _ambiguous_country(article) or _pronoun(source.phrase)
    if doubt:
        return _nobody(mention, doubt)
    listed = _listed(article, text)
    if listed:
        return _identity(mention, article, listed)
    return _described(mention, article, source.phrase, find_speaker(article, spoken, None))


def _described(mention: str, article: Article, phrase: Phrase, speaker: Speaker) -> Identity:
    """What the rules for speakers make of the mention, where they leave no word unread."""
    unread = _unread(article, speaker)
    if unread:
        return _nobody(mention, f"“{unread}” is in no list of actors, countries, seats and bodies")
    if speaker.countries or len(speaker.persons) > 1:
        return _nobody(mention, "it names several: ask for each alone")
    if speaker.kind in ("unnamed", "document", "unknown"):
        return _without_name(mention, article, phrase, speaker)
    known = bool(speaker.persons) and speaker.persons[0].actor is not None
    if speaker.kind == "person" and not known and not (speaker.role and speaker.country):
        return _nobody(mention, f"“{speaker.name}” is not in the list of actors")
    if speaker.kind in _BODIES and not _is_known_body(speaker):
        return _nobody(mention, _whose(speaker))
    return _identity(mention, article, speaker)


def _identity(mention: str, article: Article, speaker: Speaker) -> Identity:
    return Identity(
        mention,
        speaker.name,
        speaker.kind,
        speaker.country,
        speaker.organisation or (speaker.name if speaker.kind in _BODIES else None),
        speaker.role,
        _reason(article, speaker),
    )


def _without_name(mention: str, article: Article, phrase: Phrase, speaker: Speaker) -> Identity:
    """People without a name, an office whose holder is not known, or nothing at all."""
    nobody = _nobody(mention, speaker.reason)
    if speaker.kind == "unnamed" and speaker.country:
        return replace(
            nobody, kind="unnamed", country=speaker.country, reason="people without a name"
        )
    if phrase.title and phrase.country and not phrase.heads:
        role = f"{phrase.prefix} {phrase.title.role}".strip()
        reason = _no_holder(article, phrase)
        return replace(nobody, kind="person", country=phrase.country, role=role, reason=reason)
    if phrase.title and not phrase.heads:
        return _nobody(mention, "the title does not say of which country or body")
    if phrase.country and not phrase.heads:
        return replace(nobody, country=phrase.country, reason="a nationality, not somebody")
    if speaker.reason.endswith("could not be tied to anybody"):
        return _nobody(mention, "it is in no list of actors, countries, seats and bodies")
    if speaker.kind in ("unnamed", "document"):
        return replace(nobody, kind=speaker.kind, reason="it names nobody")
    return nobody


def _no_holder(article: Article, phrase: Phrase) -> str:
    """Why a title with a country names nobody."""
    assert phrase.title is not None
    assert phrase.country is not None
    if phrase.former:
        return "several have held the office before"
    if article.day is None:
        return "who holds an office depends on the day: none was given"
    holders = article.registry.holders(phrase.title.kind, phrase.country, article.day)
    if len(holders) > 1 and not phrase.prefix and not phrase.destination:
        names = " or ".join(actor.name for actor in holders[:3])
        return f"several held such an office on {article.day}: {names}"
    return f"who held the office on {article.day} is not in the list of actors"


def _listed(article: Article, text: str) -> Speaker | None:
    """The one actor that all the words together are a name of."""
    words = words_of(text)
    words = words[1:] if words[:1] in (("the",), ("The",)) else words
    if not words:
        return None
    end, aliases = article.registry.aliases.longest(words, 0)
    sure = {alias.actor.name: alias.actor for alias in aliases if not alias.doubtful}
    if end != len(words) or len(sure) != 1:
        return None
    actor = next(iter(sure.values()))
    reason = "named in full" if text == actor.name else f"“{text}” → {actor.name}"
    if actor.kind != "person":
        return speaker_of_body(actor, reason)
    country = article.registry.country_on(actor, article.day)
    return speaker_of_person(article, Person(actor.name, actor, country), reason)


def _reason(article: Article, speaker: Speaker) -> str:
    """How the name was found, and why there is no role where a person should have one."""
    if not speaker.persons:
        arrow = "→" in speaker.reason or speaker.reason == "named in full"
        named = arrow and not speaker.reason.endswith("→ government")
        text = article.document.text
        return speaker.reason if named else f"“{text}” → {speaker.name}"
    actor: Actor | None = speaker.persons[0].actor
    if actor is None:
        return "named in the mention; not in the list of actors"
    if speaker.role or not actor.offices:
        return speaker.reason
    if article.day is None:
        return f"{speaker.reason}; the role depends on the day: none was given"
    held = offices_on(actor, article.day)
    return f"{speaker.reason}; no office on {article.day} in the list" if not held else ""


def _ambiguous_country(article: Article) -> str:
    """Two countries that one word may stand for: Congolese, Korean."""
    for mention in article.mentions:
        codes = sorted({country.code for country in mention.countries})
        if len(codes) > 1 and mention.country() is None and not mention.is_person:
            names = (article.registry.lexicon.name_in_text(code) for code in codes)
            return f"“{article.words_at(mention)}” may mean {' or '.join(names)}"
    return ""


def _pronoun(phrase: Phrase) -> str:
    if phrase.words[:1] and phrase.words[0] in PRONOUNS and len(phrase.words) == 1:
        return "a pronoun names somebody only within a text"
    return ""


def _is_known_body(speaker: Speaker) -> bool:
    """Whether a body is one of the list, or one of a country, rather than words with a capital."""
    return bool(speaker.organisation) and "not in the list" not in speaker.reason


def _whose(speaker: Speaker) -> str:
    if "whose is not clear" in speaker.reason:
        return "it does not say of which country or body"
    return f"“{speaker.name}” is not in the list of actors"


def _unread(article: Article, speaker: Speaker) -> str:
    """The first word that says something and that no mention covers.

    A name of capitals alone counts only where a title tells who bears it.
    """
    names = {person.name for person in speaker.persons if person.actor or person.role}
    covered = set[int]()
    for mention in article.mentions:
        person = article.cast.at(mention)
        if not mention.name or (person and person.name in names):
            covered.update(range(mention.first, mention.last))
    given = {word for person in speaker.persons for word in words_of(person.name)}
    lexicon = article.registry.lexicon
    for index, low in enumerate(article.grid.lower):
        known = low in _SMALL_WORDS or low in lexicon.modifiers or low in lexicon.honorifics
        known = known or low in lexicon.unnamed or article.grid.words[index] in given
        if index not in covered and not known:
            return article.grid.text[article.grid.starts[index] : article.grid.ends[index]]
    return ""


def _nobody(mention: str, reason: str) -> Identity:
    return Identity(mention, None, "unknown", None, None, None, reason)
