"""`civicnews.spark` in Spark's local mode. Run where pyspark and Java are; `.ci/run` does so for PySpark 3.5 and 4."""

from __future__ import annotations

import os
import runpy
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from documents import SAMPLES, samples

pytest.importorskip("pyspark", reason="pyspark is not installed: pip install 'civicnews[spark]'")
if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
    pytest.skip("Java is not installed: apt-get install openjdk-17-jre-headless", allow_module_level=True)

import pyarrow.parquet as pq
from pyspark import cloudpickle
from pyspark.sql import SparkSession
from pyspark.sql.functions import array_contains

from civicnews.errors import MissingExtraError, ReadError
from civicnews.spark import Options, _shipped, extract
from civicnews.spark.knowledge import pack
from civicnews.stores import parquet

JOB = Path(__file__).resolve().parent.parent / "docs" / "examples" / "spark_job.py"
pytestmark = [
    pytest.mark.filterwarnings("ignore:::pyspark"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # pyspark leaves the pipes of its gateway open
]


@pytest.fixture(scope="module")
def spark():
    before = os.environ.get("PYSPARK_PYTHON")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    local = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1", "spark.ui.enabled": "false"}
    builder = SparkSession.builder.master("local[2]").config("spark.sql.shuffle.partitions", "2")
    for name, value in local.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()
    if before is None:
        del os.environ["PYSPARK_PYTHON"]
    else:
        os.environ["PYSPARK_PYTHON"] = before


@pytest.fixture(scope="module")
def pages(spark):
    rows = [(path.name, bytearray(path.read_bytes())) for path in SAMPLES]
    return spark.createDataFrame([*rows, ("bad.txt", bytearray(b"%PDF-1.7"))], "path string, content binary").repartition(3)


@pytest.fixture(scope="module")
def found(pages):
    return extract(pages, text="content", id="path").orderBy("document", "position").cache()


def test_the_records_are_those_of_the_parquet_store(found, tmp_path):
    parquet.export(samples(), tmp_path / "out.parquet")
    wanted = sorted(pq.read_table(tmp_path / "out.parquet").to_pylist(), key=lambda row: (row["document"], row["position"]))
    rows = [row.asDict(recursive=True) for row in found.where("failure IS NULL").drop("failure").collect()]
    assert rows == wanted


def test_a_failure_is_a_row(found):
    [row] = found.where("failure IS NOT NULL").collect()
    assert (row.document, row.record) == ("bad.txt", None)
    assert row.failure.startswith("is a PDF")


def test_what_spark_writes_has_the_columns_and_values_of_the_store(found, tmp_path):
    found.where("failure IS NULL").drop("failure").coalesce(1).write.parquet(str(tmp_path / "spark"))
    parquet.export(samples(), tmp_path / "out.parquet")
    ours, its = pq.read_table(tmp_path / "out.parquet"), pq.read_table(tmp_path / "spark")
    assert its.schema.names == ours.schema.names
    assert [field.type for field in its.schema if "list" not in str(field.type)] == [
        field.type for field in ours.schema if "list" not in str(field.type)
    ]
    assert its.sort_by([("document", "ascending"), ("position", "ascending")]).to_pylist() == ours.to_pylist()


def test_the_files_of_the_store_are_read_by_spark(spark, found, tmp_path):
    parquet.export(samples(), tmp_path / "out.parquet")
    read = spark.read.parquet(str(tmp_path / "out.parquet"))
    assert read.dtypes == found.drop("failure").dtypes
    assert read.exceptAll(found.where("failure IS NULL").drop("failure")).count() == 0


def test_elder_care_by_street_and_month(found):
    rows = found.where(array_contains("types", "elder_care")).groupBy("street", "month").count().collect()
    assert {(row.street, row.month) for row in rows} >= {("城厢街道", "2024-10"), ("云集街道", "2024-05")}


def test_text_with_a_day_and_a_newspaper(spark):
    text = "本报讯 5日，平城区水泊寺街道永和社区组织志愿者为老人们理发。"
    df = spark.createDataFrame([(7, text, date(2023, 3, 7), "大同日报")], "`the id` int, body string, day date, paper string")
    [row] = extract(df, text="body", published="day", id="the id", newspaper="paper").collect()
    assert (row.document, row.date_start, row.newspaper) == ("7", date(2023, 3, 5), "大同日报")


def test_rules_and_names_reach_the_workers(spark, tmp_path):
    names = tmp_path / "names.csv"
    names.write_text("name,code,parent_code\n柳烟社区,140213066999,140213066\n", "utf-8")
    df = spark.createDataFrame([("5日，平城区水泊寺街道柳烟社区组织志愿者为老人们理发。",)], "body string")
    made = extract(df, text="body", options=Options(gazetteer=names, region="大同市"))
    names.unlink()
    [row] = made.collect()
    assert [one.code for one in row.communities] == ["140213066999"]


def test_wrong_columns_are_said_at_once(spark):
    df = spark.createDataFrame([(1, "x")], "n int, body string")
    with pytest.raises(ReadError, match="text='txt': the DataFrame has no such column; it has n, body"):
        extract(df, text="txt")
    with pytest.raises(ReadError, match="text='n': is int; expected string or binary"):
        extract(df, text="n")
    with pytest.raises(ReadError, match="published='n': is int"):
        extract(df, text="body", published="n")


def test_workers_without_civicnews_are_said_at_once(spark, monkeypatch, tmp_path):
    other = tmp_path / "python"
    other.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    other.chmod(0o755)
    monkeypatch.setattr(spark.sparkContext, "pythonExec", str(other))
    with pytest.raises(MissingExtraError, match=r"has no civicnews.*set PYSPARK_PYTHON"):
        extract(spark.createDataFrame([("x",)], "body string"), text="body")


def test_a_worker_without_civicnews_says_so_itself():
    code = "import sys; sys.modules['civicnews'] = None; from pyspark import cloudpickle; cloudpickle.load(sys.stdin.buffer)([])"
    shipped = cloudpickle.dumps(_shipped(pack(Options())))
    done = subprocess.run([sys.executable, "-c", code], input=shipped, capture_output=True, check=False)
    last = done.stderr.decode().splitlines()[-1]
    assert last.startswith("RuntimeError: civicnews: ")
    assert f"this is {sys.executable}, the Python of Spark's workers: install civicnews[spark] for it" in last


def test_the_script_for_a_cluster_runs(spark, tmp_path, capsys):
    spark.createDataFrame(
        [("a", "本报讯 5日，平城区永和社区组织志愿者为老人们理发。", "2023-03-07"), ("b", " ", None)], "url string, body string, day string"
    ).write.parquet(str(tmp_path / "articles"))
    arguments = [str(tmp_path / "articles"), str(tmp_path / "out"), "--text", "body", "--published", "day", "--id", "url"]
    runpy.run_path(str(JOB))["run"](spark, arguments)
    rows = {row.document: row for row in spark.read.parquet(str(tmp_path / "out")).collect()}
    assert rows["a"].date_start == date(2023, 3, 5)
    assert rows["b"].failure == "is empty; there is no text in it"
    assert "1 records, 1 failures" in capsys.readouterr().err
