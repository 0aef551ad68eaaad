"""Attributions by rules: tables of sentences and what must, and must not, be found in them."""

from __future__ import annotations

import pytest

from analysis.models import Attribution, Document
from analysis.statements import RuleFinder, find_attributions
from analysis.statements.quotations import find_quotations
from analysis.statements.sentences import find_paragraphs, find_sentences

PIECE = " … "


def document(text: str) -> Document:
    return Document(id="a1", name="x", text=text, readable=text)


def found_in(text: str) -> list[tuple[str, str, str]]:
    """(source, cue, content) of every attribution, in the order of the text."""

    def words(spans) -> str:
        return PIECE.join(" ".join(text[start:end].split()) for start, end in spans)

    return [(words(a.source), words(a.cue), words(a.content)) for a in attributions(text)]


def attributions(text: str) -> tuple[Attribution, ...]:
    return find_attributions(document(text))


# id: (text, [(source, cue, content), …] complete and in order)
FOUND = {
    "that-clause": (
        "Anna Berg said that the talks would go on.",
        [("Anna Berg", "said", "that the talks would go on")],
    ),
    "bare clause": (
        "The minister said talks would go on.",
        [("The minister", "said", "talks would go on")],
    ),
    "quotation after": (
        "She added, “We will not wait.”",
        [("She", "added", "“We will not wait.”")],
    ),
    "quotation after a colon": (
        "The envoy replied: “We will not wait.”",
        [("The envoy", "replied:", "“We will not wait.”")],
    ),
    "quotation before": (
        "“We will not wait,” the envoy told reporters in Oslo.",
        [("the envoy", "told", "“We will not wait,”")],
    ),
    "inverted order": (
        "“We will not wait,” said Anna Berg, the foreign minister.",
        [("Anna Berg, the foreign minister", "said", "“We will not wait,”")],
    ),
    "clause before": (
        "The border will stay open, Poland's president said on Friday.",
        [("Poland's president", "said", "The border will stay open")],
    ),
    "clause before, order turned round": (
        "The border will stay open, said Berg, because trade needs it.",
        [("Berg", "said", "The border will stay open")],
    ),
    "around": (
        "“We will wait,” she said, “and we will see.”",
        [("she", "said", "“We will wait,” … “and we will see.”")],
    ),
    "around, no quotation first": (
        "The plan, he told the council, “deserves a reading”.",
        [("he", "told", "The plan … “deserves a reading”")],
    ),
    "goes on after the insertion": (
        "Both armies, she said, should leave the valley.",
        [("she", "said", "Both armies … should leave the valley")],
    ),
    "insertion after the scene": (
        "In the call, it said, Berg promised new aid.",
        [("it", "said", "Berg promised new aid"), ("Berg", "promised", "new aid")],
    ),
    "scene is not said": (
        "On Tuesday, Berg said, “We will wait.”",
        [("Berg", "said", "“We will wait.”")],
    ),
    "quotation of two sentences": (
        "“We will wait. We will see,” Berg said.",
        [("Berg", "said", "“We will wait. We will see,”")],
    ),
    "next sentence only quoted": (
        "“We will wait,” Berg said. “Then we will act.”",
        [("Berg", "said", "“We will wait,” … “Then we will act.”")],
    ),
    "paragraph only quoted": (
        "“We will wait,” Berg said.\n\n“Then we will act.”",
        [("Berg", "said", "“We will wait,” … “Then we will act.”")],
    ),
    "colon, quotation in the next paragraph": (
        "In her letter the minister wrote:\n\n“We will wait.”",
        [("the minister", "wrote:", "“We will wait.”")],
    ),
    "colon some words on": (
        "The message reads, in part: “We will wait.”",
        [("The message", "reads", "“We will wait.”")],
    ),
    "according to, after": (
        "The bridge was closed, according to state television.",
        [("state television", "according to", "The bridge was closed")],
    ),
    "according to, before": (
        "According to the Kremlin, the call lasted an hour.",
        [("the Kremlin", "According to", "the call lasted an hour")],
    ),
    "according to, with a participle": (
        "The bridge was closed, according to a statement posted on its website.",
        [("a statement posted on its website", "according to", "The bridge was closed")],
    ),
    "outer report": (
        "Berg said on May 2 that “it would help,” Radio Oslo reported.",
        [
            ("Radio Oslo", "reported", "Berg said on May 2 that “it would help,”"),
            ("Berg", "said", "that “it would help,”"),
        ],
    ),
    "outer report by according to": (
        "Li told Orlov that trade mattered, according to state broadcaster CTV.",
        [
            ("state broadcaster CTV", "according to", "Li told Orlov that trade mattered"),
            ("Li", "told", "that trade mattered"),
        ],
    ),
    "two levels": (
        "Bondar said Li had told him that China was neutral.",
        [
            ("Bondar", "said", "Li had told him that China was neutral"),
            ("Li", "had told", "that China was neutral"),
        ],
    ),
    "joined verbs share the speaker": (
        "The Kremlin has denied the killings and claimed the images are fakes.",
        [
            ("The Kremlin", "has denied", "the killings"),
            ("The Kremlin", "claimed", "the images are fakes"),
        ],
    ),
    "speaker of a joined verb far to the left": (
        "The army took the town just days ago and said it had found weapons.",
        [("The army", "said", "it had found weapons")],
    ),
    "participle shares the speaker": (
        "Berg confirmed the visit, adding that it would be short.",
        [("Berg", "confirmed", "the visit"), ("Berg", "adding", "that it would be short")],
    ),
    "participle after while": (
        "He called the call “a first step” while calling for further talks.",
        [
            ("He", "called", "the call “a first step”"),
            ("He", "calling for", "further talks"),
        ],
    ),
    "with somebody saying": (
        "China backed the plan, with Beijing saying that blocs divide.",
        [("Beijing", "saying", "that blocs divide")],
    ),
    "called, not phoned": (
        "China on Wednesday called the reports “deeply disturbing”, as anger grew.",
        [("China", "called", "the reports “deeply disturbing”")],
    ),
    "condemned as": (
        "Bondar condemned the killings as a “crime” and urged the council to act.",
        [
            ("Bondar", "condemned", "the killings as a “crime”"),
            ("Bondar", "urged", "the council to act"),
        ],
    ),
    "called on, with an insertion": (
        "He called on the council — which has 15 members — to expel the country.",
        [("He", "called on", "the council — which has 15 members — to expel the country")],
    ),
    "infinitive": (
        "The government vowed to rebuild the bridge.",
        [("The government", "vowed", "to rebuild the bridge")],
    ),
    "warned of": (
        "Berg warned on Thursday of further attacks.",
        [("Berg", "warned", "of further attacks")],
    ),
    "warned somebody of": (
        "She had warned officials of the consequences.",
        [("She", "had warned", "of the consequences")],
    ),
    "accused of": (
        "Berg accused the company of breaking the law.",
        [("Berg", "accused", "the company of breaking the law")],
    ),
    "question": (
        "The envoy asked whether the road was open.",
        [("The envoy", "asked", "whether the road was open")],
    ),
    "told, bare clause": (
        "Wang told Ukrainian Foreign Minister Petro Bondar there had been no change.",
        [("Wang", "told", "there had been no change")],
    ),
    "told, far from that": (
        "Berg told her colleague by telephone on Sunday that the road was open.",
        [("Berg", "told", "that the road was open")],
    ),
    "statement as medium belongs to the cue": (
        "Berg said in a statement that the road was open.",
        [("Berg", "said in a statement", "that the road was open")],
    ),
    "phone call as occasion does not belong to the content": (
        "Li said that peace was a “priority” during a phone call with Berg.",
        [("Li", "said", "that peace was a “priority”")],
    ),
    "apposition": (
        "Daniel Kent, assistant secretary for Asia, said Li was wrong.",
        [("Daniel Kent, assistant secretary for Asia,", "said", "Li was wrong")],
    ),
    "relative clause in the source": (
        "Minister Anna Berg, who returned on Monday, said she had seen nothing.",
        [("Minister Anna Berg, who returned on Monday,", "said", "she had seen nothing")],
    ),
    "title, country and name": (
        "U.S. Ambassador to Norway Daniel Kent said Mr. Berg was right.",
        [("U.S. Ambassador to Norway Daniel Kent", "said", "Mr. Berg was right")],
    ),
    "opening phrase without a comma": (
        "At the same session Norway’s President Anna Berg rejected the plan.",
        [("Norway’s President Anna Berg", "rejected", "the plan")],
    ),
    "two speakers": (
        "Berg and President Daniel Kent have agreed to meet in May, the readout said.",
        [
            (
                "the readout",
                "said",
                "Berg and President Daniel Kent have agreed to meet in May",
            ),
            ("Berg and President Daniel Kent", "have agreed to", "meet in May"),
        ],
    ),
    "the two": (
        "On Tuesday, the two said they would work together.",
        [("the two", "said", "they would work together")],
    ),
    "unnamed": (
        "Analysts say China holds the upper hand.",
        [("Analysts", "say", "China holds the upper hand")],
    ),
    "relative pronoun": (
        "The anger reached the US, which has called for a “trial” over the deaths.",
        [("which", "has called for", "a “trial” over the deaths")],
    ),
    "while-clause ends at the comma": (
        "While China says it is neutral, it has been criticised.",
        [("China", "says", "it is neutral")],
    ),
    "after-clause is another's": (
        "China vowed it would not bend, after Washington warned that it must.",
        [
            ("China", "vowed", "it would not bend"),
            ("Washington", "warned", "that it must"),
        ],
    ),
    "as-clause is another's": (
        "Zhou also said any “claims should rest on facts” as he said aid had to flow.",
        [
            ("Zhou", "also said", "any “claims should rest on facts”"),
            ("he", "said", "aid had to flow"),
        ],
    ),
    "as somebody said": (
        "As Berg told the paper, the road is open.",
        [("Berg", "told", "the road is open")],
    ),
    "quoted as saying": (
        "State media quoted Li as saying that talks had begun.",
        [
            ("State media", "quoted", "Li as saying that talks had begun"),
            ("Li", "saying", "that talks had begun"),
        ],
    ),
    "was quoted as saying": (
        "Li was quoted as saying “talks have begun”.",
        [("Li", "saying", "“talks have begun”")],
    ),
    "noun for the answer": (
        "Orlov's answer was that the promise had been broken.",
        [("Orlov", "answer was", "that the promise had been broken")],
    ),
    "issued a warning": (
        "Officials have recently stepped up warnings to Beijing against sending arms.",
        [("Officials", "have recently stepped up warnings", "against sending arms")],
    ),
    "was clear": (
        "President Kent was clear that the offer stands.",
        [("President Kent", "was clear", "that the offer stands")],
    ),
    "had to announce": (
        "The embassy had to announce over the weekend the end of evacuations.",
        [("The embassy", "had to announce", "the end of evacuations")],
    ),
    "this was stated by": (
        "The country is united. This was stated by President Anna Berg in Davos.",
        [("President Anna Berg", "This was stated by", "The country is united")],
    ),
    "denied is a statement": (
        "The Kremlin denied the reports.",
        [("The Kremlin", "denied", "the reports")],
    ),
    "contraction": (
        "He said he'd build a wall.",
        [("He", "said", "he'd build a wall")],
    ),
    "hard-wrapped lines": (
        "President Anna Berg reiterated that a further invasion of the valley\n"
        "would bring suffering.",
        [
            (
                "President Anna Berg",
                "reiterated",
                "that a further invasion of the valley would bring suffering",
            )
        ],
    ),
    "performative in the first person": (
        "We condemn the attack on the port.",
        [("We", "condemn", "the attack on the port")],
    ),
    "demonstrative before a quotation": (
        "Berg called that “beyond belief”.",
        [("Berg", "called", "that “beyond belief”")],
    ),
    "insertion after the scene, plain verb": (
        "For that reason, Berg said, Norway recognises neither republic.",
        [("Berg", "said", "Norway recognises neither republic")],
    ),
    "in his words": (
        "In his words, “fuel will only feed the fire”.",
        [("his", "words", "“fuel will only feed the fire”")],
    ),
    "in her account, inserted": (
        "The arms, in Berg's account, serve only for defence.",
        [("Berg", "account", "The arms … serve only for defence")],
    ),
    "first name like a month": (
        "“We will wait,” Zhang Jun told the council on 22 January.",
        [("Zhang Jun", "told", "“We will wait,”")],
    ),
    "told somebody of a channel": (
        "It was Norway that had closed the port, she told Jan Moe of Kanal 1, and trade suffered.",
        [("she", "told", "It was Norway that had closed the port … and trade suffered")],
    ),
    "week earlier without a comma": (
        "A week earlier the White House had denied the report.",
        [("the White House", "had denied", "the report")],
    ),
    "quotation wins over what follows": (
        "“It is you who must pay,” Orlov told a reporter when asked to promise that he would.",
        [("Orlov", "told", "“It is you who must pay,”")],
    ),
    "attitude in a statement": (
        "Bondar tweeted that he hoped the call would help.",
        [
            ("Bondar", "tweeted", "that he hoped the call would help"),
            ("he", "hoped", "the call would help"),
        ],
    ),
}

