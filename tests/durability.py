"""Run the program and stop it before one of its system calls that change files: for tests/test_durability.py.

    python tests/durability.py N civicnews-arguments…

The process is killed before the Nth call; with N = 0 it runs to its end. It says at last how many there were. Counted are openings for
writing, which Python tells of by an audit event, the functions of `os`, and what `civicnews.write` writes; not what SQLite does in C.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from io import FileIO
from typing import Any

_NAMES = ("write", "fsync", "replace", "rename", "unlink", "remove", "chmod", "mkdir", "rmdir", "truncate", "ftruncate", "link", "symlink")


def main() -> None:
    stop_before, arguments = int(sys.argv[1]), sys.argv[2:]
    count = 0

    def step() -> None:
        nonlocal count
        count += 1
        if count == stop_before:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(call: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **named: Any) -> Any:
            step()
            return call(*args, **named)

        return run

    for name in _NAMES:
        setattr(os, name, counted(getattr(os, name)))

    class Counted(FileIO):
        def write(self, data: Any) -> int:
            step()
            return super().write(data[: max(1, len(data) // 2)])  # a disk may take less than it is given

    import civicnews.write as write
    from civicnews.cli.app import main as program

    def opened(file: Any, mode: str, buffering: int) -> FileIO:
        return Counted(file, mode)

    write.open = opened  # type: ignore[attr-defined]
    sys.addaudithook(
        lambda event, values: step() if event == "open" and isinstance(values[2], int) and values[2] & (os.O_WRONLY | os.O_RDWR) else None
    )
    code = program(arguments)
    os.close(1)
    sys.stderr.write(f"calls {count}\n")
    sys.stderr.flush()
    os._exit(code)


main()
