"""Page furniture: what is blanked, with the reason, and what must stay."""

from __future__ import annotations

import pytest

from analysis.ingest import find_furniture
from analysis.ingest.furniture import find_headline

BEFORE = "The minister of Arcadia met her colleague from Ruritania in the capital on Monday."
AFTER = "Both sides agreed that the talks on the border would go on in the coming weeks."


def blanked(text: str, title: str = "") -> list[tuple[str, str]]:
    return [(text[span.start : span.end], reason) for span, reason in find_furniture(text, title)]


def between(line: str) -> str:
    return f"{BEFORE}\n\n{line}\n\n{AFTER}\n\n{BEFORE}"


FURNITURE_LINES = {
    "caption with a credit": (
        "A flag over the ministry bears the words “We stay” on May 1. (Jo Doe/Getty Images)",
        "picture",
    ),
    "caption, photo by": ("Ministers at the table on Monday. (Photo by Jo Doe)", "picture"),
    "caption, bare credit": ("Ministers at the table on Monday. Jo Doe/AFP", "picture"),
    "credit alone": ("Jo Doe / Reuters", "picture"),
    "photo label": ("Photo: Ministry of Foreign Affairs of Arcadia", "picture"),
    "file photo": ("FILE PHOTO: The minister speaks at a meeting in March.", "picture"),
    "placeholder": ("Placeholder while article actions load", "placeholder"),
    "advertisement": ("Advertisement", "advertisement"),
    "continues": ("Story continues below advertisement", "advertisement"),
    "read more": ("Read more: Arcadia closes its border", "related"),
    "also read": ("ALSO READ | Ruritania calls up its reserves", "related"),
    "related": ("Related: What is known of the treaty", "related"),
    "sign up": ("Sign up for our weekly newsletter", "follow"),
    "follow": ("Follow Jo Doe on Twitter: @jodoe", "follow"),
    "share": ("Share", "follow"),
    "cookies": ("We use cookies to make this site work.", "cookies"),
    "correction": (
        "To suggest a correction or clarification, write to us here",
        "correction",
    ),
    "key combination": (
        "You can also highlight the text and press Ctrl + Enter",
        "correction",
    ),
    "contributors": ("Jo Doe, Ann Poe and Li Roe contributed to this report.", "contributors"),
    "reporting by": ("(Reporting by Jo Doe in Arcadia; Editing by Ann Poe)", "contributors"),
    "with files": ("With files from The Canadian Press", "contributors"),
    "copyright": ("© 2024 Daily Arcadian. All rights reserved.", "copyright"),
    "timestamp": ("Updated 10:32 AM EDT, Wed May 3, 2023", "timestamp"),
    "minutes": ("4 min read", "timestamp"),
    "subhead in dashes": ("- Support goes on -", "subhead"),
    "linked headline": ("Arcadia struggles to pay for its share of the bridge", "headline"),
    "subhead": ("A long quarrel", "headline"),
}


@pytest.mark.parametrize(("line", "reason"), FURNITURE_LINES.values(), ids=FURNITURE_LINES)
def test_a_line_of_furniture_goes_and_the_prose_around_it_stays(line: str, reason: str) -> None:
    assert blanked(between(line)) == [(line, reason)]


PROSE_LINES = {
    "quotation without a full stop": "“We will not yield”",
    "sentence that lost its full stop": "The minister said the border would stay open",
    "first person": "We will keep our promise to the people of the valley",
    "introduction": "Her three demands were as follows:",
    "broken-off line": "The ministers spoke at length on the future of",
    "contributed to something": "Arcadia contributed to the fund for the valley.",
    "photo as a word": "Photos of the valley showed burnt houses, the ministry said.",
    "agency as a source": "The talks failed, a diplomat told Reuters.",
    "published as a verb": "Published in March, the white paper calls for 3 rounds of talks.",
    "related as a word": "Related talks on trade will begin in June, officials said.",
    "watch as a verb": "Watch what they do, not what they say, she told reporters.",
    "for more than": "For more than two years the war has raged here.",
    "correction as a word": "The correction of the border took a year.",
    "sign up as a verb": "Sign up to the treaty or leave, he told his colleague.",
    "with reports": "With reports of shelling coming in, the ministers broke off.",
    "join us": "Join us on the way to peace, the minister urged her neighbours.",
    "dateline": "ARCADIA CITY (Reuters) - The ministers of two states met on Monday.",
    "short sentence": "Nothing came of it.",
    "cut word": "Ministers met, talked, and left; nobody spoke.",
}


@pytest.mark.parametrize("line", PROSE_LINES.values(), ids=PROSE_LINES)
def test_prose_stays(line: str) -> None:
    assert blanked(between(line)) == []


HEADLINE = "Arcadia’s Absence From Valley Summit Would Be ‘A Gift’: Ruritania"


