"""A batch: order, resuming, failures, duplicates, stopping; with a stub in the place of the pipeline."""

from __future__ import annotations

import csv
import json
import os
import random
from pathlib import Path
from typing import Any

import pytest
from batch_stub import Watching, go, install
from made_files import gzipped, tarred, zipped

from civicnews.batch import log as log_module
from civicnews.batch import pool as pool_module
from civicnews.batch.log import Log
from civicnews.batch.options import Options
from civicnews.batch.run import Batch, Stop, run, state_folder
from civicnews.errors import BatchError, CivicNewsError, WriteError
from civicnews.inputs.sources import Reading


@pytest.fixture(autouse=True)
def stub(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch)


def text(number: int) -> str:
    """A page that shares no run of five characters with another."""
    rng = random.Random(number)
    return "".join(chr(rng.randrange(0x4E00, 0x9000)) for _ in range(30)) + "。"


def fill(folder: Path, count: int, **more: str | bytes) -> Path:
    folder.mkdir(exist_ok=True)
    for number in range(count):
        (folder / f"{number:03}.txt").write_text(text(number), encoding="utf-8")
    for name, data in more.items():
        (folder / name.replace("__", ".")).write_bytes(data if isinstance(data, bytes) else data.encode())
    return folder


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def errors(output: Path) -> dict[str, tuple[str, str]]:
    found = lines(state_folder(str(output)) / "errors.jsonl")
    return {os.path.basename(line["path"]): (line["stage"], line["reason"]) for line in found}


def log_of(output: Path) -> Path:
    (only,) = Log.all_in(state_folder(str(output)))
    return only


def test_records_come_in_the_order_of_the_inputs_whatever_the_workers(tmp_path: Path) -> None:
    folder = fill(tmp_path / "in", 40, a__txt="慢" + text(100))
    outputs = []
    for workers in (1, 2, 5):
        outcome = go(folder, tmp_path / f"{workers}.jsonl", workers=workers)
        assert (outcome.summary.inputs, outcome.summary.records, outcome.summary.failures, outcome.stopped) == (41, 41, 0, False)
        outputs.append((tmp_path / f"{workers}.jsonl").read_bytes())
    assert outputs[0] == outputs[1] == outputs[2]
    paths = [line["document"]["path"] for line in lines(tmp_path / "1.jsonl")]
    assert paths == sorted(paths)


def test_what_is_done_is_not_done_again(tmp_path: Path) -> None:
    folder = fill(tmp_path / "in", 10)
    output = tmp_path / "out.jsonl"
    go(folder, output)
    before, log = output.read_bytes(), log_of(output).read_bytes()
    assert go(folder, output).summary.reused == 10
    assert (output.read_bytes(), log_of(output).read_bytes()) == (before, log)
    (folder / "003.txt").write_text(text(77), encoding="utf-8")
    (folder / "0035.txt").write_text(text(78), encoding="utf-8")
    (folder / "009.txt").unlink()
    (folder / "005.txt").rename(folder / "moved.txt")
    outcome = go(folder, output)
    assert (outcome.summary.inputs, outcome.summary.reused) == (10, 8)
    other = tmp_path / "fresh.jsonl"
    go(folder, other)
    assert output.read_bytes() == other.read_bytes()
    assert go(folder, output, fresh=True).summary.reused == 0
    assert output.read_bytes() == other.read_bytes()


def test_other_options_begin_another_log_and_the_first_is_kept(tmp_path: Path) -> None:
    folder, output = fill(tmp_path / "in", 5), tmp_path / "out.jsonl"
    go(folder, output)
    assert go(folder, output, options=Options(newspaper="云州日报")).summary.reused == 0
    assert go(folder, output).summary.reused == 5


@pytest.mark.parametrize("cut", [0.0, 0.01, 0.3, 0.5, 0.77, 0.999])
def test_a_log_that_ends_anywhere_is_gone_on_from(tmp_path: Path, cut: float) -> None:
    folder, output = fill(tmp_path / "in", 12), tmp_path / "out.jsonl"
    go(folder, output)
    whole, log = output.read_bytes(), log_of(output)
    data = log.read_bytes()
    log.write_bytes(data[: int(len(data) * cut)])
    output.unlink()
    reused = go(folder, output).summary.reused
    assert output.read_bytes() == whole
    assert log.read_bytes() == data
    assert reused == max(0, data[: int(len(data) * cut)].count(b"\n") - 1)


