"""Typed stores: the documents of `civicnews/1` as flat tables in Parquet, SQLite and DuckDB.

Each of `parquet`, `sqlite` and `duckdb` has `export(documents, target)`. The tables are described in
`schema`, and for users in docs/stores.md.
"""
