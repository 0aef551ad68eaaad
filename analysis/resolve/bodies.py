"""Bodies, governments, outlets and documents as speakers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analysis.models import Actor
from analysis.resolve.article import Article, Speaker
from analysis.resolve.mentions import Mention
from analysis.resolve.naming import (
    Source,
    because,
    doubted,
    speaker_of_body,
    tidy,
    without_article,
)
from analysis.resolve.phrases import Phrase

_WRITINGS = frozenset({"document", "readout", "voice"})
_NEAR = 3  # sentences over which "the proposal" stands for the plan that spoke before


def body_speaks(article: Article, source: Source) -> Speaker | None:
    """A body known by name: ministry, organisation, outlet."""
    phrase = source.phrase
    if phrase.body is None or len(phrase.body.actors) != 1 or not phrase.words:
        return None
    if phrase.noun and phrase.noun.desk == "document":
        return None
    last = phrase.words[-1]
    if last.endswith("s") and last in article.registry.lexicon.unnamed:
        return None
    actor = phrase.body.actors[0]
    return speaker_of_body(actor, f"“{source.printed}” → {actor.name}")


def state_speaks(article: Article, source: Source) -> Speaker | None:
    """A country or capital that speaks: its government."""
    codes = list(dict.fromkeys(source.phrase.states))
    if not codes:
        return None
    people = source.phrase.words[-1] in article.registry.lexicon.unnamed
    if people and not source.phrase.ends_in_state:
        return None
    if len(codes) > 1 and "and" in source.phrase.words:
        return governments(article, codes, "named in the text")
    actor = article.registry.government(codes[0])
    return speaker_of_body(actor, f"“{source.printed}” → {actor.name}")


def governments(article: Article, codes: Sequence[str], reason: str) -> Speaker:
    """Several governments as one speaker: no single country."""
    names = [article.registry.government(code).name for code in codes]
    return Speaker(
        " and ".join(names),
        "government",
        f"{reason}; they speak for different countries",
        countries=tuple(codes),
    )


def noun_speaks(article: Article, source: Source) -> Speaker | None:
    """A body or document by a common noun: "the Ukrainian army", "Beijing's 12-point plan"."""
    phrase, noun = source.phrase, source.phrase.noun
    if noun is None or (phrase.states and noun.desk not in _WRITINGS):
        return None
    if noun.kind != "document":
        return None if phrase.body else _body_by_noun(article, source)
    if noun.desk == "voice":
        owner = body_behind(article, source)
        if owner:
            return owner
        if phrase.country:
            actor = article.registry.government(phrase.country)
            return doubted(speaker_of_body(actor, f"“{source.printed}” → {actor.name}"), 0.85)
    return _document(article, source)


def body_behind(article: Article, source: Source) -> Speaker | None:
    """The body that somebody or something speaks for: the ministry of "a ministry spokesman"."""
    phrase = source.phrase
    if phrase.body and len(phrase.body.actors) == 1:
        actor = phrase.body.actors[0]
        return doubted(speaker_of_body(actor, f"“{source.printed}” speaks for {actor.name}"), 0.9)
    if phrase.noun and phrase.noun.desk not in _WRITINGS | {"media"}:
        return _body_by_noun(article, source)
    if phrase.maker and phrase.noun and phrase.noun.desk == "voice":
        return _body_by_noun(article, replace(source, phrase=replace(phrase, noun=phrase.maker)))
    return None


def _body_by_noun(article: Article, source: Source) -> Speaker | None:
    phrase, noun, code = source.phrase, source.phrase.noun, source.phrase.country
    assert noun is not None
    reason = f"“{source.printed}”"
    if code is None and noun.desk == "ministry":
        return _last_ministry(article, source)
    if code is None:
        code = _country_elsewhere(article, noun.desk)
        reason += f", of {code} elsewhere in the text" if code else ""
    name = without_article(source.printed)
    if noun.kind == "media":
        reason += ": an outlet without a name"
        return Speaker(name, "media", reason, code, confidence=0.85)
    if code is None:
        return Speaker(name, noun.kind, f"{reason}: whose is not clear", confidence=0.6)
    if noun.desk == "government":
        return speaker_of_body(article.registry.government(code), f"{reason} → government")
    known = _known_body(article, phrase, code)
    if known:
        return speaker_of_body(known, f"{reason} → {known.name}")
    name = f"{noun.name} of {article.registry.lexicon.name_in_text(code)}"
    return Speaker(name, noun.kind, reason, code, organisation=name, confidence=0.85)


def _known_body(article: Article, phrase: Phrase, code: str) -> Actor | None:
    """The registry's only body of a country at that desk; of embassies the one at the place."""
    assert phrase.noun is not None
    bodies = article.registry.bodies(code, phrase.noun.desk)
    if phrase.noun.desk == "embassy":
        place = phrase.destination or _embassy_place(article, code)
        names = article.registry.lexicon.country_names
        bodies = [body for body in bodies if place and names[place] in body.name]
    return bodies[0] if len(bodies) == 1 else None


