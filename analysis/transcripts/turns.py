"""Labels → turns: where each begins and ends, who speaks, what it answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from analysis.models import Span, Spans
from analysis.transcripts.labels import Label, part_of
from analysis.transcripts.opening import TIME
from analysis.transcripts.people import People, unnamed
from analysis.transcripts.records import Participant, Role, Shape, Turn
from analysis.transcripts.vocabulary import (
    courtesies,
    fold,
    note_pattern,
    outlet,
    plain_words,
    squeeze,
)

_FURNITURE = re.compile(
    r"^[^\S\n]*(?:END\b[^\n]{0,40}|\#[#\s]*|(?:\*\s*){3,}|[-_=]{3,}|S/PV\.\d+[^\n]{0,120}"
    r"|\d+/\d+\s+\d\d-\d{5}|\d\d-\d{5}\s+\d+/\d+|\d\d-\d{5}(?: \([A-Z]\))?)[^\S\n]*$",
    re.MULTILINE,
)
_RUN_FURNITURE = re.compile(r"(?:\*\s?){3}")
_PARAGRAPH = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_IN_CAPACITY = re.compile(
    r"I (?:shall|will|should like to|would like to) now make (?:a|the following"
    r"|my) statement in my (?:national )?capacity"
    r" as (?:the )?(?:\w+ ){0,3}?representative of (?:the )?(?P<state>[A-Z][^.,\n]{2,60})[.,]",
)
_RESUMES = re.compile(
    r"I (?:now )?(?:shall now )?resume my (?:functions|function|role|duties) as President"
)
_INTRODUCED = re.compile(
    r"\b(?:[Tt]his is|[Ii]t[’']s|I[’']m|I am|[Mm]y name is|go (?:next )?to|line of|question "
    r"(?:will come|comes|is) from)"
    r" (?P<who>[A-Z][\w’'-]+(?: [A-Z][\w’'.-]+){0,3}),? (?:with|from|of|at|for)(?: the)?"
    r" (?P<outlet>[A-Z][\w&’'/-]*(?: (?:of |the )?[A-Z][\w&’'/-]*){0,3})"
)


def body(text: str, start: int, end: int) -> Spans:
    """The paragraphs between two positions, without page headers, end marks and times."""
    pieces, position = [], start
    cuts = sorted(
        (match.start(), match.end())
        for pattern in (_FURNITURE, TIME, _RUN_FURNITURE)
        for match in pattern.finditer(text, start, end)
    )
    for cut_start, cut_end in [*cuts, (end, end)]:
        if cut_start >= position:
            pieces += _paragraphs(text, position, cut_start)
            position = cut_end
    return tuple(pieces)


def _paragraphs(text: str, start: int, end: int) -> list[Span]:
    found, position = [], start
    for match in [*_PARAGRAPH.finditer(text, start, end), None]:
        stop = match.start() if match else end
        span = trim(text, position, stop)
        if span:
            found.append(span)
        position = match.end() if match else end
    return found


def trim(text: str, start: int, end: int) -> Span | None:
    """The span without white space at its ends; ``None`` when nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if end > start else None


def is_courtesy(text: str) -> bool:
    """Whether words are politeness and nothing else: "Thank you.  Go ahead, Jeff."."""
    text = note_pattern().sub(" ", text).replace("’", "'")
    if not text.strip():
        return False
    known = courtesies()
    for part in re.split(r"[.!?,;:—–…]+|\s-\s", text):
        words = part.split()
        if not words:
            continue
        bare = " ".join(words).lower().strip("\"'“”()- ")
        if bare in known or not bare:
            continue
        # A name or form of address beside it: "Go ahead, Jeff.", "Thank you, Mr. President."
        if len(words) <= 4 and words[0] not in ("I", "No", "Yes") and _is_address(words):
            continue
        head = next(
            (n for n in range(len(words), 0, -1) if " ".join(words[:n]).lower() in known), 0
        )
        if head and all(w[0].isupper() for w in words[head:]):
            continue
        return False
    return True


def _is_address(words: Sequence[str]) -> bool:
    return (
        all(w[0].isupper() for w in words)
        and all(w.isalpha() or w in ("Mr.", "Ms.", "Mrs.", "Dr.") or "-" in w for w in words)
        and not any(fold(w) in plain_words("answer") for w in words)
    )


