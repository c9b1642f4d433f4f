"""Parquet: `records`, with its child rows as lists, in one file; the other tables beside it.

`out.parquet` holds the records, `out.communities.parquet` the communities, and so on. All are written as a stream, one
row group a chunk of documents, and so in constant memory. The same documents give the same bytes with the same pyarrow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from civicnews.stores.arrow import batch_of, record_batch, record_schema, schema_of
from civicnews.stores.schema import RECORDS, TABLES
from civicnews.stores.stream import by_table, chunks
from civicnews.stores.target import replaced

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["export", "files"]

_BESIDE = tuple(table for table in TABLES if table is not RECORDS)


def files(target: Path) -> dict[str, Path]:
    """Table → the file that it is in. `records` is the target itself and comes last."""
    return {table.name: target.with_name(f"{target.stem}.{table.name}{target.suffix}") for table in _BESIDE} | {RECORDS.name: target}


def export(documents: Iterable[Mapping[str, Any]], target: Path) -> None:
    """Write documents as Parquet files; see `files` for their names.

    Args:
        documents: documents of `civicnews/1`, in the order in which their rows shall stand.
        target: where the records go, such as `out.parquet`. The files take their places when all are written, this one last.

    Raises:
        WriteError: a file cannot be written.
    """
    names = files(target)
    with replaced(list(names.values())) as beside, ExitStack() as stack:
        paths = dict(zip(names, beside, strict=True))
        flat = {table: _writer(stack, paths[table.name], schema_of(table)) for table in _BESIDE}
        records = _writer(stack, paths[RECORDS.name], record_schema())
        for chunk in chunks(documents):
            rows = by_table(chunk)
            for table, writer in flat.items():
                writer.write_batch(batch_of(table, rows[table.name]))
            records.write_batch(record_batch([record for document in chunk for record in document.records]))


def _writer(stack: ExitStack, path: Path, schema: pa.Schema) -> Any:
    from pyarrow.parquet import ParquetWriter

    return stack.enter_context(ParquetWriter(path, schema, compression="zstd"))
