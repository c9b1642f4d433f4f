"""Faults of the system while a command writes: the target is the old or the new one, and there is one clear line and an exit code."""

from __future__ import annotations

import errno
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from io import FileIO
from pathlib import Path
from typing import Any

import pytest

import civicnews.write
from civicnews.cli.app import main

PAGE = "柳岸社区办起义诊\n\n　　3月5日，柳岸社区邀请医生到广场为老人义诊，量血压、测血糖。\n"
OLD = "old\n"
COMMANDS = {
    "extract": ("extract", "page.txt", "-o", "out"),
    "review": ("review", "page.txt", "-o", "out"),
    "report": ("report", "result.json", "--csv", "tables", "-o", "out"),
    "batch": ("batch", "page.txt", "-q", "--workers", "1", "--fresh", "-o", "out.jsonl"),
}


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "page.txt").write_text(PAGE, "utf-8")
    assert main(["extract", "page.txt", "-o", "result.json"]) == 0
    return folder


class Faults:
    """Lets the Nth call that changes a file fail, as on a broken disk; counts the calls."""

    def __init__(self, at: int) -> None:
        self.at, self.count = at, 0

    def step(self) -> None:
        self.count += 1
        if self.count == self.at:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    def install(self, patch: pytest.MonkeyPatch) -> None:
        for name in ("fsync", "replace", "chmod", "ftruncate", "write"):
            patch.setattr(os, name, self.counted(getattr(os, name)))
        faults = self

        class Failing(FileIO):
            def write(self, data: Any) -> int:
                faults.step()
                return super().write(data)

        patch.setattr(civicnews.write, "open", lambda file, mode, buffering: Failing(file, mode), raising=False)

    def counted(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **named: Any) -> Any:
            self.step()
            return call(*args, **named)

        return run


def target_of(arguments: tuple[str, ...]) -> Path:
    return Path(arguments[-1])


def plain(target: Path) -> str:
    """What is in the target, without the numbers that the engine of the charts counts on within one process."""
    return re.sub(r"clip\d+", "clip", target.read_text("utf-8"))


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_fault_at_every_call(arguments: tuple[str, ...], work: Path, capfd: pytest.CaptureFixture[str]) -> None:
    target = target_of(arguments)
    assert main(list(arguments)) == 0
    new = plain(target)
    target.write_text(OLD, "utf-8")
    capfd.readouterr()
    failed = 0
    for at in range(1, 200):
        faults = Faults(at)
        with pytest.MonkeyPatch.context() as patch:
            faults.install(patch)
            code = main(list(arguments))
        said = capfd.readouterr().err
        now = plain(target)
        assert now in (OLD, new), at
        assert "internal error" not in said, (at, said)
        assert "Traceback" not in said, (at, said)
        assert code in (0, 1, 2), at
        if code:
            failed += 1
            assert os.strerror(errno.EIO) in said, (at, said)
        else:
            assert now == new, at
        assert not list(work.glob(".civicnews-*")), at
        target.write_text(OLD, "utf-8")
        if faults.count < at:
            break
    assert failed >= 2


@pytest.mark.parametrize("arguments", [COMMANDS[name] for name in ("extract", "review", "report")], ids=["extract", "review", "report"])
def test_device_without_room(arguments: tuple[str, ...], work: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main([*arguments[:-1], "/dev/full"]) in (1, 2)
    said = capfd.readouterr().err
    assert "/dev/full: cannot be written (No space left on device)" in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_folder_that_is_gone_or_no_folder(arguments: tuple[str, ...], work: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for target in ("no/such/folder/x.jsonl", "page.txt/x.jsonl", "/proc/civicnews-x.jsonl"):
        assert main([*arguments[:-1], target]) == 2
        said = capfd.readouterr().err
        assert "Traceback" not in said
        assert len(said.splitlines()) == 1, said


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_folder_of_the_target_goes_in_flight(arguments: tuple[str, ...], work: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (work / "there").mkdir()
    gone = []

    def sync(descriptor: int) -> None:
        if not gone:
            gone.append(True)
            shutil.rmtree(work / "there")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", sync)
        assert main([*arguments[:-1], f"there/{arguments[-1]}"]) in (1, 2)
    said = capfd.readouterr().err
    assert "Traceback" not in said
    assert "internal error" not in said
    assert "cannot be" in said


@pytest.mark.parametrize("arguments", [COMMANDS[name] for name in ("extract", "review", "report")], ids=["extract", "review", "report"])
def test_reader_that_goes_away_ends_the_program_without_a_word(arguments: tuple[str, ...], work: Path) -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "civicnews", *arguments[:-1], "-"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=work
    )
    assert program.stdout is not None
    assert program.stderr is not None
    program.stdout.close()
    said = program.stderr.read()
    program.stderr.close()
    assert program.wait() in (0, 128 + signal.SIGPIPE, -signal.SIGPIPE)
    assert said == b""


def read_only(folder: Path) -> bool:
    """Whether this process can be kept from writing into a folder, which nobody keeps root from."""
    folder.chmod(0o555)
    return not os.access(folder, os.W_OK)


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_folder_that_is_read_only(arguments: tuple[str, ...], work: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (work / "kept").mkdir()
    if not read_only(work / "kept"):
        pytest.skip("root may write everywhere")
    assert main([*arguments[:-1], f"kept/{arguments[-1]}"]) == 2
    assert len(capfd.readouterr().err.splitlines()) == 1
