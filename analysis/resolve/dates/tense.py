"""Whether a date lies ahead: "will meet on Friday" is not the Friday past."""

from __future__ import annotations

import re

_REACH = 70  # characters between the verb and the date
_AHEAD = re.compile(
    r"\b(?:will|shall|won't|won’t|would(?!\s+have)|going to|(?:is|are|was|were) to|plans? to"
    r"|planned (?:for|to)|scheduled|slated|due|expected to|set to|intends? to|hopes? to)\b"
    r"|[’']ll\b",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"[.!?;:“”\"\n]|,|\b(?:said|told|added|announced|wrote|tweeted|after|since|following|who|which"
    r"|that|when)\b",
    re.IGNORECASE,
)


def looks_ahead(match: re.Match[str]) -> bool:
    """Whether a verb of the future stands before the expression, in its clause."""
    before = match.string[max(0, match.start() - _REACH) : match.start()]
    verbs = list(_AHEAD.finditer(before))
    return bool(verbs) and _BREAK.search(before, verbs[-1].end()) is None
