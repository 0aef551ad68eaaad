"""Whom a mention names without an article around it, all over the world; and what stays open."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.resolve import Registry, resolve_mention

REGISTRY = Registry.load()

# mention, day or "", name, country
NAMED = [
    ("the Kremlin", "", "Kremlin", "RU"),
    ("the Elysee", "", "French Presidency", "FR"),
    ("10 Downing Street", "", "Government of the United Kingdom", "GB"),
    ("the Japanese foreign ministry", "", "Ministry of Foreign Affairs of Japan", "JP"),
    ("South Korea's defence ministry", "", "Ministry of Defence of South Korea", "KR"),
    ("the Kenyan ministry of health", "", "Ministry of Health of Kenya", "KE"),
    ("Ghana's sports ministry", "", "Ministry of Sports of Ghana", "GH"),
    ("the State Department", "", "US Department of State", "US"),
    ("the Bolivian government", "", "Government of Bolivia", "BO"),
    ("The Hague", "", "Government of the Netherlands", "NL"),
    ("Ouagadougou", "", "Government of Burkina Faso", "BF"),
    ("Nuku'alofa", "", "Government of Tonga", "TO"),
    ("Pretoria", "", "Government of South Africa", "ZA"),
    ("Brussels", "", "European Union", "EU"),
    ("Republic of Kenya", "", "Government of Kenya", "KE"),
    ("the Bundestag", "", "Bundestag", "DE"),
    ("the State Duma", "", "State Duma", "RU"),
    ("the Diet", "", "National Diet", "JP"),
    ("ASEAN", "", "ASEAN", None),
    ("OPEC", "", "OPEC", None),
    ("WHO", "", "World Health Organization", "UN"),
    ("the IAEA", "", "IAEA", "UN"),
    ("Zelenskiy", "", "Volodymyr Zelenskyy", "UA"),
    ("Volodymyr Selenskyj", "", "Volodymyr Zelenskyy", "UA"),
    ("Polish Foreign Minister Radosław Sikorski", "", "Radosław Sikorski", "PL"),
    ("Chilean Foreign Minister Alberto van Klaveren", "", "Alberto van Klaveren", "CL"),
    ("Ambassador to the UN Zhang Jun", "2022-05-01", "Zhang Jun", "CN"),
    ("the Kazakh president", "2022-03-01", "Kassym-Jomart Tokayev", "KZ"),
    ("the US secretary of state", "2020-05-01", "Mike Pompeo", "US"),
    ("the US secretary of state", "2022-05-01", "Antony Blinken", "US"),
    ("the president of France", "2022-03-01", "Emmanuel Macron", "FR"),
    ("the UN chief", "2022-03-01", "António Guterres", "UN"),
    ("UN human rights chief", "2022-03-01", "Michelle Bachelet", "UN"),
    ("the NATO chief", "2024-11-01", "Mark Rutte", "NATO"),
    ("the Prime Minister of the Netherlands", "2022-03-01", "Mark Rutte", "NL"),
    ("the European Commission president", "2022-03-01", "Ursula von der Leyen", "EU"),
    ("the Chinese ambassador to France", "2023-04-20", "Lu Shaye", "CN"),
    ("the IAEA director general", "2022-03-01", "Rafael Grossi", "UN"),
    ("former US President Donald Trump", "2022-05-01", "Donald Trump", "US"),
]

# mention, day or "", country, part of the reason
OPEN = [
    ("the Kazakh president", "", "KZ", "depends on the day"),
    ("the Fijian president", "2022-03-01", "FJ", "not in the list of actors"),
    ("the Chinese ambassador to Kenya", "2023-04-20", "CN", "not in the list of actors"),
    ("Nigerian officials", "", "NG", "without a name"),
    ("British", "", "GB", "a nationality"),
    ("Congo", "", None, "may mean DR Congo or the Republic of the Congo"),
    ("the Korean president", "2022-03-01", None, "North Korea or South Korea"),
    ("Dominican president", "2022-03-01", None, "Dominica or the Dominican Republic"),
    ("Wang", "", None, "3 persons named Wang"),
    ("Geneva", "", None, "in no list"),
    ("Tel Aviv", "", None, "not in the list"),
    ("Rishi", "", None, "in no list"),
    ("the ministry of philately of Ghana", "", None, "“philately” is in no list"),
    ("the Philippine Coast Guard", "", None, "not in the list"),
    ("the Ministry of External Affairs", "", None, "of which country"),
    ("the president", "2022-03-01", None, "of which country"),
    ("he", "", None, "pronoun"),
    ("the US and China", "", None, "names several"),
    ("...", "", None, "no word"),
    ("", "", None, "no word"),
]


def resolve(mention: str, day: str):
    return resolve_mention(mention, date.fromisoformat(day) if day else None, REGISTRY)


@pytest.mark.parametrize(
    ("mention", "day", "name", "country"), NAMED, ids=[f"{row[0]} {row[1]}" for row in NAMED]
)
def test_names_whom_a_mention_means(mention, day, name, country):
    found = resolve(mention, day)
    assert (found.name, found.country) == (name, country), found.reason
    assert found.reason


@pytest.mark.parametrize(
    ("mention", "day", "country", "reason"), OPEN, ids=[f"{row[0]} {row[1]}" for row in OPEN]
)
def test_says_why_nobody_is_named(mention, day, country, reason):
    found = resolve(mention, day)
    assert (found.name, found.country) == (None, country), found.reason
    assert reason in found.reason


def test_gives_role_and_organisation_of_the_day():
    found = resolve("Boris Johnson", "2020-05-01")
    assert (found.role, found.organisation) == (
        "Prime Minister",
        "Government of the United Kingdom",
    )
    later = resolve("Boris Johnson", "2023-05-01")
    assert (later.name, later.role) == ("Boris Johnson", None)
    assert "no office on 2023-05-01" in later.reason
    fiji = resolve("the Fijian president", "2022-03-01")
    assert (fiji.kind, fiji.role) == ("person", "President")
