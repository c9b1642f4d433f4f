"""Documents for the tests of the stores: of the samples, and of results made by hand."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from results import result
from shared_pipeline import pipeline

from civicnews import read_path, to_json
from civicnews.models import Record

SAMPLES = sorted((Path(__file__).resolve().parent.parent / "samples").glob("*.txt"))


def document(*records: Record, path: str | None = "页.txt", **changes: Any) -> dict[str, Any]:
    """A document of one article with these records; `changes` replace keys of its source."""
    made: dict[str, Any] = json.loads(to_json(result(*records)))
    made["source"] |= {"path": path} | changes
    return made


@cache
def samples() -> list[dict[str, Any]]:
    """The documents of all samples, called by the names of their files."""
    made = []
    for path in SAMPLES:
        one = json.loads(to_json(pipeline().run(read_path(path))))
        one["source"]["path"] = path.name
        made.append(one)
    return made
