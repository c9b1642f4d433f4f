"""Typed stores: the documents of `civicnews/1` as flat tables in Parquet, SQLite and DuckDB.

Each of `parquet`, `sqlite` and `duckdb` has `export(documents, target)`. The documents are a stream, in the order in which their rows
shall stand. What is at the target is replaced when all is written; it stays, and WriteError is raised, where it cannot be.
The tables are described in `schema`, and for users in docs/stores.md.
"""
