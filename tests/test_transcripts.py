"""Turns of transcripts: invented samples, one a shape, and texts that are none."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.models import Document
from analysis.transcripts import Transcript, find_turns


def page(text: str, title: str = "", name: str = "page.md", **fields: object) -> Document:
    """A document whose text is readable as it stands."""
    given = {"published": date(2022, 3, 4)} | fields
    return Document(id="d1", name=name, text=text, readable=text, title=title, **given)  # type: ignore[arg-type]


def read(text: str, title: str = "", **fields: object) -> Transcript:
    """The transcript of a page that must be one."""
    transcript = find_turns(page(text, title, **fields))
    assert transcript is not None
    return transcript


def told(transcript: Transcript) -> list[tuple[str, str, str | None]]:
    """(role, who, asked by) of every turn: a name, else the role as printed."""
    return [
        (turn.role, turn.speaker.name or turn.speaker.role, turn.asked_by)
        for turn in transcript.turns
    ]


def said(document_text: str, transcript: Transcript, index: int) -> str:
    """What stands in a turn, white space squeezed."""
    spans = transcript.turns[index].text
    return " ".join(" ".join(document_text[s.start : s.end].split()) for s in spans)


BRIEFING = """
James Cook Briefing Room

2:10 P.M. EST

MS. HOLLOWAY:  Good afternoon.  Two announcements.

The Secretary spoke with his counterpart this morning about grain exports, and
he will travel on Monday.

With that, I will turn to Mr. Ortega.

MR. ORTEGA:  Thank you, Dana.  I want to walk you through the new package of
measures.  It covers banks and shipping.  (Laughter.)

Q    Thanks.  Does it cover the pipeline?

MR. ORTEGA:  It does not.

Q    So the pipeline —

AIDE:  Last question.

MR. ORTEGA:  It does not, and that is a decision of our allies.

Q    Will anybody else join?

MS. HOLLOWAY:  We expect so.

