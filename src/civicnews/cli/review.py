"""`civicnews review`."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from civicnews.cli.arguments import GazetteerFile, KeyFile, Newspaper, Pseudonyms, Published, Redact, Region, Rules
from civicnews.cli.console import quiet_pipe, say
from civicnews.cli.redaction import redaction_of
from civicnews.cli.values import codec_of, day_of
from civicnews.errors import WriteError

if TYPE_CHECKING:
    from civicnews.document import Page
    from civicnews.pipeline import Pipeline
    from civicnews.redact import Redaction
    from civicnews.review.documents import Reviewed

__all__ = ["app"]

app = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]})


@app.command()
def review(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT", help="Pages, or results as JSON or JSONL; - is standard input.")],
    output: Annotated[str, typer.Option("-o", "--output", metavar="FILE.html", help="Write the page here, all or nothing; - prints it.")],
    published: Published = None,
    newspaper: Newspaper = None,
    encoding: Annotated[str | None, typer.Option(metavar="NAME", help="Encoding of the pages; else found out.")] = None,
    rules: Rules = None,
    region: Region = None,
    gazetteer: GazetteerFile = None,
    redact: Redact = None,
    pseudonyms: Pseudonyms = "number",
    pseudonym_key: KeyFile = None,
) -> int:
    """Make a page on which people see, check and correct what was extracted.

    One HTML file that needs no network: the text as printed with every value marked, the records beside it, the rule behind each
    value. Verdicts and corrections are exported from it as JSONL and as gold for `civicnews eval`. Pages are extracted now; of a
    result the text is read again from where it was.

    Exit code: 0 written, 1 some input failed, 2 could not start.

    Example: civicnews review page.txt -o review.html
    """
    from civicnews.cli.reading import each, exit_code, open_pipeline
    from civicnews.review.data import review_data
    from civicnews.review.render import review_page
    from civicnews.write import open_output

    codec, day = codec_of(encoding), day_of(published)
    redaction = redaction_of(redact, pseudonyms, pseudonym_key)
    pipeline = open_pipeline("auto", rules or [], region, gazetteer)
    shown: list[Reviewed] = []
    failures: list[bool] = []

    def show(name: str) -> None:  # what comes before the trouble in an input is shown
        documents = _documents(name, codec, pipeline, day, newspaper)
        shown.extend(documents if redaction is None else _redacted(documents, pipeline, redaction))

    for _ in each(inputs, show, failures):
        continue
    for one in shown:
        if one.trouble is not None:
            say(f"warning: the text cannot be shown: {one.trouble}")
    if not shown:
        return exit_code(failures, inputs) or 1
    try:
        with quiet_pipe(), open_output(None if output == "-" else output) as write:
            write(review_page(review_data(shown, pipeline.rules)))
    except WriteError as error:
        say(str(error))
        return 2
    return 1 if failures else 0


def _redacted(documents: Iterable[Reviewed], pipeline: Pipeline, redaction: Redaction) -> Iterator[Reviewed]:
    from civicnews.redact import redact_reviewed

    return (redact_reviewed(one, pipeline, redaction) for one in documents)


def _documents(name: str, codec: str | None, pipeline: Pipeline, day: date | None, newspaper: str | None) -> Iterator[Reviewed]:
    """The documents of one input: a page is one, a result has many."""
    from civicnews.bounded import MAX_BYTES, open_input
    from civicnews.inputs.formats import page_from
    from civicnews.read import read_path, read_stdin
    from civicnews.read_result import is_result, read_results
    from civicnews.review.documents import stored

    if name == "-":
        stream = io.BufferedReader(sys.stdin.buffer)  # type: ignore[type-var]
        if not is_result(stream.peek(4096)):
            yield _page(read_stdin(codec, stream), pipeline, day, newspaper)
            return
        yield from (stored(result, pipeline.rules) for result in read_results(stream, None))
        return
    try:
        with open_input(name) as file:
            if is_result(file.peek(4096)):
                yield from (stored(result, pipeline.rules, Path(name).parent) for result in read_results(file, name))
                return
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError):
        page = read_path(name, codec)  # which says what is wrong
    else:
        page = page_from(data, name, codec)
    yield _page(page, pipeline, day, newspaper)


def _page(page: Page, pipeline: Pipeline, day: date | None, newspaper: str | None) -> Reviewed:
    from civicnews.review.documents import extracted
    from civicnews.watchdog import check_length, time_limit

    name = page.path or "standard input"
    check_length(page.text, name)
    with time_limit(name):
        return extracted(page, pipeline, published=day, newspaper=newspaper)
