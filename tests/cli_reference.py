"""Write docs/cli.md from the program's own help: `python tests/cli_reference.py`."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterator
from pathlib import Path

import typer

from civicnews.cli.app import COMMANDS, app, main

TARGET = Path(__file__).parent.parent / "docs" / "cli.md"
INTRODUCTION = """\
# The command line

Made from `--help` by `python tests/cli_reference.py`; a test holds it true.

Data goes to standard output, messages go to standard error. Exit code 0: everything was read; 1: finished, but some input
failed or some check did not hold; 2: could not start (a mistake on the command line, in a rule pack or in a gazetteer; no
input could be opened).
"""


def commands() -> Iterator[list[str]]:
    """The words of every command, from `[]` for the program itself down."""
    yield []
    group = typer.main.get_command(app)
    for name in COMMANDS:
        yield [name]
        command = group.get_command(None, name)  # type: ignore[attr-defined]
        for below in getattr(command, "commands", {}):
            yield [name, below]


def reference() -> str:
    """The whole of docs/cli.md."""
    parts = [INTRODUCTION]
    columns, os.environ["COLUMNS"] = os.environ.get("COLUMNS"), "100"
    try:
        for words in commands():
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                main([*words, "--help", "--lang", "en"])
            parts.append(f"## {' '.join(['civicnews', *words])}\n\n```text\n{out.getvalue().strip()}\n```\n")
    finally:
        if columns is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = columns
    return "\n".join(parts)


if __name__ == "__main__":
    TARGET.write_text(reference(), encoding="utf-8")
