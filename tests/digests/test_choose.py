"""The choice: what covers most, one option a voice, accounts before copies, and no near repeats."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from newsfold.digests.choose import Choice, Option, choose

EVEN = dict.fromkeys("abcdefghij", 1.0)


def says(words: str, voice: str, lineage: str = "", *, quality: float = 1.0, tier: int = 0) -> Option:
    return Option(voice, lineage or f"of {voice}", frozenset(words), quality, tier)


def chosen_of(options: list[Option], most: int = 10) -> set[int]:
    return {choice.index for choice in choose(options, EVEN, most)}


def test_nothing_is_chosen_from_nothing() -> None:
    """No options, or none asked for, gives no choice."""
    assert choose([], EVEN, 10) == [] == choose([says("ab", "A")], EVEN, 0)


def test_what_adds_most_is_taken() -> None:
    """Of two that may be added, the one with more that was not yet said is taken."""
    assert chosen_of([says("abcd", "A"), says("abc", "B"), says("ef", "C")], 2) == {0, 2}


def test_every_choice_says_what_it_adds_and_brings() -> None:
    """The reasons are in the order of what each adds; a word is credited to whoever brings it first."""
    options = [says("ab", "A"), says("bcde", "B")]
    assert choose(options, EVEN, 2) == [Choice(1, 4.0, ("b", "c", "d", "e")), Choice(0, 1.0, ("a",))]


def test_no_voice_speaks_twice() -> None:
    """An outlet with much to say is shown once."""
    assert len(chosen_of([says("ab", "A"), says("cd", "A"), says("ef", "A"), says("g", "B")])) == 2


def test_a_copy_is_not_shown_while_another_account_has_something_to_say() -> None:
    """Two outlets of one lineage are not both chosen when a third account, though it says less, could be."""
    options = [says("abcde", "A", "wire"), says("fghij", "B", "wire"), says("ab", "C")]
    assert choose(options, EVEN, 2)[0].index in {0, 1}
    assert 2 in chosen_of(options, 2)


def test_a_copy_with_other_words_is_shown_when_no_account_is_left() -> None:
    """Where all accounts have spoken, another part of a copied text may be shown from another outlet."""
    assert chosen_of([says("abc", "A", "wire"), says("def", "B", "wire")]) == {0, 1}


def test_a_copy_that_repeats_is_not_shown_at_all() -> None:
    """Fewer are shown rather than the same words twice."""
    assert chosen_of([says("abc", "A", "wire"), says("abc", "B", "wire")]) == {0}
    assert chosen_of([says("abcde", "A"), says("abcde", "B")]) == {0}


def test_an_outlet_gives_way_so_that_two_accounts_are_heard() -> None:
    """A has a copy and a report of its own, B the copy alone: A is shown with its own report, so that B can speak."""
    options = [says("abcdef", "A", "wire"), says("gh", "A", "own"), says("abcde", "B", "wire")]
    assert chosen_of(options) == {1, 2}


def test_a_later_tier_waits_until_the_earlier_is_used_up() -> None:
    """A foreign report that says much stands behind one of the main language that says little."""
    options = [says("abcdefgh", "A", tier=1), says("i", "B"), says("j", "C")]
    assert chosen_of(options, 2) == {1, 2}
    assert chosen_of(options, 3) == {0, 1, 2}


def test_what_the_reader_has_been_told_counts_half() -> None:
    """The words of the headline weigh less than news."""
    options = [says("abc", "A"), says("de", "B")]
    assert [choice.index for choice in choose(options, EVEN, 1, told="abc")] == [1]


def test_words_without_weight_count_for_nothing() -> None:
    """An option whose words nobody weighs can still be chosen, last, and brings no words."""
    assert choose([says("xyz", "A"), says("a", "B")], EVEN, 2)[1] == Choice(0, 0.0, ())


OPTIONS = st.lists(
    st.builds(
        Option,
        voice=st.sampled_from("ABCDE"),
        lineage=st.sampled_from("vwxyz"),
        words=st.frozensets(st.sampled_from("abcdefghij"), min_size=1, max_size=6),
        quality=st.floats(0.1, 2.0),
    ),
    max_size=12,
)


@given(OPTIONS, st.integers(0, 6))
def test_the_rules_hold_whatever_the_options(options: list[Option], most: int) -> None:
    """Never more than asked, never a voice twice, never a word set twice, and a reason with each."""
    picked = [options[choice.index] for choice in choose(options, EVEN, most)]
    assert len(picked) <= most
    assert len({option.voice for option in picked}) == len(picked)
    assert len({option.words for option in picked}) == len(picked)


@given(OPTIONS)
def test_no_lineage_speaks_twice_while_as_many_accounts_could_be_heard(options: list[Option]) -> None:
    """Where so many voices could speak for as many accounts, none twice, then no lineage is there twice."""
    different = [one for at, one in enumerate(options) if not any(_alike(one, other) for other in options[:at])]
    picked = [different[choice.index] for choice in choose(different, EVEN, 3)]
    if len({option.lineage for option in picked}) < len(picked):
        assert not any(map(_all_differ, combinations(different, len(picked))))


def _all_differ(group: tuple[Option, ...]) -> bool:
    return len({one.voice for one in group}) == len({one.lineage for one in group}) == len(group)


def _alike(one: Option, other: Option) -> bool:
    return len(one.words & other.words) >= 0.8 * len(one.words | other.words)


def test_an_option_that_adds_less_than_it_has_to_is_not_shown() -> None:
    """What is asked to add a tenth of the weightiest is left out with a word of a hundredth; what is not asked stays."""
    weights = {"ferry": 10.0, "rain": 0.1}
    ferry = Option("A", "a", frozenset({"ferry"}))
    rain = Option("B", "b", frozenset({"rain"}))
    assert [one.index for one in choose([ferry, rain], weights, 2)] == [0, 1]
    assert [one.index for one in choose([ferry, replace(rain, of_weightiest=0.1)], weights, 2)] == [0]
