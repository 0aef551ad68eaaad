"""How a statement reads on its own."""

from __future__ import annotations

import pytest

from analysis.models import Attribution, Span
from analysis.resolve.telling import is_plain, tell


def attribution(text: str, cue: str, content: str, mode: str = "indirect") -> Attribution:
    spans = [Span(text.index(part), text.index(part) + len(part)) for part in (cue, content)]
    return Attribution(content=(spans[1],), cue=(spans[0],), mode=mode)


@pytest.mark.parametrize(
    ("text", "cue", "content", "telling"),
    [
        ("She dismissed the idea.", "dismissed", "the idea", "dismissed the idea"),
        ("He denied that arms were sent.", "denied", "that arms were sent", None),
        ("Wang urged Ukraine to talk.", "urged", "Ukraine to talk", None),
        (
            "He warned officials of the cost.",
            "warned",
            "of the cost",
            "warned officials of the cost",
        ),
        ("He has told them it was over.", "has told", "it was over", "it was over"),
        ("China said it was neutral.", "said", "it was neutral", "it was neutral"),
        ("It was over, he warned.", "warned", "It was over", "It was over"),
    ],
)
def test_the_cue_is_told_where_it_changes_the_sense(text, cue, content, telling) -> None:
    found = tell(text, attribution(text, cue, content), content)
    assert found == (telling or f"{cue} {content}")


def test_quoted_words_stand_alone() -> None:
    text = "He threatened: “We will go.”"
    assert tell(text, attribution(text, "threatened", "“We will go.”", "direct"), "x") == "x"


@pytest.mark.parametrize(
    ("cue", "plain"),
    [
        ("said", True),
        ("also said on Tuesday", True),
        ("according to", True),
        ("has replied", True),
        ("reiterating", True),
        ("denied", False),
        ("gainsaid", False),
        ("called on", False),
        (":", True),
    ],
)
def test_plain_cues_only_mark_speech(cue, plain) -> None:
    assert is_plain(cue) is plain
