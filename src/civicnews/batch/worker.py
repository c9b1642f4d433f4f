"""What a worker process does: one source → one line of the log."""

from __future__ import annotations

import base64
import dataclasses
import json
import struct
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from civicnews.batch.options import Options
from civicnews.document import Page, Story
from civicnews.errors import BatchError, CivicNewsError
from civicnews.inputs.extracted import laid_out
from civicnews.inputs.formats import page_of_kind
from civicnews.inputs.published import PublishedFrom
from civicnews.inputs.sources import Failure, Source
from civicnews.watchdog import check_length, time_limit

if TYPE_CHECKING:
    from civicnews.models import Result
    from civicnews.pipeline import Pipeline

__all__ = ["PERMUTATIONS", "Done", "open_pipeline", "open_worker", "signature"]

PERMUTATIONS = 128
SHINGLE = 5
"""Characters of the runs that a story's signature is made of."""
_SEED = 20_231
WARM_UP, WARM_UP_PAGES = 60, 3
"""So many examples of the rules, on so many pages, are read before the workers are forked, which then share what was compiled for them.
From the second page on, patterns are compiled for all common characters and not for those of the page alone."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a source gave.

    Attributes:
        line: the line of the log, without `key` and without a line break.
        records: how many records are in it.
    """

    line: bytes
    records: int


@cache
def open_pipeline(options: Options) -> Pipeline:
    """The pipeline of these options, made once in a process (and in a forked one not at all).

    Raises:
        CivicNewsError: the rules, the gazetteer or the region are wrong, or the segmenter is not installed.
    """
    from civicnews.gazetteer import Gazetteer
    from civicnews.pipeline import Pipeline
    from civicnews.rules.load import load_rules

    gazetteer = Gazetteer.open(extra=options.gazetteer)
    try:
        return Pipeline(rules=load_rules(*options.rules), segmenter=options.segmenter, region=options.region, gazetteer=gazetteer)
    except ModuleNotFoundError as error:
        if error.name != "rjieba":
            raise
        raise BatchError("rjieba is not installed; take --segmenter jieba, or auto") from error


def warm_up(pipeline: Pipeline) -> None:
    """Let everything be compiled that is compiled when it is first needed."""
    from civicnews.read import page_of

    examples = pipeline.rules.examples()
    examples = examples[:: max(1, len(examples) // WARM_UP)]
    for page in range(WARM_UP_PAGES):
        pipeline.run(page_of("\n\n".join(examples[page::WARM_UP_PAGES])))


def open_worker(options: Options) -> Callable[[Source], Done | Failure]:
    """Make the function that extracts from one source. It raises nothing: what goes wrong is a `Failure`."""
    pipeline = open_pipeline(options)
    pattern = PublishedFrom(options.published_from) if options.published_from is not None else None

    def work(source: Source) -> Done | Failure:
        stage = "read"
        try:
            with time_limit(source.name, options.seconds) as allow:
                page = _read(source, options, pattern)
                allow(page.text)
                stage = "extract"
                return _extract(pipeline, page, options)
        except CivicNewsError as error:
            return Failure(source.name, stage, str(error).removeprefix(f"{source.name}: "))
        except Exception as error:
            return Failure(source.name, stage, _unexpected(error))

    return work


def _unexpected(error: Exception) -> str:
    if isinstance(error, MemoryError):
        return "takes more memory than there is; split it"
    return f"internal error ({type(error).__name__}: {error}); please report it"


def _read(source: Source, options: Options, pattern: PublishedFrom | None) -> Page:
    page = _row(source) if source.kind == "row" else page_of_kind(source.data, source.kind, source.name, options.encoding)
    check_length(page.text, source.name, options.max_chars)
    return page if pattern is None else pattern.applied(page)


def _row(source: Source) -> Page:
    page = page_of_kind(source.data, "text", source.name)
    published = date.fromisoformat(source.published) if source.published is not None else None
    text = page.text
    if source.title is not None and not text.lstrip().startswith(source.title):
        text = laid_out([source.title], []) + text
    return dataclasses.replace(page, text=text, published=published, published_basis="metadata" if published else None)


def _extract(pipeline: Pipeline, page: Page, options: Options) -> Done:
    from civicnews.write import json_in_parts, json_of

    records = 0
    signatures: dict[str, str] = {}
    """Article id → the signature of its story's text, base64; stories without text have none."""

    def parts() -> Iterator[Result]:
        nonlocal records
        for story, part in pipeline.told(page, published=options.published, newspaper=options.newspaper):
            for article in part.articles:
                records += sum(len(section.records) for section in article.sections)
                made = _signature_of(story) if options.signatures and story is not None else None
                if made is not None:
                    signatures[article.id] = made
            yield part

    document = [text.encode() for text in json_in_parts(parts())]
    head = json_of({"records": records, "signatures": signatures}).rstrip("\n").removesuffix("}")
    document[-1] = document[-1].rstrip()
    return Done(b"".join([head.encode(), b',"document":', *document, b"}"]), records)


def _signature_of(story: Story) -> str | None:
    return signature(str(text) for passage in story.passages for text in passage.paragraphs)


def signature(paragraphs: Iterable[str]) -> str | None:
    """The MinHash signature of a text by its runs of letters, digits and characters; blanks and marks do not count.

    Returns:
        `PERMUTATIONS` numbers of four bytes, little-endian, as base64; None where the text has no character.
    """
    from rensa import RMinHash

    text = "".join(character for paragraph in paragraphs for character in paragraph if character.isalnum())
    if not text:
        return None
    runs = sorted({text[start : start + SHINGLE] for start in range(max(1, len(text) - SHINGLE + 1))})
    made: Any = RMinHash(num_perm=PERMUTATIONS, seed=_SEED)
    made.update(runs)
    return base64.b64encode(struct.pack(f"<{PERMUTATIONS}I", *made.digest())).decode("ascii")


def log_line(key: bytes, done: Done) -> bytes:
    """The line as it stands in the log."""
    return b'{"key":' + json.dumps(key.hex()).encode() + b"," + done.line[1:]


IS_FORKED = sys.platform == "linux"
"""Elsewhere a fork is not safe (macOS) or not there (Windows), and workers load everything themselves."""
