from __future__ import annotations

from pathlib import Path

import pytest

from civicnews.errors import GazetteerError
from civicnews.gazetteer import Gazetteer
from civicnews.gazetteer.build import INPUTS, build
from civicnews.gazetteer.normalise import Tables
from civicnews.gazetteer.store import Store


def test_the_same_lists_give_the_same_bytes(lists: Path, tmp_path: Path, tables: Tables) -> None:
    first = build(lists, tmp_path / "a.bin", tables)
    second = build(lists, tmp_path / "b.bin", tables)
    assert (tmp_path / "a.bin").read_bytes() == (tmp_path / "b.bin").read_bytes()
    assert first.digest == second.digest


def test_the_order_of_the_lines_does_not_matter_to_the_rows(lists: Path, tmp_path: Path, tables: Tables) -> None:
    for file in INPUTS.values():
        head, *rows = (lists / file).read_text(encoding="utf-8").splitlines()
        (lists / file).write_text("\n".join([head, *reversed(rows)]) + "\n", encoding="utf-8")
    build(lists, tmp_path / "a.bin", tables)
    with Gazetteer.open(tmp_path / "a.bin") as gazetteer:
        assert [d.code for d in gazetteer.find("永和社区")] == ["910101001001", "910102001001"]


def test_every_row_of_the_lists_can_be_read_back(lists: Path, small_file: Path) -> None:
    store = Store(small_file)
    store.check()
    for level, file in INPUTS.items():
        for line in (lists / file).read_text(encoding="utf-8").splitlines()[1:]:
            code, name, _ = line.replace('"', "").split(",")
            row = store.row(code)
            assert row is not None
            assert (store.division(row).code, store.division(row).name, store.division(row).level) == (code, name, level)
    store.close()


def test_the_file_names_its_source(small: Gazetteer) -> None:
    assert (small.info.source, small.info.licence, small.info.released) == ("made-up 1.2.3", "CC0", "2020-01-01")
    assert small.info.counts == {"province": 2, "city": 4, "district": 6, "street": 12, "community": 15}
    assert set(small.info.inputs) == set(INPUTS.values())


def test_the_report_counts_kinds_and_names_what_has_no_tail(lists: Path, tmp_path: Path, tables: Tables) -> None:
    with (lists / "villages.csv").open("a", encoding="utf-8") as file:
        file.write("910101001999,类似西区,91\n")
    report = build(lists, tmp_path / "a.bin", tables)
    assert report.unknown == [("910101001999", "类似西区")]
    assert report.kinds["community"]["村"] == 4
    assert report.size == (tmp_path / "a.bin").stat().st_size


@pytest.mark.parametrize(
    ("file", "line", "message"),
    [
        ("villages.csv", "9101010010,永安社区,91", r"villages\.csv:17: expected a code of 12 digits"),
        ("villages.csv", "919999001001,永安社区,91", r"villages\.csv:17: .*no 919999001"),
        ("villages.csv", "910101001001,永安社区,91", r"villages\.csv:17: .*twice"),
        ("streets.csv", "910101009,　,91", r"streets\.csv:14: expected a name"),
        ("areas.csv", "９10199,甲区,91", r"areas\.csv:8: expected a code of 6 digits"),
        ("villages.csv", "910101001009," + "长" * 90 + "社区,91", r"villages\.csv:17: the name has more than"),
    ],
)
def test_a_bad_line_is_named(lists: Path, tmp_path: Path, tables: Tables, file: str, line: str, message: str) -> None:
    with (lists / file).open("a", encoding="utf-8") as out:
        out.write(line + "\n")
    with pytest.raises(GazetteerError, match=message):
        build(lists, tmp_path / "a.bin", tables)
    assert not (tmp_path / "a.bin").exists()


def test_a_missing_list_is_named(lists: Path, tmp_path: Path, tables: Tables) -> None:
    (lists / "streets.csv").unlink()
    with pytest.raises(GazetteerError, match=r"streets\.csv: no such file"):
        build(lists, tmp_path / "a.bin", tables)


def test_a_list_without_the_columns_is_refused(lists: Path, tmp_path: Path, tables: Tables) -> None:
    (lists / "areas.csv").write_text("id,label\n1,2\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"areas\.csv:1: expected a header"):
        build(lists, tmp_path / "a.bin", tables)


def test_a_failed_build_leaves_the_old_file_and_no_other(lists: Path, tmp_path: Path, tables: Tables) -> None:
    target = tmp_path / "out" / "a.bin"
    target.parent.mkdir()
    build(lists, target, tables)
    before = target.read_bytes()
    (lists / "areas.csv").write_bytes(b"\xff\xfe")
    with pytest.raises(GazetteerError):
        build(lists, target, tables)
    assert target.read_bytes() == before
    assert [path.name for path in target.parent.iterdir()] == ["a.bin"]


def test_a_folder_that_is_not_there_is_an_error_of_ours(lists: Path, tmp_path: Path, tables: Tables) -> None:
    with pytest.raises(GazetteerError, match="cannot be written"):
        build(lists, tmp_path / "no" / "a.bin", tables)


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"civicnews divisions 1\n", b"civicnews divisions 1\n\xff\xff\xff\x7f{}"])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.bin").write_bytes(content)
    with pytest.raises(GazetteerError, match=r"x\.bin: .*civicnews gazetteer build"):
        Gazetteer.open(tmp_path / "x.bin")


def test_a_file_cut_short_is_refused(tmp_path: Path, small_file: Path) -> None:
    data = small_file.read_bytes()
    (tmp_path / "x.bin").write_bytes(data[: len(data) // 2])
    with pytest.raises(GazetteerError, match="not a gazetteer"):
        Gazetteer.open(tmp_path / "x.bin")


def test_a_file_that_is_not_there_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="cannot be opened"):
        Gazetteer.open(tmp_path / "none.bin")
