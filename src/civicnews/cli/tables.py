"""Tables and trees for people: coloured on a terminal, plain text in a pipe."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

__all__ = ["is_terminal", "render", "table"]

_PIPE_WIDTH = 10_000
"""Lines that a program reads are not wrapped."""


def is_terminal() -> bool:
    """Whether standard output is a terminal."""
    try:
        return sys.stdout is not None and sys.stdout.isatty()
    except ValueError:  # it is closed
        return False


def render(what: RenderableType, *, terminal: bool) -> str:
    """What rich makes of it, as text.

    Args:
        what: anything that rich can print.
        terminal: as wide as the terminal and in colour; else as wide as it gets, without escape codes.
    """
    out = io.StringIO()
    _console(out, terminal=terminal).print(what)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[int] = (), terminal: bool) -> str:
    """A table with a head line.

    Args:
        head: names of the columns.
        rows: the cells, printed as they are, controls escaped.
        right: numbers of the columns that are set flush right.
        terminal: see `render`.
    """
    from rich import box
    from rich.table import Table

    from civicnews.cli.console import one_line

    made = Table(box=box.SIMPLE_HEAD if terminal else None, pad_edge=False)
    for number, name in enumerate(head):
        made.add_column(name, justify="right" if number in right else "left", overflow="fold", no_wrap=not terminal)
    for row in rows:
        made.add_row(*map(one_line, row))
    return render(made, terminal=terminal)


def _console(out: io.StringIO, *, terminal: bool) -> Console:
    from rich.console import Console

    width = shutil.get_terminal_size((120, 24)).columns if terminal else _PIPE_WIDTH
    return Console(
        file=out,
        width=width,
        force_terminal=terminal,
        no_color=not terminal,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
    )
