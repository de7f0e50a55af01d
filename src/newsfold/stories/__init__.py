"""Articles -> stories: what many outlets write about one event, placed as it comes and repaired as more is known.

`features` reads an article, `Grouper` places it; `decide` holds every threshold and every decision.
"""

from newsfold.stories.features import LEAD_CHARACTERS, Features, features
from newsfold.stories.grouper import Grouper

__all__ = ["LEAD_CHARACTERS", "Features", "Grouper", "features"]
