"""What is reviewed: a result, the text that it was made from, and the rule behind each value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from civicnews.document import Page
from civicnews.errors import ReadError
from civicnews.explain import Left, RecordExplained, explain_reading, explain_result
from civicnews.models import Result
from civicnews.pipeline import Pipeline
from civicnews.read import read_path
from civicnews.rules.load import RuleSet

__all__ = ["Reviewed", "extracted", "stored"]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One document to review.

    Attributes:
        text: the decoded input, or None where it could not be read again.
        records: the reasons, record by record in the order of the result.
        left: what became no record, and why; empty for a stored result.
        trouble: one line on why there is no text, or None.
    """

    result: Result
    text: str | None
    records: tuple[RecordExplained, ...]
    left: tuple[Left, ...] = ()
    trouble: str | None = None


def extracted(page: Page, pipeline: Pipeline, *, published: date | None = None, newspaper: str | None = None) -> Reviewed:
    """Extract a page afresh; the arguments are those of `Pipeline.run`."""
    reading = pipeline.read(page, published=published, newspaper=newspaper)
    result = pipeline.result(page, reading)
    told = explain_reading(page, reading, result, pipeline.rules)
    return Reviewed(result, page.text, told.records, told.left)


def stored(result: Result, rules: RuleSet, folder: Path | None = None) -> Reviewed:
    """A result that was read back, with its input read again.

    Args:
        result: names its input by path and SHA-256.
        rules: say what each rule is about.
        folder: where the result lies; the input is looked for at its path, then at this path below the folder, then beside the result.
    """
    try:
        page = _input(result, folder)
    except ReadError as error:
        nothing = Page("", result.source.path, result.source.sha256, result.source.encoding)
        return Reviewed(result, None, explain_result(nothing, result, rules), trouble=str(error))
    return Reviewed(result, page.text, explain_result(page, result, rules))


def _input(result: Result, folder: Path | None) -> Page:
    """The input of a result, byte for byte the one that it was made from.

    Raises:
        ReadError: it is not there, or it has changed.
    """
    source = result.source
    if source.path is None:
        raise ReadError("the result was made from standard input, so its text cannot be read again; review the page itself")
    path = Path(source.path)
    places = [path] if folder is None or path.is_absolute() else [path, folder / path, folder / path.name]
    for place in places:
        if place.is_file():
            page = read_path(place, source.encoding)
            if page.sha256 == source.sha256:
                return page
            raise ReadError(f"{place}: is not the file any more that the result was made from (its SHA-256 differs); extract it again")
    raise ReadError(f"{source.path}: no such file; go to the folder that it was extracted in, or lay it beside the result")
