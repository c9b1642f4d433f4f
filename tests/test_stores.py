"""Every store says the same, has its types and keys, and is written whole or not at all."""

from __future__ import annotations

import dataclasses
import datetime
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from documents import document, samples
from results import record

import civicnews.stores.duckdb
import civicnews.stores.parquet
import civicnews.stores.sqlite
from civicnews.errors import WriteError
from civicnews.models import Count, Participant
from civicnews.stores.rows import failed
from civicnews.stores.schema import CHILDREN, RECORDS, TABLES, VIEWS
from civicnews.stores.stream import by_table, chunks

Rows = list[tuple[Any, ...]]


def from_parquet(target: Path, table: str) -> Rows:
    columns = next(one.columns for one in TABLES if one.name == table)
    file = civicnews.stores.parquet.files(target)[table]
    read = pq.read_table(file, columns=[column.name for column in columns]).to_pydict()
    return list(zip(*read.values(), strict=True))


def from_sqlite(target: Path, table: str) -> Rows:
    with closing(sqlite3.connect(target)) as base:
        return [tuple(row) for row in base.execute(f"SELECT * FROM {table}")]


def from_duckdb(target: Path, table: str) -> Rows:
    with closing(duckdb.connect(str(target), read_only=True)) as base:
        return base.execute(f"SELECT * FROM {table}").fetchall()


class Store(NamedTuple):
    name: str
    export: Callable[[Iterable[Mapping[str, Any]], Path], None]
    read: Callable[[Path, str], Rows]


STORES = [
    Store("parquet", civicnews.stores.parquet.export, from_parquet),
    Store("sqlite", civicnews.stores.sqlite.export, from_sqlite),
    Store("duckdb", civicnews.stores.duckdb.export, from_duckdb),
]


@pytest.fixture(params=STORES, ids=[store.name for store in STORES])
def store(request):
    return request.param


@pytest.fixture
def target(store, tmp_path):
    return tmp_path / f"out.{store.name}"


def expected(documents: Iterable[Mapping[str, Any]], table: str, store: Store) -> Rows:
    """The rows that a table should have; SQLite has no days and no booleans."""
    rows = [row for chunk in chunks(documents) for row in by_table(chunk)[table]]
    if store.name == "sqlite":
        rows = [tuple(value.isoformat() if isinstance(value, datetime.date) else value for value in row) for row in rows]
        key = next(one for one in TABLES if one.name == table)
        rows = sorted(rows, key=lambda row: row[:3]) if key in CHILDREN and key.key else rows  # they lie in the order of their key
    return rows


@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_the_samples_come_back_as_they_went_in(store, target, table):
    documents = [*samples(), failed("bad.txt", "is binary data")]
    store.export(documents, target)
    assert store.read(target, table) == expected(documents, table, store)


def test_no_documents_make_empty_tables(store, target):
    store.export([], target)
    assert [store.read(target, table.name) for table in TABLES] == [[]] * len(TABLES)


def test_a_document_without_records(store, target):
    store.export([document()], target)
    assert store.read(target, "records") == []
    assert [row[0] for row in store.read(target, "documents")] == ["页.txt"]
    assert store.read(target, "warnings") == [("页.txt", None, "no-articles", "no article was found")]


def test_rare_text_is_kept(store, target):
    text = "𠮷村社区“举办”\n;'--\t义诊\u3000👵\x01é"
    party = Participant("何\"秀'芳", "person", "actor", Count(10**12, False, None), None, ())
    store.export([document(record(text=text, participants=(party,)), path="a/'b';.txt")], target)
    [row] = store.read(target, "records")
    assert (row[0], row[-2]) == ("a/'b';.txt", text)
    [party_row] = store.read(target, "participants")
    assert party_row[3:9] == ("何\"秀'芳", "person", "actor", 10**12, False, None)


def test_lone_surrogates_are_written(store, target):
    one = document(record())
    one["articles"][0]["sections"][0]["records"][0]["text"] = "广场\ud800"
    store.export([one], target)
    assert store.read(target, "records")[0][-2] == "广场\ufffd"


def test_two_documents_of_one_name_are_both_kept(store, target):
    store.export([document(record()), document(record())], target)
    assert [row[0] for row in store.read(target, "records")] == ["页.txt", "页.txt~2"]
    assert [row[1] for row in store.read(target, "documents")] == ["页.txt", "页.txt"]


def test_a_long_stream_is_written_in_parts(store, target, monkeypatch):
    monkeypatch.setattr("civicnews.stores.stream.CHUNK", 50)
    store.export((document(record(), dataclasses.replace(record(), id="a1.s1.r2"), path=f"{n:04}.txt") for n in range(200)), target)
    assert [row[:2] for row in store.read(target, "records")] == [(f"{n:04}.txt", f"a1.s1.r{i}") for n in range(200) for i in (1, 2)]
    assert len(store.read(target, "participants")) == 800


def test_what_was_there_is_replaced(store, target):
    store.export(samples(), target)
    store.export([document(record())], target)
    assert len(store.read(target, "records")) == 1


def test_where_the_documents_fail_the_target_stays(store, target):
    store.export([document(record())], target)
    before = target.read_bytes()

    def stream():
        yield document(record(), path="other.txt")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.export(stream(), target)
    assert target.read_bytes() == before
    assert not list(target.parent.glob(".civicnews*"))


def test_nothing_is_left_beside_the_store(store, target):
    store.export(samples(), target)
    others = [] if store.name != "parquet" else list(civicnews.stores.parquet.files(target).values())
    assert sorted(target.parent.iterdir()) == sorted({target, *others})


