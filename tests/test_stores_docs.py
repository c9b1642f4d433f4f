"""docs/stores.md and the README tell the truth about the stores: their tables are the schema's, their SQL runs and is right."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from documents import samples
from stores_reference import TARGET, with_tables

from civicnews.stores import duckdb as duckdb_store
from civicnews.stores import parquet, sqlite
from civicnews.stores.rows import failed

PAGE = TARGET.read_text("utf-8")
README = (TARGET.parent.parent / "README.md").read_text("utf-8")
QUERY = README.partition("## Query it\n")[2].partition("\n## ")[0]


def statements(text, language="sql"):
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


README_SQL = statements(QUERY)
PAGE_SQL = statements(PAGE.partition("## Tables")[0])


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the stores of the samples, named as in the documents."""
    for store in (parquet, sqlite, duckdb_store):
        store.export([*samples(), failed("bad.txt", "is binary data")], tmp_path / f"out.{store.__name__.rpartition('.')[2]}")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def records():
    for document in samples():
        for article in document["articles"]:
            for section in article["sections"]:
                for record in section["records"]:
                    yield document, record


def month(document, record):
    day = (record["date"] or {}).get("start") or (record["date"] or {}).get("end") or document["source"]["published"]
    return day and day[:7]


def elder_care_by_street_and_month():
    return Counter(
        (record["street"] and record["street"]["name"], month(document, record))
        for document, record in records()
        if "elder_care" in record["activity_types"]
    )


def test_the_tables_of_the_page_are_the_schema():
    assert with_tables(PAGE) == PAGE, "run: python tests/stores_reference.py"


@pytest.mark.parametrize("sql", PAGE_SQL)
def test_the_sql_of_the_page_runs_in_both_databases(sql, folder):
    with closing(sqlite3.connect("out.sqlite")) as lite, closing(duckdb.connect("out.duckdb", read_only=True)) as duck:
        found = lite.execute(sql).fetchall()
        assert found
        assert found == duck.execute(sql).fetchall()


def test_the_readme_asks_three_ways_how_often_elder_care_was_reported(folder):
    assert len(README_SQL) == 4
    wanted = sorted((*key, times) for key, times in elder_care_by_street_and_month().items() if key[1] is not None)
    assert len(wanted) > 1
    with closing(duckdb.connect()) as duck, closing(sqlite3.connect("out.sqlite")) as lite:
        for found in (
            duck.execute(README_SQL[0]).fetchall(),
            duck.execute(README_SQL[1]).fetchall(),
            lite.execute(README_SQL[2]).fetchall(),
        ):
            assert sorted(row for row in found if row[1] is not None) == wanted
            assert sum(times for *_, times in found) == sum(elder_care_by_street_and_month().values())


def test_the_readme_counts_the_volunteers_of_each_city(folder):
    wanted = Counter()
    for _, record in records():
        for party in record["participants"]:
            if "志愿者" in party["name"] and party["count"] and party["count"]["value"] is not None:
                wanted[record["city"] and record["city"]["name"]] += party["count"]["value"]
    with closing(duckdb.connect("out.duckdb", read_only=True)) as duck:
        assert dict(duck.execute(README_SQL[3]).fetchall()) == dict(wanted)


def test_the_page_names_the_files_of_parquet():
    for path in parquet.files(Path("out.parquet")).values():
        assert f"`{path.name}`" in PAGE
