"""What a transcript holds: turns, who takes part, when and where; all by spans of the document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analysis.models import Attribution, SaidOn, Span, Spans, SpeakerKind

Shape = Literal["briefing", "conference", "dialogue", "council", "debate", "speech"]
Role = Literal["question", "answer", "statement", "chair", "note"]


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who speaks, as far as the page itself tells.

    name: the full name where title or opening lines give it ("Jen Psaki"), else the surname, else
        empty: then ``role`` alone says who ("President").
    role: the office as printed ("Press Secretary"); country: the place as printed ("Japan").
    kind: "person", or "unnamed" ("Senior Administration Official"), or "government" (the state
        speaks because the page names nobody), or "unknown".
    """

    name: str = ""
    role: str = ""
    country: str = ""
    kind: SpeakerKind = "person"


@dataclass(frozen=True, slots=True)
class Turn:
    """One stretch of speech by one speaker, from its label to the next.

    label: the words that name the speaker; empty in a speech without labels.
    cue: the colon; empty after ``Q``.
    text: the paragraphs of what is said, furniture cut off; notes in brackets are still inside.
    note: what stands in brackets behind the label ("As interpreted.").
    asked_by: in an answer, who asked; in a question, who asks; ``None`` when not told.
    question: in an answer, the index of the turn that it answers.
    """

    label: Span
    cue: Span
    name: str
    text: Spans
    role: Role
    speaker: Participant
    note: str = ""
    asked_by: str | None = None
    question: int | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """A document read as turns.

    lead: what stands before the first turn and reports in the third person (Kremlin news items).
    host: who "the President" is, for whom the page does not name.
    addressees: bodies that all is said to ("UN Security Council").
    """

    shape: Shape
    turns: tuple[Turn, ...]
    participants: tuple[Participant, ...]
    said_on: SaidOn
    host: Participant | None = None
    lead: Spans = ()
    venue: str = ""
    location: str = ""
    addressees: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph's worth of a turn as an attribution; ``gaps`` tells which joins lost words."""

    turn: int
    attribution: Attribution
    lost: tuple[bool, ...] = ()  # between content spans i and i+1: inaudible or left out


@dataclass(frozen=True, slots=True)
class Nested:
    """What a speaker reports of others inside a piece: never the speaker's own statement."""

    parent: int  # index of the piece
    attribution: Attribution
