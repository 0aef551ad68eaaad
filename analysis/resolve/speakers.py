"""From the words that name a source to who speaks, what they are and for whom."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from analysis.models import Actor, Attribution, Office, Spans
from analysis.resolve.antecedents import (
    body_meant,
    pair_of_persons,
    pair_of_states,
    person_meant,
)
from analysis.resolve.article import Article, Speaker
from analysis.resolve.cast import Person
from analysis.resolve.lexicon import Title
from analysis.resolve.mentions import Mention
from analysis.resolve.phrases import Phrase
from analysis.resolve.registry import offices_on

_PAIR = frozenset({"two", "both"})
_STATE_NOUNS = frozenset(
    {
        "sides",
        "countries",
        "nations",
        "states",
        "governments",
        "neighbours",
        "neighbors",
        "capitals",
        "parties",
    }
)
_PERSON_PRONOUNS = {"he": "he", "she": "she", "his": "he", "her": "she", "him": "he"}
_QUANTITIES = frozenset(
    [
        "many",
        "some",
        "others",
        "several",
        "most",
        "few",
        "two",
        "three",
        "four",
        "dozens",
        "hundreds",
        "both",
    ]
)
_RELATIVE_REACH = 6  # words between a noun and the relative pronoun that stands for it
_SPACE = re.compile(r"\s+")


def unknown(reason: str) -> Speaker:
    """A speaker in doubt, with why."""
    return Speaker(None, "unknown", reason, confidence=0.3)


def find_speaker(article: Article, attribution: Attribution, day: date | None) -> Speaker:
    """Who speaks in an attribution; ``day`` is when, or when the article appeared."""
    if not attribution.source:
        return _unsourced(article, attribution)
    first, last = _words(article, attribution.source)
    if first >= last:
        return unknown("the text names nobody")
    start = article.reader.phrase_start(first)
    phrase = article.reader.read(start, last)
    printed = _printed(article, attribution.source)
    for rule in _RULES:
        speaker = rule(article, phrase, attribution.source[0].start, printed, day)
        if speaker:
            return speaker
    return unknown(f"“{printed}” could not be tied to anybody")


def speaker_of_person(
    article: Article, person: Person, reason: str, day: date | None, title: Title | None = None
) -> Speaker:
    """A person as speaker, with the office held on the day and whom they spoke for.

    Of several offices held at once it is the one the text's ``title`` names, else the latest.
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
    office = _office(article, person, day, title)
    country = article.registry.country_on(person.actor, day) or person.country
    return Speaker(
        person.name,
        person.actor.kind,
        reason,
        country,
        office.role if office else person.role,
        office.organisation if office else person.organisation,
        (person,),
    )


def _office(
    article: Article, person: Person, day: date | None, title: Title | None
) -> Office | None:
    actor = person.actor
    assert actor is not None
    held = offices_on(actor, day) if day else []
    named = title.kind if title else article.cast.titles.get(person.name, "")
    for office in held:
        if named and named in article.registry.lexicon.title_classes(office.role):
            return office
    return actor.office_on(day)


def speaker_of_body(actor: Actor, reason: str) -> Speaker:
    """A body or government as speaker."""
    return Speaker(
        actor.name, actor.kind, reason, actor.country, organisation=actor.organisation or None
    )


# --- rules, in order -------------------------------------------------------------------------


def _pronoun(
    article: Article, phrase: Phrase, offset: int, printed: str, day: date | None
) -> Speaker | None:
    word = phrase.pronoun or (phrase.determiner if _owned_voice(phrase) else "")
    if word in _PERSON_PRONOUNS:
        guess = person_meant(article, offset, _PERSON_PRONOUNS[word])
        if guess.person is None:
            return unknown(guess.reason)
        speaker = speaker_of_person(article, guess.person, guess.reason, day)
        return _doubted(speaker, 0.95 if guess.margin >= 1.5 else 0.8)
    if word == "it":
        body = body_meant(article, offset)
        if body is None:
            return unknown("pronoun “it”: no body spoke just before")
        return _doubted(_because(body, f"pronoun “it” → {body.name}, which spoke before"), 0.85)
    if word in ("they", "them", "both"):
        return _several(article, phrase, offset, day)
    if word:
        return unknown(f"pronoun “{word}” names nobody")
    return None


