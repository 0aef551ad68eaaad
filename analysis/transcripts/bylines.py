"""Bylines in titles: whose remarks, address or statement a page is."""

from __future__ import annotations

import re

from analysis.transcripts.names import office_words
from analysis.transcripts.records import Participant
from analysis.transcripts.vocabulary import fold, plain_words, squeeze

_BY = re.compile(r"\b(?:[Bb]y|[Ff]rom|[Oo]f|[Ww]ith|BY)\s+")
_SPOKEN = (
    r"(?:remarks|address(?:es)?|speech|statements?|keynote(?: (?:address|speech|remarks))?"
    r"|lecture"
    r"|press statement|toast|testimony|article|essay|open letter|op-ed|column|prepared remarks"
    r"|opening (?:remarks|statement)|closing (?:remarks|statement)|video (?:address|message))"
)
_TITLE_BY = re.compile(
    rf"\b{_SPOKEN}(?:\s+(?:as prepared(?: for delivery)?|and q&a))?\s*(?:\([^)]*\))?"
    r"(?:\s+(?:by|from|of)|\s+to the \w+(?: \w+){0,4}\s+by)\s+(?P<who>.+)$",
    re.IGNORECASE,
)
_TITLE_POSSESSIVE = re.compile(
    rf"(?:^|[–—:-]\s+)(?P<who>(?:(?:[A-ZÀ-Ž][\w.-]+|of|the|for"
    rf"|and)\s+){{0,8}}[A-ZÀ-Ž][\w.-]+)[’']s?\s+{_SPOKEN}\b",
)
_STOP = re.compile(
    r"(?i:\s+(?:in|on|at|before|after|during|to|following|regarding|announcing|providing|urging"
    r"|marking"
    r"|ahead|upon|about|concerning|as|aboard|with|via|under|calling|commemorating|celebrating"
    r"|condemning"
    r"|remembering|thanking|welcoming|honoring|observing|prior|en route|against|addressing"
    r"|previewing"
    r"|outlining|recognizing|for|while|delivered|made|dated|entitled|titled)\b)|\s*[|–—:“\"«(]"
    r"|\s+-\s+"
)


def named_in_title(title: str) -> list[Participant]:
    """The persons or offices a title says a speech is by; in order, [] when it does not say."""
    found = []
    for part in _by_parts(squeeze(title)):
        words = re.sub(r"^(?:the|a|an)\s+", "", part, flags=re.IGNORECASE)
        participant = _described(words)
        if participant:
            found.append(participant)
    return found


def _by_parts(title: str) -> list[str]:
    match = _TITLE_BY.search(title)
    who = match["who"] if match else ""
    if not match:
        owner = _TITLE_POSSESSIVE.search(title)
        who = owner["who"] if owner else ""
    if not who:
        return []
    if stop := _first_stop(who):
        who = who[:stop]
    return [
        part.strip()
        for part in re.split(r",\s+(?:and\s+)?|\s+and\s+(?=(?:the\s+)?[A-Z])", who)
        if part.strip()
    ]


def _first_stop(who: str) -> int | None:
    """Where the description of the speaker ends in the rest of a title.

    "for Strategic Communications John Kirby": a preposition inside an office does not end it.
    """
    stops = [(m.start(), m.group().strip().lower() == "for") for m in _STOP.finditer(who)]
    stops += [
        (m.start(), False) for m in re.finditer(r"\s+\w+", who) if _is_gerund(m.group().strip())
    ]
    for start, within_office in sorted(stops):
        found = _described(who[:start]) if start else None
        if found and (found.name or not within_office):
            return start
    return None


def _described(words: str) -> Participant | None:
    """A person or office in a few words: "National Security Advisor Jake Sullivan"."""
    place = re.search(
        r"\s+of\s+(?:the\s+)?(?P<place>[A-ZÀ-Ž][\w’'-]+(?:\s+(?:of\s+)?[A-ZÀ-Ž][\w’'-]+){0,3})$",
        words,
    )
    head = words[: place.start()] if place else words
    given, role = split_before(head)
    if not given and place and split_before(words)[0]:
        # "Head of the Office of the President of Ukraine Andriy Yermak"
        given, role = split_before(words)
        place = None
    if not given:
        if fold(words.split()[0]) in office_words() or place:
            return Participant("", squeeze(head), squeeze(place["place"]) if place else "")
        return None
    return Participant(given, role, squeeze(place["place"]) if place else "")


def ends_name(word: str) -> bool:
    """Whether a capitalised word of a title stands behind a name and belongs to it no more."""
    return fold(word) in office_words() or bool(_STOP.match(f" {word} ")) or _is_gerund(word)


def _is_gerund(word: str) -> bool:
    """ "Announcing", "Congratulating"; names such as "Jinping" are shorter."""
    return len(word) >= 8 and word.endswith("ing") and word != "Chongqing"


def split_before(before: str) -> tuple[str, str]:
    """Given names and role at the end of the words before a surname."""
    part = re.split(r",\s+|\s+[|–—:]\s+|\bwith\s+", before)[-1]
    by = list(_BY.finditer(part))
    starts = [0] + [match.end() for match in by if match.group().strip().lower() in ("by", "from")]
    part = part[starts[-1] :].rstrip()
    words = part.split()
    given: list[str] = []
    while words and len(given) < 3 and _is_given(words[-1]):
        given.insert(0, words.pop())
    role = " ".join(words)
    # "… and Deputy NEC Director": what stands before "and" is another office or person.
    if " and " in role or role.startswith("and "):
        tail = re.split(r"(?:^|\s)and\s+", role)[-1]
        if fold(tail.split()[0]) in office_words() if tail else False:
            role = tail if _names_someone(role[: len(role) - len(tail)]) or not tail else role
            role = role.removeprefix("and ")
    role = re.sub(r"^(?:the|The|a|an)\s+", "", role)
    if role and fold(role.split()[0].strip(".,")) not in office_words():
        role = ""
    return " ".join(given), role


def _names_someone(words: str) -> bool:
    """Whether words hold somebody's name: a capitalised word that no office has."""
    return any(
        w[0].isupper() and fold(w.strip(",.’'s")) not in office_words() for w in words.split()
    )


def _is_given(word: str) -> bool:
    return (
        word[0].isupper()
        and not word.endswith((",", ":", ";"))
        and fold(word.strip(".")) not in office_words()
        and fold(word) not in plain_words("no given name")
        and not (word.isupper() and len(word) > 2)
    )