NOTHING = {
    "negated": "Berg did not say that the road was open.",
    "never said": "Berg has never said that the road was open.",
    "contracted negation": "Berg didn't say that the road was open.",
    "refused": "China has so far refused to condemn the attack.",
    "declined": "The ministry declined to comment.",
    "has not commented": "The ministry has not commented on the attack.",
    "if": "If China says it will help, the price will fall.",
    "would say": "Berg would say that the road was open.",
    "should condemn": "The council should condemn the attack.",
    "asked to say": "Berg was asked to say where the road ends.",
    "when asked": "When asked about the road, the minister left.",
    "said to be": "The road is said to be open.",
    "is believed to have": "China is believed to have more influence than others.",
    "that said": "That said, the road is open.",
    "say as for example": "It may cost, say, 10 percent more.",
    "so-called": "The so-called reform failed.",
    "noun calls": "The calls for peace grew louder.",
    "noun reports": "The reports of deaths shocked the town.",
    "noun states": "The visit was attended by ministers and heads of foreign states.",
    "adjective": "The reported events sparked outrage.",
    "scare quotes": "The “reform” failed in spring.",
    "phoned": "Berg called the minister on Monday.",
    "nobody": "Nobody said that the road was open.",
    "first person in a speech": "I said that the road was open.",
    "defending a town": "They defend their freedom every day.",
    "unclosed quotation": "The sign read “no entry and stood there for years.",
    "turn of a transcript": "Anna Berg: Mr President, we maintain regular contacts on all issues.",
    "question turn": "AFP: What is your comment on the attack?",
    "whatever he thought": "They went home, whatever he thought of them.",
    "empty": "",
    "blank": " \n \n",
}


