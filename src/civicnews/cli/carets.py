"""Text with carets beneath, set by the columns of a terminal, of which a Chinese character takes two."""

from __future__ import annotations

from civicnews.cli.console import one_line
from civicnews.text import Span

__all__ = ["carets", "short_pattern", "shown"]

INDENT = "    "
_PATTERN = 40
"""Characters of a pattern that a line shows."""


def short_pattern(pattern: str) -> str:
    """The beginning of a pattern, which may be very long."""
    return pattern if len(pattern) <= _PATTERN else f"{pattern[:_PATTERN]}…"


def shown(text: str) -> str:
    """The text on an indented line of its own."""
    return f"{INDENT}{one_line(text)}"


def carets(text: str, span: Span, note: str = "") -> str:
    """The line below `shown(text)`: carets under a piece of it, and a note.

    Args:
        text: the text shown above.
        span: half-open positions in it.
        note: what to say behind the carets.
    """
    from rich.cells import cell_len

    start, end = span
    before, under = cell_len(one_line(text[:start])), cell_len(one_line(text[start:end]))
    return f"{INDENT}{' ' * before}{'^' * max(under, 1)}{'  ' if note else ''}{one_line(note)}"
