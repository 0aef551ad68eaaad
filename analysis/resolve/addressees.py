"""To whom something was said: told X, in a call with X, before the Council."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analysis.models import Span
from analysis.resolve.antecedents import person_meant
from analysis.resolve.article import Article, Speaker
from analysis.resolve.frames import Frame
from analysis.resolve.mentions import Mention
from analysis.resolve.naming import Source
from analysis.resolve.objects import name_of, objects_after
from analysis.resolve.scenes import Calls, is_at_event, un_body
from analysis.resolve.titles import person_titled

_TOLD = re.compile(
    r"\b(?:told|tells|telling|tell|assured|assures|assuring|informed|informs|informing|reminded"
    r"|reminding|warned|warns|warning|promised|promises|cautioned|thanked|thanks|notified|advised"
    r"|briefed|addressed|addressing|lectured|admonished|lectures)\s+"
)
_ASKED = re.compile(r"\b(?:asked|urged|urges|urging|asking|asks|pressed|implored|begged)\s+")
_TO = re.compile(
    r"\b(?:said|saying|says|spoke|speaking|complained|complaining|explained|wrote|writing|replied"
    r"|confirmed|stressed|repeated|suggested|proposed|offered|conveyed|described|pledged|vowed"
    r"|admitted|remarked|remarks|speech|address|letter|message|made clear|pointed out|reported"
    r"|thanks|gratitude|appreciation|condolences)\s+"
    r"(?:\w+\s+){0,3}?to\s+"
)
_WITH = re.compile(
    r"\b(?:in|during|at|by|on|over)\s+(?:[\w’'-]+\s+){0,4}?(?:call|conversation|talks|meeting"
    r"|discussions?|consultations?|dialogue|exchange|session|phone)\s+"
    r"(?:by\s+\w+\s+|on\s+\w+\s+|in\s+\w+\s+|earlier\s+)?with\s+"
    r"|\b(?:spoke|speaking|talked|conferred)\s+(?:by\s+\w+\s+|on\s+the\s+phone\s+)?with\s+"
)
_PRONOUN = re.compile(
    r"\b(?:told|assured|informed|warned|reminded|asked|promised|urged|said to|thanked)"
    r"\s+(him|her)\b"
)
_SPEAKING = re.compile(
    r"\b(?:speaking|talking|spoke|talked)\s+(?:to|with)\s+(him|her)\s+(?:by|on|over)\b",
    re.IGNORECASE,
)
_GUEST = re.compile(
    r"\b(?:told|to|assured|warned|reminded|informed)\s+(?:his|her|their)\s+(?:\w+\s+)?"
    r"(?:guest|visitor|host|interlocutor|counterpart|colleague)\b"
)
_COUNCIL = re.compile(
    r"\b(?:told|before|addressing|addressed|at|in|to|of|during)\s+(?:[\w-]+\s+){0,4}?"
    r"(?:the\s+|an?\s+)?(?:15-member\s+)?(?:[\w.]+\s+){0,2}?"
    r"(Security Council|General Assembly|[Cc]ouncil|Assembly|General Debate)\b"
)
_NATIONAL = re.compile(r"(?:National|Russian?|Ukrain\w+|European|Atlantic|[’']s)\s+$")
_PRESS = re.compile(r"\b(?:press|reporters|journalists|interview|tweet\w*|posted|X)\b")
_BODY = re.compile(
    r"\b(?:told|addressed)\s+(?:(?:[\w.]+\s+){1,2}and\s+)?"
    r"(?:the\s+(?:\w+\s+)?(?:members|session|body|chamber|delegates|meeting)|members)\b"
)
_GROUP = re.compile(
    r"\b(?:(?:told|telling|tells|briefing)\s+|to\s+)(?:\w+\s+)?(reporters|journalists|the press"
    r"|the media|lawmakers|parliament|diplomats|students|troops|soldiers|ambassadors)\b"
)
_MET = re.compile(
    r"\b(?:met|meeting|call|called(?!\s+(?:on|for|it))|phoned|talks|talked|spoke|conversation"
    r"|visit|visited|hosted|received|welcomed|told|hosting)\b"
)
_REPLIES = re.compile(r"\b(?:answer|repl(?:y|ie)|retort|respond|counter)(?:s|ed|d|ing)?\b")
_GOES_ON = re.compile(r"\b(?:add(?:ed|s|ing)|continu(?:ed|es|ing)|went on|also)\b")
_REPORTERS = {"the press": "reporters", "journalists": "reporters", "the media": "reporters"}
_NEAR = 4  # sentences within which a scene's two persons stay the same


def find_addressees(
    article: Article, frames: Sequence[Frame], speakers: Sequence[Speaker]
) -> list[tuple[str, ...]]:
    """Those spoken to in each statement; "reporters" and the like as such.

    Named in the sentence itself, else the other one of the call or meeting it stands in, else,
    where the speaker goes on, those of the statement before.
    """
    found: dict[int, tuple[str, ...]] = {}
    calls = Calls(article)
    for index in sorted(range(len(frames)), key=lambda i: frames[i].anchor()):
        frame, speaker = frames[index], speakers[index]
        own = _in_sentence(article, frame, speaker, _cues_of_others(frames, frame))
        found[index] = (
            own
            or calls.other(frame, speaker, _heard(frames, speakers, found, index))
            or _in_scene(article, frames, speakers, found, index)
            or un_body(article, frame, speaker)
        )
        calls.note(frame, speaker, found[index])
    return [found[index] for index in range(len(frames))]


def _cues_of_others(frames: Sequence[Frame], frame: Frame) -> list[Span]:
    """Where other sayings of the sentence are marked: whom they are told to is not our matter."""
    return [
        span
        for other in frames
        if other.sentence == frame.sentence and other.attribution.cue != frame.attribution.cue
        for span in other.attribution.cue
    ]


def _is_taken(frame: Frame, place: int, taken: Sequence[Span]) -> bool:
    return any(span.start <= frame.start + place < span.end for span in taken)


def _in_sentence(
    article: Article, frame: Frame, speaker: Speaker, taken: Sequence[Span]
) -> tuple[str, ...]:
    own = speaker.all_names
    names = [*_told(article, frame, own, taken), *_councils(article, frame)]
    cue = frame.attribution.cue
    for match in (*_PRONOUN.finditer(frame.text), *_SPEAKING.finditer(frame.text)):
        in_cue = any(s.start <= frame.start + match.start() < s.end for s in cue)
        if match.re is _PRONOUN and not in_cue:
            continue
        pronoun = "he" if match.group(1) == "him" else "she"
        guess = person_meant(article, frame.start + match.start(1), pronoun, without=own)
        names += [guess.person.name] if guess.person else []
    if not names and _GUEST.search(frame.text):
        names += _partner(article, frame, own)
    group = _GROUP.search(frame.text)
    if group and not names:
        names.append(_REPORTERS.get(group.group(1), group.group(1)))
    return tuple(name for name in dict.fromkeys(names) if name not in own)


def _told(
    article: Article, frame: Frame, own: frozenset[str], taken: Sequence[Span]
) -> Iterator[str]:
    for verb in (_TOLD, _TO, _WITH, _ASKED):
        for match in verb.finditer(frame.text):
            if _is_taken(frame, match.start(), taken):
                continue
            for heard in objects_after(article, frame, frame.start + match.end()):
                name = _name_heard(article, heard, own)
                asked = verb is _ASKED and isinstance(heard, Mention) and not heard.is_person
                if name and not asked:
                    yield name


def _name_heard(article: Article, heard: Mention | Source, own: frozenset[str]) -> str | None:
    if isinstance(heard, Source):
        person = person_titled(article, heard, own)[0] if heard.phrase.title else None
        return person.name if person else None
    if heard.actors and heard.actors[0].kind == "media":
        return None
    return name_of(article, heard, hearer=True)


def _councils(article: Article, frame: Frame) -> Iterator[str]:
    """The Security Council or General Assembly, also under "the Council" or "the members"."""
    match = _COUNCIL.search(frame.text)
    if match and _other_council(frame, match):
        match = None
    word = match.group(1) if match else ""
    if word in ("Security Council", "General Assembly"):
        yield f"UN {word}"
    elif word == "General Debate":
        yield "UN General Assembly"
    elif word or _BODY.search(frame.text):
        before = article.document.readable[: frame.end]
        places = {
            name: before.rfind(name)
            for name in ("Security Council", "General Assembly")
            if word.lower() in name.lower()
        }
        last = max(places, key=lambda name: places[name])
        if places[last] >= 0:
            yield f"UN {last}"


def _other_council(frame: Frame, match: re.Match[str]) -> bool:
    """Whether it is a national council, or only part of the speaker's title."""
    place = frame.start + match.start(1)
    in_source = any(span.start <= place < span.end for span in frame.attribution.source)
    return in_source or bool(_NATIONAL.search(frame.text[: match.start(1)]))