def test_a_teaser_goes_with_its_summary_and_not_with_the_next_paragraph() -> None:
    summary = "Ruritania expects a dozen leaders at the summit. Staying away would be a “gift”."
    text = "\n\n".join([BEFORE, f"{HEADLINE}\nOther Topics of Interest", HEADLINE, summary, AFTER])
    assert [piece for piece, _ in blanked(text)] == [
        HEADLINE,
        "Other Topics of Interest",
        HEADLINE,
        summary,
    ]


def test_a_teaser_without_summary_leaves_the_next_paragraph() -> None:
    text = "\n\n".join([BEFORE, "Other Topics of Interest", HEADLINE, AFTER])
    assert [piece for piece, _ in blanked(text)] == ["Other Topics of Interest", HEADLINE]


def test_a_list_of_other_stories_goes() -> None:
    stories = ["Related stories", "Bridge over the river opens", "Valley votes on Sunday"]
    text = "\n\n".join([BEFORE, AFTER, *stories])
    assert [piece for piece, _ in blanked(text)] == stories


def test_the_title_repeated_is_no_statement() -> None:
    title = "Minister says the border will stay open"
    text = f"{title}\n\nBy Jo Doe\n\n{BEFORE}\n\n{AFTER}"
    assert blanked(text, title) == [(title, "headline"), ("By Jo Doe", "byline")]


def test_slogan_and_headline_above_the_text() -> None:
    slogan = "The Daily ArcadianDemocracy Dies in Darkness"
    headline = "Minister, urging calm in the valley, says the border will stay open"
    text = f"{slogan}\n\n{headline}\n\n{BEFORE}\n\n{AFTER}"
    assert blanked(text, "Another title") == [(slogan, "slogan"), (headline, "headline")]


def test_a_credit_inside_a_paragraph_goes_with_the_caption_before_it() -> None:
    caption = "Ministers shake hands. (Jo Doe/Getty Images)"
    assert blanked(f"{BEFORE} {caption} {' '.join([AFTER] * 8)}") == [(caption, "picture")]


def test_an_editor_at_the_end_of_a_paragraph_goes() -> None:
    credit = "(Reporting by Jo Doe; Editing by Ann Poe)"
    assert blanked(f"{BEFORE}\n\n{AFTER} {credit}") == [(credit, "contributors")]


@pytest.mark.parametrize(
    "text",
    [
        "MR. DOE:  Good afternoon. We have one announcement to make before we begin today.\n\n"
        "Q    Thank you. On the valley\n\nMR. DOE:  Go ahead.\n\nQ    Two questions\n\n"
        "MR. DOE:  The ministers spoke on Monday and they will speak again.\n\nReuters",
        "The river runs\n\nbelow the hill\n\nand nobody\n\nasks why\n\nThe bridge is gone.",
        "“Stay,” she said.\n“Why?” he asked\n“Stay”\nHe stayed.",
        "We thank the Assembly for its trust in our small country in these hard days.\n\n"
        "Climate change\n\nWe ask our partners to keep the promises that they have made to us.\n\n"
        "Mr. President\n\nWe shall keep ours, and we shall do so before the year is over.",
    ],
    ids=["transcript", "poem", "dialogue", "speech"],
)
def test_where_short_lines_are_the_text_they_stay(text: str) -> None:
    assert blanked(text) == []


def test_paragraphs_that_break_off_are_no_headlines() -> None:
    text = "\n\n".join([BEFORE, "The delegation of Arcadia reaffirms its", "support.", AFTER])
    assert blanked(text) == []


def test_lines_of_hard_wrapped_text_are_no_paragraphs() -> None:
    text = (
        "The minister of Arcadia met her colleague from Ruritania in the\n"
        "capital on Monday. Both agreed that the talks would go on and that\n"
        "Share\nof the costs would be paid from the budgets of both countries in\n"
        "the coming years, as the treaty says in the article on the bridge.\n"
    )
    assert blanked(text) == []


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        (f"Minister says border stays open\n\n{BEFORE}", "Minister says border stays open"),
        (f"{BEFORE}\n\n{AFTER}", ""),
        ("MR. DOE:  Good afternoon\n\nQ  Thank you", ""),
        ("One line", ""),
        ("", ""),
    ],
    ids=["headline", "prose", "transcript", "nothing below it", "empty"],
)
def test_headline_of_a_text_without_title(text: str, headline: str) -> None:
    assert find_headline(text) == headline


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "text",
    [
        "a " * 300_000,
        " " * 1_000_000,
        "A" * 1_000_000,
        "(" * 300_000,
        "A B " * 100_000 + "\n" * 9,
        "\n".join(["Jo Doe, Ann Poe and Li Roe of the Valley " * 16] * 500),
    ],
    ids=["words", "blanks", "one word", "brackets", "capitals", "names"],
)
def test_hostile_texts_take_no_longer_than_others(text: str) -> None:
    find_furniture(text)
