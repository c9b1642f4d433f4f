"""Where each line of the log is, and which inputs there are in which order. On the disk, so that memory does not grow; made
anew at every start, so that nothing in it has to survive."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from civicnews.errors import WriteError
from civicnews.inputs.sources import Failure

__all__ = ["Index", "Line", "Placed", "scratch"]

_TABLES = """
CREATE TABLE lines (key BLOB PRIMARY KEY, start INTEGER NOT NULL, records INTEGER NOT NULL, met INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE failed (key BLOB PRIMARY KEY, stage TEXT NOT NULL, reason TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE inputs (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, start INTEGER, stage TEXT, reason TEXT);
CREATE TABLE seen (path BLOB PRIMARY KEY) WITHOUT ROWID;
"""


class Line(NamedTuple):
    """A line of the log."""

    start: int
    """Its offset."""
    records: int


class Placed(NamedTuple):
    """An input of this run, with its line or its failure."""

    name: str
    start: int | None
    stage: str | None
    reason: str | None


@contextmanager
def scratch(path: Path) -> Iterator[sqlite3.Connection]:
    """A database that lives as long as the block, with a small cache and nothing done for safety.

    Raises:
        WriteError: the disk is full, or the file cannot be written.
    """
    with suppress(FileNotFoundError):
        path.unlink()
    connection = None
    try:
        connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE", "cache_size=-4096", "temp_store=FILE"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        yield connection
    except sqlite3.OperationalError as error:
        raise WriteError(f"{path}: cannot be written ({error}); make room or check the rights, then give the same command again") from error
    finally:
        if connection is not None:
            connection.close()
        with suppress(OSError):
            path.unlink()


class Index:
    """The index of one run."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._sql = connection
        for statement in _TABLES.split(";"):
            self._sql.execute(statement)
        self._count = 0
        self._unmet = 0

    def seen(self, path: str) -> bool:
        """Whether a real path comes for the second time."""
        return self._sql.execute("INSERT OR IGNORE INTO seen VALUES (?)", (os.fsencode(path),)).rowcount == 0

    def forget_seen(self) -> None:
        """Begin to look for the files once more."""
        self._sql.execute("DELETE FROM seen")

    def add(self, key: bytes, line: Line) -> None:
        """Note a line of the log; of two with one key the last counts."""
        self._unmet += self.find(key) is None
        self._sql.execute("INSERT OR REPLACE INTO lines VALUES (?, ?, ?, 0)", (key, *line))

    def meet(self, key: bytes) -> None:
        """Note that the inputs of this run have come to the text of a line."""
        self._unmet -= self._sql.execute("UPDATE lines SET met = 1 WHERE key = ? AND met = 0", (key,)).rowcount

    @property
    def all_met(self) -> bool:
        """Whether the inputs of this run have come to the texts of all lines."""
        return self._unmet == 0

    def __len__(self) -> int:
        """How many lines there are."""
        return int(self._sql.execute("SELECT count(*) FROM lines").fetchone()[0])

    def find(self, key: bytes) -> Line | None:
        """The line of a text."""
        row = self._sql.execute("SELECT start, records FROM lines WHERE key = ?", (key,)).fetchone()
        return Line(*row) if row else None

    def add_failure(self, key: bytes, failure: Failure) -> None:
        """Note that a text gave nothing in this run."""
        self._sql.execute("INSERT OR IGNORE INTO failed VALUES (?, ?, ?)", (key, failure.stage, failure.reason))

    def find_failure(self, key: bytes, name: str) -> Failure | None:
        """How the same text under another name failed in this run."""
        row = self._sql.execute("SELECT stage, reason FROM failed WHERE key = ?", (key,)).fetchone()
        return Failure(name, *row) if row else None

    def place(self, name: str, start: int | None, failure: Failure | None = None) -> None:
        """Note the next input of the run. To a name that was there before (a row's id that is used twice) its number is added."""
        self._count += 1
        shown = _text(name)
        if self._sql.execute("SELECT 1 FROM inputs WHERE name = ?", (shown,)).fetchone():
            shown = f"{shown}~{self._count}"
        row = (self._count, shown, start, failure and failure.stage, failure and _text(failure.reason))
        self._sql.execute("INSERT INTO inputs VALUES (?, ?, ?, ?, ?)", row)

    def inputs(self) -> Iterator[Placed]:
        """All inputs of the run, in order."""
        for row in self._sql.execute("SELECT name, start, stage, reason FROM inputs ORDER BY number"):
            yield Placed(*row)


def _text(value: str) -> str:
    """A path as text that any store can hold: bytes that are no UTF-8 become U+FFFD."""
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
