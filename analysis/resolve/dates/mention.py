"""One expression of time, and what it comes to once its reference is known."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from analysis.models import Precision

Timex = Literal["DATE", "TIME", "DURATION", "SET"]
Base = Literal["itself", "published", "before", "none"]


_VAGUE = ("PAST_REF", "PRESENT_REF", "FUTURE_REF")
_PREPOSITION = re.compile(
    r"(?i:in|since|until|by|during|of|from|through|throughout|before|after|over|at|on)\s+"
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """One expression of time, text ``[start, end)``.

    ``value`` is TIMEX3. ``day`` is the first day of the period, ``None`` when the expression is no
    date (a duration) or what it counts from is unknown. ``how`` is "explicit" (names the day) or
    "relative". ``base`` is what it counts from: itself, the day of publication, or the time
    spoken of ``before`` (then ``shift`` says how far, in ``unit``).
    """

    start: int
    end: int
    text: str
    value: str
    day: date | None = None
    precision: Precision | None = None
    how: str = ""
    base: Base = "none"
    shift: int = 0
    unit: str = ""
    repeated: bool = False

    @property
    def type(self) -> Timex:
        """The TIMEX3 type, which the value tells but for times that return ("every day")."""
        if self.repeated:
            return "SET"
        if self.value.startswith("P") and not self.value.endswith("_REF"):
            return "DURATION"
        return "TIME" if "T" in self.value and not self.value.endswith("_REF") else "DATE"


def settle(mention: DateMention, reference: DateMention | None) -> DateMention:
    """A mention that counts from the time spoken of before, counted from ``reference``."""
    if mention.base != "before":
        return mention
    if reference is None or reference.day is None:
        return replace(mention, day=None, precision=None)
    return settle_on(mention, reference.day, reference.precision)


def settle_on(mention: DateMention, day: date, precision: Precision | None) -> DateMention:
    """:func:`settle` with a bare day and its precision."""
    if mention.unit in ("day", "weekday") and precision != "day":
        return replace(mention, day=None, precision=None)
    if mention.unit == "weekday":
        away = (mention.shift - day.isoweekday()) % 7 or 7
        if mention.shift < 0:
            away = -((day.isoweekday() + mention.shift) % 7 or 7)
        return as_day(mention, day + timedelta(days=away))
    return shifted(mention, day, mention.shift, mention.unit)


def shifted(mention: DateMention, day: date, count: int, unit: str) -> DateMention:
    """The mention as ``count`` units away from ``day``."""
    if unit == "day":
        return as_day(mention, day + timedelta(days=count))
    if unit == "week":
        return as_week(mention, day + timedelta(weeks=count))
    if unit == "month":
        months = day.year * 12 + day.month - 1 + count
        return as_month(mention, months // 12, months % 12 + 1)
    return as_year(mention, day.year + count)


def as_day(mention: DateMention, day: date) -> DateMention:
    """The mention as one day."""
    return replace(mention, value=day.isoformat(), day=day, precision="day")


def as_week(mention: DateMention, day: date) -> DateMention:
    """The mention as the week that ``day`` lies in."""
    monday = day - timedelta(days=day.weekday())
    year, week, _ = day.isocalendar()
    return replace(mention, value=f"{year}-W{week:02d}", day=monday, precision="week")


def as_month(mention: DateMention, year: int, month: int) -> DateMention:
    """The mention as a month."""
    return replace(
        mention, value=f"{year}-{month:02d}", day=date(year, month, 1), precision="month"
    )


def as_year(mention: DateMention, year: int) -> DateMention:
    """The mention as a year."""
    return replace(mention, value=f"{year:04d}", day=date(year, 1, 1), precision="year")


def without_preposition(mention: DateMention) -> DateMention:
    """The mention without the "in" or "since" before it, which TIMEX3 leaves out.

    "On the same day", "in the evening", "at present" keep theirs: it belongs to the phrase.
    """
    opening = _PREPOSITION.match(mention.text)
    if opening is None or mention.base == "before" or mention.value in _VAGUE:
        return mention
    size = opening.end()
    return replace(mention, start=mention.start + size, text=mention.text[size:])
