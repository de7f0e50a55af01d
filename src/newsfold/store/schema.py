"""The tables, as SQLAlchemy Core sees them. They are made from here where there are none,
and by `migrations/` from those of an older version; tests hold the two to come to the same.

Every table that grows has `seq`, numbered by the database in the order of arrival. SQLite numbers only a table's
integer primary key, so `seq` is that, and the id by which the row is known is unique beside it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    Constraint,
    Dialect,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    event,
)

from newsfold.store.exact import restored, storable

VERSION_TABLE = "newsfold_version"
"""Where Alembic notes the schema's revision. Its name tells our files from those of other programs that use Alembic."""


class ExactText(TypeDecorator[str]):
    """Text that comes back code point for code point, whatever it holds."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - set by SQLAlchemy
        return None if value is None else storable(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the same
        return None if value is None else restored(value)


def _seq() -> Column[int]:
    # SQLite numbers only a column of the type INTEGER by itself.
    return Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

feeds = Table(
    "feeds",
    metadata,
    _seq(),
    Column("url", ExactText, nullable=False, unique=True),
    Column("source", ExactText, nullable=False),
    Column("site", ExactText),
    Column("name", ExactText),
    Column("folder", ExactText, nullable=False),  # JSON: list of names, outermost first
)

# What is known of a subscription between two fetches. No foreign key: the state goes with its subscription.
feed_states = Table(
    "feed_states",
    metadata,
    Column("url", ExactText, primary_key=True),
    Column("due", Text),  # ISO 8601 in UTC; null: at once
    Column("paused", ExactText),
    Column("state", ExactText, nullable=False),  # JSON of the FeedState, without its nulls
)

# The latest fetches of each subscription, some dozens.
fetches = Table(
    "fetches",
    metadata,
    _seq(),
    Column("url", ExactText, nullable=False, index=True),
    Column("at", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("status", Integer),
    Column("entries", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Column("conditional", Boolean, nullable=False),
    Column("detail", ExactText, nullable=False),
)

gaps = Table(
    "gaps",
    metadata,
    _seq(),
    Column("url", ExactText, nullable=False, index=True),
    Column("since", Text, nullable=False),
    Column("until", Text, nullable=False),
)

# No foreign key to `articles`: the key runs the other way, so that an article without its current words cannot be.
revisions = Table(
    "revisions",
    metadata,
    _seq(),
    Column("article", ExactText, nullable=False),
    Column("id", ExactText, nullable=False),
    Column("title", ExactText, nullable=False),
    Column("text", ExactText, nullable=False),
    Column("lang", ExactText),
    Column("published_raw", ExactText, nullable=False),
    Column("published_at", Text),  # ISO 8601 in UTC: sorts as the instant does
    Column("published_quality", Text, nullable=False),
    Column("updated_raw", ExactText, nullable=False),
    Column("updated_at", Text),
    Column("updated_quality", Text, nullable=False),
    Column("byline", ExactText),
    Column("credit", ExactText),
    Column("seen", Text),  # ISO 8601 in UTC; null: nobody said
    UniqueConstraint("article", "id"),
)

articles = Table(
    "articles",
    metadata,
    _seq(),
    Column("id", ExactText, nullable=False, unique=True),
    Column("outlet", ExactText, nullable=False),
    Column("url", ExactText),
    Column("kind", Text, nullable=False),
    Column("grouping", ExactText),
    Column("current", ExactText, nullable=False),
    Column("first_seen", Text),
    ForeignKeyConstraint(["id", "current"], ["revisions.article", "revisions.id"]),
)

IS_CURRENT = (articles.c.id == revisions.c.article) & (articles.c.current == revisions.c.id)
"""That a revision is an article's last one, by which the two are joined."""

