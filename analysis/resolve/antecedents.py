"""Whom a pronoun or "the two" means: the last who plausibly spoke or acted, not the last name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from analysis.resolve.article import Article, Speaker
from analysis.resolve.cast import Person
from analysis.resolve.mentions import Mention

_SPOKE, _ACTED, _NAMED, _QUOTED = 3.0, 2.5, 1.0, 0.4
_PER_SENTENCE, _PER_PARAGRAPH = 0.6, 0.9
_REACH = 5  # sentences looked back
_SUBJECT = re.compile(r"(?:[^.;“”\"]{0,60}?[\s,])?\b([Hh]e|[Ss]he)\s+\w+")
_CLEAR = 0.5  # lead the best needs over the next


@dataclass(frozen=True, slots=True)
class Guess:
    """The person meant, or ``None`` with why not; ``margin`` is the lead over the next best."""

    person: Person | None
    reason: str
    margin: float = 0.0


def person_meant(
    article: Article,
    offset: int,
    pronoun: str,
    *,
    among: frozenset[str] | None = None,
    without: frozenset[str] = frozenset(),
) -> Guess:
    """The person a "he" or "she" at ``offset`` refers to, if one is clearly ahead.

    ``among`` restricts who may be meant (for "the president"), ``without`` excludes some.
    """
    best: dict[str, tuple[float, Person, int]] = {}
    for score, person, place in _candidates(article, offset):
        if pronoun in ("he", "she") and person.pronoun and person.pronoun != pronoun:
            continue
        if person.name in without or (among is not None and person.name not in among):
            continue
        if person.name not in best or score > best[person.name][0]:
            best[person.name] = (score, person, place)
    ranked = sorted(best.values(), key=lambda item: (-item[0], -item[2]))
    if not ranked:
        return Guess(None, f"pronoun “{pronoun}”: nobody named before it fits")
    margin = ranked[0][0] - (ranked[1][0] if len(ranked) > 1 else 0.0)
    if len(ranked) > 1 and margin < _CLEAR:
        names = " or ".join(person.name for _, person, _ in ranked[:2])
        return Guess(None, f"pronoun “{pronoun}” may be {names}")
    _, person, place = ranked[0]
    return Guess(
        person, f"pronoun “{pronoun}” → {person.name}, {_where(article, place, offset)}", margin
    )


def _candidates(article: Article, offset: int) -> Iterator[tuple[float, Person, int]]:
    grid = article.grid
    here, paragraph = grid.sentence_at(offset), grid.paragraph_at(offset)
    floor = grid.sentences[max(here - _REACH, 0)]

    def aged(weight: float, place: int) -> float:
        age = (here - grid.sentence_at(place)) * _PER_SENTENCE
        return weight - age - (paragraph - grid.paragraph_at(place)) * _PER_PARAGRAPH

    for turn in reversed(article.turns):
        if floor <= turn.offset < offset and len(turn.speaker.persons) == 1:
            yield aged(_SPOKE, turn.offset), turn.speaker.persons[0], turn.offset
    for sentence in range(grid.sentence_at(floor), here):
        subject = _subject_of(article, sentence)
        if subject:
            place = grid.sentences[sentence]
            yield aged(_ACTED, place), subject, place
    yield from _mentioned(article, floor, offset, aged)


def _mentioned(
    article: Article, floor: int, offset: int, aged: Callable[[float, int], float]
) -> Iterator[tuple[float, Person, int]]:
    """Persons named between two places, weighed by what they do there."""
    grid = article.grid
    acted: set[int] = set()
    turned = {turn.offset for turn in article.turns}
    for mention in article.reader.within(grid.word_at(floor), grid.word_at(offset)):
        person, place = article.person_at(mention), article.offset(mention)
        sentence = grid.sentence_at(place)
        if place in turned or article.offset_of_phrase(mention) in turned:
            acted.add(sentence)
            continue
        if person is None or not person.described:
            continue
        taken = sentence in acted and not article.is_joined(mention)
        weight = _weight(article, mention, place, taken)
        if weight == _ACTED:
            acted.add(sentence)
        yield aged(weight, place), person, place


def _weight(article: Article, mention: Mention, place: int, taken: bool) -> float:
    if article.is_spoken(place):
        return _QUOTED
    if article.is_asked(mention):
        return _SPOKE
    if article.is_asker(mention) or article.is_oblique(mention) or taken:
        return _NAMED
    return _ACTED


def _subject_of(article: Article, sentence: int) -> Person | None:
    """Whom a sentence means that begins with "he" or "she": they act in it."""
    if sentence in article.subjects:
        return article.subjects[sentence]
    article.subjects[sentence] = None
    start, end = article.grid.sentence_span(sentence)
    match = _SUBJECT.match(article.document.readable, start, end)
    if match and not article.is_spoken(match.start(1)):
        guess = person_meant(article, match.start(1), match.group(1).lower())
        article.subjects[sentence] = guess.person
    return article.subjects[sentence]


def _where(article: Article, place: int, offset: int) -> str:
    grid = article.grid
    if any(turn.offset == place for turn in article.turns):
        return "who spoke before"
    back = grid.sentence_at(offset) - grid.sentence_at(place)
    return {0: "named in this sentence", 1: "named in the sentence before"}.get(
        back, "named before"
    )


def body_meant(article: Article, offset: int) -> Speaker | None:
    """The body or government an "it" at ``offset`` refers to: the last that spoke, close by."""
    here = article.grid.sentence_at(offset)
    for turn in reversed(article.turns):
        back = here - article.grid.sentence_at(turn.offset)
        if turn.offset < offset and back <= 2:
            speaker = turn.speaker
            return speaker if speaker.name and not speaker.persons else None
    return None


def pair_of_persons(article: Article, offset: int) -> tuple[Person, ...]:
    """The two persons of the sentence before ``offset``, if it names exactly two."""
    grid = article.grid
    here = grid.sentence_at(offset)
    for back in (0, 1, 2):
        if here < back:
            break
        start = grid.sentences[here - back]
        end = offset if back == 0 else grid.sentence_span(here - back)[1]
        found = {
            person.name: person
            for mention in article.reader.within(grid.word_at(start), grid.word_at(end))
            if (person := article.cast.at(mention))
            and person.described
            and not article.is_spoken(article.offset(mention))
        }
        if len(found) == 2:
            return tuple(found.values())
        if len(found) > 2:
            break
    return ()


def pair_of_states(article: Article, offset: int) -> tuple[str, ...]:
    """The two countries last spoken of before ``offset``, if a sentence names exactly two."""
    grid = article.grid
    here = grid.sentence_at(offset)
    for back in range(5):
        if here < back:
            break
        start = grid.sentences[here - back]
        end = offset if back == 0 else grid.sentence_span(here - back)[1]
        codes = dict.fromkeys(
            code
            for mention in article.reader.within(grid.word_at(start), grid.word_at(end))
            if (code := mention.country("name", "capital"))
        )
        if len(codes) == 2:
            return tuple(codes)
        if len(codes) > 2:
            break
    return ()
