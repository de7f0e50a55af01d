"""Which stories ended, by the number of the change, for those who listen for what is new."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "endings",
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["story"], ["stories.id"], name=op.f("fk_endings_story")),
        sa.PrimaryKeyConstraint("story", name=op.f("pk_endings")),
        sa.UniqueConstraint("number", name=op.f("uq_endings_number")),
    )
