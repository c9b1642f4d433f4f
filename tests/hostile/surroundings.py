"""What a process may find around it: variables without sense, streams that are closed or full, folders that are gone, limits of the system."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Surroundings", "surroundings"]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where and how a process is started.

    Attributes:
        name: what a case is called by.
        set: variables; None takes one away.
        closed: descriptors that are closed.
        stdout: a file in the place of standard output.
        limits: limit of the system → value.
        mask: bits that new files do not get.
        gone: whether the working folder is deleted.
    """

    name: str
    set: dict[str, str | None] = field(default_factory=dict)
    closed: tuple[int, ...] = ()
    stdout: str | None = None
    limits: dict[int, int] = field(default_factory=dict)
    mask: int = 0o022
    gone: bool = False

    def enter(self) -> dict[str, str]:
        """Make this process stand there; gives the variables to start with. What is closed is closed last."""
        variables = dict(os.environ)
        for name, value in self.set.items():
            variables.pop(name, None)
            if value is not None:
                variables[name] = value
        if self.stdout is not None:
            opened = os.open(self.stdout, os.O_WRONLY)
            os.dup2(opened, 1)
            os.close(opened)
        os.umask(self.mask)
        if self.gone:
            folder = os.path.abspath("gone")
            os.mkdir(folder)
            os.chdir(folder)
            os.rmdir(folder)
        for limit, value in self.limits.items():
            resource.setrlimit(limit, (value, value))
        for descriptor in self.closed:
            os.close(descriptor)
        return variables


def surroundings(folder: Path) -> Iterator[Surroundings]:
    """All of them.

    Args:
        folder: exists; broken caches are made in it.
    """
    for name in ("C", "POSIX", "zh_CN.GB18030", "zh_CN.UTF-8", "xx_XX.nonsense", "", "\x1b[31m", "a" * 5000):
        yield Surroundings(f"locale-{name[:12]!a}", {"LC_ALL": name, "LANG": name, "LANGUAGE": name})
    yield Surroundings("ascii", {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"})
    yield Surroundings("ascii-strict", {"PYTHONIOENCODING": "ascii:strict"})
    yield Surroundings("no-coercion", {"PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0", "LC_ALL": "C"})
    yield Surroundings("gbk", {"PYTHONIOENCODING": "gbk"})
    for closed in ((0,), (1,), (2,), (1, 2), (0, 1, 2)):
        yield Surroundings(f"closed-{closed}", closed=closed)
    yield Surroundings("full", stdout="/dev/full")
    for name in ("dumb", "", "xterm-256color", "no-such-terminal", "\x1b"):
        yield Surroundings(f"term-{name!a}", {"TERM": name, "FORCE_COLOR": "1"})
    for width in ("1", "0", "-5", "x", "99999999999", "3"):
        yield Surroundings(f"columns-{width}", {"COLUMNS": width, "LINES": width})
    yield Surroundings("home-none", {"HOME": None, "XDG_CACHE_HOME": None, "USER": None, "LOGNAME": None})
    for home in ("/proc", "/dev/null", "/no/such/home", "", "."):
        yield Surroundings(f"home-{home}", {"HOME": home, "XDG_CACHE_HOME": None, "CIVICNEWS_CACHE_DIR": None})
        yield Surroundings(f"cache-{home}", {"CIVICNEWS_CACHE_DIR": home, "XDG_CACHE_HOME": home})
        yield Surroundings(f"temporary-{home}", {"TMPDIR": home, "TEMP": home, "TMP": home})
    for name, data in (
        ("empty", b""),
        ("random", bytes(range(256)) * 40),
        ("pickle", b"\x80\x04cposix\nsystem\n(S'true'\ntR."),
        ("json", b"[" * 9999),
    ):
        cache = folder / f"cache-{name}"
        yield Surroundings(f"broken-cache-{name}", {"CIVICNEWS_CACHE_DIR": os.fspath(spoiled(cache, data))})
    yield Surroundings("time-zone", {"TZ": "\x1b/no/such/zone"})
    yield Surroundings("path-none", {"PATH": None})
    yield Surroundings("language", {"CIVICNEWS_LANG": "xx", "NO_COLOR": ""})
    yield Surroundings("hash-seed", {"PYTHONHASHSEED": "4242", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONOPTIMIZE": "2"})
    yield Surroundings("warnings", {"PYTHONWARNINGS": "error"})
    yield Surroundings("gone", gone=True)
    yield Surroundings("few-files", limits={resource.RLIMIT_NOFILE: 24})
    yield Surroundings("no-file", limits={resource.RLIMIT_FSIZE: 0})
    yield Surroundings("small-file", limits={resource.RLIMIT_FSIZE: 4096})
    yield Surroundings("small-stack", limits={resource.RLIMIT_STACK: 256 << 10})
    yield Surroundings("little-memory", limits={resource.RLIMIT_AS: 200 << 20})
    yield Surroundings("one-process", limits={resource.RLIMIT_NPROC: 1})
    yield Surroundings("no-locks", limits={resource.RLIMIT_MEMLOCK: 0})
    yield Surroundings("mask", mask=0o777)


def spoiled(cache: Path, data: bytes) -> Path:
    """A folder in which the program has left its caches, each with these bytes in its place."""
    import subprocess
    import sys

    cache.mkdir(parents=True)
    variables = {**os.environ, "CIVICNEWS_CACHE_DIR": os.fspath(cache)}
    subprocess.run([sys.executable, "-m", "civicnews", "rules", "list"], env=variables, stdout=subprocess.DEVNULL, check=False)
    for path in cache.rglob("*"):
        if path.is_file():
            path.write_bytes(data)
    return cache
