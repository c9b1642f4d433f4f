"""JSON, JSONL and CSV → rows, each one text with its date, id and title. Streams: a table may be larger than memory."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import IO, Any

from civicnews.bounded import MAX_BYTES, bounded_lines
from civicnews.errors import ReadError
from civicnews.foreign_json import parsed
from civicnews.inputs.kinds import Kind
from civicnews.inputs.limits import read_whole
from civicnews.metadata import date_in
from civicnews.read import decode

__all__ = ["Fields", "Row", "rows"]

SAMPLE = 1 << 16
"""Bytes of a CSV by which its encoding is found."""
DELIMITERS = (",", ";", "\t", "|")
RESULT = "civicnews/"
"""The field `schema` of what civicnews writes itself begins so."""
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_MAX_LINE = MAX_BYTES // 4
"""Characters of a line and of a field of CSV."""
_MAX_COLUMNS = 200_000
_USELESS = 10_000
"""After so many rows in a row that cannot be used, a table is given up."""
_SHOWN = 8
"""How many of the names that are there a message shows."""


@dataclass(frozen=True, slots=True)
class Fields:
    """The names of the fields of a row. A date, an id and a title are taken where there are any."""

    text: str = "text"
    date: str = "date"
    id: str = "id"
    title: str = "title"


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        name: that of the table, `#`, the row's id, or where it has none its number from 1: in JSONL that of its line.
        text: what is to be read, not empty.
        published: ISO date, or None.
    """

    name: str
    text: str
    published: str | None
    title: str | None


def rows(kind: Kind, name: str, stream: IO[bytes], fields: Fields, encoding: str | None = None) -> Iterator[Row | ReadError]:
    """The rows of a table, in order. A row that cannot be used is a ReadError in its place.

    Args:
        kind: json, jsonl or csv.
        name: how the table is shown.
        stream: its bytes.
        fields: which field is what.
        encoding: of the table, to force it.

    Raises:
        ReadError: the table is damaged, so that no further rows can be read, or is none of texts.
    """
    found = _csv(name, stream, encoding, fields) if kind == "csv" else (_json if kind == "json" else _jsonl)(name, stream, encoding)
    useless = 0
    with closing(found):
        for number, value in found:
            if isinstance(value, Mapping) and str(value.get("schema")).startswith(RESULT):
                raise ReadError(f"{name}: is what civicnews has written itself, and not a table of texts; leave it out")
            try:
                row = value if isinstance(value, ReadError) else _row(f"{name}#", number, value, fields)
            except ReadError as error:
                row = error
            useless = useless + 1 if isinstance(row, ReadError) else 0
            yield row
            if useless == _USELESS:
                raise ReadError(f"{name}: {_USELESS:,} rows one after the other cannot be used; the rest is not looked at")


def _row(prefix: str, number: int, value: Any, fields: Fields) -> Row:
    if not isinstance(value, Mapping):
        raise ReadError(f"{prefix}{number}: is no object with fields but {type(value).__name__}")
    name = prefix + (_scalar(value.get(fields.id)) or str(number))
    if fields.text not in value:
        raise _no_text_field(name, fields.text, value)
    text = value[fields.text]
    if text is None or (isinstance(text, str) and not text.strip()):
        raise ReadError(f"{name}: is empty; there is no text in it")
    if not isinstance(text, str):
        raise ReadError(f"{name}: the field {fields.text!r} is no text but {type(text).__name__}")
    written = _scalar(value.get(fields.date))
    published = date_in(written) if written else None
    if written and published is None:
        raise ReadError(f"{name}: {written[:40]!r} in the field {fields.date!r} is no date; write it as YYYY-MM-DD")
    return Row(name, text, published.isoformat() if published else None, _scalar(value.get(fields.title)))


def _no_text_field(name: str, field: str, row: Iterable[Any]) -> ReadError:
    there = _encodable(", ".join(map(str, list(row)[:_SHOWN]))) or "none"
    return ReadError(f"{name}: has no field {field!r} (there: {there}); name the field of the text with --text-field")


def _scalar(value: Any) -> str | None:
    text = str(value).strip() if isinstance(value, (str, int, float)) else ""
    return _encodable(text) or None