def _embassy_place(article: Article, code: str) -> str | None:
    """Where the embassy of a country stands, if the text says so of one place only."""
    places = set()
    for mention in article.mentions:
        if mention.body and mention.body.desk == "embassy":
            start = article.reader.phrase_start(mention.first)
            phrase = article.reader.read(start, mention.last + 3)
            if phrase.country == code and phrase.destination:
                places.add(phrase.destination)
    return places.pop() if len(places) == 1 else None


def _last_ministry(article: Article, source: Source) -> Speaker | None:
    """ "The ministry": the last one named before."""
    before = article.reader.within(0, article.grid.word_at(source.offset))
    for mention in reversed(before):
        if mention.body and mention.body.desk == "ministry":
            continue
        speaker = _ministry(article, mention)
        if speaker:
            return doubted(because(speaker, f"“{source.printed}” → {speaker.name}"), 0.8)
    return None


def _ministry(article: Article, mention: Mention) -> Speaker | None:
    actors = mention.actors
    if len(actors) == 1 and actors[0].kind == "ministry":
        return speaker_of_body(actors[0], "")
    if mention.body and mention.body.kind == "ministry":
        return _body_by_noun(article, Source.of_mention(article, mention))
    return None


def _country_elsewhere(article: Article, desk: str) -> str | None:
    """Whose "the embassy" is: of the only country whose embassy the text speaks of."""
    found = set()
    for mention in article.mentions:
        if mention.body and mention.body.desk == desk:
            start = article.reader.phrase_start(mention.first)
            found.add(article.reader.read(start, mention.last).country)
        elif len(mention.actors) == 1 and desk in article.registry.desks(mention.actors[0]):
            found.add(mention.actors[0].country)
    found.discard(None)
    return found.pop() if len(found) == 1 else None


def _document(article: Article, source: Source) -> Speaker:
    """A plan, law or resolution; "the proposal" is the document that spoke just before."""
    phrase = source.phrase
    name, code = without_article(source.printed), phrase.country
    if code is None and phrase.determiner in ("the", "this", "its"):
        here = article.grid.sentence_at(source.offset)
        for turn in reversed(article.turns):
            speaker = turn.speaker
            near = here - article.grid.sentence_at(turn.offset) <= _NEAR
            if speaker.kind == "document" and near and speaker.country:
                return doubted(because(speaker, f"“{source.printed}” → {speaker.name}"), 0.8)
        name, code = _same_noun_before(article, source) or (name, code)
    reason = f"“{source.printed}” is a document"
    return Speaker(name, "document", reason, code, confidence=0.9)


def _same_noun_before(article: Article, source: Source) -> tuple[str, str] | None:
    before = article.reader.within(0, article.grid.word_at(source.offset))
    for mention in reversed(before):
        if mention.body and mention.body == source.phrase.noun:
            named = Source.of_mention(article, mention)
            if named.phrase.country:
                return without_article(tidy(named.printed)), named.phrase.country
    return None
