"""`--help` as a page of a manual: what it does, arguments, options, examples, exit codes; in the language that is spoken.

The help of a command is its docstring. Its last paragraph begins with `Example:`, one example a line; before that may
stand `Exit code: 0 …, 1 …, 2 ….`.
"""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Sequence
from typing import Any, NamedTuple

import typer

from civicnews.cli.console import columns
from civicnews.cli.language import language, translated

__all__ = ["Manual", "dress", "manual"]

_EXAMPLE = "Example:"
_EXIT = re.compile(r"\s*Exit code: (.*?)\.?$", re.DOTALL)
_NEXT_CODE = re.compile(r", (?=\d+ )")
_EXTRA = re.compile(r"(.*?)((?:  \[[^\]]*\])?)", re.DOTALL)
_NO_BREAK_BEFORE = frozenset("，。；：！？、）》”’…,.;:!?)]}")
_UNITS = re.compile(r"[\x21-\x7e]+|\s+|.", re.DOTALL)
"""What a Chinese line breaks between: Latin words, blanks, single characters."""
_Formatter: Any = typer.Context.formatter_class
_SHORT_HELP = 66
"""Columns that the one-line help of a command may take in the list of commands."""


class Manual(NamedTuple):
    """The parts of a command's help.

    Attributes:
        about: its paragraphs, each on one line.
        examples: command lines.
        exits: what each exit code means: ("0", "found").
    """

    about: tuple[str, ...]
    examples: tuple[str, ...]
    exits: tuple[tuple[str, str], ...]


def manual(text: str) -> Manual:
    """Take a help text apart."""
    about: list[str] = []
    examples: list[str] = []
    exits: list[tuple[str, str]] = []
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        if paragraph.startswith(_EXAMPLE):
            examples += [line.strip() for line in paragraph.removeprefix(_EXAMPLE).splitlines()]
            continue
        line = " ".join(paragraph.split())
        told = _EXIT.search(line)
        if told is not None:
            exits += [(code, meaning) for code, _, meaning in (one.partition(" ") for one in _NEXT_CODE.split(told[1]))]
            line = line[: told.start()]
        if line:
            about.append(line)
    return Manual(tuple(about), tuple(examples), tuple(exits))


def dress(command: Any) -> Any:
    """Give a command, and those below it, help of this make."""
    page = manual(command.help or "")
    command.help = "\n\n".join(map(translated, page.about))
    command.short_help = textwrap.shorten(command.help.split("\n\n")[0].rstrip("。."), _SHORT_HELP, placeholder=" …")
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = translated(parameter.help)
    command.context_class = type("_Context", (_Context,), {"page": page})
    for below in getattr(command, "commands", {}).values():
        dress(below)
    return command


class _Context(typer.Context):
    """A context whose help has the parts of a manual."""

    page: Manual

    def make_formatter(self) -> Any:
        return _Page(self.page, width=self.terminal_width, max_width=self.max_content_width)


class _Page(_Formatter):  # type: ignore[misc]  # typer exports no name for it
    """Sets a help page, by columns where the language is Chinese."""

    def __init__(self, page: Manual, **sizes: Any) -> None:
        super().__init__(**sizes)
        self.page = page

    def getvalue(self) -> str:
        """The page; examples and exit codes close it, unless it is only a line of usage."""
        if len(self.buffer) > _USAGE_PIECES:
            if self.page.examples:
                with self.section("Examples"):
                    self.write("".join(f"{'':{self.current_indent}}{line}\n" for line in self.page.examples))
            if self.page.exits:
                with self.section("Exit code"):
                    self.write_dl([(code, translated(meaning)) for code, meaning in self.page.exits])
        return str(super().getvalue())

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, translated("Usage: ") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        mark = ":" if language() == "en" else "："
        self.write(f"{'':>{self.current_indent}}{translated(heading)}{mark}\n")

    def write_text(self, text: str) -> None:
        if language() == "en":
            super().write_text(text)
            return
        indent = " " * self.current_indent
        paragraphs = (_wrapped(one, self.width - self.current_indent) for one in text.split("\n\n"))
        self.write("\n\n".join("\n".join(indent + line for line in lines) for lines in paragraphs) + "\n")

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        if language() == "en":
            super().write_dl(rows, col_max, col_spacing)
            return
        indent = self.current_indent
        first = min(max((columns(name) for name, _ in rows), default=0), col_max) + col_spacing
        for name, told in rows:
            lines = _wrapped(_extra_translated(told), max(self.width - first - indent, 10)) or [""]
            below = columns(name) > first - col_spacing
            self.write(f"{'':{indent}}{name}" + ("\n" + " " * (indent + first) if below else " " * (first - columns(name))))
            self.write(("\n" + " " * (indent + first)).join(lines) + "\n")


_USAGE_PIECES = 2
"""Pieces that a formatter writes for a line of usage alone."""


def _extra_translated(told: str) -> str:
    """The help of an option, with what typer puts behind it: [required], [default: x]."""
    found = _EXTRA.fullmatch(told)
    text, extra = (found[1], found[2]) if found is not None else (told, "")
    words = extra.strip("[] ")
    return translated(text) + (f"  [{translated(words)}]" if words else "")


def _wrapped(text: str, width: int) -> list[str]:
    """Chinese text in lines of so many columns; none begins with a closing mark."""
    lines: list[str] = []
    line = ""
    for unit in _UNITS.findall(text):
        if line and columns(line + unit) > width and unit not in _NO_BREAK_BEFORE:
            lines.append(line.rstrip())
            line = ""
        line += "" if not line and unit.isspace() else unit
    return [*lines, line.rstrip()] if line.strip() else lines