def _owned_voice(phrase: Phrase) -> bool:
    """ "His statement", "her remarks": the owner speaks."""
    return bool(phrase.noun and phrase.noun.desk in ("voice", "readout") and not phrase.heads)


def _several(article: Article, phrase: Phrase, offset: int, day: date | None) -> Speaker:
    """ "They", "the two", "both sides", "the two presidents": two who speak together."""
    printed = " ".join(phrase.words)
    last = article.turns[-1].speaker if article.turns else None
    if (
        phrase.pronoun == "they"
        and last
        and (len(last.persons) > 1 or last.kind == "unnamed" or last.countries)
    ):
        return _doubted(_because(last, f"pronoun “they” → {last.name}, who spoke before"), 0.8)
    if not _STATE_NOUNS & set(phrase.words):
        persons = pair_of_persons(article, offset)
        if len(persons) == 2:
            return _doubted(
                _together(article, persons, f"“{printed}” → both named before", day), 0.85
            )
    states = pair_of_states(article, offset)
    if len(states) == 2 and phrase.pronoun != "they":
        return _doubted(
            _governments(article, states, f"“{printed}” → both countries named before"), 0.8
        )
    return unknown(f"“{printed}”: who they are is not clear from the text")


def _together(
    article: Article, persons: Sequence[Person], reason: str, day: date | None
) -> Speaker:
    each = [speaker_of_person(article, person, reason, day) for person in persons]
    countries = {speaker.country for speaker in each}
    if len(countries) > 1:
        reason += "; they speak for different countries"
    return Speaker(
        " and ".join(person.name for person in persons),
        "person",
        reason,
        countries.pop() if len(countries) == 1 else None,
        persons=tuple(persons),
    )


def _governments(article: Article, codes: Sequence[str], reason: str) -> Speaker:
    names = [article.registry.government(code).name for code in codes]
    return Speaker(
        " and ".join(names),
        "government",
        f"{reason}; they speak for different countries",
        countries=tuple(codes),
    )


def _pair(
    article: Article, phrase: Phrase, offset: int, printed: str, day: date | None
) -> Speaker | None:
    words = set(phrase.words)
    if (
        phrase.heads
        or not words & _PAIR
        or words
        - _PAIR
        - _STATE_NOUNS
        - {
            "the",
            "leaders",
            "presidents",
            "ministers",
            "men",
            "diplomats",
            "officials",
            "foreign",
            "of",
            "them",
        }
    ):
        return None
    return _several(article, phrase, offset, day)


def _relative(
    article: Article, phrase: Phrase, offset: int, printed: str, day: date | None
) -> Speaker | None:
    """ "A resolution … that referred to": the noun before the relative pronoun speaks."""
    grid = article.grid
    if len(printed.split()) != 1 or printed.lower() not in ("that", "which", "who"):
        return None
    start = grid.sentences[grid.sentence_at(offset)]
    before = article.reader.within(grid.word_at(start), grid.word_at(offset))
    for mention in reversed(before):
        if grid.word_at(offset) - mention.last > _RELATIVE_REACH:
            break
        if mention.is_person or mention.body or (mention.aliases and not mention.countries):
            first = article.reader.phrase_start(mention.first)
            inner = article.reader.read(first, mention.last)
            text = article.document.readable[grid.starts[first] : grid.ends[mention.last - 1]]
            for rule in (_named, _titled, _noun, _body):
                speaker = rule(article, inner, grid.starts[first], _clean(text), day)
                if speaker:
                    return _doubted(speaker, 0.85)
    return unknown(f"“{printed}”: what it stands for is not clear")


