"""Expressions of time against TimeML's conventions: extent, type and value of TIMEX3.

The expressions are invented. The anchor is Tuesday, 1 March 2022.
"""

from __future__ import annotations

from datetime import date

import pytest

from analysis.resolve import find_dates

TUESDAY = date(2022, 3, 1)

# words, the part of them that is the expression, type, value
EXPRESSIONS = [
    ("on Monday", "Monday", "DATE", "2022-02-28"),
    ("on Tuesday", "Tuesday", "DATE", "2022-03-01"),
    ("next Friday", "next Friday", "DATE", "2022-03-04"),
    ("last Tuesday", "last Tuesday", "DATE", "2022-02-22"),
    ("this Friday", "this Friday", "DATE", "2022-03-04"),
    ("They will meet on Friday.", "Friday", "DATE", "2022-03-04"),
    ("He said on Friday he would go.", "Friday", "DATE", "2022-02-25"),
    ("The summit is to be held on May 20.", "May 20", "DATE", "2022-05-20"),
    ("It opened on May 20.", "May 20", "DATE", "2021-05-20"),
    ("Tuesday morning", "Tuesday morning", "TIME", "2022-03-01TMO"),
    ("late Monday night", "late Monday night", "TIME", "2022-02-28TNI"),
    ("tonight", "tonight", "TIME", "2022-03-01TNI"),
    ("last night", "last night", "TIME", "2022-02-28TNI"),
    ("yesterday evening", "yesterday evening", "TIME", "2022-02-28TEV"),
    ("tomorrow morning", "tomorrow morning", "TIME", "2022-03-02TMO"),
    ("today", "today", "DATE", "2022-03-01"),
    ("the day before yesterday", "the day before yesterday", "DATE", "2022-02-27"),
    ("two weeks ago", "two weeks ago", "DATE", "2022-W07"),
    ("two days ago", "two days ago", "DATE", "2022-02-27"),
    ("a month ago", "a month ago", "DATE", "2022-02"),
    ("ten years ago", "ten years ago", "DATE", "2012"),
    ("the past three days", "the past three days", "DURATION", "P3D"),
    ("the next two weeks", "the next two weeks", "DURATION", "P2W"),
    ("over the past year", "the past year", "DURATION", "P1Y"),
    ("in the past week", "the past week", "DURATION", "P1W"),
    ("last week", "last week", "DATE", "2022-W08"),
    ("this week", "this week", "DATE", "2022-W09"),
    ("next month", "next month", "DATE", "2022-04"),
    ("last month", "last month", "DATE", "2022-02"),
    ("last year", "last year", "DATE", "2021"),
    ("this year", "this year", "DATE", "2022"),
    ("next year", "next year", "DATE", "2023"),
    ("earlier this year", "earlier this year", "DATE", "2022"),
    ("in the 1990s", "the 1990s", "DATE", "199"),
    ("the early 1980s", "the early 1980s", "DATE", "198"),
    ("the nineties", "the nineties", "DATE", "199"),
    ("the 19th century", "the 19th century", "DATE", "18"),
    ("spring 2022", "spring 2022", "DATE", "2022-SP"),
    ("the summer of 2021", "the summer of 2021", "DATE", "2021-SU"),
    ("last summer", "last summer", "DATE", "2021-SU"),
    ("the second quarter of 2023", "the second quarter of 2023", "DATE", "2023-Q2"),
    ("Q3 2021", "Q3 2021", "DATE", "2021-Q3"),
    ("the fourth quarter", "the fourth quarter", "DATE", "2021-Q4"),
    ("last quarter", "last quarter", "DATE", "2021-Q4"),
    ("the first half of 2023", "the first half of 2023", "DATE", "2023-H1"),
    ("the end of the year", "the end of the year", "DATE", "2022"),
    ("in March 2022", "March 2022", "DATE", "2022-03"),
    ("since January", "January", "DATE", "2022-01"),
    ("in early 2020", "early 2020", "DATE", "2020"),
    ("mid-February", "mid-February", "DATE", "2022-02"),
    ("in 2014", "2014", "DATE", "2014"),
    ("the 2014 annexation", "2014", "DATE", "2014"),
    ("2022/03/01", "2022/03/01", "DATE", "2022-03-01"),
    ("on 1 March 2022", "1 March 2022", "DATE", "2022-03-01"),
    ("Sept. 11, 2001", "Sept. 11, 2001", "DATE", "2001-09-11"),
    ("after 9/11", "9/11", "DATE", "2001-09-11"),
    ("on Christmas Eve", "Christmas Eve", "DATE", "2021-12-24"),
    ("over the weekend", "the weekend", "DATE", "2022-W08-WE"),
    ("now", "now", "DATE", "PRESENT_REF"),
    ("currently", "currently", "DATE", "PRESENT_REF"),
    ("at the moment", "at the moment", "DATE", "PRESENT_REF"),
    ("recently", "recently", "DATE", "PAST_REF"),
    ("in recent years", "recent years", "DATE", "PAST_REF"),
    ("in the near future", "the near future", "DATE", "FUTURE_REF"),
    ("soon", "soon", "DATE", "FUTURE_REF"),
    ("every Monday", "every Monday", "SET", "XXXX-WXX-1"),
    ("on Mondays", "Mondays", "SET", "XXXX-WXX-1"),
    ("every day", "every day", "SET", "P1D"),
    ("each year", "each year", "SET", "P1Y"),
    ("every two weeks", "every two weeks", "SET", "P2W"),
    ("twice a week", "twice a week", "SET", "P1W"),
    ("every October", "every October", "SET", "XXXX-10"),
    ("every night", "every night", "SET", "XXXX-XX-XXTNI"),
    ("daily", "daily", "SET", "P1D"),
    ("at 5 p.m.", "5 p.m.", "TIME", "2022-03-01T17:00"),
    ("at 5 p.m. on Monday", "5 p.m. on Monday", "TIME", "2022-02-28T17:00"),
    ("at 10:30 a.m.", "10:30 a.m.", "TIME", "2022-03-01T10:30"),
    ("at 17:45", "17:45", "TIME", "2022-03-01T17:45"),
    ("1400 GMT", "1400 GMT", "TIME", "2022-03-01T14:00"),
    ("at noon", "noon", "TIME", "2022-03-01T12:00"),
    ("at midnight", "midnight", "TIME", "2022-03-01T24:00"),
    ("for two days", "two days", "DURATION", "P2D"),
    ("six-month", "six-month", "DURATION", "P6M"),
    ("three hours", "three hours", "DURATION", "PT3H"),
    ("a 48-hour ceasefire", "48-hour", "DURATION", "PT48H"),
    ("half an hour", "half an hour", "DURATION", "PT30M"),
    ("several months", "several months", "DURATION", "PXM"),
    ("a few days", "a few days", "DURATION", "PXD"),
    ("for years", "years", "DURATION", "PXY"),
    ("two decades", "two decades", "DURATION", "P2DE"),
    ("a decade", "a decade", "DURATION", "P1DE"),
    ("fifteen minutes", "fifteen minutes", "DURATION", "PT15M"),
    ("the coming weeks", "the coming weeks", "DURATION", "PXW"),
    ("the first two months", "the first two months", "DURATION", "P2M"),
    ("once a month", "once a month", "SET", "P1M"),
    ("within 24 hours", "24 hours", "DURATION", "PT24H"),
    ("by Friday", "Friday", "DATE", "2022-02-25"),
    ("the last decade", "the last decade", "DURATION", "P1DE"),
]