2:40 P.M. EST
"""
BRIEFING_TITLE = (
    "Press Briefing by Press Secretary Dana Holloway and Deputy Adviser for Trade Luis Ortega"
)


def test_briefing_completes_names_from_the_title_and_ties_questions() -> None:
    transcript = read(BRIEFING, BRIEFING_TITLE)
    assert transcript.shape == "briefing"
    assert told(transcript) == [
        ("statement", "Dana Holloway", None),
        ("statement", "Luis Ortega", None),
        ("question", "Q", None),
        ("answer", "Luis Ortega", None),
        ("question", "Q", None),
        ("note", "Aide", None),
        ("answer", "Luis Ortega", None),
        ("question", "Q", None),
        ("answer", "Dana Holloway", None),
    ]
    assert [turn.question for turn in transcript.turns if turn.role == "answer"] == [2, 4, 7]
    roles = {p.name: p.role for p in transcript.participants}
    assert roles == {"Dana Holloway": "Press Secretary", "Luis Ortega": "Deputy Adviser for Trade"}
    assert transcript.venue == "press briefing"
    assert transcript.location == "James Cook Briefing Room"


def test_turn_runs_over_paragraphs_until_the_next_label_and_ends_before_the_time() -> None:
    transcript = read(BRIEFING, BRIEFING_TITLE)
    assert said(BRIEFING, transcript, 0).endswith("With that, I will turn to Mr. Ortega.")
    assert said(BRIEFING, transcript, 8) == "We expect so."


def test_labels_point_at_the_words_that_name_the_speaker() -> None:
    transcript = read(BRIEFING, BRIEFING_TITLE)
    turn = transcript.turns[1]
    assert BRIEFING[turn.label.start : turn.label.end] == "MR. ORTEGA"
    assert BRIEFING[turn.cue.start : turn.cue.end] == ":"


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        pytest.param(
            "Department Press Briefing – March 4, 2022",
            "2:05 p.m. EST\n\nMR PEREIRA: Good afternoon. We condemn the strikes.\n\nQUESTION: "
            "Which"
            " ones?\n\nMR PEREIRA: All of them.\n\nQUESTION: (Inaudible.)\n\nMR PEREIRA: I did not"
            " get that.\n",
            [
                ("statement", "Pereira", None),
                ("question", "Question", None),
                ("answer", "Pereira", None),
                ("question", "Question", None),
                ("answer", "Pereira", None),
            ],
            id="State Department: no full stop, QUESTION",
        ),
        pytest.param(
            "Remarks by President Alder and Chancellor Birk of Germany in Joint Press Conference",
            "East Room\n\n3:00 P.M. EST\n\nPRESIDENT ALDER:  Welcome.  We agreed on tanks.\n\n"
            "CHANCELLOR BIRK:  (As interpreted.)  We did agree.\n\nQ    Mr. President, how "
            "many?\n\n"
            "THE PRESIDENT:  Enough of them.\n",
            [
                ("statement", "Alder", None),
                ("statement", "Birk", None),
                ("question", "Q", None),
                ("answer", "Alder", None),
            ],
            id="joint press conference: the president is the host",
        ),
        pytest.param(
            "Remarks by President Alder, Prime Minister Tanaka Ichiro of Japan, and Prime Minister"
            " Ravi Menon of India Before Meeting",
            "PRIME MINISTER TANAKA:  (As interpreted.)  Welcome to Tokyo.\n\nPRESIDENT ALDER:  "
            "Thank"
            " you, and we stand by you.\n\nPRIME MINISTER MENON:  So do we, as ever.\n",
            [
                ("statement", "Tanaka Ichiro", None),
                ("statement", "Alder", None),
                ("statement", "Ravi Menon", None),
            ],
            id="family name first where the title writes it so",
        ),
        pytest.param(
            "Background Press Call by a Senior Administration Official on Sanctions",
            "Via Teleconference\n\n10:00 A.M. EST\n\nMODERATOR:  Hi, everyone.\n\nSENIOR"
            " ADMINISTRATION OFFICIAL:  We will act tomorrow.\n\nMODERATOR:  We'll go to Ann Bell "
            "with"
            " Reuters.\n\nQ    Will you act alone?\n\nSENIOR ADMINISTRATION OFFICIAL:  With "
            "allies.\n",
            [
                ("chair", "Moderator", None),
                ("statement", "Senior Administration Official", None),
                ("chair", "Moderator", None),
                ("question", "Q", "Reuters"),
                ("answer", "Senior Administration Official", "Reuters"),
            ],
            id="background call: unnamed official, outlet told by the moderator",
        ),
        pytest.param(
            "Press Gaggle by Press Secretary Dana Holloway",
            "MS. HOLLOWAY:  We are on our way.\n\nQ    Hi, this is Joe Dee with Bloomberg News."
            "  When do we land?\n\nMS. HOLLOWAY:  At nine.\n\nMS. HOLOWAY:  Or a little later.\n\n"
            "MS. HOLLOWAY:  That is all.\n",
            [
                ("statement", "Dana Holloway", None),
                ("question", "Q", "Bloomberg"),
                ("answer", "Dana Holloway", "Bloomberg"),
                ("answer", "Dana Holloway", "Bloomberg"),
                ("answer", "Dana Holloway", "Bloomberg"),
            ],
            id="asker gives the outlet; a typing error in a label",
        ),
        pytest.param(
            "Remarks by Vice President Elm at the Harbor Forum",
            "THE VICE PRESIDENT:  Good morning.  We will not yield.  I can promise you that.\n",
            [("statement", "Elm", None)],
            id="one label only, under a title",
        ),
        pytest.param(
            "Press Gaggle by Press Secretary Dana Holloway",
            "2:00 P.M. EST MS. HOLLOWAY: We are on our way to the harbor. Q When do we land? MS."
            " HOLLOWAY: At nine in the U.S. MS. HOLLOWAY: Or later.",
            [
                ("statement", "Dana Holloway", None),
                ("question", "Q", None),
                ("answer", "Dana Holloway", None),
                ("answer", "Dana Holloway", None),
            ],
            id="line breaks lost",
        ),
    ],
)
def test_capital_labels(title: str, text: str, expected: list[object]) -> None:
    assert told(read(text, title)) == expected


CONFERENCE = """Foreign Ministry Spokesperson Lu Meilan's Regular Press Conference on March 3, 2022

