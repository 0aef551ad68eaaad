"""How a statement reads on its own.

The content of "dismissed the idea of giving up land" is "the idea of giving up land", which says
the opposite of what was meant. So wherever the cue does more than mark speech, the words are told
with it: "dismissed the idea of giving up land".
"""

from __future__ import annotations

import re
from functools import lru_cache

from analysis.models import Attribution
from analysis.settings import DATA

_SPACE = re.compile(r"\s+")
_BETWEEN = 60  # characters that may stand between cue and content: an addressee, an adverb
_SUFFIXES = ("", "s", "es", "d", "ed", "ing")
_IRREGULAR = frozenset(
    ["said", "told", "wrote", "written", "spoke", "spoken", "replied", "replies"]
) | {"went on"}


def tell(readable: str, attribution: Attribution, text: str) -> str:
    """``text`` with its cue before it where the cue changes how it is to be taken.

    ``readable`` is the document's text the spans point into. Words that are all in quotation
    marks, and words that come before their cue, stay as they are.
    """
    if attribution.mode == "direct" or not attribution.cue or not attribution.content:
        return text
    begin, end = attribution.cue[0].start, attribution.cue[-1].end
    start = attribution.content[0].start
    if not 0 <= start - end <= _BETWEEN or is_plain(readable[begin:end]):
        return text
    return f"{_SPACE.sub(' ', readable[begin:start]).strip()} {text}"


def is_plain(cue: str) -> bool:
    """Whether a cue does nothing but mark speech (said, told, according to …)."""
    words = _SPACE.sub(" ", cue).strip(" ,;:").casefold()
    return not words or not re.search(r"\w", words) or bool(_plain_forms().search(words))


@lru_cache(maxsize=1)
def _plain_forms() -> re.Pattern[str]:
    lines = (DATA / "vocabulary" / "cues_plain.txt").read_text(encoding="utf-8").splitlines()
    verbs = [line for line in lines if line and not line.startswith("#")]
    forms = {verb + suffix for verb in verbs for suffix in _SUFFIXES}
    forms |= {verb[:-1] + suffix for verb in verbs if verb[-1] == "e" for suffix in ("ed", "ing")}
    return re.compile(r"\b(?:" + "|".join(sorted(forms | _IRREGULAR)) + r")\b")
