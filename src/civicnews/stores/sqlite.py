"""SQLite: the tables of `schema.py` with keys, indexes and views, by Python's own `sqlite3`.

A day is text, `YYYY-MM-DD`, and a boolean 0 or 1. The same documents give the same bytes with the same version of SQLite.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from civicnews.stores.rows import Row
from civicnews.stores.schema import CHILDREN, TABLES
from civicnews.stores.sql import create_indexes, create_table, create_views, keys
from civicnews.stores.stream import by_table, chunks
from civicnews.stores.target import replaced

__all__ = ["export"]


def export(documents: Iterable[Mapping[str, Any]], target: Path) -> None:
    """Write documents as an SQLite database.

    Raises:
        WriteError: the file cannot be written.
    """
    with replaced([target], sqlite3.Error) as [path], closing(sqlite3.connect(path, isolation_level=None)) as base:
        _fill(base, documents)


def _fill(base: sqlite3.Connection, documents: Iterable[Mapping[str, Any]]) -> None:
    base.execute("PRAGMA journal_mode = OFF")  # what is cut short is thrown away
    base.execute("PRAGMA synchronous = OFF")
    base.execute("BEGIN")
    for table in TABLES:
        clustered = table in CHILDREN and table.key  # short rows that are read by their key: no index beside them
        base.execute(create_table(table, keys(table)) + (" WITHOUT ROWID" if clustered else ""))
    dated = {table.name: [i for i, column in enumerate(table.columns) if column.type == "date"] for table in TABLES}
    for chunk in chunks(documents):
        for name, rows in by_table(chunk).items():
            if rows:
                base.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(rows[0]))})", (_cells(row, dated[name]) for row in rows))
    for statement in (*create_indexes(), *create_views()):
        base.execute(statement)
    base.execute("COMMIT")


def _cells(row: Row, days: list[int]) -> Row:
    if not days:
        return row
    cells = list(row)
    for i in days:
        day = cells[i]
        cells[i] = day.isoformat() if isinstance(day, date) else None
    return tuple(cells)
