"""Count the personal names of the gold that redaction leaves in the output: `python benchmarks/redaction.py [FOLDER...]`.

A name counts where the output without redaction holds it. Gold counts words such as 审判长 and 母亲, which name nobody, as persons
too: what begins with no surname and is no name of another people has a column of its own. Prints a table; docs/redaction.md holds today's.
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


def count(folder: Path, pipeline: Pipeline) -> tuple[int, int, int, int]:
    """(names printed, names left, words printed, words left) over the texts of a folder."""
    counted = [0, 0, 0, 0]
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        result = pipeline.run(read_path(path.with_suffix(".txt")), published=published_in(path))
        before, after = to_json(result), to_json(redact(result, pipeline))
        records = (record for article in gold["articles"] for record in article["records"])
        for name in (party["name"] for record in records for party in record["participants"] if party["kind"] == "person"):
            if name in before:
                column = 0 if _names_somebody(name, pipeline) else 2
                counted[column] += 1
                counted[column + 1] += name in after
    return counted[0], counted[1], counted[2], counted[3]


def _names_somebody(name: str, pipeline: Pipeline) -> bool:
    """Whether it can be a name: it has a surname, a letter or a dot, or is made of the words of another people's names."""
    rules = pipeline.rules
    if any(name in rules.vocabulary(words) for words in ("party_head", "person_title", "person_kin")):
        return False
    surnames, minority = rules.vocabulary("surnames"), rules.vocabulary("minority_name")
    start = 1 if name[0] in "小老阿" else 0
    return name[start] in surnames or name[:2] in surnames or "·" in name or name[0].isascii() or name[:2] in minority or name in minority


if __name__ == "__main__":
    pipeline = Pipeline()
    sys.stdout.write("| texts | names | left | other words | left |\n|---|---|---|---|---|\n")
    for folder in sys.argv[1:] or FOLDERS:
        sys.stdout.write("| `{}` | {} | {} | {} | {} |\n".format(folder, *count(Path(folder), pipeline)))