article_keys = Table(
    "article_keys",
    metadata,
    Column("key", ExactText, primary_key=True),
    Column("article", ExactText, ForeignKey("articles.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
)

items = Table(
    "items",
    metadata,
    _seq(),
    Column("source", ExactText, nullable=False),
    Column("kind", Text),  # null: it never became an item
    Column("guid", ExactText),
    Column("url", ExactText),
    Column("raw", ExactText, nullable=False),  # JSON of the Item, or of the Rejected, without its nulls
    Column("outcome", Text, nullable=False),
    Column("reason", ExactText, nullable=False),
    Column("detail", ExactText, nullable=False),
    Column("article", ExactText, ForeignKey("articles.id"), index=True),
    CheckConstraint("outcome IN ('stored', 'merged', 'rejected')", name="outcome"),
    CheckConstraint("(outcome = 'rejected') = (article IS NULL)", name="article"),
)

stories = Table("stories", metadata, _seq(), Column("id", ExactText, nullable=False, unique=True))

decisions = Table(
    "decisions",
    metadata,
    _seq(),
    Column("kind", Text, nullable=False),
    Column("story", ExactText, nullable=False, index=True),
    Column("other", ExactText, index=True),  # the story that was absorbed, left or refused
    Column("reason", ExactText, nullable=False),  # JSON of the Join, New, Veto, Merge or Move
    Column("article", ExactText, index=True),  # null: a Merge is of none
    Column("provisional", Boolean, nullable=False, index=True),
)

membership = Table(
    "membership",
    metadata,
    Column("article", ExactText, ForeignKey("articles.id"), primary_key=True),
    Column("story", ExactText, ForeignKey("stories.id"), nullable=False, index=True),
)

redirects = Table(
    "redirects",
    metadata,
    Column("old", ExactText, ForeignKey("stories.id"), primary_key=True),
    Column("new", ExactText, ForeignKey("stories.id"), nullable=False, index=True),
    CheckConstraint("old <> new", name="elsewhere"),
)

corrections = Table(
    "corrections",
    metadata,
    _seq(),
    Column("kind", Text, nullable=False),
    # JSON of the MergeStories, SplitStory, PinHeadline, HideOutlet or Undo
    Column("change", ExactText, nullable=False),
    Column("by", ExactText, nullable=False),
    Column("at", Text, nullable=False),  # ISO 8601 in UTC
    Column("why", ExactText, nullable=False),
)

# `membership` and `redirects` say how articles were grouped; these, where what is shown differs by what was corrected.
shown = Table(
    "shown",
    metadata,
    Column("article", ExactText, ForeignKey("articles.id"), primary_key=True),
    Column("story", ExactText, ForeignKey("stories.id"), nullable=False, index=True),
)

leads = Table(
    "leads",
    metadata,
    Column("old", ExactText, ForeignKey("stories.id"), primary_key=True),
    Column("new", ExactText, ForeignKey("stories.id"), nullable=False, index=True),  # itself where it lives
)

hidden = Table("hidden", metadata, Column("article", ExactText, ForeignKey("articles.id"), primary_key=True))

# One checkpoint, in parts that any database takes, each with the name of what made it.
checkpoints = Table(
    "checkpoints",
    metadata,
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("made_by", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

lineages = Table(
    "lineages",
    metadata,
    _seq(),
    Column("id", ExactText, nullable=False, unique=True),
    Column("origin", ExactText, ForeignKey("articles.id"), nullable=False),
    Column("credit", ExactText),
    Column("original_seen", Boolean, nullable=False),
)

lineage_members = Table(
    "lineage_members",
    metadata,
    Column("article", ExactText, ForeignKey("articles.id"), primary_key=True),
    Column("lineage", ExactText, ForeignKey("lineages.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("role", Text, nullable=False),
    Column("shared", Double, nullable=False),
    Column("usable", Boolean, nullable=False),
)

# Stories whose words are no longer kept, and which articles those were: their rows stay, with empty words.
pruned_stories = Table(
    "pruned_stories",
    metadata,
    Column("story", ExactText, ForeignKey("stories.id"), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("days", Integer, nullable=False),
    Column("at", Text, nullable=False),  # ISO 8601 in UTC, as the others
    Column("before", Text, nullable=False),
    Column("first", Text, nullable=False),
    Column("last", Text, nullable=False),
)

pruned_articles = Table(
    "pruned_articles",
    metadata,
    Column("article", ExactText, ForeignKey("articles.id"), primary_key=True),
    Column("story", ExactText, ForeignKey("pruned_stories.story"), nullable=False, index=True),
)

headlines = Table(
    "headlines",
    metadata,
    Column("story", ExactText, ForeignKey("stories.id"), primary_key=True),
    Column("article", ExactText, nullable=False),
    Column("revision", ExactText, nullable=False),
    Column("text", ExactText, nullable=False),
    ForeignKeyConstraint(["article", "revision"], ["revisions.article", "revisions.id"]),
)


def _words() -> tuple[Column[Any], ...]:
    """Words of an article, and where they stand."""
    return (
        Column("article", ExactText, nullable=False),
        Column("revision", ExactText, nullable=False),
        Column("field", Text, nullable=False),
        Column("start", Integer, nullable=False),
        Column("end", Integer, nullable=False),
        Column("text", ExactText, nullable=False),
    )


def _within_a_revision() -> tuple[Constraint, ...]:
    return (
        ForeignKeyConstraint(["article", "revision"], ["revisions.article", "revisions.id"]),
        CheckConstraint("field IN ('title', 'text')", name="field"),
        CheckConstraint('0 <= start AND start < "end"', name="span"),
    )


excerpts = Table(
    "excerpts",
    metadata,
    Column("story", ExactText, ForeignKey("stories.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),  # 1, 2, 3 ... as a reader counts
    *_words(),
    Column("cut_before", Boolean, nullable=False),
    Column("cut_after", Boolean, nullable=False),
    Column("pick", ExactText, nullable=False),  # JSON of the Pick
    *_within_a_revision(),
)

# What a digest shows beside headline and excerpts: `kind` is what as, `position` counts through all of a story.
details = Table(
    "details",
    metadata,
    Column("story", ExactText, ForeignKey("stories.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    *_words(),
    *_within_a_revision(),
)

# What is kept of a story's digest beside its words. It is `stale` where what it was made of has changed since.
digests = Table(
    "digests",
    metadata,
    Column("story", ExactText, ForeignKey("stories.id"), primary_key=True),
    Column("version", BigInteger, nullable=False),  # the number of the change that kept it
    Column("made_by", ExactText, nullable=False),
    Column("form", Text, nullable=False),  # of the document
    Column("stale", Boolean, nullable=False),
    Column("accounts", Integer, nullable=False),
    Column("outlets", Integer, nullable=False),
    Column("articles", Integer, nullable=False),
    Column("latest", Text, nullable=False),  # ISO 8601 in UTC, empty: nobody knows
    Column("summary", ExactText, nullable=False),  # JSON
    Column("document", LargeBinary, nullable=False),
)
Index(
    "ix_digests_rank",
    *(digests.c[name].desc() for name in ("accounts", "outlets", "articles", "latest")),
    digests.c.story,
)
Index("ix_digests_version", digests.c.version)

# The articles of each digest, as days are counted.
tellings = Table(
    "tellings",
    metadata,
    Column("story", ExactText, ForeignKey("stories.id"), primary_key=True),
    Column("article", ExactText, primary_key=True),
    Column("at", Text, index=True),  # ISO 8601 in UTC
    Column("voice", ExactText, nullable=False),
    Column("account", ExactText, nullable=False),
)

# When something material last changed in a story: kept while digests come and go, so that it never goes back.
story_updates = Table(
    "story_updates",
    metadata,
    Column("story", ExactText, ForeignKey("stories.id"), primary_key=True),
    Column("material", Text, nullable=False),
    Column("updated", Text),  # ISO 8601 in UTC
)

# One row: how often what is shown has changed.
changes = Table(
    "changes",
    metadata,
    Column("what", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
)

# Stories whose digest was dropped and is not composed anew: what those who listen are told of an end.
endings = Table(
    "endings",
    metadata,
    Column("story", ExactText, ForeignKey("stories.id"), primary_key=True),
    Column("number", BigInteger, nullable=False, unique=True),  # of the change that dropped it
)

follows = Table(
    "follows",
    metadata,
    _seq(),
    Column("id", ExactText, nullable=False, unique=True),
    Column("story", ExactText, ForeignKey("stories.id")),
    Column("query", ExactText),
    Column("to", ExactText),
    Column("seen", BigInteger, nullable=False),  # the number of a revision
    Column("untaken", ExactText),  # JSON, while its address takes nothing
    CheckConstraint("(story IS NULL) <> (query IS NULL)", name="what"),
)

# Who may read and change over the network. Of secrets only hashes are kept.
sessions = Table(
    "sessions",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("until", Text, nullable=False),  # ISO 8601 in UTC
)

tokens = Table(
    "tokens",
    metadata,
    _seq(),
    Column("id", Text, nullable=False, unique=True),
    Column("hash", Text, nullable=False, unique=True),
    Column("name", ExactText, nullable=False),
    Column("scopes", Text, nullable=False),  # words with a space between them
    Column("made", Text, nullable=False),
)

# What the reader has seen. Stories are never deleted, and ids that lead elsewhere keep their visits.
visits = Table(
    "visits",
    metadata,
    Column("story", ExactText, primary_key=True),
    Column("at", Text, nullable=False),
    Column("before", Text),
)

marks = Table(
    "marks",
    metadata,
    Column("story", ExactText, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("at", Text, nullable=False),
    CheckConstraint("kind IN ('read', 'star')", name="kind"),
)

# What is settled once and never again, such as the name in the ids of feeds.
settled = Table("settled", metadata, Column("name", Text, primary_key=True), Column("value", ExactText, nullable=False))

# Who gets the edition by e-mail. Who was taken off the list stays in it, with when that was.
receivers = Table(
    "receivers",
    metadata,
    _seq(),
    Column("address", ExactText, nullable=False, unique=True),
    Column("secret", Text, nullable=False, unique=True),
    Column("begun", Text, nullable=False),  # ISO 8601 in UTC
    Column("ended", Text),
)

# The editions that were sent: one a day and address.
letters = Table(
    "letters",
    metadata,
    Column("address", ExactText, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("id", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("told", Text),
)

version = Table(
    VERSION_TABLE,
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name=f"{VERSION_TABLE}_pkc"),
)
"""Says of which revision a file is. Alembic's own, as Alembic makes it, so it is not in `metadata`."""

WORD_INDEX = (
    "CREATE VIRTUAL TABLE word_index USING fts5(title, text, content='', tokenize='ascii')",
    "CREATE VIRTUAL TABLE index_words USING fts5vocab(word_index, row)",
)
"""The index of words (`searching.py`), which is no table to SQLAlchemy. A released revision made it so: never edited."""


INDEX_TABLES = ("word_index", "index_words")
"""What the names of the tables of that index begin with."""


@event.listens_for(metadata, "after_create")
def _create_word_index(_: MetaData, connection: Connection, **__: object) -> None:
    if connection.dialect.name == "sqlite":
        for statement in WORD_INDEX:
            connection.exec_driver_sql(statement)
