"""The last stage: Result → JSON, JSONL or CSV, always UTF-8, and into a file all or nothing.

JSON is the format `civicnews/1` itself. JSONL and CSV are the same facts with one record a line: what
holds for the document, the article and the section is repeated, so that a line means something by
itself. (The table for people is in `table.py`.)

Text is written as it is. Only a lone surrogate, which UTF-8 cannot hold, becomes U+FFFD; that keeps the
number of code points, so spans stay true.
"""

from __future__ import annotations

import io
import json
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from io import FileIO
from typing import Any, BinaryIO

from civicnews.errors import WriteError
from civicnews.models import Result

__all__ = [
    "COLUMNS",
    "Document",
    "csv_head",
    "csv_of",
    "document_of",
    "json_in_parts",
    "json_of",
    "jsonl_of",
    "open_file",
    "open_output",
    "remove_leftovers",
    "to_csv",
    "to_json",
    "to_jsonl",
]

Document = Mapping[str, Any]
"""A `civicnews/1` document as plain data: what `json.loads` makes of it."""

SEPARATOR = "；"
"""Stands between the members of a list in a CSV cell."""
_BESIDE = re.compile(r"\.civicnews-(\d{1,9})\.tmp")
_SURROGATE = re.compile("[\ud800-\udfff]")

_PLACES = ("street", "district", "city", "province")
COLUMNS = (
    "schema", "path", "sha256", "encoding", "newspaper", "published", "published_basis",
    "article", "article_kind", "kicker", "headline", "subhead", "reporters", "reporter_roles",
    "section_street", "section_heading", "id", "text", "spans", "communities", "community_codes",
    "street", "street_code", "district", "district_code", "city", "city_code", "province", "province_code",
    "date_text", "date_edtf", "date_start", "date_end", "date_precision", "date_basis",
    "participants", "participant_kinds", "participant_roles", "participant_counts", "participant_counts_approximate",
    "participant_count_units", "participant_affiliations", "activity_types", "activity_name", "venue", "warnings", "duplicate_of",
)  # fmt: skip
"""The columns of the CSV. Those of one plural family (`communities`, `community_codes`) run in step."""


def document_of(result: Result) -> dict[str, Any]:
    """The document as plain data, in which a list stands for each tuple."""
    return {name: _plain(value) for name, value in _fields(result).items()}


def to_json(result: Result, *, pretty: bool = False) -> str:
    """The document as `civicnews/1` JSON.

    Args:
        result: what one input gave.
        pretty: indent by two blanks instead of putting everything on one line.

    Returns:
        The document, not escaped, ending in a line break.
    """
    return _dump(result, indent=2 if pretty else None)


def json_in_parts(parts: Iterable[Result]) -> Iterator[str]:
    """The same, not indented, piece by piece from a result that comes in parts, of which there is at least one."""
    warnings: list[object] = []
    between = ""
    for part in parts:
        if not between:
            between = f'{{"schema":{_dumped(part.schema)},"source":{_dumped(part.source)},"articles":['
        for article in part.articles:
            yield between + _dumped(article)
            between = ","
        warnings += part.warnings
    yield f'{between if between != "," else ""}],"warnings":{_dumped(warnings)}}}\n'


def json_of(document: Document) -> str:
    """The same for a document that is plain data already."""
    return _dump(document, indent=None)


def to_jsonl(result: Result) -> str:
    """One JSON object a record, each ending in a line break; empty where there is no record.

    The keys are `schema`, `document` (what JSON calls `source`), `article` and `section` without what
    they contain, then those of the record.
    """
    return jsonl_of(document_of(result))


def jsonl_of(document: Document) -> str:
    """The same for a document that is plain data already."""
    lines = []
    for article, section, record in _records(document):
        above = {
            "schema": document["schema"],
            "document": document["source"],
            "article": _without(article, "spans", "sections"),
            "section": _without(section, "spans", "records"),
        }
        lines.append(_dump(above | dict(record), indent=None))
    return "".join(lines)


def to_csv(result: Result, *, header: bool = True) -> str:
    """One line a record, as RFC 4180: comma, CRLF, quotes where needed. Null is an empty cell.

    Args:
        result: what one input gave.
        header: begin with the line of column names.
    """
    return csv_of(document_of(result), header=header)


def csv_head() -> str:
    """The line of column names."""
    return ",".join(COLUMNS) + "\r\n"


def csv_of(document: Document, *, header: bool = True) -> str:
    """The same for a document that is plain data already."""
    out = io.StringIO()
    import csv

    table = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    table.writerows(_row(document, article, section, record) for article, section, record in _records(document))
    return (csv_head() if header else "") + _encodable(out.getvalue())


@contextmanager
def open_output(path: str | None) -> Iterator[Callable[[str], None]]:
    """Open a target for text: `with open_output(path) as write: write(text)`.

    Args:
        path: the target, which `open_file` says more about; None for standard output.

    Raises:
        WriteError: the target cannot be opened or written.
        BrokenPipeError: nobody reads on.
    """
    if path is None:
        stream = getattr(sys.stdout, "buffer", None)
        write = _writer(stream, "standard output") if stream is not None else _closed("standard output")
        yield lambda text: write(_utf8(text))
        return
    with open_file(path) as write_bytes:
        yield lambda text: write_bytes(_utf8(text))