def _named(
    article: Article, phrase: Phrase, offset: int, printed: str, day: date | None
) -> Speaker | None:
    """A personal name: in the registry, introduced by the text, or the words themselves."""
    heads = list(phrase.heads)
    if not heads:
        return None
    joint = len(heads) > 1 and "and" in phrase.words
    if joint:
        persons = [article.cast.at(mention) for mention in heads]
        if all(persons):
            return _together(article, [p for p in persons if p], "named in the text", day)
    mention = next((m for m in heads if article.cast.at(m)), heads[0])
    person = article.cast.at(mention)
    if person is None:
        doubt = article.cast.doubt(mention)
        if doubt:
            return unknown(doubt)
        if phrase.body or phrase.states or phrase.noun:
            return None
        return _stranger(mention, phrase, printed)
    name = article.document.readable[article.offset(mention) : article.grid.ends[mention.last - 1]]
    reason = "named in full" if name == person.name else f"“{_clean(name)}” → {person.name}"
    return speaker_of_person(article, person, reason, day, phrase.title)


def _stranger(mention: Mention, phrase: Phrase, printed: str) -> Speaker:
    name = mention.name or printed
    title = phrase.title
    role = f"{phrase.prefix} {title.role}".strip() if title else None
    person = Person(name, None, phrase.country, role)
    words = name.split()
    return Speaker(
        name,
        "person" if len(words) > 1 or title else "organisation" if name.isupper() else "person",
        "named in the text, not in the list of actors",
        phrase.country,
        role,
        persons=(person,),
        confidence=0.8 if len(words) > 1 else 0.6,
    )


def _owned(
    article: Article, phrase: Phrase, offset: int, printed: str, day: date | None
) -> Speaker | None:
    """ "Wang's remarks": the owner of spoken or written words speaks."""
    if phrase.owner is None or not _owned_voice(phrase):
        return None
    person = article.cast.at(phrase.owner)
    if person is None:
        return None
    return speaker_of_person(article, person, f"the words are {person.name}'s", day)


def _titled(
    article: Article, phrase: Phrase, offset: int, printed: str, day: date | None
) -> Speaker | None:
    """A title without a name: somebody of the article, or who held the office on the day."""
    title = phrase.title
    if (
        title is None
        or (phrase.noun and phrase.noun.desk in ("document", "readout", "voice"))
        or phrase.former
    ):
        return None
    if title.kind == "counterpart":
        return _counterpart(article, phrase, offset, day)
    if phrase.determiner in ("a", "an") or set(phrase.words) & _QUANTITIES:
        return _some_official(article, phrase, printed)
    met = _fitting_cast(article, phrase, offset)
    if len(met) == 1:
        speaker = speaker_of_person(
            article, met[0], f"“{printed}” → {met[0].name}, named in the text", day
        )
        return _doubted(speaker, 0.95)
    if len(met) > 1:
        names = frozenset(person.name for person in met)
        guess = person_meant(article, offset, title.pronoun, among=names)
        if guess.person:
            reason = f"“{printed}” → {guess.person.name}, the last of them who acted"
            return _doubted(speaker_of_person(article, guess.person, reason, day), 0.75)
    holders = _office_holders(article, phrase, day)
    if len(holders) == 1:
        person = Person(holders[0].name, holders[0], holders[0].country)
        speaker = speaker_of_person(
            article, person, f"“{printed}” → {person.name}, who held the office", day
        )
        return _doubted(speaker, 0.9)
    body = _body_of(article, phrase, printed)
    if body:
        return body
    if len(met) > 1:
        return unknown(f"“{printed}” may be {' or '.join(person.name for person in met[:3])}")
    if phrase.country and title.kind in ("official", "diplomat", "lawmaker"):
        return _some_official(article, phrase, printed)
    return unknown(f"“{printed}”: nobody in the text or the list of actors fits")


def _counterpart(article: Article, phrase: Phrase, offset: int, day: date | None) -> Speaker:
    code = phrase.country
    for turn in reversed(article.turns):
        for person in turn.speaker.persons:
            for kind in sorted(person.classes):
                holders = article.registry.holders(kind, code, day) if code else []
                if len(holders) == 1:
                    other = Person(holders[0].name, holders[0], code)
                    reason = f"counterpart of {person.name} → {other.name}"
                    return _doubted(speaker_of_person(article, other, reason, day), 0.8)
    return unknown("“counterpart”: whose is not clear")


