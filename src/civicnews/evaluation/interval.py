"""Bootstrap confidence intervals over documents.

Values of one document stand or fall together, so documents are drawn, not values.

Source: Efron, "Bootstrap Methods: Another Look at the Jackknife", 1979; percentile intervals.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import NamedTuple

from civicnews.evaluation.score import Tally

__all__ = ["Interval", "intervals"]

RESAMPLES = 1000
COVERAGE = 0.95
_SEED = 0


class Interval(NamedTuple):
    """The bounds that 95 % of the resamples lie between."""

    low: float
    high: float


def intervals(columns: Sequence[Sequence[Tally]]) -> list[Interval]:
    """The interval of F1 of each column of tallies, one tally a document; the same for the same input.

    Args:
        columns: one sequence a field, all in the same order of documents.

    Returns:
        One interval a column, in order; (0, 0) without documents.
    """
    size = len(columns[0]) if columns else 0
    chance = random.Random(_SEED)
    draws = [chance.choices(range(size), k=size) if size else [] for _ in range(RESAMPLES)]
    return [_interval(column, draws) for column in columns]


def _interval(column: Sequence[Tally], draws: Sequence[Sequence[int]]) -> Interval:
    right = [2 * tally.right for tally in column]
    whole = [2 * tally.right + tally.extra + tally.missed for tally in column]
    values = []
    for draw in draws:
        total = sum([whole[index] for index in draw])
        values.append(sum([right[index] for index in draw]) / total if total else 0.0)
    values.sort()
    cut = round(len(values) * (1 - COVERAGE) / 2)
    return Interval(values[cut], values[-cut - 1])
