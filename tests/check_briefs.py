"""Check the demo briefs in data/briefs against the table of facts they tell.

Run as a script, it prints each problem and a one-line summary, and exits 1 if there is any problem.
"""

import csv
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
BRIEFS = ROOT / "data" / "briefs"
FACTS = ROOT / "data" / "facts" / "statements.csv"

KEYS = ["id", "title", "published", "publisher", "language"]
PUBLISHER = "Readout Briefs"
MIN_WORDS, MAX_WORDS = 80, 250
MAX_LAG_DAYS = 3

FILE_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-[a-z0-9]+(?:-[a-z0-9]+)*\.md")
FRONT_MATTER = re.compile(r"---\n(.*?)\n---\n\n(.*)", re.DOTALL)
DEFINITION = re.compile(r"^\[\^(\w+)\]: \[(.+)\]\((\S+)\)$")
MARK = re.compile(r"\[\^(\w+)\]")
MISPLACED_MARK = re.compile(r"(?<![.!?”\"\]])\[\^(\w+)\]")
LATE_MARK = re.compile(r"\[\^\w+\](?!\s|\[\^|\Z)")
MARKUP = re.compile(r"^(?:#|[-*+] |\d+\. |>)|\*\*|__|\]\(|https?://", re.MULTILINE)

Fact = Mapping[str, str]


