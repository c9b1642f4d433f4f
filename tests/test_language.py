"""Messages and help in Chinese or English: which, everywhere, and without a gap in the catalogue."""

from __future__ import annotations

import re
import string
from pathlib import Path

import messages
import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from civicnews.cli.app import COMMANDS, app, main
from civicnews.cli.console import columns
from civicnews.cli.language import Catalogue, language, language_of, speak, split_language, translated

FILE = Path(messages.PACKAGE) / "data" / "zh.tsv"
CHINESE = Catalogue(FILE.read_text("utf-8"))
VALUE = re.compile(r"\{\d+\}")


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")


def test_no_message_lacks_its_translation() -> None:
    wanted = {text: where for text, where in (messages.said() | messages.helped()).items() if re.search("[A-Za-z]", VALUE.sub("", text))}
    lacking = "".join(f"{text}\t…\t({where})\n" for text, where in wanted.items() if text not in CHINESE.messages)
    assert not lacking, f"add to {FILE.name}:\n{lacking}"


def test_every_entry_is_said_but_heads_of_tables_and_what_libraries_say() -> None:
    sections = dict(re.findall(r"^# -- (\w+)[^\n]*\n(.*?)(?=^# --|\Z)", FILE.read_text("utf-8"), re.MULTILINE | re.DOTALL))
    own = [Catalogue(text).messages for name, text in sections.items() if name not in ("tables", "others")]
    assert {message for messages_ in own for message in messages_} <= {*messages.said(), *messages.helped()}


@pytest.mark.parametrize("line", [line for line in FILE.read_text("utf-8").splitlines() if line and not line.startswith("#")])
def test_a_translation_has_the_values_of_its_message(line: str) -> None:
    message, translation = line.split("\t")
    assert sorted(VALUE.findall(message)) == sorted(VALUE.findall(translation))
    assert translation.strip()


@pytest.mark.parametrize(
    ("environment", "spoken"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW.UTF-8"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "zh_CN.UTF-8", "LC_MESSAGES": "C"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
    ],
)
def test_the_locale_decides(environment: dict[str, str], spoken: str) -> None:
    assert language_of(environment) == spoken


@pytest.mark.parametrize(
    ("arguments", "chosen", "rest"),
    [
        (["extract", "--lang", "zh", "a"], "zh", ["extract", "a"]),
        (["--lang=en", "extract"], "en", ["extract"]),
        (["--lang", "zh", "--lang", "en"], "en", []),
        (["--lang", "xx"], None, ["--lang", "xx"]),
        (["a", "--", "--lang", "zh"], None, ["a", "--", "--lang", "zh"]),
        (["a", "--lang"], None, ["a", "--lang"]),
    ],
)
def test_the_option_goes_anywhere(arguments: list[str], chosen: str | None, rest: list[str]) -> None:
    assert split_language(arguments) == (chosen, rest)


def test_an_error_is_said_in_chinese(chinese: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", "none.txt"]) == 2
    assert capsys.readouterr().err == "civicnews: none.txt：没有这个文件；请检查路径\n"


def test_the_option_goes_before_the_locale(chinese: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", "none.txt", "--lang", "en"]) == 2
    assert capsys.readouterr().err == "civicnews: none.txt: no such file; check the path\n"


def test_the_messages_within_a_message_are_translated(chinese: None, capsys: pytest.CaptureFixture[str]) -> None:
    said = "civicnews: --published 的值不对：'2023' 不是日期；请写成 YYYY-MM-DD，例如 2023-03-07；用法见 `civicnews extract --help`\n"
    assert main(["extract", "page.txt", "--published", "2023"]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["extrac"], ["extract", "--formt"], ["extract", "--format", "x"], ["explain"], ["explain", "a", "b"], ["eval", "none"]]
)
def test_usage_errors_are_said_in_chinese(chinese: None, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert re.match("civicnews: .*(没有|缺少|多出|不对)", capsys.readouterr().err)


def test_a_mistake_in_a_rule_file_is_said_in_chinese(chinese: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pack.yaml").write_text("name: x\nversion: '1'\nabuot: y\n")
    assert main(["rules", "check", str(tmp_path)]) == 2
    assert "pack.yaml:3:1：abuot：没有这个键" in capsys.readouterr().err


def commands() -> list[list[str]]:
    """The words of every command, from [] for the program itself down."""
    out: list[list[str]] = [[]]
    group = typer.main.get_command(app)
    for name in COMMANDS:
        out += [[name], *([name, below] for below in getattr(group.get_command(None, name), "commands", {}))]  # type: ignore[attr-defined,arg-type]
    return out


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_help_is_chinese_and_fits_the_terminal(
    chinese: None, words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main([*words, "--help"]) == 0
    out = capsys.readouterr().out
    text = out.partition("例子：")[0]
    assert text.startswith("用法：")
    assert "选项：" in text
    prose = re.sub(r"`[^`]*`", "", text.partition("\n")[2])
    assert not re.search("[A-Za-z]+ [a-z]+ [a-z]+", prose), "English is left"
    assert max(columns(line) for line in text.splitlines()) <= 80


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_help_has_examples(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, "--help"]) == 0
    assert re.search("\nExamples:\n  .*civicnews", capsys.readouterr().out)


def test_tables_have_chinese_heads(chinese: None, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "list", "--kind", "venue"]) == 0
    assert capfd.readouterr().out.split()[:5] == ["规则", "种类", "判为", "说明", "位置"]


@given(st.text(alphabet=string.printable + "，：；{}", max_size=60))
def test_any_message_can_be_translated(message: str) -> None:
    assert isinstance(CHINESE.translated(message), str)


def test_english_reads_no_catalogue() -> None:
    speak("en")
    assert (language(), translated("no such rule")) == ("en", "no such rule")