def test_a_folder_is_no_target(store, target):
    target.mkdir()
    with pytest.raises(WriteError, match="no regular file"):
        store.export([], target)


def test_a_folder_that_is_not_there_is_said(store, tmp_path):
    with pytest.raises(WriteError, match="cannot be written"):
        store.export([document(record())], tmp_path / "none" / f"out.{store.name}")


@pytest.mark.skipif(sys.platform == "win32", reason="needs modes and links")
def test_a_link_and_a_mode_are_kept(store, target):
    real = target.with_name(f"real.{store.name}")
    real.write_bytes(b"")
    real.chmod(0o600)
    target.symlink_to(real.name)
    store.export([document(record())], target)
    assert target.is_symlink()
    assert stat.S_IMODE(os.stat(target).st_mode) == 0o600


@pytest.mark.parametrize("one", [store for store in STORES if store.name != "duckdb"], ids=lambda store: store.name)
def test_the_same_documents_give_the_same_bytes(one, tmp_path):
    first, second = tmp_path / "1", tmp_path / "2"
    for folder in (first, second):
        folder.mkdir()
        one.export(samples(), folder / f"out.{one.name}")
    assert {path.name: path.read_bytes() for path in first.iterdir()} == {path.name: path.read_bytes() for path in second.iterdir()}


# Parquet


def test_parquet_is_one_file_a_table(tmp_path):
    assert {path.name for path in civicnews.stores.parquet.files(tmp_path / "out.v1.parquet").values()} == {
        "out.v1.parquet",
        *(f"out.v1.{table.name}.parquet" for table in TABLES if table is not RECORDS),
    }


def test_parquet_types(tmp_path):
    civicnews.stores.parquet.export([], tmp_path / "out.parquet")
    schema = pq.read_schema(tmp_path / "out.parquet")
    assert schema.field("published").type == pa.date32()
    assert schema.field("position").type == pa.int64()
    assert schema.field("section_heading").type == pa.bool_()
    assert schema.field("types").type == pa.list_(pa.field("element", pa.string(), nullable=False))
    assert schema.field("participants").type.value_type.field("count_value").type == pa.int64()
    assert not schema.field("document").nullable
    assert schema.field("street").nullable


def test_the_lists_of_parquet_are_its_child_tables(tmp_path):
    target = tmp_path / "out.parquet"
    civicnews.stores.parquet.export(samples(), target)
    records = pq.read_table(target).to_pylist()
    for child in CHILDREN:
        beside = pq.read_table(civicnews.stores.parquet.files(target)[child.name]).to_pylist()
        for one in records:
            rows = [row for row in beside if (row["document"], row["record"]) == (one["document"], one["record"])]
            listed = [{name: row[name] for name in child.listed} for row in rows]
            assert one[child.name] == ([next(iter(row.values())) for row in listed] if len(child.listed) == 1 else listed)


# SQL


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_the_views_of_both_databases_agree(view, tmp_path):
    civicnews.stores.sqlite.export(samples(), tmp_path / "out.sqlite")
    civicnews.stores.duckdb.export(samples(), tmp_path / "out.duckdb")
    rows = [[tuple(map(str, map(_plain, row))) for row in read(tmp_path / name, view.name)]
            for read, name in ((from_sqlite, "out.sqlite"), (from_duckdb, "out.duckdb"))]  # fmt: skip
    assert rows[0]
    assert sorted(rows[0]) == sorted(rows[1])


def _plain(value: object) -> object:
    return int(value) if isinstance(value, bool) else value


def test_sqlite_keys_hold(tmp_path):
    civicnews.stores.sqlite.export(samples(), tmp_path / "out.sqlite")
    with closing(sqlite3.connect(tmp_path / "out.sqlite")) as base:
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        base.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError):
            base.execute("INSERT INTO types VALUES ('none', 'a1.s1.r1', 0, 'other', NULL, NULL)")


def test_sqlite_finds_by_index(tmp_path):
    civicnews.stores.sqlite.export(samples(), tmp_path / "out.sqlite")
    with closing(sqlite3.connect(tmp_path / "out.sqlite")) as base:
        for where in ("types WHERE type = 'x'", "communities WHERE name = 'x'", "records WHERE street_code = 'x'"):
            [plan] = base.execute(f"EXPLAIN QUERY PLAN SELECT * FROM {where}").fetchall()
            assert "INDEX" in plan[-1]


def test_the_databases_explain_their_columns(tmp_path):
    civicnews.stores.sqlite.export([], tmp_path / "out.sqlite")
    with closing(sqlite3.connect(tmp_path / "out.sqlite")) as base:
        [made] = base.execute("SELECT sql FROM sqlite_master WHERE name = 'records'").fetchone()
    assert "month TEXT, -- `YYYY-MM` of `date_start`" in made


def test_duckdb_types(tmp_path):
    civicnews.stores.duckdb.export([], tmp_path / "out.duckdb")
    types = {row[0]: row[1] for row in from_duckdb(tmp_path / "out.duckdb", "(DESCRIBE records)")}
    assert (types["date_start"], types["position"], types["section_heading"]) == ("DATE", "BIGINT", "BOOLEAN")


@pytest.mark.parametrize(("module", "package"), [("parquet", "pyarrow"), ("duckdb", "duckdb"), ("duckdb", "pyarrow")])
def test_a_missing_package_is_one_line_with_the_command(module, package):
    code = f"import sys; sys.modules[{package!r}] = None; import civicnews.stores.{module}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    last = done.stderr.splitlines()[-1]
    assert last.startswith("civicnews.errors.MissingExtraError: ")
    assert f"pip install 'civicnews[{module}]'" in last