def _partner(article: Article, frame: Frame, own: frozenset[str]) -> tuple[str, ...]:
    """The other of the two persons of a meeting or call told of shortly before."""
    grid = article.grid
    for back in range(_NEAR + 1):
        if frame.sentence < back:
            break
        start, end = grid.sentence_span(frame.sentence - back)
        if not _MET.search(article.document.readable[start:end]):
            continue
        present = {
            person.name
            for mention in article.reader.within(*grid.word_range(start, end))
            if (person := article.cast.at(mention))
            and not article.is_spoken(grid.starts[mention.first])
        }
        if len(present | own) == 2 and len(own) == 1 and present - own:
            return tuple(present - own)
        if present - own:
            break
    return ()


def _in_scene(
    article: Article,
    frames: Sequence[Frame],
    speakers: Sequence[Speaker],
    found: dict[int, tuple[str, ...]],
    index: int,
) -> tuple[str, ...]:
    frame, own = frames[index], speakers[index].all_names
    if _PRESS.search(frame.text):
        return ()
    at_event = is_at_event(frame)
    replies = bool(_REPLIES.search(frame.cue()))
    for other in sorted(found, key=lambda i: -frames[i].anchor()):
        before = frames[other]
        heard = [name for name in found[other] if name != "reporters"]
        if frame.sentence - before.sentence > _NEAR or before.anchor() > frame.anchor():
            continue
        same = speakers[other].all_names == own and bool(own)
        if not heard or (before.parent != frame.parent and not (same and at_event)):
            continue
        near = frame.paragraph == before.paragraph and _goes_on(frame, before)
        if same and (at_event or near or heard[0].startswith("UN ")):
            return tuple(heard)
        if (at_event or replies) and own & set(heard) and len(speakers[other].persons) == 1:
            return tuple(speakers[other].all_names)
        break
    if not at_event:
        return ()
    channels = {one.parent for one in frames if one.parent is not None}
    told = frozenset(name for one in channels for name in speakers[one].all_names)
    return tuple(name for name in _partner(article, frame, own) if name not in told)


def _heard(
    frames: Sequence[Frame],
    speakers: Sequence[Speaker],
    found: dict[int, tuple[str, ...]],
    index: int,
) -> frozenset[str]:
    """Whom the speaker addressed before in the paragraph."""
    return frozenset(
        name
        for other, names in found.items()
        if frames[other].paragraph == frames[index].paragraph
        and speakers[other].all_names == speakers[index].all_names
        for name in names
    )


def _goes_on(frame: Frame, before: Frame) -> bool:
    """ "She added", or "he said" in the sentence after."""
    if _GOES_ON.search(frame.text):
        return True
    source = " ".join(frame.words(*span) for span in frame.attribution.source).strip().lower()
    return source in ("he", "she") and frame.sentence - before.sentence <= 1
