"""Stop the work on one input when it has taken too much time, so that it fails and not the run.

Time is processor time: a busy machine fails nothing. Nobody waits longer at a terminal; in a batch long inputs have more, in proportion to
their characters in lines that somebody may have printed, unless the text says the same over and over: a year of a newspaper in one file
is read to its end, and a line without an end, or a hundred thousand headings with numbers in them, are given up soon. Time can be
watched in the main thread of a process on POSIX systems; elsewhere there is no limit here.
"""

from __future__ import annotations

import signal
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from civicnews.errors import ReadError

__all__ = ["EACH", "MAX_CHARS", "SECONDS", "check_length", "left", "patience", "spend", "time_limit"]

MAX_CHARS = 2_000_000
"""The longest input that a command extracts from unless told otherwise: 6 MB of text, some four hundred newspaper pages. It takes some
350 MB of memory, and each character beyond some 30 bytes; what needs the whole result (--pretty, --redact, a table) takes more."""
SECONDS = 8.0
"""So much processor time may an input take from its first byte to its records; where long ones have more, twice as much for each `EACH`
beyond the first, which is two to four times what ordinary text takes."""
EACH = 100_000
LINE = 10_000
"""No printed line or paragraph is longer; what is gives an input no more time."""
REPEATS = 0.25
"""A text that zlib packs to less than this share of its bytes says the same over and over. Newspapers pack to a half."""
_FOR_EVER = 1e8
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
def time_limit(name: str, most: float | None = None) -> Iterator[Callable[[str], None]]:
    """Around the work on one input.

    Args:
        name: what the message calls it.
        most: seconds that `--timeout` says, for a command that has it, 0 for no limit; else `SECONDS` holds.

    Yields:
        A function to call with the text of the input once it is read, where a long one is to have more time.

    Raises:
        ReadError: it takes longer.
    """
    seconds = SECONDS if most is None else most
    watched = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not watched or not 0 < seconds < _FOR_EVER:
        yield lambda text: None
        return

    def stop(number: int, frame: FrameType | None) -> None:
        if most is None:
            raise ReadError(f"{name}: takes more than {seconds:.3g} seconds of processor time; split it")
        raise ReadError(f"{name}: takes more than {seconds:.3g} seconds of processor time; split it or raise --timeout")

    def allow(text: str) -> None:
        nonlocal seconds
        more = seconds * (patience(text) - 1)
        if more:
            seconds += more
            left, _ = signal.getitimer(signal.ITIMER_PROF)
            signal.setitimer(signal.ITIMER_PROF, left + more, _AGAIN)

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
    try:
        yield allow
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def left() -> float:
    """Seconds that the input in hand may still take; 0 where nothing is watched."""
    return signal.getitimer(signal.ITIMER_PROF)[0] if hasattr(signal, "setitimer") else 0.0


def spend(seconds: float) -> None:
    """Take time off that another process took for the input in hand.

    Raises:
        ReadError: no more is left, as in `time_limit`.
    """
    remaining = left()
    if not remaining:
        return
    if remaining <= seconds:
        signal.raise_signal(signal.SIGPROF)
    else:
        signal.setitimer(signal.ITIMER_PROF, remaining - seconds, _AGAIN)


def patience(text: str) -> float:
    """How many times `SECONDS` an input with this text may take."""
    printed = sum(len(line) for line in text.splitlines() if len(line) <= LINE) if len(text) > EACH else 0
    if printed <= EACH:
        return 1
    data = text.encode("utf-8", "surrogatepass")
    return 1 if len(zlib.compress(data, 1)) < REPEATS * len(data) else 1 + 2 * (printed - EACH) / EACH
