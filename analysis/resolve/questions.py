"""On whose question and in answer to whom something was said; who is named in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.models import Spans
from analysis.resolve.article import Article, Speaker
from analysis.resolve.frames import Frame
from analysis.resolve.mentions import Mention
from analysis.resolve.objects import name_of, objects_after

_ASKED_BY = re.compile(
    r"(?i)\b(?:asked\s+by|questions?\s+(?:from|by)|interview\s+(?:with|to|for|on)|interviewed\s+by"
    r"|in\s+(?:an?\s+)?(?:\w+\s+)?(?:answer|reply|response)\s+to(?:\s+a\s+question\s+(?:from|by))?"
    r"|told|tells|telling|speaking\s+to)\s+"
)
_ASKING = re.compile(r"^\s+(?:asked|wanted\s+to\s+know|questioned|put\s+it\s+to)\b")
_SOME_REPORTER = re.compile(
    r"(?i)\b(?:asked\s+by|(?:reply|answer|response)\s+to|question(?:s)?\s+(?:from|by)|when|told)\s+"
    r"(?:an?\s+|the\s+)?(reporter|journalist)s?\b(?!\s+from)"
)
_ANSWERING = re.compile(
    r"\b(?:[Rr]esponding|[Rr]eplying|[Rr]eacting|[Ii]n\s+(?:response|reply|reaction|answer))\s+to\s+"
    r"(?:(?:remarks?|comments?|criticism|accusations?|a\s+(?:warning|statement|call)|statements?"
    r"|warnings?|claims?)\s+(?:by|from|of)\s+)?"
    r"|\b(?:hit\s+back\s+at|rebutted|contradicted|answering)\s+"
)


_QUESTION = re.compile(r"\b(?:ask|press|question|quer|wanted to know|put it to)")
_ASKER = re.compile(r"(?i)\b(?:reporter|journalist|correspondent|moderator|interviewer|anchor)s?\b")


def is_question(frame: Frame, speaker: Speaker) -> bool:
    """Whether an outlet or a reporter asks: the answer is the statement, not the question."""
    if not _QUESTION.search(frame.cue()):
        return False
    source = " ".join(frame.document_text(*span) for span in frame.attribution.source)
    return speaker.kind == "media" or _ASKER.search(source) is not None


def find_asked_by(article: Article, frame: Frame, speaker: Speaker) -> str | None:
    """The outlet or person whose question is answered: "asked by AFP", "told CNN", a reporter."""
    for mention in _governed(article, frame, _ASKED_BY):
        if mention.actors and mention.actors[0].kind == "media":
            return mention.actors[0].name
        outlet = _outlet_of(article, mention)
        if outlet:
            person = article.cast.at(mention)
            return person.name if person else outlet
    first, last = article.grid.word_range(frame.start, frame.end)
    for mention in article.reader.within(first, last):
        end = article.grid.ends[mention.last - 1]
        if not _ASKING.match(frame.words(end, frame.end)):
            continue
        if mention.actors and mention.actors[0].kind == "media":
            return mention.actors[0].name
        person = article.cast.at(mention)
        if person and person.name not in speaker.all_names:
            return person.name
    return "reporter" if _SOME_REPORTER.search(frame.text) else None


def _outlet_of(article: Article, mention: Mention) -> str | None:
    """The outlet of "Kelly O'Donnell of NBC"."""
    words = article.grid.lower
    if (
        not mention.is_person
        or mention.last >= len(words)
        or words[mention.last] not in ("of", "from")
    ):
        return None
    for other in article.reader.within(mention.last + 1, mention.last + 3):
        if other.actors and other.actors[0].kind == "media":
            return other.actors[0].name
    return None


def find_answers(article: Article, frame: Frame, speaker: Speaker) -> str | None:
    """Whose statement this one answers: "responding to Campbell's remarks"."""
    for match in _ANSWERING.finditer(frame.text):
        first = article.grid.word_at(frame.start + match.end())
        for mention in article.reader.within(first, first + 6):
            if not frame.words(article.offset(mention), article.offset(mention) + 1).strip():
                break
            if mention.actors and mention.actors[0].kind == "media":
                break
            if mention.is_person or mention.country("name", "capital"):
                name = name_of(article, mention)
                if name and name not in speaker.all_names:
                    return name
                break
    return None


def _governed(article: Article, frame: Frame, verb: re.Pattern[str]) -> Iterator[Mention]:
    for match in verb.finditer(frame.text):
        for found in objects_after(article, frame, frame.start + match.end()):
            if isinstance(found, Mention):
                yield found


def find_named(
    article: Article, content: Spans, speaker: Speaker
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Actors and country codes named in the content, without the speaker.

    A capital counts for its country unless it is only the place where something happens.
    """
    actors, countries = dict[str, None](), dict[str, None]()
    for span in content:
        for mention in article.reader.within(*article.grid.word_range(span.start, span.end)):
            code = mention.country()
            if code:
                if not _is_place(article, mention):
                    countries[code] = None
                continue
            name = name_of(article, mention)
            if name is None:
                continue
            actors[name] = None
            if mention.actors and mention.actors[0].kind in ("government", "ministry"):
                countries[mention.actors[0].country or ""] = None
    own = speaker.all_names
    return tuple(name for name in actors if name not in own), tuple(c for c in countries if c)


def _is_place(article: Article, mention: Mention) -> bool:
    if not mention.country("capital") or mention.country("name", "adjective"):
        return False
    before = article.grid.lower[mention.first - 1] if mention.first else ""
    return before in article.registry.lexicon.words["place preposition"]
