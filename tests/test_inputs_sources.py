"""Files, archives and tables → sources in order; what cannot be read is a failure in its place."""

from __future__ import annotations

import io
import json
import os
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_files import TEXT, bomb, gzipped, tarred, zipped, zstd

from civicnews.errors import ReadError
from civicnews.inputs import sources as module
from civicnews.inputs.discover import File, Unreadable, discover, glob_pattern
from civicnews.inputs.published import PublishedFrom
from civicnews.inputs.rows import Fields
from civicnews.inputs.sources import Failure, Reading, Source, sources


def found(folder: Path, *globs: str) -> list[str]:
    seen: set[str] = set()

    def again(path: str) -> bool:
        known = path in seen
        seen.add(path)
        return known

    return [os.path.relpath(file.path, folder) for file in discover([str(folder)], globs, again)]


def write(folder: Path, files: dict[str, bytes | str]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    return folder


def read(path: Path, **options: object) -> list[Source | Failure]:
    return list(sources([File(str(path), path.stat().st_size)], Reading(**options)))  # type: ignore[arg-type]


def read_as(tmp_path: Path, name: str, data: bytes | str, **options: object) -> list[Source | Failure]:
    return read(write(tmp_path, {name: data}) / name, **options)


def short(found: list[Source | Failure], tmp_path: Path) -> list[str]:
    return [one.name.removeprefix(f"{tmp_path}/") for one in found]


# discovery


def test_files_come_by_name_without_hidden_and_unknown_ones(tmp_path: Path) -> None:
    write(tmp_path, dict.fromkeys(["b.txt", "a/2.htm", "a/10.html", ".x.txt", ".git/c.txt", "p.png", "Z.zip", "a/n.md"], "x"))
    assert found(tmp_path) == ["Z.zip", "a/10.html", "a/2.htm", "a/n.md", "b.txt"]


def test_links_are_followed_and_nothing_is_come_to_twice(tmp_path: Path) -> None:
    write(tmp_path, {"a/1.txt": "x", "b/2.txt": "x"})
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "b" / "again.txt").symlink_to(tmp_path / "a" / "1.txt")
    (tmp_path / "c").symlink_to(tmp_path / "c")
    for name in ("dead.txt", "dead2.txt"):
        (tmp_path / name).symlink_to(tmp_path / "nowhere")
    assert found(tmp_path) == ["a/1.txt", "b/2.txt", "dead.txt", "dead2.txt"]


def test_the_output_of_a_batch_is_no_input(tmp_path: Path) -> None:
    write(tmp_path, {"records.csv": "x", "records.csv.civicnews/documents-1.jsonl": "x", "a.csv": "x"})
    assert found(tmp_path) == ["a.csv"]


@pytest.mark.parametrize(
    ("glob", "names"),
    [
        ("*.htm", ["x/a.htm", "x/y/b.htm"]),
        ("x/*.htm", ["x/a.htm"]),
        ("x/**/*.htm", ["x/a.htm", "x/y/b.htm"]),
        ("**/b.*", ["x/y/b.htm", "x/y/b.dat"]),
        ("[ab].da?", ["x/y/b.dat"]),
    ],
)
def test_globs(tmp_path: Path, glob: str, names: list[str]) -> None:
    write(tmp_path, dict.fromkeys(["x/a.htm", "x/y/b.htm", "x/y/b.dat", "c.txt"], "x"))
    assert sorted(found(tmp_path, glob)) == sorted(names)


@given(st.text(alphabet="ab/*?[]!.\\", max_size=12), st.text(max_size=12))
def test_any_glob_is_a_pattern(glob: str, path: str) -> None:
    glob_pattern(glob).fullmatch(path)


