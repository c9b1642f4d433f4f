"""Text with carets beneath, set by the columns of a terminal, of which a Chinese character takes two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from civicnews.cli.console import columns, one_line
from civicnews.cli.language import translated
from civicnews.text import Span

if TYPE_CHECKING:
    from civicnews.rules.trial import Refusal

__all__ = ["carets", "label", "refused", "shown"]

INDENT = "    "
_PATTERN = 40
"""Characters of a pattern that a line shows."""


_LABEL = 10
"""Columns of a label."""


def label(name: str) -> str:
    """A word before what it is about, in the language that is spoken, filled up with blanks."""
    word = translated(name)
    return word + " " * max(_LABEL - columns(word), 1)


def refused(refusal: Refusal) -> str:
    """Which condition refused a match, and what it saw."""
    pattern = refusal.pattern if len(refusal.pattern) <= _PATTERN else f"{refusal.pattern[:_PATTERN]}…"
    how = translated("matches") if refusal.condition.startswith("not_") else translated("does not match")
    return f"{label('refused')}{refusal.condition} {pattern} {how} “{refusal.saw}”"


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
    start, end = span
    before, under = columns(one_line(text[:start])), columns(one_line(text[start:end]))
    return f"{INDENT}{' ' * before}{'^' * max(under, 1)}{'  ' if note else ''}{one_line(note)}"
