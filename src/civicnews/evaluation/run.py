"""Evaluate predictions, made here or read from a folder, against a folder of gold."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from civicnews.errors import ReadError
from civicnews.evaluation.documents import Gold, Predicted, prediction_of, read_gold, read_prediction
from civicnews.evaluation.interval import Interval, intervals
from civicnews.evaluation.score import MEASURES, DocumentScore, Tally, score

if TYPE_CHECKING:
    from civicnews.pipeline import Pipeline

__all__ = ["Evaluation", "Predict", "evaluate", "from_folder", "from_pipeline"]

Predict = Callable[[Gold], Predicted | None]
"""The prediction for a gold document, or None where there is none."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The score of a corpus.

    Attributes:
        documents: one score a gold document, by name.
        totals: for each measure the sum over all documents.
        intervals: for each measure the 95 % interval of its F1.
        missing: names of the gold documents without a prediction.
        lost: (document, anchor) of the gold records whose anchor is not in their text.
    """

    documents: tuple[DocumentScore, ...]
    totals: dict[str, Tally]
    intervals: dict[str, Interval]
    missing: tuple[str, ...]
    lost: tuple[tuple[str, str], ...]

    @property
    def records(self) -> int:
        """How many gold records there are."""
        return self.totals["usable"].right + self.totals["usable"].missed

    def value(self, measure: str) -> float:
        """F1 of a field, or the share of usable records."""
        return self.totals[measure].f1


def evaluate(folder: Path, predict: Predict) -> Evaluation:
    """Score the predictions for all gold documents of a folder.

    Args:
        folder: holds NAME.txt and NAME.json.
        predict: gives the prediction for one document.

    Raises:
        ReadError: the folder has no gold, or a file of it is wrong or takes too long.
    """
    from civicnews.watchdog import time_limit

    documents: list[DocumentScore] = []
    missing: list[str] = []
    lost: list[tuple[str, str]] = []
    for gold in read_gold(folder):
        found = predict(gold)
        if found is None:
            missing.append(gold.name)
        with time_limit(str(gold.path)):
            documents.append(score(gold, found if found is not None else prediction_of({})))
        lost.extend((gold.name, record.anchor) for record in gold.records if record.start < 0)
    if not documents:
        raise ReadError(f"{folder}: there is no gold in it; expected NAME.json beside NAME.txt")
    totals = {measure: _sum(one.tallies[measure] for one in documents) for measure in MEASURES}
    bounds = intervals([[one.tallies[measure] for one in documents] for measure in MEASURES])
    return Evaluation(tuple(documents), totals, dict(zip(MEASURES, bounds, strict=True)), tuple(missing), tuple(lost))


def from_folder(folder: Path) -> Predict:
    """Predictions that `civicnews extract` wrote to NAME.json in a folder."""
    return lambda gold: read_prediction(folder / f"{gold.name}.json")


def from_pipeline(pipeline: Pipeline) -> Predict:
    """Predictions made now, each page with the gold's publication date and its file name alone as path."""
    from civicnews.read import read_path
    from civicnews.watchdog import check_length, time_limit
    from civicnews.write import to_json

    def predict(gold: Gold) -> Predicted:
        with time_limit(str(gold.path)):
            page = dataclasses.replace(read_path(gold.path), path=gold.path.name)
            check_length(page.text, str(gold.path))
            return prediction_of(json.loads(to_json(pipeline.run(page, published=gold.published))))

    return predict


def _sum(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for tally in tallies:
        total = total.plus(tally)
    return total
