"""The README tells the truth: its example is what the program prints, its commands run."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from readme_example import README, ROOT, with_example
from untraced import untraced

TEXT = README.read_text("utf-8")
PAGE = ROOT / "samples" / "interrupted-page.txt"


def test_the_worked_example_is_what_the_program_prints():
    assert with_example(TEXT) == TEXT, "run: python tests/readme_example.py"


def shell(command, folder):
    program = f"{sys.executable} -m civicnews"
    command = re.sub(r"(^|\| *)civicnews\b", lambda found: f"{found.group(1)}{program}", command)
    words = ["bash", "-o", "pipefail", "-c", command]
    return subprocess.run(words, cwd=folder, env=untraced(), capture_output=True, text=True, encoding="utf-8", check=False)


COMMANDS = [line.split(" #")[0].strip() for line in re.findall(r"^    ((?:civicnews extract|iconv) .*)$", TEXT, re.MULTILINE)]


RUNNABLE = [c for c in COMMANDS if not c.endswith("|") and not any(word in c for word in ("jq", "my-paper", "samples/"))]


@pytest.mark.parametrize("command", RUNNABLE)
def test_the_commands_shown_run(command, tmp_path):
    shutil.copy(PAGE, tmp_path / "page.txt")
    (tmp_path / "page.gbk").write_bytes(PAGE.read_text("utf-8").encode("gb18030"))
    done = shell(command, tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout or (tmp_path / "records.csv").stat().st_size


def test_the_commands_for_rules_run_one_after_the_other(tmp_path):
    shutil.copy(PAGE, tmp_path / "page.txt")
    section = TEXT.partition("## Rules of your own")[2].partition("\n## ")[0]
    commands = [line.split(" #")[0].strip() for line in re.findall("^    (civicnews .*)$", section, re.MULTILINE)]
    assert len(commands) == 4
    for command in commands:
        done = shell(command, tmp_path)
        assert done.returncode == 0, done.stderr


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed")
def test_the_jq_examples_run(tmp_path):
    shutil.copy(PAGE, tmp_path / "page.txt")
    blocks = re.findall(r"^    (civicnews extract [^\n]*jsonl \|(?:\n +)?[^\n]*jq [^\n]*)$", TEXT, re.MULTILINE)
    assert len(blocks) == 3
    for block in blocks:
        done = shell(" ".join(block.split("\n")), tmp_path)
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip()


def test_every_file_that_the_readme_names_is_there():
    named = re.findall(r"`((?:src|docs|rules|samples)/[\w/.-]+)`|\]\((docs/[\w/.-]+)\)", TEXT)
    assert named
    for one, other in named:
        assert (ROOT / Path(one or other)).exists(), one or other


def test_a_line_of_jsonl_means_something_by_itself(tmp_path):
    shutil.copy(PAGE, tmp_path / "page.txt")
    done = shell("civicnews extract page.txt --format jsonl", tmp_path)
    first = json.loads(done.stdout.splitlines()[0])
    assert {"document", "article", "section", "communities", "date"} <= first.keys()
