"""Who is reported to have said what, in one article: direct and indirect speech, its cue, its speaker, and a grade of sourcing."""

from newsfold.digests.attribution.quotes import Attribution, attributions

__all__ = ["Attribution", "attributions"]
