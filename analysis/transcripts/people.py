"""Who a label means, from the page itself: title, opening lines, and what the text calls them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from analysis.models import SpeakerKind
from analysis.transcripts.bylines import ends_name, split_before
from analysis.transcripts.labels import Label, title_in
from analysis.transcripts.names import office_words
from analysis.transcripts.records import Participant
from analysis.transcripts.vocabulary import fold, plain_words, squeeze, titles

_HONORIFICS = frozenset(
    ["mr", "mrs", "ms", "miss", "mx", "dr", "sir", "dame", "lord", "lady", "baroness"]
)
_OF = re.compile(
    r"^,? [Oo]f (?:the )?(?P<place>[A-ZÀ-Ž][\w’'.-]+(?:(?: of the| of"
    r"| and)? [A-ZÀ-Ž][\w’'.-]+){0,4}?)"
    r"(?=,| and | \|| (?!of\b)[a-z]| (?:Before|After|At|In|On|During|Following|Ahead|Prior"
    r"|Joint)\b|$)"
)


_SMALL = r"(?<=\s)(?:Von Der|Van Der|Van|Von|De La|De|Of|The|And)(?=\s)"


class People:
    """Completes names from a title and a text; made once for a document."""

    def __init__(self, title: str, opening: str, text: str) -> None:
        self.title = squeeze(re.sub(r"[\u2060\xa0]", " ", title))
        self.opening = squeeze(opening)
        self._text = text

    @cached_property
    def _folded(self) -> str:
        return fold(squeeze(self._text))

    @cached_property
    def host(self) -> Participant | None:
        """Who "THE PRESIDENT" is: the first holder of an office whom the title says it is by."""
        by = re.search(r"\b(?:by|from|of)\s+(?P<rest>.+)$", self.title, re.IGNORECASE)
        match = by and re.search(
            r"\b(?P<office>(?:Vice |First |Prime )?(?:President|Lady|Minister|Chancellor"
            r"|Secretary-General))"
            r" (?P<name>[A-ZÀ-Ž][\w-]+)",
            by["rest"],
        )
        if not match:
            return None
        named = self._in(self.title, match["name"], match["office"])
        return named or Participant(match["name"], match["office"])

    def complete(self, label: Label) -> Participant:
        """The person of a label, as fully as the page tells."""
        if label.office or not (title_in(label.name) or label.name.isupper()):
            return self._full(label)
        title = title_in(label.name)
        words = label.name.split()
        if fold(words[0]) == "the":
            return self._office_holder(title)
        surname = " ".join(words[len(title.split()) :]) if title else label.name
        office = "" if title in _HONORIFICS else _title_case(title)
        if not surname:
            return self._office_holder(title)
        named = self._named(surname, office)
        if label.country:
            named = Participant(named.name, named.role, label.country)
        return named

    def _full(self, label: Label) -> Participant:
        name, office = label.name, label.office
        named = self._in(self.title, name, "") or self._in(self.opening, name, "")
        role = office or (named.role if named else "")
        country = label.country or (named.country if named else "")
        return Participant(name, role, country)

    def _office_holder(self, title: str) -> Participant:
        office = _title_case(title)
        if self.host and fold(self.host.role) == fold(office):
            return self.host
        if title in ("president", "vice president", "prime minister", "first lady", "chancellor"):
            match = re.search(rf"\b{office} (?P<name>[A-ZÀ-Ž][\w’'-]+)", self.title)
            if match and not (office == "President" and "Vice President" in self.title):
                return self._named(match["name"], office)
        return Participant("", office)

    def _named(self, surname: str, office: str) -> Participant:
        """The full name that belongs to a surname in a label."""
        for text in (self.title, self.opening):
            if found := self._in(text, surname, office):
                return found
        name = self._called(surname) or _title_case(surname)
        return Participant(name, office)

    def _in(self, text: str, surname: str, office: str) -> Participant | None:
        """The person of that surname as ``text`` presents them: given names, role, country."""
        folded, wanted = fold(text), fold(surname)
        for match in re.finditer(rf"(?<![\w-]){re.escape(wanted)}(?![\w-])", folded):
            before = text[: match.start()]
            given, role = split_before(before)
            after = text[match.end() :]
            name = text[match.start() : match.end()]
            trailing = re.match(r"(?P<rest>(?: [A-ZÀ-Ž][\w’'-]+){1,2})(?= of |,| and |$)", after)
            if given:
                name = f"{given} {name}"
            elif trailing and not ends_name(trailing["rest"].split()[0]):
                name += trailing["rest"]
                after = after[trailing.end() :]
            if not role and not given and not office and text is not self.title:
                continue
            place = _OF.match(after)
            if name.isupper():
                name = _title_case(name)
            return Participant(name, role or office, squeeze(place["place"]) if place else "")
        return None

    def _called(self, surname: str) -> str:
        """The one full name with this surname in the text, if it is called so anywhere."""
        pattern = re.compile(
            rf"(?<![\w-])(?P<given>[a-z][\w'-]+(?: [a-z]\.)?) {re.escape(fold(surname))}(?![\w-])"
        )
        names: Counter[str] = Counter()
        text = squeeze(self._text)
        for match in pattern.finditer(self._folded):
            given = text[match.start("given") : match.end("given")]
            bare = fold(given).split()[0]
            if not given[0].isupper() or given.isupper() or bare in plain_words("no given name"):
                continue
            if bare in office_words() or bare in titles() or text[match.end() - 1].isupper():
                continue
            names[f"{given} {text[match.end() - len(surname) : match.end()]}"] += 1
        return next(iter(names)) if len(names) == 1 else ""


def _title_case(words: str) -> str:
    """ "JEAN-PIERRE" → "Jean-Pierre", "MCGARVEY" → "McGarvey"."""
    cased = re.sub(r"[^\W\d_]+", lambda match: match.group().capitalize(), squeeze(words))
    cased = re.sub(r"\bMc(\w)", lambda match: "Mc" + match.group(1).upper(), cased)
    cased = re.sub(_SMALL, lambda match: match.group().lower(), cased)
    return re.sub(r"(?<=[’'])S\b", "s", cased)


def distinct(participants: Sequence[Participant]) -> tuple[Participant, ...]:
    """Each participant once, in order of appearance; unnamed parts left out."""
    return tuple(dict.fromkeys(p for p in participants if p.name or p.role))


def unnamed(label: str, kind: SpeakerKind = "unnamed") -> Participant:
    """Somebody whom the page keeps unnamed: role as printed."""
    return Participant("", _title_case(label) if label.isupper() else label, "", kind)