def test_rubbish_at_the_end_of_the_log_is_cut_off(tmp_path: Path) -> None:
    folder, output = fill(tmp_path / "in", 5), tmp_path / "out.jsonl"
    go(folder, output)
    data = log_of(output).read_bytes()
    for rubbish in (bytes(4096), b'{"key": 1', b"[]\n{}\n", b"\xff\xff\n"):
        log_of(output).write_bytes(data + rubbish)
        assert go(folder, output).summary.reused == 5
        assert log_of(output).read_bytes() == data


def test_a_failed_input_is_one_line_of_errors_and_is_tried_again(tmp_path: Path) -> None:
    folder = fill(tmp_path / "in", 6, bad__txt=b"\x00\xff" * 50, empty__txt="", broken__zip=b"PK no", bug__txt="出错")
    output = tmp_path / "out.jsonl"
    outcome = go(folder, output)
    assert (outcome.summary.inputs, outcome.summary.failures, outcome.summary.records) == (10, 4, 6)
    assert {name: stage for name, (stage, _) in errors(output).items()} == {
        "bad.txt": "read",
        "empty.txt": "read",
        "broken.zip": "archive",
        "bug.txt": "extract",
    }
    assert "ZeroDivisionError" in errors(output)["bug.txt"][1]
    assert all("\n" not in reason and reason for _, reason in errors(output).values())
    (folder / "bad.txt").write_text(text(50), encoding="utf-8")
    (folder / "empty.txt").unlink()
    assert go(folder, output).summary.failures == 2
    assert len(lines(output)) == 7


@pytest.mark.parametrize("workers", [1, 3])
def test_a_crash_of_a_worker_costs_only_its_input(tmp_path: Path, workers: int) -> None:
    folder = fill(tmp_path / "in", 30, **{f"{at:03}x__txt": f"崩溃{at}" for at in (0, 7, 8, 29)})
    output = tmp_path / "out.jsonl"
    outcome = go(folder, output, workers=workers)
    assert (outcome.summary.records, outcome.summary.failures) == (30, 4)
    assert set(errors(output)) == {"000x.txt", "007x.txt", "008x.txt", "029x.txt"}
    assert all("SIGKILL" in reason and "twice" in reason for _, reason in errors(output).values())


def test_the_same_bad_text_is_tried_once_a_run(tmp_path: Path) -> None:
    folder = fill(tmp_path / "in", 3, a__txt="崩溃", b__txt="崩溃", c__txt="崩溃")
    output = tmp_path / "out.jsonl"
    assert go(folder, output, workers=1).summary.failures == 3
    assert set(errors(output)) == {"a.txt", "b.txt", "c.txt"}


def test_an_input_that_takes_too_long_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_module, "_TICK", 0.02)
    folder, output = fill(tmp_path / "in", 5, slow__txt="慢"), tmp_path / "out.jsonl"
    outcome = go(folder, output, timeout=0.1)
    assert (outcome.summary.records, outcome.summary.failures) == (5, 1)
    assert "--timeout" in errors(output)["slow.txt"][1]


def test_an_input_with_too_many_characters_fails(tmp_path: Path) -> None:
    folder, output = fill(tmp_path / "in", 2, long__txt="字" * 200), tmp_path / "out.jsonl"
    assert go(folder, output, options=Options(max_chars=100)).summary.failures == 1
    stage, reason = errors(output)["long.txt"]
    assert (stage, "200 characters" in reason, "--max-chars" in reason) == ("read", True, True)
    outcome = go(folder, output, options=Options(max_chars=300))
    assert (outcome.summary.reused, outcome.summary.failures) == (2, 0)


def test_workers_are_replaced_without_losing_an_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from civicnews.batch import run as module

    monkeypatch.setattr(module, "RECYCLE", 3)
    assert go(fill(tmp_path / "in", 25), tmp_path / "out.jsonl").summary.records == 25


def test_stopping_finishes_what_is_in_hand_and_going_on_gives_all(tmp_path: Path) -> None:
    folder = fill(tmp_path / "in", 300)
    stop = Stop()
    output = tmp_path / "out.jsonl"
    outcome = go(folder, output, stop=stop, then=lambda counts: stop() if counts["inputs"] == 20 else None)
    assert outcome.stopped
    assert 20 <= outcome.summary.inputs < 300
    assert len(lines(output)) == outcome.summary.inputs
    assert go(folder, output).summary.reused >= outcome.summary.inputs
    go(folder, tmp_path / "whole.jsonl")
    assert output.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


def test_stopping_keeps_what_earlier_runs_did_though_it_comes_later(tmp_path: Path) -> None:
    folder, output, stop = fill(tmp_path / "in", 30), tmp_path / "out.jsonl", Stop()
    go(folder, output)
    fill(folder, 0, **{f"000new{at:03}__txt": text(100 + at) for at in range(200)})
    outcome = go(folder, output, stop=stop, then=lambda counts: stop() if counts["inputs"] == 2 else None)
    assert outcome.stopped
    assert outcome.summary.reused == 30
    assert {f"{folder}/{at:03}.txt" for at in range(30)} < {line["document"]["path"] for line in lines(output)}
    assert outcome.summary.inputs < 230


