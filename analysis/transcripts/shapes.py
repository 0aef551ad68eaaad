"""Which shape a document has: told by its labels, title and file name; ``None`` for all others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pycountry

from analysis.models import Document
from analysis.transcripts.labels import Label, capital_labels
from analysis.transcripts.names import holds_office
from analysis.transcripts.notations import council_labels, line_labels, run_labels
from analysis.transcripts.opening import DEBATE, TIME
from analysis.transcripts.records import Participant, Shape
from analysis.transcripts.speeches import JOINT, find_speaker
from analysis.transcripts.vocabulary import fold, outlet, squeeze

_TITLED = re.compile(
    r"\b(?:remarks|briefing|gaggle|press (?:call|conference|availability|statements?)|conference"
    r"|interview"
    r"|transcript|address|speech|town hall|Q&A|q&a|stakeout|testimony|hearing|meeting"
    r"|statements? by"
    r"|discussion|conversation|debate|toasts?)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"\s*[“\"«‘]")
_CONFERENCE = re.compile(
    r"(?P<who>[A-ZÀ-Ž][\w-]+(?: [A-ZÀ-Ž][\w-]+){1,2})(?:[’']s)? (?:Holds? )?(?:(?:Regular|Daily"
    r"|Remarks|Weekly|Press|Briefing"
    r"|Conference|Answers?|Interview)\b)",
)
_SPOKESPERSON = re.compile(
    r"\bspokes(?:person|man|woman)(?:[’']s)? (?:of the Ministry of Foreign Affairs )?",
    re.IGNORECASE,
)
_INTERVIEW = re.compile(
    r"\binterview|transcript|\bpress (?:conference|briefing|statements?)|news conference"
    r"|answers? (?:to )?(?:media |journalists[’']? )?questions"
    r"|\bQ ?& ?A\b|\bdialogue|\bconversation with",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A recognised shape: its labels in order; for a speech, who speaks.

    answerer: who "A:" is.
    """

    shape: Shape
    labels: tuple[Label, ...] = ()
    speaker: Participant | None = None
    answerer: Participant | None = None
    session: int = 0
    year: int = 0


def find_shape(document: Document) -> Found | None:
    """The shape of a document that is a transcript; ``None`` for news, readouts and the rest."""
    text, title = document.readable, squeeze(document.title)
    return (
        _debate(document)
        or _council(text, title)
        or _briefing(text, title)
        or _conference(text, title)
        or _dialogue(text, title)
        or _speech(text, title)
    )


def _debate(document: Document) -> Found | None:
    name = re.split(r"[/\\]", document.name)[-1].split(".")[0]
    match = DEBATE.fullmatch(name)
    if not match or int(match["year"]) - int(match["session"]) != 1945:
        return None
    code = match["code"]
    country = pycountry.countries.get(alpha_3=code)
    if country is None and code not in ("EU", "EUR"):
        return None
    state = "EU" if country is None else country.alpha_2
    speaker = Participant("", "", state, "government")
    return Found("debate", speaker=speaker, session=int(match["session"]), year=int(match["year"]))


def _council(text: str, title: str) -> Found | None:
    if "(" not in text:
        return None
    labels = council_labels(text)
    states = [label for label in labels if label.country]
    record = (
        "S/PV." in text[:3000] or "ecurity Council" in title or "verbatim" in text[:3000].lower()
    )
    if len(states) < 1 or len(labels) < (1 if record else 3):
        return None
    if _quoted_share(text, labels) > 0.5 or not _covers(text, labels, 0.6):
        return None
    return Found("council", tuple(labels))


def _briefing(text: str, title: str) -> Found | None:
    labels = capital_labels(text)
    speakers = [label for label in labels if label.role in ("", "unnamed", "answer")]
    questions = [label for label in labels if label.role == "question"]
    if not speakers or _quoted_share(text, labels) > 0.5:
        return None
    first = labels[0].span.start
    titled = bool(_TITLED.search(title))
    timed = bool(TIME.search(text, 0, first + 1)) and first < 2500
    several = len(labels) >= 4 and bool(
        questions or len(speakers) > len({s.name for s in speakers})
    )
    if not (titled or timed or several):
        return None
    if all(label.role == "answer" for label in speakers) or not _covers(text, labels, 0.7):
        return None
    return Found("briefing", tuple(labels))


def _conference(text: str, title: str) -> Found | None:
    """Press conferences whose questions carry the outlet's name, and interviews by line."""
    labels = line_labels(text)
    if not labels:
        return None
    answerer = _answerer(title)
    spokesperson = answerer.name if answerer else ""
    outlets = [label for label in labels if outlet(label.name)]
    counted = Counter(label.name for label in labels)
    if not spokesperson and len(outlets) >= 1:
        spokesperson = _most_repeated(counted)
    paired = any(label.role == "question" for label in labels) and any(
        label.role == "answer" or label.name == spokesperson for label in labels
    )
    if not spokesperson or not (outlets or paired or counted[spokesperson]):
        return None
    if not (counted[spokesperson] or (paired and answerer)):
        return None
    kept = _asked(text, labels, spokesperson, counted)
    if not _covers(text, kept, 0.6) or _quoted_share(text, kept) > 0.5:
        return None
    if not (_INTERVIEW.search(title) or _SPOKESPERSON.search(title) or answerer) and len(kept) < 4:
        return None
    return Found("conference", tuple(kept), answerer=answerer)


