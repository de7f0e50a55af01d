"""Digests are found by the number of the change that kept them, for those who listen for what is new."""

from __future__ import annotations

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_digests_version", "digests", ["version"])
