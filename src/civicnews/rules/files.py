"""The files of a rule pack, read once as bytes: what a pack is known by."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from civicnews.bounded import read_bounded
from civicnews.errors import RuleError

__all__ = ["MAX_FILE_BYTES", "PackFiles", "builtin_pack", "digest", "pack_files"]

MAX_FILE_BYTES = 8 << 20
MANIFEST = "pack.yaml"


class PackFiles(NamedTuple):
    """The bytes of a pack's files: the manifest, the vocabularies by name, the rule files by name."""

    folder: Path
    manifest: tuple[Path, bytes]
    vocabularies: list[tuple[Path, bytes]]
    rules: list[tuple[Path, bytes]]


def builtin_pack() -> Path:
    """The folder of the built-in pack: inside the wheel, or `rules/base` of an editable install.

    Raises:
        RuleError: neither is there, so the installation is broken.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "_packs" / "base", package.parent.parent / "rules" / "base"):
        if (folder / MANIFEST).is_file():
            return folder
    raise RuleError(f"{package}: the built-in rule pack is missing; install civicnews again")


def pack_files(folder: Path) -> PackFiles:
    """Read the files of the pack in `folder`.

    Raises:
        RuleError: the folder or a file is missing, unreadable or too large.
    """
    if not folder.is_dir():
        raise RuleError(f"{folder}: no such folder; a rule pack is a folder with a {MANIFEST}")
    manifest = folder / MANIFEST
    if not manifest.is_file():
        raise RuleError(f"{folder}: has no {MANIFEST}; write one with name, version and about")
    words = folder / "vocab"
    return PackFiles(
        folder,
        (manifest, _bytes(manifest)),
        [(path, _bytes(path)) for path in _named(words, ".tsv")] if words.is_dir() else [],
        [(path, _bytes(path)) for path in _named(folder, ".yaml") if path.name != MANIFEST],
    )


def digest(packs: Iterable[PackFiles]) -> str:
    """SHA-256 over all files of packs, in order."""
    found = hashlib.sha256()
    for pack in packs:
        for path, data in (pack.manifest, *pack.vocabularies, *pack.rules):
            found.update(f"{path.name}\0{len(data)}\0".encode() + data)
    return found.hexdigest()


def _named(folder: Path, ending: str) -> list[Path]:
    """The files of that ending in a folder, by name."""
    return [folder / name for name in sorted(os.listdir(folder)) if name.endswith(ending)]


def _bytes(path: Path) -> bytes:
    try:
        return read_bounded(path, MAX_FILE_BYTES)
    except OSError as error:
        raise RuleError(f"{path}:1:1: cannot be read ({error.strerror}); check the path, its rights and its size") from error
