"""What Alembic runs to migrate: it takes the open connection it is given and leaves the transaction to its owner."""

from __future__ import annotations

from alembic import context

from newsfold.store.schema import VERSION_TABLE, metadata


def migrate() -> None:
    context.configure(
        connection=context.config.attributes["connection"], target_metadata=metadata, version_table=VERSION_TABLE
    )
    with context.begin_transaction():
        context.run_migrations()


if __name__ == "env_py":  # as Alembic names it; imported by anything else (doctest) it does nothing
    migrate()
