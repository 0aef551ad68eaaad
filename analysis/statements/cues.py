"""Candidates for the words that mark a saying: reporting verbs in a form that reports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from analysis.statements.tokens import Token
from analysis.statements.vocabulary import Form, Verb, verb_forms, words

BE = words("be")
HAVE = words("have")
DO = words("do")
NEGATED = ("n't", "n’t")
PLURAL_SUBJECTS = words("plural_subjects")
PLURAL_NOUNS = words("plural_nouns")
SINGULAR_SUBJECTS = words("singular_subjects")


class Cue(NamedTuple):
    """A reporting verb: token indices of the whole cue, of its verb, and how it is used.

    first, last: the cue's tokens, last exclusive. main: its verb. manner: "finite", "participle"
    (adding …) or "passive" (was quoted as saying).
    """

    verb: Verb
    shape: str
    first: int
    main: int
    last: int
    manner: str = "finite"


def find_cues(tokens: Sequence[Token]) -> list[Cue]:
    """All reporting verbs of a sentence that state a fact of saying, in order.

    Left out: negated, conditional and hypothetical ones, passives, infinitives, and forms that
    are nouns here ("calls for help").
    """
    forms = verb_forms()
    found: list[Cue] = []
    for index, token in enumerate(tokens):
        if found and index < found[-1].last:
            continue
        cue = _light(tokens, index)
        readings = forms.get(token.low)
        if cue is None and readings is not None:
            cue = _first_reading(tokens, index, readings)
        if cue is not None:
            found.append(cue)
    return found


LIGHT = Verb(
    base="issue",
    takes=frozenset("tia"),
    prepositions=frozenset(("of", "against", "about", "for", "over")),
    kind="statement",
    also_noun=False,
)


CLEAR = Verb("be clear", frozenset("ta"), frozenset(("about",)), "statement", False)
MINDED = Verb("be sure", frozenset("t"), frozenset(), "attitude", False)


def _be_clear(tokens: Sequence[Token], index: int) -> Cue | None:
    """ "was clear that", "remained adamant that"; "was confident that" is an attitude."""
    at = index + 1
    while at < len(tokens) and tokens[at].tag in "BA":
        at += 1
    if at + 1 >= len(tokens):
        return None
    low = tokens[at].low
    verb = CLEAR if low in words("outspoken") else MINDED if low in words("minded") else None
    if verb is None:
        return None
    first, helpers = _group(tokens, index)
    if any(tokens[i].tag in "XM" or tokens[i].low.endswith(NEGATED) for i in helpers):
        return None
    if any(tokens[i].tag == "X" for i in range(index, at)):
        return None
    return Cue(verb, "past", first, index, at + 1)


def _light(tokens: Sequence[Token], index: int) -> Cue | None:
    """A verb that says nothing with a noun that does: "issued a warning", "stepped up calls"."""
    low = tokens[index].low
    if low in words("light_step"):
        if index + 1 >= len(tokens) or tokens[index + 1].low != "up":
            return None
        start = index + 2
    elif low in words("light_verb"):
        start = index + 1
    elif low in BE and tokens[index].tag == "A":
        return _be_clear(tokens, index)
    else:
        return None
    noun = next(
        (at for at in range(start, min(start + 4, len(tokens))) if tokens[at].tag not in "DJNE"),
        min(start + 4, len(tokens)),
    )
    while noun > start and tokens[noun - 1].low not in words("speech_noun"):
        noun -= 1
    if noun == start:
        return None
    return _reading(tokens, index, noun, Form(LIGHT, "past", True))


def _first_reading(tokens: Sequence[Token], index: int, readings: Sequence[Form]) -> Cue | None:
    if tokens[index].tag == "P" and index and tokens[index - 1].tag not in ":.Q(":
        return None
    for form in readings:
        last = _after_particles(tokens, index, form.verb.particles)
        if last is None:
            continue
        cue = _reading(tokens, index, last, form)
        if cue is not None:
            return cue
    return None


def _after_particles(tokens: Sequence[Token], index: int, particles: Sequence[str]) -> int | None:
    """The index after the particles; an adverb may stand before them (called again on)."""
    position = index + 1
    for particle in particles:
        if position < len(tokens) and tokens[position].tag == "B" and particle != "out":
            position += 1
        if position >= len(tokens) or tokens[position].low != particle:
            return None
        position += 1
    return position


def _reading(tokens: Sequence[Token], index: int, last: int, form: Form) -> Cue | None:
    first, helpers = _group(tokens, index)
    if any(tokens[at].tag == "X" or tokens[at].low.endswith(NEGATED) for at in helpers):
        return None
    if any(tokens[at].tag == "M" for at in helpers):
        return None
    low = {tokens[at].low for at in helpers}
    manner = _manner(tokens, index, first, form, low)
    if manner is None:
        return None
    if manner == "infinitive":
        lead = _lead(tokens, index)
        return None if lead is None else Cue(form.verb, form.shape, lead, index, last)
    return Cue(form.verb, form.shape, first, index, last, manner)


def _group(tokens: Sequence[Token], index: int) -> tuple[int, list[int]]:
    """The first token of the verb group ending at ``index``, and its helping words."""
    first, helpers = index, []
    while first > 0 and (tokens[first - 1].tag in "BAXM" or _is_since(tokens, first - 1)):
        token = tokens[first - 1]
        if token.tag == "B" and token.low in ("here", "there", "ago", "instead", "second"):
            break
        first -= 1
        helpers.append(first)
    while first < index and tokens[first].tag == "B" and _starts_clause(tokens, first):
        first += 1
    return first, helpers


def _is_since(tokens: Sequence[Token], index: int) -> bool:
    """The adverb of "has since said"."""
    return tokens[index].low == "since" and index > 0 and tokens[index - 1].tag == "A"


def _starts_clause(tokens: Sequence[Token], index: int) -> bool:
    return index == 0


def _manner(
    tokens: Sequence[Token], index: int, first: int, form: Form, low: set[str]
) -> str | None:
    """How the form is used, or None where it reports no saying."""
    before = tokens[first - 1] if first else None
    if form.shape == "ing":
        return "finite" if low & BE else "participle"
    if form.shape == "participle":
        return "finite" if low & HAVE and not low & BE else None
    if form.shape == "past":
        if form.passive and _is_by(tokens, index + 1):
            return None
        return None if low & BE or _is_adjective(tokens, first, index) else "finite"
    if low & (BE | HAVE):
        return None
    if form.shape == "third":
        return "finite" if _is_third_person(tokens, first, index, form) else None
    if low & DO:
        return "finite"
    if before is not None and before.tag == "T":
        return "infinitive"
    return "finite" if _is_plural_present(tokens, first, form) else None


def _is_by(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].low == "by"


def _is_adjective(tokens: Sequence[Token], first: int, index: int) -> bool:
    """Tell "the reported events" from "the two reported"."""
    if first != index or not index:
        return False
    before = tokens[index - 1]
    return before.tag in "HIGT" or (before.tag == "D" and before.low not in PLURAL_SUBJECTS)


def _is_third_person(tokens: Sequence[Token], first: int, index: int, form: Form) -> bool:
    """Tell "the plan calls for" from "the calls for"."""
    if not form.verb.also_noun:
        return True
    before = tokens[first - 1] if first else None
    if before is None or before.tag in "DIHJVGTAM" or before.low == "whose":
        return False
    if before.tag == "C" or before.tag in ",)":
        return True
    plural = before.tag == "N" and before.low.endswith("s") and not before.low.endswith("ss")
    return not plural


def _is_plural_present(tokens: Sequence[Token], first: int, form: Form) -> bool:
    """Tell "analysts say", "many think" from nouns and infinitives."""
    if not first:
        return False
    before = tokens[first - 1]
    if before.low == "whose":
        return False
    if before.tag in "RWD" or before.low in PLURAL_SUBJECTS:
        return before.low not in SINGULAR_SUBJECTS - {"who", "which", "that"} and (
            before.tag in "RW" or before.low in PLURAL_SUBJECTS
        )
    if before.tag in "NP":
        return not form.verb.also_noun or before.low.endswith("s") or before.low in PLURAL_NOUNS
    return before.tag in ",J)" and not form.verb.also_noun


def _lead(tokens: Sequence[Token], index: int) -> int | None:
    """The start of "went on to say", "had to announce", "continued to insist"; else None."""
    position = index - 1
    while position >= 0 and tokens[position].tag in "BT":
        position -= 1
    if position >= 0 and tokens[position].low == "on":
        position -= 1
    if position < 0 or tokens[position].low not in words("intention_lead"):
        return None
    first, helpers = _group(tokens, position)
    if any(tokens[at].tag in "XM" or tokens[at].low.endswith(NEGATED) for at in helpers):
        return None
    return first
