"""How a batch comes along, on standard error: a bar on a terminal, else a line every so often, or nothing."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

from civicnews.cli.console import say

if TYPE_CHECKING:
    from civicnews.batch.run import Survey, Watcher

__all__ = ["watcher"]

EVERY = 30.0
"""Seconds between two plain lines."""
_REFRESH = 0.2
_SHOWN = 5
"""So many kinds of files that are left out are named."""


def watcher(*, quiet: bool) -> Watcher:
    """Who tells people about a batch."""
    if quiet:
        return _Silent()
    return _Bar() if sys.stderr is not None and sys.stderr.isatty() else _Lines()


class _Silent:
    def begin(self, survey: Survey) -> None:
        pass

    def advance(self, *, inputs: int, records: int, failures: int, reused: int, size: int) -> None:
        pass

    def exporting(self) -> None:
        pass


class _Lines:
    """One line every `EVERY` seconds."""

    def __init__(self) -> None:
        self._size = 0
        self._began = self._told = time.monotonic()

    def begin(self, survey: Survey) -> None:
        self._size = survey.size
        self._began = self._told = time.monotonic()
        _tell(survey)

    def advance(self, *, inputs: int, records: int, failures: int, reused: int, size: int) -> None:
        now = time.monotonic()
        if now - self._told < EVERY:
            return
        self._told = now
        elapsed = now - self._began
        left = f", {_duration(elapsed / size * (self._size - size))} left" if size else ""
        say(f"{inputs:,} inputs, {records:,} records, {failures:,} failed, {inputs / elapsed:.0f} inputs/s{left}")

    def exporting(self) -> None:
        say("writing the output")


class _Bar:
    """A bar of rich, drawn from here and not from a thread of its own: workers are forked while it stands."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TimeRemainingColumn())
        self._progress = Progress(*columns, console=Console(stderr=True), auto_refresh=False, transient=True, speed_estimate_period=300)
        self._task: Any = None
        self._began = self._drawn = time.monotonic()

    def begin(self, survey: Survey) -> None:
        _tell(survey)
        self._progress.start()
        self._task = self._progress.add_task(f"{survey.files:,} files", total=max(1, survey.size))
        self._began = time.monotonic()

    def advance(self, *, inputs: int, records: int, failures: int, reused: int, size: int) -> None:
        now = time.monotonic()
        if now - self._drawn < _REFRESH:
            return
        self._drawn = now
        failed = f", [red]{failures:,} failed[/red]" if failures else ""
        rate = inputs / max(0.001, now - self._began)
        self._progress.update(self._task, completed=size, description=f"{inputs:,} inputs, {records:,} records{failed}, {rate:.0f}/s")
        self._progress.refresh()

    def exporting(self) -> None:
        self._progress.stop()


def _tell(survey: Survey) -> None:
    """Say what there is."""
    files, size = f"{survey.files:,}", _megabytes(survey.size)
    if survey.done:
        say(f"{files} files, {size}; {survey.done:,} texts are done")
    else:
        say(f"{files} files, {size}")
    if survey.left_out:
        kinds = ", ".join(f"{count:,} {suffix}" for suffix, count in survey.left_out.most_common(_SHOWN))
        say(f"{survey.left_out.total():,} files of other kinds are left out: {kinds}")
    if survey.anew:
        say("the rules, the version or the options are others than before: everything is extracted again; --fresh deletes what was done")


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{max(1, minutes)} min"
