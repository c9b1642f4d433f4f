"""`civicnews batch` as people run it: killed, interrupted, out of room; and the same records as `extract`."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from itertools import product
from pathlib import Path

import pytest
from batch_stub import install
from generated import write_articles
from shared_pipeline import pipeline
from test_batch_run import fill, lines, text
from untraced import untraced

from civicnews.batch import run as module
from civicnews.batch import worker
from civicnews.batch.summary import Summary
from civicnews.cli import batch as command
from civicnews.cli.app import main
from civicnews.read import read_path
from civicnews.write import to_csv, to_jsonl

PROGRAM = Path(__file__).parent / "batch_program.py"
SAMPLES = Path(__file__).parent.parent / "samples"


def start(*arguments: str | Path, seconds: float = 0.0, limit: int | None = None) -> subprocess.Popen[str]:
    def limited() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    environment = {**(os.environ if limit is None else untraced()), "BATCH_SECONDS": str(seconds)}
    return subprocess.Popen(
        [sys.executable, str(PROGRAM), "batch", *map(str, arguments)],
        stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True, preexec_fn=limited,
    )  # fmt: skip


def end(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, said = process.communicate(timeout=60)
    return process.returncode, said


def when_logged(output: Path, count: int, process: subprocess.Popen[str]) -> None:
    """Wait until so many lines are in the log."""
    state = Path(f"{output}.civicnews")
    while process.poll() is None and sum(log.read_bytes().count(b"\n") for log in state.glob("documents-*.jsonl")) < count:
        time.sleep(0.01)


def test_a_run_killed_at_random_moments_gives_the_records_of_an_undisturbed_one(tmp_path: Path) -> None:
    folder = fill(tmp_path / "in", 120, bad__txt=b"\xff\x00" * 30)
    whole, output = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    assert end(start(folder, "-o", whole, "-q"))[0] == 1
    rng = random.Random(5)
    for kill in range(6):
        process = start(folder, "-o", output, "-q", seconds=0.01)
        when_logged(output, 1 + kill * 12, process)
        time.sleep(rng.random() * 0.15)
        process.kill()
        end(process)
    code, said = end(start(folder, "-o", output))
    assert code == 1
    assert "1 of 121 inputs failed" in said
    assert output.read_bytes() == whole.read_bytes()
    (log,) = Path(f"{output}.civicnews").glob("documents-*.jsonl")
    keys = [json.loads(line)["key"] for line in log.read_bytes().splitlines()[1:]]
    assert len(keys) == len(set(keys)) == 120


def test_ctrl_c_finishes_writes_and_says_how_to_go_on(tmp_path: Path) -> None:
    folder, output = fill(tmp_path / "in", 400), tmp_path / "out.jsonl"
    process = start(folder, "-o", output, "--workers", "2", seconds=0.02)
    when_logged(output, 20, process)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does, to the workers too
    code, said = end(process)
    assert code == 130
    assert "finishing the inputs in hand" in said
    assert "give the same command again to go on" in said
    assert 19 <= len(lines(output)) < 400
    code, said = end(start(folder, "-o", output))
    assert code == 0
    assert len(lines(output)) == 400


def test_a_polite_kill_is_as_ctrl_c_and_the_second_stops_at_once(tmp_path: Path) -> None:
    folder, output = fill(tmp_path / "in", 300), tmp_path / "out.jsonl"
    process = start(folder, "-o", output, "-q", seconds=0.02)
    when_logged(output, 5, process)
    process.terminate()
    assert end(process)[0] == 143
    process = start(folder, "-o", output, "-q", seconds=0.1)
    when_logged(output, 60, process)
    process.send_signal(signal.SIGINT)
    time.sleep(0.15)
    process.send_signal(signal.SIGINT)
    code, said = end(process)
    assert code == 130
    assert said.count("\n") <= 3


def test_ctrl_c_at_once_stops_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "typer.py").write_text("raise KeyboardInterrupt", encoding="utf-8")  # while the program is loaded
    program = [sys.executable, "-m", "civicnews", "batch"]
    loading = subprocess.run(program, env={**os.environ, "PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert (loading.returncode, loading.stderr) == (130, "")
    folder, output = fill(tmp_path / "in", 300), tmp_path / "out.jsonl"
    process = start(folder, "-o", output, "-q", seconds=0.02)
    while not Path(f"{output}.civicnews").exists():
        time.sleep(0.001)
    process.send_signal(signal.SIGINT)
    code, said = end(process)
    assert code == 130
    assert "Traceback" not in said
    assert not output.exists() or len(lines(output)) < 300


def test_nothing_is_said_on_standard_output_where_standard_error_is_closed(tmp_path: Path) -> None:
    folder = fill(tmp_path / "in", 2, bad__txt=b"")
    shell = f"exec {sys.executable} {PROGRAM} batch {folder} -o {tmp_path}/out.jsonl 2>&-"
    done = subprocess.run(["sh", "-c", shell], stdout=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")


def test_no_worker_outlives_a_killed_run(tmp_path: Path) -> None:
    folder, output = fill(tmp_path / "in", 200), tmp_path / "out.jsonl"
    process = start(folder, "-o", output, "-q", "--workers", "3", seconds=0.02)
    when_logged(output, 10, process)
    process.kill()
    end(process)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("a worker is still there")


def test_two_runs_at_once(tmp_path: Path) -> None:
    folder, output = fill(tmp_path / "in", 200), tmp_path / "out.jsonl"
    first = start(folder, "-o", output, "-q", seconds=0.02)
    when_logged(output, 5, first)
    code, said = end(start(folder, "-o", output))
    assert code == 2
    assert f"another run (process {first.pid}" in said
    first.kill()
    end(first)
    assert end(start(folder, "-o", output, "-q"))[0] == 0  # at once, though workers of the first may still end


def test_a_file_that_cannot_grow_is_a_full_disk(tmp_path: Path) -> None:
    folder, output = fill(tmp_path / "in", 60), tmp_path / "out.jsonl"
    code, said = end(start(folder, "-o", output, "-q", limit=60_000))
    assert code == 1
    assert "cannot be written (File too large); make room" in said
    assert "Traceback" not in said
    assert not output.exists()
    assert end(start(folder, "-o", output, "-q"))[0] == 0
    assert len(lines(output)) == 60


def test_batch_gives_the_records_of_extract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "open_pipeline", lambda options: pipeline())
    monkeypatch.setattr(module, "open_pipeline", lambda options: pipeline())
    write_articles(tmp_path / "in", 4)
    inputs = [*sorted(map(str, SAMPLES.glob("*.txt"))), *sorted(map(str, (tmp_path / "in").rglob("*.txt")))]
    results = [pipeline().run(read_path(path)) for path in inputs]
    expected = {"jsonl": "".join(map(to_jsonl, results)), "csv": "".join(to_csv(one, header=not at) for at, one in enumerate(results))}
    for form, said in expected.items():
        output = tmp_path / f"out.{form}"
        assert main(["batch", *inputs, "-o", str(output), "-q", "--workers", "2"]) == 0
        assert output.read_bytes().decode() == said


def test_the_summary_and_the_progress_go_to_standard_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch)
    fill(tmp_path / "in", 3)
    (tmp_path / "in" / "empty.txt").touch()
    assert main(["batch", str(tmp_path / "in"), "-o", str(tmp_path / "o.csv"), "--workers", "1"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    for said in ("4 files", "district", "type", "month", "1 of 4 inputs failed", "errors.jsonl"):
        assert said in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["in", "-o", "x.txt"], "name a file that ends in"),
        (["in", "-o", "in/000.txt/"], "is no folder"),
        (["nowhere", "-o", "x.csv"], "nowhere: no such file or folder"),
        (["in", "-o", "x.csv", "--published-from", "{year}"], "--published-from"),
        (["in", "-o", "x.csv", "--published", "7.3.2023"], "YYYY-MM-DD"),
        (["in", "-o", "x.csv", "--encoding", "klingon"], "unknown encoding"),
        (["in", "-o", "x.csv", "--rules", "nowhere"], "nowhere"),
        (["in", "-o", "x.csv", "--region", "无此市"], "--region"),
        (["in", "-o", "x.csv", "--workers", "0"], "--workers"),
        (["in"], "-o"),
    ],
)
def test_mistakes_on_the_command_line_are_exit_2_and_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    fill(tmp_path / "in", 1)
    assert main(["batch", *arguments]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


@pytest.mark.parametrize(("name", "extra"), [("a.htm", "html"), ("a.pdf", "pdf"), ("a.docx", "docx"), ("a.zst", "zst")])
def test_a_missing_extra_is_said_before_anything_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, extra: str
) -> None:
    from civicnews.inputs import kinds

    monkeypatch.setattr(kinds, "find_spec", lambda module: None)
    fill(tmp_path / "in", 1)
    (tmp_path / "in" / name).write_text(text(5), encoding="utf-8")
    assert main(["batch", str(tmp_path / "in"), "-o", str(tmp_path / "o.csv"), "--dedup", "off"]) == 2
    assert f"pip install 'civicnews[{extra}]'" in capsys.readouterr().err


def test_all_missing_extras_are_said_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from civicnews.inputs import kinds

    monkeypatch.setattr(kinds, "find_spec", lambda module: None)
    for name in ("a.htm", "b.html", "c.pdf"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    assert main(["batch", str(tmp_path), "-o", str(tmp_path / "o.csv"), "--dedup", "off"]) == 2
    assert f"{tmp_path}/a.htm: to read html, pdf files: pip install 'civicnews[html,pdf]'; or leave" in capsys.readouterr().err
    assert not (tmp_path / "o.csv.civicnews").exists()


def test_a_missing_library_for_duplicates_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    fill(tmp_path / "in", 1)
    assert main(["batch", str(tmp_path / "in"), "-o", str(tmp_path / "o.csv")]) == 2
    assert "pip install 'civicnews[dedup]'" in capsys.readouterr().err


def test_cores_are_counted() -> None:
    assert command._cores() >= 1


def test_the_summary_names_the_largest_districts_and_goes_over_to_years() -> None:
    summary = Summary(inputs=1200, records=3000)
    for number in range(17):
        summary.district[f"区{number:02}"] = 100 - number
    for year, month in product(range(1998, 2001), range(1, 13)):
        summary.month[f"{year}-{month:02}"] = 10
    summary.month["(no date)"] = 5
    (_, totals), (_, districts), (heads, years) = command._tables(summary)
    assert (totals[0], totals[-1]) == (("inputs", "1,200"), ("records", "3,000"))
    assert (len(districts), districts[0], districts[-1]) == (16, ("区00", "100"), ("(2 more)", "169"))
    assert (heads[0], years) == ("year", [("(no date)", "5"), ("1998", "120"), ("1999", "120"), ("2000", "120")])
    few = Summary(month=Counter({"2023-03": 4}))
    assert [rows for _, rows in command._tables(few)][1:] == [[("2023-03", "4")]]


def test_as_many_workers_as_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    assert command._cores() >= 1
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert command._cores() == 1
