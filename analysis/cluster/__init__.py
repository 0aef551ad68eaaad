"""Adding articles with many machines: all that knows Ray."""

from analysis.cluster.run import add, connected

__all__ = ["add", "connected"]
