"""From marked texts to statements: who, for whom, to whom, about whom, through whom and when.

Texts are invented. Marks stand in them: ``[1:source]``, ``{1:cue}``, ``<1:content>``; the number
says which attribution a span belongs to, and spans may stand inside contents.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from datetime import date

import pytest

from analysis import settings
from analysis.models import Attribution, Document, Span
from analysis.resolve import Registry, resolve_statements
from analysis.resolve.lexicon import load_lexicon

REGISTRY = Registry.load()
WEDNESDAY = date(2024, 4, 10)
_ROLES = {"[": "source", "{": "cue", "<": "content"}
_MARK = re.compile(r"([\[{<])(\d):|([\]}>])")


def marked(text: str, published: date | None = WEDNESDAY, **fields) -> tuple[Document, list]:
    """A document and the attributions marked in its text, in the order of their numbers."""
    spans: dict[int, dict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    plain, opened, done = "", [], 0
    for match in _MARK.finditer(text):
        plain += text[done : match.start()]
        done = match.end()
        if match.group(1):
            opened.append((_ROLES[match.group(1)], int(match.group(2)), len(plain)))
        else:
            role, number, start = opened.pop()
            spans[number][role].append(Span(start, len(plain)))
    plain += text[done:]
    document = Document("a1", "a.txt", plain, plain, published=published, **fields)
    attributions = [
        Attribution(
            content=tuple(sorted(found["content"])),
            source=tuple(sorted(found["source"])),
            cue=tuple(sorted(found["cue"])),
            mode="direct" if "“" in plain[slice(*found["content"][0])] else "indirect",
            confidence=0.8,
            extractor="test",
        )
        for _, found in sorted(spans.items())
    ]
    return document, attributions


def resolve(text: str, published: date | None = WEDNESDAY, registry=REGISTRY, **fields):
    """The statements of a marked text."""
    document, attributions = marked(text, published, **fields)
    return resolve_statements(document, attributions, registry)


def rows(*cases):
    """Cases (name, text, expected …) as pytest parameters with readable ids."""
    return [pytest.param(*case[1:], id=case[0]) for case in cases]


# name, text, (speaker, speaker_kind, country, role) of the last statement
SPEAKERS = rows(
    (
        "full name in the list",
        "[1:Mao Ning] {1:said} <1:trade would go on>.",
        ("Mao Ning", "person", "CN", "Foreign Ministry Spokesperson"),
    ),
    (
        "title, name, other spelling",
        "[1:President Volodymyr Zelenskiy] {1:said} <1:help was needed>.",
        ("Volodymyr Zelenskyy", "person", "UA", "President"),
    ),
    (
        "possessive organisation before the title",
        "[1:Chinese Foreign Ministry's spokesperson Hua Chunying] {1:said} <1:it was so>.",
        ("Hua Chunying", "person", "CN", "Foreign Ministry Spokesperson"),
    ),
    (
        "ambassador to a country speaks for the sender",
        "[1:U.S. Ambassador to China Nicholas Burns] {1:said} <1:it would help>.",
        ("Nicholas Burns", "person", "US", "Ambassador to China"),
    ),
    (
        "unknown ambassador speaks for the sender",
        "[1:Norway's ambassador to China, Kari Solberg,] {1:said} <1:it would help>.",
        ("Kari Solberg", "person", "NO", "Ambassador"),
    ),
    (
        "permanent representative in apposition",
        "[1:China’s ambassador to the UN, Zhang Jun,] {1:said} <1:talks were needed>.",
        ("Zhang Jun", "person", "CN", None),
    ),
    (
        "stranger takes role and country from the title",
        "[1:Danish Foreign Minister Lars Holm] {1:said} <1:it was late>.",
        ("Lars Holm", "person", "DK", "Foreign Minister"),
    ),
    (
        "stranger with an apposition",
        "[1:Lars Holm, the Danish foreign minister,] {1:said} <1:it was late>.",
        ("Lars Holm", "person", "DK", "Foreign Minister"),
    ),
    (
        "stranger's surname after the full name",
        "Danish Foreign Minister Lars Holm left. [1:Holm] {1:said} <1:it was late>.",
        ("Lars Holm", "person", "DK", "Foreign Minister"),
    ),
    (
        "accents left out",
        "[1:Peter Szijjarto] {1:said} <1:no>.",
        ("Péter Szijjártó", "person", "HU", "Foreign Minister"),
    ),
    (
        "nearly the same spelling of a long name",
        "[1:Ukrainian President Volodymyr Zelenskyi] {1:said} <1:no>.",
        ("Volodymyr Zelenskyy", "person", "UA", "President"),
    ),
    (
        "somebody else of a known surname",
        "Police spoke to Hunter Biden. [1:Hunter Biden] {1:said} <1:no>.",
        ("Hunter Biden", "person", None, None),
    ),
    (
        "form of address is no part of the name",
        "[1:Rabbi Aron Feld] {1:said} <1:no>.",
        ("Aron Feld", "person", None, None),
    ),
    (
        "somebody's supporters are not them",
        "[1:Trump supporters] {1:said} <1:no>.",
        ("Trump supporters", "unnamed", None, None),
    ),
    (
        "a known name next to a thing called after it",
        "They rode the Trump Train. [1:Trump] {1:said} <1:no>.",
        ("Donald Trump", "person", "US", None),
    ),
    (
        "UN Secretary-General",
        "[1:UN Secretary-General António Guterres] {1:said} <1:hunger was near>.",
        ("António Guterres", "person", "UN", "Secretary-General"),
    ),
    (
        "EU foreign policy chief",
        "[1:EU foreign policy chief Josep Borrell] {1:said} <1:yes>.",
        (
            "Josep Borrell",
            "person",
            "EU",
            "High Representative for Foreign Affairs and Security Policy",
        ),
    ),
    (
        "NATO chief",
        "[1:NATO Secretary General Jens Stoltenberg] {1:said} <1:yes>.",
        ("Jens Stoltenberg", "person", "NATO", "Secretary General"),
    ),
    (
        "country alone is its government",
        "[1:China] {1:vowed} <1:to go on>.",
        ("Government of China", "government", "CN", None),
    ),
    (
        "capital alone is the government",
        "[1:Washington] {1:warned} <1:of losses>.",
        ("Government of the United States", "government", "US", None),
    ),
    (
        "government of a country that is not in the list",
        "[1:Oslo] {1:said} <1:it would pay>.",
        ("Government of Norway", "government", "NO", None),
    ),
    (
        "the United States is no crowd",
        "[1:The United States] {1:called for} <1:calm>.",
        ("Government of the United States", "government", "US", None),
    ),
    ("Brussels", "[1:Brussels] {1:said} <1:no>.", ("European Union", "organisation", "EU", None)),
    ("the Kremlin", "[1:The Kremlin] {1:denied} <1:it>.", ("Kremlin", "organisation", "RU", None)),
    (
        "army by a common noun",
        "[1:The Ukrainian army] {1:said} <1:it held the town>.",
        ("Armed Forces of Ukraine", "organisation", "UA", None),
    ),
    (
        "army of a country that is not in the list",
        "[1:The Danish army] {1:said} <1:it held the town>.",
        ("Army of Denmark", "organisation", "DK", None),
    ),
    (
        "ministry by a common noun",
        "[1:The Russian foreign ministry] {1:said} <1:no>.",
        ("Ministry of Foreign Affairs of Russia", "ministry", "RU", None),
    ),
    (
        "a spokesperson without a name is the ministry",
        "[1:A Chinese foreign ministry spokesperson] {1:said} <1:no>.",
        ("Ministry of Foreign Affairs of China", "ministry", "CN", None),
    ),
    (
        "embassy with its place",
        "[1:China's embassy in Ukraine] {1:advised} <1:leaving>.",
        ("Chinese Embassy in Ukraine", "mission", "CN", None),
    ),
    (
        "the embassy after its country was named",
        "China's embassy in Ukraine stayed open. [1:The embassy] {1:said} <1:it would stay>.",
        ("Chinese Embassy in Ukraine", "mission", "CN", None),
    ),
    (
        "a notice speaks for who put it up",
        "China's embassy in Ukraine closed. [1:The embassy notice] {1:said} <1:“Leave now.”>",
        ("Chinese Embassy in Ukraine", "mission", "CN", None),
    ),
    (
        "spokesman of the embassy before",
        "[1:Embassy spokesman Ding Jianwei] {1:said} <1:nobody would be left>.",
        ("Ding Jianwei", "person", "CN", "Embassy Spokesperson"),
    ),
    (
        "officials without a name",
        "[1:US officials] {1:said} <1:it was late>.",
        ("US officials", "unnamed", "US", None),
    ),
    ("analysts", "[1:Analysts] {1:say} <1:it is late>.", ("Analysts", "unnamed", None, None)),
    (
        "document with its country",
        "[1:Beijing's 12-point plan] {1:calls for} <1:a ceasefire>.",
        ("Beijing's 12-point plan", "document", "CN", None),
    ),
    (
        "document meant by another noun",
        "[1:Beijing's 12-point plan] {1:calls for} <1:a ceasefire>. "
        "[2:The proposal] {2:also urges} <2:restraint>.",
        ("Beijing's 12-point plan", "document", "CN", None),
    ),
    (
        "resolution named before",
        "China approved a UN resolution. [1:The resolution] {1:calls for} <1:payment>.",
        ("UN resolution", "document", "UN", None),
    ),
    (
        "relative pronoun for a document",
        "China approved a UN resolution [1:that] {1:referred to} <1:the war>.",
        ("UN resolution", "document", "UN", None),
    ),
    (
        "outlet",
        "[1:State broadcaster CCTV] {1:reported} <1:one man was hurt>.",
        ("CCTV", "media", "CN", None),
    ),
    (
        "office-holder on the day",
        "[1:China's foreign minister] {1:said} <1:yes>.",
        ("Wang Yi", "person", "CN", "Foreign Minister"),
    ),
    (
        "title of somebody named before",
        "Radosław Sikorski arrived. [1:The Polish foreign minister] {1:said} <1:yes>.",
        ("Radosław Sikorski", "person", "PL", "Foreign Minister"),
    ),
    (
        "spokesperson named before",
        "Mao Ning took questions. [1:The spokesperson] {1:said} <1:yes>.",
        ("Mao Ning", "person", "CN", "Foreign Ministry Spokesperson"),
    ),
    (
        "counterpart",
        "[1:Ukrainian Foreign Minister Dmytro Kuleba] {1:said} <1:yes>. "
        "[2:His Chinese counterpart] {2:said} <2:no>.",
        ("Wang Yi", "person", "CN", "Foreign Minister"),
    ),
    (
        "somebody's remarks",
        "[1:Wang Yi’s statement] {1:said} <1:no>.",
        ("Wang Yi", "person", "CN", "Foreign Minister"),
    ),
)


@pytest.mark.parametrize(("text", "expected"), SPEAKERS)
def test_says_who_speaks_for_whom(text, expected):
    statement = resolve(text)[-1]
    found = (statement.speaker, statement.speaker_kind, statement.country)
    assert found == expected[:3], statement.speaker_reason
    assert expected[3] is None or statement.role == expected[3]
    assert statement.speaker_reason


# name, text, speaker of the last statement
CHAINS = rows(
    (
        "she, the speaker before",
        "[1:Mao Ning] {1:said} <1:yes>. <2:“And more,”> [2:she] {2:added}.",
        "Mao Ning",
    ),
    (
        "she is not the man named last",
        "[1:Mao Ning] {1:said} <1:he erred>. Kurt Campbell left. [2:She] {2:added} <2:so>.",
        "Mao Ning",
    ),
    (
        "he is not the woman named last",
        "[1:Kurt Campbell] {1:said} <1:Mao Ning erred>. Mao Ning left. [2:He] {2:added} <2:so>.",
        "Kurt Campbell",
    ),
    (
        "he spoke, the other was only named",
        "[1:Xi Jinping] {1:told} Sergey Lavrov <1:ties mattered>. [2:He] {2:said} <2:trade grew>.",
        "Xi Jinping",
    ),
    (
        "he acts in the sentence before",
        "Putin dealt with grain after a talk with Erdoğan. [1:He] {1:said} <1:ports were open>.",
        "Vladimir Putin",
    ),
    (
        "he who was asked, not who asked",
        "John Smith of Reuters asked Wang Wenbin about arms. [1:He] {1:said} <1:no>.",
        "Wang Wenbin",
    ),
    (
        "he through a sentence that begins with he",
        "[1:Olaf Scholz] {1:said} <1:no>. He had met Xi Jinping before. [2:He] {2:added} <2:so>.",
        "Olaf Scholz",
    ),
    ("surname after the full name", "Mao Ning came. [1:Mao] {1:said} <1:yes>.", "Mao Ning"),
    (
        "of two of one surname, the one named",
        "Wang Wenbin took questions. [1:Wang] {1:said} <1:yes>.",
        "Wang Wenbin",
    ),
    (
        "of two of one surname, by the title",
        "Wang Wenbin and Wang Yi came. [1:Foreign Minister Wang] {1:said} <1:yes>.",
        "Wang Yi",
    ),
    ("doubtful surname with its title", "[1:Ambassador Burns] {1:said} <1:yes>.", "Nicholas Burns"),
    (
        "the two, persons",
        "Xi Jinping met Vladimir Putin. [1:The two] {1:said} <1:ties grew>.",
        "Xi Jinping and Vladimir Putin",
    ),
    (
        "the two sides, governments",
        "China has traded with Russia. [1:The two sides] {1:said} <1:ties grew>.",
        "Government of China and Government of Russia",
    ),
    (
        "named together",
        "[1:Xi Jinping and President Vladimir Putin] {1:agreed} <1:to meet>.",
        "Xi Jinping and Vladimir Putin",
    ),
    (
        "it, the government before",
        "[1:China] {1:said} <1:yes>. [2:It] {2:added} <2:more>.",
        "Government of China",
    ),
    (
        "I in somebody's words",
        "[1:Dmytro Kuleba] {1:said} <1:“[2:I] {2:told} them <2:to leave>.”>",
        "Dmytro Kuleba",
    ),
    (
        "quotation that goes on",
        "[1:Mao Ning] {1:said} <1:“Yes.”> <2:“And we mean it.”>",
        "Mao Ning",
    ),
)


@pytest.mark.parametrize(("text", "speaker"), CHAINS)
def test_follows_an_article_s_chain_of_names(text, speaker):
    statement = resolve(text)[-1]
    assert statement.speaker == speaker, statement.speaker_reason


@pytest.mark.parametrize(
    "text",
    [
        "China has traded with Russia. [1:The two] {1:said} <1:ties grew>.",
        "Xi Jinping met Vladimir Putin. [1:The two] {1:said} <1:ties grew>.",
    ],
)
def test_several_of_different_countries_have_no_country(text):
    statement = resolve(text)[0]
    assert statement.country is None
    assert "different countries" in statement.speaker_reason


# name, text, words of the reason
DOUBTS = rows(
    ("surname of several", "[1:Li] {1:said} <1:yes>.", "Li"),
    (
        "both of one surname named",
        "Wang Wenbin and Wang Yi came. [1:Wang] {1:said} <1:yes>.",
        "Wang Wenbin or Wang Yi",
    ),
    (
        "two presidents who both acted",
        "Xi Jinping and Vladimir Putin met. [1:The president] {1:said} <1:yes>.",
        "may be Xi Jinping or Vladimir Putin",
    ),
    (
        "two men who both acted",
        "Xi Jinping and Vladimir Putin met. [1:He] {1:said} <1:yes>.",
        "may be",
    ),
    ("pronoun without anybody", "It rained. [1:He] {1:said} <1:yes>.", "nobody named"),
    ("she among men only", "Xi Jinping came. [1:She] {1:said} <1:yes>.", "nobody named"),
    ("title that nobody fits", "[1:The governor] {1:said} <1:yes>.", "nobody"),
    ("no source at all", "<1:“Yes.”>", "names nobody"),
    ("we outside anybody's words", "[1:We] {1:said} <1:yes>.", "does not say"),
    (
        "the two of three",
        "Xi, Putin and Scholz met. [1:The two] {1:spoke} <1:of war>.",
        "not clear",
    ),
)


@pytest.mark.parametrize(("text", "reason"), DOUBTS)
def test_names_nobody_in_doubt_and_says_why(text, reason):
    statement = resolve(text)[-1]
    assert (statement.speaker, statement.speaker_kind) == (None, "unknown")
    assert reason in statement.speaker_reason
    assert statement.confidence < 0.5


def test_office_is_that_of_the_day():
    text = "[1:Qin Gang] {1:said} <1:yes>."
    roles = [resolve(text, day)[0].role for day in (date(2022, 5, 1), date(2023, 5, 1))]
    assert roles == ["Ambassador to the United States", "State Councilor and Foreign Minister"]


def test_office_is_that_of_the_day_it_was_said_not_published():
    text = "In May 2022, [1:Qin Gang] {1:said} <1:yes>."
    assert resolve(text, date(2023, 5, 1))[0].role == "Ambassador to the United States"


def test_country_changes_with_the_office():
    text = "[1:Mark Rutte] {1:said} <1:yes>."
    days = (date(2023, 5, 1), date(2025, 5, 1))
    assert [resolve(text, day)[0].country for day in days] == ["NL", "NATO"]


# name, text, field, value of the last statement
FIELDS = rows(
    ("told somebody", "[1:Xi Jinping] {1:told} Lavrov <1:yes>.", "addressees", ("Sergey Lavrov",)),
    (
        "told somebody with a title",
        "[1:Wang Yi] {1:told} Ukrainian Foreign Minister Dmytro Kuleba <1:yes>.",
        "addressees",
        ("Dmytro Kuleba",),
    ),
    (
        "told a title",
        "Olaf Scholz came. [1:Xi Jinping] {1:told} the German chancellor <1:yes>.",
        "addressees",
        ("Olaf Scholz",),
    ),
    (
        "hearer taken into the content",
        "Olaf Scholz came. [1:Xi Jinping] {1:assured} <1:the German chancellor that it was so>.",
        "addressees",
        ("Olaf Scholz",),
    ),
    (
        "told by another in the same sentence",
        "[1:Xi Jinping] {1:told} Lavrov <1:no>, and [2:Wang Yi] {2:said} <2:yes>.",
        "addressees",
        (),
    ),
    (
        "told two",
        "[1:Xi Jinping] {1:told} Macron and Olaf Scholz <1:yes>.",
        "addressees",
        ("Emmanuel Macron", "Olaf Scholz"),
    ),
    (
        "told him",
        "Xi Jinping received Sergey Lavrov. [1:Wang Yi] {1:said} <1:no>. "
        "[2:Mao Ning] {2:told} him <2:so>.",
        "addressees",
        ("Wang Yi",),
    ),
    (
        "in a call with",
        "<1:“No,”> [1:Wang Yi] {1:said} in a phone call with Kuleba.",
        "addressees",
        ("Dmytro Kuleba",),
    ),
    (
        "complained to",
        "[1:Putin] {1:complained} to Scholz <1:that it was so>.",
        "addressees",
        ("Olaf Scholz",),
    ),
    (
        "other side of the call",
        "[1:Wang Yi] {1:told} Kuleba <1:yes>. In the call, [2:Kuleba] {2:said} <2:no>.",
        "addressees",
        ("Wang Yi",),
    ),
    (
        "going on in the same talk",
        "[1:Wang Yi] {1:told} Kuleba <1:yes>. <2:“More,”> [2:he] {2:added}.",
        "addressees",
        ("Dmytro Kuleba",),
    ),
    ("told reporters", "[1:Mao Ning] {1:told} reporters <1:no>.", "addressees", ("reporters",)),
    (
        "told the Council",
        "[1:Zhang Jun] {1:told} the Security Council <1:no>.",
        "addressees",
        ("UN Security Council",),
    ),
    (
        "urging a country is no address",
        "[1:Wang Yi] {1:urged} Ukraine <1:to care>.",
        "addressees",
        (),
    ),
    ("told an outlet is no address", "[1:Sullivan] {1:told} CNN <1:no>.", "addressees", ()),
    ("told an outlet", "[1:Jake Sullivan] {1:told} CNN <1:no>.", "asked_by", "CNN"),
    ("asked by", "Asked by AFP, [1:Mao Ning] {1:said} <1:no>.", "asked_by", "Agence France-Presse"),
    ("outlet asked", "[1:Mao Ning] {1:said} <1:no> when Reuters asked.", "asked_by", "Reuters"),
    ("interview", "[1:Xi] {1:said} <1:no> in an interview with Xinhua.", "asked_by", "Xinhua"),
    ("a reporter", "Asked by a reporter, [1:Biden] {1:said} <1:no>.", "asked_by", "reporter"),
    (
        "answering",
        "Responding to Campbell's remarks, [1:Mao Ning] {1:said} <1:no>.",
        "answers",
        "Kurt Campbell",
    ),
    (
        "actors in the content",
        "[1:Mao Ning] {1:said} <1:Xi Jinping and the Pentagon had spoken>.",
        "mentions",
        ("Xi Jinping", "US Department of Defense"),
    ),
    (
        "countries in the content",
        "[1:Mao Ning] {1:said} <1:Chinese and Danish ships, Moscow and the EU mattered>.",
        "mentioned_countries",
        ("CN", "DK", "RU", "EU"),
    ),
    (
        "a capital as a place is no country",
        "[1:Mao Ning] {1:said} <1:talks in Moscow helped>.",
        "mentioned_countries",
        (),
    ),
    (
        "two countries of one root",
        "[1:Mao Ning] {1:said} <1:South Korean and Nigerian ships left>.",
        "mentioned_countries",
        ("KR", "NG"),
    ),
    (
        "outlet around a statement",
        "<2:[1:Burns] {1:said} <1:no>>, [2:CNN] {2:reported}. Nicholas Burns left.",
        "reported_by",
        ("CNN",),
    ),
    (
        "readout around a statement",
        "<2:[1:Wang Yi] {1:said} <1:no>>, {2:according to} "
        "[2:a readout from the Chinese Foreign Ministry].",
        "reported_by",
        ("Ministry of Foreign Affairs of China",),
    ),
    (
        "channel in the sentence only",
        "[1:Putin] {1:said} <1:no>, according to the Kremlin's account.",
        "reported_by",
        ("Kremlin",),
    ),
    ("phone call", "[1:Xi] {1:said} <1:no> in a phone call.", "venue", "phone call"),
    (
        "briefing",
        "[1:Mao Ning] {1:said} <1:no> at a regular press briefing.",
        "venue",
        "regular press briefing",
    ),
    ("tweet", "[1:Zelensky] {1:tweeted} <1:no>.", "venue", "social media post"),
    (
        "Council",
        "[1:Zhang Jun] {1:said} <1:no> at the Security Council.",
        "venue",
        "UN Security Council",
    ),
    ("none", "[1:Zhang Jun] {1:said} <1:no>.", "venue", None),
)


@pytest.mark.parametrize(("text", "name", "value"), FIELDS)
def test_finds_hearers_channels_and_what_is_named(text, name, value):
    assert getattr(resolve(text)[-1], name) == value


def test_an_outlet_around_a_statement_is_no_statement():
    text = "<2:[1:Nicholas Burns] {1:said} <1:no>>, [2:CNN] {2:reported}."
    assert [statement.speaker for statement in resolve(text)] == ["Nicholas Burns"]


def test_an_outlet_alone_is_the_speaker():
    (statement,) = resolve("[1:CNN] {1:reported} <1:a town had burned>.")
    assert (statement.speaker, statement.speaker_kind) == ("CNN", "media")


def test_nested_speech_keeps_both_and_who_told_it():
    text = "[1:Kuleba] {1:said} <1:[2:Wang Yi] {2:had told} him <2:that arms were banned>>."
    outer, inner = resolve(text)
    assert (outer.speaker, inner.speaker) == ("Dmytro Kuleba", "Wang Yi")
    assert (outer.reported_by, inner.reported_by) == ((), ("Dmytro Kuleba",))


# name, text, day, precision and how of the last statement; None: undated
DATES = rows(
    ("weekday of publication", "[1:Xi] {1:said} <1:no> on Wednesday.", "2024-04-10 day relative"),
    ("weekday before", "[1:Xi] {1:said} on Monday <1:no>.", "2024-04-08 day relative"),
    ("day and month", "[1:Xi] {1:said} on May 2 <1:no>.", "2023-05-02 day explicit"),
    ("before the saying", "On Tuesday, [1:Xi] {1:said} <1:no>.", "2024-04-09 day relative"),
    ("week", "In Brussels last week, [1:Blinken] {1:said} <1:no>.", "2024-04-01 week relative"),
    ("weekend", "Over the weekend [1:Xi] {1:said} <1:no>.", "2024-04-06 week relative"),
    ("month", "[1:Xi] {1:said} <1:no> in February 2023.", "2023-02-01 month explicit"),
    ("year", "[1:Xi] {1:said} <1:no> in 2021.", "2021-01-01 year explicit"),
    (
        "two at once",
        "A year earlier, on 24 February 2023, [1:Xi] {1:said} <1:no>.",
        "2023-02-24 day explicit",
    ),
    ("in the cue", "[1:Xi] {1:said on Tuesday} <1:no>.", "2024-04-09 day relative"),
    (
        "of the meeting it was said at",
        "[1:Xi] {1:said} <1:no> at a Tuesday meeting.",
        "2024-04-09 day relative",
    ),
    ("of the call", "In Tuesday’s call, [1:Xi] {1:said} <1:no>.", "2024-04-09 day relative"),
    (
        "at the content's beginning",
        "[1:China] {1:vowed} <1:Wednesday it would not bend>.",
        "2024-04-10 day relative",
    ),
    (
        "at the end of a content without a verb",
        "[1:Xi] {1:promised} <1:more aid on Monday>.",
        "2024-04-08 day relative",
    ),
    ("in the content", "[1:Xi] {1:said} <1:the deal would be signed on Tuesday>.", None),
    ("in a relative clause", "[1:Xi], who left on Monday, {1:said} <1:no>.", None),
    (
        "in a clause of its own verb",
        "After troops attacked on Monday, [1:Xi] {1:said} <1:no>.",
        None,
    ),
    (
        "after talks on a day",
        "[1:Xi] {1:said} <1:no> after talks on Monday.",
        "2024-04-08 day relative",
    ),
    ("never after publication", "[1:Xi] {1:said} <1:no> on 12 April 2024.", None),
    ("said again and again", "On Tuesday Xi left. [1:Xi] {1:has said} <1:no>.", None),
    ("told of as before", "Xi spoke on Tuesday after [1:Beijing] {1:warned} <1:of war>.", None),
    ("document", "On Tuesday Xi left. [1:The law] {1:says} <1:no>.", None),
    ("nothing at all", "[1:Xi] {1:said} <1:no>.", None),
    (
        "goes on",
        "[1:Xi] {1:said} on Monday <1:no>. [2:He] {2:added} <2:so>.",
        "2024-04-08 day relative",
    ),
    (
        "goes on in the next paragraph",
        "[1:Xi] {1:said} on Monday <1:no>.\n\n[2:Xi] {2:said} <2:so>.",
        "2024-04-08 day relative",
    ),
    (
        "dated by what follows",
        "[1:Xi] {1:said} <1:no>. [2:He] {2:added} on Monday <2:so>.",
        "2024-04-08 day relative",
    ),
    (
        "same session",
        "[1:Zhang Jun] {1:said} <1:no> at a Tuesday session.\n\n"
        "At the same session [2:Zelensky] {2:said} <2:yes>.",
        "2024-04-09 day relative",
    ),
    (
        "the call dated before",
        "Wang Yi and Kuleba spoke by phone on Tuesday.\n\nRain fell.\n\n"
        "In the call, [1:Kuleba] {1:said} <1:no>.",
        "2024-04-09 day relative",
    ),
    (
        "scene before with the speaker",
        "Kuleba met Wang Yi on Monday.\n\n[1:Wang] {1:said} <1:no>.",
        "2024-04-08 day relative",
    ),
    (
        "two days earlier",
        "On Tuesday, [1:Xi] {1:said} <1:no>. Two days earlier [2:Putin] {2:said} <2:yes>.",
        "2024-04-07 day relative",
    ),
    (
        "the same day",
        "On Monday, [1:Xi] {1:said} <1:no>. [2:Putin] {2:said} <2:yes> the same day.",
        "2024-04-08 day relative",
    ),
    (
        "past in the past, same paragraph",
        "[1:Xi] {1:spoke} on Tuesday <1:of war>.\n\n"
        "On Monday Putin had flown home. [2:He] {2:said} <2:yes>.",
        "2024-04-08 day relative",
    ),
    (
        "dateline where no other day is told",
        "GENEVA, April 9 (Agency) — [1:Xi] {1:said} <1:no>.",
        "2024-04-09 day article date",
    ),
    (
        "the day told, not the dateline's",
        "GENEVA, April 10 (Agency) — [1:Xi] {1:said} <1:no> on Tuesday.",
        "2024-04-09 day relative",
    ),
    (
        "the only day told is long past",
        "On January 3, 2022 the five met.\n\nShips sail.\n\n[1:Xi] {1:said} <1:no>.",
        None,
    ),
    ("since a year", "[1:Xi] {1:underlined} the work done since 2017 <1:on trade>.", None),
    ("of a day", "Recalling the pact of March 6, 2014, [1:Xi] {1:asked} <1:for help>.", None),
    (
        "a year that opens the sentence",
        "In 2021 [1:Xi] {1:said} <1:no>.",
        "2021-01-01 year explicit",
    ),
    (
        "a year after the cue",
        "[1:Xi] {1:said} in 2021 <1:that ships sail>.",
        "2021-01-01 year explicit",
    ),
    (
        "a year goes to no other statement",
        "In 2021 [1:Xi] {1:said} <1:no>. [2:He] {2:added} <2:yes>.",
        None,
    ),
    (
        "timeless present",
        "[1:Xi] {1:said} on Tuesday <1:no>.\n\nShips sail.\n\n[2:China] {2:says} <2:so>.",
        None,
    ),
)


@pytest.mark.parametrize(("text", "expected"), DATES)
def test_dates_the_saying_or_says_why_not(text, expected):
    statement = resolve(text)[-1]
    found = (statement.said_on, statement.said_on_precision, statement.said_on_how)
    if expected is None:
        assert found == (None, None, ""), statement.said_on_reason
    else:
        assert " ".join(map(str, found)) == expected, statement.said_on_reason
    assert statement.said_on_reason


def test_an_undated_statement_names_the_day_of_publication_only_as_such():
    reason = resolve("[1:Xi] {1:said} <1:no>.")[0].said_on_reason
    assert reason == "no date in the text near the statement; article published 10 Apr 2024"


def test_text_is_the_words_of_the_content_in_one_line():
    text = "<1:“One\nday,> [1:she] {1:said}, <1:it will  end.”>"
    assert resolve(text)[0].text == "“One day … it will end.”"


def test_text_leaves_out_what_readers_do_not_see():
    document, attributions = marked("[1:Xi] {1:said} <1:it ended.^1 All of it>.")
    document = replace(document, readable=document.text.replace("^1", "  "))
    assert resolve_statements(document, attributions, REGISTRY)[0].text == "it ended. All of it"


def test_context_holds_the_sentences_around():
    text = "Rain fell. <1:“Yes,”> [1:Xi] {1:said}. Snow fell."
    assert resolve(text)[0].context == "“Yes,” Xi said."


def test_ids_depend_on_article_words_and_order_only():
    one = resolve("[1:Xi] {1:said} <1:no>. [2:Putin] {2:said} <2:no>. [3:Xi] {3:said} <3:so>.")
    other = resolve("[1:Li] {1:said} <1:no>. [2:Modi] {2:said} <2:no>. [3:Li] {3:said} <3:so>.")
    assert [s.id for s in one] == [s.id for s in other]
    assert len({s.id for s in one}) == 3
    assert all(re.fullmatch(r"s[0-9a-f]{16}", s.id) for s in one)


def test_confidence_combines_finding_and_resolving():
    sure, less = resolve("[1:Mao Ning] {1:said} <1:no>. [2:She] {2:said} <2:so>.")
    assert sure.confidence == 0.8
    assert 0 < less.confidence < sure.confidence


def test_spans_and_kind_are_kept():
    document, attributions = marked("[1:Xi] {1:hopes} <1:for peace>.")
    attributions = [replace(attributions[0], kind="attitude")]
    (statement,) = resolve_statements(document, attributions, REGISTRY)
    assert statement.kind == "attitude"
    assert (statement.source, statement.cue, statement.content) == (
        attributions[0].source,
        attributions[0].cue,
        attributions[0].content,
    )


def test_a_document_that_speaks_is_of_that_kind():
    assert resolve("[1:The treaty] {1:says} <1:no>.")[0].kind == "document"


def test_two_that_hold_one_office_leave_it_open():
    row = dict.fromkeys(("aliases", "ambiguous_alias", "organisation", "role_end", "source"), "")
    row |= {"kind": "person", "country": "XK", "role": "Foreign Minister", "role_start": "2020"}
    registry = Registry.of(
        [row | {"actor": "Ana Berisha"}, row | {"actor": "Beni Krasniqi"}],
        load_lexicon(settings.DATA / "vocabulary"),
    )
    (statement,) = resolve("[1:Kosovo's foreign minister] {1:said} <1:no>.", registry=registry)
    assert statement.speaker is None


def test_texts_without_words_or_attributions_are_fine():
    assert resolve("") == ()
    assert resolve("\n\n Nobody spoke. ") == ()
