"""To whom, where the scene tells it and not the sentence: calls of two, sessions of the UN."""

from __future__ import annotations

import pytest
from test_resolve import resolve, rows

# name, text, addressees of the last statement
SCENES = rows(
    (
        "a call told of before",
        "Putin and Scholz spoke by phone on Friday. [1:Scholz] {1:said} <1:it must end>.",
        ("Vladimir Putin",),
    ),
    (
        "a call with somebody",
        "Wang Yi held a video call with Kuleba. [1:Kuleba] {1:asked for} <1:help>.",
        ("Wang Yi",),
    ),
    (
        "a call of those named earlier in the paragraph",
        "[1:Xi Jinping] {1:told} Kuleba <1:no>. It was a telephone call. [2:Xi] {2:said} <2:yes>.",
        ("Dmytro Kuleba",),
    ),
    (
        "the call, paragraphs later",
        "[1:Wang Yi] {1:said} in a phone call with Kuleba <1:yes>.\n\nThe embassy was closed.\n\n"
        "Lavrov had left.\n\nIn Tuesday's call, [2:Wang] {2:said} <2:no>.",
        ("Dmytro Kuleba",),
    ),
    (
        "speaking to him by telephone",
        "Putin turned to Scholz. Speaking to him by telephone, [1:Putin] {1:complained} <1:no>.",
        ("Olaf Scholz",),
    ),
    (
        "an answer to the one who spoke",
        "[1:Kuleba] {1:told} Wang Yi <1:yes>. [2:Wang] {2:replied} <2:no>.",
        ("Dmytro Kuleba",),
    ),
    (
        "thanks to somebody",
        "[1:Zelensky] {1:expressed} his thanks to Biden <1:for the arms>.",
        ("Joe Biden",),
    ),
    (
        "a representative at the Council's session",
        "The Security Council met on Tuesday.\n\n"
        "China was worried, [1:its deputy representative, Geng Shuang], {1:said} <1:yes>.",
        ("UN Security Council",),
    ),
    (
        "told members of the Council",
        "The Security Council met on Tuesday. [1:Zhang Jun] {1:told} members <1:no>.",
        ("UN Security Council",),
    ),
    (
        "in the call that somebody else told of",
        "<2:[1:Scholz] {1:told} Putin <1:yes>>, [2:Macron] {2:said}. "
        "In the call [3:Scholz] also {3:warned against} <3:weapons>.",
        ("Vladimir Putin",),
    ),
    # and where it does not
    (
        "not to the one who tells of the call",
        "<2:[1:Scholz] {1:called for} <1:peace>>, [2:Macron] {2:told}. "
        "In the call [3:Scholz] {3:warned against} <3:weapons>.",
        (),
    ),
    (
        "not in the next paragraph",
        "Putin and Scholz spoke by phone on Friday.\n\n[1:Scholz] {1:said} <1:it must end>.",
        (),
    ),
    (
        "not somebody who was not in the call",
        "Putin and Scholz spoke by phone on Friday. [1:Lavrov] {1:said} <1:it must end>.",
        (),
    ),
    (
        "not to the press",
        "Putin and Scholz spoke by phone. [1:Scholz] {1:said} in an interview <1:it must end>.",
        (),
    ),
    (
        "not after the call",
        "After a phone call with Putin, [1:Scholz] {1:said} <1:it must end>.",
        (),
    ),
    (
        "not after a meeting face to face",
        "Putin met Scholz on Friday. [1:Scholz] {1:said} <1:it must end>.",
        (),
    ),
    (
        "not of three",
        "Putin, Scholz and Macron spoke by phone. [1:Scholz] {1:said} <1:it must end>.",
        (),
    ),
    (
        "not a national council",
        "The National Security Council met on Tuesday. [1:Zhang Jun] {1:said} <1:no>.",
        (),
    ),
    (
        "not at a press conference after the session",
        "The Security Council met on Tuesday. [1:Zhang Jun] {1:told} the press <1:no>.",
        (),
    ),
)


@pytest.mark.parametrize(("text", "addressees"), SCENES)
def test_the_scene_tells_to_whom(text: str, addressees: tuple[str, ...]) -> None:
    named = tuple(name for name in resolve(text)[-1].addressees if name != "reporters")
    assert named == addressees
