"""How a batch is told of while it runs: nothing, lines, or a bar."""

from __future__ import annotations

import sys
from collections import Counter

import pytest

from civicnews.batch.run import Survey
from civicnews.cli import progress
from civicnews.cli.progress import watcher

SURVEY = Survey(files=1200, size=3_000_000, left_out=Counter({".rar": 2, ".doc": 1}), done=7, anew=False)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(progress, "time", made)
    return made


def at(clock: Clock, seconds: float, *, failures: int = 0, size: int = 0) -> dict[str, int]:
    clock.now = 100.0 + seconds
    return {"inputs": 600, "records": 1500, "failures": failures, "reused": 0, "size": size}


def test_quiet_says_nothing(capfd: pytest.CaptureFixture[str], clock: Clock) -> None:
    told = watcher(quiet=True)
    told.begin(SURVEY)
    told.advance(**at(clock, 1000))
    told.exporting()
    assert capfd.readouterr() == ("", "")


def test_a_line_every_half_minute_says_how_long_it_will_take(capfd: pytest.CaptureFixture[str], clock: Clock) -> None:
    told = watcher(quiet=False)
    told.begin(SURVEY)
    assert "1,200 files, 3.0 MB; 7 texts are done" in (said := capfd.readouterr().err)
    assert "3 files of other kinds are left out: 2 .rar, 1 .doc" in said
    told.advance(**at(clock, 29.9))
    assert capfd.readouterr().err == ""
    told.advance(**at(clock, 30, size=1_000_000))
    assert "600 inputs, 1,500 records, 0 failed, 20 inputs/s, 1 min left" in capfd.readouterr().err
    told.advance(**at(clock, 59.9, size=1_000_000))
    assert capfd.readouterr().err == ""
    told.advance(**at(clock, 60, size=20_000, failures=3))
    assert "3 failed, 10 inputs/s, 2 h 29 min left" in capfd.readouterr().err
    told.advance(**at(clock, 90))
    assert "left" not in capfd.readouterr().err
    told.exporting()
    assert "writing the output" in capfd.readouterr().err


def test_other_rules_than_before_are_told_of(capfd: pytest.CaptureFixture[str]) -> None:
    watcher(quiet=False).begin(Survey(files=1, size=10, anew=True))
    said = capfd.readouterr().err
    assert "1 files, 0.0 MB\n" in said
    assert "everything is extracted again; --fresh deletes what was done" in said


def test_a_terminal_has_a_bar_that_goes_away(capsys: pytest.CaptureFixture[str], clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    told = watcher(quiet=False)
    told.begin(SURVEY)
    told.advance(**at(clock, 0.1, size=1_000_000))
    assert "600 inputs" not in capsys.readouterr().err
    told.advance(**at(clock, 10, size=1_500_000, failures=2))
    said = capsys.readouterr().err
    assert "600 inputs, 1,500 records" in said
    assert "2 failed" in said
    assert "60/s" in said
    assert "50 %" in said
    told.advance(**at(clock, 20, size=3_000_000))
    assert "failed" not in capsys.readouterr().err
    told.exporting()
