"""What Spark's workers run, without Spark: batches of texts in, batches of records out, the same as the Parquet store has."""

from __future__ import annotations

import pickle
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from documents import SAMPLES, samples

from civicnews.errors import GazetteerError, RuleError
from civicnews.redact import Redaction
from civicnews.spark import schema
from civicnews.spark.knowledge import Options, open_pipeline, pack
from civicnews.spark.worker import extract_batches
from civicnews.stores import parquet
from civicnews.stores.arrow import record_schema

PLAIN = ((), None, None, "auto", None)
SENTENCE = "本报讯 5日，平城区水泊寺街道永和社区组织20余名志愿者来到康乐养老院，为老人们理发。"


def run(rows, knowledge=PLAIN):
    batch = pa.RecordBatch.from_pylist(rows)
    return [row for made in extract_batches([batch], knowledge) for row in made.to_pylist()]


def test_bytes_of_files_give_the_records_of_the_parquet_store(tmp_path):
    parquet.export(samples(), tmp_path / "out.parquet")
    wanted = pq.read_table(tmp_path / "out.parquet").to_pylist()
    found = run([{"document": path.name, "text": path.read_bytes()} for path in SAMPLES])
    assert [row.pop("failure") for row in found] == [None] * len(wanted)
    assert found == wanted


def test_the_columns_are_those_of_parquet_and_failure():
    [made] = extract_batches([pa.RecordBatch.from_pylist([{"text": SENTENCE}])], PLAIN)
    assert made.schema.names == [*record_schema().names, "failure"]
    assert [field.type for field in made.schema][:-1] == [field.type for field in record_schema()]
    assert [part.strip().split("`")[1] for part in schema().split(", ")] == made.schema.names


@pytest.mark.parametrize("day", ["2023-03-07", "2023-03-07T08:00:00", date(2023, 3, 7)])
def test_the_day_of_publication_is_a_date_or_its_text(day):
    [row] = run([{"text": SENTENCE, "published": day, "newspaper": "大同日报"}])
    assert (row["date_start"], row["published"], row["newspaper"]) == (date(2023, 3, 5), date(2023, 3, 7), "大同日报")


def test_names_can_be_taken_out():
    knowledge = pickle.loads(pickle.dumps(pack(Options(redaction=Redaction(key=b"a secret of our own")))))
    rows = run([{"document": "林悦忠.txt", "text": f"{SENTENCE}志愿者还看望了居民林悦忠。"}], knowledge)
    assert "林悦忠" not in str(rows)
    assert "person-" in str(rows)


def test_without_a_day_it_is_taken_from_the_id():
    [row] = run([{"text": SENTENCE, "document": "daily-2023-03-07.txt"}])
    assert row["date_start"] == date(2023, 3, 5)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"text": None}, "is empty"),
        ({"text": " \n"}, "is empty"),
        ({"text": b"%PDF-1.7"}, "is a PDF"),
        ({"text": SENTENCE, "published": "3月7日"}, "'3月7日' is no date of publication; write it as YYYY-MM-DD"),
    ],
)
def test_a_failure_is_a_row(row, why):
    [failed] = run([{"document": "x", "text": None, "published": None} | row])
    assert failed["failure"].startswith(why)
    assert {name for name, value in failed.items() if value} == {"document", "failure"}


def test_an_internal_error_is_a_row_too(monkeypatch):
    monkeypatch.setattr("civicnews.pipeline.Pipeline.run", lambda *_, **__: 1 // 0)
    [failed] = run([{"document": "x", "text": SENTENCE}])
    assert failed["failure"].startswith("internal error (ZeroDivisionError: ")


def test_rows_without_an_id_are_called_by_their_hash():
    found = run([{"text": SENTENCE}, {"text": None}])
    assert [row["document"][:7] for row in found] == ["sha256:", "sha256:"]
    assert found[0]["document"] != found[1]["document"]


def test_failures_and_records_keep_the_order_of_the_texts():
    found = run([{"document": name, "text": SENTENCE if name in "ac" else ""} for name in "abcd"])
    assert [(row["document"], row["failure"] is None) for row in found] == [("a", True), ("b", False), ("c", True), ("d", False)]


def test_a_text_without_activities_and_an_empty_batch_give_nothing():
    assert run([{"text": "今天多云，有小雨。"}]) == []
    assert list(extract_batches([pa.RecordBatch.from_pylist([], pa.schema([("text", pa.string())]))], PLAIN)) == []


def test_rules_and_names_travel_as_bytes(tmp_path):
    rules = tmp_path / "pack"
    (rules / "vocab").mkdir(parents=True)
    (rules / "pack.yaml").write_text("name: mine\nversion: '1'\nabout: kites\n", "utf-8")
    (rules / "vocab" / "deed_old.tsv").write_text("寿星\n", "utf-8")
    names = tmp_path / "names.csv"
    names.write_text("name,code,parent_code\n柳烟社区,140213066999,140213066\n", "utf-8")
    knowledge = pickle.loads(pickle.dumps(pack(Options(rules=(rules,), gazetteer=names, region="大同市"))))
    text = SENTENCE.replace("永和社区", "柳烟社区")
    for file in (*rules.rglob("*.*"), names):
        file.unlink()
    pipeline = open_pipeline(knowledge)
    assert "寿星" in pipeline.rules.vocabulary("deed_old")
    assert open_pipeline(knowledge) is pipeline
    [row] = run([{"text": text}], knowledge)
    assert [one["code"] for one in row["communities"]] == ["140213066999"]


def test_what_is_shipped_is_made_of_built_in_types():
    def modules(value):
        return {type(value).__module__}.union(*map(modules, value)) if isinstance(value, tuple) else {type(value).__module__}

    assert modules(pack(Options())) == {"builtins"}


def test_a_mistake_is_found_on_the_driver(tmp_path):
    with pytest.raises(RuleError, match="no such folder"):
        pack(Options(rules=(tmp_path / "none",)))
    with pytest.raises(GazetteerError, match="no province"):
        pack(Options(region="蓬莱仙境"))
