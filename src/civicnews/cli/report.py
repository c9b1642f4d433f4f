"""`civicnews report`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from civicnews.cli.console import quiet_pipe, say
from civicnews.cli.language import language, type_labels
from civicnews.errors import ReadError, WriteError

if TYPE_CHECKING:
    from civicnews.models import Result

__all__ = ["app", "results_of"]

app = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]})


@app.command()
def report(
    results: Annotated[list[str], typer.Argument(metavar="RESULT", help="What `extract` wrote as JSON or JSONL; - is standard input.")],
    output: Annotated[str | None, typer.Option("-o", "--output", metavar="FILE", help="Write here, all or nothing.")] = None,
    csv: Annotated[Path | None, typer.Option(metavar="DIR", help="Also write each table as CSV into this folder.")] = None,
    format_: Annotated[Literal["html", "geojson"], typer.Option("--format", help="A page for people, or points for a map.")] = "html",
    places: Annotated[Path | None, typer.Option(metavar="FILE.csv", help="Coordinates: code, lon, lat; for geojson.")] = None,
    rules: Annotated[
        list[Path] | None, typer.Option(metavar="DIR", help="A rule pack that names types of its own; may be repeated.")
    ] = None,
) -> int:
    """Show what an archive says at a glance.

    One HTML file that needs no network: activities per month, types, streets by type, communities, what is linked and what is
    vague, coverage and its gaps, as charts with the tables beside them. Or, as GeoJSON, the records on a map.

    Exit code: 0 written, 1 a result is wrong, 2 could not start.

    Example: civicnews report records.jsonl -o report.html --csv tables
    """
    from civicnews.write import open_output

    if (places is not None) != (format_ == "geojson"):
        raise typer.BadParameter("--format geojson and --places FILE.csv go together", param_hint="--places")
    if csv is not None and format_ == "geojson":
        raise typer.BadParameter("goes with --format html, not with geojson", param_hint="--csv")
    if output is None and format_ == "html" and csv is None and sys.stdout.isatty():
        raise typer.BadParameter("name a file for the page, such as -o report.html", param_hint="--output")
    try:
        text = _geojson(results, places, rules or []) if places is not None else _page(results, csv, rules or [])
        with quiet_pipe(), open_output(None if output == "-" else output) as write:
            write(text)
    except ReadError as error:
        say(str(error))
        return 2 if isinstance(error.__cause__, OSError) else 1
    except WriteError as error:
        say(str(error))
        return 2
    return 0


def results_of(names: Iterable[str]) -> Iterator[Result]:
    """The results in files, one after the other.

    Raises:
        ReadError: a file cannot be read, or is not what `civicnews extract` prints.
    """
    from civicnews.bounded import open_input
    from civicnews.read_result import read_results

    for name in names:
        if name == "-":
            yield from read_results(sys.stdin.buffer, None)
            continue
        try:
            with open_input(name) as file:
                yield from read_results(file, name)
        except (OSError, ValueError) as error:
            raise ReadError(
                f"{name}: cannot be read ({getattr(error, 'strerror', None) or error}); check the path and its rights"
            ) from error


def _page(names: list[str], folder: Path | None, rules: list[Path]) -> str:
    from civicnews.report.charts import ROOM, charts, has_room
    from civicnews.report.csv import table_csv
    from civicnews.report.numbers import numbers_of
    from civicnews.report.page import report_page
    from civicnews.rules.load import load_rules
    from civicnews.write import open_output

    tables = numbers_of(results_of(names)).tables()
    types = type_labels(load_rules(*rules), language())
    if folder is not None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WriteError(f"{folder}: cannot be made ({error.strerror}); choose another folder") from error
        for table in tables.values():
            with open_output(str(folder / f"{table.name}.csv")) as write:
                write(table_csv(table))
    if not has_room():
        say(
            f"warning: the page has no charts: drawing them needs {ROOM >> 30} GB of address space, more than the system allows (ulimit -v)"
        )
    return report_page(tables, charts(tables, types, language()) if has_room() else {}, types, language())


def _geojson(names: list[str], places: Path, rules: list[Path]) -> str:
    from civicnews.report.geojson import read_places, to_geojson
    from civicnews.rules.load import load_rules

    text, lost = to_geojson(results_of(names), read_places(places), type_labels(load_rules(*rules), "zh"))
    if lost:
        say(f"warning: {lost} {'record is' if lost == 1 else 'records are'} on no point: none of their divisions is in {places}")
    return text