At the invitation of the ministry, a delegation will visit Beijing next week.

AFP: The minister spoke about talks yesterday. What is China's position?

Lu Meilan: China's position is clear. We hope for dialogue.

We have said so many times: talks are the only way.

Shenzhen TV: Can you confirm the visit?

Lu Meilan: I have no information to offer.

Daily Trumpet: A follow-up on the visit. Who will come?

Lu Meilan: Please ask the competent authorities.
"""


def test_ministry_press_conference_tells_who_asked() -> None:
    transcript = read(CONFERENCE, CONFERENCE.split("\n", 1)[0])
    assert transcript.shape == "conference"
    assert told(transcript) == [
        ("question", "AFP", "AFP"),
        ("answer", "Lu Meilan", "AFP"),
        ("question", "Shenzhen TV", "Shenzhen TV"),
        ("answer", "Lu Meilan", "Shenzhen TV"),
        ("question", "Daily Trumpet", "Daily Trumpet"),
        ("answer", "Lu Meilan", "Daily Trumpet"),
    ]
    assert said(CONFERENCE, transcript, 1).endswith("talks are the only way.")
    assert transcript.said_on.day == date(2022, 3, 3)
    assert transcript.said_on.how == "transcript date"
    assert transcript.venue == "regular press conference"


def test_ministry_remarks_with_q_and_a() -> None:
    text = (
        "Q: According to reports, a ship was stopped. What is your comment?\n\n"
        "A: We oppose such acts. We have lodged a protest.\n"
    )
    transcript = read(text, "Foreign Ministry Spokesperson Lu Meilan's Remarks on a Ship")
    assert told(transcript) == [("question", "Q", None), ("answer", "Lu Meilan", None)]


RUN = (
    "The talks were held by video link. The parties spoke about gas. * * * Beginning of the "
    "meeting "
    "President of Russia Vladimir Putin: Colleagues, good afternoon. We have one item: gas. "
    "Please, "
    "Mr Orlov. Energy Minister Pyotr Orlov Orlov PyotrEnergy Minister: Thank you. Deliveries rose. "
    "(In Russian.) They will rise again. Vladimir Putin: By how much? Pyotr Orlov: By a tenth. "
    "Let me "
    "quote the plan: a tenth. Vladimir Putin. Good. Pyotr Orlov: Thank you. <…>"
)


def test_turns_run_into_a_paragraph() -> None:
    transcript = read(RUN, "Meeting on gas")
    assert transcript.shape == "dialogue"
    assert told(transcript) == [
        ("statement", "Vladimir Putin", None),
        ("statement", "Pyotr Orlov", None),
        ("statement", "Vladimir Putin", None),
        ("statement", "Pyotr Orlov", None),
        ("statement", "Vladimir Putin", None),
        ("statement", "Pyotr Orlov", None),
    ]
    assert transcript.turns[0].speaker.role == "President of Russia"
    assert transcript.turns[1].speaker.role == "Energy Minister"
    assert RUN[transcript.turns[1].label.start :].startswith("Energy Minister Pyotr Orlov Orlov")
    assert said(RUN, transcript, 3) == "By a tenth. Let me quote the plan: a tenth."
    assert said(RUN, transcript, 4) == "Good."
    lead = " ".join(RUN[s.start : s.end] for s in transcript.lead)
    assert lead.startswith("The talks were held")
    assert "Colleagues" not in lead


def test_questions_of_the_press_in_running_text() -> None:
    text = (
        "Vladimir Putin: Good evening. Let us start. Question: Mr President, will there be talks? "
        "Vladimir Putin: We are ready for talks. Ivan Belov: And when will they begin? Vladimir "
        "Putin: "
        "When they are ready."
    )
    transcript = read(text, "Answers to media questions")
    assert told(transcript) == [
        ("statement", "Vladimir Putin", None),
        ("question", "Question", None),
        ("answer", "Vladimir Putin", None),
        ("question", "Ivan Belov", "Ivan Belov"),
        ("answer", "Vladimir Putin", "Ivan Belov"),
    ]


COUNCIL = """S/PV.9001
Friday, 4 March 2022, 3 p.m.

