"""What a Python worker of Spark does: record batches of texts → record batches of records. Knows nothing of Spark.

A document is made and turned into rows as `civicnews batch` and the stores do it; that is why both give the same records.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from civicnews.errors import ReadError
from civicnews.read import STDIN, read_bytes
from civicnews.spark.knowledge import Knowledge, open_pipeline
from civicnews.stores.arrow import failure_batch
from civicnews.stores.rows import RecordRows, failed, name_of, rows_of
from civicnews.stores.schema import RECORDS
from civicnews.write import to_json

if TYPE_CHECKING:
    import pyarrow as pa

    from civicnews.pipeline import Pipeline

__all__ = ["INPUT", "extract_batches"]

INPUT = ("text", "published", "document", "newspaper")
"""The columns of the batches that come in; `text` is text or bytes, all but `text` may be missing."""
PART = 256
"""Texts whose records are held at a time."""


def extract_batches(batches: Iterable[pa.RecordBatch], knowledge: Knowledge) -> Iterator[pa.RecordBatch]:
    """The records of texts, in the order of the texts.

    Args:
        batches: see `INPUT`.
        knowledge: what `pack` made on the driver.

    Yields:
        Batches of the columns of `records` in Parquet and of `failure`; a text that cannot be read is one row.
    """
    pipeline = open_pipeline(knowledge)
    for batch in batches:
        for start in range(0, batch.num_rows, PART):
            found = [one for row in batch.slice(start, PART).to_pylist() for one in _records(_document(row, pipeline, knowledge))]
            if found:
                yield failure_batch([record for record, _ in found], [failure for _, failure in found])


def _records(document: Mapping[str, Any]) -> list[tuple[RecordRows, str | None]]:
    """The records of a document; for a failed one a row of nothing and why."""
    name = name_of(document)
    if "failure" in document:
        return [(RecordRows((name, *[None] * (len(RECORDS.columns) - 1)), {}), document["failure"])]
    return [(record, None) for record in rows_of(document, name).records]


def _document(row: Mapping[str, Any], pipeline: Pipeline, knowledge: Knowledge) -> Mapping[str, Any]:
    path, text = row.get("document"), row["text"]
    data = text.encode("utf-8", "replace") if isinstance(text, str) else bytes(text or b"")
    try:
        page = read_bytes(data, path=path)
        result = pipeline.run(page, published=_day(row.get("published")), newspaper=row.get("newspaper"))
        if knowledge[-1] is not None:
            from civicnews.redact import Redaction, redact

            result = redact(result, pipeline, Redaction(*knowledge[-1]))
    except ReadError as error:
        why = str(error).removeprefix(f"{STDIN if path is None else path}: ")
    except Exception as error:
        why = f"internal error ({type(error).__name__}: {error}); please report it"
    else:
        document: dict[str, Any] = json.loads(to_json(result))
        return document
    return failed(path, why, sha256=hashlib.sha256(data).hexdigest())


def _day(value: str | date | None) -> date | None:
    """The day of publication.

    Raises:
        ReadError: it is no date.
    """
    if value is None or isinstance(value, date):
        return value
    try:
        return datetime.fromisoformat(value.strip()).date()
    except ValueError as error:
        raise ReadError(f"{value[:40]!r} is no date of publication; write it as YYYY-MM-DD") from error
