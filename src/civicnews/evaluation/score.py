"""Score one document: pair its records with the gold's, then count the values of every field.

Records are paired one to one, most overlap of their text first. A gold record without a partner misses
all its values; a predicted record without one is an extra record, and its communities, activity types
and participants are extra values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from civicnews.evaluation.compare import Equal, Value, hits, plain, same, same_party, same_phrase
from civicnews.evaluation.documents import Fired, Gold, GoldRecord, Predicted, PredictedRecord, Values
from civicnews.text import Span

__all__ = ["FIELDS", "MEASURES", "DocumentScore", "Miss", "Tally", "score"]

RECORD_FIELDS: dict[str, Equal] = {
    "community": same,
    "community_code": same,
    "street": same,
    "street_code": same,
    "district": same,
    "date_text": same,
    "date_edtf": same,
    "participant": same_party,
    "participant_role": same_party,
    "activity_type": same,
    "main_type": same,
    "activity_name": same_phrase,
    "venue": same_phrase,
}
"""Fields of a record, each with what counts as the same value."""
FIELDS = ("record", *RECORD_FIELDS, "title", "reporter")
MEASURES = (*FIELDS, "usable")
_OF_EXTRA = ("community", "activity_type", "participant")
"""Fields in which the values of an extra record count against the prediction."""
_HEAD = 40
"""A record is told from its neighbours by its first characters, so their overlap weighs most."""
_HEAD_WEIGHT = 5
_TOUCH = 10
"""So few characters in common, none of them in the head, are chance."""


class Tally(NamedTuple):
    """Counts of values: right, extra in the prediction, missed from the gold.

    For `usable` they are counts of gold records, and one that is not usable is both missed and extra, so
    that precision, recall and F1 are all the share of usable records.
    """

    right: int = 0
    extra: int = 0
    missed: int = 0

    def plus(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.extra + other.extra, self.missed + other.missed)

    @property
    def precision(self) -> float:
        return _share(self.right, self.extra)

    @property
    def recall(self) -> float:
        return _share(self.right, self.missed)

    @property
    def f1(self) -> float:
        return _share(2 * self.right, self.extra + self.missed)


@dataclass(frozen=True, slots=True)
class Miss:
    """Where prediction and gold differ in one field of one record, or of the articles.

    Attributes:
        field: one of `MEASURES`.
        document: name of the gold document.
        anchor: how the gold record begins, else how the extra record begins; empty for a field of the articles.
        kind: whether the record was paired, is missing from the prediction, or is extra.
        text: the text of the predicted record, else of the gold record.
        fired: the rules that gave the predicted values, with their words.
    """

    field: str
    document: str
    anchor: str
    kind: str
    gold: tuple[Value, ...]
    predicted: tuple[Value, ...]
    text: str
    fired: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """What one document adds to the score of a corpus."""

    name: str
    tallies: dict[str, Tally]
    misses: tuple[Miss, ...]


def score(gold: Gold, predicted: Predicted) -> DocumentScore:
    """Score the prediction for one document.

    Returns:
        A tally for each of `MEASURES`, and the misses in the order of the gold, extra records last.
    """
    return _Scorer(gold).run(predicted)


class _Scorer:
    def __init__(self, gold: Gold) -> None:
        self.gold = gold
        self.tallies = dict.fromkeys(MEASURES, Tally())
        self.misses: list[Miss] = []

    def run(self, predicted: Predicted) -> DocumentScore:
        pairs = _pairs(self.gold.records, predicted.records)
        for index, record in enumerate(self.gold.records):
            found = pairs.get(index)
            self._record(record, predicted.records[found] if found is not None else None)
        used = set(pairs.values())
        for index, extra in enumerate(predicted.records):
            if index not in used:
                self._extra(extra)
        for name in ("title", "reporter"):
            self._field(Miss(name, self.gold.name, "", "article", self.gold.values[name], predicted.values[name], ""), same)
        return DocumentScore(self.gold.name, self.tallies, tuple(self.misses))

    def _record(self, gold: GoldRecord, found: PredictedRecord | None) -> None:
        kind = "paired" if found is not None else "missed"
        text = found.text if found is not None else self.gold.text[max(0, gold.start) : gold.end].strip()
        values: Values = found.values if found is not None else {}
        if found is None:
            self._add("record", Tally(missed=1))
            self._miss(Miss("record", self.gold.name, gold.anchor, kind, (), (), text))
        else:
            self._add("record", Tally(right=1))
        for name, equal in RECORD_FIELDS.items():
            fired = self._words(found.fired.get(name, ())) if found is not None else ()
            self._field(Miss(name, self.gold.name, gold.anchor, kind, gold.values[name], values.get(name, ()), text, fired), equal)
        wrong = _unusable(gold.values, values) if found is not None else ("record",)
        self._add("usable", Tally(extra=1, missed=1) if wrong else Tally(right=1))
        if wrong:
            told = [tuple(Value(str(value), name) for name in wrong for value in side.get(name, ())) for side in (gold.values, values)]
            self._miss(Miss("usable", self.gold.name, gold.anchor, kind, told[0], told[1], text))

    def _extra(self, extra: PredictedRecord) -> None:
        self._add("record", Tally(extra=1))
        self._miss(Miss("record", self.gold.name, extra.text[:_HEAD], "extra", (), (), extra.text))
        for name in _OF_EXTRA:
            fired = self._words(extra.fired.get(name, ()))
            self._field(
                Miss(name, self.gold.name, extra.text[:_HEAD], "extra", (), extra.values[name], extra.text, fired), RECORD_FIELDS[name]
            )

    def _field(self, miss: Miss, equal: Equal) -> None:
        """Count the values of one field, and keep the miss if there is one."""
        right = hits(miss.gold, miss.predicted, equal)
        tally = Tally(right, len(miss.predicted) - right, len(miss.gold) - right)
        self._add(miss.field, tally)
        if tally.extra or tally.missed:
            self._miss(miss)

    def _add(self, name: str, tally: Tally) -> None:
        self.tallies[name] = self.tallies[name].plus(tally)

    def _miss(self, miss: Miss) -> None:
        self.misses.append(miss)

    def _words(self, fired: Sequence[Fired]) -> tuple[tuple[str, str], ...]:
        return tuple((one.rule, "".join(self.gold.text[start:end] for start, end in one.spans)) for one in fired)


def _pairs(gold: Sequence[GoldRecord], predicted: Sequence[PredictedRecord]) -> dict[int, int]:
    """Index of a gold record → index of its predicted record. Of equal overlaps the later records go first."""
    candidates = [
        (weight, left, right)
        for left, record in enumerate(gold)
        for right, other in enumerate(predicted)
        if (weight := _overlap(record.start, record.end, other.spans)) > 0
    ]
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for _, left, right in sorted(candidates, reverse=True):
        if left not in pairs and right not in used:
            pairs[left] = right
            used.add(right)
    return pairs


def _overlap(start: int, end: int, spans: Sequence[Span]) -> int:
    """How much of `[start, end)` the spans cover, its head weighted; 0 where they merely touch."""
    whole = _covered(start, end, spans)
    head = _covered(start, min(end, start + _HEAD), spans)
    return whole + _HEAD_WEIGHT * head if head or whole > _TOUCH else 0


def _covered(start: int, end: int, spans: Sequence[Span]) -> int:
    return sum(max(0, min(end, last) - max(start, first)) for first, last in spans)


def _unusable(gold: Values, predicted: Values) -> tuple[str, ...]:
    """The fields that keep a record from being usable as it is; empty where it is usable."""
    wrong = [name for name in ("community", "street") if _folded(gold[name]) != _folded(predicted[name])]
    if gold["date_edtf"] != predicted["date_edtf"]:
        wrong.append("date_edtf")
    elif not gold["date_edtf"] and bool(gold["date_text"]) != bool(predicted["date_text"]):
        wrong.append("date_text")
    if not (_main_among(gold, predicted) and _main_among(predicted, gold)):
        wrong.append("activity_type")
    return tuple(wrong)


def _main_among(one: Values, other: Values) -> bool:
    return bool(one["main_type"]) and one["main_type"][0] in other["activity_type"]


def _folded(values: Sequence[Value]) -> list[str]:
    return sorted(plain(value.text) for value in values)


def _share(part: int, rest: int) -> float:
    return part / (part + rest) if part + rest else 0.0
