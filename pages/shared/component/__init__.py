"""The hand-made part of the page: statement cards, facets, chips and marked text, as one component.

Its script writes every text as a text node, so that nothing in an article can become markup.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

_FOLDER = Path(__file__).parent
_SCRIPTS = ("cards.js", "filters.js", "article.js", "main.js")

_MOUNT = st.components.v2.component(
    "readout",
    html='<div class="readout">\n</div>',
    css=(_FOLDER / "readout.css").read_text("utf-8"),
    js="\n".join((_FOLDER / name).read_text("utf-8") for name in _SCRIPTS),
)

Action = dict[str, Any]


def mount(view: str, data: dict[str, Any], key: str, on_action: Callable[[Action], None]) -> None:
    """Show one view of the component; ``on_action`` runs before the page when it is used."""

    def act() -> None:
        action = st.session_state[key].get("act")
        if isinstance(action, dict):
            on_action(action)

    _MOUNT(data={**data, "view": view}, key=key, on_act_change=act)
