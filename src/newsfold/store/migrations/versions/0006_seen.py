"""Articles and revisions know when they were first seen; of those of before nobody says. Digests of stories with edited articles
say what was edited, so they are composed again at the next ingest."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_SHOWN = ("details", "excerpts", "headlines")


def upgrade() -> None:
    op.add_column("articles", sa.Column("first_seen", sa.Text(), nullable=True))
    op.add_column("revisions", sa.Column("seen", sa.Text(), nullable=True))
    edited = "SELECT article FROM revisions GROUP BY article HAVING COUNT(*) > 1"
    for table in _SHOWN:
        op.execute(f"DELETE FROM {table} WHERE story IN (SELECT story FROM membership WHERE article IN ({edited}))")  # noqa: S608 - constants
