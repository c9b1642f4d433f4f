"""DuckDB: the tables of `schema.py` and the views. The rows go in as Arrow record batches, a transaction a chunk.

Only documents and records have a declared key. With all keys and indexes of the SQLite store the file is four times as large and takes
twice as long, and a column store that reads whole columns has no use for them. The bytes differ from run to run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from civicnews.errors import MissingExtraError
from civicnews.stores.schema import DOCUMENTS, RECORDS, TABLES
from civicnews.stores.sql import create_table, create_views
from civicnews.stores.stream import by_table, chunks
from civicnews.stores.target import replaced

try:
    import duckdb

    from civicnews.stores.arrow import batch_of
except ImportError as error:
    raise MissingExtraError("duckdb or pyarrow is not installed; pip install 'civicnews[duckdb]'") from error

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = ["export"]


def export(documents: Iterable[Mapping[str, Any]], target: Path) -> None:
    """Write documents as a DuckDB database.

    Raises:
        WriteError: the file cannot be written.
    """
    with replaced([target], duckdb.Error) as [path], closing(duckdb.connect(str(path))) as base:
        _fill(base, documents)


def _fill(base: DuckDBPyConnection, documents: Iterable[Mapping[str, Any]]) -> None:
    for table in TABLES:
        unique = [f"PRIMARY KEY ({', '.join(table.key)})"] if table in (DOCUMENTS, RECORDS) else []
        base.execute(create_table(table, unique))
    for chunk in chunks(documents):
        rows = by_table(chunk)
        base.execute("BEGIN")
        for table in TABLES:
            base.register("waiting", batch_of(table, rows[table.name]))
            base.execute(f"INSERT INTO {table.name} SELECT * FROM waiting")
            base.unregister("waiting")
        base.execute("COMMIT")
    for statement in create_views():
        base.execute(statement)
