"""What a click or a drag on a chart means, as plain functions of plotly's selection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from analysis.models import Filters
from analysis.timeline import period_bounds
from pages.shared import labels
from pages.shared.charts import OTHERS

EVENT_REACH = timedelta(days=3)  # a click on an event shows what was said this long around it


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen on a chart: days (inclusive), who spoke, single statements, or nothing."""

    first: date | None = None
    last: date | None = None
    country: str | None = None
    speaker: str | None = None
    ids: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.first or self.ids)


def chosen_periods(selection: Mapping[str, Any]) -> Choice:
    """A click on a bar, a drag over several, or a click on an event of the histogram."""
    points = selection.get("points") or []
    marks = [point["customdata"] for point in points if point.get("customdata")]
    events = [date.fromisoformat(mark[1]) for mark in marks if mark[0] == "event"]
    bars = [mark for mark in marks if mark[0] != "event" and len(mark) == 3]
    if not bars:
        return _around(events) if events else _boxed(selection)
    starts = [date.fromisoformat(mark[0]) for mark in bars]
    last = period_bounds(max(starts), bars[0][2])[1]
    named = {mark[1] for mark in bars}
    single = len(bars) == 1 and not selection.get("box")
    country = named.pop() if single and named.isdisjoint({"", OTHERS}) else None
    return Choice(min(starts), last, country)


def _around(days: Sequence[date]) -> Choice:
    return Choice(min(days) - EVENT_REACH, max(days) + EVENT_REACH)


def _boxed(selection: Mapping[str, Any]) -> Choice:
    """The days that a box covers, even where nothing stands in it."""
    edges = [str(edge)[:10] for box in selection.get("box") or [] for edge in box.get("x") or []]
    try:
        days = sorted(date.fromisoformat(edge) for edge in edges)
    except ValueError:
        return Choice()
    return Choice(days[0], days[-1]) if days else Choice()


def chosen_marks(selection: Mapping[str, Any]) -> Choice:
    """What was clicked or lies in a box of the lanes: statements, or periods of a lane."""
    points = selection.get("points") or []
    marks = [point["customdata"] for point in points if point.get("customdata")]
    counted = [mark for mark in marks if len(mark) == 4]
    if not counted:
        return Choice(ids=tuple(dict.fromkeys(str(mark[0]) for mark in marks)))
    starts = [date.fromisoformat(mark[0]) for mark in counted]
    _, lane, unit, by = counted[0]
    single = len(counted) == 1 and not selection.get("box")
    return Choice(
        min(starts),
        period_bounds(max(starts), unit)[1],
        country=lane if single and by == "country" else None,
        speaker=lane if single and by == "speaker" else None,
    )


def chosen_bar(selection: Mapping[str, Any]) -> str | None:
    """The key of the bar that was clicked in a bar list."""
    points = selection.get("points") or []
    return str(points[0]["customdata"][0]) if points and points[0].get("customdata") else None


def statements_behind(choice: Choice, filters: Filters) -> Filters:
    """The filters that find the statements behind a choice: those in force, narrowed by it."""
    if choice.ids:
        return replace(filters, ids=choice.ids)
    if not choice.first:
        return filters
    first = max(filter(None, (choice.first, filters.said_from)))
    last = min(filter(None, (choice.last, filters.said_to)))
    countries = (choice.country,) if choice.country else filters.countries
    speakers = (choice.speaker,) if choice.speaker else filters.speakers
    return replace(filters, said_from=first, said_to=last, countries=countries, speakers=speakers)


def sentence(choice: Choice, total: int) -> str:
    """What the list below a chart holds, in words."""
    amount = labels.count(total, "statement")
    if choice.ids:
        return f"{amount} chosen in the chart"
    if not choice.first:
        return amount
    by = labels.country_name(choice.country) if choice.country else choice.speaker
    who = f" by {labels.plain(by)}" if by else ""
    return f"{amount}{who} said {labels.span(choice.first, choice.last)}"
