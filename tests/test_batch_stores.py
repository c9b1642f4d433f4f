"""`civicnews batch` into tables: what failed is a row there, and the question of the README is answered."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest
from batch_stub import go, install
from generated import write_articles
from made_files import zipped
from shared_pipeline import pipeline
from test_batch_run import fill, lines, state_folder
from test_stores import STORES, Store

from civicnews.batch import run as module
from civicnews.batch import worker
from civicnews.cli.app import main
from civicnews.redact import Redaction

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8").partition("## Query it\n")[2].partition("\n## ")[0]


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pipeline that other tests have loaded."""
    monkeypatch.setattr(worker, "open_pipeline", lambda options: pipeline())
    monkeypatch.setattr(module, "open_pipeline", lambda options: pipeline())


@pytest.mark.parametrize("store", STORES, ids=lambda store: store.name)
def test_a_failed_input_is_a_row_with_its_path_and_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: Store) -> None:
    install(monkeypatch)
    bad: dict[str, Any] = {"bad__txt": b"\xff\x00" * 30, "part__zip": zipped({"a.txt": "", "b.txt": "b"}), "rows__jsonl": "[]\n"}
    folder, output = fill(tmp_path / "in", 3, **bad), tmp_path / f"out.{store.name}"
    outcome = go(folder, output)
    assert (outcome.summary.failures, outcome.summary.documents) == (3, 4)
    rows = [(row[1], row[2], row[8], row[9]) for row in store.read(output, "documents")]
    failed = [(path, failure) for path, sha256, records, failure in rows if sha256 is None and records == 0]
    assert failed == [(line["path"], line["reason"]) for line in lines(state_folder(str(output)) / "errors.jsonl")]
    assert [path for path, _ in failed] == [f"{folder}/{name}" for name in ("bad.txt", "part.zip!/a.txt", "rows.jsonl#1")]
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)  # in the place where it stands among the inputs
    assert all(failure is None for _, sha256, _, failure in rows if sha256 is not None)
    assert len(store.read(output, "records")) == 4


def test_redacted_tables_do_not_name_the_inputs_that_failed(tmp_path: Path, real: None) -> None:
    write_articles(tmp_path / "in", 1)
    (tmp_path / "in" / "何秀芳.txt").write_bytes(b"\xff\x00" * 30)
    go(tmp_path / "in", tmp_path / "out.sqlite", redaction=Redaction())
    rows = STORES[1].read(tmp_path / "out.sqlite", "documents")
    assert [row[-1] for row in rows] == [None]


def test_the_readme_asks_an_archive_for_elder_care_by_street_and_month(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, real: None) -> None:
    monkeypatch.chdir(tmp_path)
    write_articles(tmp_path / "archive", 12)
    (command,) = re.findall(r"^ +civicnews (batch archive/ -o out\.parquet)", README, re.MULTILINE)
    assert main([*command.split(), "-q", "--workers", "2"]) == 0
    assert main(["batch", "archive/", "-o", "records.jsonl", "-q", "--workers", "1"]) == 0
    wanted: Counter[tuple[str | None, str | None]] = Counter()
    for record in lines(tmp_path / "records.jsonl"):
        day = (record["date"] and (record["date"]["start"] or record["date"]["end"])) or record["document"]["published"]
        if "elder_care" in record["activity_types"]:
            wanted[record["street"] and record["street"]["name"], day and day[:7]] += 1
    assert len(wanted) > 3
    for query in re.findall(r"^```sql\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)[:2]:
        assert "elder_care" in query
        found = duckdb.sql(query).fetchall()
        assert {(street, month): count for street, month, count in found} == wanted
