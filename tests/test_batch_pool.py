"""The pool of worker processes, forked and spawned."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pool_work import open_dead_worker, open_worker

from civicnews.batch import pool as module
from civicnews.batch.pool import Died, Pool, Task
from civicnews.errors import BatchError


def tasks(numbers: list[int | None]) -> Iterator[Task[int, int]]:
    return (Task(number, 8, f"no. {at}") for at, number in enumerate(numbers))


def made(forked: bool, workers: int = 2, recycle: int = 1000) -> Pool[int, int]:
    return Pool(open_worker, workers=workers, timeout=None, recycle=recycle, forked=forked)


@pytest.mark.parametrize("forked", [True, False])
def test_answers_come_in_order_and_a_death_costs_one(forked: bool) -> None:
    with made(forked) as pool:
        found = [(task.about, task.answer) for task in pool.in_order(tasks([1, None, -1, 3, 4]))]
    assert [about for about, _ in found] == [f"no. {at}" for at in range(5)]
    died = found[2][1]
    assert isinstance(died, Died)
    assert "ended with code 3, twice" in died.reason
    assert [answer for at, (_, answer) in enumerate(found) if at != 2] == [2, None, 6, 8]


def test_no_more_is_taken_than_the_window_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WINDOW", 4)
    taken = 0

    def counted() -> Iterator[Task[int, int]]:
        nonlocal taken
        for number in range(100):
            taken += 1
            yield Task(number, 8, None)

    with made(True) as pool:
        for done, task in enumerate(pool.in_order(counted())):
            assert task.answer == 2 * done
            assert taken - done <= 2 * 4 + 1


def test_one_large_task_is_alone_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WINDOW_BYTES", 100)
    sizes = [10, 5000, 10, 10]
    with made(True) as pool:
        assert [task.answer for task in pool.in_order(Task(n, size, None) for n, size in enumerate(sizes))] == [0, 2, 4, 6]


@pytest.mark.parametrize("recycle", [1, 2, 7])
def test_replaced_workers_lose_nothing(recycle: int) -> None:
    with made(True, workers=3, recycle=recycle) as pool:
        assert [task.answer for task in pool.in_order(tasks(list(range(20))))] == [2 * n for n in range(20)]


@pytest.mark.parametrize("workers", [1, 3])
def test_workers_that_cannot_begin_are_an_error_and_no_failure_of_a_task(workers: int) -> None:
    with (
        Pool[int, int](open_dead_worker, workers=workers, timeout=None, recycle=9, forked=True) as pool,
        pytest.raises(BatchError, match="cannot be started: the last one ended with code 4"),
    ):
        list(pool.in_order(tasks([1, 2, 3])))


def test_after_a_stop_nothing_is_begun() -> None:
    with made(True) as pool:
        found = pool.in_order(tasks(list(range(1000))))
        first = next(found)
        pool.stop()
        rest = list(found)
    assert first.answer == 0
    assert any(task.answer is None for task in rest) or len(rest) < 999
    assert all(task.answer in (None, 2 * int(task.about.split()[1])) for task in rest)
