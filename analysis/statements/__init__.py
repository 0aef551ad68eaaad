"""From text to attributions: who says it, what marks the saying, what is said, as spans."""

from analysis.statements.finder import RuleFinder, SpanFinder, find_attributions, find_in_each

__all__ = ["RuleFinder", "SpanFinder", "find_attributions", "find_in_each"]
