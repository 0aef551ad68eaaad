"""The records that pass between the stages: frozen, small, pointing into the text by span.

Flow: files → Document → Attribution (spans) → Statement (who, where, when) → store → Hit.

Every span counts Unicode code points into ``Document.text``, the text as it stands on disk, end
exclusive. What each word means (source, cue, content, kind, mode …) is in the README's glossary.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

Kind = Literal["statement", "attitude", "document"]
Mode = Literal["direct", "indirect", "mixed"]
SpeakerKind = Literal[
    "person",
    "government",
    "ministry",
    "mission",
    "organisation",
    "media",
    "document",
    "unnamed",
    "unknown",
]
Precision = Literal["day", "week", "month", "year"]
Origin = Literal["extracted", "curated"]


class Span(NamedTuple):
    """A stretch of ``Document.text``: code points from ``start`` up to, not including, ``end``."""

    start: int
    end: int


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Footnote:
    """A reference in the text to the page a passage rests on (Markdown ``[^label]``)."""

    mark: Span
    label: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Document:
    """One article as published: news report, release, transcript, speech.

    ``readable`` has the same length as ``text``: page furniture, markup and footnotes are blanked
    with spaces, and so are line breaks that only fit a width, so that a span found in it is a
    span of ``text``.
    """

    id: str
    name: str
    text: str
    readable: str
    title: str = ""
    published: date | None = None
    published_from: str = ""  # "metadata", "text", "file name"; empty when unknown
    publisher: str = ""
    author: str = ""
    url: str = ""
    language: str = "en"
    footnotes: tuple[Footnote, ...] = ()


@dataclass(frozen=True, slots=True)
class Attribution:
    """Spans that belong together: who says it, the word that marks the saying, what is said.

    ``content`` may be discontinuous. ``source`` is empty where the text names nobody. An
    attribution may lie wholly inside another one's content (nested speech).
    """

    content: Spans
    source: Spans = ()
    cue: Spans = ()
    kind: Kind = "statement"
    mode: Mode = "indirect"
    confidence: float = 0.5  # that source, cue and content belong together
    extractor: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """A post and when it was held; an open end is ``None``."""

    role: str
    organisation: str
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or some body that speaks, under one canonical name."""

    name: str
    kind: SpeakerKind
    country: str | None  # ISO 3166-1 alpha-2, or EU, UN, NATO
    aliases: tuple[str, ...] = ()
    ambiguous_aliases: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()
    organisation: str = ""

    def office_on(self, day: date | None) -> Office | None:
        """The office held on ``day``, the latest begun if several; ``None`` when unknown."""
        if day is None:
            return self.offices[0] if len(self.offices) == 1 else None
        held = [
            office
            for office in self.offices
            if (office.start is None or office.start <= day)
            and (office.end is None or day <= office.end)
        ]
        return max(held, key=lambda office: office.start or date.min, default=None)


@dataclass(frozen=True, slots=True)
class SaidOn:
    """When something was said. ``day`` is the first day of the period that ``precision`` names.

    ``how`` is "explicit", "relative", "article date", "transcript date" or "curated"; ``reason``
    explains in a few words, always when ``day`` is ``None``.
    """

    day: date | None = None
    precision: Precision | None = None
    how: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One act of saying or writing something, by one speaker (or several together).

    The fields are the store's columns, described one by one in ``analysis.columns``.
    """

    id: str
    article_id: str
    text: str
    telling: str = ""
    kind: Kind = "statement"
    mode: Mode = "indirect"
    origin: Origin = "extracted"
    source: Spans = ()
    cue: Spans = ()
    content: Spans = ()
    context: str = ""
    speaker: str | None = None
    speaker_kind: SpeakerKind = "unknown"
    speaker_reason: str = ""
    role: str | None = None
    organisation: str | None = None
    country: str | None = None
    addressees: tuple[str, ...] = ()
    asked_by: str | None = None
    question: str | None = None
    answers: str | None = None
    mentions: tuple[str, ...] = ()
    mentioned_countries: tuple[str, ...] = ()
    reported_by: tuple[str, ...] = ()
    venue: str | None = None
    said_on: date | None = None
    said_on_precision: Precision | None = None
    said_on_how: str = ""
    said_on_reason: str = ""
    topic: str | None = None
    key_phrase: str | None = None
    key_phrase_is: str | None = None
    caution: str | None = None
    original_title: str | None = None
    original_url: str | None = None
    confidence: float = 0.5
    extractor: str = ""

    @property
    def embedded(self) -> str:
        """The words that stand for it in search by meaning."""
        return self.telling or self.text


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, for the timeline: not a statement."""

    day: date
    title: str
    countries: tuple[str, ...]
    kind: str
    url: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What to look at. Empty means no restriction; several values of one field mean *any of*.

    ``said_from`` and ``said_to`` are inclusive and match every statement whose period overlaps
    them; undated statements match only while neither is set.
    """

    countries: tuple[str, ...] = ()
    not_countries: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    not_speakers: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    modes: tuple[Mode, ...] = ()
    kinds: tuple[Kind, ...] = ("statement",)
    origins: tuple[Origin, ...] = ()
    said_from: date | None = None
    said_to: date | None = None
    undated_only: bool = False
    unattributed_only: bool = False
    article_ids: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One search result: the statement's columns, its score and why it was found."""

    id: str
    score: float  # cosine for meaning, BM25 for words, fused rank score for both
    why: str  # "meaning 0.71", "words: ceasefire, talks"
    copies: int = 0  # further reports of the same words elsewhere, left out of the list
    row: dict[str, object] = field(default_factory=dict)
