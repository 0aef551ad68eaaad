"""Telling a person's name from the office before it, by form and by the words of offices."""

from __future__ import annotations

import re
from functools import cache

import pycountry

from analysis.settings import DATA
from analysis.transcripts.vocabulary import fold

_LINKS = frozenset(["of", "the", "and", "for", "to", "on", "in", "at", "by", "with", "&", "-"])
_PARTICLES = frozenset(
    [
        "bin",
        "ibn",
        "al",
        "el",
        "de",
        "del",
        "di",
        "da",
        "du",
        "van",
        "von",
        "der",
        "den",
        "ben",
        "ter",
        "la",
        "le",
    ]
)
_GIVEN_NAMES = frozenset(["jordan", "georgia", "chad", "la", "el", "de", "st.", "san", "do", "dr"])
_WORD = re.compile(r"\S+")
_HEADINGS = re.compile(
    r"\b(?:Speech|Address|Transcript|Excerpts?|Meeting|Beginning|Opening|Remarks|Statements?"
    r"|Message"
    r"|Conference|Talks|Session|Ceremony|Summit|Forum)\b"
)
_HEADS = re.compile(
    r"\b(?:(?:First |Acting |Deputy |Vice |Prime )*(?:President|Prime Minister|Minister|Chancellor"
    r"|Chair(?:man|woman|person)?|Governor|Secretary|Director|Head|Commissioner|Mayor|Ambassador"
    r"|Premier|Emir|King|Speaker|CEO|Patriarch|Aide|Sultan))\b"
)


@cache
def _country_words() -> frozenset[str]:
    """Words of the names of countries, folded; those that are given names or particles left out."""
    words: set[str] = set()
    for country in pycountry.countries:
        for kind in ("name", "common_name", "official_name"):
            words.update(fold(getattr(country, kind, "").replace(",", " ")).split())
    return frozenset(words - _GIVEN_NAMES)


@cache
def office_words() -> frozenset[str]:
    """Words that belong to offices, bodies and countries, never to a person's name; folded."""
    path = DATA / "vocabulary" / "transcripts_offices.txt"
    words = fold(path.read_text(encoding="utf-8")).split()
    return (frozenset(words) | _country_words()) - _GIVEN_NAMES


@cache
def _country_ends() -> frozenset[str]:
    """The last words of the names of countries: "iran", "korea", "republic"; folded."""
    names = [
        getattr(country, kind, "").split(",")[0].split()
        for country in pycountry.countries
        for kind in ("name", "common_name")
    ]
    return frozenset(fold(words[-1]) for words in names if words) | {"republic", "federation"}


def _is_country(token: str) -> bool:
    return fold(token.strip(".,")) in _country_ends()


def name_start(words: str) -> int | None:
    """Where the personal name at the end of a label begins; ``None`` when there is none.

    Walks back over capitalised words and particles until a word of an office or a country. Of more
    than two words behind an office the last two are the name, for bodies have names as well; only
    behind a country ("President of Iran") all are.
    """
    tokens = list(_WORD.finditer(words))
    first = len(tokens)
    while first > 0:
        token = tokens[first - 1].group().strip(",")
        if _is_office(token) or not (_is_name_word(token) or token in _PARTICLES):
            break
        first -= 1
    while first < len(tokens) and tokens[first].group() in _PARTICLES:
        first += 1
    size = len(tokens) - first
    after_office = first > 0 and not _is_country(tokens[first - 1].group().strip(","))
    if size > 4 or (size > 2 and after_office):
        first = len(tokens) - 2
        size = 2
    if size < 2 and not (size == 1 and first == 1 and _is_office(tokens[0].group())):
        return None
    return tokens[first].start()


def trim_role(words: str, name: int) -> int | None:
    """Where label proper begins: the office before a name, headings cut off.

    ``None`` when what stands before the name is neither an office nor a heading, so that the words
    are a sentence and no label ("Let me quote Vladimir Putin").
    """
    tokens = list(_WORD.finditer(words, 0, name))
    first = len(tokens)
    while first > 0:
        token = tokens[first - 1].group().strip(",")
        if not (token[0].isupper() or token[0].isdigit() or token in _LINKS or token in _PARTICLES):
            break
        first -= 1
    while first < len(tokens) and tokens[first].group() in _LINKS:
        first += 1
    if first == len(tokens):
        return name if not tokens else None
    start = tokens[first].start()
    office = words[start:name]
    heads = [head for head in _HEADS.finditer(office) if not _hangs_on(office[: head.start()])]
    headings = list(_HEADINGS.finditer(office))
    if first > 0 and not heads:
        return None
    if heads and (headings or first > 0 or len(heads) > 1):
        after = [head for head in heads if not headings or head.start() > headings[-1].end()]
        start += (after or heads)[-1].start()
    elif not any(_is_office(token.group().strip(",")) for token in tokens[first:]):
        return None
    return start


def _hangs_on(before: str) -> bool:
    """Whether an office's word belongs to the one before it: "Aide to the President"."""
    words = before.replace(",", " and ").split()
    return bool(words) and words[-1].lower() in _LINKS


def holds_office(words: str) -> bool:
    """Whether words name an office: "President of Belarus"."""
    return bool(_HEADS.search(words))


def _is_name_word(token: str) -> bool:
    return bool(
        re.fullmatch(r"(?:[A-ZÀ-ÞŚŠŞŻŽŁČĆĞİŐŰ][\w’'.-]*|(?:el|al)-[A-Z]\w*)", token)
    ) and not (len(token) > 2 and token.isupper())


def _is_office(token: str) -> bool:
    return fold(token.strip(".,")) in office_words()
