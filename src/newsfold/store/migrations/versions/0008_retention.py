"""Stories whose words are no longer kept are told from those that never were."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pruned_stories",
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("at", "before", "first", "last")),
        sa.ForeignKeyConstraint(["story"], ["stories.id"], name=op.f("fk_pruned_stories_story")),
        sa.PrimaryKeyConstraint("story", name=op.f("pk_pruned_stories")),
    )
    op.create_table(
        "pruned_articles",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name=op.f("fk_pruned_articles_article")),
        sa.ForeignKeyConstraint(["story"], ["pruned_stories.story"], name=op.f("fk_pruned_articles_story")),
        sa.PrimaryKeyConstraint("article", name=op.f("pk_pruned_articles")),
    )
    op.create_index(op.f("ix_pruned_articles_story"), "pruned_articles", ["story"])
