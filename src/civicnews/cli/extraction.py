"""What `civicnews extract` does, once its command line is read. Typer is imported for a mistake only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from civicnews.cli.console import quiet_pipe, say
from civicnews.cli.reading import Segmenter, each, exit_code, open_pipeline, read_page
from civicnews.cli.redaction import redaction
from civicnews.cli.spool import Spool
from civicnews.cli.values import codec_of, day_of, pattern_of
from civicnews.errors import WriteError
from civicnews.watchdog import MAX_CHARS, SECONDS, time_limit

if TYPE_CHECKING:
    from civicnews.models import Result
    from civicnews.rules.load import RuleSet

__all__ = ["Format", "extraction"]

Format = Literal["json", "jsonl", "csv", "table"]
Render = Callable[["Iterable[Result]", bool], "Iterable[str]"]
"""(parts of a result, whether it is the first) → the text to print, in pieces."""


class _NothingPrintedError(Exception):
    """Leaves the target as it is."""


def extraction(
    inputs: Sequence[str] | None,
    *,
    published: str | None = None,
    published_from: str | None = None,
    newspaper: str | None = None,
    encoding: str | None = None,
    segmenter: Segmenter = "auto",
    rules: Sequence[Path] | None = None,
    region: str | None = None,
    gazetteer: Path | None = None,
    format_: Format = "json",
    pretty: bool = False,
    output: str | None = None,
    redact: str | None = None,
    pseudonyms: Literal["number", "surname"] = "number",
    pseudonym_key: Path | None = None,
    max_chars: int = MAX_CHARS,
    timeout: float = SECONDS,
    quiet: bool = False,
) -> int:
    """Extract from the inputs and print; the arguments are the options of the command, and the result is its exit code.

    Raises:
        typer.BadParameter: an option is wrong.
        CivicNewsError: it could not start.
    """
    if not inputs:
        import typer

        if sys.stdin is None or sys.stdin.isatty():
            raise typer.BadParameter("name a file, or pipe a page in: civicnews extract PAGE.txt", param_hint="INPUT")
        inputs = ["-"]
    if pretty and format_ != "json":
        import typer

        raise typer.BadParameter(f"goes with --format json, not with {format_}", param_hint="--pretty")
    from civicnews.result import joined

    codec = codec_of(encoding)
    day, pattern = day_of(published), pattern_of(published_from)
    pipeline = open_pipeline(segmenter, rules or [], region, gazetteer)
    target = None if output == "-" else output
    render = _renderer(format_, pretty, pipeline.rules, to_terminal=target is None)
    redacted = redaction(redact, pseudonyms, pseudonym_key, pipeline)

    def process(name: str, first: bool) -> Spool:
        shown = "standard input" if name == "-" else name
        spool = Spool()
        articles = 0
        with time_limit(shown, timeout):
            page = read_page(name, shown, codec, max_chars)
            if pattern is not None:
                page = pattern.applied(page)

            def parts() -> Iterator[Result]:
                nonlocal articles
                for part in pipeline.parts(page, published=day, newspaper=newspaper):
                    articles += len(part.articles)
                    yield part

            for text in render(parts() if redact is None else [redacted(joined(parts()))], first):
                spool.add(text)
        if not articles and not quiet:
            say(f"{page.path or 'standard input'}: warning: no article was found in it")
        return spool

    return _run(inputs, target, process)


def _renderer(format_: Format, pretty: bool, rules: RuleSet, *, to_terminal: bool) -> Render:
    from civicnews.result import joined
    from civicnews.write import json_in_parts, to_csv, to_json, to_jsonl

    if format_ == "json":
        return lambda parts, first: [to_json(joined(parts), pretty=True)] if pretty else json_in_parts(parts)
    if format_ == "jsonl":
        return lambda parts, first: map(to_jsonl, parts)
    if format_ == "csv":
        return lambda parts, first: (to_csv(part, header=first and not number) for number, part in enumerate(parts))
    import shutil

    from civicnews.cli.language import translated, type_labels
    from civicnews.table import to_table

    labels = type_labels(rules, "zh")
    colour = to_terminal and sys.stdout is not None and sys.stdout.isatty()
    width = shutil.get_terminal_size((120, 24)).columns

    def table(parts: Iterable[Result], first: bool) -> list[str]:
        return ["" if first else "\n", to_table(joined(parts), labels=labels, width=width, colour=colour, translate=translated)]

    return table


def _run(inputs: Sequence[str], target: str | None, process: Callable[[str, bool], Spool]) -> int:
    """Process and print every input that can be processed; return the exit code."""
    from civicnews.write import open_output

    failures: list[bool] = []
    started = False
    printed = 0

    def made(name: str) -> Spool:
        return process(name, printed == 0)

    try:
        with quiet_pipe(), open_output(target) as write:
            started = True
            for spool in each(inputs, made, failures):
                for text in spool:
                    write(text)
                printed += 1
            if not printed:  # leave an old target as it is
                raise _NothingPrintedError
    except _NothingPrintedError:
        pass
    except WriteError as error:
        say(str(error))
        return 1 if started else 2
    return exit_code(failures, inputs)
