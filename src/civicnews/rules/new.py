"""Make a small rule pack to begin with: one rule of each kind with its examples, and the schemas for the editor beside them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from civicnews.errors import RuleError
from civicnews.rules.json_schema import pack_schema, rules_schema

__all__ = ["new_pack", "schemas"]

_TEMPLATE = Path(__file__).resolve().parent.parent / "data" / "new_pack"
_NAME = "PACK"
"""What stands for the name of the pack in the files of the template."""


def new_pack(folder: Path, types: tuple[str, ...]) -> list[Path]:
    """Write a pack into a folder that is not there yet, or is empty. Its name is that of the folder.

    Args:
        folder: where.
        types: ids of activity types for the schema to offer.

    Returns:
        The files, sorted.

    Raises:
        RuleError: the folder holds something, or cannot be written.
    """
    name = _id(folder.resolve().name)
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise RuleError(f"{folder}: is there already; name a new folder, or an empty one")
        written = [_write(folder / path, text.replace(_NAME, name)) for path, text in (*_files(), *schemas(types))]
    except OSError as error:
        raise RuleError(f"{folder}: cannot be written ({error.strerror}); check the folder and its rights") from error
    return sorted(written)


def schemas(types: tuple[str, ...]) -> Iterator[tuple[Path, str]]:
    """The JSON Schemas: path within the pack, content."""
    for name, schema in (("pack", pack_schema()), ("rules", rules_schema(types))):
        yield Path("schemas", f"{name}.json"), json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _files() -> Iterator[tuple[Path, str]]:
    for path in sorted(_TEMPLATE.rglob("*.*")):
        yield path.relative_to(_TEMPLATE), path.read_text("utf-8")


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def _id(name: str) -> str:
    """The name of a folder as the name of a pack: lower-case Latin words joined with -."""
    return re.sub("[^a-z0-9]+", "-", name.lower()).strip("-").lstrip("-0123456789") or "my-pack"
