"""Count the personal names of the gold that redaction leaves in the output: `python benchmarks/redaction.py [FOLDER...]`.

A name counts where the output without redaction holds it. Prints a table; docs/redaction.md holds today's.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from civicnews.evaluation.documents import published_in
from civicnews.pipeline import Pipeline
from civicnews.read import read_path
from civicnews.redact import redact
from civicnews.write import to_json

FOLDERS = ("samples", "tests/corpus", "tests/devset/read", "tests/devset/check")


def count(folder: Path, pipeline: Pipeline) -> tuple[int, int]:
    """(names printed, names left) over the texts of a folder."""
    printed = left = 0
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        result = pipeline.run(read_path(path.with_suffix(".txt")), published=published_in(path))
        before, after = to_json(result), to_json(redact(result, pipeline))
        records = (record for article in gold["articles"] for record in article["records"])
        for name in (party["name"] for record in records for party in record["participants"] if party["kind"] == "person"):
            printed += name in before
            left += name in before and name in after
    return printed, left


if __name__ == "__main__":
    pipeline = Pipeline()
    sys.stdout.write("| texts | names | left |\n|---|---|---|\n")
    for folder in sys.argv[1:] or FOLDERS:
        sys.stdout.write("| `{}` | {} | {} |\n".format(folder, *count(Path(folder), pipeline)))
