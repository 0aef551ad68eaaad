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
    r"\[(?P<title>.+)\]\(<?(?P<url>[^\s()>]+(?:\([^\s()]*\)[^\s()>]*)*)>?.*?\)", re.DOTALL
)
_BARE_URL = re.compile(r"<?(?P<url>https?://[^\s>]+)>?")
_MARK = re.compile(r"\[\^(?P<label>[^\]\s]+)\]")
_LINK_TARGET = r"\((?:[^()\s]|\([^()\s]*\))*(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\)"
_LINE_START = r"(?m)^[ \t]*"

# Stretches that go with all that is in them: how they open and how they close.
_ELEMENTS = (
    (re.compile(r"<!--"), re.compile(r"-->")),
    (re.compile(r"(?i)<script\b"), re.compile(r"(?i)</script\s*>")),
    (re.compile(r"(?i)<style\b"), re.compile(r"(?i)</style\s*>")),
)
# Whole matches that are blanked, before the marks around words …
_BLANKED_FIRST = (
    re.compile(r"<https?://[^\s<>]+>"),
    re.compile(r"!\[[^\]]{0,500}\]" + _LINK_TARGET),
    re.compile(_LINE_START + r"\[[^\]^][^\]\n]*\]:[ \t]*<?(?:https?:|mailto:|[/.#])\S+.*$"),
)
# … marks around words, of which the words (group "text") stay …
_KEPT = (
    re.compile(
        r"\[(?P<text>[^\[\]]{0,1000}(?:\[[^\[\]]{0,200}\][^\[\]]{0,200}){0,5})\]" + _LINK_TARGET
    ),
    re.compile(r"(?<![\w*\\])\*{1,3}(?P<text>[^\s*](?:[^*]*?[^\s*\\])?)\*{1,3}(?![\w*])"),
    re.compile(r"(?<![\w\\])_{1,3}(?P<text>[^\s_](?:[^_]*?[^\s_\\])?)_{1,3}(?!\w)"),
    re.compile(r"~~(?P<text>[^~\n]+)~~"),
    re.compile(r"(?<!`)`(?P<text>[^`\n]+)`(?!`)"),
)
# … and after them: tags, rules, headings, quoted lines, bullets (but not "- subhead -"), fences,
# rulers of tables, escapes.
_BLANKED_LAST = (
    re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>"),
    re.compile(_LINE_START + r"(?:[-*_=][ \t]*){3,}$"),
    re.compile(_LINE_START + r"\\?#{1,6}(?=[ \t]|\\?#|$)(?:\\?#)*"),
    re.compile(_LINE_START + r"(?:>[ \t]?)+"),
    re.compile(_LINE_START + r"[-*+](?=[ \t]+\S)(?![^\n]* -[ \t]*$)"),
    re.compile(_LINE_START + r"(?:```|~~~).*$"),
    re.compile(r"(?m)^(?=[^\n]*\|)(?=[^\n]*---)[ \t|:\-]+$"),
    re.compile(r"&nbsp;"),
    re.compile(r"(?m)\\(?=[!-/:-@\[-`{-~]|$)"),
)
_TABLE_ROW = re.compile(_LINE_START + r"\|.*\|[ \t]*$")
_ALONE_BEFORE = r"(?m)(?:(?<=\n\n)|(?<=\n \n)|\A)^[ \t]*"  # after an empty line
_HEADING = re.compile(r"(?m)^ {0,3}#{1,6}[ \t]+(?P<text>\S.*)$")
_UNDERLINED = re.compile(_ALONE_BEFORE + r"(?P<text>\S.*)\n(?:={3,}|-{3,})[ \t]*$")
_LONE_LINK = re.compile(
    _ALONE_BEFORE
    + r"[*_]{0,3}\[(?P<text>[^\[\]\n]+)\]"
    + _LINK_TARGET
    + r"[*_]{0,3}[ \t]*(?=\n[ \t]*\n|\n?\Z)"
)
_SENTENCE_END = re.compile(r"[.!?:;,…][*_\"'”’)]*$|[\"”][*_]*$")
_NOT_NEWLINE = re.compile(r"[^\n]")


def blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """``text`` with the spans turned into spaces; line feeds stay, and so does the length."""
    pieces, position = [], 0
    for start, end in sorted(spans):
        if end <= position:
            continue
        start = max(start, position)
        pieces += [text[position:start], _NOT_NEWLINE.sub(" ", text[start:end])]
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
    body = blank(text, spans)
    footnotes = []
    for mark in _MARK.finditer(body):
        if mark["label"] in definitions:
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
    text = blank(text, _find_elements(text))
    for pattern in _BLANKED_FIRST:
        text = pattern.sub(_spaces, text)
    for pattern in _KEPT:
        text = pattern.sub(_keep_text, text)
    for pattern in _BLANKED_LAST:
        text = pattern.sub(_spaces, text)
    if "|" in text:
        text = _TABLE_ROW.sub(lambda row: row.group().replace("|", " "), text)
    return text


def find_headings(text: str) -> list[Span]:
    """Headings, and lines that are a link and nothing else: headlines of this or another story.

    What ends as a sentence, a question or an introduction does stays part of the text. To be found
    before the markup is blanked.
    """
    return sorted(
        Span(*match.span())
        for pattern in (_HEADING, _UNDERLINED, _LONE_LINK)
        for match in pattern.finditer(text)
        if not _SENTENCE_END.search(match["text"].rstrip(" #\t"))
    )


def _find_elements(text: str) -> list[Span]:
    """Comments, scripts and style sheets that are closed."""
    spans = []
    for opening, closing in _ELEMENTS:
        position = 0
        while (start := opening.search(text, position)) and (
            end := closing.search(text, start.end())
        ):
            spans.append(Span(start.start(), end.end()))
            position = end.end()
    return spans


def _spaces(match: re.Match[str]) -> str:
    return _NOT_NEWLINE.sub(" ", match.group())


def _keep_text(match: re.Match[str]) -> str:
    start, end = match.start("text") - match.start(), match.end("text") - match.start()
    whole = match.group()
    return _NOT_NEWLINE.sub(" ", whole[:start]) + match["text"] + _NOT_NEWLINE.sub(" ", whole[end:])
