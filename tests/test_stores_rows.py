"""One document becomes rows of the tables, by the columns of the schema."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from documents import document, samples
from results import place, record

from civicnews.models import ActivityEvidence, Date
from civicnews.stores.rows import DocumentRows, failed, name_of, rows_of
from civicnews.stores.schema import CHILDREN, DOCUMENTS, RECORDS, TABLES
from civicnews.stores.stream import by_table, chunks

PYTHON = {"text": str, "integer": int, "boolean": bool, "date": date}


def rows(one: dict[str, Any]) -> DocumentRows:
    return rows_of(one, name_of(one))


def named(table: str, row: tuple[object, ...]) -> dict[str, object]:
    columns = next(one.columns for one in TABLES if one.name == table)
    return dict(zip((column.name for column in columns), row, strict=True))


def test_a_record_repeats_what_stands_above_it():
    row = named("records", rows(document(record())).records[0].row)
    assert row["document"] == "页.txt"
    assert row["record"] == "a1.s1.r1"
    assert row["position"] == 0
    assert (row["published"], row["date_start"]) == (date(2023, 3, 7), date(2023, 3, 5))
    assert (row["newspaper"], row["article"], row["article_kind"], row["reporters"]) == ("江州日报", "a1", "brief", "何其；苏木")
    assert (row["section_street"], row["section_heading"]) == ("河湾街道", True)
    assert (row["street"], row["street_code"], row["province"]) == ("河湾街道", "999001001", None)
    assert (row["main_type"], row["month"], row["activity_name"]) == ("health_service", "2023-03", "“暖春”义诊")


def test_children_carry_the_key_and_their_place():
    children = rows(document(record())).records[0].children
    assert [row[:4] for row in children["communities"]] == [
        ("页.txt", "a1.s1.r1", 0, "柳岸社区"),
        ("页.txt", "a1.s1.r1", 1, "桥头社区"),
    ]
    assert children["participants"][1][3:] == ("志愿者", "group", "actor", 120, True, "名", "柳岸社区")
    assert children["participants"][0][6:] == (None, None, None, None)
    assert children["types"][0][3:] == ("health_service", "健康义诊", "Health service")
    assert children["warnings"] == [("页.txt", "a1.s1.r1", "odd-date", "the date is odd")]


def test_a_type_of_a_pack_of_ones_own_has_no_label():
    one = rows(document(record(activity_types=("kite_flying",), activity_evidence=()))).records[0]
    assert one.children["types"][0][3:] == ("kite_flying", None, None)


def test_evidence_names_the_value_the_rule_and_each_span():
    evidence = [row[3:] for row in rows(document(record())).records[0].children["evidence"]]
    assert evidence[:2] == [("text", None, 10, 20), ("text", None, 30, 44)]
    assert ("communities.1", None, 0, 4) in evidence
    assert ("date", "date.month-day", 10, 14) in evidence
    assert ("types.0", "deed.clinic", 40, 42) in evidence


def test_evidence_of_every_type_points_to_that_type():
    found = (ActivityEvidence("volunteer_service", "v/word", ((1, 2),)),)
    evidence = [row[3:] for row in rows(document(record(activity_evidence=found))).records[0].children["evidence"]]
    assert evidence[-1] == ("types.1", "v/word", 1, 2)


@pytest.mark.parametrize(
    ("start", "end", "published", "month"),
    [
        ("2023-02-27", "2023-03-02", "2023-03-07", "2023-02"),
        (None, "2023-04-01", "2023-03-07", "2023-04"),
        (None, None, "2023-03-07", "2023-03"),
        (None, None, None, None),
        ("0007-01-05", None, None, "0007-01"),
    ],
)
def test_month_is_of_the_first_day_that_is_known(start, end, published, month):
    when = Date("近日", None, start, end, "vague", "stated", ())
    assert named("records", rows(document(record(date=when), published=published)).records[0].row)["month"] == month
    if start is None and end is None:
        assert named("records", rows(document(record(date=None), published=published)).records[0].row)["month"] == month


def test_what_is_not_there_is_null():
    bare = record(date=None, street=None, district=None, city=None, activity_name=None, venue=None, communities=(), participants=(),
                  activity_types=(), activity_evidence=(), evidence=(), warnings=(), spans=())  # fmt: skip
    one = rows(document(bare)).records[0]
    assert all(not below for below in one.children.values())
    row = named("records", one.row)
    assert {name for name, value in row.items() if value is None} >= {"street", "date_text", "date_start", "main_type", "venue"}


def test_a_document_without_records_has_a_row_and_its_warnings():
    one = rows(document())
    assert named("documents", one.row)["records"] == 0
    assert one.warnings == [("页.txt", None, "no-articles", "no article was found")]
    assert one.records == []


def test_a_failed_input_is_a_document_with_a_failure():
    one = rows(failed("bad.txt", "is binary data"))
    row = named("documents", one.row)
    assert (row["document"], row["failure"], row["records"]) == ("bad.txt", "is binary data", 0)
    assert row["sha256"] is None


def test_a_document_without_a_path_is_called_by_its_hash():
    assert name_of(document(path=None)) == "sha256:" + "ab" * 32


def test_duplicates_are_told_and_may_be_left_out_of_the_document():
    one = document(record())
    one["articles"][0].pop("duplicate_of", None)
    assert named("records", rows(one).records[0].row)["duplicate_of"] is None
    one["articles"][0]["duplicate_of"] = "earlier.txt#a2"
    assert named("records", rows(one).records[0].row)["duplicate_of"] == "earlier.txt#a2"


def test_lone_surrogates_become_replacement_characters():
    one = document(record())
    one["source"]["path"] = "caf\udce9.txt"
    spoilt = one["articles"][0]["sections"][0]["records"][0]
    spoilt["text"] = "广场\ud800"
    spoilt["communities"][0]["name"] = "\udfff社区"
    made = rows(one)
    assert named("records", made.records[0].row)["text"] == "广场\ufffd"
    assert made.records[0].children["communities"][0][3] == "\ufffd社区"
    assert made.row[0] == "caf\ufffd.txt"


def test_records_are_numbered_through_the_document():
    one = document(record(), replace(record(), id="a1.s1.r2"))
    again = {**one["articles"][0], "id": "a2"}
    one["articles"].append(again)
    assert [found.row[2] for found in rows(one).records] == [0, 1, 2, 3]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_value_is_of_its_columns_type(table):
    for row in by_table([rows(one) for one in [*samples(), document(record()), failed(None, "no", sha256="00")]])[table.name]:
        for column, value in zip(table.columns, row, strict=True):
            assert value is None if value is None and column.null else type(value) is PYTHON[column.type], column


def test_keys_are_unique_over_the_samples():
    tables = by_table([rows(one) for one in samples()])
    for table in TABLES:
        width = len(table.key)
        keys = [row[:width] for row in tables[table.name]]
        assert not width or len(set(keys)) == len(keys), table.name


def test_a_name_that_comes_again_is_numbered():
    names = ["a.txt", "a.txt", "a.txt~2", "a.txt", "b.txt"]
    stream = [document(record(communities=(place("柳岸社区"),)), path=name) for name in names]
    made = [row for chunk in chunks(stream) for row in by_table(chunk)["records"]]
    assert [row[0] for row in made] == ["a.txt", "a.txt~2", "a.txt~2~2", "a.txt~3", "b.txt"]
    assert [row[1] for chunk in chunks(stream) for row in by_table(chunk)["documents"]] == names


def test_a_stream_is_taken_in_chunks_and_not_whole(monkeypatch):
    monkeypatch.setattr("civicnews.stores.stream.CHUNK", 4)
    taken = []

    def stream():
        for number in range(10):
            taken.append(number)
            yield document(record(), path=f"{number}.txt")

    first = next(chunks(stream()))
    assert len(first) == len(taken) == 2
    assert sum(len(chunk) for chunk in chunks(stream())) == 10


def test_the_columns_of_the_lists_are_columns_of_the_tables():
    for child in CHILDREN:
        assert set(child.listed) <= {column.name for column in child.columns}
    assert [column.name for column in RECORDS.columns][:2] == list(RECORDS.key)
    assert DOCUMENTS.key == ("document",)
