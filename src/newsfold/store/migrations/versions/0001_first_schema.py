"""The first schema. (`op.f` marks a name as whole: naming conventions of today must not touch it.)"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _seq() -> sa.Column[int]:
    return sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False)


def _text(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def upgrade() -> None:
    _create_received()
    _create_articles()
    _create_items()
    _create_stories()
    _create_lineages()
    _create_shown()


def _create_received() -> None:
    op.create_table(
        "feeds",
        _seq(),
        _text("url"),
        _text("source"),
        _text("site", null=True),
        _text("name", null=True),
        _text("folder"),
        sa.PrimaryKeyConstraint("seq", name="pk_feeds"),
        sa.UniqueConstraint("url", name="uq_feeds_url"),
    )


def _create_articles() -> None:
    op.create_table(
        "revisions",
        _seq(),
        _text("article"),
        _text("id"),
        _text("title"),
        _text("text"),
        _text("lang", null=True),
        _text("published_raw"),
        _text("published_at", null=True),
        _text("published_quality"),
        _text("updated_raw"),
        _text("updated_at", null=True),
        _text("updated_quality"),
        _text("byline", null=True),
        _text("credit", null=True),
        sa.PrimaryKeyConstraint("seq", name="pk_revisions"),
        sa.UniqueConstraint("article", "id", name="uq_revisions_article"),
    )
    op.create_table(
        "articles",
        _seq(),
        _text("id"),
        _text("outlet"),
        _text("url", null=True),
        _text("kind"),
        _text("grouping", null=True),
        _text("current"),
        sa.PrimaryKeyConstraint("seq", name="pk_articles"),
        sa.UniqueConstraint("id", name="uq_articles_id"),
        sa.ForeignKeyConstraint(["id", "current"], ["revisions.article", "revisions.id"], name="fk_articles_id"),
    )
    op.create_table(
        "article_keys",
        _text("key"),
        _text("article"),
        _number("position"),
        sa.PrimaryKeyConstraint("key", name="pk_article_keys"),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_article_keys_article"),
    )
    op.create_index("ix_article_keys_article", "article_keys", ["article"])


def _create_items() -> None:
    op.create_table(
        "items",
        _seq(),
        _text("source"),
        _text("kind", null=True),
        _text("guid", null=True),
        _text("url", null=True),
        _text("raw"),
        _text("outcome"),
        _text("reason"),
        _text("detail"),
        _text("article", null=True),
        sa.PrimaryKeyConstraint("seq", name="pk_items"),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_items_article"),
        sa.CheckConstraint("outcome IN ('stored', 'merged', 'rejected')", name=op.f("ck_items_outcome")),
        sa.CheckConstraint("(outcome = 'rejected') = (article IS NULL)", name=op.f("ck_items_article")),
    )
    op.create_index("ix_items_article", "items", ["article"])


def _create_stories() -> None:
    op.create_table(
        "stories",
        _seq(),
        _text("id"),
        sa.PrimaryKeyConstraint("seq", name="pk_stories"),
        sa.UniqueConstraint("id", name="uq_stories_id"),
    )
    op.create_table(
        "decisions",
        _seq(),
        _text("kind"),
        _text("story"),
        _text("other", null=True),
        _text("reason"),
        sa.PrimaryKeyConstraint("seq", name="pk_decisions"),
    )
    op.create_index("ix_decisions_story", "decisions", ["story"])
    op.create_index("ix_decisions_other", "decisions", ["other"])
    op.create_table(
        "membership",
        _text("article"),
        _text("story"),
        sa.Column("decision", sa.BigInteger().with_variant(sa.Integer(), "sqlite")),
        sa.PrimaryKeyConstraint("article", name="pk_membership"),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_membership_article"),
        sa.ForeignKeyConstraint(["story"], ["stories.id"], name="fk_membership_story"),
        sa.ForeignKeyConstraint(["decision"], ["decisions.seq"], name="fk_membership_decision"),
    )
    op.create_index("ix_membership_story", "membership", ["story"])
    op.create_table(
        "redirects",
        _text("old"),
        _text("new"),
        sa.PrimaryKeyConstraint("old", name="pk_redirects"),
        sa.ForeignKeyConstraint(["old"], ["stories.id"], name="fk_redirects_old"),
        sa.ForeignKeyConstraint(["new"], ["stories.id"], name="fk_redirects_new"),
        sa.CheckConstraint("old <> new", name=op.f("ck_redirects_elsewhere")),
    )
    op.create_index("ix_redirects_new", "redirects", ["new"])


def _create_lineages() -> None:
    op.create_table(
        "lineages",
        _seq(),
        _text("id"),
        _text("origin"),
        _text("credit", null=True),
        sa.PrimaryKeyConstraint("seq", name="pk_lineages"),
        sa.UniqueConstraint("id", name="uq_lineages_id"),
        sa.ForeignKeyConstraint(["origin"], ["articles.id"], name="fk_lineages_origin"),
    )
    op.create_table(
        "lineage_members",
        _text("article"),
        _text("lineage"),
        _number("position"),
        _text("role"),
        sa.Column("shared", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("article", name="pk_lineage_members"),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_lineage_members_article"),
        sa.ForeignKeyConstraint(["lineage"], ["lineages.id"], name="fk_lineage_members_lineage"),
    )
    op.create_index("ix_lineage_members_lineage", "lineage_members", ["lineage"])


def _create_shown() -> None:
    op.create_table(
        "headlines",
        _text("story"),
        _text("article"),
        _text("revision"),
        _text("text"),
        sa.PrimaryKeyConstraint("story", name="pk_headlines"),
        sa.ForeignKeyConstraint(["story"], ["stories.id"], name="fk_headlines_story"),
        sa.ForeignKeyConstraint(
            ["article", "revision"], ["revisions.article", "revisions.id"], name="fk_headlines_article"
        ),
    )
    op.create_table(
        "excerpts",
        _text("story"),
        _number("position"),
        _text("article"),
        _text("revision"),
        _text("field"),
        _number("start"),
        _number("end"),
        _text("text"),
        sa.Column("cut_before", sa.Boolean(), nullable=False),
        sa.Column("cut_after", sa.Boolean(), nullable=False),
        _text("pick"),
        sa.PrimaryKeyConstraint("story", "position", name="pk_excerpts"),
        sa.ForeignKeyConstraint(["story"], ["stories.id"], name="fk_excerpts_story"),
        sa.ForeignKeyConstraint(
            ["article", "revision"], ["revisions.article", "revisions.id"], name="fk_excerpts_article"
        ),
        sa.CheckConstraint("field IN ('title', 'text')", name=op.f("ck_excerpts_field")),
        sa.CheckConstraint('0 <= start AND start < "end"', name=op.f("ck_excerpts_span")),
    )
