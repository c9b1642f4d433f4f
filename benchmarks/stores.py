"""What does writing a store cost beside extracting, and does memory stay the same?

    python benchmarks/stores.py [ROUNDS]

Extracts the pages of samples/ and tests/corpus/ once, then writes their documents ROUNDS times over (200 unless given) under new
names to each store in a process of its own. Prints CPU time a record, its share of that of extracting, size and peak memory.
Linux only (/proc).
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
Document = dict[str, Any]


def main() -> None:
    """Measure and print the table."""
    from civicnews import Pipeline, read_path, to_json

    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    paths = sorted([*ROOT.glob("samples/*.txt"), *ROOT.glob("tests/corpus/*.txt")])
    pipeline = Pipeline()
    pages = [read_path(path) for path in paths]
    [pipeline.run(page) for page in pages]  # what is compiled on demand is compiled
    start = time.process_time()
    results = [pipeline.run(page) for page in pages]
    spent = time.process_time() - start
    documents = [json.loads(to_json(result)) for result in results]
    records = sum(len(s["records"]) for d in documents for a in d["articles"] for s in a["sections"])
    _say(f"extracting: {len(pages)} pages, {records} records, {spent / records * 1e3:.1f} ms a record")
    _say(f"{'store':<10}{'records':>10}{'µs/record':>12}{'of extracting':>15}{'B/record':>10}{'peak MB':>9}")
    for store in ("parquet", "sqlite", "duckdb"):
        for times in (rounds // 4, rounds):
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                cpu, size, peak = pool.apply(_write, (store, documents, times))
            each, wrote = cpu / (records * times), records * times
            share = each / (spent / records)
            _say(f"{store:<10}{wrote:>10,}{each * 1e6:>12.0f}{share:>15.2%}{size / wrote:>10.0f}{peak:>9}")


def _write(store: str, documents: list[Document], times: int) -> tuple[float, int, int]:
    """CPU seconds, bytes on the disk, peak memory in MB."""
    export = import_module(f"civicnews.stores.{store}").export
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        export(_again(documents, times), Path(folder) / f"out.{store}")
        spent = time.process_time() - start
        size = sum(path.stat().st_size for path in Path(folder).iterdir())
    status = Path("/proc/self/status").read_text("ascii")
    return spent, size, int(status.partition("VmHWM:")[2].split()[0]) >> 10


def _again(documents: list[Document], times: int) -> Iterator[Document]:
    for number in range(times):
        for document in documents:
            yield document | {"source": document["source"] | {"path": f"{number:06}/{document['source']['path']}"}}


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
