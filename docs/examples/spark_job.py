"""Texts in an object store → records as Parquet, on a Spark cluster; docs/spark.md says how to submit it.

    spark-submit spark_job.py s3a://press/articles/ s3a://press/records/ --text body --published day --id url
    spark-submit spark_job.py s3a://press/pages/ s3a://press/records/ --format files

`--format files` takes whole files, one text each, in any encoding that `civicnews extract` reads, and their paths as ids.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from pyspark.sql import DataFrame, SparkSession

from civicnews.spark import Options, extract


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Extract the records of texts on a Spark cluster.")
    parser.add_argument("input", help="folder of tables, or of text files")
    parser.add_argument("output", help="folder that the records go to; it must not be there")
    parser.add_argument("--format", choices=("parquet", "json", "orc", "files"), default="parquet")
    parser.add_argument("--text", default="text", help="column of the text")
    parser.add_argument("--published", help="column of the day of publication")
    parser.add_argument("--id", help="column of the name of a text")
    parser.add_argument("--newspaper", help="column of the name of the newspaper")
    parser.add_argument("--rules", type=Path, action="append", default=[], help="folder of a rule pack, here on the driver")
    parser.add_argument("--gazetteer", type=Path, help="CSV file of further divisions, here on the driver")
    parser.add_argument("--region", help="division that the newspapers are at home in")
    parser.add_argument("--partitions", type=int, help="tasks to cut the work into; three or more a core, of a few minutes each")
    return parser.parse_args(arguments)


def read(spark: SparkSession, asked: argparse.Namespace) -> DataFrame:
    """The texts, spread over as many tasks as were asked for."""
    if asked.format == "files":
        asked.text, asked.id = "content", "path"
        texts = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(asked.input)
    else:
        texts = spark.read.format(asked.format).load(asked.input)
    return texts.repartition(asked.partitions) if asked.partitions else texts


def run(spark: SparkSession, arguments: Sequence[str] | None = None) -> None:
    """Extract and write, then count what was written."""
    asked = parse(arguments)
    options = Options(rules=tuple(asked.rules), gazetteer=asked.gazetteer, region=asked.region)
    texts = read(spark, asked)
    found = extract(texts, text=asked.text, published=asked.published, id=asked.id, newspaper=asked.newspaper, options=options)
    found.write.parquet(asked.output)  # once, failures too: to filter first would extract everything twice
    written = spark.read.parquet(asked.output)
    failures = written.where("failure IS NOT NULL").count()
    sys.stderr.write(f"{written.count() - failures} records, {failures} failures in {asked.output}\n")


if __name__ == "__main__":
    run(SparkSession.builder.appName("civicnews").getOrCreate())
