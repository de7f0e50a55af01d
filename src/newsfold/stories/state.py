"""What grouping knows between two rounds: the window with its pairs, which story each article is in, and the ids given away.

Inside, stories are numbered in the order of their founding ("founded"). A state is everything: two that are equal decide alike
whatever comes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from newsfold.stories.graph import Pairs, Spread
from newsfold.stories.window import Window


@dataclass(slots=True)
class State:
    """`founded`: the ids of stories in the order of their founding, and `number` the place of each; `story_of`: the number of
    each article's story, in the order of arrival; `merged_into`: for a story that ended, the one that took it in.

    `weighed_at`: how many articles had been learnt from when all pairs of the window were last weighed.
    """

    window: Window = field(default_factory=Window)
    pairs: Pairs = field(default_factory=Pairs.none)
    spread: Spread = field(default_factory=Spread.none)
    weighed_at: int = 0
    founded: list[str] = field(default_factory=list)
    number: dict[str, int] = field(default_factory=dict)
    story_of: dict[str, int] = field(default_factory=dict)
    merged_into: dict[int, int] = field(default_factory=dict)

    def stories(self) -> dict[str, str]:
        """Give the story id of every article, in the order of arrival."""
        return {article: self.founded[self.kept(number)] for article, number in self.story_of.items()}

    def redirects(self) -> dict[str, str]:
        """Give, for each id that was merged away, the id that answers for it."""
        return {self.founded[old]: self.founded[self.kept(old)] for old in sorted(self.merged_into)}

    def found(self, story: str) -> int:
        """Give the number of a story id, which is founded where it is not known."""
        if story not in self.number:
            self.number[story] = len(self.founded)
            self.founded.append(story)
        return self.number[story]

    def found_by(self, article: str) -> int:
        """Begin a story with an article. Its id comes from the article's id alone, never from a date that an outlet controls."""
        stem = "s" + hashlib.sha256(article.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        story, again = stem, 1
        while story in self.number:
            again += 1
            story = f"{stem}-{again}"
        return self.found(story)

    def kept(self, number: int) -> int:
        """Give the story that a story is now."""
        while number in self.merged_into:
            number = self.merged_into[number]
        return number