def _fitting_cast(article: Article, phrase: Phrase, offset: int) -> list[Person]:
    """Persons named before (or, failing that, anywhere) whom the title and country fit."""
    lexicon, registry = article.registry.lexicon, article.registry
    assert phrase.title is not None
    before: dict[str, Person] = {}
    after: dict[str, Person] = {}
    for mention in article.mentions:
        person = article.cast.at(mention)
        if person is None or (phrase.country and person.country != phrase.country):
            continue
        if not any(lexicon.covers(phrase.title.kind, kind) for kind in person.classes):
            continue
        if phrase.title.pronoun and person.pronoun and phrase.title.pronoun != person.pronoun:
            continue
        if not _desk_fits(phrase, person, registry.lexicon, article.day):
            continue
        (before if article.offset(mention) < offset else after)[person.name] = person
    return list((before or after).values())


def _desk_fits(phrase: Phrase, person: Person, lexicon: object, day: date | None) -> bool:
    """A "foreign ministry spokesperson" is one whose office belongs to such a ministry."""
    desk = _desk(phrase)
    if not desk or desk in ("government",):
        return True
    places = [person.organisation or "", person.role or ""]
    if person.actor:
        office = person.actor.office_on(day)
        places = [
            f"{o.role} {o.organisation}" for o in ([office] if office else person.actor.offices)
        ]
    return any(_same_desk(desk, place) for place in places)


def _desk(phrase: Phrase) -> str:
    if phrase.noun:
        return phrase.noun.desk
    return phrase.body.actors[0].name if phrase.body else ""


_DESK_WORDS = {
    "foreign": ("Foreign", "State", "External", "EEAS", "External Action"),
    "defence": ("Defence", "Defense", "Armed", "Pentagon"),
    "embassy": ("Embassy",),
    "presidency": ("Presiden", "Kremlin", "White House", "Élysée"),
    "mission": ("Mission",),
    "commerce": ("Commerce", "Trade"),
    "finance": ("Treasury", "Finance"),
}


def _same_desk(desk: str, place: str) -> bool:
    return any(word in place for word in _DESK_WORDS.get(desk, (desk,)))


def _office_holders(article: Article, phrase: Phrase, day: date | None) -> list[Actor]:
    assert phrase.title is not None
    if phrase.country is None or day is None or phrase.prefix or phrase.destination:
        return []
    registry, kind = article.registry, phrase.title.kind
    kinds = (
        {kind} | registry.lexicon.narrower.get(kind, frozenset())
        if kind == "foreign minister" or kind == "top diplomat"
        else {kind}
    )
    found: dict[str, Actor] = {}
    for each in sorted(kinds):
        for actor in registry.holders(each, phrase.country, day):
            person = Person(actor.name, actor, actor.country)
            if _desk_fits(phrase, person, registry.lexicon, day):
                found[actor.name] = actor
    return list(found.values())


def _some_official(article: Article, phrase: Phrase, printed: str) -> Speaker:
    """ "A Foreign Ministry spokesperson" is the ministry; "a senior diplomat" stays unnamed."""
    assert phrase.title is not None
    if phrase.title.kind == "spokesperson":
        body = _body_of(article, phrase, printed)
        if body:
            return body
    return Speaker(
        _bare(printed), "unnamed", "the text gives no name", phrase.country, confidence=0.9
    )


def _body_of(article: Article, phrase: Phrase, printed: str) -> Speaker | None:
    if phrase.body and len(phrase.body.actors) == 1:
        actor = phrase.body.actors[0]
        return _doubted(speaker_of_body(actor, f"“{printed}” speaks for {actor.name}"), 0.9)
    if phrase.noun and phrase.noun.desk not in ("document", "readout", "voice", "media"):
        return _generic_body(article, phrase, printed)
    return None


