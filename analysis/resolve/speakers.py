"""From the words that name a source to who speaks, what they are and for whom.

A rule reads one kind of phrase and gives a :class:`Speaker`, or ``None`` when the phrase is not of
its kind. The rules are tried in order; doubt is an answer too: a speaker without a name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from analysis.models import Attribution
from analysis.resolve.antecedents import (
    body_meant,
    pair_of_persons,
    pair_of_states,
    person_meant,
)
from analysis.resolve.article import Article, Speaker
from analysis.resolve.bodies import body_speaks, governments, noun_speaks, state_speaks
from analysis.resolve.cast import Person
from analysis.resolve.mentions import Mention
from analysis.resolve.naming import (
    Source,
    because,
    doubted,
    speaker_of_person,
    together,
    unknown,
    without_article,
)
from analysis.resolve.titles import title_speaks

_PAIR = frozenset({"two", "both"})
_PERSON_PRONOUNS = {"he": "he", "she": "she", "his": "he", "her": "she", "him": "he"}
_FIRST_PERSON = frozenset({"i", "we", "my", "our"})
_RELATIVES = frozenset({"that", "which", "who"})
_RELATIVE_REACH = 6  # words between a noun and the relative pronoun that stands for it
_CLEAR_LEAD = 1.5


def find_speaker(article: Article, attribution: Attribution, outer: Speaker | None) -> Speaker:
    """Who speaks in an attribution; ``outer`` speaks the words it stands in, if any do."""
    if not attribution.source:
        return _unsourced(article, attribution)
    source = Source.of(article, attribution.source)
    if source is None:
        return unknown("the text names nobody")
    if source.phrase.pronoun in _FIRST_PERSON:
        return _first_person(article, source, outer)
    for rule in _RULES:
        speaker = rule(article, source)
        if speaker:
            return speaker
    return unknown(f"“{source.printed}” could not be tied to anybody")


def _unsourced(article: Article, attribution: Attribution) -> Speaker:
    """A quotation without a source goes on from the statement before in its paragraph."""
    start = attribution.content[0].start
    here = article.grid.paragraph_at(start)
    for turn in reversed(article.turns):
        if turn.offset >= start or article.grid.paragraph_at(turn.offset) != here:
            continue
        if turn.speaker.name and attribution.mode != "indirect":
            reason = f"quotation goes on after {turn.speaker.name}"
            return doubted(because(turn.speaker, reason), 0.75)
        break
    return unknown("the text names nobody")


def _first_person(article: Article, source: Source, outer: Speaker | None) -> Speaker:
    """ "I" and "we" in somebody's words are that speaker; elsewhere the text's author."""
    word = source.phrase.pronoun
    if outer and outer.name:
        return doubted(because(outer, f"“{word}” in the words of {outer.name}"), 0.9)
    author = article.document.author
    if word in ("i", "my") and len(author.split()) > 1:
        person = article.person_by_name(author)
        return doubted(speaker_of_person(article, person, f"“{word}” → the author"), 0.8)
    return unknown(f"“{word}”: the text does not say who its speaker is")


def _pronoun(article: Article, source: Source) -> Speaker | None:
    phrase = source.phrase
    word = phrase.pronoun
    if not word and phrase.noun and phrase.noun.desk in ("voice", "readout") and not phrase.heads:
        word = phrase.determiner  # "his statement", "her remarks": the owner speaks
    if word in _PERSON_PRONOUNS:
        guess = person_meant(article, source.offset, _PERSON_PRONOUNS[word])
        if guess.person is None:
            return unknown(guess.reason)
        sure = 0.95 if guess.margin >= _CLEAR_LEAD else 0.8
        return doubted(speaker_of_person(article, guess.person, guess.reason), sure)
    if word in ("it", "its"):
        body = body_meant(article, source.offset)
        if body is None:
            return unknown(f"pronoun “{word}”: no body spoke just before")
        return doubted(because(body, f"pronoun “{word}” → {body.name}, which spoke before"), 0.85)
    if word in ("they", "them", "their", "both"):
        return _several(article, source)
    return unknown(f"pronoun “{word}” names nobody") if phrase.pronoun else None


def _pair(article: Article, source: Source) -> Speaker | None:
    """ "The two", "both sides", "the two presidents": two who speak together."""
    words, lists = set(source.phrase.words), article.registry.lexicon.words
    rest = (
        words
        - _PAIR
        - lists["state noun"]
        - lists["person noun"]
        - {"the", "foreign", "of", "them"}
    )
    if source.phrase.heads or not words & _PAIR or rest:
        return None
    return _several(article, source)


def _several(article: Article, source: Source) -> Speaker:
    words, lists = set(source.phrase.words), article.registry.lexicon.words
    last = article.turns[-1].speaker if article.turns else None
    if source.phrase.pronoun == "they" and last and last.name:
        plural = len(last.persons) > 1 or last.kind == "unnamed" or last.countries
        if plural or last.kind not in ("person", "unknown", "document", "media"):
            return doubted(because(last, f"pronoun “they” → {last.name}, who spoke before"), 0.75)
    if not lists["state noun"] & words:
        persons = pair_of_persons(article, source.offset)
        if len(persons) == 2:
            reason = f"“{source.printed}” → both named before"
            return doubted(together(article, persons, reason), 0.85)
    states = pair_of_states(article, source.offset)
    if len(states) == 2 and source.phrase.pronoun != "they" and not lists["person noun"] & words:
        reason = f"“{source.printed}” → both countries named before"
        return doubted(governments(article, states, reason), 0.8)
    return unknown(f"“{source.printed}”: who they are is not clear from the text")


def _relative(article: Article, source: Source) -> Speaker | None:
    """ "A resolution … that referred to": the noun before the relative pronoun speaks."""
    if source.printed.lower() not in _RELATIVES:
        return None
    grid = article.grid
    here = grid.word_at(source.offset)
    start = grid.word_at(grid.sentences[grid.sentence_at(source.offset)])
    for mention in reversed(article.reader.within(start, here)):
        if here - mention.last > _RELATIVE_REACH:
            break
        if mention.is_person != (source.printed.lower() == "who") and not mention.title:
            continue
        if mention.is_person or mention.body or mention.title or mention.aliases:
            inner = Source.of_mention(article, mention)
            for rule in (_named, title_speaks, noun_speaks, body_speaks, state_speaks):
                speaker = rule(article, inner)
                if speaker:
                    return doubted(speaker, 0.85)
    return unknown(f"“{source.printed}”: what it stands for is not clear")


def _named(article: Article, source: Source) -> Speaker | None:
    """A personal name: in the registry, introduced by the text, or the words themselves."""
    phrase = source.phrase
    heads = list(phrase.heads)
    if not heads:
        return None
    met = [person for mention in heads if (person := article.cast.at(mention))]
    if len(heads) > 1 and len(met) == len(heads) and "and" in phrase.words:
        return together(article, met, "named in the text")
    mention = next((m for m in heads if article.cast.at(m)), heads[0])
    person = article.cast.at(mention)
    if person is None:
        doubt = article.cast.doubt(mention)
        return unknown(doubt) if doubt else _stranger(article, source, mention)
    name = article.words_at(mention)
    reason = "named in full" if name == person.name else f"“{name}” → {person.name}"
    return speaker_of_person(article, person, reason, title=phrase.title)


def _stranger(article: Article, source: Source, mention: Mention) -> Speaker | None:
    """A capitalised name that nothing in the text describes."""
    phrase = source.phrase
    if phrase.body or phrase.states or phrase.noun:
        return None
    before = article.grid.lower[mention.first - 1] if mention.first else ""
    words = mention.name.split()
    reason = "named in the text, not in the list of actors"
    if before in ("the", "a", "an", "this", "our", "its", "all"):
        return Speaker(mention.name, "organisation", reason, phrase.country, confidence=0.6)
    opens = len(words) == 1 and article.grid.opens_sentence(mention.first)
    if opens and not article.is_capitalised_elsewhere(mention):
        return None
    person = Person(mention.name, None, phrase.country)
    sure = 0.8 if len(words) > 1 else 0.6
    return Speaker(
        mention.name, "person", reason, phrase.country, persons=(person,), confidence=sure
    )


def _owned(article: Article, source: Source) -> Speaker | None:
    """ "Wang's remarks": the owner of spoken or written words speaks."""
    phrase = source.phrase
    if phrase.owner is None or not (phrase.noun and phrase.noun.desk in ("voice", "readout")):
        return None
    person = article.cast.at(phrase.owner)
    if person is None:
        return None
    return speaker_of_person(article, person, f"the words are {person.name}'s")


def _unnamed(article: Article, source: Source) -> Speaker | None:
    """Officials, analysts, Ukrainians: people without a name, for their country where given."""
    phrase, lexicon = source.phrase, article.registry.lexicon
    first = article.grid.word_at(source.offset)
    mentions = article.reader.within(first, first + len(phrase.words))
    people = next((code for m in mentions if (code := m.country("people"))), None)
    if not phrase.words:
        return None
    plural = phrase.words[-1].endswith("s") and phrase.words[-1] not in ("this", "its", "his")
    if people or set(phrase.words) & lexicon.unnamed or plural:
        name = without_article(source.printed)
        return Speaker(
            name, "unnamed", "the text gives no name", phrase.country or people, confidence=0.9
        )
    return None


Rule = Callable[[Article, Source], "Speaker | None"]
_RULES: Sequence[Rule] = (
    _pronoun,
    _relative,
    _pair,
    _named,
    _owned,
    title_speaks,
    noun_speaks,
    body_speaks,
    state_speaks,
    _unnamed,
)
