"""The command line: what goes to standard output, what to standard error, and the exit codes."""

from __future__ import annotations

import dataclasses
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from cli_reference import TARGET, reference
from results import record, result

from civicnews.cli import console
from civicnews.cli import extraction as command
from civicnews.cli.app import COMMANDS, main
from civicnews.document import Page
from civicnews.models import Result

Output = pytest.CaptureFixture[bytes]
PAGE = "3月5日，柳岸社区开展义诊活动。\n"


class StubPipeline:
    """Says one record of every page, none of a page that says 无事, and breaks at one that says 崩溃."""

    rules = SimpleNamespace(packs=[SimpleNamespace(activity_types={"health_service": {"zh": "健康义诊"}})])

    def __init__(self) -> None:
        self.asked: list[dict[str, object]] = []

    def parts(self, page: Page, **about: object) -> Iterator[Result]:
        self.asked.append({"page": page, **about})
        found = result() if "无事" in page.text else result(record())
        found = dataclasses.replace(found, source=dataclasses.replace(found.source, path=page.path))
        yield from (dataclasses.replace(found, articles=(article,), warnings=()) for article in found.articles)
        if "崩溃" in page.text:
            raise ZeroDivisionError("a bug")
        yield dataclasses.replace(found, articles=())


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> StubPipeline:
    made = StubPipeline()
    monkeypatch.setattr(command, "open_pipeline", lambda *_: made)
    return made


@pytest.fixture
def page(tmp_path: Path) -> str:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return str(path)


def pipe(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def said(capture: Output) -> tuple[str, str]:
    out, err = capture.readouterr()
    return out.decode("utf-8"), err.decode("utf-8")


@pytest.mark.usefixtures("stub")
def test_a_file_gives_one_document_on_one_line(page: str, capsysbinary: Output) -> None:
    assert main(["extract", page]) == 0
    out, err = said(capsysbinary)
    assert json.loads(out)["source"]["path"] == page
    assert out.count("\n") == 1
    assert err == ""


@pytest.mark.parametrize("arguments", [["extract"], ["extract", "-"]])
def test_standard_input_is_read(arguments: list[str], stub: StubPipeline, monkeypatch: pytest.MonkeyPatch, capsysbinary: Output) -> None:
    pipe(monkeypatch, PAGE.encode("gb18030"))
    assert main(arguments) == 0
    assert json.loads(said(capsysbinary)[0])["source"]["path"] is None
    assert stub.asked[0]["page"].text == PAGE  # type: ignore[attr-defined]


@pytest.mark.usefixtures("stub")
def test_nothing_to_read_is_a_usage_error(monkeypatch: pytest.MonkeyPatch, capsysbinary: Output) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal())
    assert main(["extract"]) == 2
    assert "civicnews extract PAGE.txt" in said(capsysbinary)[1]


def test_options_reach_the_pipeline(page: str, stub: StubPipeline) -> None:
    assert main(["extract", page, "--published", "2023-03-07", "--newspaper", "江州日报", "-q"]) == 0
    assert str(stub.asked[0]["published"]) == "2023-03-07"
    assert stub.asked[0]["newspaper"] == "江州日报"


@pytest.mark.usefixtures("stub")
def test_one_bad_input_among_several(page: str, tmp_path: Path, capsysbinary: Output) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7")
    assert main(["extract", page, str(tmp_path / "none.txt"), str(tmp_path / "bad.pdf"), page]) == 1
    out, err = said(capsysbinary)
    assert len(out.splitlines()) == 2
    assert [line.rpartition("/")[2].split(";")[0] for line in err.splitlines()] == [
        "none.txt: no such file",
        "bad.pdf: is damaged or no PDF",
    ]


