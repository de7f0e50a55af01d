"""What readers follow, and how far each was told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "follows",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("story", sa.Text()),
        sa.Column("query", sa.Text()),
        sa.Column("to", sa.Text()),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("(story IS NULL) <> (query IS NULL)", name=op.f("ck_follows_what")),
        sa.ForeignKeyConstraint(["story"], ["stories.id"], name=op.f("fk_follows_story")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_follows")),
        sa.UniqueConstraint("id", name=op.f("uq_follows_id")),
    )
