"""The word lists of the rules: reporting verbs and what may follow them, and small words."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analysis.models import Kind
from analysis.settings import DATA

FOLDER = DATA / "vocabulary"
VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb that marks a statement; ``takes`` and ``prepositions`` say what may follow it."""

    base: str
    takes: frozenset[str]
    prepositions: frozenset[str]
    kind: Kind
    also_noun: bool
    particles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """One inflected form of a verb: base, third (says), past, participle or ing.

    A form that serves as past and as participle is listed as past with ``passive`` set.
    """

    verb: Verb
    shape: str
    passive: bool = False


def inflect(base: str, past: str, participle: str) -> dict[str, str]:
    """Map shape to the inflected first word of ``base``; irregular forms as given."""
    word, *_ = base.split()
    regular_past = _past(word)
    return {
        "base": word,
        "third": _third(word),
        "past": past.split()[0] if past else regular_past,
        "participle": participle.split()[0] if participle else regular_past,
        "ing": _ing(word),
    }


def _third(word: str) -> str:
    if word.endswith("y") and word[-2] not in VOWELS:
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


def _past(word: str) -> str:
    if word.endswith("e"):
        return word + "d"
    if word.endswith("y") and word[-2] not in VOWELS:
        return word[:-1] + "ied"
    return (word + word[-1] if _doubles(word) else word) + "ed"


def _ing(word: str) -> str:
    if word.endswith("e") and not word.endswith("ee") and len(word) > 2:
        return word[:-1] + "ing"
    return (word + word[-1] if _doubles(word) else word) + "ing"


def _doubles(word: str) -> bool:
    return word in words("doubling")


@cache
def verb_forms(folder: Path = FOLDER) -> dict[str, tuple[Form, ...]]:
    """Every inflected first word of a reporting verb → its readings, longest phrase first."""
    found: dict[str, list[Form]] = {}
    for row in _rows(folder / "cues.csv"):
        base, past, participle, takes, prepositions, kind, also_noun = row
        verb = Verb(
            base=base,
            takes=frozenset(takes.split()),
            prepositions=frozenset(prepositions.split()),
            kind=kind,  # type: ignore[arg-type]
            also_noun=also_noun == "yes",
            particles=tuple(base.split()[1:]),
        )
        forms = inflect(base, past, participle)
        same = forms["past"] == forms["participle"]
        for shape, word in forms.items():
            if shape == "participle" and same:
                continue
            found.setdefault(word, []).append(Form(verb, shape, same and shape == "past"))
    return {
        word: tuple(sorted(forms, key=lambda form: -len(form.verb.particles)))
        for word, forms in found.items()
    }


@cache
def words(name: str, folder: Path = FOLDER) -> frozenset[str]:
    """The words of one class of ``cues_grammar.txt``."""
    return _classes(folder).get(name, frozenset())


@cache
def _classes(folder: Path) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in (folder / "cues_grammar.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            name, _, members = line.partition(":")
            found.setdefault(name.strip(), set()).update(members.split())
    return {name: frozenset(members) for name, members in found.items()}


@cache
def confidences(folder: Path = FOLDER) -> dict[tuple[str, str], float]:
    """(pattern, kind) → the measured share of right attributions, 0–1."""
    return {
        (row[0], kind): float(share)
        for row in _rows(folder / "cues_confidence.csv")
        for kind, share in zip(("statement", "attitude", "document"), row[1:], strict=True)
    }


def _rows(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = csv.reader(line for line in lines if line.strip() and not line.startswith("#"))
    return [[cell.strip() for cell in row] for row in rows][1:]
