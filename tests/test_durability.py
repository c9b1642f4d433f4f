"""Kill at every write: the target is always the old or the new one, and the next run ends as if nothing had been."""

from __future__ import annotations

import os
import re
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from civicnews.errors import WriteError
from civicnews.write import open_output

PROGRAM = Path(__file__).parent / "durability.py"
PAGE = "柳岸社区办起义诊\n\n　　3月5日，柳岸社区邀请医生到广场为老人义诊，量血压、测血糖。\n"
OLD = "old\n"


def run(folder: Path, stop_before: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    known = {**os.environ, "CIVICNEWS_CACHE_DIR": str(folder.parent / "cache")}
    return subprocess.run(
        [sys.executable, str(PROGRAM), str(stop_before), *arguments], cwd=folder, env=known, capture_output=True, text=True
    )


def calls(done: subprocess.CompletedProcess[str]) -> int:
    found = re.search(r"^calls (\d+)$", done.stderr, re.MULTILINE)
    assert found is not None, done.stderr
    return int(found.group(1))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "work"
    (made / "in").mkdir(parents=True)
    for name in ("a.txt", "b.txt"):
        (made / "in" / name).write_text(PAGE.replace("义诊", "义诊" + name[0]), "utf-8")
    return made


def kills(folder: Path, *arguments: str) -> Iterator[int]:
    """Kill before each call in turn; yields after each."""
    for number in range(1, 500):
        done = run(folder, number, *arguments)
        if done.returncode != -signal.SIGKILL:
            return
        yield number
    raise AssertionError("never came to its end")


def test_extract_leaves_the_old_or_the_new_target(folder: Path) -> None:
    target = folder / "out.jsonl"
    arguments = ("extract", "in/a.txt", "in/b.txt", "--format", "jsonl", "-o", "out.jsonl")
    run(folder, 0, *arguments)
    new = target.read_text("utf-8")
    assert new.count("\n") == 2
    target.write_text(OLD, "utf-8")
    seen = set()
    count = 0
    for _ in kills(folder, *arguments):
        seen.add(target.read_text("utf-8"))
        target.write_text(OLD, "utf-8")
        count += 1
    assert count >= 6
    assert seen == {OLD, new}


def test_batch_leaves_no_half_line_and_goes_on_after_each_kill(folder: Path) -> None:
    target = folder / "out.jsonl"
    arguments = ("batch", "in", "-q", "--workers", "1", "-o", "out.jsonl")
    total = calls(run(folder, 0, *arguments))
    new = target.read_text("utf-8")
    for path in (*folder.glob("out.jsonl*/*"), target):
        path.unlink()
    target.write_text(OLD, "utf-8")
    assert total >= 5
    for number in {1, 2, total // 2, total - 1, total}:
        done = run(folder, number, *arguments, "--fresh")
        if done.returncode == 0:  # it came to its end: there is less to do where a folder is there already
            continue
        assert done.returncode == -signal.SIGKILL, done.stderr
        assert target.read_text("utf-8") in (OLD, new), f"call {number}"
        again = run(folder, 0, *arguments)
        assert again.returncode == 0, again.stderr
        assert target.read_text("utf-8") == new, f"call {number}"
        target.write_text(OLD, "utf-8")


def test_target_is_private_until_it_is_whole(tmp_path: Path) -> None:
    with open_output(str(tmp_path / "out")) as write:
        write("x")
        (beside,) = tmp_path.iterdir()
        assert stat.S_IMODE(beside.stat().st_mode) == 0o600
    before = os.umask(0)
    os.umask(before)
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o666 & ~before


def test_full_disk_leaves_the_target_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out"
    target.write_text(OLD, "utf-8")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WriteError, match="No space left"), open_output(str(target)) as write:
        write("new")
    assert target.read_text("utf-8") == OLD
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_folder_that_is_removed_in_flight_is_one_clear_line(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    with pytest.raises(WriteError, match=r"^.*cannot be written"), open_output(str(folder / "out")) as write:
        write("new")
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_leaves_the_target_as_it_was(folder: Path, number: signal.Signals) -> None:
    target = folder / "out.json"
    target.write_text(OLD, "utf-8")
    program = [sys.executable, "-m", "civicnews", "extract", "in/a.txt", "-", "-o", "out.json"]
    with subprocess.Popen(program, cwd=folder, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        while not list(folder.glob(".civicnews-*")) and process.poll() is None:
            pass
        process.send_signal(number)
        _, said = process.communicate()
    assert process.returncode != 0
    assert b"Traceback" not in said
    assert target.read_text("utf-8") == OLD
