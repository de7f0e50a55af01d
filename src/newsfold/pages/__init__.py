"""Digests as pages: terminal text, Markdown, JSON, HTML, and the whole site as files. Values in, text or bytes out.

Every form shows the outlets' words as they are and adds only labels, counts and times. The template engine is loaded
when the first HTML page is made.
"""

from newsfold.pages.atom import as_atom
from newsfold.pages.corrected import corrected_line, corrected_value, correction_value
from newsfold.pages.html import (
    articles_page,
    front_page,
    message_page,
    removed_page,
    standalone_page,
    story_page,
    style_sheet,
)
from newsfold.pages.jsonform import as_json, as_value, passages, quotes, removed_json
from newsfold.pages.labels import counts_line, number_of, outlet_name, when
from newsfold.pages.links import link_at_words, web_link
from newsfold.pages.markdown import as_markdown
from newsfold.pages.newsform import news_count, news_lines, news_value
from newsfold.pages.places import Places, page_id, safe_name
from newsfold.pages.site import NOWHERE, build
from newsfold.pages.summary import Summary, summarise
from newsfold.pages.terminal import as_text
from newsfold.pages.words import for_terminal

__all__ = [
    "NOWHERE",
    "Places",
    "Summary",
    "articles_page",
    "as_atom",
    "as_json",
    "as_markdown",
    "as_text",
    "as_value",
    "build",
    "corrected_line",
    "corrected_value",
    "correction_value",
    "counts_line",
    "for_terminal",
    "front_page",
    "link_at_words",
    "message_page",
    "news_count",
    "news_lines",
    "news_value",
    "number_of",
    "outlet_name",
    "page_id",
    "passages",
    "quotes",
    "removed_json",
    "removed_page",
    "safe_name",
    "standalone_page",
    "story_page",
    "style_sheet",
    "summarise",
    "web_link",
    "when",
]
