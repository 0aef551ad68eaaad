"""Statements of transcripts: whose, answering what, when; and what is nested in them."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.models import Document, Statement
from analysis.pipeline import extract_statements, shipped_registry
from analysis.transcripts import (
    find_turns,
    nested_attributions,
    transcript_attributions,
    transcript_pieces,
    transcript_statements,
)


def page(text: str, title: str = "", name: str = "page.md", **fields: object) -> Document:
    """A document whose text is readable as it stands."""
    given = {"published": date(2022, 3, 4)} | fields
    return Document(id="d1", name=name, text=text, readable=text, title=title, **given)  # type: ignore[arg-type]


def statements(document: Document, *, nested: bool = False) -> list[Statement]:
    """What the transcript's speakers say themselves, or what they tell of others."""
    transcript = find_turns(document)
    assert transcript is not None
    found = transcript_statements(document, transcript, shipped_registry())
    return [s for s in found if (s.extractor == "transcript-1") != nested]


WHITE_HOUSE = {"url": "https://www.whitehouse.gov/briefing-room/x", "publisher": "White House"}

BRIEFING = page(
    "2:10 P.M. EST\n\n"
    "MS. PSAKI:  Good afternoon, everyone.\n\n"
    "We will go on helping Ukraine.  (Laughter.)  The President signed the order this morning, and "
    "the first deliveries will arrive on Friday of next week.\n\n"
    "Q    Thanks, Jen.  Will there be more?\n\n"
    "MS. PSAKI:  There will be more, as long as it takes, and we will (inaudible) say when it is "
    "time to do so, together with all of our allies.\n\n"
    "Q    Thank you.\n\n"
    "MS. PSAKI:  Thank you.  Go ahead, Peter.\n\n"
    "Q    And sanctions?\n\n"
    "MR. SULLIVAN:  No.\n",
    "Press Briefing by Press Secretary Jen Psaki and National Security Advisor Jake Sullivan",
    **WHITE_HOUSE,
)


def test_speaker_role_country_and_date_of_a_briefing() -> None:
    first, second, third = statements(BRIEFING)
    assert (first.speaker, first.country, first.speaker_kind) == ("Jen Psaki", "US", "person")
    assert "Press Secretary" in (first.role or "")
    assert (first.said_on, first.said_on_precision) == (date(2022, 3, 4), "day")
    assert first.said_on_how == "transcript date"
    assert first.venue == "press briefing"
    assert third.speaker == "Jake Sullivan"
    assert second.confidence > 0.9


def test_question_stands_beside_the_answer_and_is_no_statement() -> None:
    first, second, third = statements(BRIEFING)
    assert first.question is None
    assert second.question == "Thanks, Jen. Will there be more?"
    assert (third.question, third.text) == ("And sanctions?", "No.")


def test_notes_are_cut_out_and_lost_words_shown() -> None:
    first, second, _ = statements(BRIEFING)
    assert "Laughter" not in first.text
    assert "helping Ukraine. The President" in first.text
    assert "we will … say when" in second.text
    assert len(second.content) == 2


def test_courtesies_give_no_statement() -> None:
    assert not [s for s in statements(BRIEFING) if "Go ahead" in s.text]


def test_spans_point_into_the_text() -> None:
    for statement in statements(BRIEFING):
        (label,) = statement.source
        assert BRIEFING.text[label.start : label.end] in ("MS. PSAKI", "MR. SULLIVAN")
        (cue,) = statement.cue
        assert BRIEFING.text[cue.start : cue.end] == ":"
        said = [BRIEFING.text[s.start : s.end] for s in statement.content]
        assert " ".join(" ".join(said).split()) == statement.text.replace(" … ", " ")


def test_ids_differ_within_a_document_and_stay() -> None:
    text = "MS. PSAKI:  No.\n\nQ    Never?\n\nMS. PSAKI:  No.\n\nQ    Why?\n\nMS. PSAKI:  No.\n"
    document = page(text, "Press Briefing by Press Secretary Jen Psaki", **WHITE_HOUSE)
    once, again = statements(document), statements(document)
    assert len({s.id for s in once}) == 3
    assert [s.id for s in once] == [s.id for s in again]


NESTED = page(
    "MS. PSAKI:  I told you yesterday that we would act.  Foreign Minister Lavrov said that Russia "
    "would not invade Ukraine.  He said it was absurd.  Some people say that sanctions never "
    "work.\n",
    "Press Briefing by Press Secretary Jen Psaki",
    **WHITE_HOUSE,
)


def test_what_a_speaker_tells_of_others_is_theirs_and_reported() -> None:
    (own,) = statements(NESTED)
    assert own.speaker == "Jen Psaki"
    inner = statements(NESTED, nested=True)
    assert [s.speaker for s in inner] == ["Sergey Lavrov"]
    assert inner[0].reported_by == ("Jen Psaki",)
    assert inner[0].country == "RU"
    assert inner[0].said_on is None
    assert inner[0].said_on_reason


def test_a_date_in_its_own_sentence_dates_what_is_told() -> None:
    document = page(
        "MS. PSAKI:  We will act.  On March 1, Foreign Minister Lavrov said that Russia would not "
        "invade Ukraine.\n",
        "Press Briefing by Press Secretary Jen Psaki",
        **WHITE_HOUSE,
    )
    (inner,) = statements(document, nested=True)
    assert inner.said_on == date(2022, 3, 1)


def test_nested_attributions_name_their_piece() -> None:
    transcript = find_turns(NESTED)
    assert transcript
    pieces = transcript_pieces(NESTED, transcript)
    nested = nested_attributions(NESTED, pieces)
    assert nested
    outer = pieces[nested[0].parent].attribution.content
    for one in nested:
        assert outer[0].start <= one.attribution.content[0].start
        assert one.attribution.content[-1].end <= outer[-1].end
    assert [p.attribution for p in pieces] == list(transcript_attributions(NESTED, transcript))


