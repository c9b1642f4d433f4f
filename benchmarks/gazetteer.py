"""How fast and how small is the gazetteer, beside the stores that it could have been?

    python benchmarks/gazetteer.py

Builds each store from the shipped gazetteer in a temporary folder, then measures it in processes of its
own, medians of five: the import of its library, from there to the first answer, look-ups of names that
were not asked for before, and the memory that it adds, private and mapped from the file. All stores
answer the same question, base name → codes; the page cache is warm. The marisa row needs
`pip install marisa-trie`. Linux only (/proc).
"""

from __future__ import annotations

import importlib
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from civicnews.gazetteer import Division, Gazetteer, Level

CITY = "1402"
FIRST = "永和"
SAMPLE = 20_000
RUNS = 5
LEVELS: tuple[Level, ...] = ("province", "city", "district", "street", "community")
Row = tuple[str, str, str]
"""Base, code, official name."""
Ask = Callable[[str], object]


def main() -> None:
    """Build, measure, print the table."""
    from civicnews.gazetteer import Gazetteer

    with tempfile.TemporaryDirectory() as name, Gazetteer.open() as gazetteer:
        folder = Path(name)
        rows = [(d.base, d.code, d.name) for d in _all(gazetteer)]
        bases = sorted({base for base, _, _ in rows})
        asked = random.Random(1).sample(bases, SAMPLE)
        city = sorted({base for base, code, _ in rows if code.startswith(CITY)})
        (folder / "asked.json").write_text(json.dumps({"nation": asked, "city": city}), encoding="utf-8")
        _say(f"{'store':<26}{'MB':>6}{'import ms':>11}{'open+first ms':>15}{'look-ups/s':>12}{'private MB':>12}{'mapped MB':>11}")
        for label, (build, _) in STORES.items():
            try:
                size = build(folder, rows)
            except ImportError:
                _say(f"{label:<26}{'not installed':>21}")
                continue
            runs = [_run(label, folder) for _ in range(RUNS)]
            load, first, speed, private, mapped = (statistics.median(column) for column in zip(*runs, strict=True))
            _say(f"{label:<26}{size / 1e6:>6.1f}{load:>11.1f}{first:>15.2f}{speed:>12,.0f}{private:>12.1f}{mapped:>11.1f}")
        _say("")
        sys.stdout.flush()
        subprocess.run([sys.executable, __file__, "gazetteer"], check=True)


def _all(gazetteer: Gazetteer) -> Iterator[Division]:
    for level in LEVELS:
        yield from gazetteer.names("", level)


def _run(label: str, folder: Path) -> list[float]:
    done = subprocess.run([sys.executable, __file__, label, str(folder)], check=True, capture_output=True, text=True)
    return list(json.loads(done.stdout))


def measure(label: str, folder: Path) -> None:
    """In a process of its own: open one store, ask it, print what `main` shows."""
    asked = json.loads((folder / "asked.json").read_text(encoding="utf-8"))["city" if "shard" in label else "nation"]
    before = _memory()
    start = time.perf_counter()
    LIBRARIES[label]()
    load = time.perf_counter() - start
    start = time.perf_counter()
    ask = STORES[label][1](folder)
    ask(FIRST)
    first = time.perf_counter() - start
    start = time.perf_counter()
    for base in asked:
        ask(base)
    speed = len(asked) / (time.perf_counter() - start)
    memory = (after - old for after, old in zip(_memory(), before, strict=True))
    sys.stdout.write(json.dumps([load * 1e3, first * 1e3, speed, *memory]))


def _memory() -> tuple[float, float]:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    private, mapped = (int(status.split(field)[1].split()[0]) / 1024 for field in ("RssAnon:", "RssFile:"))
    return private, mapped


def _build_ours(folder: Path, rows: list[Row]) -> int:
    from civicnews.gazetteer.gazetteer import BUILTIN

    return Path(shutil.copy(BUILTIN, folder / "ours.bin")).stat().st_size


def _open_ours(folder: Path) -> Ask:
    from civicnews.gazetteer.store import Store

    store = Store(folder / "ours.bin")
    return lambda base: [store.code(row)[0] for row in store.find(base)]


def _build_sqlite(folder: Path, rows: list[Row]) -> int:
    """Names by base and, so that a code can be looked up too, rows by code."""
    import sqlite3

    path = folder / "sqlite.db"
    db = sqlite3.connect(path)
    db.execute("create table by_base (base text, code integer, primary key (base, code)) without rowid")
    db.execute("create table by_code (code integer primary key, base text, name text) without rowid")
    db.executemany("insert into by_base values (?, ?)", sorted((base, int(code)) for base, code, _ in rows))
    db.executemany("insert into by_code values (?, ?, ?)", sorted((int(code), base, name[len(base) :]) for base, code, name in rows))
    db.commit()
    db.execute("vacuum")
    db.close()
    return path.stat().st_size


def _open_sqlite(folder: Path) -> Ask:
    import sqlite3

    db = sqlite3.connect(f"file:{folder / 'sqlite.db'}?mode=ro&immutable=1", uri=True)
    return lambda base: db.execute("select code from by_base where base = ?", (base,)).fetchall()