def _body(
    article: Article, phrase: Phrase, offset: int, printed: str, day: date | None
) -> Speaker | None:
    """A known body: ministry, organisation, outlet."""
    if phrase.body is None or len(phrase.body.actors) != 1:
        return None
    actor = phrase.body.actors[0]
    if phrase.noun and phrase.noun.desk == "document":
        return None
    if phrase.words[-1].endswith("s") and phrase.words[-1] in article.registry.lexicon.unnamed:
        return None
    return speaker_of_body(actor, f"“{printed}” → {actor.name}")


def _noun(
    article: Article, phrase: Phrase, offset: int, printed: str, day: date | None
) -> Speaker | None:
    """A body or document under a common noun: "the Ukrainian army", "Beijing's 12-point plan"."""
    noun = phrase.noun
    if noun is None or (phrase.states and noun.desk not in ("document", "readout", "voice")):
        return None
    if noun.kind == "document":
        if noun.desk == "voice" and (phrase.country or phrase.body):
            body = _body_of(article, phrase, printed)
            if body or phrase.country:
                return body or _doubted(
                    speaker_of_body(
                        article.registry.government(phrase.country or ""),
                        f"“{printed}” speaks for the government",
                    ),
                    0.85,
                )
        return _document(article, phrase, offset, printed)
    return _generic_body(article, phrase, printed)


def _generic_body(article: Article, phrase: Phrase, printed: str) -> Speaker:
    noun, code = phrase.noun, phrase.country
    assert noun is not None
    reason = f"“{printed}”"
    if code is None:
        code, why = _country_before(article, phrase, noun.desk)
        reason += why
    if noun.kind == "media":
        return Speaker(
            _bare(printed), "media", f"{reason}: an outlet without a name", code, confidence=0.85
        )
    if code is None:
        return Speaker(_bare(printed), noun.kind, f"{reason}: whose is not clear", confidence=0.6)
    if noun.desk == "government":
        return speaker_of_body(article.registry.government(code), f"{reason} → government")
    bodies = article.registry.bodies(code, noun.desk)
    place = next((s for s in (phrase.destination, *phrase.states) if s and s != code), None)
    bodies = (
        [b for b in bodies if _placed(b.name, place, article)] if noun.desk == "embassy" else bodies
    )
    if len(bodies) == 1:
        return speaker_of_body(bodies[0], f"{reason} → {bodies[0].name}")
    country = article.registry.lexicon.country_names.get(code, code)
    return Speaker(
        f"{noun.name} of {country}",
        noun.kind,
        reason,
        code,
        organisation=f"{noun.name} of {country}",
        confidence=0.85,
    )


def _placed(name: str, place: str | None, article: Article) -> bool:
    if place is None:
        return True
    country = article.registry.lexicon.country_names[place]
    return country in name or (place == "US" and "United States" in name)


def _country_before(article: Article, phrase: Phrase, desk: str) -> tuple[str | None, str]:
    """Whose "the embassy" is: of the one spoken of before with its country, if there is only one."""
    words, found = article.grid.lower, dict[str, None]()
    for mention in article.mentions:
        if mention.body and mention.body.desk == desk:
            start = article.reader.phrase_start(mention.first)
            code = article.reader.read(start, mention.last).country
        elif (
            mention.actors
            and len(mention.actors) == 1
            and any(
                word in ("embassy", "ministry", "army") and desk[:4] in ("emba", "fore", "mili")
                for word in words[mention.first : mention.last]
            )
        ):
            code = mention.actors[0].country
        else:
            continue
        if code:
            found[code] = None
    if len(found) == 1:
        code = next(iter(found))
        return code, f", of {code} elsewhere in the text"
    return None, ""


