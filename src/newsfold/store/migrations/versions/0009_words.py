"""An index of the words of articles, so that they can be searched. It fills at the next ingest, or at the first search."""

from __future__ import annotations

from alembic import op

from newsfold.store.schema import WORD_INDEX

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in WORD_INDEX:
        op.execute(statement)
