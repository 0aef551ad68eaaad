"""Reading a noun phrase that names a speaker: its country, title, body, names."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.resolve.lexicon import Body, Lexicon, Title
from analysis.resolve.mentions import Mention
from analysis.resolve.passages import Grid

PREPOSITIONS = frozenset(
    [
        "of",
        "for",
        "to",
        "in",
        "at",
        "on",
        "from",
        "with",
        "by",
        "about",
        "near",
        "against",
        "between",
        "like",
    ]
)
_CUTS = frozenset({"who", "which", "whose", "whom"})
_LINKS = frozenset({"'s", "-", "for", "of", "to", "and", "the"})
_CONTRACTED = frozenset({"ve", "re", "ll", "d", "m", "himself", "herself", "themselves", "both"})
_POSSESSIVES = frozenset({"his", "her", "their", "its"})
PRONOUNS = frozenset({"he", "she", "they", "it", "him", "her", "them", "i", "we", "both"})


@dataclass(frozen=True, slots=True)
class Part:
    """A mention within a phrase: the preposition it hangs on, whether it owns what follows."""

    mention: Mention
    preposition: str = ""
    possessive: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a noun phrase says about whom it names; ``words`` are lower case."""

    words: tuple[str, ...]
    heads: tuple[Mention, ...] = ()  # personal names that are the phrase's head
    owner: Mention | None = None  # a person in the possessive: "Wang's remarks"
    title: Title | None = None
    prefix: str = ""  # modifiers of the title: "Deputy", "Former"
    country: str | None = None
    destination: str | None = None
    body: Mention | None = None  # a known body: "Kremlin"
    noun: Body | None = None  # a generic one: "embassy"
    states: tuple[str, ...] = ()  # countries named as such, not as adjectives
    determiner: str = ""
    pronoun: str = ""
    honorific: str = ""
    former: bool = False
    maker: Body | None = None  # of a writing, by a common noun: "the embassy notice"
    ends_in_state: bool = False  # the last words are a country's name: "the United States"


class Reader:
    """Reads phrases of one text; holds the grid and its mentions."""

    def __init__(self, grid: Grid, mentions: Sequence[Mention], lexicon: Lexicon) -> None:
        self.grid = grid
        self.mentions = mentions
        self.lexicon = lexicon
        self._firsts = [mention.first for mention in mentions]
        self._last_word_of = {mention.last - 1: mention for mention in mentions}

    def within(self, first: int, last: int) -> Sequence[Mention]:
        """The mentions that start within words ``[first, last)``."""
        return self.mentions[bisect_left(self._firsts, first) : bisect_left(self._firsts, last)]

    def ending_at(self, last: int) -> Mention | None:
        """The mention whose last word is the one before ``last``."""
        return self._last_word_of.get(last - 1)

    def phrase_start(self, first: int) -> int:
        """Where the noun phrase begins that ends with the name at word ``first``.

        Walks back over titles, nationalities, bodies and what links them, within the sentence.
        """
        start, index, linked = first, first - 1, False
        sentence = self.grid.sentence_at(self.grid.starts[first])
        while index >= 0 and self.grid.sentence_at(self.grid.starts[index]) == sentence:
            if self._broken(index):
                break
            word, mention = self.grid.lower[index], self._last_word_of.get(index)
            if mention and not (mention.is_person and not linked):
                if mention.is_person and self.grid.lower[mention.last] != "'s":
                    break
                index, start, linked = mention.first - 1, mention.first, False
            elif word in self.lexicon.modifiers or word in self.lexicon.honorifics:
                start, index, linked = index, index - 1, False
            elif word in _LINKS - {"and"} and start - index <= 2:
                index, linked = index - 1, True
            else:
                break
        return start

    def read(self, first: int, last: int) -> Phrase:
        """The phrase of words ``[first, last)``; relative clauses are left out."""
        words = self.grid.lower
        last = min(last, len(words))
        for index in range(first, last):
            if words[index] in _CUTS and not self.grid.words[index].isupper():  # WHO is a body
                last = index
                break
        parts = [self._part(mention, first) for mention in self.within(first, last)]
        return _assemble(tuple(words[first:last]), parts, self.lexicon, first)

    def described_before(self, first: int) -> Phrase | None:
        """The phrase in front of a name and a comma: "Norway's envoy to China, Kari Solberg"."""
        comma = self.phrase_start(first) - 1
        if comma < 1 or self.grid.words[comma] != ",":
            return None
        start = self.phrase_start(comma)
        phrase = self.read(start, comma)
        return phrase if phrase.title and not phrase.heads else None

    def apposition(self, last: int) -> Phrase | None:
        """The phrase in commas after a name: "…, Switzerland's foreign minister,"."""
        words = self.grid.lower
        if last >= len(words) or words[last] != ",":
            return None
        end = last + 1
        sentence = self.grid.sentence_at(self.grid.starts[last])
        while end < len(words) and end - last <= 14 and words[end] not in (",", ";", ":"):
            if self.grid.sentence_at(self.grid.starts[end]) != sentence or self._quote_before(end):
                break
            end += 1
        phrase = self.read(last + 1, end)
        titles = [m for m in self.within(last + 1, end) if m.title]
        if not titles or titles[0].first - last > 7 or phrase.heads:
            return None
        return phrase

    def _part(self, mention: Mention, floor: int) -> Part:
        words, index = self.grid.lower, mention.first - 1
        while index >= floor and (
            words[index] in ("the", "a", "an", "'s", "-")
            or (index in self._last_word_of and self._last_word_of[index].country("adjective"))
            or words[index] in self.lexicon.modifiers
        ):
            index -= 1
        preposition = words[index] if index >= floor and words[index] in PREPOSITIONS else ""
        after = self.grid.text[self.grid.ends[mention.last - 1] :][:2]
        follows = words[mention.last] if mention.last < len(words) else ""
        return Part(mention, preposition, follows == "'s" or after in ("’ ", "' "))

    def _broken(self, index: int) -> bool:
        """Whether a comma, quotation mark or line break stands after word ``index``."""
        if index + 1 >= len(self.grid.starts):
            return True
        gap = self.grid.text[self.grid.ends[index] : self.grid.starts[index + 1]]
        return self.grid.words[index] in (",", ";", ":", "(", ")") or bool(gap.strip(" .\n"))

    def _quote_before(self, index: int) -> bool:
        gap = self.grid.text[self.grid.ends[index - 1] : self.grid.starts[index]]
        return any(mark in gap for mark in '“”"')


