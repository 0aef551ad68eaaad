"""What stands after a verb: the names that "told", "with" or "asked by" govern."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.resolve.article import Article
from analysis.resolve.frames import Frame
from analysis.resolve.mentions import Mention
from analysis.resolve.naming import Source

_LONGEST = 14  # words of an object


def objects_after(article: Article, frame: Frame, place: int) -> Iterator[Mention | Source]:
    """Names governed by a verb that ends at ``place``, "and" included; a title alone as a Source.

    Nothing inside the words reported counts.
    """
    first = article.grid.word_at(place)
    last = _end(article, frame, first)
    if last <= first:
        return
    source = Source.of_words(article, first, last)
    phrase = source.phrase
    if phrase.heads:
        yield from phrase.heads
    elif phrase.title and phrase.determiner not in ("a", "an"):
        yield source
    elif phrase.body:
        yield phrase.body
    else:
        for mention in article.reader.within(first, last):
            if mention.country("name", "capital") and mention.country() in phrase.states:
                yield mention


def _end(article: Article, frame: Frame, first: int) -> int:
    grid = article.grid
    index = first
    while index < len(grid.words) and index - first < _LONGEST:
        start = grid.starts[index]
        if start >= frame.end or not frame.words(start, start + 1).strip():
            break
        if grid.words[index] == "," and _list_goes_on(article, index, first):
            index += 1
            continue
        named = article.reader.within(index, index + 1)
        if named and (named[0].is_person or named[0].aliases):
            index = named[0].last
        elif grid.lower[index] in article.registry.lexicon.words["object end"]:
            break
        else:
            index += 1
    return index


def _list_goes_on(article: Article, comma: int, first: int) -> bool:
    """Whether a comma divides names: "told Macron, Scholz and Draghi"."""
    after = article.reader.within(comma + 1, comma + 2)
    before = article.reader.within(first, comma)
    return bool(after and before and after[0].is_person and before[-1].is_person)


def name_of(article: Article, mention: Mention, *, hearer: bool = False) -> str | None:
    """The canonical name of whom a mention means; ``None`` when that is in doubt.

    A full name that nothing describes counts only for a ``hearer``: it may be a place or a ship.
    """
    if mention.is_person:
        person = article.cast.at(mention)
        return (
            person.name
            if person and (person.described or (hearer and " " in person.name))
            else None
        )
    code = mention.country("name", "capital")
    if code:
        return article.registry.government(code).name
    if len(mention.actors) == 1 and not mention.aliases[0].doubtful:
        return mention.actors[0].name
    return None
