"""Scenes that make the hearer plain without naming one: a call of two, a session of a UN body."""

from __future__ import annotations

import re

from analysis.resolve.article import Article, Speaker
from analysis.resolve.frames import Frame

# Calls only: after a meeting face to face people speak to the press, and a text tells both alike.
_CALL = re.compile(
    r"\b(?:(?:phone|telephone|video)\s*(?:call|conversation|talks|link)s?"
    r"|by\s+(?:phone|telephone|video)|(?:on|over)\s+the\s+(?:phone|telephone)|phoned|telephoned"
    r"|(?:call|conversation)\s+(?:with|between)|in\s+(?:a|the|their)\s+(?:call|conversation))\b"
)
_EVENT = re.compile(
    r"\b(?:in|during|at|on)\s+(?:the|their|his|her|that|this|\w+day[’']s)\s+(?:same\s+)?"
    r"(?:\w+\s+){0,2}?(?:call|conversation|talks|meeting|visit)\b",
    re.IGNORECASE,
)
_CALLED = ("call", "conversation")
_AFTER = re.compile(
    r"\b(?:after|following|before|ahead of|since|until)\s+(?:[\w’'-]+\s+){0,4}$", re.IGNORECASE
)
_ELSEWHERE = re.compile(
    r"\b(?:press|reporters|journalists|interview\w*|tweet\w*|posted|X|wrote|social media|television"
    r"|address|speech|(?:after|before|following|ahead of)\s+(?:the|their|his|her|a)\s+(?:\w+\s+)?"
    r"(?:call|conversation|talks|meeting))\b"
)
_SESSION = re.compile(
    r"\b(Security Council|General Assembly|Council|Assembly)\s+(?:\w+\s+){0,3}?"
    r"(?:met|meets|session|meeting|debate|briefing|heard)\b"
    r"|\b(?:met|meets|session|meeting|debate|told|addressed|addressing|before|briefed|briefing)\s+"
    r"(?:[\w-]+\s+){0,4}?(Security Council|General Assembly|Council|Assembly)\b"
)
_NO_UN_BODY = re.compile(r"(?:National|Russian?|Ukrain\w+|European|Atlantic|[’']s)\s+$")
_REPRESENTATIVE = re.compile(r"\bRepresentative\b|\bto the (?:UN|United Nations)\b")
_SENTENCES = 3  # that a call lasts of which nothing more is said
_CALL_SENTENCES = 20  # in which it is still "the call"
_SESSION_SENTENCES = 5
_UN_BODIES = ("Security Council", "General Assembly")


def is_elsewhere(frame: Frame) -> bool:
    """Whether the sentence has its words said to the press or the public."""
    return bool(_ELSEWHERE.search(frame.text))


class Calls:
    """The calls of two that an article tells of, in its order; grows as statements are resolved."""

    def __init__(self, article: Article) -> None:
        self._article = article
        self._told: list[tuple[int, frozenset[str]]] = []  # sentence, the two
        calls = {
            article.grid.sentence_at(match.start()) for match in _CALL.finditer(article.grid.text)
        }
        for sentence in sorted(calls):
            two = _present(article, *article.grid.sentence_span(sentence))
            if len(two) == 2 and self._tells_of_call(sentence):
                self._told.append((sentence, frozenset(two)))

    def note(self, frame: Frame, speaker: Speaker, heard: tuple[str, ...]) -> None:
        """Remember the two of a statement made in a call."""
        named = _EVENT.search(frame.text)
        in_call = _has_call(frame.text) or (named and named.group().endswith(_CALLED))
        if in_call and len(heard) == 1 and len(speaker.all_names) == 1:
            self._told.append((frame.sentence, frozenset((*heard, *speaker.all_names))))
            self._told.sort(key=lambda one: one[0])

    def other(
        self, frame: Frame, speaker: Speaker, heard_before: frozenset[str]
    ) -> tuple[str, ...]:
        """Whom a speaker talks to in "the call", or in the call that the paragraph tells of.

        heard_before: names spoken to by the same speaker earlier in the paragraph; they are the
        other one of a call whose sentence names nobody.
        """
        own = speaker.all_names
        if len(own) != 1 or is_elsewhere(frame):
            return ()
        definite = is_at_event(frame)
        reach = _CALL_SENTENCES if definite else _SENTENCES
        before = [(n, two) for n, two in self._told if 0 <= frame.sentence - n <= reach]
        if before and (definite or self._same_paragraph(before[-1][0], frame)):
            return tuple(before[-1][1] - own) if own < before[-1][1] else ()
        if len(heard_before) == 1 and self._call_in_paragraph(frame):
            return tuple(heard_before)
        return ()

    def _same_paragraph(self, sentence: int, frame: Frame) -> bool:
        start, _ = self._article.grid.sentence_span(sentence)
        return self._article.grid.paragraph_at(start) == frame.paragraph

    def _call_in_paragraph(self, frame: Frame) -> bool:
        sentences = range(max(0, frame.sentence - _SENTENCES), frame.sentence + 1)
        return any(self._same_paragraph(n, frame) and self._tells_of_call(n) for n in sentences)

    def _tells_of_call(self, sentence: int) -> bool:
        return _has_call(self._article.unspoken(*self._article.grid.sentence_span(sentence)))


def is_at_event(frame: Frame) -> bool:
    """Whether the sentence has its words said in a call or meeting known already."""
    return bool(_EVENT.search(frame.text))


def _has_call(text: str) -> bool:
    call = _CALL.search(text)
    return bool(call and not _AFTER.search(text[: call.start()]))


def un_body(article: Article, frame: Frame, speaker: Speaker) -> tuple[str, ...]:
    """The UN body before which a permanent representative speaks, told of shortly before."""
    if not speaker.role or not _REPRESENTATIVE.search(speaker.role) or is_elsewhere(frame):
        return ()
    grid = article.grid
    for sentence in range(frame.sentence, max(-1, frame.sentence - _SESSION_SENTENCES - 1), -1):
        start, end = grid.sentence_span(sentence)
        text = article.unspoken(start, end)
        if sentence < frame.sentence and _ELSEWHERE.search(text):
            break
        for match in _SESSION.finditer(text):
            group = 1 if match.group(1) else 2
            if _NO_UN_BODY.search(text[: match.start(group)]):
                continue
            body = _named(article, match.group(group), end)
            return (body,) if body else ()
    return ()


def _named(article: Article, word: str, end: int) -> str:
    """The body's full name; "the Council" is the one that the text named last."""
    before = article.document.readable[:end]
    places = {name: before.rfind(name) for name in _UN_BODIES if word in name}
    last = max(places, key=lambda name: places[name])
    return f"UN {last}" if places[last] >= 0 else ""


def _present(article: Article, start: int, end: int) -> set[str]:
    """Persons of whom a stretch of the text tells in its own words."""
    return {
        person.name
        for mention in article.reader.within(*article.grid.word_range(start, end))
        if (person := article.person_at(mention)) and not article.is_spoken(article.offset(mention))
    }
