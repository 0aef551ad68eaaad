"""Expressions of time: what is found and which day, week, month or year it means."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.resolve.dates import find_dates

WEDNESDAY = date(2024, 4, 10)

# text, TIMEX3 value, first day, precision, how
CASES = [
    ("on 2 May 2023", "2023-05-02", "2023-05-02", "day", "explicit"),
    ("on May 2, 2023,", "2023-05-02", "2023-05-02", "day", "explicit"),
    ("the 2nd of May 2023", "2023-05-02", "2023-05-02", "day", "explicit"),
    ("2023-05-02", "2023-05-02", "2023-05-02", "day", "explicit"),
    ("on May 2", "2023-05-02", "2023-05-02", "day", "explicit"),
    ("on April 9", "2024-04-09", "2024-04-09", "day", "explicit"),
    ("on April 10", "2024-04-10", "2024-04-10", "day", "explicit"),
    ("on Nov. 10", "2023-11-10", "2023-11-10", "day", "explicit"),
    ("on Friday, 10 November", "2023-11-10", "2023-11-10", "day", "explicit"),
    ("on Sunday, 10 April", "2022-04-10", "2022-04-10", "day", "explicit"),
    ("on March 8–9", "2024-03-08", "2024-03-08", "day", "explicit"),
    ("in February 2023", "2023-02", "2023-02-01", "month", "explicit"),
    ("in February", "2024-02", "2024-02-01", "month", "explicit"),
    ("in May", "2023-05", "2023-05-01", "month", "explicit"),
    ("in early March", "2024-03", "2024-03-01", "month", "explicit"),
    ("in 2021", "2021", "2021-01-01", "year", "explicit"),
    ("on Wednesday", "2024-04-10", "2024-04-10", "day", "relative"),
    ("on Monday", "2024-04-08", "2024-04-08", "day", "relative"),
    ("late Tuesday", "2024-04-09", "2024-04-09", "day", "relative"),
    ("Tuesday morning", "2024-04-09TMO", "2024-04-09", "day", "relative"),
    ("Tuesday’s call", "2024-04-09", "2024-04-09", "day", "relative"),
    ("on Thursday", "2024-04-04", "2024-04-04", "day", "relative"),
    ("last Wednesday", "2024-04-03", "2024-04-03", "day", "relative"),
    ("next Friday", "2024-04-12", "2024-04-12", "day", "relative"),
    ("on Tuesday of last week", "2024-04-02", "2024-04-02", "day", "relative"),
    ("today", "2024-04-10", "2024-04-10", "day", "relative"),
    ("yesterday", "2024-04-09", "2024-04-09", "day", "relative"),
    ("this morning", "2024-04-10TMO", "2024-04-10", "day", "relative"),
    ("two days ago", "2024-04-08", "2024-04-08", "day", "relative"),
    ("three weeks ago", "2024-W12", "2024-03-18", "week", "relative"),
    ("a month ago", "2024-03", "2024-03-01", "month", "relative"),
    ("two years ago", "2022", "2022-01-01", "year", "relative"),
    ("last week", "2024-W14", "2024-04-01", "week", "relative"),
    ("earlier this week", "2024-W15", "2024-04-08", "week", "relative"),
    ("earlier this month", "2024-04", "2024-04-01", "month", "relative"),
    ("last month", "2024-03", "2024-03-01", "month", "relative"),
    ("last year", "2023", "2023-01-01", "year", "relative"),
    ("over the weekend", "2024-W14-WE", "2024-04-06", "week", "relative"),
]

DURATIONS = [
    ("for two days", "P2D"),
    ("six-month", "P6M"),
    ("three weeks of talks", "P3W"),
    ("now", "PRESENT_REF"),
    ("currently", "PRESENT_REF"),
    ("recently", "PAST_REF"),
]

# text, values in order: what counts from the date before
CHAINS = [
    ("On 24 August he spoke. A day earlier he wrote.", ["2023-08-24", "2023-08-23"]),
    ("On 24 August he spoke. Two days later she did.", ["2023-08-24", "2023-08-26"]),
    ("He met her on Monday; later that day they parted.", ["2024-04-08", "2024-04-08"]),
    ("He spoke on Thursday. The day before, she had.", ["2024-04-04", "2024-04-03"]),
    ("He spoke on Tuesday. The previous Friday she did.", ["2024-04-09", "2024-04-05"]),
    ("He spoke on Tuesday. A week earlier she did.", ["2024-04-09", "2024-W14"]),
    ("On Tuesday he spoke. Exactly a week earlier, she did.", ["2024-04-09", "2024-04-02"]),
    ("Two weeks ago, on 28 March, he spoke.", ["2024-W13", "2024-03-28"]),
]

NOTHING = [
    "He may go and march on.",
    "The Sun and Mon Repos are hotels.",
    "Resolution 2202 was adopted by 12 votes.",
    "It cost 1.5 million.",
]


@pytest.mark.parametrize(("text", "value", "day", "precision", "how"), CASES)
def test_says_which_period_an_expression_means(text, value, day, precision, how):
    (mention,) = find_dates(text, WEDNESDAY)
    found = (mention.value, mention.day, mention.precision, mention.how)
    assert found == (value, date.fromisoformat(day), precision, how)


@pytest.mark.parametrize(("text", "value"), DURATIONS)
def test_gives_durations_and_vague_times_a_value_but_no_day(text, value):
    (mention,) = find_dates(text, WEDNESDAY)
    assert (mention.value, mention.day, mention.precision) == (value, None, None)


@pytest.mark.parametrize(("text", "values"), CHAINS)
def test_counts_from_the_date_before(text, values):
    assert [mention.value for mention in find_dates(text, WEDNESDAY)] == values


@pytest.mark.parametrize("text", NOTHING)
def test_finds_no_dates_in_other_words(text):
    assert find_dates(text, WEDNESDAY) == []


@pytest.mark.parametrize("text", ["on Tuesday", "on May 2", "yesterday", "last week", "in May"])
def test_without_publication_day_relative_dates_stay_open(text):
    assert [mention.day for mention in find_dates(text, None)] == [None]


def test_without_publication_day_full_dates_stand():
    assert find_dates("on 2 May 2023", None)[0].day == date(2023, 5, 2)


def test_nothing_before_it_to_count_from():
    assert [mention.day for mention in find_dates("The day before, he left.", WEDNESDAY)] == [None]


def test_offsets_point_into_the_text():
    text = "She said so on Tuesday, and again\non 3 March 2022."
    assert [text[m.start : m.end] for m in find_dates(text, WEDNESDAY)] == [
        "Tuesday",
        "3 March 2022",
    ]


@pytest.mark.parametrize("gap", [10, 39, 40, 41, 80, 200])
def test_distance_between_dates_does_not_matter(gap):
    text = f"On Tuesday {'x ' * (gap // 2)}on 3 March 2022 {'y ' * gap}yesterday."
    assert [m.value for m in find_dates(text, WEDNESDAY)] == [
        "2024-04-09",
        "2022-03-03",
        "2024-04-09",
    ]
