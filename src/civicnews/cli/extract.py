"""`civicnews extract`."""

from __future__ import annotations

from typing import Annotated

import typer

from civicnews.cli.arguments import GazetteerFile, KeyFile, Newspaper, Pseudonyms, Published, Redact, Region, Rules
from civicnews.cli.extraction import Format, extraction
from civicnews.cli.light import LightCommand
from civicnews.cli.reading import Segmenter
from civicnews.watchdog import MAX_CHARS, SECONDS

__all__ = ["app"]

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
    return extraction(
        inputs,
        published=published,
        published_from=published_from,
        newspaper=newspaper,
        encoding=encoding,
        segmenter=segmenter,
        rules=rules,
        region=region,
        gazetteer=gazetteer,
        format_=format_,
        pretty=pretty,
        output=output,
        redact=redact,
        pseudonyms=pseudonyms,
        pseudonym_key=pseudonym_key,
        max_chars=max_chars,
        timeout=timeout,
        quiet=quiet,
    )
