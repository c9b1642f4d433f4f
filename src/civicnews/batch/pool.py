"""Keep worker processes busy, put their answers in order, and survive the death of any of them.

Each worker has a pipe of its own and answers task by task, in the order in which it got them. So when it dies, the first task without
an answer is the one that it held. That one is tried once more in a worker that has nothing else; then it is given up. What is
under way is bounded by number and by bytes.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from civicnews.errors import BatchError

__all__ = ["Died", "Pool", "Task"]

T = TypeVar("T")
A = TypeVar("A")

WINDOW = 32
"""How many tasks a worker may be ahead of the first that is not answered."""
WINDOW_BYTES = 48 << 20
"""Bytes of all tasks that are under way, unless a single one is larger."""
AHEAD, AHEAD_BYTES = 6, 256 << 10
"""How much waits in a worker's pipe while it works."""
LARGE = 300 << 10
"""Bytes of a task that gets no more time than others."""
_TICK = 0.25
_TRIES = 2
_MAX_EARLY_DEATHS = 3


@dataclass(frozen=True, slots=True)
class Died:
    """The answer to a task that no worker survived."""

    reason: str


@dataclass(slots=True)
class Task(Generic[T, A]):
    """Something to do, or something done already that keeps its place in the order.

    Attributes:
        payload: what is sent to the worker; None where there is nothing to do.
        size: its bytes.
        about: whatever the caller wants back with the answer.
        answer: the worker's, or `Died`; None for a task without a payload, and for one that was not begun before `stop`.
    """

    payload: T | None
    size: int
    about: Any
    answer: A | Died | None = None
    settled: bool = False
    tries: int = 0


@dataclass(slots=True, eq=False)
class _Worker(Generic[T, A]):
    process: Any
    pipe: Connection
    tasks: deque[Task[T, A]] = field(default_factory=deque)
    since: float = 0.0
    """When the first of its tasks came to be the first."""
    ready: bool = False
    """Whether it has said that it is able to work."""
    given: int = 0
    """How many tasks it has got so far."""

    def is_full(self) -> bool:
        return len(self.tasks) >= AHEAD or sum(task.size for task in self.tasks) > AHEAD_BYTES or any(task.tries for task in self.tasks)


