"""`civicnews eval`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from civicnews.cli.arguments import Rules
from civicnews.cli.console import quiet_pipe, say

if TYPE_CHECKING:
    from civicnews.evaluation.run import Evaluation, Predict

__all__ = ["app"]

app = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]})


@app.command()
def evaluate(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD_DIR", exists=True, file_okay=False, help="Folder of NAME.txt (input) with NAME.json (gold).")
    ],
    predictions: Annotated[
        Path | None,
        typer.Argument(metavar="PRED_DIR", exists=True, file_okay=False, help="Folder of NAME.json from `extract`; else made now."),
    ] = None,
    per_doc: Annotated[bool, typer.Option("--per-doc", help="Also one line a document.")] = False,
    errors: Annotated[str | None, typer.Option(metavar="FIELD", help="Also every miss in this field, with its text and rules.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    fail_under: Annotated[
        list[str] | None, typer.Option(metavar="FIELD=VALUE", help="Fail where F1, or the share usable, is lower; may be repeated.")
    ] = None,
    rules: Rules = None,
) -> int:
    """Measure extraction against gold, field by field.

    Prints precision, recall and F1 of every field with the 95 % bootstrap interval of F1, and the share of
    usable records. Exit code: 0 measured, 1 below --fail-under, 2 could not start.

    Example: civicnews eval samples --fail-under community=0.95
    civicnews eval samples --errors venue
    """
    from civicnews.cli.tables import is_terminal
    from civicnews.evaluation.run import evaluate as run
    from civicnews.write import open_output

    _check_field(errors, "--errors")
    least = dict(_limit(words) for words in fail_under or [])
    found = run(gold, _predict(predictions, rules or []))
    if found.missing:
        say(f"no prediction for {', '.join(found.missing)}")
    for name, anchor in found.lost:
        say(f"{name}: warning: the anchor {anchor!r} is not in the text")
    with quiet_pipe(), open_output(None) as write:
        if json_:
            from civicnews.evaluation.report import as_json

            write(json.dumps(as_json(found, per_document=per_doc, errors=errors), ensure_ascii=False) + "\n")
        else:
            for part in _parts(found, per_doc, errors, terminal=is_terminal()):
                write(part)
    below = [(name, value) for name, value in least.items() if found.value(name) < value]
    for name, value in below:
        say(f"{name}: {found.value(name):.4f} is below {value:g}")
    return 1 if below else 0


def _predict(predictions: Path | None, rules: list[Path]) -> Predict:
    from civicnews.evaluation.run import from_folder, from_pipeline

    if predictions is not None:
        if rules:
            raise typer.BadParameter("goes with predictions that are made now, not with PRED_DIR", param_hint="--rules")
        return from_folder(predictions)
    from civicnews.pipeline import Pipeline
    from civicnews.rules.load import load_rules

    return from_pipeline(Pipeline(rules=load_rules(*rules)))


def _check_field(name: str | None, option: str) -> None:
    from civicnews.evaluation.score import MEASURES

    if name is not None and name not in MEASURES:
        raise typer.BadParameter(f"{name!r} is no field; expected one of {', '.join(MEASURES)}", param_hint=option)


def _limit(words: str) -> tuple[str, float]:
    """The field and the value of FIELD=VALUE."""
    name, _, value = words.partition("=")
    _check_field(name, "--fail-under")
    try:
        limit = float(value)
    except ValueError:
        limit = -1.0
    if not 0 <= limit <= 1:
        raise typer.BadParameter(f"{words!r} is not FIELD=VALUE with a value from 0 to 1", param_hint="--fail-under")
    return name, limit


def _parts(found: Evaluation, per_doc: bool, errors: str | None, *, terminal: bool) -> Iterator[str]:
    """What people see, part by part."""
    from civicnews.cli.language import heads
    from civicnews.cli.tables import table
    from civicnews.evaluation.report import COLUMNS, PER_DOCUMENT, document_rows, error_lines, rows, summary

    if errors is not None:
        for paragraph in error_lines(found, errors):
            yield paragraph + "\n"
    if per_doc:
        head = heads("document", *PER_DOCUMENT, "usable")
        yield table(head, document_rows(found), right=range(1, len(head)), terminal=terminal) + "\n"
    yield table(heads(*COLUMNS), rows(found), right=range(1, len(COLUMNS)), terminal=terminal)
    yield summary(found)
