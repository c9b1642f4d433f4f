"""`civicnews extract`."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from civicnews.cli.arguments import GazetteerFile, Newspaper, Published, Region, Rules, codec_of, day_of, pattern_of
from civicnews.cli.console import quiet_pipe, say
from civicnews.cli.light import LightCommand
from civicnews.cli.reading import Segmenter, each, exit_code, open_pipeline, read_page
from civicnews.cli.redaction import KeyFile, Pseudonyms, Redact, redaction
from civicnews.errors import WriteError
from civicnews.watchdog import MAX_CHARS, SECONDS, time_limit

if TYPE_CHECKING:
    from civicnews.models import Result
    from civicnews.rules.load import RuleSet

__all__ = ["app"]

Format = Literal["json", "jsonl", "csv", "table"]
Render = Callable[["Result", bool], str]
"""(result, whether it is the first) → the text to print."""

app = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]})


@app.command(cls=LightCommand)
def extract(
    inputs: Annotated[list[str] | None, typer.Argument(metavar="INPUT", help="Text, HTML, PDF or Word files; - is standard input.")] = None,
    published: Published = None,
    published_from: Annotated[str | None, typer.Option(metavar="PATTERN", help="Where the path has it: {year}/{month}/{day}.")] = None,
    newspaper: Newspaper = None,
    encoding: Annotated[str | None, typer.Option(metavar="NAME", help="Encoding of the inputs; else found out.")] = None,
    segmenter: Annotated[Segmenter, typer.Option(help="Which engine cuts words.")] = "auto",
    rules: Rules = None,
    region: Region = None,
    gazetteer: GazetteerFile = None,
    format_: Annotated[Format, typer.Option("--format", help="What to print.")] = "json",
    pretty: Annotated[bool, typer.Option("--pretty", help="Indent the JSON.")] = False,
    output: Annotated[str | None, typer.Option("-o", "--output", metavar="FILE", help="Write here, all or nothing.")] = None,
    redact: Redact = None,
    pseudonyms: Pseudonyms = "number",
    pseudonym_key: KeyFile = None,
    max_chars: Annotated[int, typer.Option(min=1, metavar="N", help="An input with more characters fails.")] = MAX_CHARS,
    timeout: Annotated[
        float, typer.Option(min=0, metavar="SECONDS", help="An input that takes more processor time fails; 0 is no limit.")
    ] = SECONDS,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No warnings, only errors.")] = False,
) -> int:
    """Extract the records of community activities from newspaper pages.

    Prints one JSON document an input, on a line of its own. UTF-8, GB18030, Big5 and UTF-16 are told apart.
    Without INPUT, standard input is read.

    Exit code: 0 all read, 1 some input failed, 2 could not start.

    Example: civicnews extract page.txt --published 2023-03-07 --format table
    civicnews extract *.txt --format csv -o records.csv
    civicnews extract page.txt --rules my-paper --redact persons
    cat page.txt | civicnews extract --region 大同市
    """
    if not inputs:
        if sys.stdin is None or sys.stdin.isatty():
            raise typer.BadParameter("name a file, or pipe a page in: civicnews extract PAGE.txt", param_hint="INPUT")
        inputs = ["-"]
    if pretty and format_ != "json":
        raise typer.BadParameter(f"goes with --format json, not with {format_}", param_hint="--pretty")
    codec = codec_of(encoding)
    day, pattern = day_of(published), pattern_of(published_from)
    pipeline = open_pipeline(segmenter, rules or [], region, gazetteer)
    target = None if output == "-" else output
    render = _renderer(format_, pretty, pipeline.rules, to_terminal=target is None)
    redacted = redaction(redact, pseudonyms, pseudonym_key, pipeline)

    def process(name: str) -> Result:
        shown = "standard input" if name == "-" else name
        with time_limit(shown, timeout):
            page = read_page(name, shown, codec, max_chars)
            if pattern is not None:
                page = pattern.applied(page)
            result = redacted(pipeline.run(page, published=day, newspaper=newspaper))
        if not result.articles and not quiet:
            say(f"{page.path or 'standard input'}: warning: no article was found in it")
        return result

    return _run(inputs, target, process, render)


def _renderer(format_: Format, pretty: bool, rules: RuleSet, *, to_terminal: bool) -> Render:
    from civicnews.write import to_csv, to_json, to_jsonl

    if format_ == "json":
        return lambda result, first: to_json(result, pretty=pretty)
    if format_ == "jsonl":
        return lambda result, first: to_jsonl(result)
    if format_ == "csv":
        return lambda result, first: to_csv(result, header=first)
    from civicnews.cli.language import translated, type_labels
    from civicnews.table import to_table

    labels = type_labels(rules, "zh")
    colour = to_terminal and sys.stdout is not None and sys.stdout.isatty()
    width = shutil.get_terminal_size((120, 24)).columns
    return lambda result, first: ("" if first else "\n") + to_table(result, labels=labels, width=width, colour=colour, translate=translated)


def _run(inputs: list[str], target: str | None, process: Callable[[str], Result], render: Render) -> int:
    """Process and print every input that can be processed; return the exit code."""
    from civicnews.write import open_output

    failures: list[Exception] = []
    started = False
    printed = 0

    def text_of(name: str) -> str:
        return render(process(name), printed == 0)

    try:
        with quiet_pipe(), open_output(target) as write:
            started = True
            for text in each(inputs, text_of, failures):
                write(text)
                printed += 1
            if not printed:  # leave an old target as it is
                raise typer.Exit(exit_code(failures, inputs))
    except WriteError as error:
        say(str(error))
        return 1 if started else 2
    return exit_code(failures, inputs)
