"""The trained finder of attributions: tags sources, cues and contents, then links them."""

from analysis.tagger.finder import TaggedFinder, load_finder

__all__ = ["TaggedFinder", "load_finder"]
