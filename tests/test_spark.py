"""`civicnews.spark` in Spark's local mode. Run where pyspark and Java are; `.ci/run` does so for PySpark 3.5 and 4."""

from __future__ import annotations

import json
import os
import runpy
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from documents import SAMPLES, samples
from generated import article, write_articles

pytest.importorskip("pyspark", reason="pyspark is not installed: pip install 'civicnews[spark]'")
if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
    pytest.skip("Java is not installed: apt-get install openjdk-17-jre-headless", allow_module_level=True)

import pyarrow.parquet as pq
from pyspark import cloudpickle
from pyspark.sql import SparkSession
from pyspark.sql.functions import array_contains

from civicnews.cli.app import main
from civicnews.errors import MissingExtraError, ReadError
from civicnews.spark import Options, _shipped, extract, mark_duplicates
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


def test_the_records_are_those_that_batch_writes_bit_for_bit(spark, tmp_path):
    folder = tmp_path / "in"
    write_articles(folder, 30)
    for path in SAMPLES[:4]:
        (folder / f"gb-{path.name}").write_bytes(path.read_text("utf-8").encode("gb18030"))
    (folder / "bad.txt").write_bytes(b"\xff\x00" * 30)
    (folder / "empty.txt").write_bytes(b"")
    assert main(["batch", str(folder), "-o", str(tmp_path / "out.parquet"), "--dedup", "off", "-q", "--workers", "2"]) == 1

    files = [(str(path), bytearray(path.read_bytes())) for path in sorted(folder.rglob("*.txt"))]
    made = extract(spark.createDataFrame(files, "path string, content binary").repartition(3), text="content", id="path").cache()
    assert its_rows(made) == rows_of_store(tmp_path / "out.parquet") != []
    failed = {row.document: row.failure for row in made.where("failure IS NOT NULL").collect()}
    documents = pq.read_table(tmp_path / "out.documents.parquet").to_pylist()
    assert failed == {row["document"]: row["failure"] for row in documents if row["failure"] is not None}
    assert len(failed) == 2


def test_rows_of_a_table_give_the_records_of_batch(spark, tmp_path, monkeypatch):
    rows = [{"id": f"n{number}", "text": article(number), "date": f"2023-03-{number % 28 + 1:02}"} for number in range(12)]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["batch", "a.jsonl", "-o", "out.parquet", "--dedup", "off", "-q", "--workers", "1"]) == 0
    df = spark.createDataFrame([(f"a.jsonl#{row['id']}", row["text"], row["date"]) for row in rows], "id string, text string, date string")
    assert its_rows(extract(df, text="text", published="date", id="id")) == rows_of_store(tmp_path / "out.parquet")


def its_rows(made):
    """The records of a DataFrame, by document."""
    rows = made.where("failure IS NULL").drop("failure").orderBy("document", "position").collect()
    return [row.asDict(recursive=True) for row in rows]


def rows_of_store(target):
    """The records of a Parquet store, by document."""
    return sorted(pq.read_table(target).to_pylist(), key=lambda row: (row["document"], row["position"]))


def test_stories_that_were_there_before_are_marked(spark):
    story = article(3)
    texts = {
        "a/1": story,
        "a/2": article(4),
        "b/1": story.replace("。", "！").replace("　", " "),  # marks and blanks do not count
        "b/2": story.replace("热闹", "闹热"),
        "b/3": " ",
        "c/1": article(5),
        "c/2": article(5),
    }
    made = extract(spark.createDataFrame(list(texts.items()), "id string, text string").repartition(3), text="text", id="id").cache()
    marked = mark_duplicates(made)
    assert marked.dtypes == made.dtypes
    assert marked.count() == made.count()
    assert {(row.document, row.duplicate_of) for row in marked.select("document", "duplicate_of").distinct().collect()} == {
        ("a/1", None), ("a/2", None), ("b/1", "a/1#a1"), ("b/2", "a/1#a1"), ("b/3", None), ("c/1", None), ("c/2", "c/1#a1")
    }  # fmt: skip


def test_a_story_of_other_communities_is_another_story(spark):
    text = "本报讯 3月5日，{}社区邀请医生到小广场为老人义诊，量血压、测血糖，还教大家做手指操，二十多位老人围坐一起，活动到中午才散。"
    df = spark.createDataFrame([(name, text.format(name)) for name in ("柳岸", "桥头")], "id string, text string")
    assert mark_duplicates(extract(df, text="text", id="id")).where("duplicate_of IS NOT NULL").count() == 0
