"""Finding dates in a text and saying which day, week, month or year each one means.

Values follow TIMEX3 (2022-03-01, 2022-03, 2022-W10, P2D, PRESENT_REF). The grammar is a table of
patterns, one reader function each; words of months, weekdays, numbers and phrases such as "the
same day" are in ``data/vocabulary/dates.csv``.
"""

from analysis.resolve.dates.find import find_dates
from analysis.resolve.dates.mention import DateMention, settle_on

__all__ = ["DateMention", "find_dates", "settle_on"]