def _assemble(words: tuple[str, ...], parts: list[Part], lexicon: Lexicon, first: int) -> Phrase:
    heads = [
        p.mention for p in parts if p.mention.is_person and not p.possessive and not p.preposition
    ]
    owners = [
        p.mention for p in parts if p.mention.is_person and p.possessive and not p.preposition
    ]
    titles = [p for p in parts if p.mention.title and not p.possessive]
    plain = [p for p in titles if not p.preposition] or titles
    title = plain[0] if plain else None
    bodies = [
        p
        for p in parts
        if p.mention.aliases and not p.mention.is_person and not p.mention.countries
    ]
    nouns = [p for p in parts if p.mention.body]
    head_nouns = [p for p in nouns if not p.preposition] or nouns
    before = words[: title.mention.first - first] if title else words
    return Phrase(
        words=words,
        heads=tuple(heads) if not _are_followers(words, heads, first, lexicon) else (),
        owner=owners[0] if owners else None,
        title=title.mention.title if title else None,
        prefix=" ".join(w.title() for w in before if w in lexicon.modifiers and w not in ("top",)),
        country=_home(parts, bodies),
        destination=next(
            (p.mention.country() for p in parts if p.preposition in ("to", "in", "at")), None
        ),
        body=bodies[0].mention if bodies else None,
        noun=head_nouns[-1].mention.body if head_nouns else None,
        states=tuple(
            code
            for p in parts
            if not p.possessive
            and not p.preposition
            and (code := p.mention.country("name", "capital"))
            and not _adjectival(p, parts)
        ),
        determiner=words[0]
        if words and words[0] in {"the", "a", "an", "this", *_POSSESSIVES}
        else "",
        pronoun=words[0] if words[:1] and words[0] in PRONOUNS and _alone(words) else "",
        honorific=next((lexicon.honorifics[w] for w in words if lexicon.honorifics.get(w)), ""),
        former=any(w in lexicon.former for w in before),
        maker=next(
            (p.mention.body for p in nouns if p.mention.body and p.mention.body.kind != "document"),
            None,
        ),
        ends_in_state=bool(parts)
        and bool(parts[-1].mention.country("name", "capital"))
        and parts[-1].mention.last - first == len(words),
    )


def _home(parts: list[Part], bodies: list[Part]) -> str | None:
    """Whom somebody so described speaks for: never the country an envoy is sent to."""
    ranked = [
        p for p in parts if p.mention.countries and p.preposition in ("", "of", "for", "from", "by")
    ]
    ranked.sort(
        key=lambda p: (p.preposition != "", not (p.possessive or p.mention.country("adjective")))
    )
    for part in ranked:
        return part.mention.country()
    for part in bodies:
        if part.preposition != "to":
            return part.mention.actors[0].country if len(part.mention.actors) == 1 else None
    return None


def _are_followers(
    words: tuple[str, ...], heads: list[Mention], first: int, lexicon: Lexicon
) -> bool:
    """ "Trump supporters": the phrase ends in people, the name only says whose."""
    if not heads or words[-1] not in lexicon.unnamed:
        return False
    return not {",", "and", "or"} & set(words[heads[-1].last - first :])


def _alone(words: tuple[str, ...]) -> bool:
    """A pronoun by itself, a contraction or "themselves" after it apart."""
    return len(words) == 1 or words[1] in _CONTRACTED


def _adjectival(part: Part, parts: list[Part]) -> bool:
    """ "US officials", "EU chief": a name that stands before a noun it belongs to."""
    return part.mention.country("adjective") is not None and any(
        other.mention.first == part.mention.last and not other.mention.countries for other in parts
    )
