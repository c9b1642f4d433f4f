"""A stream of documents → their rows, so many documents at a time, each document under a name of its own."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from typing import Any

from civicnews.stores.rows import DocumentRows, Row, name_of, rows_of
from civicnews.stores.schema import TABLES

__all__ = ["by_table", "chunks"]

CHUNK = 8192
"""Documents and records that are held at a time, some 50 MB."""


def chunks(documents: Iterable[Mapping[str, Any]]) -> Iterator[list[DocumentRows]]:
    """The rows of documents in their order. Where the cuts fall depends on the documents alone.

    A name that came before (two rows of a table with the same id) is followed by `~2`, `~3` …

    Raises:
        KeyError: one is no document of `civicnews/1`.
    """
    chunk: list[DocumentRows] = []
    waiting = 0
    with closing(_Names()) as names:
        for document in documents:
            chunk.append(rows_of(document, names.unique(name_of(document))))
            waiting += 1 + len(chunk[-1].records)
            if waiting >= CHUNK:
                yield chunk
                chunk, waiting = [], 0
    if chunk:
        yield chunk


def by_table(chunk: Iterable[DocumentRows]) -> dict[str, list[Row]]:
    """Table → its rows of all documents of a chunk, without the lists of `records`."""
    tables: dict[str, list[Row]] = {table.name: [] for table in TABLES}
    for document in chunk:
        tables["documents"].append(document.row)
        tables["warnings"].extend(document.warnings)
        for record in document.records:
            tables["records"].append(record.row)
            for name, rows in record.children.items():
                tables[name].extend(rows)
    return tables


class _Names:
    """The names given so far, in a temporary SQLite file, so that memory does not grow with their number."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None)
        self._base.execute("PRAGMA journal_mode = OFF")
        self._base.execute("CREATE TABLE given (name TEXT PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID")
        self._base.execute("BEGIN")

    def unique(self, name: str) -> str:
        """The name, or the first of `name~2`, `name~3` … that is free."""
        if self._take(name):
            return name
        while True:
            self._base.execute("UPDATE given SET times = times + 1 WHERE name = ?", (name,))
            times = self._base.execute("SELECT times FROM given WHERE name = ?", (name,)).fetchone()[0]
            if self._take(f"{name}~{times}"):
                return f"{name}~{times}"

    def _take(self, name: str) -> bool:
        return self._base.execute("INSERT OR IGNORE INTO given VALUES (?, 1)", (name,)).rowcount == 1

    def close(self) -> None:
        self._base.close()
