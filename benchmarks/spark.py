"""How many articles a second does Spark's local mode extract, and what do ten million cost?

    PYSPARK_PYTHON=$(which python) python benchmarks/spark.py [CORES [ROUNDS]]

Needs `pip install 'civicnews[spark]'` and Java. The texts are the pages of tests/corpus/ and tests/devset/, ROUNDS times over (once
unless given; what comes again is read faster, because names are remembered). A first job over samples/ starts the workers and is
not counted. Time is CPU time, that of Java and of all Python workers together, so that it does not matter what else the machine
does. For comparison one process extracts the same pages without Spark. Linux only (/proc).
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from civicnews.spark.knowledge import Options, open_pipeline, pack

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

ROOT = Path(__file__).resolve().parent.parent
TEN_MILLION = 10_000_000
LENGTH = 800
"""Characters of an article, for the estimate."""
PRICE = 0.05
"""US dollars for a core and an hour, an assumption: the order of what clouds ask for general-purpose machines without discounts."""


def main() -> None:
    """Measure and print."""
    from pyspark.sql import SparkSession

    from civicnews import read_path
    from civicnews.spark import extract

    cores = int(sys.argv[1]) if len(sys.argv) > 1 else (os.cpu_count() or 1)
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    samples = sorted(ROOT.glob("samples/*.txt"))
    paths = sorted([*ROOT.glob("tests/corpus/*.txt"), *ROOT.glob("tests/devset/*/*.txt")])
    pipeline = open_pipeline(pack(Options()))
    for path in samples:
        pipeline.run(read_path(path))
    pages = [read_path(path) for path in paths]
    size = sum(len(page.text) for page in pages)
    start = time.process_time()
    for page in pages:
        pipeline.run(page)
    alone = size / (time.process_time() - start)
    _say(f"one process: {len(pages)} pages, {size:,} characters, {alone:,.0f} characters a CPU second")

    spark = SparkSession.builder.master(f"local[{cores}]").config("spark.ui.enabled", "false").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    extract(_texts(spark, samples, cores * 4).repartition(cores * 4), text="content", id="path").count()
    texts = _texts(spark, paths, rounds).repartition(cores * 4).cache()
    texts.count()
    start = _cpu_seconds()
    records = extract(texts, text="content", id="path").count()
    spent = _cpu_seconds() - start
    rate = size * rounds / spent
    _say(f"local[{cores}]: {len(pages) * rounds} pages, {records} records, {rate:,.0f} characters a CPU second ({rate / alone:.2f})")
    hours = TEN_MILLION * LENGTH / rate / 3600
    _say(f"ten million articles of {LENGTH} characters: {hours:.0f} core-hours, {hours / 64:.1f} h on 64 cores, {hours * PRICE:.0f} USD")


def _texts(spark: SparkSession, paths: list[Path], rounds: int) -> DataFrame:
    rows = [(f"{number}/{path.name}", bytearray(path.read_bytes())) for number in range(rounds) for path in paths]
    return spark.createDataFrame(rows, "path string, content binary")


def _cpu_seconds() -> float:
    """CPU time of all processes below this one, Java and the Python workers, with those that have ended."""
    ticks, parents = dict[int, int](), dict[int, int]()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        parents[int(path.parent.name)] = int(fields[1])
        ticks[int(path.parent.name)] = sum(map(int, fields[11:15]))
    below = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in below} - below:
        below |= more
    return sum(ticks[pid] for pid in below - {os.getpid()}) / os.sysconf("SC_CLK_TCK")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
