"""The last stage: Result → JSON, JSONL or CSV, always UTF-8, and into a file all or nothing.

JSON is the format `civicnews/1` itself. JSONL and CSV are the same facts with one record a line: what
holds for the document, the article and the section is repeated, so that a line means something by
itself. (The table for people is in `table.py`.)

Text is written as it is. Only a lone surrogate, which UTF-8 cannot hold, becomes U+FFFD; that keeps the
number of code points, so spans stay true.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields
from io import FileIO
from typing import Any, BinaryIO

from civicnews.errors import WriteError
from civicnews.models import Article, Participant, Place, Record, Result, Section
from civicnews.text import Span

__all__ = ["COLUMNS", "open_output", "to_csv", "to_json", "to_jsonl"]

SEPARATOR = "；"
"""Stands between the members of a list in a CSV cell."""
_SURROGATE = re.compile("[\ud800-\udfff]")

_PLACES = ("street", "district", "city", "province")
COLUMNS = (
    "schema", "path", "sha256", "encoding", "newspaper", "published", "published_basis",
    "article", "article_kind", "kicker", "headline", "subhead", "reporters", "reporter_roles",
    "section_street", "section_heading", "id", "text", "spans", "communities", "community_codes",
    "street", "street_code", "district", "district_code", "city", "city_code", "province", "province_code",
    "date_text", "date_edtf", "date_start", "date_end", "date_precision", "date_basis",
    "participants", "participant_kinds", "participant_roles", "participant_counts", "participant_counts_approximate",
    "participant_count_units", "participant_affiliations", "activity_types", "activity_name", "venue", "warnings",
)  # fmt: skip
"""The columns of the CSV. Those of one plural family (`communities`, `community_codes`) run in step."""


def to_json(result: Result, *, pretty: bool = False) -> str:
    """The document as `civicnews/1` JSON.

    Args:
        result: what one input gave.
        pretty: indent by two blanks instead of putting everything on one line.

    Returns:
        The document, not escaped, ending in a line break.
    """
    return _dump(result, indent=2 if pretty else None)


def to_jsonl(result: Result) -> str:
    """One JSON object a record, each ending in a line break; empty where there is no record.

    The keys are `schema`, `document` (what JSON calls `source`), `article` and `section` without what
    they contain, then those of the record.
    """
    lines = []
    document = _fields(result.source)
    for article, section, record in _records(result):
        above = {
            "schema": result.schema,
            "document": document,
            "article": _fields(article, without=("spans", "sections")),
            "section": _fields(section, without=("spans", "records")),
        }
        lines.append(_dump(above | _fields(record), indent=None))
    return "".join(lines)


def to_csv(result: Result, *, header: bool = True) -> str:
    """One line a record, as RFC 4180: comma, CRLF, quotes where needed. Null is an empty cell.

    Args:
        result: what one input gave.
        header: begin with the line of column names.
    """
    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    if header:
        table.writeheader()
    table.writerows(_row(result, article, section, record) for article, section, record in _records(result))
    return _encodable(out.getvalue())


@contextmanager
def open_output(path: str | None) -> Iterator[Callable[[str], None]]:
    """Open a target for text: `with open_output(path) as write: write(text)`.

    A file is written beside its target and takes its place only at the end, whole and on disk; if the
    body raises, the target stays as it was. An existing file keeps its mode, a link stays a link, and
    what is no regular file (a pipe, a device) is written straight.

    Args:
        path: the target; None for standard output.

    Raises:
        WriteError: the target cannot be opened or written.
        BrokenPipeError: nobody reads on.
    """
    if path is None:
        yield _writer(getattr(sys.stdout, "buffer", None), "standard output")
        return
    with _as_write_error(path):
        target = os.path.realpath(path)
        mode = _mode(target, path)
        beside = None if mode is not None and not stat.S_ISREG(mode) else _beside(target)
        stream = _create(beside, mode) if beside is not None else _open(target)
    try:
        with stream:
            yield _writer(stream, path)
            if beside is not None:
                with _as_write_error(path):
                    os.fsync(stream.fileno())
        if beside is not None:
            with _as_write_error(path):
                os.replace(beside, target)
    finally:
        if beside is not None:
            with suppress(OSError):
                os.unlink(beside)


def _mode(target: str, path: str) -> int | None:
    """The mode of what is at the target already, if anything is."""
    if not os.path.exists(target):
        return None
    mode = os.stat(target).st_mode
    if stat.S_ISDIR(mode):
        raise WriteError(f"{path}: is a directory; name a file")
    if not os.access(target, os.W_OK):
        raise WriteError(f"{path}: is read-only; choose another name")
    return mode


def _beside(target: str) -> str:
    return os.path.join(os.path.dirname(target), f".civicnews-{os.getpid()}.tmp")


def _create(beside: str, mode: int | None) -> FileIO:
    with suppress(FileNotFoundError):
        os.unlink(beside)  # left by a process of the same number that was killed
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    if mode is not None:
        os.chmod(beside, stat.S_IMODE(mode))
    return open(descriptor, "wb", buffering=0)


def _open(target: str) -> FileIO:
    return open(target, "wb", buffering=0)


def _writer(stream: BinaryIO | FileIO | None, name: str) -> Callable[[str], None]:
    def write(text: str) -> None:
        if stream is None:
            raise WriteError(f"{name}: is closed")
        left = memoryview(text.encode("utf-8"))
        with _as_write_error(name):
            while left:
                left = left[stream.write(left) :]
            stream.flush()

    return write


@contextmanager
def _as_write_error(name: str) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise WriteError(f"{name}: cannot be written ({error.strerror}); check the folder, its rights and the room left") from error
    except ValueError as error:
        raise WriteError(f"{name}: cannot be written ({error})") from error


def _dump(value: object, *, indent: int | None) -> str:
    separators = (",", ": ") if indent else (",", ":")
    return _encodable(json.dumps(value, ensure_ascii=False, default=_fields, indent=indent, separators=separators) + "\n")


def _encodable(text: str) -> str:
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def _fields(value: Any, without: tuple[str, ...] = ()) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in fields(value) if field.name not in without}


def _records(result: Result) -> Iterator[tuple[Article, Section, Record]]:
    for article in result.articles:
        for section in article.sections:
            for record in section.records:
                yield article, section, record


def _row(result: Result, article: Article, section: Section, record: Record) -> dict[str, str]:
    row: dict[str, object] = {"schema": result.schema, **_fields(result.source)}
    row |= {"article": article.id, "article_kind": article.kind}
    row |= {name: getattr(article, name) for name in ("kicker", "headline", "subhead")}
    row["reporters"] = _list(reporter.name for reporter in article.reporters)
    row["reporter_roles"] = _list(reporter.role for reporter in article.reporters)
    row |= {"section_street": section.street and section.street.name, "section_heading": section.heading}
    row |= {"id": record.id, "text": record.text, "spans": _spans(record.spans)}
    row["communities"] = _list(place.name for place in record.communities)
    row["community_codes"] = _list(place.code for place in record.communities)
    for level in _PLACES:
        place: Place | None = getattr(record, level)
        row |= {level: place and place.name, f"{level}_code": place and place.code}
    for part in ("text", "edtf", "start", "end", "precision", "basis"):
        row[f"date_{part}"] = getattr(record.date, part, None)
    row |= _party_columns(record.participants)
    row["activity_types"] = _list(record.activity_types)
    row |= {"activity_name": record.activity_name and record.activity_name.text, "venue": record.venue and record.venue.text}
    row["warnings"] = _list(warning.code for warning in record.warnings)
    return {name: _cell(value) for name, value in row.items()}


def _party_columns(parties: tuple[Participant, ...]) -> dict[str, str]:
    counts = [party.count for party in parties]
    return {
        "participants": _list(party.name for party in parties),
        "participant_kinds": _list(party.kind for party in parties),
        "participant_roles": _list(party.role for party in parties),
        "participant_counts": _list(count and count.value for count in counts),
        "participant_counts_approximate": _list(count and count.approximate for count in counts),
        "participant_count_units": _list(count and count.unit for count in counts),
        "participant_affiliations": _list(party.affiliation for party in parties),
    }


def _cell(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _list(values: Iterable[object]) -> str:
    """The members of a list in one cell; nothing where all of them are null."""
    cells = [_cell(value) for value in values]
    return SEPARATOR.join(cells) if any(cells) else ""


def _spans(spans: Iterable[Span]) -> str:
    return SEPARATOR.join(f"{start}-{end}" for start, end in spans)
