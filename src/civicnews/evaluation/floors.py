"""The quality gate: for each corpus a floor a measure, and the digest of the gold that it was measured on.

    python -m civicnews.evaluation.floors tests/quality/floors.json            # compare, change nothing
    python -m civicnews.evaluation.floors tests/quality/floors.json --raise    # raise floors to today's scores
    python -m civicnews.evaluation.floors tests/quality/floors.json --lower    # set floors to today's scores, lower ones too

The file says where each corpus is, relative to itself. `--raise` never lowers a floor. Where the gold has
changed, the old floors say nothing about it: then only `--lower` pins new ones.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from civicnews.errors import CivicNewsError, ReadError, WriteError
from civicnews.evaluation.score import MEASURES

if TYPE_CHECKING:
    from civicnews.pipeline import Pipeline

__all__ = ["Corpus", "digest", "main", "measure", "pinned", "read_floors", "shortfalls", "write_floors"]

_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Corpus:
    """The floors of one folder of gold.

    Attributes:
        folder: the folder, relative to the file of floors.
        gold: SHA-256 over its texts and gold files.
        floors: measure → the least value that passes.
    """

    folder: str
    gold: str = ""
    floors: dict[str, float] = field(default_factory=dict)


def read_floors(path: Path) -> list[Corpus]:
    """The corpora of a file of floors.

    Raises:
        ReadError: it cannot be read or is no such file.
    """
    try:
        data = json.loads(path.read_text("utf-8"))
        return [Corpus(folder, one["gold"], {name: float(value) for name, value in one["floors"].items()}) for folder, one in data.items()]
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror}); check the path and its rights") from error
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ReadError(f"{path}: is no file of floors ({type(error).__name__}: {error})") from error


def write_floors(path: Path, corpora: list[Corpus]) -> None:
    """Write a file of floors.

    Raises:
        WriteError: it cannot be written.
    """
    data = {one.folder: {"gold": one.gold, "floors": one.floors} for one in corpora}
    try:
        path.write_text(json.dumps(data, indent=2) + "\n", "utf-8")
    except OSError as error:
        raise WriteError(f"{path}: cannot be written ({error.strerror})") from error


def digest(folder: Path) -> str:
    """SHA-256 over the names and bytes of the texts and gold files of a folder."""
    total = hashlib.sha256()
    for path in sorted(path for path in folder.iterdir() if path.suffix in (".txt", ".json")):
        data = path.read_bytes()
        total.update(f"{path.name}\0{len(data)}\0".encode() + data)
    return total.hexdigest()


def measure(folder: Path, pipeline: Pipeline) -> dict[str, float]:
    """Today's value of every measure, cut after the third digit.

    Raises:
        ReadError: the folder has no gold, or a file of it is wrong.
    """
    from civicnews.evaluation.run import evaluate, from_pipeline

    found = evaluate(folder, from_pipeline(pipeline))
    return {name: math.floor(found.value(name) * 10**_DIGITS + 1e-9) / 10**_DIGITS for name in MEASURES}


def shortfalls(floors: dict[str, float], values: dict[str, float]) -> list[str]:
    """One line for each measure that is below its floor."""
    return [f"{name} {values[name]:.3f} is below its floor {floor:.3f}" for name, floor in floors.items() if values[name] < floor]


def pinned(corpus: Corpus, gold: str, values: dict[str, float], *, lower: bool) -> Corpus:
    """The corpus with floors from today's values.

    Args:
        corpus: as it is pinned now.
        gold: the digest of its gold today.
        values: today's value of every measure.
        lower: take today's values as they are; else a floor stays where the value is below it, and all of
            them stay where the gold has changed.
    """
    if lower or not corpus.gold:
        return Corpus(corpus.folder, gold, values)
    if gold != corpus.gold:
        return corpus
    return Corpus(corpus.folder, gold, {name: max(value, corpus.floors.get(name, 0.0)) for name, value in values.items()})


def main(arguments: list[str] | None = None) -> int:
    """Compare today's scores with the floors, or pin new ones.

    Returns:
        0 all hold, 1 some do not, 2 could not start.
    """
    parser = argparse.ArgumentParser("python -m civicnews.evaluation.floors", description="Compare scores with floors, or pin new floors.")
    parser.add_argument("file", type=Path, help="the file of floors, such as tests/quality/floors.json")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--raise", dest="up", action="store_true", help="raise floors to today's scores")
    how.add_argument("--lower", action="store_true", help="set floors to today's scores, lower ones too, and pin changed gold")
    options = parser.parse_args(arguments)
    try:
        return _run(options.file, up=options.up, lower=options.lower)
    except CivicNewsError as error:
        sys.stderr.write(f"{error}\n")
        return 2


def _run(file: Path, *, up: bool, lower: bool) -> int:
    from civicnews.pipeline import Pipeline

    pipeline = Pipeline()
    failed = False
    after = []
    for corpus in read_floors(file):
        folder = file.parent / corpus.folder
        gold, values = digest(folder), measure(folder, pipeline)
        new = pinned(corpus, gold, values, lower=lower) if up or lower else corpus
        after.append(new)
        problems = shortfalls(new.floors, values)
        if new.gold != gold:
            problems.append("the gold has changed since the floors were pinned; pin them with --lower")
        failed = failed or bool(problems)
        lines = [*_moved(corpus.floors, new.floors), *problems] or ["all floors hold"]
        sys.stdout.write("".join(f"{corpus.folder}: {line}\n" for line in lines))
    if up or lower:
        write_floors(file, after)
    return 1 if failed else 0


def _moved(before: dict[str, float], after: dict[str, float]) -> list[str]:
    """One line for each floor that is another one now."""
    return [f"{name} {before.get(name, 0.0):.3f} → {floor:.3f}" for name, floor in after.items() if before.get(name, 0.0) != floor]


if __name__ == "__main__":
    sys.exit(main())
