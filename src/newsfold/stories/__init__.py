"""Articles -> stories: what many outlets write about one event, placed as it comes and repaired as more is known.

`features` reads an article, `Grouper` places it; `decide` holds every threshold and every decision. `corrections` lays what an
operator says over what was grouped.
"""

from newsfold.stories import corrections
from newsfold.stories.decide import WIDTH, Width
from newsfold.stories.embedder import Embedder, with_meaning
from newsfold.stories.features import Features, features, lead
from newsfold.stories.grouper import Grouper
from newsfold.stories.scorer import shipped

__all__ = [
    "WIDTH",
    "Embedder",
    "Features",
    "Grouper",
    "Width",
    "corrections",
    "features",
    "lead",
    "shipped",
    "with_meaning",
]
