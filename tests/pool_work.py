"""Work for worker processes that are spawned, which must be able to import it."""

from __future__ import annotations

import os
from collections.abc import Callable


def open_worker() -> Callable[[int], int]:
    """Doubles numbers; dies of -1."""

    def work(number: int) -> int:
        if number == -1:
            os._exit(3)
        return 2 * number

    return work


def open_dead_worker() -> Callable[[int], int]:
    """Ends before it gets anything."""
    os._exit(4)
