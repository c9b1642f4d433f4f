"""Results read back: what was written comes back, and what is no result is said to be none."""

from __future__ import annotations

import io
import json

import pytest
from results import record, result

from civicnews.errors import ReadError
from civicnews.models import Result
from civicnews.read_result import is_result, read_results
from civicnews.write import to_csv, to_json, to_jsonl

TWO = [result(record()), result(record(id="a1.s1.r1"), record(id="a1.s1.r2", date=None, street=None))]


def read(data: bytes) -> list[Result]:
    return list(read_results(io.BytesIO(data), "results.json"))


@pytest.mark.parametrize("pretty", [False, True])
def test_json_comes_back_whole(pretty: bool) -> None:
    data = "".join(to_json(one, pretty=pretty) for one in [*TWO, result()]).encode()
    assert is_result(data)
    assert read(data) == [*TWO, result()]


def test_json_in_a_list_comes_back_too() -> None:
    assert read(f"[{to_json(TWO[0])},\n{to_json(TWO[1])}]".encode()) == TWO


def test_jsonl_comes_back_record_by_record() -> None:
    from dataclasses import replace

    other = replace(TWO[1], source=replace(TWO[1].source, path="另页.txt"))
    data = "".join(map(to_jsonl, [TWO[0], other])).encode()
    assert is_result(data)
    back = read(data)
    assert [one.source for one in back] == [TWO[0].source, other.source]
    assert "".join(map(to_jsonl, back)).encode() == data
    assert [one.articles[0].spans for one in back] == [((10, 20), (30, 44)), ((10, 20), (30, 44), (10, 20), (30, 44))]


def test_a_byte_order_mark_and_blank_lines_are_nothing() -> None:
    assert read(b"\xef\xbb\xbf\n" + to_json(TWO[0]).encode() + b"\n\n") == TWO[:1]


def test_nothing_is_no_result_and_no_error() -> None:
    assert read(b"") == []
    assert not is_result(b"")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xb1\xa8", "results.json:1: is no JSON in UTF-8"),
        (b'{"schema": "civicnews/1",', "results.json:1:"),
        (b"[" * 100_000, "results.json:1"),
        ("3月5日，柳岸社区开展义诊。".encode(), "is no JSON"),
        (b'{"schema": "civicnews/2", "articles": []}', "civicnews/1"),
        (b'{"schema": "civicnews/1", "articles": 3}', "results.json:1: source: Field required"),
        (b'\n\n{"a": 1}', "results.json:3: is not what"),
        (b'{"schema": "civicnews/1", "document": 3, "id": null}', "results.json:1: source"),
        (b"3", "is not what"),
        (to_csv(TWO[0]).encode(), "is no JSON"),
    ],
)
def test_what_is_no_result_is_said_in_one_line(data: bytes, says: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(data)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_page_is_no_result() -> None:
    assert not is_result("{本报讯}".encode())
    assert not is_result("江州日报 civicnews/1".encode())


def test_unknown_keys_are_passed_over() -> None:
    held = json.loads(to_json(TWO[0]))
    held["later"] = held["source"]["later"] = 1
    assert read(json.dumps(held).encode()) == TWO[:1]
