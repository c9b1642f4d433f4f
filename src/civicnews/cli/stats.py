"""`civicnews stats`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from civicnews.cli.console import quiet_pipe, say
from civicnews.cli.language import language, type_labels
from civicnews.errors import ReadError

if TYPE_CHECKING:
    from civicnews.report.numbers import Table
    from civicnews.report.words import Language

__all__ = ["app"]

_TABLES = ("overview", "shares", "months", "types", "streets", "communities", "gaps")

app = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]})


@app.command()
def stats(
    results: Annotated[list[str], typer.Argument(metavar="RESULT", help="What `extract` wrote as JSON or JSONL; - is standard input.")],
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="Rows of each table.")] = 12,
    json_: Annotated[bool, typer.Option("--json", help="Print all tables whole, as one JSON object.")] = False,
    rules: Annotated[
        list[Path] | None, typer.Option(metavar="DIR", help="A rule pack that names types of its own; may be repeated.")
    ] = None,
) -> int:
    """Print the essentials of an archive: how much, what is linked and vague, when, what, where, and what is missing.

    Exit code: 0 printed, 1 a result is wrong, 2 could not start.

    Example: civicnews extract *.txt --format jsonl | civicnews stats -
    """
    from civicnews.cli.report import results_of
    from civicnews.cli.tables import is_terminal
    from civicnews.report.numbers import numbers_of
    from civicnews.rules.load import load_rules
    from civicnews.write import open_output

    try:
        tables = numbers_of(results_of(results)).tables()
    except ReadError as error:
        say(str(error))
        return 2 if isinstance(error.__cause__, OSError) else 1
    types = type_labels(load_rules(*rules or []), language())
    with quiet_pipe(), open_output(None) as write:
        if json_:
            whole = {name: [dict(zip(one.columns, row, strict=True)) for row in one.rows] for name, one in tables.items()}
            write(json.dumps(whole, ensure_ascii=False) + "\n")
        else:
            for part in _parts(tables, types, limit, language(), terminal=is_terminal()):
                write(part)
    return 0


def _parts(tables: Mapping[str, Table], types: Mapping[str, str], limit: int, spoken: Language, *, terminal: bool) -> Iterator[str]:
    from civicnews.cli.tables import table
    from civicnews.report.page import cell_text, is_number
    from civicnews.report.words import word

    for number, name in enumerate(name for name in _TABLES if name in tables):
        one = tables[name]
        yield ("\n" if number else "") + f"{word(name, spoken)}\n"
        if not one.rows:
            yield f"{word('nothing', spoken)}\n"
            continue
        rows = one.rows[-limit:] if name == "months" else one.rows if name in ("overview", "shares") else one.rows[:limit]
        yield table(
            [word(column, spoken) for column in one.columns],
            [[cell_text(cell, column, types, spoken) for cell, column in zip(row, one.columns, strict=True)] for row in rows],
            right=[place for place, column in enumerate(one.columns) if is_number(column)],
            terminal=terminal,
        )
        if len(one.rows) > len(rows):
            yield f"… {len(one.rows) - len(rows)}\n"