def _document(article: Article, phrase: Phrase, offset: int, printed: str) -> Speaker:
    name, code = _bare(printed), phrase.country
    if phrase.country is None and phrase.determiner in ("the", "this", "its"):
        for turn in reversed(article.turns):
            near = article.grid.sentence_at(offset) - article.grid.sentence_at(turn.offset) <= 3
            if turn.speaker.kind == "document" and near and turn.speaker.country:
                return _doubted(_because(turn.speaker, f"“{printed}” → {turn.speaker.name}"), 0.8)
        earlier = _same_noun_before(article, phrase, offset)
        if earlier:
            name, code = earlier
    return Speaker(name, "document", f"“{printed}” is a document", code, confidence=0.9)


def _same_noun_before(article: Article, phrase: Phrase, offset: int) -> tuple[str, str] | None:
    for mention in reversed(article.reader.within(0, article.grid.word_at(offset))):
        if mention.body and mention.body == phrase.noun:
            start = article.reader.phrase_start(mention.first)
            code = article.reader.read(start, mention.last).country
            if code:
                text = article.document.readable[
                    article.grid.starts[start] : article.grid.ends[mention.last - 1]
                ]
                return _bare(_clean(text)), code
    return None


def _state(
    article: Article, phrase: Phrase, offset: int, printed: str, day: date | None
) -> Speaker | None:
    """A country or capital that speaks: its government."""
    codes = list(dict.fromkeys(phrase.states))
    if not codes or phrase.words[-1] in article.registry.lexicon.unnamed:
        return None
    if len(codes) > 1 and "and" in phrase.words:
        return _governments(article, codes, "named in the text")
    actor = article.registry.government(codes[0])
    return speaker_of_body(actor, f"“{printed}” → {actor.name}")


def _unnamed(
    article: Article, phrase: Phrase, offset: int, printed: str, day: date | None
) -> Speaker | None:
    lexicon = article.registry.lexicon
    people = next(
        (
            m.country("people")
            for m in article.reader.within(*_range(article, offset, phrase))
            if m.country("people")
        ),
        None,
    )
    if not phrase.words:
        return None
    if people or set(phrase.words) & lexicon.unnamed or phrase.words[-1].endswith("s"):
        return Speaker(
            _bare(printed),
            "unnamed",
            "the text gives no name",
            phrase.country or people,
            confidence=0.9,
        )
    return None


def _range(article: Article, offset: int, phrase: Phrase) -> tuple[int, int]:
    first = article.grid.word_at(offset)
    return first, first + len(phrase.words)


Rule = Callable[[Article, Phrase, int, str, "date | None"], "Speaker | None"]
_RULES: tuple[Rule, ...] = (
    _pronoun,
    _relative,
    _pair,
    _named,
    _owned,
    _titled,
    _noun,
    _body,
    _state,
    _unnamed,
)


# --- helpers ---------------------------------------------------------------------------------


def _unsourced(article: Article, attribution: Attribution) -> Speaker:
    """Words without a source go on from the statement before in the same paragraph."""
    start = attribution.content[0].start
    here = article.grid.paragraph_at(start)
    for turn in reversed(article.turns):
        if (
            turn.offset < start
            and article.grid.paragraph_at(turn.offset) == here
            and turn.speaker.name
        ):
            if attribution.mode == "indirect":
                break
            return _doubted(
                _because(turn.speaker, f"quotation goes on after {turn.speaker.name}"), 0.75
            )
    return unknown("the text names nobody")


def _words(article: Article, source: Spans) -> tuple[int, int]:
    return article.grid.word_range(source[0].start, source[-1].end)


def _printed(article: Article, source: Spans) -> str:
    return _clean(" ".join(article.document.readable[span.start : span.end] for span in source))


def _clean(text: str) -> str:
    return _SPACE.sub(" ", text).strip(" ,;:")


def _bare(phrase: str) -> str:
    """A phrase without its article, for use as a name."""
    for article in ("the ", "The ", "a ", "A ", "an ", "An "):
        if phrase.startswith(article):
            return phrase[len(article) :]
    return phrase


def _because(speaker: Speaker, reason: str) -> Speaker:
    return replace(speaker, reason=reason)


def _doubted(speaker: Speaker, confidence: float) -> Speaker:
    return replace(speaker, confidence=speaker.confidence * confidence)
