"""What is settled once, who gets the edition by e-mail, and which editions were sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "settled",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_settled")),
    )
    op.create_table(
        "receivers",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("begun", sa.Text(), nullable=False),
        sa.Column("ended", sa.Text()),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_receivers")),
        sa.UniqueConstraint("address", name=op.f("uq_receivers_address")),
        sa.UniqueConstraint("secret", name=op.f("uq_receivers_secret")),
    )
    op.create_table(
        "letters",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("told", sa.Text()),
        sa.PrimaryKeyConstraint("address", "day", name=op.f("pk_letters")),
    )
