"""Do something in a process of its own, where a library in C may crash, take all memory, or not come to an end.

Only on Linux, where a process can be forked with all that is loaded; elsewhere it is done here.
"""

from __future__ import annotations

import json
import math
import os
import signal
import sys
from collections.abc import Callable
from typing import TypeVar

from civicnews.errors import ReadError
from civicnews.watchdog import left, spend

__all__ = ["apart"]

T = TypeVar("T")

_MEMORY = 512 << 20
"""Bytes that the process may take beyond what is loaded."""

_PIPE = 3


def apart(work: Callable[[], T], name: str) -> T:
    """Do the work of one input and give what came of it, which must be data as JSON has it.

    What a broken library may write in its place can be wrong, but nothing of it runs. Its processor time counts for `time_limit`.

    Args:
        name: what messages call the input.

    Raises:
        ReadError: the work raises one, or the process dies or has no memory left.
    """
    if sys.platform != "linux":
        return work()
    seconds = left()
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        _do(work, theirs, seconds)
    os.close(theirs)
    try:
        with open(ours, "rb") as pipe:
            data = pipe.read()
    except BaseException:
        os.kill(child, signal.SIGKILL)
        os.wait4(child, 0)
        raise
    _, _, used = os.wait4(child, 0)
    spend(used.ru_utime + used.ru_stime)
    try:
        made, error = json.loads(data.decode("utf-8", "surrogatepass"))
    except (TypeError, ValueError, RecursionError):  # it died, before or in the middle of its answer
        raise ReadError(f"{name}: is damaged, or takes too much memory or time; get it again, or split it") from None
    if error is not None:
        raise ReadError(error)
    result: T = made
    return result


def _do(work: Callable[[], object], pipe: int, seconds: float) -> None:
    """The life of the process: never returns."""
    import resource

    try:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGPROF):
            signal.signal(number, signal.SIG_DFL)
        os.dup2(pipe, _PIPE)
        os.closerange(3, _PIPE)
        os.closerange(_PIPE + 1, 4096)  # a worker of `batch` must not seem to live on in it
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # libraries say their last words there
        with open("/proc/self/statm", encoding="ascii") as file:
            loaded = int(file.read().split()[0]) * resource.getpagesize()
        _lower(resource.RLIMIT_AS, loaded + _MEMORY)
        _lower(resource.RLIMIT_CORE, 0)
        if seconds:
            _lower(resource.RLIMIT_CPU, math.ceil(seconds))
        answer: tuple[object, str | None]
        try:
            answer = work(), None
        except ReadError as error:
            answer = None, str(error)
        with open(_PIPE, "wb") as file:
            file.write(json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    finally:
        os._exit(0)


def _lower(limit: int, value: int) -> None:
    import resource

    soft, hard = resource.getrlimit(limit)
    if soft == resource.RLIM_INFINITY or soft > value:
        resource.setrlimit(limit, (value, hard))
