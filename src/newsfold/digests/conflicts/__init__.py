"""Where the independent accounts of a story cannot all be so, and figures that became known one after the other."""

from newsfold.digests.conflicts.differences import Differences, conflicts, sides

__all__ = ["Differences", "conflicts", "sides"]
