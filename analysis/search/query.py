"""What was typed → what was understood."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from analysis.settings import DATA
from analysis.store import words

_QUOTED = re.compile(r'"([^"]+)"|“([^”]+)”|„([^“”]+)[“”]|«([^»]+)»')
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Query:
    """Set phrases (in quotation marks), and loose words without those that carry no weight."""

    text: str
    phrases: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not (self.phrases or self.words)

    @property
    def is_short(self) -> bool:
        """One or two words, or a phrase in quotes: a name or a set phrase, looked up as such."""
        return bool(self.phrases) or len(self.words) <= 2


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Words without weight in a search by loose words."""
    path = DATA / "vocabulary" / "search_stop_words.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def parse_query(text: str) -> Query:
    """Take a query apart.

    >>> parse_query('what did Lavrov say about "root causes"')
    Query(text='what did Lavrov say about "root causes"', phrases=('root causes',), \
words=('Lavrov',))
    """
    quoted = ("".join(groups).strip() for groups in _QUOTED.findall(text))
    phrases = tuple(dict.fromkeys(phrase for phrase in quoted if words(phrase)))
    loose = {word.casefold(): word for word in _WORD.findall(_QUOTED.sub(" ", text))}
    meant = [word for folded, word in loose.items() if folded not in stop_words()]
    if not meant and not phrases:
        meant = list(loose.values())
    return Query(text.strip(), phrases, tuple(meant))