@dataclass
class Brief:
    """One brief, taken apart."""

    name: str
    meta: dict[str, object] = field(default_factory=dict)
    body: str = ""
    definitions: list[tuple[str, str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def published(self) -> str:
        """The publication day as an ISO date, or an empty string."""
        value = self.meta.get("published")
        return value.isoformat() if isinstance(value, date) else ""

    @property
    def marks(self) -> list[str]:
        """The fact ids marked in the body, in their order."""
        return MARK.findall(self.body)


def load_facts(facts_csv: Path) -> dict[str, Fact]:
    """Read the table of facts, keyed by id."""
    with facts_csv.open(encoding="utf-8", newline="") as handle:
        return {row["id"]: row for row in csv.DictReader(handle)}


def read_brief(path: Path) -> Brief:
    """Take one file apart into front matter, body and footnote definitions."""
    brief = Brief(path.name)
    match = FRONT_MATTER.fullmatch(path.read_text(encoding="utf-8"))
    if not match:
        brief.problems.append("no front matter followed by a blank line")
        return brief
    try:
        meta = yaml.safe_load(match[1])
    except yaml.YAMLError as error:
        brief.problems.append(f"front matter is not YAML: {error}".replace("\n", " "))
        return brief
    if not isinstance(meta, dict):
        brief.problems.append("front matter is not a mapping")
        return brief
    brief.meta = meta
    body_lines: list[str] = []
    for line in match[2].splitlines():
        if line.startswith("[^"):
            if definition := DEFINITION.match(line):
                brief.definitions.append((definition[1], definition[2], definition[3]))
            else:
                brief.problems.append(f"footnote definition not understood: {line[:60]}")
        elif brief.definitions and line.strip():
            brief.problems.append("text after the footnote definitions")
        else:
            body_lines.append(line)
    brief.body = "\n".join(body_lines).strip()
    return brief


def quoted_spans(paragraph: str) -> tuple[list[str], set[str], str]:
    """Find the quoted spans of a paragraph.

    Returns:
        The spans without their marks, the styles found (curly, straight), and a problem or "".
    """
    spans: list[str] = []
    styles: set[str] = set()
    start = -1
    for index, char in enumerate(paragraph):
        if char not in '“”"':
            continue
        styles.add("straight" if char == '"' else "curly")
        if char == "“" or (char == '"' and start < 0):
            if start >= 0:
                return spans, styles, "nested or unclosed quotation mark"
            start = index + 1
        elif start < 0:
            return spans, styles, "closing quotation mark without an opening one"
        else:
            spans.append(paragraph[start:index])
            start = -1
    return spans, styles, "unclosed quotation mark" if start >= 0 else ""


def plain(text: str) -> str:
    """Level the marks that typography may change: apostrophes, inner quotation marks, spaces."""
    text = re.sub(r"[’‘`\"“”]", "'", text)
    return " ".join(text.split())


def is_part(span: str, phrase: str) -> bool:
    """Tell whether a quoted span is a run of whole words of a key phrase, in the same case.

    A comma or full stop before the closing quotation mark may be added.
    """
    wanted, whole = plain(span), plain(phrase)
    for candidate in (wanted, wanted.rstrip(",.")):
        if candidate and re.search(rf"(?<!\w){re.escape(candidate)}(?!\w)", whole):
            return True
    return False


def check_front_matter(brief: Brief) -> list[str]:
    """Check the file name and the front matter."""
    problems: list[str] = []
    if list(brief.meta) != KEYS:
        problems.append(f"front matter has {list(brief.meta)}, wants {KEYS}")
    if brief.meta.get("id") != brief.name.removesuffix(".md"):
        problems.append("the id is not the file's name")
    title = brief.meta.get("title")
    if not isinstance(title, str) or not title.strip():
        problems.append("no title")
    elif re.search(r"[“”‘\"]", title):
        problems.append("quotation mark in the title")
    if brief.meta.get("publisher") != PUBLISHER:
        problems.append(f"publisher is not {PUBLISHER}")
    if brief.meta.get("language") != "en":
        problems.append("language is not en")
    if not brief.published:
        problems.append("published is not a date")
    name = FILE_NAME.fullmatch(brief.name)
    if not name:
        problems.append("file name is not YYYY-MM-DD-short-slug.md")
    elif name[1] != brief.published:
        problems.append(f"file name and published ({brief.published}) differ")
    return problems


def check_body(brief: Brief, phrases: Sequence[str]) -> list[str]:
    """Check length, markup, places of the marks, and that quotations are parts of key phrases."""
    problems: list[str] = []
    words = len(MARK.sub("", brief.body).split())
    if not MIN_WORDS <= words <= MAX_WORDS:
        problems.append(f"body has {words} words, wants {MIN_WORDS} to {MAX_WORDS}")
    if found := MARKUP.search(brief.body):
        problems.append(f"markup in the body: {found[0].strip()}")
    problems += [
        f"{m[1]}: mark does not follow a sentence" for m in MISPLACED_MARK.finditer(brief.body)
    ]
    if LATE_MARK.search(brief.body):
        problems.append("no space after a mark")
    styles: set[str] = set()
    for paragraph in re.split(r"\n\s*\n", MARK.sub("", brief.body)):
        spans, found_styles, problem = quoted_spans(paragraph)
        styles |= found_styles
        if problem:
            problems.append(f"{problem}: {paragraph[:40]} …")
        problems += [
            f"quoted, but in no verbatim key phrase of this brief: {span}"
            for span in spans
            if not any(is_part(span, phrase) for phrase in phrases)
        ]
        if "‘" in re.sub(r"“[^”]*”|\"[^\"]*\"", "", paragraph):
            problems.append(f"single quotation mark outside a quotation: {paragraph[:40]} …")
    if len(styles) > 1:
        problems.append("curly and straight quotation marks in one brief")
    return problems


def check_marks(brief: Brief, facts: Mapping[str, Fact]) -> list[str]:
    """Check the marks and definitions against each other and against the table."""
    problems: list[str] = []
    marked = Counter(brief.marks)
    defined = Counter(fact_id for fact_id, _, _ in brief.definitions)
    if not marked:
        problems.append("no fact marked")
    problems += [f"{i}: marked {n} times" for i, n in marked.items() if n > 1]
    problems += [f"{i}: defined {n} times" for i, n in defined.items() if n > 1]
    problems += [f"{i}: marked but not defined" for i in marked if i not in defined]
    problems += [f"{i}: defined but not marked" for i in defined if i not in marked]
    for fact_id, title, url in brief.definitions:
        fact = facts.get(fact_id)
        if fact is None:
            continue
        if not fact["source_url"]:
            problems.append(f"{fact_id}: the fact has no source_url")
        elif url != fact["source_url"]:
            problems.append(f"{fact_id}: url differs from the table")
        if title != fact["source_title"]:
            problems.append(f"{fact_id}: source title differs from the table")
    problems += [f"{i}: not in the table of facts" for i in marked if i not in facts]
    return problems


def check_dates(brief: Brief, told: Sequence[Fact]) -> list[str]:
    """Check that no fact lies after the publication day, nor the newest one long before it."""
    if not brief.published or not told:
        return []
    published = brief.published
    problems = [
        f"{fact['id']}: said on {fact['said_on']}, after publication"
        for fact in told
        if fact["said_on"] > published[: len(fact["said_on"])]
    ]
    newest = max(fact["said_on"] for fact in told)
    if len(newest) == len(published):
        lag = (date.fromisoformat(published) - date.fromisoformat(newest)).days
        if lag > MAX_LAG_DAYS:
            problems.append(f"published {lag} days after its newest fact")
    return problems


def check_brief(brief: Brief, facts: Mapping[str, Fact]) -> list[str]:
    """Check one brief by itself."""
    if brief.problems and not brief.meta:
        return brief.problems
    told = [facts[fact_id] for fact_id in dict.fromkeys(brief.marks) if fact_id in facts]
    phrases = [fact["key_phrase"] for fact in told if fact["key_phrase_is"] == "verbatim"]
    return [
        *brief.problems,
        *check_front_matter(brief),
        *check_body(brief, phrases),
        *check_marks(brief, facts),
        *check_dates(brief, told),
    ]


def read_briefs(folder: Path) -> list[Brief]:
    """Read all briefs of a folder, sorted by file name."""
    return [read_brief(path) for path in sorted(folder.glob("*.md"))]


def check_briefs(folder: Path, facts_csv: Path) -> list[str]:
    """Check every brief of a folder against the table of facts.

    Args:
        folder: where the briefs lie, one Markdown file each.
        facts_csv: the table of facts, statements.csv.

    Returns:
        The problems found, each as "file: reason"; empty when all is well.
    """
    facts = load_facts(facts_csv)
    problems: list[str] = []
    first_told: dict[str, str] = {}
    for brief in read_briefs(folder):
        problems += [f"{brief.name}: {problem}" for problem in check_brief(brief, facts)]
        for fact_id in dict.fromkeys(brief.marks):
            other = first_told.setdefault(fact_id, brief.name)
            if other != brief.name:
                problems.append(f"{brief.name}: {fact_id}: already told in {other}")
    return problems


def main() -> int:
    """Print the problems and a summary."""
    problems = check_briefs(BRIEFS, FACTS)
    briefs = read_briefs(BRIEFS)
    told = {fact_id for brief in briefs for fact_id in brief.marks}
    for problem in problems:
        print(problem)
    print(f"{len(briefs)} briefs tell {len(told)} facts; {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
