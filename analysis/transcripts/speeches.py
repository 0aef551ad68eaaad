"""Speeches and statements by one person: told by the title and by the first person of the text."""

from __future__ import annotations

import re

from analysis.transcripts.bylines import named_in_title
from analysis.transcripts.records import Participant

_SPOKEN_SHARE = 0.02  # words in the first person, in a speech whose title only names somebody
_FIRST_PERSON = re.compile(
    r"\b(?:I|I[’'](?:m|ve|d|ll)|my|me|we|our|us|[Ww]e[’'](?:re|ve|ll)|We|Our|My)\b"
)
_QUOTATION = re.compile(r"\"[^\"]{0,2000}\"|“[^”]{0,2000}”|«[^»]{0,2000}»")
_REPORTED = re.compile(
    r"\b(?:said|stated|noted|stressed|emphasi[sz]ed|added|told|announced|explained|underlined"
    r"|reported|recalled"
    r"|assured|believes|says|is convinced|thanked|discussed|informed)\b"
)
_TAGGED = re.compile(
    r"[,.!?][\"”] (?:the |The )?(?:[A-Z][\w-]+ ){0,4}(?:said|noted|stressed|added|concluded"
    r"|emphasi[sz]ed|stated)\b"
    r"|[,.!?][\"”] (?:he|she|they) (?:said|noted|added)\b|\b[Tt]his was (?:stated|announced|said"
    r"|reported) by\b"
)
JOINT = re.compile(
    r"\bjoint (?:press )?(?:statement|declaration|communiqu|readout)|\breadout\b|\bfact ?sheet\b"
    r"|\bleaders[’']|\bwhat they are saying\b|\bagreement between\b",
    re.IGNORECASE,
)


def find_speaker(text: str, title: str) -> Participant | None:
    """One person's words under a title that says whose they are.

    A report about a speech is told by its third person: the speaker is named and verbs of saying
    stand outside quotation marks; a speech says "I" and "we".
    """
    if not title or JOINT.search(title):
        return None
    people = named_in_title(title)
    told = len(people) == 1
    speaker = people[0] if told else _after_dash(title)
    if speaker is None or len(people) > 1:
        return None
    own, third, words = _persons(text, speaker)
    if words < 30 or third > 0.003 or _opens_reporting(text, speaker):
        return None
    if len(_TAGGED.findall(text)) > (1 if told else 0):
        return None
    return speaker if own > (0.0 if told else _SPOKEN_SHARE) else None


def _after_dash(title: str) -> Participant | None:
    """Whose words a headline is: "… - President Volodymyr Zelenskyy"."""
    parts = re.split(r"\s+[-–—]\s+", title)
    if len(parts) < 2:
        return None
    found = named_in_title("Address by " + parts[-1])
    return found[0] if len(found) == 1 else None


def _persons(text: str, speaker: Participant) -> tuple[float, float, int]:
    """Shares of words in the first person and of reports in the third; number of words."""
    plain = _QUOTATION.sub(" ", text)
    words = len(plain.split())
    if not words:
        return 0.0, 0.0, 0
    own = len(_FIRST_PERSON.findall(plain))
    surname = speaker.name.split()[-1] if speaker.name else ""
    names = [rf"\b{re.escape(surname)}\b"] if surname else []
    if speaker.role:
        names.append(rf"\b[Tt]he {re.escape(speaker.role.split(' of ')[0])} (?=[a-z])")
    names.append(r"\b[Tt]he Head of State\b")
    third = sum(
        1
        for name in names
        for match in re.finditer(name, plain)
        if _REPORTED.search(plain[match.end() : match.end() + 40])
    )
    return own / words, third / words, words


def _opens_reporting(text: str, speaker: Participant) -> bool:
    """Whether the first sentences name the speaker, as a report does."""
    surname = speaker.name.split()[-1] if speaker.name else ""
    opening = _QUOTATION.sub(" ", text.lstrip()[:400])
    return (
        bool(surname)
        and bool(re.search(rf"\b{re.escape(surname)}\b", opening))
        and not re.search(r"\b(?:I|my|My|me)\b", opening)
    )
