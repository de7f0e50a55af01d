"""Work spread over processes: in order, lazily, and never to be seen in what comes out."""

from __future__ import annotations

from itertools import count, islice

import pytest

from newsfold.engine.pool import WORTH_STARTING, Processes


def square(number: int) -> int:
    return number * number


def refuse_fifty(number: int) -> int:
    if number == 50:
        raise ValueError("fifty")
    return number


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("size", [0, 1, 15, 16, 17, 100])
def test_results_come_in_the_order_of_the_values(workers: int, size: int) -> None:
    """One result for each value, whatever the number of processes and of values."""
    with Processes(workers) as processes:
        assert list(processes.map(square, range(size), chunk=2)) == [square(one) for one in range(size)]


@pytest.mark.parametrize("workers", [1, 2])
def test_processes_that_were_expected_do_the_same_work(workers: int) -> None:
    """They may be started before there is any; with one worker there is nothing to start."""
    with Processes(workers) as processes:
        processes.expect(square)
        assert list(processes.map(square, range(3), chunk=2)) == [0, 1, 4]


def test_processes_serve_several_rounds_of_work() -> None:
    """Once they run they are used again, also for less work than would have been worth starting them."""
    with Processes(2) as processes:
        first = list(processes.map(square, range(2 * WORTH_STARTING), chunk=2))
        second = list(processes.map(square, range(3), chunk=2))
    assert (first, second) == ([square(one) for one in range(2 * WORTH_STARTING)], [0, 1, 4])


@pytest.mark.parametrize("size", [0, 1, 2 * WORTH_STARTING - 1, 2 * WORTH_STARTING, 100])
@pytest.mark.parametrize("workers", [1, 2])
def test_work_may_be_handed_out_before_its_results_are_asked_for(workers: int, size: int) -> None:
    """Of several pieces of work each gives its own results, in whatever order they are asked for."""
    with Processes(workers) as processes:
        first = processes.ahead(square, range(size), chunk=2)
        second = processes.ahead(square, range(size, 2 * size), chunk=2)
        assert list(second) == [square(one) for one in range(size, 2 * size)]
        assert list(first) == [square(one) for one in range(size)]


def test_an_endless_stream_is_worked_as_it_is_asked_for() -> None:
    """Only so much is taken ahead, so the values need no end."""
    with Processes(2) as processes:
        assert list(islice(processes.map(square, count(), chunk=2), 5)) == [0, 1, 4, 9, 16]


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_in_the_work_comes_out(workers: int) -> None:
    """Nothing is skipped: the results before it are given, then the error itself."""
    with Processes(workers) as processes:
        results = processes.map(refuse_fifty, range(100), chunk=2)
        assert list(islice(results, 50)) == list(range(50))
        with pytest.raises(ValueError, match="fifty"):
            next(results)
