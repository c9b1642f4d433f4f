"""What the program prints for every sample and every page of the corpus, as one digest a page.

    python tests/golden_outputs.py             # write the digests of today's outputs
    python tests/golden_outputs.py FOLDER      # write the outputs themselves, to compare two states with diff -r

Whoever changes how fast something is must leave the digests as they are. Whoever changes a rule writes them anew.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from civicnews.pipeline import Pipeline
from civicnews.read import read_path
from civicnews.write import to_json

ROOT = Path(__file__).resolve().parent.parent
DIGESTS = ROOT / "tests" / "golden" / "outputs.json"


def pages() -> list[Path]:
    """The pages, relative to the project's folder."""
    found = [*ROOT.glob("samples/*.txt"), *ROOT.glob("tests/corpus/*.txt"), *ROOT.glob("tests/devset/**/*.txt")]
    return sorted(path.relative_to(ROOT) for path in found)


def outputs(pipeline: Pipeline) -> Iterator[tuple[str, str]]:
    """The name and the JSON document of each page."""
    for path in pages():
        page = read_path(ROOT / path)
        yield path.as_posix(), to_json(pipeline.run(page), pretty=True).replace(json.dumps(page.path), json.dumps(path.as_posix()), 1)


def digests(pipeline: Pipeline) -> dict[str, str]:
    """Page → SHA-256 of its output."""
    return {name: hashlib.sha256(text.encode()).hexdigest() for name, text in outputs(pipeline)}


def main() -> None:
    """Write the digests, or the outputs into a folder."""
    if len(sys.argv) > 1:
        for name, text in outputs(Pipeline()):
            target = Path(sys.argv[1], name).with_suffix(".out.json")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, "utf-8")
        return
    DIGESTS.parent.mkdir(exist_ok=True)
    DIGESTS.write_text(json.dumps(digests(Pipeline()), indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
