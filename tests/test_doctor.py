"""`civicnews doctor` and `civicnews completion`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from civicnews import doctor
from civicnews.cli.app import main


def checks(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, dict[str, str | None]]]:
    code = main(["doctor", "--json", *arguments])
    found = json.loads(capfd.readouterr().out)
    assert found["ok"] is (code == 0)
    return code, {one.pop("part"): one for one in found["checks"]}


def test_a_sound_installation(capfd: pytest.CaptureFixture[str]) -> None:
    code, found = checks(capfd)
    assert code == 0
    assert {"civicnews", "python", "google-re2", "segmenter", "gazetteer", "rules", "extraction", "terminal", "language"} <= found.keys()
    assert not [part for part, one in found.items() if one["state"] == "broken"]
    assert found["extraction"]["detail"] is not None
    assert "elder_care" in found["extraction"]["detail"]


def test_the_table_is_for_people(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert main(["doctor"]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert lines[0].split() == ["部分", "状态", "详情", "办法"]
    assert lines[-1].split() == ["语言", "正常", "zh", "LC_ALL=zh_CN.UTF-8"]


def test_a_broken_pack_is_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code, found = checks(capfd, "--rules", str(tmp_path))
    assert code == 1
    assert found[f"rules {tmp_path}"]["state"] == "broken"
    assert "pack.yaml" in str(found[f"rules {tmp_path}"]["detail"])
    assert found["rules"]["state"] == "ok"


REQUIRED = [
    "alpha>=1", "beta[more]>=2.0; python_version < '4'", "gamma>=1; extra == 'parquet'", "delta; extra == 'parquet'",
    "epsilon ; extra == \"web\"", "zeta; extra == 'dev'", "civicnews[parquet]; extra == 'all'",
]  # fmt: skip
INSTALLED = {"alpha": "1.0", "gamma": "1.1", "epsilon": "2.0"}


@pytest.fixture
def packages(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Another machine: what civicnews requires there, and what is installed."""
    installed = dict(INSTALLED)

    def version(name: str) -> str:
        if name not in installed:
            raise metadata.PackageNotFoundError(name)
        return installed[name]

    monkeypatch.setattr(metadata, "requires", lambda name: REQUIRED)
    monkeypatch.setattr(metadata, "version", version)
    return installed


def examined() -> dict[str, doctor.Check]:
    return {one.part: one for one in doctor.examine([])}


def test_what_is_missing_comes_with_the_command_that_installs_it(packages: dict[str, str]) -> None:
    found = examined()
    assert (found["alpha"].state, found["alpha"].detail) == ("ok", "1.0")
    assert (found["beta"].state, found["beta"].remedy) == ("missing", "pip install beta")
    assert (found["civicnews[parquet]"].state, found["civicnews[parquet]"].remedy) == ("missing", "pip install 'civicnews[parquet]'")
    assert "delta" in found["civicnews[parquet]"].detail
    assert (found["civicnews[web]"].state, found["civicnews[web]"].remedy) == ("ok", None)
    assert not {"zeta", "civicnews[dev]", "extra all"} & found.keys()


def test_a_needed_package_that_is_missing_is_broken(packages: dict[str, str]) -> None:
    del packages["alpha"]
    assert (examined()["alpha"].state, examined()["alpha"].remedy) == ("broken", "pip install alpha")


def test_a_source_tree_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(name: str) -> list[str]:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "requires", nothing)
    assert examined()["packages"].state == "missing"


def test_an_engine_that_fails_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(engine: str = "auto") -> None:
        raise ImportError("no such library")

    monkeypatch.setattr("civicnews.segment.open_segmenter", fails)
    found = examined()["segmenter"]
    assert (found.state, found.detail) == ("broken", "ImportError: no such library")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_the_script_of_a_shell_is_printed(shell: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    assert "_CIVICNEWS_COMPLETE" in capfd.readouterr().out


def completed(words: str, count: int) -> list[str]:
    """What the program offers a bash that asks."""
    environment = {**os.environ, "_CIVICNEWS_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(count)}
    command = [sys.executable, "-m", "civicnews"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False).stdout.split()


@pytest.mark.parametrize(
    ("words", "count", "offered"),
    [
        ("civicnews ex", 1, ["explain", "extract"]),
        ("civicnews extract --for", 2, ["--format"]),
        ("civicnews extract --format j", 3, ["json", "jsonl"]),
        ("civicnews rules t", 2, ["try"]),
        ("civicnews rules try venue/ou", 3, ["venue/outing"]),
        ("civicnews rules list --kind v", 4, ["venue"]),
    ],
)
def test_words_are_completed(words: str, count: int, offered: list[str]) -> None:
    assert completed(words, count) == offered


def test_a_missing_shell_is_told_in_one_plain_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion"]) == 2
    assert capsys.readouterr().err == (
        "civicnews: Missing argument 'SHELL'. Choose from: bash, zsh, fish, powershell; see `civicnews completion --help`\n"
    )
