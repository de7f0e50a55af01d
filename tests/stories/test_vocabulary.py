"""How rare words are: what is known beforehand, and what the stream teaches."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsfold.stories.vocabulary import Vocabulary

articles = st.lists(st.lists(st.sampled_from([f"w{n}" for n in range(30)]), unique=True), max_size=20)


def rarity(vocabulary: Vocabulary, term: str) -> float:
    return float(vocabulary.rarity()[vocabulary.learn([[term]])[0][0]])


def taught(*articles: list[str]) -> Vocabulary:
    vocabulary = Vocabulary()
    vocabulary.learn(articles)
    return vocabulary


@given(articles)
def test_terms_are_numbered_in_the_order_in_which_they_are_first_seen(stream: list[list[str]]) -> None:
    """A term keeps its number, and the number leads back to it."""
    vocabulary = Vocabulary()
    first_seen = list(dict.fromkeys(term for terms in stream for term in terms))
    for terms in stream:
        assert [found.tolist() for found in vocabulary.learn([terms])] == [[first_seen.index(term) for term in terms]]
    assert [vocabulary.term(number) for number in range(len(vocabulary))] == first_seen
    assert (len(vocabulary), vocabulary.articles) == (len(first_seen), len(stream))
    assert len(vocabulary.rarity()) == len(first_seen)


@given(articles)
def test_articles_teach_the_same_one_by_one_and_all_at_once(stream: list[list[str]]) -> None:
    """Numbers and weights do not depend on what is learnt together."""
    at_once, one_by_one = taught(*stream), Vocabulary()
    for terms in stream:
        one_by_one.learn([terms])
    assert at_once.rarity().tolist() == one_by_one.rarity().tolist()
    assert [at_once.term(number) for number in range(len(at_once))] == list(
        map(one_by_one.term, range(len(one_by_one)))
    )


@given(articles)
def test_what_fewer_articles_have_is_rarer(stream: list[list[str]]) -> None:
    """Of terms that nothing was known of beforehand; all weigh something."""
    vocabulary = taught(*stream)
    counts = [sum(vocabulary.term(number) in terms for terms in stream) for number in range(len(vocabulary))]
    weights = vocabulary.rarity().tolist()
    assert [weight for _, weight in sorted(zip(counts, weights, strict=True), reverse=True)] == sorted(weights)
    assert all(weight > 0 for weight in weights)


def test_what_news_is_full_of_is_common_before_any_article_has_come() -> None:
    """The first article is weighed as well as the ten-thousandth."""
    vocabulary = taught(["polic", "velmar", "bank"])
    police, velmar, bank = vocabulary.rarity().tolist()
    assert 0 < police < velmar
    assert 0 < bank < velmar


def test_the_stream_has_the_last_word() -> None:
    """A name that is in every article of a stream becomes common; a word that none of them has becomes rarer."""
    stream = taught(["bank"], *[["velmar", f"w{n}"] for n in range(2000)])
    bank, velmar = stream.rarity()[:2].tolist()
    assert velmar < bank
    assert bank > float(taught(["bank"]).rarity()[0])


def test_an_article_without_terms_is_an_article() -> None:
    """It makes what others have a little rarer, and nothing else."""
    vocabulary = taught(["velmar"])
    before = float(vocabulary.rarity()[0])
    assert [found.tolist() for found in vocabulary.learn([[]])] == [[]]
    assert vocabulary.rarity()[0] > before
    assert (len(vocabulary), vocabulary.articles) == (1, 2)


def test_no_articles_teach_nothing() -> None:
    """Neither terms nor that there are articles without them."""
    vocabulary = Vocabulary()
    assert vocabulary.learn([]) == []
    assert (len(vocabulary), vocabulary.articles) == (0, 0)
    assert [found.tolist() for found in vocabulary.learn([[], ["dam"], []])] == [[], [0], []]


def test_there_is_room_for_any_number_of_terms() -> None:
    """What was counted stays counted as the arrays grow."""
    vocabulary = taught(["velmar"], ["velmar"], [f"w{n}" for n in range(5000)], ["w4999"])
    weights = vocabulary.rarity()
    assert len(weights) == len(vocabulary) == 5001
    assert weights[0] == weights[5000] < weights[1] == weights[4999]
