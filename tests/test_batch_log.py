"""The log of a batch: what is appended is there again, whole lines only."""

from __future__ import annotations

import errno
import os
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from civicnews.batch import log as log_module
from civicnews.batch.log import Log
from civicnews.errors import WriteError

ONE, TWO = b'{"key": "1", "n": 1}', b'{"key": "2", "n": 2}'


def test_lines_are_read_at_their_offsets_and_recovered_in_order(tmp_path: Path) -> None:
    with closing(Log.open(tmp_path, {"rules": "a"})) as log:
        head = log.size
        at = [log.append(ONE), log.append(TWO)]
        assert at == [head, head + len(ONE) + 1]
        assert log.size == log.path.stat().st_size
        assert [log.read(offset)["n"] for offset in (at[1], at[0])] == [2, 1]
    with closing(Log.open(tmp_path, {"rules": "a"})) as log:
        assert log.size == head
        assert [(offset, line["n"]) for offset, line in log.recover()] == [(at[0], 1), (at[1], 2)]
        assert log.size == log.path.stat().st_size
        assert log.append(ONE) == log.path.stat().st_size - len(ONE) - 1


def test_each_identity_has_a_log_of_its_own_that_says_what_it_is(tmp_path: Path) -> None:
    for rules in ("a", "云州"):
        with closing(Log.open(tmp_path, {"rules": rules})) as log:
            assert log.path.read_bytes() == f'{{"log": 1, "rules": "{rules}"}}\n'.encode()
    for identity in ({"rules": "a", "version": "1"}, {"version": "1", "rules": "a"}):
        Log.open(tmp_path, identity).close()
    assert len(Log.all_in(tmp_path)) == 3


def test_a_log_is_a_file_that_its_user_may_read_and_nobody_may_run(tmp_path: Path) -> None:
    with closing(Log.open(tmp_path, {})) as log:
        mode = log.path.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    assert mode == 0o666 & ~umask


def test_a_log_whose_head_was_not_written_whole_is_begun_again(tmp_path: Path) -> None:
    with closing(Log.open(tmp_path, {})) as log:
        path = log.path
        head = path.read_bytes()
    path.write_bytes(head[:-3])
    with closing(Log.open(tmp_path, {})) as log:
        assert path.read_bytes() == head
        assert log.size == len(head)


@pytest.fixture
def fails(monkeypatch: pytest.MonkeyPatch) -> Any:
    def install(*names: str) -> None:
        def fail(*args: Any) -> None:
            raise OSError(errno.EIO, "Input/output error")

        for name in names:
            monkeypatch.setattr(log_module.os, name, fail)

    return install


def test_a_line_that_cannot_be_written_whole_leaves_nothing_behind(tmp_path: Path, fails: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(Log.open(tmp_path, {})) as log:
        log.append(ONE)
        before = log.path.read_bytes()
        write = os.write
        monkeypatch.setattr(
            log_module.os, "write", lambda descriptor, data: write(descriptor, bytes(data[:5])) if len(data) > 10 else fail()
        )

        def fail() -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

        with pytest.raises(WriteError, match=r"cannot be written \(No space left on device\)"):
            log.append(TWO)
        assert log.path.read_bytes() == before
        assert log.size == len(before)
        fails("ftruncate")  # what cannot even be cut off is cut off by the next run
        with pytest.raises(WriteError, match="No space left on device"):
            log.append(TWO)
        monkeypatch.undo()
    with closing(Log.open(tmp_path, {})) as log:
        assert [line["n"] for _, line in log.recover()] == [1]
        assert log.path.read_bytes() == before


def test_lines_are_brought_to_the_disk_every_few_seconds_and_at_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now, synced = [100.0], []
    monkeypatch.setattr(log_module.time, "monotonic", lambda: now[0])
    log = Log.open(tmp_path, {})
    monkeypatch.setattr(log_module.os, "fsync", lambda descriptor: synced.append(now[0]))
    for seconds in (1.0, 4.9, 5.0, 9.9, 10.0):
        now[0] = 100.0 + seconds
        log.append(ONE)
    assert synced == [105.0, 110.0]
    now[0] = 111.0
    log.close()
    assert synced == [105.0, 110.0, 111.0]


@pytest.mark.parametrize("call", ["fsync", "ftruncate", "open"])
def test_a_log_that_cannot_be_begun_says_so(tmp_path: Path, fails: Any, call: str) -> None:
    fails(call)
    with pytest.raises(WriteError, match=r"documents-.*cannot be written \(Input/output error\); make room or check the rights"):
        Log.open(tmp_path, {})


def test_a_log_that_cannot_be_cut_or_synced_says_so(tmp_path: Path, fails: Any) -> None:
    log = Log.open(tmp_path, {})
    fails("fsync", "ftruncate")
    with pytest.raises(WriteError, match="Input/output error"):
        list(log.recover())
    with pytest.raises(WriteError, match="Input/output error"):
        log.close()
    with pytest.raises(OSError, match="Bad file descriptor"):  # closed all the same
        os.lseek(log._descriptor, 0, os.SEEK_CUR)


@pytest.mark.parametrize("rubbish", [b"{}\n", b'"key"\n', b"[]\n", b"\x00\x00\n", TWO], ids=["no key", "text", "list", "zeros", "no end"])
def test_what_is_no_line_of_the_log_is_cut_off_with_all_behind_it(tmp_path: Path, rubbish: bytes) -> None:
    with closing(Log.open(tmp_path, {})) as log:
        log.append(ONE)
        path, whole = log.path, log.path.read_bytes()
    path.write_bytes(whole + rubbish + TWO + b"\n" if rubbish != TWO else whole + rubbish)
    with closing(Log.open(tmp_path, {})) as log:
        assert [line["n"] for _, line in log.recover()] == [1]
        assert path.read_bytes() == whole
