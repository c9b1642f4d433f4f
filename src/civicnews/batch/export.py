"""Documents → the output. An exporter is `export(documents, target)`: a stream in, the whole target or nothing out.

It raises WriteError where the target cannot be written, and leaves what was there before.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from civicnews.errors import BatchError, WriteError

__all__ = ["FOLDER", "Documents", "Exporter", "exporter", "suffix_of"]

Documents = Iterable[Mapping[str, Any]]
"""`civicnews/1` documents in the order of the inputs; `source.path` is the input's name, unique in a run. A failed input is a document
without articles that has `failure`, see `stores.rows.failed`."""
Exporter = Callable[[Documents, Path], None]

FOLDER = "/"
"""Stands for the suffix of an output that is a folder."""
_MARK = ".civicnews"
"""A file in a folder that was made here."""
_LONGEST = 200
"""Bytes of a file's name, below what every file system takes."""
_FORBIDDEN = dict.fromkeys([*range(32), *map(ord, '<>:"\\|?*')], "_")


def suffix_of(output: str) -> str:
    """The suffix that says how to write an output, `FOLDER` for a folder.

    Raises:
        BatchError: it says nothing that is known.
    """
    if output.endswith(("/", os.sep)) or os.path.isdir(output):
        return FOLDER
    suffix = os.path.splitext(output)[1].lower()
    if suffix not in EXPORTERS:
        raise BatchError(f"{output}: name a file that ends in {', '.join(sorted(EXPORTERS.keys() - {FOLDER}))}, or a folder as {output}/")
    return suffix


def exporter(output: str) -> Exporter:
    """The exporter of an output, checked before any work is done.

    Raises:
        BatchError: the suffix is unknown, an extra is missing, or a folder is there that holds other things.
    """
    suffix = suffix_of(output)
    module, extra = _NEEDS.get(suffix, ("", ""))
    if module and find_spec(module) is None:
        raise BatchError(f"{output}: to write {suffix} files: pip install 'civicnews[{extra}]'")
    bare = output.rstrip("/\\")
    if suffix == FOLDER and os.path.lexists(bare) and not os.path.isdir(bare):
        raise BatchError(f"{output}: is no folder; name a new one")
    if suffix == FOLDER and os.path.isdir(output) and os.listdir(output) and not os.path.exists(os.path.join(output, _MARK)):
        raise BatchError(f"{output}: holds files that are not of a batch, which replaces the whole folder; name a new one")
    return EXPORTERS[suffix]


def _jsonl(documents: Documents, target: Path) -> None:
    """One line a record, the same as `civicnews extract --format jsonl`."""
    from civicnews.write import jsonl_of, open_output

    with open_output(str(target)) as write:
        for document in documents:
            write(jsonl_of(document))


def _csv(documents: Documents, target: Path) -> None:
    """One line a record under a line of names, the same as `civicnews extract --format csv`."""
    from civicnews.write import csv_head, csv_of, open_output

    with open_output(str(target)) as write:
        write(csv_head())
        for document in documents:
            write(csv_of(document, header=False))


def _folder(documents: Documents, target: Path) -> None:
    """One `civicnews/1` JSON an input that was read, under its path with `.json` added.

    The folder is made beside the old one, then takes its place.
    """
    from civicnews.write import json_of

    made, old = target.with_name(f".{target.name}.new"), target.with_name(f".{target.name}.old")
    try:
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir()
        (made / _MARK).write_text("Made by civicnews batch, which replaces this folder as a whole.\n", encoding="utf-8")
        for document in documents:
            if "failure" in document:
                continue
            path = _free(made / _safe(str(document["source"]["path"])))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json_of(document), encoding="utf-8", newline="\n")
        shutil.rmtree(old, ignore_errors=True)
        if target.exists():
            target.rename(old)
        made.rename(target)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        with suppress(OSError):
            shutil.rmtree(made)
        raise WriteError(f"{target}: cannot be written ({error.strerror}); check the folder, its rights and the room left") from error


def _safe(name: str) -> str:
    """A path below the folder for whatever an input is called."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
    return "/".join(_part(part) for part in [*parts[:-1], f"{parts[-1] if parts else '_'}.json"])


def _part(part: str) -> str:
    part = "_" if part == ".." else part.translate(_FORBIDDEN)
    raw = part.encode("utf-8")
    if len(raw) <= _LONGEST:
        return part
    digest = hashlib.sha256(raw).hexdigest()[:16]
    suffix = ".json" if part.endswith(".json") else ""
    return raw[:120].decode("utf-8", "ignore") + f"~{digest}{suffix}"


def _free(path: Path) -> Path:
    """The path, or one with a number where two inputs come to one path."""
    number = 1
    free = path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name.removesuffix('.json')}~{number}.json")
    return free


def _store(name: str) -> Exporter:
    def export(documents: Documents, target: Path) -> None:
        import_module(f"civicnews.stores.{name}").export(documents, target)

    return export


EXPORTERS: dict[str, Exporter] = {
    ".jsonl": _jsonl,
    ".csv": _csv,
    FOLDER: _folder,
    ".parquet": _store("parquet"),
    ".sqlite": _store("sqlite"),
    ".duckdb": _store("duckdb"),
}
_NEEDS = {".parquet": ("pyarrow", "parquet"), ".duckdb": ("duckdb", "duckdb")}
"""Suffix → the module that its exporter imports, and the extra that installs it."""