def _answerer(title: str) -> Participant | None:
    """Whose press conference it is: "Foreign Ministry Spokesperson Wang Wenbin's Regular …"."""
    match = _SPOKESPERSON.search(title)
    if not match:
        return None
    who = _CONFERENCE.match(title, match.end())
    if not who:
        return None
    return Participant(who["who"], squeeze(title[: match.end()].rstrip(" ’'s")) or "Spokesperson")


def _most_repeated(counted: Counter[str]) -> str:
    names = [(n, name) for name, n in counted.items() if " " in name and not outlet(name)]
    return max(names)[1] if names and max(names)[0] > 1 else ""


def _asked(
    text: str, labels: Sequence[Label], spokesperson: str, counted: Counter[str]
) -> list[Label]:
    """The labels that are turns: the spokesperson's, and everybody's who asks.

    Unknown words before a colon are a turn where the spokesperson's answer follows a question
    mark; elsewhere they are words of the answer ("First:").
    """
    kept: list[Label] = []
    for index, label in enumerate(labels):
        following = labels[index + 1] if index + 1 < len(labels) else None
        said = text[label.start : following.span.start if following else len(text)]
        asks = following is not None and following.name == spokesperson and "?" in said
        if label.name == spokesperson or label.role in ("question", "answer"):
            kept.append(label)
        elif (outlet(label.name) or asks) and not (
            kept and kept[-1].role == "question" and not asks and not outlet(label.name)
        ):
            kept.append(replace(label, role="question"))
    return kept


def _dialogue(text: str, title: str) -> Found | None:
    """Full names before colons, run into paragraphs or at the start of lines (Kremlin)."""
    labels = run_labels(text)
    named = [label for label in labels if not label.role]
    if not named or JOINT.search(title) or _quoted_share(text, labels) > 0.5:
        return None
    labels = _settled(text, labels)
    counted = Counter(fold(label.name) for label in labels if not label.role)
    talk = len(labels) >= 3 and len(counted) >= 2 and max(counted.values()) >= 2
    # One label is enough where it presents somebody with an office and opens what is said.
    presented = [label for label in labels if label.office and holds_office(label.office)]
    opens = bool(presented) and _opens_speech(text, presented[0])
    if (
        not (talk and (presented or _TITLED.search(title) or _INTERVIEW.search(title)))
        and not opens
    ):
        return None
    return Found("dialogue", tuple(labels))


def _opens_speech(text: str, label: Label) -> bool:
    """Whether a label stands at the very start, after asterisks, or after a heading."""
    before = text[: label.span.start].rstrip()
    return not before or before.endswith("*") or before[-1].isalnum() or before[-1] == ")"


def _settled(text: str, labels: Sequence[Label]) -> list[Label]:
    """Names agreed: an office that swallowed part of a name is cut at the name used later."""
    settled: list[Label] = []
    known = {
        fold(label.name): label.name for label in labels if not label.office and not label.role
    }
    for label in labels:
        whole = squeeze(f"{label.office} {label.name}")
        better = next((n for f, n in known.items() if fold(whole).endswith(" " + f)), "")
        if label.office and better and better != label.name:
            label = replace(label, name=better, office=whole[: -len(better)].strip())
        settled.append(label)
    return _with_typing_errors(text, settled)


def _with_typing_errors(text: str, labels: list[Label]) -> list[Label]:
    """Adds the turn between two of one speaker whose label ends in a full stop by mistake."""
    names = {label.name for label in labels if not label.role and " " in label.name}
    added: list[Label] = []
    for before, after in pairwise(labels):
        if before.name != after.name or before.role:
            continue
        for name in names - {before.name}:
            pattern = re.compile(rf"(?<=[.?!] ){re.escape(name)}(\.) (?=[A-Z])")
            match = pattern.search(text, before.start, after.span.start)
            if match:
                cue = type(before.cue)(match.start(1), match.end(1))
                span = type(before.span)(match.start(), match.start(1))
                added.append(Label(span, cue, cue.end, name))
                break
    return sorted([*labels, *added], key=lambda label: label.span.start)


def _speech(text: str, title: str) -> Found | None:
    speaker = find_speaker(text, title)
    return Found("speech", speaker=speaker) if speaker else None


def _quoted_share(text: str, labels: Sequence[Label]) -> float:
    """Of the turns, how many begin with a quotation mark: those are quotations in a list."""
    named = [label for label in labels if label.role != "question"]
    quoted = sum(bool(_QUOTED.match(text, label.start)) for label in named)
    return quoted / len(named) if named else 0.0


def _covers(text: str, labels: Sequence[Label], share: float) -> bool:
    """Whether at least ``share`` of the page stands behind the first label."""
    if not labels:
        return False
    size = len(text.strip())
    return size - labels[0].span.start >= share * size
