"""The frame of every page: navigation, filters, and what is said when the store cannot be read.

``streamlit run dashboard.py`` finds ``app`` below and imports this file once, as the server
starts; each visitor's run executes it again and draws the page. ``st.navigation`` is called at the
start too: until it was, Streamlit takes ``pages/`` for a folder of pages and greets whoever
follows a link to ``/search`` first with "page not found".
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st


@asynccontextmanager
async def start(_: st.App) -> AsyncIterator[None]:
    """What the server does before it takes its first visitor."""
    from pages.shared import frame, resources  # caches want to be made in a running server

    frame.register_pages()
    resources.warm()
    yield


if st.runtime.exists():
    from pages.shared import frame

    frame.draw()
else:
    app = st.App(__file__, lifespan=start)
