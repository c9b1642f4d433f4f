"""`civicnews rules check`: what does not hold is shown with its place, and the exit code says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from civicnews.cli.app import main
from civicnews.cli.rules import describe
from civicnews.rules.check import Failure

PACK = "name: 'mine'\nversion: '1'\nabout: 'a test'\n"
RULES = """\
kind: 'venue'
rules:
  - id: 'venue.stall'
    about: 'a stall'
    as: 'place'
    match: '[东西]门摊位'
    examples:
      - {text: '志愿者来到东门摊位', at: '东门摊位'}
    not:
      - {text: '志愿者来到摊位', why: 'no gate'}
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    (tmp_path / "pack.yaml").write_text(PACK, encoding="utf-8")
    (tmp_path / "venues.yaml").write_text(RULES, encoding="utf-8")
    return tmp_path


def test_a_pack_that_holds(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "check", str(pack)]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"civicnews: {pack}: 1 rules, 2 examples, 0 failures\n"


def test_an_example_that_does_not_hold(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (pack / "venues.yaml").write_text(RULES.replace("'[东西]门摊位'", "'东门摊'"), encoding="utf-8")
    assert main(["rules", "check", str(pack)]) == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        f"{pack}/venues.yaml:6: venue.stall: extent",
        "    志愿者来到东门摊位",
        "              ^^^^^^^^",
        "    expected  东门摊位 = place",
        "    found     东门摊",
    ]
    assert err.endswith("1 failures\n")


def test_a_near_miss_that_matches(pack: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (pack / "venues.yaml").write_text(RULES.replace("'[东西]门摊位'", "'(?:东门)?摊位'"), encoding="utf-8")
    assert main(["rules", "check", str(pack)]) == 1
    out, _ = capsys.readouterr()
    assert "near-miss" in out
    assert "expected  no gate" in out


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("venues.yaml", RULES.replace("about", "abuot", 1), "venues.yaml:4:5: rules.0.abuot"),
        ("venues.yaml", RULES.replace("[东西]门", "(?=东)"), "venues.yaml:6:5"),
        ("pack.yaml", "name: [", "pack.yaml:2:1: not YAML"),
    ],
)
def test_a_pack_that_cannot_be_read(pack: Path, name: str, text: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    (pack / name).write_text(text, encoding="utf-8")
    assert main(["rules", "check", str(pack)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert said in err


def test_a_pack_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "check", str(tmp_path / "none")]) == 2
    assert "no such folder" in capsys.readouterr().err


def test_nothing_found_is_said() -> None:
    text = describe(Failure("venue.stall", Path("v.yaml"), 6, "nothing", "来到东门", "东门 = place", ""))
    assert text.splitlines()[-1] == "    found     nothing"
    assert text.splitlines()[2] == "        ^^^^"