@pytest.mark.parametrize(
    ("document", "speakers"),
    [
        pytest.param(
            page(
                "PRESIDENT BIDEN:  We agreed on all of it.\n\nCHANCELLOR SCHOLZ:  (As "
                "interpreted.)  We"
                " did indeed agree.\n\nTHE PRESIDENT:  And that is final.\n",
                "Remarks by President Biden and Chancellor Scholz of Germany in Joint Press "
                "Conference",
                **WHITE_HOUSE,
            ),
            [("Joe Biden", "US"), ("Olaf Scholz", "DE"), ("Joe Biden", "US")],
            id="two governments in one text",
        ),
        pytest.param(
            page(
                "SENIOR ADMINISTRATION OFFICIAL:  We will act tomorrow.\n",
                "Background Press Call by a Senior Administration Official",
                **WHITE_HOUSE,
            ),
            [("Senior Administration Official", "US")],
            id="unnamed official",
        ),
        pytest.param(
            page(
                "Bloomberg: What about the talks?\n\nWang Wenbin: We support talks.\n",
                "Foreign Ministry Spokesperson Wang Wenbin's Regular Press Conference",
            ),
            [("Wang Wenbin", "CN")],
            id="ministry spokesperson",
        ),
        pytest.param(
            page(
                "President of Russia Vladimir Putin: Good evening to all of you here. President of "
                "Belarus Alexander Lukashenko Lukashenko AlexanderPresident of Belarus: It is "
                "good to "
                "be here. Mayor Ivan Unbekannt: Indeed it is. Director of the Federal Archive "
                "Pyotr Bekannt: So it is.",
                "Meeting with President of Belarus",
                url="http://en.kremlin.ru/events/1",
            ),
            [
                ("Vladimir Putin", "RU"),
                ("Alexander Lukashenko", "BY"),
                ("Ivan Unbekannt", None),
                ("Pyotr Bekannt", "RU"),
            ],
            id="Kremlin: guests, and somebody whom the list of actors does not know",
        ),
        pytest.param(
            page(
                "Mr. Zhang Jun (China) (spoke in Chinese): Dialogue is the way out.\n\nMs. Lind"
                " (Norway): We agree with that.\n\nMr. Kee (Albania): So do we.\n",
                "Security Council, 9001st meeting",
            ),
            [("Zhang Jun", "CN"), ("Lind", "NO"), ("Kee", "AL")],
            id="Security Council",
        ),
        pytest.param(
            page("We meet at a hard time for all.", name="CHN_77_2022.txt", published=None),
            [("Government of China", "CN")],
            id="General Debate",
        ),
        pytest.param(
            page(
                "Ukrainians! Our defenders! Today I spoke with our partners, and I thanked them "
                "for "
                "everything. We will hold out. We will win, and we will rebuild every city of "
                "ours.",
                "We will win - address by the President of Ukraine",
                url="https://www.president.gov.ua/en/news/x",
            ),
            [("Volodymyr Zelenskyy", "UA")],
            id="office alone: its holder on that day",
        ),
    ],
)
def test_who_speaks_for_whom(document: Document, speakers: list[tuple[str, str | None]]) -> None:
    found = [(s.speaker, s.country) for s in statements(document)]
    assert found == speakers


def test_asker_and_addressees() -> None:
    text = "AFP: What about the talks?\n\nWang Wenbin: We support talks.\n"
    document = page(text, "Foreign Ministry Spokesperson Wang Wenbin's Regular Press Conference")
    (answer,) = statements(document)
    assert (answer.asked_by, answer.question) == ("AFP", "What about the talks?")
    (speech,) = statements(page("We meet at a hard time.", name="NOR_77_2022.txt"))
    assert speech.addressees == ("UN General Assembly",)


def test_lead_in_the_third_person_is_read_as_news() -> None:
    document = page(
        'Foreign Minister Sergei Lavrov said that talks would go on. "We are ready," he added. '
        "* * * "
        "President of Russia Vladimir Putin: Colleagues, good afternoon. We have one item today.",
        "Meeting",
        url="http://en.kremlin.ru/events/1",
    )
    transcript = find_turns(document)
    assert transcript
    found = transcript_statements(document, transcript, shipped_registry())
    own = [s.speaker for s in found if s.extractor == "transcript-1"]
    news = {s.speaker for s in found if s.extractor != "transcript-1"}
    assert own == ["Vladimir Putin"]
    assert news == {"Sergey Lavrov"}


def test_long_paragraphs_are_cut_between_sentences() -> None:
    sentence = (
        "We will go on helping our partners for as long as it takes, Mr. Smith of the U.S. Senate. "
    )
    document = page("I thank you. " + sentence * 40, "Speech by Jane Roe")
    found = statements(document)
    assert len(found) > 3
    assert all(len(s.text.split()) <= 200 for s in found)
    assert all(s.text.endswith(("Senate.", "you.")) for s in found)
    assert " ".join(s.text for s in found) == " ".join(document.text.split())


def test_pipeline_reads_transcripts_by_turn_and_news_as_before() -> None:
    found = extract_statements(BRIEFING)
    assert {s.speaker for s in found if s.extractor == "transcript-1"} == {
        "Jen Psaki",
        "Jake Sullivan",
    }
    news = page("“We support talks,” Mao Ning said on Tuesday.", "China supports talks")
    assert [s.speaker for s in extract_statements(news)] == ["Mao Ning"]