@pytest.mark.usefixtures("stub")
@pytest.mark.parametrize(
    ("name", "data", "code", "words"),
    [
        ("none.txt", None, 2, "no such file"),
        (".", None, 2, "is a directory"),
        ("empty.txt", b"", 1, "is empty"),
        ("page.png", b"\x89PNG\r\n\x1a\n", 1, "is a PNG image"),
        ("noise.bin", bytes(range(256)) * 9, 1, "binary"),
    ],
)
def test_bad_inputs(name: str, data: bytes | None, code: int, words: str, tmp_path: Path, capsysbinary: Output) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    assert main(["extract", str(tmp_path / name)]) == code
    out, err = said(capsysbinary)
    assert out == ""
    assert err.startswith("civicnews: ")
    assert err.count("\n") == 1
    assert words in err


@pytest.mark.usefixtures("stub")
@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--published", "3月7日"], 2, "write it as YYYY-MM-DD"),
        (["--published", "2023-02-30"], 2, "write it as YYYY-MM-DD"),
        (["--published", "20230307"], 2, "write it as YYYY-MM-DD"),
        (["--encoding", "nonsense"], 2, "unknown encoding 'nonsense'"),
        (["--encoding", "utf-16"], 1, "utf-16"),
        (["--format", "xml"], 2, "--format"),
        (["--segmenter", "none"], 2, "--segmenter"),
        (["--format", "csv", "--pretty"], 2, "goes with --format json"),
        (["--nonsense"], 2, "--nonsense"),
        (["-o", "none/such/out.json"], 2, "none/such/out.json: cannot be written"),
    ],
)
def test_bad_options(arguments: list[str], code: int, words: str, page: str, capsysbinary: Output) -> None:
    assert main(["extract", page, *arguments]) == code
    out, err = said(capsysbinary)
    assert out == ""
    assert err.count("\n") == 1
    assert words in err


def test_unreadable_rules_and_gazetteers(page: str, tmp_path: Path, capsysbinary: Output) -> None:
    (tmp_path / "pack.yaml").write_text("name: 'x'\nversion: '1'\nabout: 'x'\nsorce: 'x'\n", encoding="utf-8")
    for option, path, words in [
        ("--rules", tmp_path / "none", "no such folder"),
        ("--rules", tmp_path, "pack.yaml:4:1: sorce"),
        ("--gazetteer", tmp_path / "none.csv", "none.csv"),
    ]:
        assert main(["extract", page, option, str(path)]) == 2
        out, err = said(capsysbinary)
        assert (out, err.count("\n")) == ("", 1)
        assert words in err


def test_an_engine_that_is_not_installed(page: str, monkeypatch: pytest.MonkeyPatch, capsysbinary: Output) -> None:
    monkeypatch.setitem(sys.modules, "rjieba", None)
    assert main(["extract", page, "--segmenter", "rjieba"]) == 2
    assert "rjieba is not installed; take jieba" in said(capsysbinary)[1]


@pytest.mark.usefixtures("stub")
def test_no_article_is_a_warning(tmp_path: Path, capsysbinary: Output) -> None:
    (tmp_path / "page.txt").write_text("今日无事。", encoding="utf-8")
    assert main(["extract", str(tmp_path / "page.txt")]) == 0
    out, err = said(capsysbinary)
    assert json.loads(out)["articles"] == []
    assert "warning: no article" in err
    assert main(["extract", "-q", str(tmp_path / "page.txt")]) == 0
    assert said(capsysbinary)[1] == ""


@pytest.mark.usefixtures("stub")
def test_a_bug_is_one_line_and_the_rest_is_printed(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: Output
) -> None:
    monkeypatch.delenv(console.DEBUG, raising=False)
    (tmp_path / "bug.txt").write_text("崩溃", encoding="utf-8")
    assert main(["extract", str(tmp_path / "bug.txt"), page]) == 1
    out, err = said(capsysbinary)
    assert len(out.splitlines()) == 1
    assert "bug.txt: internal error (ZeroDivisionError: a bug)" in err
    assert err.count("\n") == 1
    monkeypatch.setenv(console.DEBUG, "1")
    with pytest.raises(ZeroDivisionError):
        main(["extract", str(tmp_path / "bug.txt")])


