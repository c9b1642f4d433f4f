"""`civicnews gazetteer`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from civicnews.cli.console import columns, one_line, quiet_pipe, say
from civicnews.cli.language import heads
from civicnews.errors import GazetteerError
from civicnews.gazetteer import Division, Gazetteer

__all__ = ["app"]

CONTEXT = {"help_option_names": ["-h", "--help"]}
app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True, context_settings=CONTEXT)
_LISTED = 20


class Format(StrEnum):
    """How a command prints its data."""

    TABLE = "table"
    JSON = "json"


Data = Annotated[Path | None, typer.Option("--data", metavar="FILE", help="A file that `build` wrote; else the built-in one.")]
Form = Annotated[Format, typer.Option("--format", help="A table for people, JSON for programs.")]


@app.callback()
def gazetteer() -> None:
    """Look up the divisions of China, from the province to the community.

    Example: civicnews gazetteer lookup 永和社区
    """


@app.command(context_settings=CONTEXT)
def build(
    folder: Annotated[
        Path,
        typer.Option("--from", metavar="DIR", exists=True, file_okay=False, help="Folder of provinces.csv to villages.csv."),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The file to write.")] = Path("divisions.bin"),
    released: Annotated[str, typer.Option(metavar="DATE", help="The day that the data describes, for the record.")] = "",
    licence: Annotated[str, typer.Option(metavar="TEXT", help="Licence of the data, where package.json does not tell it all.")] = "",
) -> int:
    """Turn a folder of division lists into the one file that civicnews reads.

    The same input gives the same bytes. The report goes to standard error. Exit code: 0 written, 1 the
    lists are wrong or the file cannot be written, 2 could not start.

    Example: civicnews gazetteer build --from package/dist --released 2023-06-30 -o divisions.bin
    """
    from civicnews.gazetteer.build import build as build_file
    from civicnews.gazetteer.normalise import Tables
    from civicnews.rules.load import builtin_pack

    tables = Tables.read(builtin_pack() / "gazetteer")
    try:
        report = build_file(folder, output, tables, released=released, licence=licence)
    except GazetteerError as error:
        say(str(error))
        return 1
    for level, count in report.counts.items():
        say(f"{level}: {count:,}: " + ", ".join(f"{kind} {number:,}" for kind, number in report.kinds[level].items()))
    say(f"{report.bases:,} base names, {report.aliases:,} further names, {report.rare:,} official names stored whole")
    unknown = "".join(f", {name} {code}" for code, name in report.unknown[:_LISTED])
    say(f"communities without a known tail: {len(report.unknown):,}{unknown}")
    say(f"{output}: {report.size:,} bytes, sha256 {report.digest}")
    return 0


@app.command(context_settings=CONTEXT)
def info(form: Form = Format.TABLE, data: Data = None) -> int:
    """Say where the divisions come from, under which licence, and how many there are.

    Example: civicnews gazetteer info --format json
    """
    with Gazetteer.open(data) as known:
        about = known.info
    if form is Format.JSON:
        return _print(_json(about._asdict()))
    rows = [("source", about.source), ("released", about.released), ("licence", about.licence), ("url", about.url)]
    rows += [(level, f"{count:,}") for level, count in about.counts.items()]
    rows += [("format", str(about.format)), ("bytes", f"{about.size:,}"), ("word lists", f"sha256 {about.tables}")]
    rows += [(file, f"sha256 {digest}") for file, digest in about.inputs.items()]
    return _print(_table([(*heads(name), value) for name, value in rows]))


@app.command(context_settings=CONTEXT)
def lookup(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name as printed, or a code.")],
    within: Annotated[str, typer.Option(metavar="PLACE", help="Only below this division: its name or its code.")] = "",
    form: Form = Format.TABLE,
    extra: Annotated[
        Path | None, typer.Option("--gazetteer", metavar="FILE.csv", help="Names of your own, added to the built-in ones or over them.")
    ] = None,
    data: Data = None,
) -> int:
    """Show the divisions that a name may mean, each with the divisions above it.

    Exit code: 0 found, 1 nothing has that name, 2 could not start.

    Example: civicnews gazetteer lookup 永和社区 --within 平城区
    """
    with Gazetteer.open(data, extra=extra) as known:
        prefix = _scope(within, known) if within else ""
        if prefix is None:
            return 2
        exact = known.get(name)
        line = (name, *(above.code for above in known.parents(name)))
        found = [exact] if exact is not None and any(code.startswith(prefix) for code in line) else known.find(name, within=prefix)
        rows = [(division, known.parents(division.code)) for division in found]
    if not rows:
        say(f"{name}: no such division{' within ' + within if within else ''}")
        return 1
    if form is Format.JSON:
        return _print(_json([division._asdict() | {"parents": [above._asdict() for above in parents]} for division, parents in rows]))
    cells = [(d.code, d.level, d.kind, d.name, " ".join(above.name for above in parents)) for d, parents in rows]
    return _print(_table([heads("code", "level", "kind", "name", "within"), *cells]))


def _scope(within: str, known: Gazetteer) -> str | None:
    """The code that --within means; None, after saying so, where it means none or several."""
    if known.get(within) is not None:
        return within
    if within.isascii() and within.isdigit():
        say(f"--within {within}: no division has this code")
        return None
    found = known.find(within)
    chosen = [d for d in found if d.level in ("province", "city", "district")] or [d for d in found if d.level == "street"]
    if len(chosen) == 1:
        return chosen[0].code
    if chosen:
        more = f" and {len(chosen) - _LISTED} more" if len(chosen) > _LISTED else ""
        say(f"--within {within}: give a code, one of {', '.join(_described(d, known) for d in chosen[:_LISTED])}{more}")
    else:
        say(f"--within {within}: no province, city, district or street has this name")
    return None


def _described(division: Division, known: Gazetteer) -> str:
    return f"{division.code} {''.join(above.name for above in known.parents(division.code))}{division.name}"


def _print(text: str) -> int:
    from civicnews.write import open_output

    with quiet_pipe(), open_output(None) as write:
        write(text)
    return 0


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _table(rows: Sequence[Sequence[str]]) -> str:
    """Columns aligned for a terminal, where a Chinese character takes two cells. Lines are never cut; what a terminal obeys is escaped."""
    rows = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell + " " * (width - columns(cell)) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "".join(line.rstrip() + "\n" for line in lines)