@contextmanager
def open_file(path: str) -> Iterator[Callable[[bytes], None]]:
    """Open a file for bytes: `with open_file(path) as write: write(data)`.

    It is written beside its target and takes its place only at the end, whole and on disk; if the
    body raises, the target stays as it was. An existing file keeps its mode, a link stays a link, and
    what is no regular file (a pipe, a device) is written straight.

    Raises:
        WriteError: the target cannot be opened or written.
        BrokenPipeError: nobody reads on.
    """
    with _as_write_error(path):
        target = os.path.realpath(path)
        mode = _mode(target, path)
        beside = None if mode is not None and not stat.S_ISREG(mode) else _beside(target)
        stream = _create(beside) if beside is not None else _open(target)
    try:
        with stream:
            yield _writer(stream, path)
            if beside is not None:
                with _as_write_error(path):
                    os.fsync(stream.fileno())
        if beside is not None:
            with _as_write_error(path):
                os.chmod(beside, stat.S_IMODE(mode) if mode is not None else 0o666 & ~_umask())
                os.replace(beside, target)
                _sync_folder(os.path.dirname(target))
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


def remove_leftovers(path: str) -> None:
    """Remove what processes that were killed have left beside a target.

    Args:
        path: the target.
    """
    if os.name != "posix":  # where one cannot ask whether a process is alive
        return
    folder = os.path.dirname(os.path.realpath(path))
    for name in os.listdir(folder):
        found = _BESIDE.fullmatch(name)
        if found is not None:
            try:
                os.kill(int(found.group(1)), 0)
            except ProcessLookupError:
                with suppress(OSError):
                    os.unlink(os.path.join(folder, name))
            except OSError:
                continue


def _create(beside: str) -> FileIO:
    """A file that nobody else can read before it is whole."""
    with suppress(FileNotFoundError):
        os.unlink(beside)  # left by a process of the same number that was killed
    return open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb", buffering=0)


def _umask() -> int:
    before = os.umask(0o077)
    os.umask(before)
    return before


def _sync_folder(folder: str) -> None:
    """Have the new name of a file on the disk too, where the system can do that."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _open(target: str) -> FileIO:
    return open(target, "wb", buffering=0)


def _writer(stream: BinaryIO | FileIO, name: str) -> Callable[[bytes], None]:
    def write(data: bytes) -> None:
        left = memoryview(data)
        with _as_write_error(name):
            while left:
                left = left[stream.write(left) :]
            stream.flush()

    return write


def _closed(name: str) -> Callable[[bytes], None]:
    def write(data: bytes) -> None:
        raise WriteError(f"{name}: is closed")

    return write


def _utf8(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return _encodable(text).encode("utf-8")


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


def _dumped(value: object) -> str:
    return _dump(value, indent=None)[:-1]


def _encodable(text: str) -> str:
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def _fields(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__match_args__}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(member) for member in value]
    return {name: _plain(member) for name, member in _fields(value).items()} if hasattr(value, "__match_args__") else value


def _without(value: Document, *names: str) -> dict[str, Any]:
    return {name: member for name, member in value.items() if name not in names}


def _records(document: Document) -> Iterator[tuple[Document, Document, Document]]:
    for article in document["articles"]:
        for section in article["sections"]:
            for record in section["records"]:
                yield article, section, record


def _row(document: Document, article: Document, section: Document, record: Document) -> dict[str, str]:
    row: dict[str, object] = {"schema": document["schema"], **document["source"]}
    row |= {"article": article["id"], "article_kind": article["kind"]}
    row |= {name: article[name] for name in ("kicker", "headline", "subhead")}
    row["reporters"] = _list(reporter["name"] for reporter in article["reporters"])
    row["reporter_roles"] = _list(reporter["role"] for reporter in article["reporters"])
    row |= {"section_street": _of(section["street"], "name"), "section_heading": section["heading"]}
    row |= {"id": record["id"], "text": record["text"], "spans": _spans(record["spans"])}
    row["communities"] = _list(place["name"] for place in record["communities"])
    row["community_codes"] = _list(place["code"] for place in record["communities"])
    for level in _PLACES:
        row |= {level: _of(record[level], "name"), f"{level}_code": _of(record[level], "code")}
    for part in ("text", "edtf", "start", "end", "precision", "basis"):
        row[f"date_{part}"] = _of(record["date"], part)
    row |= _party_columns(record["participants"])
    row["activity_types"] = _list(record["activity_types"])
    row |= {"activity_name": _of(record["activity_name"], "text"), "venue": _of(record["venue"], "text")}
    row["warnings"] = _list(warning["code"] for warning in record["warnings"])
    row["duplicate_of"] = article["duplicate_of"]
    return {name: _cell(value) for name, value in row.items()}


def _party_columns(parties: Sequence[Document]) -> dict[str, str]:
    counts = [party["count"] for party in parties]
    return {
        "participants": _list(party["name"] for party in parties),
        "participant_kinds": _list(party["kind"] for party in parties),
        "participant_roles": _list(party["role"] for party in parties),
        "participant_counts": _list(_of(count, "value") for count in counts),
        "participant_counts_approximate": _list(_of(count, "approximate") for count in counts),
        "participant_count_units": _list(_of(count, "unit") for count in counts),
        "participant_affiliations": _list(party["affiliation"] for party in parties),
    }


def _of(value: Document | None, name: str) -> object:
    return None if value is None else value[name]


def _cell(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _list(values: Iterable[object]) -> str:
    """The members of a list in one cell; nothing where all of them are null."""
    cells = [_cell(value) for value in values]
    return SEPARATOR.join(cells) if any(cells) else ""


def _spans(spans: Iterable[Sequence[int]]) -> str:
    return SEPARATOR.join(f"{start}-{end}" for start, end in spans)
