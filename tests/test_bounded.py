"""Files that may be anything: pipes that nobody writes into, devices without an end; and the limits of one input."""

from __future__ import annotations

import io
import json
import os
import random
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from civicnews import bounded
from civicnews.bounded import bounded_lines, open_input, read_bounded
from civicnews.cli.app import main
from civicnews.errors import ReadError
from civicnews.foreign_json import parsed
from civicnews.inputs.apart import apart
from civicnews.read import read_path
from civicnews.watchdog import check_length, patience, time_limit


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    os.mkfifo(tmp_path / "pipe")
    return tmp_path / "pipe"


def test_pipe_without_a_writer_is_refused(pipe: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "WRITER_SECONDS", 0.05)
    with pytest.raises(ReadError, match="nothing writes into this pipe"):
        read_path(pipe)


@pytest.mark.parametrize("pause", [0, 0.2])
def test_pipe_is_read_to_its_end_however_slow_its_writer(pipe: Path, pause: float) -> None:
    def write() -> None:
        with open(pipe, "wb", buffering=0) as file:
            time.sleep(pause)
            for _ in range(3):
                file.write("社区".encode() * 40_000)

    writer = threading.Thread(target=write)
    writer.start()
    with open_input(pipe) as file:
        assert file.peek(4)[:3] == "社".encode()
        assert file.read() == "社区".encode() * 120_000
    writer.join()


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/urandom"])
def test_device_without_an_end_is_refused(device: str) -> None:
    with pytest.raises(OSError, match="larger than"):
        read_bounded(device, 1 << 20)


