"""To whom, on whose question and in answer to whom something was said; who is named in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.models import Spans
from analysis.resolve.antecedents import person_meant
from analysis.resolve.article import Article, Speaker
from analysis.resolve.frames import Frame
from analysis.resolve.mentions import Mention

_TOLD = re.compile(
    r"\b(?:told|tells|telling|tell|assured|assures|assuring|informed|informing|reminded|reminding"
    r"|warned|warning|promised|cautioned|thanked|notified|advised|briefed|addressed|addressing"
    r"|lectured|admonished)\s+"
)
_ASKED_TO = re.compile(r"\b(?:asked|urged|urging|asking|pressed|implored|begged|called on)\s+")
_TO = re.compile(
    r"\b(?:said|saying|spoke|speaking|complained|complaining|explained|wrote|writing|replied|confirmed"
    r"|stressed|repeated|suggested|proposed|offered|conveyed|described|pledged|vowed|admitted|remarked"
    r"|remarks|speech|address|letter|message|statement)\s+(?:\w+\s+){0,3}?to\s+"
)
_WITH = re.compile(
    r"\b(?:call|conversation|talks|meeting|discussion|consultation|dialogue|exchange|met|meets"
    r"|spoke|speaking|talked|conferred)\s+(?:by\s+\w+\s+|on\s+\w+\s+|in\s+\w+\s+|earlier\s+)?with\s+"
    r"|\b(?:met|phoned|telephoned|called|hosted|received)\s+"
)
_BEFORE = re.compile(
    r"\b(?:told|before|addressing|addressed|at|in|to|of|during)\s+(?:\w+\s+){0,4}?the\s+(?:15-member\s+)?"
    r"(?:UN\s+|U\.N\.\s+|United\s+Nations\s+)?(Security Council|General Assembly|[Cc]ouncil\b)"
)
_GROUPS = re.compile(
    r"\b(?:(?:told|telling|tells|briefing)\s+|to\s+)(?:\w+\s+)?"
    r"(reporters|journalists|the press|the media|lawmakers|parliament|diplomats|"
    r"students|troops|soldiers|ambassadors|a news conference)\b"
)
_ASKED_BY = re.compile(
    r"\b(?:asked\s+by|question\s+(?:from|by)|questions\s+(?:from|by)|interview\s+(?:with|to|for)|interviewed\s+by"
    r"|responding\s+to\s+a\s+question\s+(?:from|by)|told|tells|when)\s+"
)
_ANSWERING = re.compile(
    r"\b(?:[Rr]esponding|[Rr]eplying|[Rr]eacting|[Ii]n\s+(?:response|reply|answer)|response)\s+to\s+(?:\w+\s+){0,3}?"
    r"|\b(?:hit\s+back\s+at|rejected|dismissed|rebutted|contradicted|answered)\s+"
)
_GROUP_NAMES = {"the press": "reporters", "journalists": "reporters", "the media": "reporters"}
_NEAR = 8  # words between the verb and the name it governs


def find_addressees(article: Article, frame: Frame, speaker: Speaker) -> tuple[str, ...]:
    """Those spoken to: told X, in a call with X, before the Council; "reporters" as such."""
    found: dict[str, None] = {}
    council = _BEFORE.search(frame.text)
    for mention in _governed(article, frame, (_TOLD, _TO, _WITH)):
        _add(article, mention, found, speaker)
    for mention in _governed(article, frame, (_ASKED_TO,)):
        if mention.is_person:
            _add(article, mention, found, speaker)
    if council:
        found[_council(council.group(1), article)] = None
    group = _GROUPS.search(frame.text)
    if group and not found:
        found[_GROUP_NAMES.get(group.group(1), group.group(1))] = None
    for word in re.finditer(
        r"\b(?:told|assured|informed|warned|reminded)\s+(him|her)\b", frame.text
    ):
        offset = frame.start + word.start(1)
        pronoun = "he" if word.group(1) == "him" else "she"
        name = _other_person(article, offset, pronoun, speaker)
        if name:
            found[name] = None
    return tuple(name for name in found if name not in _names(speaker))


def find_asked_by(article: Article, frame: Frame) -> str | None:
    """The outlet or person whose question is answered: "asked by AFP", "told CNN"."""
    for mention in _governed(article, frame, (_ASKED_BY,)):
        actor = mention.actors[0] if len(mention.actors) == 1 else None
        if actor and actor.kind == "media":
            return actor.name
    asked = re.search(r"\bwhen\s+$", "")
    return asked.group() if asked else None


def find_answers(article: Article, frame: Frame, speaker: Speaker) -> str | None:
    """Whose statement this one answers: "responding to Campbell"."""
    for mention in _governed(article, frame, (_ANSWERING,)):
        name = name_of(article, mention)
        if name and name not in _names(speaker):
            return name
    return None


def find_named(
    article: Article, content: Spans, speaker: Speaker
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Actors and country codes named in the content, without the speaker."""
    actors, countries = dict[str, None](), dict[str, None]()
    for span in content:
        first, last = article.grid.word_range(span.start, span.end)
        for mention in article.reader.within(first, last):
            code = mention.country()
            if code:
                if not (
                    mention.country("capital")
                    and not mention.country("name", "adjective")
                    and _is_place(article, mention)
                ):
                    countries[code] = None
                continue
            name = name_of(article, mention)
            if name:
                actors[name] = None
    own = _names(speaker)
    return tuple(name for name in actors if name not in own), tuple(countries)


