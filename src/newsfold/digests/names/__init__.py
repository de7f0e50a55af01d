"""Who is who: the names, offices and pronouns of an article under one roof each, and the people, bodies and places of a story."""

from newsfold.digests.names.mentions import Mentions, mentions
from newsfold.digests.names.who import who_is_who

__all__ = ["Mentions", "mentions", "who_is_who"]