@pytest.mark.parametrize(("text", "expected"), FOUND.values(), ids=FOUND)
def test_finds(text, expected):
    assert found_in(text) == expected


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_finds_nothing(text):
    assert found_in(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Berg said that the road was open.", "statement"),
        ("Berg expressed hope for an early end.", "statement"),
        ("The readout said that trade mattered.", "statement"),
        ("The embassy said in a statement that trade mattered.", "statement"),
        ("Berg believes that the road is open.", "attitude"),
        ("Berg hopes the road is open.", "attitude"),
        ("Berg wants to open the road.", "attitude"),
        ("Beijing's 12-point plan calls on all parties to stop.", "document"),
        ("The resolution calls for reparations.", "document"),
        ("China approved a resolution on May 2 that referred to the “challenges”.", "document"),
        ("The new law says that roads must be open.", "document"),
        ("A poll showed that most voters agree.", "document"),
    ],
)
def test_kind(text, kind):
    assert [a.kind for a in attributions(text)] == [kind]


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("“We will wait,” Berg said.", "direct"),
        ("“We will wait,” Berg said. “Then we act.”", "direct"),
        ("Berg said that we would wait.", "indirect"),
        ("Berg said that we would “wait and see”.", "mixed"),
        ('Berg said "we will wait".', "direct"),
        ("''We will wait,'' Berg said.", "direct"),
        ("‘We will wait,’ Berg said.", "direct"),
    ],
)
def test_mode(text, mode):
    assert [a.mode for a in attributions(text)] == [mode]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“One” and “two”.", ["“One”", "“two”"]),
        ('"One" and "two".', ['"One"', '"two"']),
        ("''One,'' he said. ''Two.''", ["''One,''", "''Two.''"]),
        ("“He said ‘no’ to me”", ["“He said ‘no’ to me”"]),
        ('"Great prospects in the field of "green" energy," she said.', None),
        ("the countries' relations and the drivers' seats", []),
        ("It’s the minister’s car, isn’t it", []),
        ("‘We wait,’ he said", ["‘We wait,’"]),
        ("«Да», he said", ["«Да»"]),
        ("“open and never closed", []),
        ('"open and never closed', []),
        ("“First part.\n\n“Second part,” he said.", ["“First part.", "“Second part,”"]),
    ],
)
def test_quotations(text, expected):
    if expected is None:
        expected = ['"Great prospects in the field of "green" energy,"']
    found = find_quotations(text, find_paragraphs(text))
    assert [text[q.start : q.end] for q in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("Mr. Berg met Dr. Li. They spoke.", ["Mr. Berg met Dr. Li.", "They spoke."]),
        ("The U.S. Senate met. It voted.", ["The U.S. Senate met.", "It voted."]),
        ("He lives in the U.S. The law is new.", ["He lives in the U.S.", "The law is new."]),
        ("Stanley B. Berg spoke. He left.", ["Stanley B. Berg spoke.", "He left."]),
        ("“One. Two,” he said. Three.", ["“One. Two,” he said.", "Three."]),
        ("He said, “One.” Then he left.", ["He said, “One.”", "Then he left."]),
        ("“Who?” Berg asked. Nobody knew.", ["“Who?” Berg asked.", "Nobody knew."]),
        ("It cost 2.3 million. We paid.", ["It cost 2.3 million.", "We paid."]),
        ("Headline\nBody text here.", ["Headline", "Body text here."]),
    ],
)
def test_sentences(text, expected):
    paragraphs = find_paragraphs(text)
    quotations = find_quotations(text, paragraphs)
    found = find_sentences(text, paragraphs, quotations)
    assert [text[s.start : s.end] for s in found] == expected


