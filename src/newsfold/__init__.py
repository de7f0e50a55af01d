"""Newsfold turns news feeds and articles into story digests whose every word is an outlet's own and can be proved."""

__version__ = "0.1.0"
__all__ = ["__version__"]
