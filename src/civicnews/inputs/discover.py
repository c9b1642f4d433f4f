"""Folders → the files in them, always in the same order."""

from __future__ import annotations

import fnmatch
import os
import re
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from civicnews.errors import ReadError
from civicnews.inputs.kinds import kind_of

__all__ = ["File", "LeftOut", "Unreadable", "discover", "glob_pattern"]

STATE = ".civicnews"
"""A folder with this ending is the state of a batch, and beside it stands what the batch wrote."""
Seen = Callable[[str], bool]
"""Whether a real path comes for the second time."""
LeftOut = Callable[[str], None]
"""Is told the name of a file that is left out because it is of no kind that civicnews knows."""


@dataclass(frozen=True, slots=True)
class File:
    """A file to read.

    Attributes:
        path: as it is shown and opened: what was given on the command line, and the way from there.
        size: in bytes, when it was found.
    """

    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A folder or file that could not be looked at."""

    path: str
    reason: str


def glob_pattern(glob: str) -> re.Pattern[str]:
    """A shell pattern as a regular expression over the path within a folder, with `/` between its parts.

    `*` and `?` stay within a part, `**/` is any number of folders. A pattern without `/` is for the name alone.
    """
    out = "" if "/" in glob else "(?:.*/)?"
    for part in re.findall(r"\*\*/|\*\*|\*|\?|\[[^]]+\]|.", glob, re.DOTALL):
        wild = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}.get(part)
        if wild is None:
            wild = fnmatch.translate(part)[4:-3] if len(part) > 1 else re.escape(part)  # a set; without (?s: and )\Z
        out += wild
    return re.compile(out, re.DOTALL)


def discover(roots: Sequence[str], globs: Sequence[str], seen: Seen, left_out: LeftOut = lambda name: None) -> Iterator[File | Unreadable]:
    """The files to read, those of a folder by name, each once.

    Hidden files and folders are left out, and what a batch wrote; so are files of a kind that civicnews does not know, unless a glob asks
    for them. A file that is named itself is always taken. Links are followed, but no folder and no file is come to twice.

    Args:
        roots: files and folders.
        globs: shell patterns, see `glob_pattern`; where there are any, a file of a folder must match one.
        seen: tells whether a real path came before, and remembers it.
        left_out: is told the names of files of other kinds, where there are no globs.

    Raises:
        ReadError: a root does not exist.
    """
    patterns = [glob_pattern(glob) for glob in globs]
    for root in roots:
        path = os.path.normpath(root)
        if os.path.isdir(path):
            yield from _folder(path, "", os.path.realpath(path), patterns, seen, left_out)
        elif os.path.exists(path):
            if not seen(os.path.realpath(path)):
                yield _file(path)
        else:
            raise ReadError(f"{root}: no such file or folder; check the path")


def _folder(
    path: str, within: str, real: str, patterns: list[re.Pattern[str]], seen: Seen, left_out: LeftOut
) -> Iterator[File | Unreadable]:
    if seen(real):
        return
    try:
        with os.scandir(path) as entries:
            names = sorted((entry.name, _is_folder(entry), entry.is_symlink()) for entry in entries if not entry.name.startswith("."))
            outputs = {name.removesuffix(STATE) for name, is_folder, _ in names if is_folder and name.endswith(STATE)}
    except OSError as error:
        yield Unreadable(path, f"cannot be read ({error.strerror}); check its rights")
        return
    for name, is_folder, is_link in names:
        if name in outputs or (is_folder and name.endswith(STATE)):
            continue
        below = os.path.join(path, name) if path != os.curdir else name
        inner = f"{within}{name}"
        if not is_folder and not _wanted(inner, name, patterns):
            if not patterns:
                left_out(name)
            continue
        target = os.path.realpath(below) if is_link else os.path.join(real, name)
        if is_folder:
            yield from _folder(below, f"{inner}/", target, patterns, seen, left_out)
        elif (is_link and not os.path.exists(target)) or not seen(target):  # each dead link is a failure of its own
            yield _file(below)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link into a circle
        return False


def _wanted(inner: str, name: str, patterns: list[re.Pattern[str]]) -> bool:
    return any(pattern.fullmatch(inner) for pattern in patterns) if patterns else kind_of(name) is not None


def _file(path: str) -> File | Unreadable:
    try:
        about = os.stat(path)
    except OSError as error:
        return Unreadable(path, f"cannot be read ({error.strerror}); check the path and its rights")
    if not stat.S_ISREG(about.st_mode):
        return Unreadable(path, "is no regular file")
    return File(path, about.st_size)
