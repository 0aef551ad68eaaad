"""Which language a text is in."""

from __future__ import annotations

from functools import lru_cache

_SAMPLE = 800  # characters: enough for a safe answer, half a millisecond
_FEWEST_LETTERS = 40
UNKNOWN = "und"


def name_language(given: str) -> str:
    """A language as people write it ("en-GB", "English") as its ISO 639-1 code; else as given."""
    plain = given.strip().casefold().replace("_", "-")
    return _lookup(plain.split("-")[0])


def detect_language(readable: str) -> str:
    """ISO 639-1 code of the language, by py3langid on the first letters.

    Texts with fewer than forty letters are too short to tell: "en" where they are Latin letters,
    "und" (undetermined) where there are none.
    """
    sample = " ".join(readable.lstrip()[: 3 * _SAMPLE].split())[:_SAMPLE]
    letters = [character for character in sample if character.isalpha()]
    if not letters:
        return UNKNOWN
    if len(letters) < _FEWEST_LETTERS and all(letter < "\u0250" for letter in letters):
        return "en"
    return _detect(sample)


def _detect(sample: str) -> str:
    import py3langid  # its model takes most of a second to load: only when it is needed

    ranked = [str(code) for code, _ in py3langid.rank(sample)]
    if ranked[0] == "zxx":  # its code for what is no language
        return UNKNOWN
    # small languages close to a large one win on lists of names; they have no two-letter code
    return next(code for code in ranked if len(code) == 2)


@lru_cache(maxsize=500)
def _lookup(code: str) -> str:
    import pycountry

    if len(code) == 2:
        return code
    found = pycountry.languages.get(alpha_3=code) if len(code) == 3 else None
    found = found or pycountry.languages.get(name=code.title())
    return str(getattr(found, "alpha_2", code)) if found else code