def test_folder_is_no_input(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        open_input(tmp_path)


def test_input_that_takes_too_long_fails_and_the_next_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("civicnews.watchdog.SECONDS", 0.05)
    with pytest.raises(ReadError, match=r"^page: takes more than 0\.05 seconds"), time_limit("page"):
        while True:
            pass
    with time_limit("next"):
        pass


def test_limit_is_raised_again_where_it_was_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("civicnews.watchdog.SECONDS", 0.05)
    monkeypatch.setattr("civicnews.watchdog._AGAIN", 0.05)
    swallowed = 0
    with pytest.raises(ReadError), time_limit("page"):
        while True:
            try:
                while True:
                    pass
            except ReadError:
                swallowed += 1
                if swallowed == 2:
                    raise


def test_limit_can_be_raised_and_the_reason_says_how() -> None:
    with (
        pytest.raises(ReadError, match=r"more than 0\.05 seconds of processor time; split it or raise --timeout"),
        time_limit("page", 0.05),
    ):
        while True:
            pass


def printed(characters: int) -> str:
    """Lines that pack as badly as those of a newspaper do."""
    drawn = random.Random(1)
    return "".join("".join(chr(0x4E00 + drawn.randrange(3000)) for _ in range(19)) + "\n" for _ in range(characters // 20))


def test_long_inputs_have_more_time_but_for_lines_that_nobody_prints() -> None:
    page = printed(200_000)
    assert patience(page[:1000]) == patience(page[:100_000]) == 1
    assert patience(page) == pytest.approx(2.8)
    assert patience(page.replace("\n", "")) == patience("社" * 11_999 + "\n" + page[:100_000]) == 1
    assert patience(page.replace("\n", "")[:9_999] + "\n" + page) == pytest.approx(3, abs=0.01)


@pytest.mark.parametrize("line", ["3月5日，柳岸社区组织志愿者义诊。", "柳岸{}社区举行义诊", "永和{}街道", "{}月5日，"])
def test_long_inputs_that_say_the_same_over_and_over_have_no_more_time(line: str) -> None:
    assert patience("".join(line.format(number) + "\n" for number in range(60_000))) == 1


def test_time_that_an_input_has_is_raised_by_its_text() -> None:
    text = printed(200_000)
    with pytest.raises(ReadError, match=r"more than 0\.14 seconds"), time_limit("page", 0.05) as allow:
        allow(text)
        while True:
            pass
    with pytest.raises(ReadError, match=r"more than 0\.05 seconds"), time_limit("page", 0.05) as allow:
        allow("社" * 1_000_000)
        while True:
            pass


def test_limit_of_none() -> None:
    with time_limit("page", 0):
        assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # where the limit is met inside a callback of the collector
def test_long_hostile_page_fails_in_time_and_the_good_one_beside_it_does_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "long.txt").write_text("社区志愿者" * 50_000, "utf-8")
    (tmp_path / "good.txt").write_text("柳岸社区办起义诊\n\n　　3月5日，柳岸社区组织20余名志愿者来到滨河公园，为老人们义诊。\n", "utf-8")
    assert main(["extract", str(tmp_path / "long.txt"), str(tmp_path / "good.txt"), "--timeout", "0.5"]) == 1
    captured = capsys.readouterr()
    assert "long.txt: takes more than 0.5 seconds" in captured.err
    assert '"communities":[{' in captured.out


def test_text_that_is_too_long_is_refused() -> None:
    check_length("社" * 10, "page", 10)
    with pytest.raises(ReadError, match="11 characters, more than --max-chars 10"):
        check_length("社" * 11, "page", 10)
    with pytest.raises(ReadError, match="more than 2,000,000"):
        check_length("社" * 2_000_001, "page")


@pytest.mark.parametrize("line", [b"x" * 11, b"x" * 11 + b"\n"])
def test_line_without_an_end_is_refused_before_it_is_read(line: bytes) -> None:
    assert list(bounded_lines(io.BytesIO(b"ab\n\nc"), 3)) == [b"ab\n", b"\n", b"c"]
    with pytest.raises(ValueError, match="has a line of more than"):
        list(bounded_lines(io.BytesIO(line), 10))


@pytest.mark.parametrize("command", ["stats", "report", "review"])
def test_device_without_an_end_is_no_result(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = [] if command == "stats" else ["-o", str(tmp_path / "r.html")]
    assert main([command, "/dev/zero", *out]) == 1
    assert "/dev/zero" in capsys.readouterr().err
    assert not (tmp_path / "r.html").exists()


@pytest.mark.parametrize("text", ["[" + "[]," * 200 + "[]]", "[" + '{"a":1},' * 100 + "{}]", "[" + "1," * 300 + "1]"])
def test_json_with_more_values_than_there_is_room_for_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert parsed(text) == json.loads(text)
    monkeypatch.setattr("civicnews.foreign_json.MAX_MEMORY", 10_000)
    for one in (text, text.encode()):
        with pytest.raises(ValueError, match="too many values"):
            parsed(one)


@pytest.mark.skipif(sys.platform != "linux", reason="done in this process elsewhere")
def test_work_in_a_process_of_its_own() -> None:
    assert apart(lambda: os.getpid(), "x") != os.getpid()

    def refuse() -> None:
        raise ReadError("x: is no page")

    with pytest.raises(ReadError, match="x: is no page"):
        apart(refuse, "x")
    for deadly in (lambda: os.abort(), lambda: os._exit(3), lambda: bytearray(1 << 31)):
        with pytest.raises(ReadError, match=r"^x: is damaged, or takes too much memory or time"):
            apart(deadly, "x")


@pytest.mark.skipif(sys.platform != "linux", reason="done in this process elsewhere")
def test_time_in_a_process_of_its_own_counts() -> None:
    def work() -> None:
        until = time.process_time() + 0.3
        while time.process_time() < until:
            pass

    with pytest.raises(ReadError, match=r"more than 0\.2 seconds"), time_limit("x", 0.2):
        apart(work, "x")
    with time_limit("x", 5):
        apart(work, "x")
        assert signal.getitimer(signal.ITIMER_PROF)[0] < 4.8


@pytest.mark.parametrize("seconds", ["inf", "1e400", "99999999999"])
def test_timeout_without_measure_is_none(seconds: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("柳岸社区办起义诊\n", "utf-8")
    assert main(["extract", str(tmp_path / "a.txt"), "--timeout", seconds]) == 0