def _encodable(text: str) -> str:
    """The text as UTF-8 can hold it: JSON may spell half a character."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _json(name: str, stream: IO[bytes], encoding: str | None) -> Generator[tuple[int, Any], None, None]:
    data = read_whole(stream, name)
    text, _ = decode(data, name, encoding)
    try:
        whole = parsed(text)
    except (ValueError, RecursionError) as error:
        if isinstance(error, json.JSONDecodeError) and error.msg == "Extra data":
            yield from _jsonl(name, io.BytesIO(data), encoding)  # one document a line
            return
        raise ReadError(f"{name}: is no JSON ({error})") from error
    yield from enumerate(whole if isinstance(whole, list) else [whole], 1)


def _jsonl(name: str, stream: IO[bytes], encoding: str | None) -> Generator[tuple[int, Any], None, None]:
    for number, line in enumerate(_lines(name, stream), 1):
        if number == 1 and line.startswith(_UTF_16):
            raise ReadError(f"{name}: is UTF-16; convert it to UTF-8")
        if not line.strip():
            continue
        try:
            text, _ = decode(line, f"{name}#{number}", encoding)
            yield number, parsed(text)
        except ReadError as error:
            yield number, error
        except (ValueError, RecursionError) as error:
            yield number, ReadError(f"{name}#{number}: is no JSON ({error})")


def _lines(name: str, stream: IO[bytes]) -> Iterator[bytes]:
    buffered = stream if hasattr(stream, "readline") else io.BufferedReader(stream)  # type: ignore[type-var]
    try:
        yield from bounded_lines(buffered)
    except ValueError as error:
        raise ReadError(f"{name}: {error}") from error


def _csv(name: str, stream: IO[bytes], encoding: str | None, fields: Fields) -> Generator[tuple[int, Any], None, None]:
    buffered = io.BufferedReader(stream, SAMPLE)  # type: ignore[type-var]
    try:
        with closing(_csv_rows(name, buffered, encoding, fields)) as found:
            yield from enumerate(found, 1)
    finally:
        buffered.detach()  # the stream is not ours to close


def _csv_rows(name: str, buffered: Any, encoding: str | None, fields: Fields) -> Generator[dict[str, str | None], None, None]:
    """Of each row the fields that are looked at; a table may have a hundred thousand others."""
    sample = buffered.peek(SAMPLE)
    codec = encoding or _encoding(sample, name)
    lines = io.TextIOWrapper(buffered, "utf-8-sig" if codec == "utf-8" else codec, newline="")
    csv.field_size_limit(_MAX_LINE)
    head = sample.split(b"\n", 1)[0]
    delimiter = max(DELIMITERS, key=lambda one: head.count(one.encode("ascii")))
    try:
        table = csv.reader(_narrow(name, lines, delimiter), delimiter=delimiter)
        names = next(table, [])
        wanted = {fields.text, fields.date, fields.id, fields.title, "schema"}
        places = {field: place for place, field in enumerate(names) if field in wanted}
        for row in table:
            if row and fields.text not in places:
                raise _no_text_field(name, fields.text, names)
            if row:
                yield {field: row[place] if place < len(row) else None for field, place in places.items()}
    except csv.Error as error:
        raise ReadError(f"{name}: is no CSV ({error})") from error
    except UnicodeDecodeError as error:
        raise ReadError(f"{name}: is no {error.encoding} throughout; name its encoding with --encoding, or convert it to UTF-8") from error
    finally:
        lines.detach()


def _narrow(name: str, lines: io.TextIOWrapper, delimiter: str) -> Iterator[str]:
    try:
        for line in bounded_lines(lines, _MAX_LINE):
            if line.count(delimiter) > _MAX_COLUMNS:
                raise ReadError(f"{name}: has a line of more than {_MAX_COLUMNS:,} fields; this is no table of texts")
            yield line
    except UnicodeDecodeError:
        raise
    except ValueError as error:
        raise ReadError(f"{name}: {error}") from error


def _encoding(sample: bytes, name: str) -> str:
    if sample.startswith(_UTF_16):
        return "utf-16"
    whole = sample[: sample.rfind(b"\n") + 1] or sample  # no character is cut
    if not whole.strip():
        return "utf-8"
    return decode(whole, name, None)[1]
