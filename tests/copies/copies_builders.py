"""Invented articles for the tests of copies, named as what they are to the agency's text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from newsfold.model import Article, Date, Revision, revision_id

MORNING = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)

DAM = """\
VELMAR, March 2 (MNA) - A concrete dam above the port of Velmar began to leak before dawn on Monday and about four thousand \
people were led out of the lower town, the water board said.

Engineers found a crack of eleven metres on the valley side of the wall shortly after three o'clock and opened both spillways to \
bring the lake down, a spokesman for the board told reporters at the town hall.

"We have lowered the lake by two metres and the crack has not grown since," Oskar Brandel said.

Buses of the tram company carried families to the exhibition halls in the north of the city, where the civil guard had set up \
beds and kitchens for the night.

The wall was finished sixty years ago and was last inspected in October, according to the register of the ministry of works. No \
fault was noted then, and the next inspection had been planned for the coming spring.

Schools on the left bank stay shut until Thursday. Trains to Orrin run by way of Grebin and take forty minutes longer."""

PARAGRAPHS = DAM.split("\n\n")

ORCHARD = """\
The orchards around Lindal will give half a harvest this autumn after a night of frost in May took the blossom from most of the \
pear trees, the growers' union reckons.

Its chairwoman walked the terraces with us on Saturday and counted three fruits on a branch that carried twenty last year. Older \
trees by the river had fared better because the fog kept the cold off them.

The union wants the province to pay out the weather fund early. A decision is due at the end of the month, when the figures of \
the cooperative are in, and banks have already been asked for patience."""

TRAMS = """\
Two tram lines in Eastbank will be closed from Friday while workers lay new rails at the market crossing, the city's transport \
office announced.

Passengers are to change to buses at the theatre and at the gasworks. The office has hired thirty vehicles from a firm in Corrow \
and expects journeys to last a quarter of an hour longer at noon.

Shopkeepers in the arcade fear for the weeks before the spring fair and have asked that the crossing be open again on Sundays, \
when most of their customers come in from the villages."""

FERRY_ZH = """\
港务局表示，周一凌晨一座通往科罗岛的客轮在维尔马港外沉没，至少三人遇难。救援人员已将一百五十七人从海中救起，仍有十一人下落不明。
运营商佩拉航运公司称，该船持有全部证书，船员齐备。海事事故委员会将派出四名调查员，交通部长已下令展开调查，总理取消了访问行程。"""

FISHERMEN_ZH = """\
维尔马的老渔民说，他们从未见过大海如此安静。清晨的码头上摆满了毯子和热茶，合唱团的孩子们在礼堂里等待父母。
钟楼停在四点五十二分，鱼市空无一人，只有海鸥在屋顶上叫个不停，面包师把四十个面包留在柜台上，附了一张字条。"""


def article(
    text: str,
    *,
    outlet: str = "harbourpost.example",
    title: str = "Thousands led out of Velmar as dam above the port leaks",
    hours: float | None = 0,
    key: str | None = None,
    byline: str | None = None,
    credit: str | None = None,
    lang: str = "en",
) -> Article:
    """An article with this text; `hours` after the morning it was published, None for one without a date."""
    date = Date() if hours is None else Date("given", MORNING + timedelta(hours=hours), "exact")
    words = Revision(revision_id(title, text), title, text, lang, date, byline=byline, credit=credit)
    return Article(key or f"{outlet}/{hours}", outlet, words)


def agency_text(**given: object) -> Article:
    return article(DAM, outlet="mna.example", **given)  # type: ignore[arg-type]


def verbatim_copy(**given: object) -> Article:
    return article(DAM, **{"outlet": "northgatetimes.example", "hours": 1, **given})  # type: ignore[arg-type]


def copy_with_new_headline() -> Article:
    return article(
        DAM, outlet="lowlandcourier.example", hours=2, title="Crack in the wall: lower town spends night on camp beds"
    )


def copy_with_new_lead() -> Article:
    lead = "The spring fair in Eastbank will open without the Velmar brass band, whose members are moving furniture upstairs today."
    return article("\n\n".join((lead, *PARAGRAPHS[1:])), outlet="eastbankherald.example", hours=3)


def copy_cut_to_half() -> Article:
    return article("\n\n".join(PARAGRAPHS[:3]), outlet="sorriatoday.example", hours=4)


def light_rewrite() -> Article:
    """Keeps some whole sentences of the agency's text and says the rest in words of its own."""
    own = (
        "Water came through the wall over Velmar in the small hours, and the authorities emptied the streets below it. "
        "Whoever lives by the quays was told to pack papers and warm clothes and to leave at once on foot or by bus."
    )
    ending = "What the repairs will cost nobody would say on Monday evening; an expert from Orrin is expected within the week."
    kept = PARAGRAPHS[1], PARAGRAPHS[3], PARAGRAPHS[5]
    return article("\n\n".join((own, *kept, ending)) + "\n\n" + ORCHARD, outlet="openline.example", hours=5)


def merged_from_two_agencies() -> Article:
    """Carries all of the dam and half of the trams: two texts, of which the dam is the larger part."""
    return article(DAM + "\n\n" + TRAMS.partition("\n\n")[0], outlet="talbote.example", hours=6)


def account_of_its_own_with_the_same_quotations() -> Article:
    text = """\
They came down the steps of Rope Street with birdcages and sewing machines. By sunrise nobody was left below the chandlers' row, \
and from the bridge you could hear the spillways roar.

"We have lowered the lake by two metres and the crack has not grown since," Oskar Brandel said.

A baker, the last to go, had left forty loaves on the counter with a note that they were free. The water never came. At nine the \
harbour clock struck as on any other day, and the gulls had the fish market to themselves."""
    return article(text, outlet="dailyledger.example", hours=7, title="The morning the lower town held its breath")


POST = (
    "The wall above Velmar was never looked after and I told them so ten times, but nobody in that sleepy ministry listens to a "
    "man who built half of this coast with his own hands, and now families sit on camp beds while the gentlemen count their "
    "pencils and wait for an expert from Orrin to tell them that water runs downhill"
)


def account_that_quotes_a_post() -> Article:
    text = f"{TRAMS}\n\nThe builder Ambrose Keel was quick to comment. “{POST},” he wrote, and took no questions."
    return article(text, outlet="thebeacon.example", title="Builder Keel scolds the ministry over the Velmar wall")


def account_that_shows_a_post() -> Article:
    """The same words, but set apart as a post, without marks."""
    told = "Then came the message that everybody in the port was talking about for the rest of the day."
    text = "\n\n".join((ORCHARD.partition("\n\n")[0], told, POST, "Ambrose Keel"))
    return article(text, outlet="openline.example", hours=1, title="Ambrose Keel angry about the Velmar wall")


def headline_only(outlet: str, number: int, *, hours: float = 0) -> Article:
    """One of many headlines without a text; outlets that run one agency have the same under the same number."""
    return article(
        "",
        outlet=outlet,
        hours=number + hours,
        title=f"Council of district number {number} votes for new bridge over the Isk",
    )


def at(given: Article, hours: float) -> Article:
    """The same article, published later."""
    moved = replace(given.revision, published=Date("given", MORNING + timedelta(hours=hours), "exact"))
    return replace(given, revision=moved)
