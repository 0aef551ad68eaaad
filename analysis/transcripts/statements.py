"""Transcript → statements: every paragraph an official says, with who, to whose question, when."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from analysis.models import Attribution, Document, Statement
from analysis.resolve import Registry, resolve_statements
from analysis.resolve.article import Article, Speaker
from analysis.resolve.passages import fold, words_of
from analysis.resolve.resolver import find_named, statement_id
from analysis.statements import SpanFinder, find_attributions
from analysis.transcripts.attributions import (
    keep,
    nested_attributions,
    only,
    transcript_pieces,
)
from analysis.transcripts.hosts import host_of
from analysis.transcripts.identify import identify
from analysis.transcripts.pieces import without_notes
from analysis.transcripts.records import Nested, Participant, Piece, Transcript, Turn
from analysis.transcripts.vocabulary import squeeze

_NESTED = 0.8  # of the finder's confidence: what is told of others is heard, not seen
_UNDATED = "told within a transcript; when it was said is not clear"


def transcript_statements(
    document: Document,
    transcript: Transcript,
    registry: Registry,
    finder: SpanFinder | None = None,
) -> tuple[Statement, ...]:
    """The statements of a transcript in order of the text.

    Each piece of an answer or speech is its speaker's, dated by the transcript, the question kept
    beside it. What a speaker tells of others is a statement of theirs, reported by the speaker;
    where the text does not name them it is left out. A lead in the third person is read as news.
    """
    pieces = transcript_pieces(document, transcript)
    article = Article.of(document, [piece.attribution for piece in pieces], registry)
    speakers = _speakers(document, transcript, registry)
    own = [_statement(article, transcript, piece, speakers) for piece in pieces]
    told = _told(document, pieces, own, registry, finder)
    lead = _lead(document, transcript, registry, finder)
    return _numbered(document, [*lead, *own, *told])


def _speakers(
    document: Document, transcript: Transcript, registry: Registry
) -> dict[Participant, Speaker]:
    day, host = transcript.said_on.day, host_of(document)
    title = fold(squeeze(document.title))
    found: dict[Participant, Speaker] = {}
    for turn in transcript.turns:
        participant = turn.speaker
        if turn.role in ("answer", "statement") and participant not in found:
            titled = bool(participant.name) and fold(participant.name) in title
            found[participant] = identify(participant, registry, day, host, titled)
    return _with_roles(found)


def _with_roles(found: dict[Participant, Speaker]) -> dict[Participant, Speaker]:
    """Roles and countries told once hold for all turns of the same person."""
    told = {s.name: s for s in found.values() if s.role or s.country}
    return {
        participant: replace(
            speaker,
            role=speaker.role or told[speaker.name].role,
            organisation=speaker.organisation or told[speaker.name].organisation,
            country=speaker.country or told[speaker.name].country,
        )
        if speaker.name in told
        else speaker
        for participant, speaker in found.items()
    }


def _statement(
    article: Article,
    transcript: Transcript,
    piece: Piece,
    speakers: dict[Participant, Speaker],
) -> Statement:
    document, turn = article.document, transcript.turns[piece.turn]
    speaker, attribution, said = speakers[turn.speaker], piece.attribution, transcript.said_on
    mentions, countries = find_named(article, attribution.content, speaker)
    return Statement(
        id="",
        article_id=document.id,
        text=piece_text(document, piece),
        kind="statement",
        mode="direct",
        source=attribution.source,
        cue=attribution.cue,
        content=attribution.content,
        context=_context(document, turn, attribution),
        speaker=speaker.name,
        speaker_kind=speaker.kind,
        speaker_reason=speaker.reason,
        role=speaker.role,
        organisation=speaker.organisation,
        country=speaker.country,
        addressees=transcript.addressees,
        asked_by=turn.asked_by if turn.role == "answer" else None,
        question=question_text(document, transcript, turn),
        mentions=mentions,
        mentioned_countries=countries,
        venue=transcript.venue or None,
        said_on=said.day,
        said_on_precision=said.precision,
        said_on_how=said.how,
        said_on_reason=said.reason,
        confidence=round(attribution.confidence * speaker.confidence, 4),
        extractor=attribution.extractor,
    )


def piece_text(document: Document, piece: Piece) -> str:
    """The words of a piece: where a note was cut out a space, where words were lost " … "."""
    text = document.readable
    spans = piece.attribution.content
    words = squeeze(text[spans[0].start : spans[0].end])
    for span, lost in zip(spans[1:], piece.lost, strict=True):
        words += (" … " if lost else " ") + squeeze(text[span.start : span.end])
    return words


def question_text(document: Document, transcript: Transcript, turn: Turn) -> str | None:
    """The words of the question that a turn answers, without notes; ``None`` for statements."""
    if turn.question is None:
        return None
    asked = transcript.turns[turn.question]
    spans = [s for paragraph in asked.text for s in without_notes(document, paragraph)[0]]
    return squeeze(" ".join(document.readable[s.start : s.end] for s in spans)) or None


def _context(document: Document, turn: Turn, attribution: Attribution) -> str:
    """The piece as printed, its label before it where it opens the turn."""
    start, end = attribution.content[0].start, attribution.content[-1].end
    opens = turn.text and start <= turn.text[0].end and turn.label.end > turn.label.start
    return squeeze(document.readable[turn.label.start if opens else start : end])


def _told(
    document: Document,
    pieces: tuple[Piece, ...],
    own: Sequence[Statement],
    registry: Registry,
    finder: SpanFinder | None,
) -> list[Statement]:
    """Statements of others that speakers tell of, each reported by the speaker."""
    nested = nested_attributions(document, pieces, finder)
    inside = only(document, pieces)
    named = [n for n in nested if _names_source(document, n)]
    parents = {_key(n.attribution): n.parent for n in named}
    resolved = resolve_statements(inside, [n.attribution for n in named], registry)
    found = []
    for statement in resolved:
        parent = own[parents.get(_key(statement), -1)] if _key(statement) in parents else None
        if parent is None or not _stands(document, statement, parent, registry):
            continue
        found.append(_reported(statement, parent))
    return found


def _key(spans: Attribution | Statement) -> tuple[object, ...]:
    return (spans.source, spans.cue, spans.content)


def _names_source(document: Document, nested: Nested) -> bool:
    """Whether the source is more than a pronoun: it must be named within what is said."""
    source = nested.attribution.source
    words = " ".join(document.readable[s.start : s.end] for s in source)
    parts = [re.split(r"[’']", word)[0] for word in words.split()]
    return any(part[:1].isupper() and part not in _NO_NAMES for part in parts)


_NO_NAMES = frozenset(["I", "We", "He", "She", "They", "It", "You", "My", "Our", "His", "Her"]) | {
    "Their", "The", "This", "That", "Who", "Some", "Many", "More", "Others", "People", "Everybody",
}  # fmt: skip


def _stands(
    document: Document, statement: Statement, parent: Statement, registry: Registry
) -> bool:
    """Whether a nested statement is somebody else's whom its source names without doubt.

    Whoever speaks for no country or body, or goes by one name only, is too uncertain.
    """
    name = statement.speaker
    if not name or name == parent.speaker or statement.country is None:
        return False
    if statement.speaker_kind in ("unknown", "unnamed", "media"):
        return False
    if statement.speaker_kind != "person":
        return True
    if name not in registry.by_name and len(words_of(name)) < 2:
        return False
    source = fold(" ".join(document.readable[s.start : s.end] for s in statement.source))
    return any(fold(word) in source for word in words_of(name) if len(word) > 1)


def _reported(statement: Statement, parent: Statement) -> Statement:
    reporter = (parent.speaker,) if parent.speaker else ()
    dated = statement.said_on_how in ("explicit", "relative") and _dates_itself(statement)
    return replace(
        statement,
        reported_by=tuple(dict.fromkeys((*statement.reported_by, *reporter))),
        asked_by=None,
        said_on=statement.said_on if dated else None,
        said_on_precision=statement.said_on_precision if dated else None,
        said_on_how=statement.said_on_how if dated else "",
        said_on_reason=statement.said_on_reason if dated else _UNDATED,
        confidence=round(statement.confidence * _NESTED, 4),
    )


def _dates_itself(statement: Statement) -> bool:
    """Whether the date's words stand in the statement's own sentence, by the reason given."""
    quoted = re.search(r"“([^”]+)”", statement.said_on_reason)
    return quoted is not None and quoted.group(1) in statement.context


def _lead(
    document: Document, transcript: Transcript, registry: Registry, finder: SpanFinder | None
) -> list[Statement]:
    """Statements of the third-person report before the first turn."""
    if not transcript.lead:
        return []
    reading = replace(document, readable=keep(document.readable, list(transcript.lead)))
    return list(resolve_statements(reading, find_attributions(reading, finder), registry))


def _numbered(document: Document, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """In order of the text, with ids that tell equal words of one document apart."""
    seen: Counter[str] = Counter()
    numbered = []
    for statement in sorted(statements, key=lambda s: (s.content[0].start, -s.content[-1].end)):
        text = statement.text
        numbered.append(replace(statement, id=statement_id(document.id, text, seen[text])))
        seen[text] += 1
    return tuple(numbered)


__all__ = ["piece_text", "question_text", "transcript_statements"]