The President (spoke in French): I now give the floor to those members of the Council who wish to
make statements.

Mr. Okoro (Norland) (spoke in English): We deplore the strikes. They must stop.
S/PV.9001 Peace and security 04/03/2022
22-12345 3/12
Civilians must be spared.

Ms. Lind (Sudmark): We abstained for one reason. We want talks.

The President (spoke in French): I shall now make a statement in my capacity as the representative
of Ostia.

My country calls for a ceasefire.

We shall vote for it.

I now resume my functions as President of the Council.

Mr. Zhang Jun (China) (spoke in
Chinese): Dialogue is the way out.
"""


def test_security_council_record() -> None:
    transcript = read(COUNCIL, "The situation")
    assert transcript.shape == "council"
    assert [(t.role, t.speaker.name, t.speaker.country) for t in transcript.turns] == [
        ("chair", "", ""),
        ("statement", "Okoro", "Norland"),
        ("statement", "Lind", "Sudmark"),
        ("chair", "", ""),
        ("statement", "", "Ostia"),
        ("statement", "Zhang Jun", "China"),
    ]
    assert said(COUNCIL, transcript, 1) == (
        "We deplore the strikes. They must stop. Civilians must be spared."
    )
    assert said(COUNCIL, transcript, 4) == "My country calls for a ceasefire. We shall vote for it."
    assert transcript.addressees == ("UN Security Council",)
    assert transcript.said_on.day == date(2022, 3, 4)


def test_general_debate_by_file_name() -> None:
    transcript = read("We meet at a hard time.", name="NOR_77_2022.txt", published=None)
    assert transcript.shape == "debate"
    assert [(t.speaker.kind, t.speaker.country) for t in transcript.turns] == [("government", "NO")]
    assert transcript.addressees == ("UN General Assembly",)
    assert (transcript.said_on.day, transcript.said_on.precision) == (date(2022, 9, 1), "month")


@pytest.mark.parametrize(
    ("name", "day", "precision"),
    [
        ("NOR_79_2024.txt", date(2024, 9, 1), "month"),
        ("NOR_70_2015.txt", date(2015, 1, 1), "year"),
        ("EU_70_2015.txt", date(2015, 1, 1), "year"),
    ],
)
def test_general_debate_is_dated_no_closer_than_known(name: str, day: date, precision: str) -> None:
    said_on = read("We meet at a hard time.", name=name, published=None).said_on
    assert (said_on.day, said_on.precision) == (day, precision)


@pytest.mark.parametrize("name", ["XQZ_77_2022.txt", "NOR_12_2022.txt", "NOR-77-2022.txt"])
def test_other_file_names_are_no_debate(name: str) -> None:
    assert find_turns(page("We meet at a hard time.", name=name)) is None


SPEECH = (
    "Good evening, friends! Today I spoke with our partners. We will receive new air defence. I am "
    "grateful to every soldier. We will hold out, and we shall rebuild what was destroyed this "
    "week."
)


@pytest.mark.parametrize(
    ("title", "name", "role", "country"),
    [
        ("We will hold out - address by President Olena Marko", "Olena Marko", "President", ""),
        ("Address by the President of Ukraine to the citizens", "", "President", "Ukraine"),
        ("Speech by President of Ukraine Olena Marko in the Parliament of Malta", "Olena Marko",
         "President of Ukraine", ""),
        ("Remarks by National Security Advisor Tom Reed for the Harbor Association (HA) Forum",
         "Tom Reed", "National Security Advisor", ""),
        ("Remarks by Coordinator for Strategic Communications Ann Fox on Air Defense", "Ann Fox",
         "Coordinator for Strategic Communications", ""),
        ("Statement from Tom Reed on Air Defense", "Tom Reed", "", ""),
        ("Statement by President Joe Alder Congratulating Members", "Joe Alder", "President", ""),
        ("The speed of help decides - President Olena Marko", "Olena Marko", "President", ""),
        ("Article by Olena Marko for the Harbor Post", "Olena Marko", "", ""),
        ("President Olena Marko's address to Malta", "Olena Marko", "President", ""),
    ],
)  # fmt: skip
def test_speech_by_one_person(title: str, name: str, role: str, country: str) -> None:
    transcript = read(SPEECH, title)
    assert transcript.shape == "speech"
    (turn,) = transcript.turns
    assert (turn.speaker.name, turn.speaker.role, turn.speaker.country) == (name, role, country)


def test_speech_before_a_body_of_the_united_nations() -> None:
    transcript = read(
        SPEECH, "Remarks by Ambassador Ann Fox at a UN Security Council Briefing on Peace"
    )
    assert transcript.addressees == ("UN Security Council",)
    other = read(
        SPEECH, "Statement by Tom Reed on a Call with the Secretary of Russia’s Security Council"
    )
    assert other.addressees == ()
    assert other.venue == "written statement"


NEWS = (
    "President Olena Marko met the chancellor in Kyiv on Monday. “We will hold out,” Marko said. "
    "The "
    "chancellor told reporters that help would come. The President said the two had agreed on "
    "talks."
)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        pytest.param("Marko meets the chancellor", NEWS, id="news"),
        pytest.param("Marko: We will hold out", NEWS, id="headline with a name and a colon"),
        pytest.param("Address by President Olena Marko", NEWS, id="report on an address"),
        pytest.param("Help must come - President Olena Marko", NEWS, id="report under a quotation"),
        pytest.param(
            "Readout of President Alder’s Call with President Marko of Ukraine",
            "President Alder spoke today with President Marko. They discussed air defence. We will "
            "continue to consult closely with our allies and our partners in the days ahead.",
            id="readout",
        ),
        pytest.param(
            "Joint Statement by President Alder and President Marko",
            "We, the presidents, met today. We agreed to go on. We thank our teams for their work.",
            id="joint statement",
        ),
        pytest.param(
            "What leaders say",
            "Leaders praised the deal.\n\nAnn Fox: “It is a good deal.”\n\nTom Reed: “We made "
            "it.”\n\n"
            "Ann Fox: “And we will keep it.”\n",
            id="quotations under names",
        ),
        pytest.param(
            "Tanks: what we know",
            "The deal is done. Here is what we know.\n\nWho pays: the allies.\n\nWhen: next "
            "month.\n\n"
            "The cost: two billion. The Price Tag: unknown.\n",
            id="explainer with heads and colons",
        ),
        pytest.param(
            "Minister under fire",
            "The minister was asked about the tanks on Monday and lost his temper in front of the "
            "cameras, as a recording shows. It had been a long day of talks in the capital, and "
            "the "
            "opposition had called for him to go. Then came the question.\n\nREPORTER: Will you "
            "resign?\n\nTHE MINISTER: No.\n\nHe then left the room. His party stands by him.\n",
            id="an exchange inside a report",
        ),
        pytest.param(
            "FACT SHEET: Support for Ukraine",
            "Strengthening Air Defence: We sent ten systems. Rebuilding Homes: We built ten homes. "
            "Strengthening Air Defence: We will send more.",
            id="fact sheet",
        ),
        pytest.param("", "", id="empty"),
        pytest.param("Q", "Q", id="a letter"),
        pytest.param("Briefing", ":" * 5000, id="colons"),
        pytest.param("Remarks by", "(((((" * 2000, id="brackets"),
    ],
)  # fmt: skip
def test_no_transcript(title: str, text: str) -> None:
    assert find_turns(page(text, title)) is None


@pytest.mark.parametrize(
    "text",
    [
        "MR. " * 20_000,
        "MS. A: " * 5_000,
        "Vladimir Putin: " * 10_000,
        "Q \n\n" * 20_000,
        "Mr. X (" * 20_000 + ":",
        "A" * 100_000 + ":",
        "President of " * 10_000 + ": yes.",
        "“" * 50_000,
    ],
    ids=["titles", "labels", "names", "questions", "brackets", "one word", "offices", "quotes"],
)
def test_hostile_text_ends_soon(text: str) -> None:
    find_turns(page(text, "Remarks by President Alder"))