class Pool(Generic[T, A]):
    """Worker processes around a function. A context manager; no worker outlives it.

    Args:
        open_worker: called in each worker, gives the function that does a task and never raises. Where workers are spawned it must
            be importable.
        workers: how many processes.
        timeout: seconds by the clock that one task of up to `LARGE` bytes may take, a larger one more in proportion; or None.
        recycle: a worker is replaced after so many tasks, so that what its libraries keep does not grow for ever.
        forked: fork the workers (they share what is loaded) or spawn them.
    """

    def __init__(
        self, open_worker: Callable[[], Callable[[T], A]], *, workers: int, timeout: float | None, recycle: int, forked: bool
    ) -> None:
        self._open_worker = open_worker
        self._count = workers
        self._timeout = timeout
        self._recycle = recycle
        self._forked = forked
        self._context: Any = multiprocessing.get_context("fork" if forked else "spawn")
        self._workers: list[_Worker[T, A]] = []
        self._waiting: deque[Task[T, A]] = deque()
        self._early_deaths = 0
        self._stopping = False

    def __enter__(self) -> Pool[T, A]:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in list(self._workers):
            self._end(worker)

    def stop(self) -> None:
        """Begin nothing more: tasks that have not been begun come back without an answer. May be called from a signal handler."""
        self._stopping = True

    def in_order(self, tasks: Iterator[Task[T, A]]) -> Iterator[Task[T, A]]:
        """Do the tasks, and give each back with its answer, in the order in which they came.

        Raises:
            BatchError: workers die before they are able to work.
        """
        under_way: deque[Task[T, A]] = deque()
        size = 0
        more = True
        while more or under_way:
            while more and self._has_room(len(under_way), size):
                task = next(tasks, None)
                if task is None:
                    more = False
                    break
                under_way.append(task)
                size += task.size
                if task.payload is None or self._stopping:
                    task.settled = True
                else:
                    self._waiting.append(task)
                    self._hand_out()
            while self._stopping and self._waiting:
                self._waiting.popleft().settled = True
            self._hand_out()
            if under_way and not under_way[0].settled:
                self._receive()
            while under_way and under_way[0].settled:
                task = under_way.popleft()
                size -= task.size
                yield task

    def _has_room(self, count: int, size: int) -> bool:
        return count == 0 or (count < WINDOW * self._count and size < WINDOW_BYTES)

    def _hand_out(self) -> None:
        while self._waiting:
            task = self._waiting[0]
            worker = self._worker_for(task)
            if worker is None:
                return
            self._waiting.popleft()
            if not worker.tasks:
                worker.since = time.monotonic()
            worker.tasks.append(task)
            worker.given += 1
            try:
                worker.pipe.send(task.payload)
            except OSError:  # it has died; `_receive` will see it
                return

    def _worker_for(self, task: Task[T, A]) -> _Worker[T, A] | None:
        for worker in [worker for worker in self._workers if worker.given >= self._recycle and not worker.tasks]:
            self._end(worker)
        idle = next((worker for worker in self._workers if not worker.tasks), None)
        if idle is None and len(self._workers) < self._count:
            idle = self._begin()
        if idle is not None or task.tries:
            return idle
        least = min((worker for worker in self._workers if worker.given < self._recycle), key=lambda one: len(one.tasks), default=None)
        return None if least is None or least.is_full() else least

    def _begin(self) -> _Worker[T, A]:
        ours, theirs = self._context.Pipe()
        inherited = [ours, *(worker.pipe for worker in self._workers)] if self._forked else []
        process = self._context.Process(target=_serve, args=(self._open_worker, theirs, inherited), daemon=True)
        process.start()
        theirs.close()
        worker: _Worker[T, A] = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _receive(self) -> None:
        """Wait a little for answers and deaths."""
        ready = wait([worker.pipe for worker in self._workers], _TICK)
        now = time.monotonic()
        for worker in list(self._workers):
            if worker.pipe in ready:
                self._read(worker, now)
            elif self._timeout is not None and worker.ready and worker.tasks:
                patience = self._timeout * max(1.0, 2 * worker.tasks[0].size / LARGE)
                if now - worker.since > patience:
                    self._end(worker)
                    self._give_up(worker, f"takes longer than {patience:.0f} seconds; raise --timeout, or split it", tries=0)

    def _read(self, worker: _Worker[T, A], now: float) -> None:
        try:
            while worker.pipe.poll():
                answer = worker.pipe.recv()
                worker.since = now
                if worker.ready:
                    task = worker.tasks.popleft()
                    task.answer, task.settled = answer, True
                else:  # the first thing that it says is that it is able to work
                    worker.ready = True
                    self._early_deaths = 0
        except (EOFError, OSError):
            worker.process.join()
            end = _ending(worker.process.exitcode)
            self._end(worker)
            if worker.ready:
                self._give_up(worker, f"the process that worked on it {end}, twice", tries=_TRIES)
                return
            self._waiting.extendleft(reversed(worker.tasks))
            self._early_deaths += 1
            if self._early_deaths >= _MAX_EARLY_DEATHS:
                raise BatchError(f"worker processes cannot be started: the last one {end}; try fewer --workers") from None

    def _end(self, worker: _Worker[T, A]) -> None:
        """End a worker at once, whatever it is at. It holds nothing that must be saved."""
        self._workers.remove(worker)
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()

    def _give_up(self, worker: _Worker[T, A], reason: str, *, tries: int) -> None:
        """The first task of a dead worker gets another try, unless it had `tries`; the others go back to the queue."""
        self._waiting.extendleft(reversed(worker.tasks))
        if not worker.tasks:
            return
        task = self._waiting[0]
        task.tries += 1
        if task.tries >= tries:
            self._waiting.popleft()
            task.answer, task.settled = Died(reason), True


def _ending(code: int | None) -> str:
    if code is not None and code < 0:
        name = signal.Signals(-code).name if -code in signal.valid_signals() else f"signal {-code}"
        return f"was killed by {name}" + (" (out of memory?)" if name == "SIGKILL" else "")
    return f"ended with code {code}"


def _serve(open_worker: Callable[[], Callable[[Any], Any]], pipe: Connection, inherited: list[Connection]) -> None:
    """The life of a worker: tasks in, answers out, until nobody is there any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the main process decides what Ctrl-C means
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in inherited:  # else the pipes of a dead main process would stay open
        other.close()
    work = open_worker()
    pipe.send(None)  # it is able to work
    inbox: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(pipe, inbox), daemon=True).start()
    while True:
        answer = work(inbox.get())
        with suppress(OSError):
            pipe.send(answer)


def _listen(pipe: Connection, inbox: queue.SimpleQueue[Any]) -> None:
    """Take tasks as they come, so that the main process never waits to send one. Without a main process, end."""
    try:
        while True:
            inbox.put(pipe.recv())
    except (EOFError, OSError):
        os._exit(0)