def test_offsets_point_into_the_readable_text_with_its_blanks():
    body = "Berg said that the road was open."
    blank = " " * 40 + "\n\n"
    (shifted,) = attributions(blank + body)
    (plain,) = attributions(body)
    move = len(blank)
    for role in ("source", "cue", "content"):
        moved = tuple((s + move, e + move) for s, e in getattr(plain, role))
        assert getattr(shifted, role) == moved


def test_blanked_furniture_is_not_read():
    text = "An ad said that soap is good.\n\nBerg said that the road was open."
    readable = " " * 29 + text[29:]
    (only,) = find_attributions(Document(id="a1", name="x", text=text, readable=readable))
    assert text[slice(*only.source[0])] == "Berg"


@pytest.mark.parametrize("text", [row[0] for row in FOUND.values()], ids=FOUND)
def test_spans_are_in_bounds_ordered_and_trimmed(text):
    for attribution in attributions(text):
        for spans in (attribution.source, attribution.cue, attribution.content):
            ends = [place for span in spans for place in span]
            assert ends == sorted(ends)
            for start, end in spans:
                assert 0 <= start < end <= len(text)
                assert text[start:end] == text[start:end].strip()
        assert 0 < attribution.confidence < 1
        assert attribution.extractor == RuleFinder.version


def test_another_finder_takes_the_place_of_the_rules():
    class Silent:
        version = "silent-1"

        def find(self, document: Document) -> tuple[Attribution, ...]:
            return ()

    assert find_attributions(document("Berg said that it rained."), Silent()) == ()
