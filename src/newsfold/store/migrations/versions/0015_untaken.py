"""Why the address that a follow is sent to takes nothing, and when it is tried again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("follows", sa.Column("untaken", sa.Text()))
