"""Which kind a file is, by its name, and which extra its reader needs."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import Literal

from civicnews.errors import ReadError

__all__ = ["ZSTD", "Kind", "inner_name", "kind_of", "missing_extra", "require"]

Kind = Literal["text", "markdown", "html", "pdf", "docx", "row", "json", "jsonl", "csv", "zip", "tar", "gz", "zst"]
"""`row` is a row of a table, whose bytes are its text as UTF-8; all others are files."""

_SUFFIXES: tuple[tuple[str, Kind], ...] = (
    (".txt", "text"),
    (".md", "markdown"),
    (".html", "html"),
    (".htm", "html"),
    (".pdf", "pdf"),
    (".docx", "docx"),
    (".json", "json"),
    (".jsonl", "jsonl"),
    (".csv", "csv"),
    (".zip", "zip"),
    (".tar", "tar"),
    (".tgz", "gz"),
    (".gz", "gz"),
    (".tzst", "zst"),
    (".zst", "zst"),
)
ZSTD = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
_READERS: dict[Kind, tuple[str, str]] = {
    "html": ("trafilatura", "html"),
    "pdf": ("pypdfium2", "pdf"),
    "docx": ("docx", "docx"),
    "zst": (ZSTD, "zst"),
}
"""Kind → the module that its reader imports, and the extra that installs it."""


def kind_of(name: str) -> Kind | None:
    """The kind of a file with this name; None if it is none that civicnews knows."""
    lower = name.lower()
    return next((kind for suffix, kind in _SUFFIXES if lower.endswith(suffix)), None)


def inner_name(name: str) -> str:
    """The name of what a compressed file holds: a.tar.gz → a.tar, a.tgz → a.tar, a.txt.zst → a.txt."""
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.tar" if suffix.lower() in ("tgz", "tzst") else stem


def missing_extra(kind: Kind) -> str | None:
    """The extra that must be installed to read this kind, or None where nothing is missing."""
    module, extra = _READERS.get(kind, ("", ""))
    return extra if module and not _is_there(module) else None


def require(kind: Kind, name: str) -> None:
    """Make sure that a kind can be read.

    Raises:
        ReadError: an extra is missing; the message has the command that installs it.
    """
    extra = missing_extra(kind)
    if extra is not None:
        raise ReadError(f"{name}: to read .{kind} files: pip install 'civicnews[{extra}]'")


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # not even the package that it would be in
        return False
