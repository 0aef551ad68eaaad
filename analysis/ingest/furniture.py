"""Page furniture: captions, teasers, headlines, correction footers – what is not the article.

Two kinds of rules: patterns, which are data (``data/vocabulary/furniture.yaml``), and shapes: a
line without a full stop between two paragraphs of prose is a headline or subhead. Shapes count only
in running prose; in transcripts, poems and lists such lines are the text. In doubt the line stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from analysis.ingest.blocks import Block, is_running_prose, is_transcript, split_blocks
from analysis.ingest.patterns import load_rules
from analysis.models import Span

Furniture = list[tuple[Span, str]]

_FIRST, _LAST = 8, 12  # paragraphs at either end in which the patterns for it are tried
_LONGEST_LINE = 700  # characters of a paragraph on which patterns are tried
_LONGEST_HEADLINE = 25  # words
_LONGEST_CAPTION = 80  # words
_LONGEST_SUMMARY = 60  # words
_SAME_TITLE = 90  # of 100, rapidfuzz ratio
_DASHED = re.compile(r"[-–—•]+ ?[^-–—•].{1,80}? ?[-–—•]+")
_SENTENCE_BEFORE = re.compile(r"(?:^|(?<=[.!?”\"]\s))[^.!?]*[.!?”\"]*\s*$")


def find_furniture(text: str, title: str = "") -> Furniture:
    """Spans of ``text`` that are furniture, each with the reason, in order of the text.

    title: the article's title where it is known; a line that repeats it is furniture too.
    """
    blocks = split_blocks(text)
    found = dict(_by_pattern(blocks))
    if not is_transcript(blocks):
        found |= dict(_by_teaser(blocks))
    prose = is_running_prose([block for i, block in enumerate(blocks) if i not in found])
    found |= dict(_by_title(blocks, title, found, prose))
    if prose:
        found |= dict(_by_shape(blocks, found))
    whole = [(blocks[index].span, reason) for index, reason in found.items()]
    rest = [block for index, block in enumerate(blocks) if index not in found]
    return sorted([*whole, *_inside(text, rest)])


def find_headline(text: str) -> str:
    """The headline on the first line that is no furniture, or an empty string."""
    blocks = split_blocks(text)
    furniture = dict(_by_pattern(blocks[:_FIRST]))
    rest = [block for index, block in enumerate(blocks[:_FIRST]) if index not in furniture]
    if len(blocks) < 2 or not rest or not _is_headline(rest[0]) or rest[0].is_turn:
        return ""
    return rest[0].text if rest[0].words >= 3 else ""


def _by_pattern(blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    """Paragraphs that match a pattern of the vocabulary, and captions."""
    rules = load_rules()
    transcript = is_transcript(blocks)
    for index, block in enumerate(blocks):
        if len(block.text) > _LONGEST_LINE:
            continue
        reason = rules.lines.match(block.text)
        if not reason and index < _FIRST:
            reason = rules.first.match(block.text)
        if not reason and index >= len(blocks) - _LAST:
            reason = rules.last.match(block.text)
        if not reason and block.words <= _LONGEST_CAPTION and rules.credit.search(block.text):
            reason = "picture"
        if reason and (not transcript or reason in rules.transcripts):
            yield index, reason


def _by_teaser(blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    """An announcement of other stories, their headlines, and what is told of them."""
    rules = load_rules()
    for index, block in enumerate(blocks):
        if block.words > 12 or not (marker := rules.teasers.match(block.text)):
            continue
        yield index, "related"
        position = index + 1
        if 0 < index < len(blocks) - 1 and blocks[index - 1].text == blocks[index + 1].text:
            yield index - 1, "related"
        while position < len(blocks) and _is_headline(blocks[position]):
            yield position, "related"
            position += 1
        headline = blocks[position - 1].text
        alone = position == index + 2
        if marker == "with summary" and alone and position < len(blocks):
            summary = blocks[position]
            if summary.words <= _LONGEST_SUMMARY and _shared_words(headline, summary.text) >= 2:
                yield position, "related"


def _by_title(
    blocks: Sequence[Block], title: str, found: dict[int, str], prose: bool
) -> Iterator[tuple[int, str]]:
    """The title repeated in the text's first lines, and a headline above the first paragraph."""
    heads = [index for index in range(min(_FIRST, len(blocks))) if index not in found]
    for place, index in enumerate(heads):
        block = blocks[index]
        if block.words > 2 * _LONGEST_HEADLINE:
            return
        same = title and fuzz.ratio(_plain(block.text), _plain(title)) >= _SAME_TITLE
        above = prose and place == 0 and _is_headline(block) and block.words >= 4
        if same or above:
            yield index, "headline"
        elif block.is_prose:
            return


def _by_shape(blocks: Sequence[Block], found: dict[int, str]) -> Iterator[tuple[int, str]]:
    """Headlines and subheads between paragraphs of prose: no full stop, no speech."""
    for index in range(1, len(blocks) - 1):
        block = blocks[index]
        if index in found or block.words > _LONGEST_HEADLINE:
            continue
        before = next((b for i, b in _backwards(blocks, index) if i not in found), None)
        after = blocks[index + 1]
        if not (before and before.is_prose and (after.is_prose or index + 1 in found)):
            continue
        if _DASHED.fullmatch(block.text):
            yield index, "subhead"
        elif _is_headline(block) and not load_rules().prose.search(block.text):
            yield index, "headline"


def _inside(text: str, blocks: Sequence[Block]) -> Iterator[tuple[Span, str]]:
    """Furniture within a paragraph of prose: a credit with the caption before it, an editor."""
    rules = load_rules()
    for block in blocks:
        start, end = block.span
        yield from rules.parts.find(text, start, end)
        for match in rules.credit_inside.finditer(text, start, end):
            caption = _SENTENCE_BEFORE.search(text[start : match.start()])
            yield (
                Span(start + caption.start() if caption else match.start(), match.end()),
                "picture",
            )


def _is_headline(block: Block) -> bool:
    text = block.text
    return (
        block.words <= _LONGEST_HEADLINE
        and block.is_open
        and not block.is_turn
        and (text[0].isupper() or text[0].isdigit() or text[0] in "‘'“\"")
        and text.count('"') % 2 == 0
        and text.count("“") == text.count("”")
        and not load_rules().open_end.search(text)
    )


def _backwards(blocks: Sequence[Block], index: int) -> Iterator[tuple[int, Block]]:
    return ((i, blocks[i]) for i in range(index - 1, -1, -1))


def _shared_words(headline: str, summary: str) -> int:
    """How many longer words of the headline the summary takes up."""
    words = set(re.findall(r"\w{4,}", headline.casefold()))
    return len(words & set(re.findall(r"\w{4,}", summary.casefold())))


def _plain(title: str) -> str:
    return " ".join(re.findall(r"\w+", title.casefold()))
