"""The seam between Newsfold and whatever keeps its data: the `Store` Protocol, with its invariants in prose.

Nothing here knows SQL. An implementation that passes `tests/store/test_store_conformance.py` is a store.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Literal, Protocol, Self

from newsfold.model import (
    Article,
    Change,
    Checkpoint,
    Correction,
    Feed,
    Follow,
    Found,
    Item,
    Ledger,
    Lineage,
    OutletTally,
    Overlay,
    QuotedWords,
    Reason,
    Rejected,
    Revision,
    Search,
    Signature,
    StoredWords,
    Story,
    Untaken,
    Veto,
)
from newsfold.store.contents import Contents, Tallies
from newsfold.store.listings_protocol import Listings
from newsfold.store.outgoing_protocol import Outgoing
from newsfold.store.readers_protocol import Readers
from newsfold.store.retention_protocol import Retained
from newsfold.store.shelf_protocol import Shelf
from newsfold.store.subscribed import Subscribed

Outcome = Literal["stored", "merged", "rejected"]


class Store(Retained, Shelf, Subscribed, Readers, Listings, Outgoing, Protocol):
    """Everything Newsfold has seen, and what it made of it.

    Invariants, for every implementation:

    - **Exact.** Every string comes back code point for code point, whatever it holds: NUL, lone surrogates, any form of
      normalisation. Dates, floats and tuples come back equal.
    - **Atomic and lasting.** A method that writes does all of it or nothing; `transaction()` makes that so for
      everything inside it. What was committed survives the death of the process and a loss of power.
    - **Append-only.** Items, articles, revisions, stories, settled decisions and corrections are never deleted, revisions
      never changed; only `prune` empties their words, and keeps that it did. Digests, lineages and what is provisional are
      what Newsfold made of them so far and are replaced.
    - **Grouped and shown.** `save_grouping`, `grouped`, `mergers` and `redirects` speak of how articles were grouped; all
      else that names stories speaks of how they are shown, which is the same but for what `save_overlay` kept last.
    - **In order.** "In the order of arrival" is the order of the calls that wrote. No order depends on hashing.
    - **One writer, many readers.** A second writer waits, then gets StoreError. Readers see what was committed; inside
      `transaction()` the thread also sees what it has written. An iterator holds no lock between two of its values, so
      it may be left half-way, and the store may be written while it runs: it covers what was there at its first value.
    - **Loud.** What cannot be read or written raises StoreError naming the store. Unknown ids raise NotFound naming the
      id.

    A store may be used from several threads; a transaction belongs to the thread that opened it.
    """

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the store. Its use after that raises StoreError."""

    def close(self) -> None: ...

    def transaction(self) -> AbstractContextManager[None]:
        """Make everything inside happen as a whole, or not at all if an exception leaves the block.

        Opened inside another, it joins that one. If any write inside failed, the whole fails with StoreError at the
        end, even where the error was caught on the way: half a step is never kept.
        """

    def snapshot(self) -> AbstractContextManager[None]:
        """Let everything that this thread reads inside be of one moment, whoever writes meanwhile.

        Writing inside raises StoreError. Inside a transaction, which sees one moment as it is, this changes nothing.
        """

    def back_up(self, target: str | Path) -> Contents:
        """Write all that the store holds at one moment into a new file, which `open_store` opens, and prove that it does.

        A file that is there already raises UsageError. Others may write meanwhile.
        """

    def contents(self) -> Contents:
        """Count and hash all that the store holds at one moment."""

    def tallies(self) -> Tallies:
        """Count what is kept and what waits, in a moment also where there is very much."""

    def compact(self) -> None:
        """Give the room of what was removed back to the disk, and leave nothing of it there. Meanwhile none can write."""

    def outdated(self) -> str | None:
        """The revision of its schema where that is older than this version's, as it may be in `open_to_read`; else None."""

    # --- what came in ---

    def record_item(
        self, item: Item | Rejected, outcome: Outcome, article_id: str | None = None, reason: str | Rejected = ""
    ) -> None:
        """Enter into the ledger something that was seen, as received, and what became of it.

        `article_id` is the article that it became or was merged into. For an item that was refused, `reason` is the
        Rejected that says why; something that never became an item is given as a Rejected and is its own reason. For
        "merged", `reason` may say why it is the same.
        """

    def received(self, article_id: str) -> list[Item]:
        """The items as received that became, or were merged into, an article; in the order of arrival."""

    def ledger(self) -> Ledger:
        """Count every item seen and what became of it; rejections by reason."""

    def record_feed(self, feed: Feed) -> None:
        """Keep a subscription. The URL is what makes it the same: its name, site and folder are then replaced."""

    def feeds(self) -> list[Feed]:
        """All subscriptions, in the order in which they were first recorded."""

    # --- articles ---

    def find_article(self, keys: Iterable[str]) -> Article | None:
        """The article that owns the first of these keys that any article owns; None where none does."""

    def find_articles(self, keys: Iterable[str]) -> dict[str, Article]:
        """Which article owns each of these keys, by key, in the order of the keys; keys that none owns are left out."""

    def add_article(self, article: Article) -> None:
        """Keep a new article with its words. An id that is taken raises StoreError.

        A key belongs to the article that had it first: one that is taken is passed over, and the article comes back
        without it.
        """

    def add_articles(self, new: Iterable[Article]) -> None:
        """Keep new articles, all or none, in this order: `add_article` for many, in a fraction of the time."""

    def add_revision(self, article: Article) -> None:
        """Make an article's words its current ones; those it had before stay. An unknown id raises NotFound.

        Outlet, URL, kind and group become those given. Keys add up: those given, then those it had besides. Words that
        the article had before become current again, with the dates that were kept with them the first time.
        """

    def article(self, article_id: str) -> Article:
        """An article with its current words."""

    def articles(self, ids: Iterable[str] | None = None) -> Iterator[Article]:
        """Articles with their current words, in the order of arrival: all, or those of these ids that are known."""

    def in_time(self, ids: Iterable[str]) -> list[str]:
        """Put ids of articles in the order of time (`Article.time_order`), without reading any words. Unknown ones are left out."""

    def articles_as_given(self, ids: Iterable[str]) -> Iterator[Article]:
        """These articles in the order of their ids as given, without their keys; some hundreds are held at a time.

        Unknown ids are left out.
        """

    def revisions(self, article_id: str) -> list[Revision]:
        """Every revision of an article in the order of arrival; empty where the article is unknown."""

    def histories(self, article_ids: Iterable[str] | None = None) -> dict[str, list[Revision]]:
        """The revisions of every article that has more than one, by its id, each in the order of arrival.

        Given `article_ids`, of those articles only.
        """

    def stored_words(self, article_ids: Iterable[str] | None = None) -> Iterator[StoredWords]:
        """The words of every revision, in the order of arrival, to be proved against the revision's id.

        Given `article_ids`, of those articles only. Reads nothing but the words, so that damage elsewhere is no
        hindrance.
        """

    # --- searching ---

    def index(self) -> int:
        """Make the words of every revision findable that is not yet; give how many revisions these were.

        What was not indexed is not found. It may be called at any time, also inside a transaction; nothing to do costs nothing.
        """

    def spellings(self, front: str) -> list[str]:
        """The folded words of all articles that begin with `front`, in the order of code points; none for an empty one."""

    def find(self, search: Search, most: int) -> Found:
        """Find the articles whose current words answer, at most so many, and count all that do. Of very many the newest are ranked,
        and in their number former words of edited articles may count too.

        Those come first that have what is asked for more often, more of it in their titles, and in fewer words (Okapi BM25); of
        equals, the one that arrived first. A search that asks for no word and no phrase finds nothing.
        """

    # --- following ---

    def add_follow(self, follow: Follow) -> bool:
        """Keep what is followed; False where it is followed already, and stays as it is. An unknown story raises NotFound."""

    def remove_follow(self, follow_id: str) -> None:
        """Follow it no longer. An unknown id raises NotFound."""

    def follows(self) -> list[Follow]:
        """Everything that is followed, in the order in which it was begun."""

    def follow_untaken(self, follow_id: str, untaken: Untaken) -> None:
        """Keep why the address of a follow takes nothing; `tell_follow` ends it. An unknown id raises NotFound."""

    def tell_follow(self, follow_id: str, upto: int) -> None:
        """Note that a follow was told everything that arrived up to that revision. An unknown id raises NotFound."""

    def last_arrived(self) -> int:
        """The number of the revision that arrived last; 0 where there is none."""

    def arrived_since(self, article_ids: Iterable[str], seen: int) -> dict[str, bool]:
        """Of these articles, those whose current words arrived after revision `seen`; true for one that was there before."""

    # --- stories ---

    def save_grouping(
        self,
        placements: Mapping[str, str],
        decisions: Iterable[Reason] = (),
        redirects: Mapping[str, str | None] | None = None,
        *,
        provisional: Iterable[Reason] = (),
    ) -> None:
        """Put articles into stories (`placements`: article id to story id) and keep why (`decisions`, in order).

        Articles not named stay where they are; stories are founded by being named. A redirect (old id to new id) ends
        the old story: its articles move to the new one, its digest is dropped, and its id leads to the new one from
        then on, also when that one ends in turn. A redirect to None lets an ended story answer for itself again; its
        articles are those that are placed into it. A placement into an ended story goes where that leads. Redirects
        that go in a circle raise UsageError.

        `provisional` decisions come after the others and hold until the next call, which drops them; what they placed
        stays until it is placed elsewhere.
        """

    def unsettled(self) -> list[str]:
        """The ids of the articles that a provisional decision gave their first story, in the order of these decisions."""

    def settle(self) -> None:
        """Make the provisional decisions ones for good, and drop the checkpoint, which does not know of them."""

    def save_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Keep where grouping stands, in place of what was kept before."""

    def checkpoint(self) -> Checkpoint | None:
        """Where grouping stood when it was last kept; None where it never was."""

    def ungrouped(self) -> list[str]:
        """The ids of the articles that are in no story, in the order of arrival: what is still to be grouped."""

    def counts(self) -> tuple[int, int]:
        """How many articles are in a story or still to be grouped, and how many stories have articles."""

    def stories_of(self, article_ids: Iterable[str]) -> dict[str, str]:
        """The story of each of these articles that is in one, in their order."""

    def membership(self) -> dict[str, str]:
        """The story of every article that is in one, by article id, in the articles' order of arrival."""

    def stories(self) -> list[Story]:
        """Every story that has articles, in the order of founding; each one's articles in the order of time, hidden ones too."""

    def redirects(self) -> dict[str, str]:
        """Where each id that the grouping ended leads, by the id."""

    def story_ids(self) -> list[str]:
        """Every story id that was ever given away, those of ended stories too, in the order of founding."""

    def story(self, story_id: str) -> Story:
        """The story of this id, or the one that the id leads to."""

    def reasons(self, story_id: str) -> list[Reason]:
        """Every decision about a story, those that ended in it, and the articles that are in it by a correction, in the order in
        which they were made.
        """

    def vetoes(self, story_id: str) -> list[Veto]:
        """Those of these decisions that kept an article apart."""

    def reason(self, article_id: str) -> Reason | None:
        """The last decision about an article; None where there was none."""

    # --- corrections ---

    def record_correction(self, change: Change, signed: Signature) -> Correction:
        """Keep what an operator corrects, under the next number. What is shown changes by `save_overlay`."""

    def corrections(self) -> list[Correction]:
        """Every correction, those that were undone too, in their order."""

    def save_overlay(self, overlay: Overlay) -> None:
        """Keep how what is shown differs from what was grouped, in the place of what was kept before.

        Stories that it names are founded; no digest is dropped by it.
        """

    def overlay(self) -> Overlay:
        """What `save_overlay` kept last."""

    def living(self, story_id: str) -> str:
        """The id of the story that an id leads to: the id itself where it leads nowhere."""

    def grouped(self) -> dict[str, str]:
        """The story that every article was grouped into, by article id, in the articles' order of arrival."""

    def mergers(self) -> dict[str, str]:
        """The story that took in each one that the grouping merged away, in the order in which it did."""

    def nearest(self, article_ids: Collection[str]) -> dict[str, str]:
        """The article that each of these was nearest to when it last joined a story; those that never did are left out."""

    def publishers(self) -> dict[str, tuple[str, str | None]]:
        """The outlet and the address of every article, by its id, in the order of arrival."""

    def outlets(self) -> list[OutletTally]:
        """Count what each outlet has in stories, those with most articles first, then by name; what is hidden counts too."""

    # --- lineages ---

    def save_lineages(self, lineages: Iterable[Lineage]) -> None:
        """Keep lineages. Any kept before that shares an article or its id with one of them is replaced as a whole."""

    def lineages(self, article_ids: Iterable[str] | None = None) -> list[Lineage]:
        """Lineages in the order in which they were saved: all, or (whole) those with one of these articles in them."""

    # --- what is shown ---

    def quoted(self, story_id: str | None = None) -> Iterator[QuotedWords]:
        """Everything kept that digests show, with the stored words that it points into: of each story the headline, the excerpts
        by position, then all else by position.

        Stories come in the order of founding. `story_id` may be an ended one; nothing kept for it gives nothing.
        """
