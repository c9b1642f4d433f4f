"""The schema as SQL that SQLite and DuckDB both read: tables with keys, indexes, views."""

from __future__ import annotations

from collections.abc import Iterator

from civicnews.stores.schema import TABLES, VIEWS, Table, Type

__all__ = ["create_indexes", "create_table", "create_views", "keys"]

_TYPES: dict[Type, str] = {"text": "TEXT", "integer": "BIGINT", "boolean": "BOOLEAN", "date": "DATE"}
_KEYS = {table.name: table.key for table in TABLES}


def create_table(table: Table, constraints: list[str]) -> str:
    """`CREATE TABLE`, with what the table and its columns mean as comments.

    Args:
        table: the table.
        constraints: what is declared beside the columns, such as `keys(table)`.
    """
    lines = [(f"{column.name} {_TYPES[column.type]}{'' if column.null else ' NOT NULL'}", column.about) for column in table.columns]
    lines += [(words, "") for words in constraints]
    last = len(lines) - 1
    body = "\n".join(f"  {words}{',' if i < last else ''}{f' -- {about}' if about else ''}" for i, (words, about) in enumerate(lines))
    return f"CREATE TABLE {table.name} ( -- {table.about}\n{body}\n)"


def keys(table: Table) -> list[str]:
    """The primary and the foreign key of a table, as far as it has them, as constraints."""
    declared = [f"PRIMARY KEY ({', '.join(table.key)})"] if table.key else []
    if table.parent:
        key = ", ".join(_KEYS[table.parent])
        declared.append(f"FOREIGN KEY ({key}) REFERENCES {table.parent} ({key})")
    return declared


def create_indexes() -> Iterator[str]:
    """One `CREATE INDEX` for what is looked up often; made after the rows are in."""
    for table in TABLES:
        for columns in table.index:
            yield f"CREATE INDEX {table.name}_{'_'.join(columns)} ON {table.name} ({', '.join(columns)})"


def create_views() -> Iterator[str]:
    """One `CREATE VIEW` a view."""
    for view in VIEWS:
        yield f"CREATE VIEW {view.name} AS -- {view.about}\n{view.select}"
