"""Document → Transcript: shape, turns, who takes part, when and where."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from analysis.models import Document, Span, Spans
from analysis.transcripts.opening import find_debate_day, find_location, find_said_on, find_venue
from analysis.transcripts.people import People, distinct
from analysis.transcripts.records import Participant, Transcript, Turn
from analysis.transcripts.shapes import Found, find_shape
from analysis.transcripts.turns import body, link_questions, make_turns
from analysis.transcripts.vocabulary import fold, outlet, squeeze

_OPENING = 3000  # code points in which title block, place and time stand


def find_turns(document: Document) -> Transcript | None:
    """The document as turns, or ``None`` when it is no transcript.

    Recognises briefings (``MR. KIRBY:``, ``Q``), joint press conferences, press conferences of
    ministries (``AFP:``), dialogues run into paragraphs (``Vladimir Putin:``), verbatim records of
    the Security Council, General Debate speeches by file name, and speeches by one person.
    """
    if not document.readable.strip():
        return None
    found = find_shape(document)
    if found is None:
        return None
    if not found.labels:
        return _single(document, found)
    text = document.readable
    first = found.labels[0].span.start
    opening = text[:first][:_OPENING]
    people = People(document.title, opening if found.shape == "briefing" else "", text)
    turns = make_turns(text, found.labels, people, found.shape, found.answerer)
    if found.shape == "dialogue":
        turns = _ask(text, turns, document.title)
    elif found.shape == "briefing":
        turns = _interview(text, turns, document.title)
    turns = link_questions(text, turns)
    return Transcript(
        shape=found.shape,
        turns=turns,
        participants=distinct([t.speaker for t in turns if t.role in ("answer", "statement")]),
        said_on=find_said_on(document, opening if found.shape != "dialogue" else ""),
        host=people.host,
        lead=_lead(text, first) if found.shape == "dialogue" else (),
        venue=find_venue(squeeze(document.title), _VENUES[found.shape]),
        location=find_location(document.title, opening),
        addressees=_COUNCIL if found.shape == "council" else _audience(squeeze(document.title)),
    )


_VENUES = {
    "briefing": "", "conference": "press conference", "dialogue": "", "speech": "speech",
    "council": "UN Security Council", "debate": "UN General Assembly",
}  # fmt: skip
_LEADS = 10  # questions asked by somebody who leads a dialogue
_INTERVIEWS = 3  # the same at a briefing
_COUNCIL: tuple[str, ...] = ("UN Security Council",)
_ASSEMBLY: tuple[str, ...] = ("UN General Assembly",)
_BODY = re.compile(
    r"\b(?:before|at|to|in|of|addressing|addresses)\s+(?:the\s+)?(?:[\w.-]+\s+){0,3}?(?:"
    r"(?:session|meeting|debate|briefing)\s+of\s+the\s+)?"
    r"(?:UN|U\.N\.|United Nations)\s+(?:Security Council|General Assembly)",
    re.IGNORECASE,
)


def _single(document: Document, found: Found) -> Transcript:
    """A speech as one turn without a label."""
    text = document.readable
    speaker = found.speaker or Participant()
    said = body(text, 0, len(text))
    if said and squeeze(text[said[0].start : said[0].end]) == squeeze(document.title):
        said = said[1:]
    turn = Turn(Span(0, 0), Span(0, 0), "", said, "statement", speaker)
    title = squeeze(document.title)
    if found.shape == "debate":
        said_on = find_debate_day(document, found.session, found.year)
        addressees = _ASSEMBLY
        venue = _VENUES["debate"]
    else:
        said_on, addressees = find_said_on(document, ""), _audience(title)
        venue = find_venue(title, _VENUES["speech"])
    return Transcript(
        found.shape, (turn,), distinct([speaker]), said_on, host=speaker, venue=venue,
        location=find_location(title, text[:400]), addressees=addressees,
    )  # fmt: skip


def _audience(title: str) -> tuple[str, ...]:
    match = _BODY.search(title)
    if not match:
        return ()
    return _COUNCIL if "ouncil" in match.group() else _ASSEMBLY


def _lead(text: str, first: int) -> Spans:
    """The third-person report before the first turn, without the asterisks that close it."""
    return tuple(
        span
        for span in body(text, 0, first)
        if any(c.isalpha() for c in text[span.start : span.end])
    )


def _ask(text: str, turns: Sequence[Turn], title: str) -> tuple[Turn, ...]:
    """In a dialogue, the turns of those who only ask are questions.

    These are outlets; whoever leads the talk with ten questions or more; and, where "Question:" or
    the title shows that the press asks, everybody without an office who asks, but for the person
    who says most.
    """
    asked = any(t.role == "question" for t in turns) or any(
        word in fold(title)
        for word in ("news conference", "press conference", "questions", "interview")
    )
    hosts = {t.speaker.name for t in turns if t.speaker.role or t.speaker.country}
    spoken, asking, length = _counts(text, turns)
    hosts |= {name for name, _ in length.most_common(1)}
    leads = {n for n in spoken if asking[n] >= _LEADS and asking[n] * 5 >= spoken[n] * 2}
    press = {name for name in spoken if asked and asking[name]}
    askers = {n for n in spoken if n and (outlet(n) or (n in leads | press and n not in hosts))}
    return _as_questions(turns, askers)


def _interview(text: str, turns: Sequence[Turn], title: str) -> tuple[Turn, ...]:
    """At a briefing or talk, the turns of whoever leads it by asking, and is not in the title."""
    spoken, asking, _ = _counts(text, turns)
    wanted = fold(squeeze(title))
    leads = {
        name
        for name in spoken
        if name
        and asking[name] >= _INTERVIEWS
        and asking[name] * 2 >= spoken[name]
        and fold(name.split()[-1]) not in wanted
    }
    return _as_questions(turns, leads)


def _as_questions(turns: Sequence[Turn], askers: set[str]) -> tuple[Turn, ...]:
    return tuple(
        replace(turn, role="question")
        if turn.role == "statement" and turn.speaker.name in askers
        else turn
        for turn in turns
    )


def _counts(text: str, turns: Sequence[Turn]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """By speaker: turns, turns that ask, code points said."""
    spoken, asking, length = Counter[str](), Counter[str](), Counter[str]()
    for turn in turns:
        said = " ".join(text[s.start : s.end] for s in turn.text)
        spoken[turn.speaker.name] += 1
        asking[turn.speaker.name] += "?" in said
        length[turn.speaker.name] += len(said)
    return spoken, asking, length
