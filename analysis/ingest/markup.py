"""Markdown and HTML markup: blanked with spaces, so that every offset stays what it was.

Link texts and emphasised words stay; marks, addresses, pictures, footnote marks and definitions
and the front matter go. Footnotes are kept apart as records.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from analysis.models import Footnote, Span

_DEFINITION = re.compile(
    r"^ {0,3}\[\^(?P<label>[^\]\s]+)\]:[ \t]*(?P<body>.*(?:\n(?:[ ]{2,}|\t)\S.*)*)", re.MULTILINE
)
_DEFINITION_LINK = re.compile(
    r"\[(?P<title>.+)\]\(<?(?P<url>[^\s)>]+(?:\([^\s()]*\)[^\s)>]*)*)>?.*?\)", re.DOTALL
)
_BARE_URL = re.compile(r"<?(?P<url>https?://[^\s>]+)>?")
_MARK = re.compile(r"\[\^(?P<label>[^\]\s]+)\]")
_LINK_TARGET = r"\((?:[^()\s]|\([^()\s]*\))*(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)"

# Whole matches that are blanked.
_BLANKED = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        (r"<!--.*?-->", re.DOTALL),
        (r"<(script|style)\b[^>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE),
        (r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>", 0),
        (r"<https?://[^\s<>]+>", 0),
        (r"!\[[^\]]*\]" + _LINK_TARGET, 0),
        (r"^ {0,3}\[[^\]^][^\]]*\]:[ \t]*\S+.*$", re.MULTILINE),  # reference definitions
        (
            r"^ {0,3}(?:[-*_=][ \t]*){3,}\r?$",
            re.MULTILINE,
        ),  # thematic breaks, underlines of headings
        (r"^ {0,3}\\?#{1,6}(?=[ \t]|\\?#|\r?$)(?:\\?#)*", re.MULTILINE),
        (r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE),
        (
            r"^[ \t]*[-*+](?=[ \t]+\S)(?![^\n]*[ ]-[ \t]*$)",
            re.MULTILINE,
        ),  # bullets, not "- subhead -"
        (r"^[ \t]*(?:```|~~~).*$", re.MULTILINE),
        (r"^[ \t]*\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+[ \t]*:?-*:?[ \t]*$", re.MULTILINE),
        (r"&nbsp;", 0),
        (r"\\(?=[!-/:-@\[-`{-~]|\r?$)", re.MULTILINE),
    )
)
# Matches of which group "text" stays.
_KEPT = tuple(
    re.compile(pattern, flags)
    for pattern, flags in (
        (r"\[(?P<text>[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*)\]" + _LINK_TARGET, 0),
        (r"(?<![\w*\\])\*{1,3}(?P<text>[^\s*](?:[^*]*?[^\s*\\])?)\*{1,3}(?![\w*])", 0),
        (r"(?<![\w\\])_{1,3}(?P<text>[^\s_](?:[^_]*?[^\s_\\])?)_{1,3}(?!\w)", 0),
        (r"~~(?P<text>[^~\n]+)~~", 0),
        (r"(?<!`)`(?P<text>[^`\n]+)`(?!`)", 0),
    )
)
_TABLE_ROW = re.compile(r"^[ \t]*\|.*\|[ \t]*\r?$", re.MULTILINE)
_LINE_BREAK = re.compile(r"[^\n]")


def blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """``text`` with the spans turned into spaces; line feeds stay, and so does the length."""
    pieces, position = [], 0
    for start, end in sorted(spans):
        if end <= position:
            continue
        start = max(start, position)
        pieces += [text[position:start], _LINE_BREAK.sub(" ", text[start:end])]
        position = end
    return "".join([*pieces, text[position:]])


def blank_controls(text: str) -> str:
    """A byte order mark and carriage returns become spaces, other line separators line feeds."""
    if text.isascii() and "\r" not in text:
        return text
    text = text.replace("\r\n", " \n").replace("\r", "\n")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\x85", "\n")
    return " " + text[1:] if text.startswith("\ufeff") else text


def find_footnotes(text: str) -> tuple[tuple[Footnote, ...], list[Span]]:
    """Footnotes, one a mark that has a definition, and the spans of marks and definitions."""
    definitions = {match["label"]: match for match in reversed(list(_DEFINITION.finditer(text)))}
    if not definitions:
        return (), []
    spans = [Span(*match.span()) for match in _DEFINITION.finditer(text)]
    starts = {span.start for span in spans}
    footnotes = []
    for mark in _MARK.finditer(text):
        inside = any(span.start <= mark.start() < span.end for span in spans)
        if mark.start() in starts or inside or mark["label"] not in definitions:
            continue
        title, url = _target(definitions[mark["label"]]["body"])
        footnotes.append(Footnote(Span(*mark.span()), mark["label"], title, url))
    return tuple(footnotes), [*spans, *(footnote.mark for footnote in footnotes)]


def _target(body: str) -> tuple[str, str]:
    """Title and address of a definition: ``[title](url)``, else plain text with an address."""
    if link := _DEFINITION_LINK.search(body):
        return " ".join(link["title"].split()), link["url"]
    if bare := _BARE_URL.search(body):
        return " ".join(body.replace(bare.group(), "").split()).rstrip(" :,–—-"), bare["url"]
    return " ".join(body.split()), ""


def blank_markup(text: str) -> str:
    """Markdown with its markup blanked, of the same length; footnotes must have gone before."""
    for pattern in _BLANKED:
        text = pattern.sub(_spaces, text)
    for pattern in _KEPT:
        text = pattern.sub(_keep_text, text)
    if "|" in text:
        text = _TABLE_ROW.sub(lambda row: row.group().replace("|", " "), text)
    return text


def _spaces(match: re.Match[str]) -> str:
    return _LINE_BREAK.sub(" ", match.group())


def _keep_text(match: re.Match[str]) -> str:
    start, end = match.start("text") - match.start(), match.end("text") - match.start()
    whole = match.group()
    return _LINE_BREAK.sub(" ", whole[:start]) + match["text"] + _LINE_BREAK.sub(" ", whole[end:])
