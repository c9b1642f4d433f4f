"""Evaluation → tables for people and JSON for programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from civicnews.evaluation.run import Evaluation
from civicnews.evaluation.score import FIELDS, DocumentScore, Miss

__all__ = ["COLUMNS", "PER_DOCUMENT", "as_json", "document_rows", "error_lines", "rows", "summary"]

COLUMNS = ("field", "P", "R", "F1", "95 % interval", "right", "extra", "missed")
PER_DOCUMENT = ("record", "community", "street", "date_edtf", "participant", "activity_type")
"""The fields of a document's line."""
_WORDS_SHOWN = 24
"""Characters of a rule's words that a line shows."""


def rows(evaluation: Evaluation) -> list[tuple[str, ...]]:
    """One row a field."""
    out = []
    for name in FIELDS:
        tally, bounds = evaluation.totals[name], evaluation.intervals[name]
        figures = (f"{tally.precision:.3f}", f"{tally.recall:.3f}", f"{tally.f1:.3f}", f"{bounds.low:.3f}–{bounds.high:.3f}")
        out.append((name, *figures, *map(str, tally)))
    return out


def document_rows(evaluation: Evaluation) -> list[tuple[str, ...]]:
    """One row a document: the F1 of `PER_DOCUMENT`, and how many of its records are usable."""
    out = []
    for one in evaluation.documents:
        usable, records = _usable(one)
        out.append((one.name, *(f"{one.tallies[name].f1:.2f}" for name in PER_DOCUMENT), f"{usable}/{records}"))
    return out


def summary(evaluation: Evaluation) -> str:
    """One line: how much was scored, and the share of usable records."""
    bounds = evaluation.intervals["usable"]
    share = f"usable records: {evaluation.value('usable'):.3f} (95 % interval {bounds.low:.3f}–{bounds.high:.3f})"
    return f"{len(evaluation.documents)} documents, {evaluation.records} gold records; {share}\n"


def error_lines(evaluation: Evaluation, field: str) -> Iterable[str]:
    """The misses in one field, each with its document, values, text and rules; one paragraph a miss."""
    for miss in _misses(evaluation, field):
        head = " ".join(part for part in (miss.document, miss.kind, miss.anchor) if part)
        lines = [head, f"  gold       {_listed(miss.gold)}", f"  predicted  {_listed(miss.predicted)}"]
        lines.extend(f"  rule       {rule}  {words[:_WORDS_SHOWN]}" for rule, words in miss.fired)
        if miss.text:
            lines.append(f"  text       {' '.join(miss.text.split())}")
        yield "\n".join(lines) + "\n"


def as_json(evaluation: Evaluation, *, per_document: bool = False, errors: str | None = None) -> dict[str, Any]:
    """The whole as plain data.

    Args:
        evaluation: what was measured.
        per_document: add the tallies of every document.
        errors: add the misses in this field.
    """
    usable = evaluation.totals["usable"]
    out: dict[str, Any] = {
        "documents": len(evaluation.documents),
        "records": evaluation.records,
        "missing": list(evaluation.missing),
        "usable": {"share": usable.f1, "interval": list(evaluation.intervals["usable"]), "right": usable.right, "missed": usable.missed},
        "fields": {name: _figures(evaluation, name) for name in FIELDS},
    }
    if per_document:
        out["per_document"] = [_document(one) for one in evaluation.documents]
    if errors is not None:
        out["errors"] = [_miss(miss) for miss in _misses(evaluation, errors)]
    return out


def _document(one: DocumentScore) -> dict[str, Any]:
    usable, records = _usable(one)
    return {"name": one.name, "usable": usable, "records": records, "fields": {name: one.tallies[name]._asdict() for name in FIELDS}}


def _figures(evaluation: Evaluation, name: str) -> dict[str, Any]:
    tally = evaluation.totals[name]
    figures = {"precision": tally.precision, "recall": tally.recall, "f1": tally.f1, "interval": list(evaluation.intervals[name])}
    return figures | tally._asdict()


def _miss(miss: Miss) -> dict[str, Any]:
    return {
        "field": miss.field,
        "document": miss.document,
        "anchor": miss.anchor,
        "record": miss.kind,
        "gold": [str(value) for value in miss.gold],
        "predicted": [str(value) for value in miss.predicted],
        "text": miss.text,
        "rules": [{"rule": rule, "words": words} for rule, words in miss.fired],
    }


def _misses(evaluation: Evaluation, field: str) -> list[Miss]:
    return [miss for one in evaluation.documents for miss in one.misses if miss.field == field]


def _usable(one: DocumentScore) -> tuple[int, int]:
    tally = one.tallies["usable"]
    return tally.right, tally.right + tally.missed


def _listed(values: Iterable[object]) -> str:
    return "、".join(map(str, values)) or "—"
