"""Several hundred hostile inputs of every kind, and a few good ones among them, made anew each time.

    PYTHONPATH=tests python -m hostile.inputs FOLDER      # to look at them

Everything is composed here; large ones are repetitions.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from hostile.archives import archives
from hostile.documents import documents
from hostile.extremes import extremes
from hostile.heavy import heavy_pages, heavy_tables
from hostile.odd import odd, odd_packs
from hostile.overlays import overlays
from hostile.packs import packs
from hostile.pages import pages
from hostile.tables import tables

__all__ = ["Input", "make"]


@dataclass(frozen=True, slots=True)
class Input:
    """One input.

    Attributes:
        path: where it stands.
        good: it must give a record.
    """

    path: Path
    good: bool = False


def make(folder: Path, large: int = 1_000_000) -> dict[str, list[Input]]:
    """Make all inputs that are files.

    Returns:
        Group → inputs; the groups are `pages`, `archives`, `tables`, `odd`, `packs`, `overlays`.
    """
    out: dict[str, list[Input]] = {}
    for group, made in (
        ("pages", chain(pages(large), extremes(large), documents(large), heavy_pages(large))),
        ("archives", archives(large)),
        ("tables", chain(tables(large), heavy_tables(large))),
    ):
        (folder / group).mkdir(parents=True)
        for name, data, good in made:
            path = folder / group / name
            path.write_bytes(data)
            out.setdefault(group, []).append(Input(path, good))
    out["packs"] = []
    for name, files in packs(large):
        root = folder / "packs" / name
        root.mkdir(parents=True)
        for file, data in files.items():
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).write_bytes(data)
        out["packs"].append(Input(root))
    out["packs"] += [Input(root) for root in odd_packs(folder / "packs")]
    (folder / "overlays").mkdir()
    out["overlays"] = []
    for name, data in overlays(large):
        (folder / "overlays" / name).write_bytes(data)
        out["overlays"].append(Input(folder / "overlays" / name))
    out["odd"] = [Input(path, good) for path, good in odd(folder / "odd")]
    return out


if __name__ == "__main__":
    for group, made in make(Path(sys.argv[1])).items():
        print(f"{group}: {len(made)}", file=sys.stderr)
