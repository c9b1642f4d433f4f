"""`civicnews batch`."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from civicnews.cli.arguments import GazetteerFile, KeyFile, Pseudonyms, Redact, Region, Rules
from civicnews.cli.console import say, show
from civicnews.cli.language import heads, translated
from civicnews.cli.reading import Segmenter
from civicnews.cli.redaction import redaction_of
from civicnews.cli.values import codec_of, day_of, pattern_of
from civicnews.errors import WriteError
from civicnews.watchdog import MAX_CHARS, SECONDS

if TYPE_CHECKING:
    from civicnews.batch.run import Batch, Outcome, Stop
    from civicnews.batch.summary import Summary

__all__ = ["app"]

Dedup = Literal["off", "mark", "drop"]
INTERRUPTED, TERMINATED = 130, 143
_LARGEST = 15
"""So many districts are shown; all are in summary.json."""
_CLOCK = 60.0
"""A worker that does not stop at its limit is killed by the clock, after so many seconds at least."""
_MOST_MONTHS = 24
"""With more months than this, years are shown."""

app = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]})


@app.command()
def batch(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT...", help="Files and folders.")],
    output: Annotated[str, typer.Option("-o", "--output", metavar="OUTPUT", help="FILE.jsonl|csv|parquet|sqlite|duckdb, or DIR/.")],
    glob: Annotated[list[str] | None, typer.Option(metavar="PATTERN", help="Of folders take these files only; may be repeated.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, metavar="N", help="Processes; as many as there are cores if left out.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget what earlier runs did, and start over.")] = False,
    dedup: Annotated[Dedup, typer.Option(help="What to do with stories that were there before.")] = "mark",
    text_field: Annotated[str, typer.Option(metavar="NAME", help="Field of JSON and CSV rows with the text.")] = "text",
    date_field: Annotated[str, typer.Option(metavar="NAME", help="… with the day of publication, if there.")] = "date",
    id_field: Annotated[str, typer.Option(metavar="NAME", help="… with the row's id, if there.")] = "id",
    title_field: Annotated[str, typer.Option(metavar="NAME", help="… with the headline, if there.")] = "title",
    published: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Publication date of all inputs.")] = None,
    published_from: Annotated[
        str | None, typer.Option(metavar="PATTERN", help="Where the date is in the path: 'rb{yy}{month}{day}_*', '{year}/{month}/{day}'.")
    ] = None,
    newspaper: Annotated[str | None, typer.Option(metavar="NAME", help="Name of the newspaper of all inputs.")] = None,
    encoding: Annotated[str | None, typer.Option(metavar="NAME", help="Encoding of all inputs; else found out.")] = None,
    segmenter: Annotated[Segmenter, typer.Option(help="Which engine cuts words.")] = "auto",
    rules: Rules = None,
    region: Region = None,
    gazetteer: GazetteerFile = None,
    max_chars: Annotated[int, typer.Option(min=1, metavar="N", help="An input with more characters fails.")] = MAX_CHARS,
    timeout: Annotated[
        float,
        typer.Option(min=0, metavar="SECONDS", help="An input that takes more processor time fails; long ones have more, 0 is no limit."),
    ] = SECONDS,
    redact: Redact = None,
    pseudonyms: Pseudonyms = "number",
    pseudonym_key: KeyFile = None,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No progress and no summary, only errors.")] = False,
) -> int:
    """Turn folders and archives of newspapers into one data set.

    Reads .txt .md .html .htm .pdf .docx, the rows of .json .jsonl .csv, and all of these in .zip .tar .tar.gz .gz .zst.
    A run that was killed goes on where it was when the same command is given again. Inputs that fail
    are listed in OUTPUT.civicnews/errors.jsonl; the run goes on.
    Ctrl-C finishes the inputs in hand and writes what there is.

    Exit code: 0 all read, 1 some input failed, 2 could not start, 130 stopped by Ctrl-C.

    Example: civicnews batch papers/ -o records.jsonl
    civicnews batch papers/ old.zip --glob '*.htm' -o records.csv --region 大同市 --workers 4
    civicnews batch articles.jsonl --text-field content --date-field pubdate -o records.sqlite
    """
    from civicnews.batch.options import Options
    from civicnews.batch.run import Batch, Stop
    from civicnews.inputs.rows import Fields
    from civicnews.inputs.sources import Reading

    codec = codec_of(encoding)
    pattern_of(published_from)
    asked = Batch(
        roots=inputs,
        output=output,
        options=Options(
            published=day_of(published),
            newspaper=newspaper,
            encoding=codec,
            published_from=published_from,
            segmenter=segmenter,
            rules=tuple(rules or ()),
            region=region,
            gazetteer=gazetteer,
            max_chars=max_chars,
            seconds=timeout,
            signatures=dedup != "off",
        ),
        reading=Reading(Fields(text_field, date_field, id_field, title_field), codec),
        globs=glob or (),
        workers=workers or _cores(),
        timeout=max(_CLOCK, 10 * timeout) if timeout else None,
        dedup=dedup,
        fresh=fresh,
        redaction=redaction_of(redact, pseudonyms, pseudonym_key),
    )
    return _run(asked, Stop(), quiet)


def _run(asked: Batch, stop: Stop, quiet: bool) -> int:
    from civicnews.batch.run import run
    from civicnews.cli.progress import watcher

    watching = watcher(quiet=quiet)
    with _signals(stop) as received:
        try:
            outcome = run(asked, watching, stop)
        except KeyboardInterrupt:  # the second Ctrl-C
            watching.exporting()
            say("stopped at once; nothing was written to the output, what was done is kept; give the same command again to go on")
            return INTERRUPTED
        except WriteError as error:
            watching.exporting()
            say(str(error))
            return 1
    return _tell(outcome, asked, quiet, received)


def _tell(outcome: Outcome, asked: Batch, quiet: bool, received: list[int]) -> int:
    summary = outcome.summary
    if summary.inputs and not quiet:
        _show(summary)
    if summary.failures:
        say(f"{summary.failures:,} of {summary.inputs:,} inputs failed; the reasons are in {outcome.errors}")
    if outcome.stopped:
        if summary.inputs:
            say(f"stopped after {summary.inputs:,} inputs; {asked.output} has what was done; give the same command again to go on")
        else:
            say(f"stopped before the first input was done; {asked.output} is as it was; give the same command again to go on")
        return TERMINATED if received[:1] == [signal.SIGTERM] else INTERRUPTED
    return 1 if summary.failures else 0


@contextmanager
def _signals(stop: Stop) -> Iterator[list[int]]:
    """Let the first Ctrl-C (or a polite kill) stop the batch in order, and the second at once."""
    received: list[int] = []

    def asked(number: int, _frame: Any) -> None:
        received.append(number)
        if len(received) > 1:
            raise KeyboardInterrupt
        say("stopping: finishing the inputs in hand; once more to stop at once")
        stop()

    before = {number: signal.signal(number, asked) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _show(summary: Summary) -> None:
    """The summary tables, on standard error."""
    from civicnews.cli.tables import table

    terminal = sys.stderr is not None and sys.stderr.isatty()
    for text in _tables(summary):
        show(table(*text, right=[1], terminal=terminal))


def _tables(summary: Summary) -> Iterator[tuple[tuple[str, ...], list[tuple[str, str]]]]:
    data = summary.as_data()
    totals = [
        (name, data[key])
        for name, key in (
            ("inputs", "inputs"),
            ("  done before, or the same text again", "reused"),
            ("  failed", "failures"),
            ("stories", "articles"),
            ("  duplicates", "duplicates"),
            ("records", "records"),
        )
    ]
    yield heads("batch", "count"), [(translated(name), f"{count:,}") for name, count in totals]
    districts = list(data["district"].items())
    if len(districts) > _LARGEST:
        rest = districts[_LARGEST:]
        districts = [*districts[:_LARGEST], (f"({len(rest)} more)", sum(count for _, count in rest))]
    months = data["month"]
    period = "month"
    if len(months) > _MOST_MONTHS:
        period = "year"
        years: dict[str, int] = {}
        for month, count in months.items():
            year = month[:4] if month[:1].isdigit() else month
            years[year] = years.get(year, 0) + count
        months = years
    for name, counts in (("district", districts), ("type", data["type"].items()), (period, months.items())):
        if counts:
            yield heads(name, "records"), [(key, f"{count:,}") for key, count in counts]


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
