"""What an operator corrects is kept, and beside how articles were grouped, how they are shown."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "corrections",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("kind", "change", "by", "at", "why")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_corrections")),
    )
    op.create_table(
        "shown",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name=op.f("fk_shown_article")),
        sa.ForeignKeyConstraint(["story"], ["stories.id"], name=op.f("fk_shown_story")),
        sa.PrimaryKeyConstraint("article", name=op.f("pk_shown")),
    )
    op.create_index(op.f("ix_shown_story"), "shown", ["story"])
    op.create_table(
        "leads",
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["new"], ["stories.id"], name=op.f("fk_leads_new")),
        sa.ForeignKeyConstraint(["old"], ["stories.id"], name=op.f("fk_leads_old")),
        sa.PrimaryKeyConstraint("old", name=op.f("pk_leads")),
    )
    op.create_index(op.f("ix_leads_new"), "leads", ["new"])
    op.create_table(
        "hidden",
        sa.Column("article", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name=op.f("fk_hidden_article")),
        sa.PrimaryKeyConstraint("article", name=op.f("pk_hidden")),
    )