def name_of(article: Article, mention: Mention) -> str | None:
    """The canonical name of whom a mention means; ``None`` when that is in doubt."""
    if mention.is_person:
        person = article.cast.at(mention)
        return person.name if person else None
    code = mention.country("name", "capital")
    if code:
        return article.registry.government(code).name
    if len(mention.actors) == 1:
        alias = mention.aliases[0]
        return None if alias.doubtful else mention.actors[0].name
    return None


def _names(speaker: Speaker) -> set[str]:
    return {speaker.name or "", *(person.name for person in speaker.persons)}


def _is_place(article: Article, mention: Mention) -> bool:
    before = article.grid.lower[mention.first - 1] if mention.first else ""
    return before in {
        "in",
        "at",
        "near",
        "from",
        "to",
        "outside",
        "around",
        "into",
        "toward",
        "towards",
    }


def _governed(
    article: Article, frame: Frame, verbs: tuple[re.Pattern[str], ...]
) -> Iterator[Mention]:
    """Names that stand right after one of the verbs, "and" included, outside the content."""
    grid = article.grid
    for verb in verbs:
        for match in verb.finditer(frame.text):
            place = frame.start + match.end()
            first = grid.word_at(place)
            yield from _object(article, frame, first)


def _object(article: Article, frame: Frame, first: int) -> Iterator[Mention]:
    grid = article.grid
    joined = False
    for mention in article.reader.within(first, first + _NEAR):
        start = article.reader.phrase_start(mention.first)
        offset = article.offset(mention)
        if offset >= frame.end or not frame.words(offset, offset + 1).strip():
            return
        between = grid.lower[first : mention.first]
        if (
            mention.title
            or mention.body
            or (mention.country("adjective") and not mention.country("name"))
        ):
            continue
        follows = grid.lower[mention.last] if mention.last < len(grid.lower) else ""
        if follows == "'s" or (mention.country() and _names_follow(article, mention)):
            continue
        if (
            not joined
            and start > first
            and not set(between)
            <= _LEADING
            | article.registry.lexicon.modifiers
            | _title_words(article, first, mention.first)
        ):
            return
        yield mention
        if follows not in ("and", ","):
            return
        joined = True
        first = mention.last


_LEADING = frozenset(
    {
        "the",
        "his",
        "her",
        "their",
        "its",
        "a",
        "an",
        "'s",
        "-",
        ",",
        "and",
        "counterpart",
        "visiting",
        "french",
        "of",
        "then",
    }
)


def _title_words(article: Article, first: int, last: int) -> set[str]:
    return {
        article.grid.lower[index]
        for mention in article.reader.within(first, last)
        for index in range(mention.first, mention.last)
    }


def _names_follow(article: Article, mention: Mention) -> bool:
    """Whether a title or person follows at once: then the country only describes them."""
    return any(
        other.title or other.is_person or other.body
        for other in article.reader.within(mention.last, mention.last + 1)
    )


def _add(article: Article, mention: Mention, found: dict[str, None], speaker: Speaker) -> None:
    actor = mention.actors[0] if len(mention.actors) == 1 else None
    if actor and actor.kind == "media":
        return
    name = name_of(article, mention)
    if name:
        found[name] = None


def _council(words: str, article: Article) -> str:
    return "UN General Assembly" if words == "General Assembly" else "UN Security Council"


def _other_person(article: Article, offset: int, pronoun: str, speaker: Speaker) -> str | None:
    guess = person_meant(article, offset, pronoun)
    if guess.person and guess.person.name not in _names(speaker):
        return guess.person.name
    return None
