"""Files → Document: articles from text, Markdown and CSV, and sheets of curated statements."""

from analysis.ingest.furniture import find_furniture
from analysis.ingest.paths import Copies, Source, find_sources, read_paths, read_source
from analysis.ingest.records import BadInput, CuratedSheet
from analysis.ingest.sheets import read_statements

__all__ = [
    "BadInput",
    "Copies",
    "CuratedSheet",
    "Source",
    "find_furniture",
    "find_sources",
    "read_paths",
    "read_source",
    "read_statements",
]
