"""Readout: from texts to attributed statements, searchable by meaning. The public names.

>>> from analysis import Filters, load_statements
>>> frame = load_statements(Filters(countries=("CN",)), columns=["said_on", "speaker", "text"])
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.columns import COLUMNS, Column
    from analysis.embeddings import Encoder, load_encoder
    from analysis.errors import ReadoutError
    from analysis.frames import load_statements
    from analysis.ingest import read_paths, read_statements
    from analysis.models import Actor, Document, Event, Filters, Hit, Span, Statement
    from analysis.pipeline import add, add_statements, extract_statements
    from analysis.search import search as search_statements
    from analysis.search import similar as similar_statements
    from analysis.settings import Settings
    from analysis.store import Correction, Note, SavedSearch, Star, Store

# PyTorch's threads that wait for each other give the processor away meanwhile: beside any other
# busy program (a browser, say) the models are several times as fast. Must be set before PyTorch.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

# Names are loaded on first use: `import analysis` costs nothing, and no model is touched.
_HOMES = {
    "COLUMNS": "columns",
    "Column": "columns",
    "Encoder": "embeddings",
    "load_encoder": "embeddings",
    "ReadoutError": "errors",
    "load_statements": "frames",
    "read_paths": "ingest",
    "read_statements": "ingest",
    "Actor": "models",
    "Document": "models",
    "Event": "models",
    "Filters": "models",
    "Hit": "models",
    "Span": "models",
    "Statement": "models",
    "add": "pipeline",
    "add_statements": "pipeline",
    "extract_statements": "pipeline",
    "search_statements": "search",
    "similar_statements": "search",
    "Settings": "settings",
    "Correction": "store",
    "Note": "store",
    "SavedSearch": "store",
    "Star": "store",
    "Store": "store",
}

# A function may not have the name of a package beside it: the package would hide it.
_NAMES_AT_HOME = {"search_statements": "search", "similar_statements": "similar"}

__all__ = [
    "COLUMNS",
    "Actor",
    "Column",
    "Correction",
    "Document",
    "Encoder",
    "Event",
    "Filters",
    "Hit",
    "Note",
    "ReadoutError",
    "SavedSearch",
    "Settings",
    "Span",
    "Star",
    "Statement",
    "Store",
    "add",
    "add_statements",
    "extract_statements",
    "load_encoder",
    "load_statements",
    "read_paths",
    "read_statements",
    "search_statements",
    "similar_statements",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}")
    home = import_module(f"analysis.{_HOMES[name]}")
    return getattr(home, _NAMES_AT_HOME.get(name, name))