def test_a_missing_root_is_an_error_and_a_special_file_a_failure(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file or folder"):
        list(discover([str(tmp_path / "nowhere")], (), lambda path: False))
    os.mkfifo(tmp_path / "pipe.txt")
    (one,) = discover([str(tmp_path)], (), lambda path: False)
    assert isinstance(one, Unreadable)
    assert "no regular file" in one.reason


# archives


def test_members_of_archives_come_in_order_and_nothing_is_unpacked(tmp_path: Path) -> None:
    inner = {"2023/a.txt": TEXT, "b.png": b"x", ".hidden.txt": "x", "__MACOSX/c.txt": "x", "d.htm": "<p>x</p>"}
    names = ["2023/a.txt", "d.htm"]
    for name, data in {
        "p.zip": zipped(inner),
        "p.tar": tarred(inner),
        "p.tar.gz": gzipped(tarred(inner)),
        "p.tgz": gzipped(tarred(inner)),
        "p.tar.zst": zstd(tarred(inner)),
    }.items():
        files = read_as(tmp_path, name, data)
        assert short(files, tmp_path) == [f"{name}!/{inside}" for inside in names]
        assert isinstance(files[0], Source)
        assert files[0].data == TEXT.encode()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p.tar", "p.tar.gz", "p.tar.zst", "p.tgz", "p.zip"]


def test_compressed_files_and_archives_in_archives(tmp_path: Path) -> None:
    (one,) = read_as(tmp_path, "a.txt.gz", gzipped(TEXT))
    assert (one.name, getattr(one, "kind", None)) == (f"{tmp_path}/a.txt.gz", "text")
    (two,) = read_as(tmp_path, "a.zst", zstd(TEXT) + zstd(TEXT))
    assert getattr(two, "data", b"") == TEXT.encode() * 2
    deep = zipped({"x/in.zip": zipped({"t.tar.gz": gzipped(tarred({"a.txt": TEXT}))})})
    assert short(read_as(tmp_path, "deep.zip", deep), tmp_path) == ["deep.zip!/x/in.zip!/t.tar.gz!/a.txt"]
    data = zipped({"a.txt": TEXT})
    for _ in range(6):
        data = zipped({"n.zip": data})
    (failure,) = read_as(tmp_path, "nested.zip", data)
    assert isinstance(failure, Failure)
    assert "deep" in failure.reason


def test_names_of_old_zips_are_read_as_gb18030(tmp_path: Path) -> None:
    raw = "三月/五日.txt".encode("gb18030")
    data = zipped({"x" * len(raw): TEXT}).replace(b"x" * len(raw), raw)
    assert short(read_as(tmp_path, "a.zip", data), tmp_path) == ["a.zip!/三月/五日.txt"]


def test_bad_members_are_failures_and_the_others_are_read(tmp_path: Path) -> None:
    good = {"1.txt": TEXT, "2.txt": "乙" * 400, "3.txt": TEXT}
    data = bytearray(zipped({**good, "../out.txt": TEXT, "/abs.txt": TEXT, "secret.txt": TEXT}, encrypted=("secret.txt",)))
    at = data.index(b"2.txt") + len("2.txt") + 2
    data[at : at + 4] = b"\xff\xff\xff\xff"
    files = read_as(tmp_path, "a.zip", bytes(data))
    reasons = {one.name.removeprefix(f"{tmp_path}/a.zip!/"): one.reason for one in files if isinstance(one, Failure)}
    assert set(reasons) == {"2.txt", "../out.txt", "/abs.txt", "secret.txt"}
    assert "damaged" in reasons["2.txt"]
    assert "leads out of the archive" in reasons["../out.txt"]
    assert "encrypted" in reasons["secret.txt"]
    assert [one.name[-5:] for one in files if isinstance(one, Source)] == ["1.txt", "3.txt"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.zip", b"no zip at all", "is damaged"),
        ("a.zip", zipped({"a.txt": TEXT * 90})[:-30], "is damaged"),
        ("a.zip", b"", "is damaged"),
        ("a.tar.gz", gzipped(tarred({"a.txt": TEXT * 9}))[:-40], "is damaged"),
        ("a.tar", b"x" * 1000, "is damaged"),
        ("a.txt.gz", b"no gzip", "is damaged"),
        ("a.txt.zst", b"no zstd", "is damaged"),
        ("a.txt.zst", zstd(TEXT)[:-9], "is damaged"),
        ("a.txt.gz", bomb(), "unpacks to more than 200 times its size"),
        ("a.zip", zipped({"a.txt": bytes(20 << 20)}), "unpacks to more than 200 times its size"),
    ],
)
def test_a_bad_archive_is_a_failure(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    *_, failure = read_as(tmp_path, name, data)
    assert isinstance(failure, Failure)
    assert said in failure.reason
    assert name in failure.name
    assert "\n" not in failure.reason


def test_what_stands_before_the_damage_of_a_tar_is_read(tmp_path: Path) -> None:
    data = tarred({"a.txt": TEXT, "b.txt": os.urandom(40_000)})
    files = read_as(tmp_path, "a.tar.gz", gzipped(data)[:-2000])
    assert isinstance(files[0], Source)
    assert files[0].name.endswith("!/a.txt")
    assert all(isinstance(one, Failure) for one in files[1:])
    assert len(files) > 1


def test_a_file_that_is_too_large_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from civicnews.inputs import limits

    monkeypatch.setattr(limits, "MAX_BYTES", 1000)
    (failure,) = read_as(tmp_path, "a.txt", "字" * 500)
    assert isinstance(failure, Failure)
    assert "larger than" in failure.reason


@given(st.sampled_from(["a.zip", "a.tar", "a.gz", "a.tar.gz", "a.zst", "a.json", "a.jsonl", "a.csv"]), st.binary(max_size=300))
def test_any_bytes_give_sources_and_failures_only(name: str, data: bytes) -> None:
    for one in module._opened(name, module.kind_of(name) or "text", io.BytesIO(data), Reading(), 0):
        assert isinstance(one, (Source, Failure))


@given(st.integers(0, 10_000), st.integers(0, 255))
def test_any_damage_of_a_zip_gives_sources_and_failures_only(at: int, value: int) -> None:
    data = bytearray(zipped({"a.txt": TEXT, "b/c.htm": "<p>x</p>"}))
    data[at % len(data)] = value
    assert all(isinstance(one, (Source, Failure)) for one in module._opened("a.zip", "zip", io.BytesIO(bytes(data)), Reading(), 0))


def test_texts_in_archives_in_archives_share_one_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FREE", 1000)
    monkeypatch.setattr(module, "MAX_RATIO", 1)
    inner = zipped({f"{number}.txt": b" " * 3000 for number in range(3)})
    found = read_as(tmp_path, "a.zip", zipped({"a.zip": inner}))
    assert [isinstance(one, Source) for one in found] == [True, False, False]


def test_a_zip_bomb_that_lies_about_its_size_is_stopped_by_its_bytes(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", bytes(66 << 20))
    data = out.getvalue()
    true, small = (66 << 20).to_bytes(4, "little"), (1000).to_bytes(4, "little")
    (one,) = read_as(tmp_path, "a.zip", data.replace(true, small))
    assert isinstance(one, Failure) or len(one.data) <= 1000


# tables


def test_rows_of_jsonl_have_id_date_and_title(tmp_path: Path) -> None:
    lines = [
        {"id": "x-1", "text": TEXT, "date": "2023-03-07T08:00", "title": "题"},
        {"text": TEXT, "date": "2023年3月8日"},
        {"id": 7, "text": TEXT},
    ]
    files = read_as(tmp_path, "a.jsonl", "\n".join(json.dumps(line) for line in lines) + "\n\n")
    assert short(files, tmp_path) == ["a.jsonl#x-1", "a.jsonl#2", "a.jsonl#7"]
    assert [(one.published, one.title) for one in files if isinstance(one, Source)] == [
        ("2023-03-07", "题"),
        ("2023-03-08", None),
        (None, None),
    ]


def test_bad_rows_are_failures_and_the_others_are_read(tmp_path: Path) -> None:
    lines = [
        b'{"text": "a"}',
        b"{broken",
        b'{"body": "x"}',
        b'{"text": 5}',
        b'{"text": "  "}',
        b"[1]",
        b'{"text": "b", "date": "gestern"}',
        b"\xff\xfe{",
        b'{"text": "z"}',
    ]
    files = read_as(tmp_path, "a.jsonl", b"\n".join(lines))
    assert [isinstance(one, Source) for one in files] == [True, *[False] * 7, True]
    reasons = [one.reason for one in files if isinstance(one, Failure)]
    for reason, said in zip(reasons, ["no JSON", "--text-field", "no text but int", "empty", "no object", "is no date", ""], strict=True):
        assert said in reason
    assert [one.name for one in files] == [f"{tmp_path}/a.jsonl#{number}" for number in range(1, 10)]


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.csv"])
def test_table_of_useless_rows_is_given_up(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("civicnews.inputs.rows._USELESS", 3)
    good, bad = ("x", '" "') if name == "a.csv" else ('{"text": "x"}', '{"text": " "}')
    rows = [bad, bad, good, bad, bad, bad, good]
    data = "[" + ",".join(rows) + "]" if name == "a.json" else "\n".join(["text"] * (name == "a.csv") + rows)
    found = read_as(tmp_path, name, data)
    assert [isinstance(one, Source) for one in found] == [False, False, True, False, False, False, False]
    assert isinstance(found[-1], Failure)
    assert "3 rows one after the other cannot be used" in found[-1].reason


def test_table_of_a_hundred_thousand_columns(tmp_path: Path) -> None:
    (row,) = read_as(tmp_path, "a.csv", "a," * 100_000 + "text\n" + "," * 100_000 + "社区\n")
    assert isinstance(row, Source)
    assert row.data.decode() == "社区"
    (failure,) = read_as(tmp_path, "b.csv", "text\n" + "," * 200_001 + "\n")
    assert isinstance(failure, Failure)
    assert "fields; this is no table" in failure.reason


def test_fields_have_the_names_that_are_asked_for(tmp_path: Path) -> None:
    data = '编号,正文,日期\r\n7,"甲,\n乙",20230307\r\n8,丙,\r\n'
    for codec, forced in (("utf-8-sig", None), ("gb18030", None), ("utf-8-sig", "utf-8"), ("gb18030", "gb18030")):
        files = read_as(tmp_path, "a.csv", data.encode(codec), fields=Fields("正文", "日期", "编号"), encoding=forced)
        assert short(files, tmp_path) == ["a.csv#7", "a.csv#8"]
        assert [(one.data.decode(), one.published) for one in files if isinstance(one, Source)] == [("甲,\n乙", "2023-03-07"), ("丙", None)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_of_csv(tmp_path: Path, delimiter: str) -> None:
    (one,) = read_as(tmp_path, "a.csv", f"id{delimiter}text\n1{delimiter}甲\n")
    assert getattr(one, "data", b"").decode() == "甲"


def test_a_row_of_jsonl_without_an_id_is_called_by_its_line(tmp_path: Path) -> None:
    files = read_as(tmp_path, "a.jsonl", '{"text":"a"}\n\n \n{"text":"b"}\nbroken\n{"text":null}\n')
    assert short(files, tmp_path) == ["a.jsonl#1", "a.jsonl#4", "a.jsonl#5", "a.jsonl#6"]
    assert [one.reason for one in files if isinstance(one, Failure)][1] == "is empty; there is no text in it"


def test_a_csv_as_a_spreadsheet_saves_unicode(tmp_path: Path) -> None:
    (one,) = read_as(tmp_path, "a.csv", "id\tdate\ttext\r\n1\t2023-3-7\t第一行\r\n".encode("utf-16"))
    assert (getattr(one, "data", b"").decode(), getattr(one, "published", None)) == ("第一行", "2023-03-07")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.csv", b"1,2\n" * 9, "has no field 'text' (there: 1, 2); name the field of the text with --text-field"),
        ("a.csv", b"", "has nothing in it that civicnews reads"),
        ("a.csv", b"id,text\n", "has nothing in it that civicnews reads"),
        ("a.jsonl", b"", "has nothing in it that civicnews reads"),
        ("a.jsonl", '{"text":"a"}\n'.encode("utf-16"), "is UTF-16; convert it to UTF-8"),
        ("a.json", b"[]", "has nothing in it that civicnews reads"),
        ("a.jsonl", b'{"schema":"civicnews/1","text":"a"}\n' * 9, "is what civicnews has written itself"),
        ("a.csv", b"schema,path,text\ncivicnews/1,b.txt,c\n", "is what civicnews has written itself"),
        ("a.zip", zipped({}), "has nothing in it that civicnews reads"),
        ("a.zip", zipped({"a.png": b"png"}), "has nothing in it that civicnews reads"),
    ],
)
def test_a_table_or_archive_without_texts_is_one_failure(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (one,) = read_as(tmp_path, name, data)
    assert isinstance(one, Failure)
    assert (one.name, one.reason.startswith(reason)) == (f"{tmp_path}/{name}", True)


@pytest.mark.parametrize("data", ['[{"text":"a"},{"text":"b"}]', '{"text":"a"}\n{"text":"b"}', '[{"text":"a"},\n {"text":"b"}]'])
def test_json_is_a_list_or_a_line_each(tmp_path: Path, data: str) -> None:
    assert [getattr(one, "data", None) for one in read_as(tmp_path, "a.json", data)] == [b"a", b"b"]


def test_tables_in_archives(tmp_path: Path) -> None:
    files = read_as(tmp_path, "a.zip", zipped({"x.jsonl": '{"text":"a"}\n', "y.csv": "text\nb\n"}))
    assert short(files, tmp_path) == ["a.zip!/x.jsonl#1", "a.zip!/y.csv#1"]
    assert short(read_as(tmp_path, "b.jsonl.gz", gzipped('{"text":"a"}\n')), tmp_path) == ["b.jsonl.gz#1"]


# dates in paths


@pytest.mark.parametrize(
    ("pattern", "path", "day"),
    [
        ("papers/{year}/{month}/{day}/*.txt", "old/papers/2023/3/07/A05.txt", "2023-03-07"),
        ("{year}{month}{day}", "dtrb_20230307_05.txt", "2023-03-07"),
        ("rb{yy}{month}{day}", "x/rb980307.txt", "1998-03-07"),
        ("{year}年{month}月{day}日", "2023年3月7日.zip!/a.txt", "2023-03-07"),
        ("{day}.{month}.{year}", "07.03.2023/a.txt", "2023-03-07"),
        ("**/{year}-{month}/{day}/*", "a/2023-03/07/content_1.htm", "2023-03-07"),
        ("{year}/{month}/{day}", "2023/13/07/a.txt", None),
        ("{year}/{month}/{day}", "2023/02/30/a.txt", None),
        ("{year}{month}{day}", "120230307.txt", None),
    ],
)
def test_the_date_of_a_path(pattern: str, path: str, day: str | None) -> None:
    date = PublishedFrom(pattern).date(path)
    assert (date.isoformat() if date else None) == day


def test_pattern_of_a_thousand_wildcards_is_matched_at_once() -> None:
    begun = time.process_time()
    assert PublishedFrom("**" * 1000 + "{year}/{month}/{day}").date("a1/" * 100 + "2023-3-7.txt") is None
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("pattern", ["{year}/{month}", "{jahr}/{month}/{day}", "{year}{year}{month}{day}", "*.txt", "{}"])
def test_a_pattern_that_says_no_day_is_refused(pattern: str) -> None:
    with pytest.raises(ReadError, match="expected"):
        PublishedFrom(pattern)
