"""What digests show beside headline and excerpts is kept, to be proved. Digests of before are composed again at the next ingest."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "details",
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("kind", "article", "revision", "field")),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("field IN ('title', 'text')", name=op.f("ck_details_field")),
        sa.CheckConstraint('0 <= start AND start < "end"', name=op.f("ck_details_span")),
        sa.ForeignKeyConstraint(
            ["article", "revision"], ["revisions.article", "revisions.id"], name=op.f("fk_details_article")
        ),
        sa.ForeignKeyConstraint(["story"], ["stories.id"], name=op.f("fk_details_story")),
        sa.PrimaryKeyConstraint("story", "position", name=op.f("pk_details")),
    )
    op.execute("DELETE FROM excerpts")
    op.execute("DELETE FROM headlines")