def _build_packed(folder: Path, rows: list[Row]) -> int:
    """The same with the codes of a name, and the names of a street, in one blob each: our format inside SQLite."""
    import sqlite3

    path = folder / "packed.db"
    by_base: dict[str, bytes] = defaultdict(bytes)
    by_street: dict[int, list[str]] = defaultdict(list)
    for base, code, name in rows:
        by_base[base] += int(code).to_bytes(5, "big")
        by_street[int(code[:9])].append(f"{code[9:]} {base} {name[len(base) :]}")
    db = sqlite3.connect(path)
    db.execute("create table by_base (base text primary key, codes blob) without rowid")
    db.execute("create table by_street (code integer primary key, names blob)")
    db.executemany("insert into by_base values (?, ?)", sorted(by_base.items()))
    db.executemany(
        "insert into by_street values (?, ?)", ((code, zlib.compress("\n".join(n).encode())) for code, n in sorted(by_street.items()))
    )
    db.commit()
    db.execute("vacuum")
    db.close()
    return path.stat().st_size


def _open_packed(folder: Path) -> Ask:
    import sqlite3

    db = sqlite3.connect(f"file:{folder / 'packed.db'}?mode=ro&immutable=1", uri=True)

    def ask(base: str) -> list[int]:
        (codes,) = db.execute("select codes from by_base where base = ?", (base,)).fetchone() or (b"",)
        return [int.from_bytes(codes[at : at + 5], "big") for at in range(0, len(codes), 5)]

    return ask


def _build_marisa(folder: Path, rows: list[Row]) -> int:
    """Names by base only: a code cannot be looked up, nor a code's official name."""
    marisa_trie = importlib.import_module("marisa_trie")
    path = folder / "marisa.trie"
    marisa_trie.RecordTrie("<Q", ((base, (int(code),)) for base, code, _ in rows)).save(str(path))
    return path.stat().st_size


def _open_marisa(folder: Path) -> Ask:
    trie = importlib.import_module("marisa_trie").RecordTrie("<Q")
    trie.mmap(str(folder / "marisa.trie"))
    return lambda base: trie.get(base)


def _build_shards(folder: Path, rows: list[Row]) -> int:
    """One compressed piece a city: a name can be looked up only where the city is known."""
    pieces: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for base, code, name in rows:
        pieces[code[:4]][base].append((code, name[len(base) :]))
    places: dict[str, tuple[int, int]] = {}
    blob = b""
    for city in sorted(pieces):
        piece = zlib.compress(json.dumps(pieces[city], ensure_ascii=False, separators=(",", ":")).encode(), 9)
        places[city] = (len(blob), len(piece))
        blob += piece
    (folder / "shards.json").write_text(json.dumps(places), encoding="utf-8")
    (folder / "shards.bin").write_bytes(blob)
    return len(blob) + (folder / "shards.json").stat().st_size


def _open_shards(folder: Path) -> Ask:
    start, size = json.loads((folder / "shards.json").read_text(encoding="utf-8"))[CITY]
    with (folder / "shards.bin").open("rb") as file:
        file.seek(start)
        names = json.loads(zlib.decompress(file.read(size)))
    return lambda base: names.get(base)


STORES: dict[str, tuple[Callable[[Path, list[Row]], int], Callable[[Path], Ask]]] = {
    "ours: mapped file": (_build_ours, _open_ours),
    "SQLite without rowid": (_build_sqlite, _open_sqlite),
    "SQLite, packed": (_build_packed, _open_packed),
    "marisa trie, names only": (_build_marisa, _open_marisa),
    "zlib shard, one city only": (_build_shards, _open_shards),
}
LIBRARIES: dict[str, Callable[[], object]] = {
    "ours: mapped file": lambda: importlib.import_module("civicnews.gazetteer.store"),
    "SQLite without rowid": lambda: importlib.import_module("sqlite3"),
    "SQLite, packed": lambda: importlib.import_module("sqlite3"),
    "marisa trie, names only": lambda: importlib.import_module("marisa_trie"),
    "zlib shard, one city only": lambda: None,
}


def _gazetteer_lines() -> Iterator[str]:
    """The object that the program uses, on names as printed."""
    from civicnews.gazetteer import Gazetteer

    before = _memory()
    start = time.perf_counter()
    gazetteer = Gazetteer.open()
    gazetteer.find("永和社区", within=CITY)
    yield f"Gazetteer.open and first find, library imported: {(time.perf_counter() - start) * 1e3:.1f} ms"
    printed = [d.base + ("村" if d.kind == "村" else "社区") for d in gazetteer.names(CITY, "community")]
    printed = list(dict.fromkeys(printed))
    for label, scope, repeats in (("one city, first time", CITY, 1), ("one city, again", CITY, 20), ("whole country, first time", "", 1)):
        start = time.perf_counter()
        for _ in range(repeats):
            for name in printed:
                gazetteer.find(name, level="community", within=scope)
        yield f"Gazetteer.find, {label}: {repeats * len(printed) / (time.perf_counter() - start):,.0f}/s"
    start = time.perf_counter()
    names = gazetteer.names(CITY, "community")
    yield f"Gazetteer.names of a city: {len(names):,} communities in {(time.perf_counter() - start) * 1e3:.1f} ms"
    private, mapped = (after - old for after, old in zip(_memory(), before, strict=True))
    yield f"memory added by all of this: {private:.1f} MB private, {mapped:.1f} MB mapped"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        measure(sys.argv[1], Path(sys.argv[2]))
    elif len(sys.argv) == 2:
        for fact in _gazetteer_lines():
            _say(fact)
    else:
        main()
