"""Official transcripts → turns → attributions → statements, in the shapes of the main sources."""

from analysis.transcripts.attributions import (
    EXTRACTOR,
    nested_attributions,
    transcript_attributions,
    transcript_pieces,
)
from analysis.transcripts.find import find_turns
from analysis.transcripts.records import Nested, Participant, Piece, Transcript, Turn
from analysis.transcripts.statements import transcript_statements

__all__ = [
    "EXTRACTOR",
    "Nested",
    "Participant",
    "Piece",
    "Transcript",
    "Turn",
    "find_turns",
    "nested_attributions",
    "transcript_attributions",
    "transcript_pieces",
    "transcript_statements",
]
