"""What is counted of each outlet, by the database, in one pass over its articles. One step of `Store`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, case, func, select

from newsfold.model import OutletTally
from newsfold.store.schema import articles, lineage_members, membership, shown, tellings


def tally(connection: Connection) -> list[OutletTally]:
    """Count every outlet that has an article in a story; those with most articles first, then by name."""
    story = func.coalesce(shown.c.story, membership.c.story)
    # Of two that came out at the same moment, or at none that is known, the one that arrived first is the earlier.
    in_time = (tellings.c.at.is_(None), tellings.c.at, articles.c.seq)
    told = (
        select(
            articles.c.outlet,
            articles.c.id,
            story.label("story"),
            tellings.c.at,
            (lineage_members.c.role.in_(("copy", "rewrite"))).label("copied"),
            func.row_number().over(partition_by=story, order_by=in_time).label("place"),
            func.min(articles.c.outlet).over(partition_by=story).label("least"),
            func.max(articles.c.outlet).over(partition_by=story).label("most"),
        )
        .join(membership, membership.c.article == articles.c.id)
        .outerjoin(shown, shown.c.article == articles.c.id)
        .outerjoin(lineage_members, lineage_members.c.article == articles.c.id)
        .outerjoin(tellings, (tellings.c.article == articles.c.id) & (tellings.c.story == story))
        .subquery()
    )
    several = told.c.least != told.c.most
    count = func.count().label("articles")
    query = (
        select(
            told.c.outlet,
            count,
            func.count(told.c.story.distinct()).label("stories"),
            func.sum(case((several & (told.c.place == 1), 1), else_=0)).label("first"),
            func.count(case((~several, told.c.story)).distinct()).label("alone"),
            func.sum(case((told.c.copied, 1), else_=0)).label("copies"),
            func.max(told.c.at).label("latest"),
        )
        .group_by(told.c.outlet)
        .order_by(count.desc(), told.c.outlet)
    )
    return [
        OutletTally(
            row.outlet,
            row.articles,
            row.stories,
            row.first,
            row.alone,
            row.copies,
            datetime.fromisoformat(row.latest) if row.latest else None,
        )
        for row in connection.execute(query)
    ]
