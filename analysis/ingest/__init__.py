"""Files → Document: articles from text, Markdown and CSV, and sheets of curated statements."""

from analysis.ingest.furniture import find_furniture
from analysis.ingest.paths import read_paths
from analysis.ingest.records import BadInput, CuratedSheet
from analysis.ingest.sheets import read_statements

__all__ = ["BadInput", "CuratedSheet", "find_furniture", "read_paths", "read_statements"]
