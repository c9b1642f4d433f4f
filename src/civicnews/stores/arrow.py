"""Rows → Arrow record batches, for Parquet, DuckDB and Spark."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from civicnews.errors import MissingExtraError
from civicnews.stores.rows import RecordRows, Row
from civicnews.stores.schema import CHILDREN, FAILURE, RECORDS, Column, Table, Type

try:
    import pyarrow as pa
except ModuleNotFoundError as error:
    raise MissingExtraError("pyarrow is not installed; pip install 'civicnews[parquet]'") from error

__all__ = ["batch_of", "failure_batch", "record_batch", "record_schema", "schema_of"]

_TYPES: dict[Type, pa.DataType] = {"text": pa.string(), "integer": pa.int64(), "boolean": pa.bool_(), "date": pa.date32()}


def schema_of(table: Table) -> pa.Schema:
    """The Arrow schema of a table by itself."""
    return pa.schema([_field(column) for column in table.columns])


def record_schema() -> pa.Schema:
    """The Arrow schema of `records` with its lists: that of the Parquet file."""
    return pa.schema([*schema_of(RECORDS), *(pa.field(child.name, _list_type(child), nullable=False) for child in CHILDREN)])


def batch_of(table: Table, rows: Sequence[Row]) -> pa.RecordBatch:
    """Rows of one table as a record batch."""
    return pa.RecordBatch.from_arrays(_arrays(table, rows), schema=schema_of(table))


def record_batch(records: Sequence[RecordRows]) -> pa.RecordBatch:
    """Records with their lists, by `record_schema`."""
    return pa.RecordBatch.from_arrays(_record_columns(records), schema=record_schema())


def failure_batch(records: Sequence[RecordRows], failures: Sequence[str | None]) -> pa.RecordBatch:
    """Records with their lists and with `failure`, which a record has where it stands for a failed input; all may be null."""
    names = [*record_schema().names, FAILURE.name]
    return pa.RecordBatch.from_arrays([*_record_columns(records), pa.array(failures, _TYPES[FAILURE.type])], names)


def _record_columns(records: Sequence[RecordRows]) -> list[pa.Array]:
    """A record without rows in a child table has an empty list there."""
    return [*_arrays(RECORDS, [record.row for record in records]), *(_lists(child, records) for child in CHILDREN)]


def _arrays(table: Table, rows: Sequence[Row]) -> list[pa.Array]:
    columns = zip(*rows, strict=True) if rows else [()] * len(table.columns)
    return [pa.array(values, _TYPES[column.type]) for column, values in zip(table.columns, columns, strict=True)]


def _lists(child: Table, records: Sequence[RecordRows]) -> pa.Array:
    """The rows of a child table as one list a record."""
    below = [record.children.get(child.name, []) for record in records]
    arrays = _arrays(child, [row for rows in below for row in rows])
    listed = [array for column, array in zip(child.columns, arrays, strict=True) if column.name in child.listed]
    members = listed[0] if len(listed) == 1 else pa.StructArray.from_arrays(listed, fields=_listed_fields(child))
    offsets = pa.array([0, *accumulate(map(len, below))], pa.int32())
    return pa.ListArray.from_arrays(offsets, members, type=_list_type(child))


def _list_type(child: Table) -> pa.ListType:
    fields = _listed_fields(child)
    return pa.list_(pa.field("element", fields[0].type if len(fields) == 1 else pa.struct(fields), nullable=False))


def _listed_fields(child: Table) -> list[pa.Field]:
    return [_field(column) for column in child.columns if column.name in child.listed]


def _field(column: Column) -> pa.Field:
    return pa.field(column.name, _TYPES[column.type], nullable=column.null)
