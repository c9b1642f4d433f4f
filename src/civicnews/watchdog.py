"""Stop the work on one input when it has taken too much time, so that it fails and not the run.

Time is processor time: a busy machine fails nothing. The limit is one for inputs of every length, since a person who waits does not
know how long an input is; who has large ones raises it. It can be watched in the main thread of a process on POSIX systems; elsewhere there
is no limit here.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from civicnews.errors import ReadError

__all__ = ["MAX_CHARS", "SECONDS", "check_length", "time_limit"]

MAX_CHARS = 400_000
"""The longest input that a command extracts from unless told otherwise: more than 1 MB of text, some eighty newspaper pages."""
SECONDS = 8.0
"""So much processor time one input may take from its first byte to its records: enough for twenty newspaper pages."""
_AGAIN = 0.5
"""Seconds after which the limit is raised again, where a library has swallowed it."""


def check_length(text: str, name: str, most: int | None = None) -> None:
    """Refuse a text that is too long.

    Args:
        name: what the message calls it.
        most: what `--max-chars` says, for a command that has it; else `MAX_CHARS` holds.

    Raises:
        ReadError: it has more characters.
    """
    if most is not None and len(text) > most:
        raise ReadError(f"{name}: too large: {len(text):,} characters, more than --max-chars {most:,}; split it or raise the limit")
    if most is None and len(text) > MAX_CHARS:
        raise ReadError(f"{name}: too large: {len(text):,} characters, more than {MAX_CHARS:,}; split it")


@contextmanager
def time_limit(name: str, most: float | None = None) -> Iterator[None]:
    """Around the work on one input.

    Args:
        name: what the message calls it.
        most: seconds that `--timeout` says, for a command that has it, 0 for no limit; else `SECONDS` holds.

    Raises:
        ReadError: it takes longer.
    """
    seconds = SECONDS if most is None else most
    watched = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not watched or not seconds:
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        if most is None:
            raise ReadError(f"{name}: takes more than {seconds:g} seconds of processor time; split it")
        raise ReadError(f"{name}: takes more than {seconds:g} seconds of processor time; split it or raise --timeout")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
