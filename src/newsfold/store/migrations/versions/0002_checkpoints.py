"""Decisions know their article and whether they are provisional; the checkpoint from which grouping goes on; lineages say whether
their original was seen.

What had been decided was for good. Which decision put an article where it stands is the last one that is of it, so membership
need not say so.
"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

from newsfold.store.exact import restored, storable

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ROWS = 1000


def upgrade() -> None:
    with op.batch_alter_table("membership", recreate="always") as table:
        table.drop_constraint("fk_membership_decision", type_="foreignkey")
        table.drop_column("decision")
    with op.batch_alter_table("decisions", recreate="always") as table:
        table.add_column(sa.Column("article", sa.Text(), nullable=True))
        table.add_column(sa.Column("provisional", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("decisions", recreate="always") as table:
        table.alter_column("provisional", server_default=None)
        table.create_index("ix_decisions_article", ["article"])
        table.create_index("ix_decisions_provisional", ["provisional"])
    _name_articles(op.get_bind())
    with op.batch_alter_table("lineages", recreate="always") as table:
        table.add_column(sa.Column("original_seen", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("lineages", recreate="always") as table:
        table.alter_column("original_seen", server_default=None)
    op.create_table(
        "checkpoints",
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("part", name="pk_checkpoints"),
    )


def _name_articles(connection: sa.Connection) -> None:
    decisions = sa.table(
        "decisions", sa.column("seq", sa.Integer), sa.column("reason", sa.Text), sa.column("article", sa.Text)
    )
    last = -1
    while rows := connection.execute(
        sa.select(decisions.c.seq, decisions.c.reason)
        .where(decisions.c.seq > last)
        .order_by(decisions.c.seq)
        .limit(_ROWS)
    ).all():
        last = rows[-1].seq
        named = [(row.seq, json.loads(restored(row.reason)).get("article")) for row in rows]
        if found := [{"of": seq, "name": storable(article)} for seq, article in named if article is not None]:
            connection.execute(
                sa.update(decisions).where(decisions.c.seq == sa.bindparam("of")).values(article=sa.bindparam("name")),
                found,
            )