def test_a_stop_before_the_first_input_leaves_the_output_as_it_was(tmp_path: Path) -> None:
    folder, output, stop = fill(tmp_path / "in", 3), tmp_path / "out.jsonl", Stop()
    output.write_text("old", encoding="utf-8")
    stop()
    outcome = go(folder, output, stop=stop)
    assert (outcome.stopped, outcome.summary.inputs, output.read_text(encoding="utf-8")) == (True, 0, "old")


def test_it_is_said_how_much_is_done_and_that_other_rules_begin_anew(tmp_path: Path) -> None:
    folder, output = fill(tmp_path / "in", 4), tmp_path / "out.jsonl"
    told = []
    for options in (Options(), Options(), Options(newspaper="云州日报"), Options(newspaper="云州日报")):
        watching = Watching()
        run(Batch([str(folder)], str(output), options=options), watching, Stop())
        told.append((watching.survey.done, watching.survey.anew))
    assert told == [(0, False), (4, False), (0, True), (4, False)]


def test_files_of_other_kinds_are_counted_unless_others_are_asked_for(tmp_path: Path) -> None:
    folder = fill(tmp_path / "in", 2, a__rar="Rar!", b__RAR="Rar!", README="x", **{".hidden.doc": "x"})
    for globs, expected in ((), {".rar": 2, "README": 1}), (("*.txt",), {}):
        watching = Watching()
        run(Batch([str(folder)], str(tmp_path / "out.jsonl"), globs=globs), watching, Stop())
        assert (watching.survey.files, dict(watching.survey.left_out)) == (2, expected)


def test_two_runs_on_one_output_exclude_each_other(tmp_path: Path) -> None:
    folder, output = fill(tmp_path / "in", 3), tmp_path / "out.jsonl"
    said = []

    def second(counts: dict[str, int]) -> None:
        if not said and os.fork() == 0:  # another process; lockf does not lock a process out of its own file
            try:
                go(folder, output, workers=1)
            except BatchError as error:
                (tmp_path / "said").write_text(str(error), encoding="utf-8")
            os._exit(0)
        said.append(os.wait() if not said else None)

    go(folder, output, then=second)
    message = (tmp_path / "said").read_text(encoding="utf-8")
    assert "another run" in message
    assert f"process {os.getpid()}" in message
    assert str(output) in message


