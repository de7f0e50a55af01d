"""Digests as pages: terminal text, Markdown, JSON, HTML, and the whole site as files. Values in, text or bytes out.

Every form shows the outlets' words as they are and adds only labels, counts and times. The template engine is loaded
when the first HTML page is made.
"""

from newsfold.pages import listform, sourced
from newsfold.pages.atom import MEDIA_TYPE as ATOM_TYPE
from newsfold.pages.atom import as_atom, write_atom
from newsfold.pages.controls import Controls
from newsfold.pages.corrected import corrected_line, corrected_value, correction_value
from newsfold.pages.editions import edition_page
from newsfold.pages.feedlist import Asked as AskedFeeds
from newsfold.pages.feedlist import Choice, FeedLine, Fetching, ListedLine, feeds_page
from newsfold.pages.followed import FollowLine, following_page
from newsfold.pages.frame import Frame
from newsfold.pages.html import (
    articles_page,
    correct_page,
    front_page,
    login_page,
    message_page,
    proof_page,
    removed_page,
    script,
    standalone_page,
    story_page,
    style_sheet,
    unsubscribe_page,
    why_page,
)
from newsfold.pages.jsonfeed import MEDIA_TYPE as JSON_FEED_TYPE
from newsfold.pages.jsonfeed import write_json_feed
from newsfold.pages.jsonform import (
    as_json,
    as_value,
    excerpt_value,
    json_text,
    passages,
    proof_value,
    quotes,
    removed_json,
)
from newsfold.pages.labels import counts_line, number_of, outlet_name, when
from newsfold.pages.links import link_at_words, web_link
from newsfold.pages.markdown import as_markdown
from newsfold.pages.newsform import news_count, news_lines, news_value
from newsfold.pages.notices import Notice, done
from newsfold.pages.outgoing import Entry, OutFeed, Tags, Told
from newsfold.pages.outletlist import OutletLine, outlets_page
from newsfold.pages.places import Places, page_id, safe_name, story_path
from newsfold.pages.searched import Answered, Hit, SearchForm, search_page
from newsfold.pages.settled import Access, Made, Setting, settings_page
from newsfold.pages.site import build
from newsfold.pages.summary import Summary, summarise
from newsfold.pages.terminal import as_text
from newsfold.pages.welcome import Sofar, Starter, welcome_page
from newsfold.pages.words import for_terminal

__all__ = [
    "ATOM_TYPE",
    "JSON_FEED_TYPE",
    "Access",
    "Answered",
    "AskedFeeds",
    "Choice",
    "Controls",
    "Entry",
    "FeedLine",
    "Fetching",
    "FollowLine",
    "Frame",
    "Hit",
    "ListedLine",
    "Made",
    "Notice",
    "OutFeed",
    "OutletLine",
    "Places",
    "SearchForm",
    "Setting",
    "Sofar",
    "Starter",
    "Summary",
    "Tags",
    "Told",
    "articles_page",
    "as_atom",
    "as_json",
    "as_markdown",
    "as_text",
    "as_value",
    "build",
    "correct_page",
    "corrected_line",
    "corrected_value",
    "correction_value",
    "counts_line",
    "done",
    "edition_page",
    "excerpt_value",
    "feeds_page",
    "following_page",
    "for_terminal",
    "front_page",
    "json_text",
    "link_at_words",
    "listform",
    "login_page",
    "message_page",
    "news_count",
    "news_lines",
    "news_value",
    "number_of",
    "outlet_name",
    "outlets_page",
    "page_id",
    "passages",
    "proof_page",
    "proof_value",
    "quotes",
    "removed_json",
    "removed_page",
    "safe_name",
    "script",
    "search_page",
    "settings_page",
    "sourced",
    "standalone_page",
    "story_page",
    "story_path",
    "style_sheet",
    "summarise",
    "unsubscribe_page",
    "web_link",
    "welcome_page",
    "when",
    "why_page",
    "write_atom",
    "write_json_feed",
]
