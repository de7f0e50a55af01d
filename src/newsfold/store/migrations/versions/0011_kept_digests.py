"""Digests as documents, with what lists of stories need; those that were composed before have none and are composed anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _digests()
    _tellings()
    op.create_table(
        "story_updates",
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("material", sa.Text(), nullable=False),
        sa.Column("updated", sa.Text()),
        sa.ForeignKeyConstraint(["story"], ["stories.id"], name=op.f("fk_story_updates_story")),
        sa.PrimaryKeyConstraint("story", name=op.f("pk_story_updates")),
    )
    op.create_table(
        "changes",
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("what", name=op.f("pk_changes")),
    )


def _digests() -> None:
    made = op.create_table(
        "digests",
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.Column("accounts", sa.Integer(), nullable=False),
        sa.Column("outlets", sa.Integer(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("latest", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["story"], ["stories.id"], name=op.f("fk_digests_story")),
        sa.PrimaryKeyConstraint("story", name=op.f("pk_digests")),
    )
    falling = [made.c[name].desc() for name in ("accounts", "outlets", "articles", "latest")]
    op.create_index("ix_digests_rank", "digests", [*falling, "story"])


def _tellings() -> None:
    op.create_table(
        "tellings",
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("at", sa.Text()),
        sa.Column("voice", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["story"], ["stories.id"], name=op.f("fk_tellings_story")),
        sa.PrimaryKeyConstraint("story", "article", name=op.f("pk_tellings")),
    )
    op.create_index(op.f("ix_tellings_at"), "tellings", ["at"])
