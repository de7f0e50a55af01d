"""Members of lineages say whether their article has a usable text; until they are traced again, all of before have."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("lineage_members", recreate="always") as table:
        table.add_column(sa.Column("usable", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("lineage_members", recreate="always") as table:
        table.alter_column("usable", server_default=None)
