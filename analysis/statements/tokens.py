"""Words of a sentence with offsets and a rough word class; a quotation counts as one word."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from analysis.statements.quotations import Quotation
from analysis.statements.sentences import Sentence
from analysis.statements.vocabulary import verb_forms, words

WORD = re.compile(
    r"(?:[A-Za-z]\.){2,}"
    r"|(?:Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Col|Lt|Sgt|St|Jr|Sr|Prof|Rev|Hon|Adm|Capt|Cmdr"
    r"|Maj|No|vs|Inc|Corp|Co|Ltd|Amb|Jan|Feb|Aug|Sept|Sep|Oct|Nov|Dec)\."
    r"|[A-Z]\.(?=\s+[A-Z])"
    r"|\d+(?:[.,]\d+)*(?:-[A-Za-z]+)+"
    r"|\d[\d,.]*\d|\d"
    r"|['’](?:s|d|ll|ve|re|m)\b"
    r"|\w+(?:[-‐‑/&]\w+|['’](?!(?:s|d|ll|ve|re|m)\b)\w+)*"
    r"|--+|\.\.\.|[^\w\s]"
)

# One letter a class, so that sets of classes read as strings:
# D determiner · N noun or unknown · P capitalised · R subject pronoun · O object pronoun
# W relative · I preposition · T to · C and, or · K but · S subordinator, that · A auxiliary
# M modal · X negation · V verb · E -ed form · G -ing form · B adverb · J number · Y time word
# H possessive mark · Q quotation · F dash · , . ; : ( ) themselves
NOUNISH = frozenset("DNPJEOQ")
VERBAL = frozenset("AMV")

CLASSES = (
    ("time", "Y"),
    ("adverb", "B"),
    ("verb", "V"),
    ("preposition", "I"),
    ("object", "O"),
    ("determiner", "D"),
    ("subject", "R"),
    ("relative", "W"),
    ("subordinator", "S"),
    ("modal", "M"),
    ("auxiliary", "A"),
    ("negation", "X"),
    ("conjunction", "C"),
    ("adversative", "K"),
)
MARKS = dict(zip(",.;:()[]", ",.;:()()", strict=True))
MARKS |= dict.fromkeys(("?", "!", "…", "..."), ".")
MARKS |= dict.fromkeys(('"', "“", "”", "«", "»", "‘", "`", "—", "–", "--", "-"), "F")
BEFORE_IS = words("before_is")
MAY = frozenset({"may", "march", "mar", "sat", "sun", "second", "dec", "jan", "am", "pm"})


class Token(NamedTuple):
    """A word, mark or whole quotation: offsets, lower-case form, class."""

    start: int
    end: int
    low: str
    tag: str


@cache
def _lexicon() -> dict[str, str]:
    tags: dict[str, str] = {"to": "T", "'s": "H", "’s": "H"}
    for name, tag in CLASSES:
        for word in words(name):
            tags[word] = tag
            tags[word.replace("'", "’")] = tag
    return tags


def tokenize(text: str, sentence: Sentence) -> list[Token]:
    """The tokens of ``sentence``; each quotation in it is one token of class Q."""
    lexicon = _lexicon()
    found: list[Token] = []
    position = sentence.start
    for quotation in (*sentence.quotations, Quotation(sentence.end, sentence.end)):
        for match in WORD.finditer(text, position, quotation.start):
            found.append(_token(match, lexicon, found))
        if quotation.end > quotation.start:
            found.append(Token(quotation.start, quotation.end, "", "Q"))
        position = quotation.end
    return found


def _token(match: re.Match[str], lexicon: dict[str, str], before: list[Token]) -> Token:
    word = match.group()
    low = word.lower()
    mark = MARKS.get(word)
    if mark is not None:
        return Token(match.start(), match.end(), low, mark)
    if word in ("'", "’"):
        ends_in_s = before and before[-1].low.endswith("s")
        return Token(match.start(), match.end(), low, "H" if ends_in_s else "F")
    if low in ("'s", "’s") and before and (before[-1].tag in "RW" or before[-1].low in BEFORE_IS):
        return Token(match.start(), match.end(), low, "A")
    return Token(match.start(), match.end(), low, _class(word, low, lexicon, before))


def _class(word: str, low: str, lexicon: dict[str, str], before: list[Token]) -> str:
    capital = word[0].isupper()
    tag = lexicon.get(low)
    first = not before or before[-1].tag in ".:" or before[-1].tag == "Q"
    if tag is not None and not (low in MAY and _is_may(word, low, before)):
        if capital and not first and tag not in "YRDBHA":
            return "P"
        return "P" if word.isupper() and len(word) > 1 and tag != "Y" and low != "i" else tag
    if tag is not None:
        return {"may": "M", "march": "N", "am": "A"}.get(low, "N" if not capital else tag)
    if low[0].isdigit():
        return "J"
    if capital:
        return "P"
    return _ending(low)


def _is_may(word: str, low: str, before: list[Token]) -> bool:
    """Month names and the like that are ordinary words when not capitalised."""
    if low in ("am", "pm"):
        return not (before and before[-1].tag == "J")
    return word[0].islower() and not word.endswith(".")


def _ending(low: str) -> str:
    if low.endswith("ly") and len(low) > 4:
        return "B"
    if low.endswith("ing") and len(low) > 5:
        return "G"
    if low.endswith("ed") and len(low) > 3:
        return "E"
    forms = verb_forms().get(low, ())
    if any(form.shape in ("past", "participle") for form in forms):
        return "E"
    if any(form.shape == "third" and not form.verb.also_noun for form in forms):
        return "V"
    return "N"
