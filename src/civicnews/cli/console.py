"""What people see: one line a message, on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from civicnews.cli.language import translated
from civicnews.errors import WriteError

__all__ = ["DEBUG", "columns", "one_line", "quiet_pipe", "say", "show", "unexpected"]

DEBUG = "CIVICNEWS_DEBUG"
"""Set this environment variable to 1 to see the traceback of an internal error."""


_LONGEST = 4000
"""Characters of a message; what it quotes may be as long as an input."""


def say(message: str) -> None:
    """Print a message in the language that is spoken, whatever standard error is."""
    line = one_line(translated(message))
    show(f"civicnews: {line if len(line) <= _LONGEST else line[:_LONGEST] + '…'}")


def columns(text: str) -> int:
    """How many columns of a terminal the text takes: a Chinese character takes two, a mark set over another none."""
    import unicodedata

    return sum(0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def show(text: str) -> None:
    """Print text that was made here, such as a table, to standard error; nowhere if that is closed (`print` would take standard output)."""
    with suppress(AttributeError, OSError, ValueError):
        if sys.stderr is not None:
            print(text, file=sys.stderr, flush=True)


def one_line(message: str) -> str:
    """The message on one line, with nothing in it that a terminal would obey."""
    return "".join(c if c.isprintable() or c == "\u3000" else c.encode("unicode_escape").decode("ascii") for c in message)


def unexpected(error: Exception, where: str) -> str:
    """What to say about an error that nobody foresaw.

    Raises:
        Exception: `error` itself, where `DEBUG` is set.
    """
    if os.environ.get(DEBUG) == "1":
        raise error
    return f"{where}internal error ({type(error).__name__}: {error}); please report it; {DEBUG}=1 shows the traceback"


@contextmanager
def quiet_pipe() -> Iterator[None]:
    """Around the writing of standard output: end the block, and nothing more, when its reader has gone (`| head -1`).

    Raises:
        WriteError: standard output fails otherwise (a full disk).
    """
    try:
        yield
    except BrokenPipeError:
        _mute()
    except WriteError:
        _mute()
        raise


def _mute() -> None:
    """Let what is left in the buffer of standard output vanish, else Python complains about it at exit."""
    with suppress(AttributeError, OSError, ValueError):
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, sys.stdout.fileno())
        os.close(sink)