def make_turns(
    text: str, labels: Sequence[Label], people: People, shape: Shape, answerer: Participant | None
) -> tuple[Turn, ...]:
    """One turn a label; speakers completed; chairs who speak for their state split off.

    answerer: who "A:" is, where the title says whose press conference it is.
    """
    known: dict[tuple[str, str, str], Participant] = {}
    turns: list[Turn] = []
    for index, label in enumerate(labels):
        end = labels[index + 1].span.start if index + 1 < len(labels) else len(text)
        key = (label.name, label.office, label.country)
        if key not in known:
            known[key] = _speaker(label, people, answerer)
        turn = Turn(
            label.span, label.cue, label.name, body(text, label.start, end), _role(label),
            known[key], label.note,
        )  # fmt: skip
        turns += (
            _split_capacity(text, turn) if label.role == "chair" and shape == "council" else [turn]
        )
    return tuple(turns)


def _role(label: Label) -> Role:
    if label.role in ("question", "chair", "note"):
        return label.role  # type: ignore[return-value]
    return "statement"


def _speaker(label: Label, people: People, answerer: Participant | None) -> Participant:
    if label.role == "answer" and answerer:
        return answerer
    if label.role == "question" and not part_of(label.name):
        known = outlet(label.name)
        return Participant(known or label.name, kind="media" if known else "person")
    if label.role:
        return unnamed(label.name.removeprefix("The "))
    return people.complete(label)


def _split_capacity(text: str, turn: Turn) -> list[Turn]:
    """The chair's turn; what is said "in my capacity as representative of" is a statement."""
    chair, national = list[Span](), list[tuple[str, list[Span]]]()
    state = ""
    for span in turn.text:
        words = squeeze(text[span.start : span.end])
        match = _IN_CAPACITY.search(words)
        if match:
            state = match["state"].strip()
            national.append((state, []))
        elif _RESUMES.search(words):
            state = ""
        elif state:
            national[-1][1].append(span)
            continue
        chair.append(span)
    statements = [
        replace(turn, role="statement", text=tuple(spans), speaker=_representative(state))
        for state, spans in national
        if spans
    ]
    return [replace(turn, text=tuple(chair)), *statements]


def _representative(state: str) -> Participant:
    return Participant("", "Representative", state, "person")


def link_questions(text: str, turns: Sequence[Turn]) -> tuple[Turn, ...]:
    """The turns with answers tied to the question before them and to who asked it."""
    linked: list[Turn] = []
    question: int | None = None
    invited: str | None = None
    for turn in turns:
        said = squeeze(" ".join(text[s.start : s.end] for s in turn.text))
        if turn.role == "question":
            asked_by = _asker(turn) or _introduced(said) or invited
            linked.append(replace(turn, asked_by=asked_by))
            if not is_courtesy(said):
                question = len(linked) - 1
            elif "?" not in said:
                question = None
            invited = None
            continue
        if turn.role == "statement" and question is not None:
            if _begins_anew(linked, turn, said):
                question = None
            else:
                asked_by = linked[question].asked_by
                turn = replace(turn, role="answer", question=question, asked_by=asked_by)
        if turn.role != "note":
            invited = _introduced(said[-160:])
        linked.append(turn)
    return tuple(linked)


def _begins_anew(before: Sequence[Turn], turn: Turn, said: str) -> bool:
    """Whether another official opens a statement of their own instead of answering on."""
    last = next((t for t in reversed(before) if t.role != "note"), None)
    return (
        last is not None
        and last.role in ("answer", "statement", "chair")
        and last.speaker != turn.speaker
        and len(said) > 600
    )


def _asker(turn: Turn) -> str | None:
    """Who asks, by the label: an outlet or a person, nobody where it says only "Question"."""
    if turn.speaker.kind == "unnamed":
        return None
    return outlet(turn.name) or turn.speaker.name or None


def _introduced(said: str) -> str | None:
    """The outlet that a questioner, or who calls on them, names: "this is Ann Bell with "
    "Reuters"."""
    match = _INTRODUCED.search(" ".join(said[:220].split()))
    if not match:
        return None
    words = re.sub(r"[’']s?$", "", match["outlet"]).split()
    known = (outlet(" ".join(words[:size])) for size in range(len(words), 0, -1))
    return next((name for name in known if name), None)
