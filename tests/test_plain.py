"""A plain command line of `extract` does without typer what it does with it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer

from civicnews.cli import extract
from civicnews.cli.app import main
from civicnews.cli.plain import FLAGS, TEXTS, plain_arguments, plain_extract

SAMPLE = str(Path(__file__).parent.parent / "samples" / "brief.txt")


def test_its_options_are_those_of_the_command():
    options = {name: one for one in typer.main.get_command(extract.app).params for name in one.opts}
    for name, parameter in {**TEXTS, **FLAGS}.items():
        assert options[name].name == parameter
        assert not options[name].multiple
        assert options[name].is_flag == (name in FLAGS)


@pytest.mark.parametrize(
    "arguments",
    [
        ["extract"], ["batch", "a.txt"], ["extract", "--help"], ["extract", "a.txt", "-h"], ["extract", "--", "a.txt"],
        ["extract", "a.txt", "--published"],
        ["extract", "a.txt", "--published", "-q"], ["extract", "a.txt", "--published=2024-10-12"], ["extract", "a.txt", "--format", "xml"],
        ["extract", "a.txt", "--quiet", "-q"], ["extract", "a.txt", "--redact", "persons"], ["extract", "a.txt", "-qo", "b.txt"],
        ["extract", "a.txt", "--form", "csv"], ["--version"], [],
    ],
)  # fmt: skip
def test_what_is_not_plain_goes_the_other_way(arguments):
    assert plain_arguments(arguments) is None


def test_inputs_and_options_may_stand_anywhere():
    known = plain_arguments(["extract", "a.txt", "--published", "2024-10-12", "-", "-q", "-o", "b.json"])
    assert known == {"inputs": ["a.txt", "-"], "published": "2024-10-12", "quiet": True, "output": "b.json"}


@pytest.mark.parametrize(
    "arguments",
    [
        [SAMPLE], [SAMPLE, SAMPLE, "--format", "csv"], [SAMPLE, "--format", "table", "--lang", "zh"],
        [SAMPLE, "--pretty", "--published", "2024-10-12"],
        [SAMPLE, "--published", "3月"], [SAMPLE, "--pretty", "--format", "csv"], ["none.txt"], ["none.txt", SAMPLE, "--lang", "zh"],
        [SAMPLE, "--region", "大同市", "--newspaper", "绿杨日报"], [SAMPLE, "--region", "不知何处"],
        [""], ["\udcff"], ["a\0b"], ["\x1b[31m"], [os.curdir], [SAMPLE, ""], [SAMPLE + "/x"], [SAMPLE, "-o", ""], [SAMPLE, "-o", "a\0"],
        [SAMPLE, "-o", os.curdir], [SAMPLE, "--published", ""], [SAMPLE, "--published", "20241012"], [SAMPLE, "--published", "\udcff"],
        [SAMPLE, "--region", ""], [SAMPLE, "--region", "9" * 5000], [SAMPLE, "--region", "x", "--published", "3"],
        [SAMPLE, "--newspaper", "\udcff\x1b"],
    ],
)  # fmt: skip
def test_both_ways_say_the_same(arguments, capsysbinary, monkeypatch):
    monkeypatch.delenv("_CIVICNEWS_COMPLETE", raising=False)
    plain = plain_extract(["extract", *arguments]), *capsysbinary.readouterr()
    assert plain == (main(["extract", *arguments]), *capsysbinary.readouterr())


def test_a_shell_that_asks_for_completions_is_answered(monkeypatch):
    monkeypatch.setenv("_CIVICNEWS_COMPLETE", "complete_bash")
    assert plain_extract(["extract", SAMPLE]) is None


def test_the_program_does_not_import_typer_for_it():
    code = (
        "import os, sys; from civicnews import __main__; leave = os._exit\n"
        "def shown(code): print(code, 'typer' in sys.modules, file=sys.stderr); leave(code)\n"
        "os._exit = shown; __main__.run()"
    )
    done = subprocess.run([sys.executable, "-c", code, "extract", SAMPLE], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["articles"]
    assert done.stderr == "0 False\n"


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_an_interrupt_ends_it_quietly():
    with subprocess.Popen([sys.executable, "-m", "civicnews", "extract", "-"], stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        time.sleep(2)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate()
    assert (process.returncode, errors.strip()) == (130, b"")