NO_TIME = [
    "the fall of Kabul",
    "a second time",
    "the third man",
    "The Daily Star",
    "10 to 12 people",
    "they scored 2:1",
    "a price of 2000 dollars",
    "more than 2000 people",
    "He would spring up and fall down.",
    "No one saw 5,000 men in 12 villages.",
    "May I ask?",
    "In one second he was gone.",
]

WITHOUT_ANCHOR = [
    ("on Tuesday night", "XXXX-WXX-2TNI"),
    ("at 5 p.m.", "XXXX-XX-XXT17:00"),
    ("last summer", "XXXX-SU"),
    ("the third quarter", "XXXX-Q3"),
    ("the second quarter of 2023", "2023-Q2"),
    ("on Christmas Eve", "XXXX-12-24"),
    ("in 2014", "2014"),
]


@pytest.mark.parametrize(
    ("words", "text", "type_", "value"), EXPRESSIONS, ids=[row[0] for row in EXPRESSIONS]
)
def test_marks_an_expression_as_timeml_does(words, text, type_, value):
    found = [(m.text, m.type, m.value) for m in find_dates(words, TUESDAY)]
    assert found == [(text, type_, value)]


@pytest.mark.parametrize("words", NO_TIME)
def test_marks_nothing_where_no_time_is_meant(words):
    assert find_dates(words, TUESDAY) == []


@pytest.mark.parametrize(("words", "value"), WITHOUT_ANCHOR, ids=[row[0] for row in WITHOUT_ANCHOR])
def test_leaves_open_what_only_the_anchor_tells(words, value):
    assert [m.value for m in find_dates(words, None)] == [value]


def test_offsets_hold_the_text_of_the_expression():
    words = "Every Monday at 5 p.m. they met, in 2014 and over the past three days, said he."
    assert [words[m.start : m.end] == m.text for m in find_dates(words, TUESDAY)] == [True] * 4


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("They will meet on Friday.", "2022-03-04"),
        ("Talks are scheduled for Friday.", "2022-03-04"),
        ("They would have met on Friday.", "2022-02-25"),
        ("They will meet, he said on Friday.", "2022-02-25"),
        ("They met on Friday.", "2022-02-25"),
        ("The vote is due in April.", "2022-04"),
        ("The vote was in April.", "2021-04"),
    ],
)
def test_looks_ahead_where_the_verb_does(words, value):
    assert [m.value for m in find_dates(words, TUESDAY)] == [value]


@pytest.mark.parametrize(
    "words", ["in the 2014 annexation", "the second quarter", "last summer", "at 5 p.m.", "daily"]
)
def test_dates_nothing_by_what_is_no_day_week_month_or_year(words):
    assert [m.day for m in find_dates(words, TUESDAY)] == [None]