def test_a_full_disk_stops_the_run_and_it_goes_on_after(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, output = fill(tmp_path / "in", 20), tmp_path / "out.jsonl"
    real, room = os.write, [9]

    def full(descriptor: int, data: Any) -> int:
        room[0] -= 1
        if room[0] == 0:
            return real(descriptor, bytes(data)[:10])
        if room[0] < 0:
            raise OSError(28, "No space left on device")
        return real(descriptor, data)

    monkeypatch.setattr(log_module.os, "write", full)
    with pytest.raises(WriteError, match=r"No space left on device.*make room.*same command"):
        go(folder, output)
    monkeypatch.setattr(log_module.os, "write", real)
    assert not output.exists()
    assert log_of(output).read_bytes().endswith(b"\n")
    assert 0 < go(folder, output).summary.reused < 20
    assert len(lines(output)) == 20


def test_the_same_text_is_extracted_once_and_marked(tmp_path: Path) -> None:
    folder = fill(tmp_path / "in", 3, copy__txt=text(1), again__zip=zipped({"x.txt": text(2)}))
    output = tmp_path / "out.jsonl"
    outcome = go(folder, output)
    assert (outcome.summary.inputs, outcome.summary.reused, outcome.summary.records, outcome.summary.duplicates) == (5, 2, 5, 2)
    assert log_of(output).read_bytes().count(b"\n") == 1 + 3
    marked = [(line["document"]["path"], line["article"]["duplicate_of"]) for line in lines(output)]
    assert marked[3:] == [(f"{folder}/again.zip!/x.txt", f"{folder}/002.txt#a1"), (f"{folder}/copy.txt", f"{folder}/001.txt#a1")]
    assert [earlier for _, earlier in marked[:3]] == [None, None, None]


def test_near_identical_stories_are_marked_or_dropped(tmp_path: Path) -> None:
    story = (
        "3月5日，柳岸社区邀请医生到小广场为老人义诊，量血压、测血糖，还教大家做手指操，二十多位老人围坐一起，笑声不断，活动持续到中午才散。"
    )
    folder = tmp_path / "in"
    folder.mkdir()
    pages = {
        "1.txt": story,
        "2.txt": story.replace("小广场", "大广场"),
        "3.txt": story.replace("柳岸社区", "桥头社区"),
        "4.txt": " ".join(story),
        "5.txt": "社区" + text(9),
    }
    for name, page in pages.items():
        (folder / name).write_text(page, encoding="utf-8")
    for mode, expected, count in (("mark", [None, "1", None, "1", None], 2), ("drop", [None, None, None], 2), ("off", [None] * 5, 0)):
        output = tmp_path / f"{mode}.jsonl"
        outcome = go(folder, output, dedup=mode, options=Options(signatures=mode != "off"))
        found = [line["article"]["duplicate_of"] for line in lines(output)]
        assert [one and one.removeprefix(f"{folder}/").removesuffix(".txt#a1") for one in found] == expected
        assert outcome.summary.duplicates == count


def test_the_day_in_the_path_makes_the_same_bytes_another_text(tmp_path: Path) -> None:
    for day in ("2023/03/07", "2023/03/08"):
        (tmp_path / "in" / day).mkdir(parents=True)
        (tmp_path / "in" / day / "A01.txt").write_text(text(1), encoding="utf-8")
    assert go(tmp_path / "in", tmp_path / "out.jsonl").summary.reused == 0


def test_published_from_and_rows_say_the_day(tmp_path: Path) -> None:
    rows = [{"id": "r1", "text": text(1), "date": "2023-03-07"}, {"id": "r1", "text": text(2)}]
    folder = fill(tmp_path / "in", 0, rb980307_1__txt=text(3), a__jsonl="\n".join(map(json.dumps, rows)))
    output = tmp_path / "out.jsonl"
    go(folder, output, options=Options(published_from="rb{yy}{month}{day}"), reading=Reading())
    found = [(os.path.basename(d["path"]), d["published"], d["published_basis"]) for d in (line["document"] for line in lines(output))]
    assert found == [("a.jsonl#r1", "2023-03-07", "metadata"), ("a.jsonl#r1~2", None, None), ("rb980307_1.txt", "1998-03-07", "filename")]


def test_csv_and_a_folder_of_json(tmp_path: Path) -> None:
    folder = fill(tmp_path / "in", 3, p__tar__gz=gzipped(tarred({"x/y.txt": text(8)})), none__txt="无事")
    go(folder, tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [os.path.basename(row["path"]) for row in rows] == ["000.txt", "001.txt", "002.txt", "y.txt"]
    assert rows[0]["text"] == text(0)
    for _ in range(2):
        go(folder, f"{tmp_path}/out/")
    made = sorted(path for path in (tmp_path / "out").rglob("*.json"))
    assert [path.name for path in made] == ["000.txt.json", "001.txt.json", "002.txt.json", "none.txt.json", "y.txt.json"]
    document = json.loads((next(path for path in made if path.name == "000.txt.json")).read_text(encoding="utf-8"))
    assert document["schema"] == "civicnews/1"
    (folder / "000.txt").unlink()
    go(folder, tmp_path / "out")
    assert not list((tmp_path / "out").rglob("000.txt.json"))


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("out.txt", r"name a file that ends in .*\.jsonl.* or a folder as"),
        ("nowhere/out.jsonl", "there is no folder"),
        ("in", "holds files that are not of a batch"),
    ],
)
def test_an_output_that_cannot_be_is_refused_before_anything_is_done(tmp_path: Path, output: str, said: str) -> None:
    folder = fill(tmp_path / "in", 1)
    with pytest.raises(BatchError, match=said):
        go(folder, tmp_path / output)
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_no_inputs_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(BatchError, match="no file to read was found"):
        go(tmp_path / "in", tmp_path / "out.jsonl")
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
    with pytest.raises(CivicNewsError, match="no such file or folder"):
        go(tmp_path / "nowhere", tmp_path / "out.jsonl")


def test_what_the_batch_writes_into_its_own_input_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, 3)
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        assert go(Path(), "out.jsonl").summary.inputs == 3
        assert go(Path(), "out/").summary.inputs == 3
    assert lines(Path("out.jsonl"))[0]["document"]["path"] == "000.txt"


def test_the_summary_counts_districts_types_and_months(tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    go(fill(tmp_path / "in", 4), output)
    data = json.loads((state_folder(str(output)) / "summary.json").read_text(encoding="utf-8"))
    assert data["district"] == {"江州市南城区": 4}
    assert data["type"] == {"health_service": 4, "volunteer_service": 4}
    assert data["month"] == {"2023-03": 4}