@pytest.mark.usefixtures("stub")
@pytest.mark.parametrize(
    ("format_", "lines", "words"), [("json", 2, "柳岸社区"), ("jsonl", 2, '"document"'), ("csv", 3, "柳岸社区；"), ("table", 0, "健康义诊")]
)
def test_formats(format_: str, lines: int, words: str, page: str, capsysbinary: Output) -> None:
    assert main(["extract", page, page, "--format", format_]) == 0
    out, _ = said(capsysbinary)
    assert words in out
    assert out.endswith("\n")
    assert not lines or len(out.splitlines()) == lines
    assert "\x1b" not in out


@pytest.mark.usefixtures("stub")
def test_output_file(page: str, tmp_path: Path, capsysbinary: Output) -> None:
    target = tmp_path / "out.json"
    assert main(["extract", page, "-o", str(target)]) == 0
    assert said(capsysbinary) == ("", "")
    assert json.loads(target.read_text(encoding="utf-8"))["schema"] == "civicnews/1"
    before = target.read_bytes()
    assert main(["extract", str(tmp_path / "none"), "-o", str(target)]) == 2
    assert target.read_bytes() == before


def test_every_command_has_help_with_an_example(capsysbinary: Output) -> None:
    for words in [[], *([name] for name in COMMANDS), ["rules", "check"]]:
        for option in ("-h", "--help"):
            assert main([*words, option]) == 0
            out, err = said(capsysbinary)
            assert out.startswith(" ".join(["Usage: civicnews", *words]))
            assert "Example" in out
            assert err == ""


def test_version_and_bare_call(capsysbinary: Output) -> None:
    assert main(["--version"]) == 0
    assert said(capsysbinary)[0].startswith("civicnews 0.")
    assert main([]) == 2
    out, err = said(capsysbinary)
    assert out == ""
    assert "Usage: civicnews" in err
    assert main(["nonsense"]) == 2


def test_messages_stay_on_one_line() -> None:
    assert console.one_line("a\nb\x1b[31m\udcff社\u3000区") == "a\\nb\\x1b[31m\\udcff社\u3000区"


def run(arguments: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    """The program in a process of its own."""
    command = [sys.executable, "-m", "civicnews", *arguments]
    return subprocess.run(command, capture_output=True, check=False, env={**os.environ, **environment})


@pytest.mark.skipif(os.name == "nt", reason="needs a shell of POSIX")
@pytest.mark.parametrize("arguments", ["schema", "extract many.txt --format csv", "extract many.txt many.txt --format jsonl"])
def test_a_closed_pipe_ends_quietly(arguments: str, tmp_path: Path) -> None:
    (tmp_path / "many.txt").write_text(PAGE * 300, encoding="utf-8")
    program = f"{sys.executable} -m civicnews {arguments}"
    script = f"set -o pipefail; {{ {program}; echo $? >code; }} | head -c 1 >/dev/null"
    done = subprocess.run(["bash", "-c", script], capture_output=True, cwd=tmp_path, check=False)
    assert done.stderr == b""
    assert (tmp_path / "code").read_text().strip() == "0"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk_is_one_line() -> None:
    done = subprocess.run(["bash", "-c", f"{sys.executable} -m civicnews schema >/dev/full"], capture_output=True, check=False)
    assert done.stderr.count(b"\n") == 1
    assert b"standard output: cannot be written" in done.stderr
    assert done.returncode == 2


def test_output_is_utf8_whatever_the_locale(page: str) -> None:
    done = run(["extract", page], {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"})
    assert "柳岸社区".encode() in done.stdout
    assert done.returncode == 0


def test_output_is_the_same_from_run_to_run(page: str) -> None:
    runs = {run(["extract", page], {"PYTHONHASHSEED": seed}).stdout for seed in ("1", "2")}
    assert len(runs) == 1
    assert runs.pop()


def test_the_reference_is_what_help_says() -> None:
    assert TARGET.read_text(encoding="utf-8") == reference(), "run: python tests/cli_reference.py"
