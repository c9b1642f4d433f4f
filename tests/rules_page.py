"""Follow docs/rules.md word by word. Run `python tests/rules_page.py` to write into it what the commands print."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from untraced import untraced

PAGE = Path(__file__).resolve().parent.parent / "docs" / "rules.md"
_BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def followed(text: str) -> str:
    """The page with what its commands print, after all its files have been written and its commands run, from top to bottom."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return _BLOCK.sub(lambda found: _follow(found, folder), text)


def _follow(found: re.Match[str], folder: Path) -> str:
    language, path, body = found.groups()
    if path is not None:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(body, encoding="utf-8")
    elif language == "console":
        commands = [line for line in body.splitlines() if line.startswith("$ ")]
        body = "".join(f"{command}\n{_run(command.removeprefix('$ '), folder)}" for command in commands)
    else:
        raise AssertionError(f"a block is neither a file nor commands: {found.group()[:60]}")
    head = " ".join(part for part in (language, path) if part)
    return f"```{head}\n{body}```"


def _run(command: str, folder: Path) -> str:
    """What a command prints, in the folder, on a terminal 100 columns wide."""
    program = f'civicnews() {{ {sys.executable} -m civicnews "$@"; }}'
    environment = {**untraced(), "COLUMNS": "100", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["bash", "-c", f"{program}\n{command}"], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.decode().splitlines())


if __name__ == "__main__":
    PAGE.write_text(followed(PAGE.read_text("utf-8")), encoding="utf-8")
