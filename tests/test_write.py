"""Writing: the formats, and files that appear whole or not at all."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from results import record, result

from civicnews.errors import WriteError
from civicnews.models import Place, Warning
from civicnews.table import to_table
from civicnews.write import COLUMNS, json_in_parts, open_output, remove_leftovers, to_csv, to_json, to_jsonl

LEFT = ".civicnews-{}.tmp"
LABELS = {"health_service": "健康义诊", "volunteer_service": "志愿服务"}


def test_json_is_the_models_in_their_order() -> None:
    text = to_json(result(record()))
    assert text.count("\n") == 1
    assert text.endswith("}\n")
    assert "柳岸社区" in text
    document = json.loads(text)
    assert list(document) == ["schema", "source", "articles", "warnings"]
    first = document["articles"][0]["sections"][0]["records"][0]
    assert list(first) == [field.name for field in dataclasses.fields(record())]
    assert first["spans"] == [[10, 20], [30, 44]]
    assert first["province"] is None
    assert json.loads(to_json(result(record()), pretty=True)) == document


def test_a_lone_surrogate_becomes_one_replacement_character() -> None:
    text = to_json(result(record(text="a\ud800b\udfff")))
    assert "a\ufffdb\ufffd" in text
    assert "\ufffd" in to_csv(result(record(text="a\ud800b"))).encode().decode()
    assert "\ufffd" in to_jsonl(result(record(text="a\ud800b"))).encode().decode()
    assert "\ufffd" in to_table(result(record(), headline="x"), labels={"health_service": "\ud800"}, width=80).encode().decode()


def test_jsonl_repeats_what_stands_above_a_record() -> None:
    lines = to_jsonl(result(record(), record(id="a1.s1.r2"))).splitlines()
    assert len(lines) == 2
    second = json.loads(lines[1])
    assert list(second)[:4] == ["schema", "document", "article", "section"]
    assert second["id"] == "a1.s1.r2"
    assert second["document"]["newspaper"] == "江州日报"
    assert second["article"]["reporters"][1]["name"] == "苏木"
    assert "sections" not in second["article"]
    assert second["section"]["street"]["name"] == "河湾街道"
    assert to_jsonl(result()) == ""


def test_csv_reads_back() -> None:
    text = to_csv(result(record(text='他说："好",\n走'), record(date=None, participants=(), venue=None)))
    assert text.splitlines(keepends=True)[0] == ",".join(COLUMNS) + "\r\n"
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == 2
    assert tuple(rows[0]) == COLUMNS
    assert rows[0]["text"] == '他说："好",\n走'
    assert rows[0]["communities"] == "柳岸社区；桥头社区"
    assert rows[0]["community_codes"] == "999001001001；"
    assert rows[0]["participant_counts"] == "；120"
    assert rows[0]["participant_counts_approximate"] == "；true"
    assert rows[0]["section_heading"] == "true"
    assert rows[0]["spans"] == "10-20；30-44"
    assert rows[1]["date_text"] == rows[1]["participants"] == rows[1]["participant_counts"] == rows[1]["venue"] == ""


def test_csv_header_only_where_it_is_wanted() -> None:
    assert to_csv(result()) == ",".join(COLUMNS) + "\r\n"
    assert to_csv(result(), header=False) == ""


@pytest.mark.parametrize("width", [40, 80, 200])
def test_the_table_fits_the_width_and_obeys_nothing(width: int) -> None:
    text = to_table(result(record(venue=None, communities=(Place("柳\x1b[31m岸社区", None, None, None, ()),))), labels=LABELS, width=width)
    assert "\x1b" not in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    for line in text.splitlines()[1:]:
        assert sum(2 if ord(c) > 0x2E80 else 1 for c in line) <= width


def test_the_table_says_what_people_ask_for() -> None:
    text = to_table(result(record()), labels=LABELS, width=160)
    for words in ("江州日报 · 2023-03-07", "河湾街道", "桥头社区", "2023-03-05", "健康义诊", "志愿者 (≈120)", "“暖春”义诊", "广场"):
        assert words in text
    assert "records: 0" in to_table(result(), labels=LABELS, width=80)


def test_a_file_appears_whole(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    with open_output(str(target)) as write:
        write("一\n")
        assert not target.exists()
        write("二\n")
    assert target.read_bytes() == "一\n二\n".encode()
    assert os.listdir(tmp_path) == ["out.json"]


def test_a_failure_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_text("old")
    with pytest.raises(RuntimeError, match="boom"), open_output(str(target)) as write:
        write("new")
        raise RuntimeError("boom")
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["out.json"]


@pytest.mark.skipif(os.name == "nt", reason="modes and links of POSIX")
def test_mode_and_link_are_kept(tmp_path: Path) -> None:
    target, link = tmp_path / "out.json", tmp_path / "link.json"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    with open_output(str(link)) as write:
        write("new")
    assert link.is_symlink()
    assert target.read_text() == "new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    old = os.umask(0o027)
    try:
        with open_output(str(tmp_path / "fresh")) as write:
            write("x")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "fresh").stat().st_mode) == 0o640


@pytest.mark.skipif(not os.path.exists("/dev/null"), reason="needs devices")
def test_a_device_is_written_and_not_replaced() -> None:
    with open_output("/dev/null") as write:
        write("x")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_is_told() -> None:
    with pytest.raises(WriteError, match="No space left"), open_output("/dev/full") as write:
        write("x")


def test_targets_that_cannot_be(tmp_path: Path) -> None:
    for path, said in [(tmp_path / "none" / "out", "No such file"), (tmp_path, "is a directory"), ("a\0b", "null")]:
        with pytest.raises(WriteError, match=said), open_output(str(path)):
            pass


def test_an_error_of_the_body_is_not_taken_for_one_of_writing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="mine") as caught, open_output(str(tmp_path / "x")):
        raise OSError("mine")
    assert not isinstance(caught.value, WriteError)


def test_what_killed_processes_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    names = [LEFT.format(dead.pid), LEFT.format(os.getpid()), LEFT.format("x"), "out.csv"]
    for name in names:
        (tmp_path / name).touch()
    remove_leftovers(str(tmp_path / "out.csv"))
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names[1:])


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_result_in_parts_is_written_as_the_whole(count: int) -> None:
    whole = result(*(record(id=f"a1.s1.r{number}") for number in range(count)))
    whole = dataclasses.replace(whole, articles=whole.articles * count, warnings=(Warning("code", "words", ((1, 2),)),))
    parts = [dataclasses.replace(whole, articles=(article,), warnings=()) for article in whole.articles]
    assert "".join(json_in_parts([*parts, dataclasses.replace(whole, articles=())])) == to_json(whole)
