"""Results read back from files: what `civicnews extract` wrote as JSON or JSONL → `models.Result`.

Both are read object by object, so that an archive of any length passes through. JSONL repeats the document in every line and leaves
out what has no record: its articles without records, its own warnings and the spans of articles and sections are not in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby, islice
from typing import IO, Any

from civicnews.bounded import MAX_BYTES, bounded_lines
from civicnews.errors import ReadError
from civicnews.foreign_json import parsed
from civicnews.models import SCHEMA, Result
from civicnews.read import STDIN

__all__ = ["is_result", "read_results"]

_MOST_RECORDS = 20_000
_HEAD = 4096
"""So many bytes tell a result from a page."""


def is_result(data: bytes) -> bool:
    """Whether bytes look like what `civicnews extract` writes, and not like a page of a newspaper."""
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()
    return head[:1] in (b"{", b"[") and f'"{SCHEMA}"'.encode() in head


def read_results(stream: IO[bytes], name: str | None) -> Iterator[Result]:
    """Read the results in a file.

    Args:
        stream: the open file.
        name: its path, for messages; None for standard input.

    Yields:
        One result a document, in the order of the file. Lines of JSONL that follow each other and are of one document make one result.

    Raises:
        ReadError: it is no JSON, or not what `civicnews extract` prints.
    """
    where = name if name is not None else STDIN
    objects = _objects(_lines(stream, where), where)
    for document, members in groupby(objects, key=lambda one: _document_of(one[0], one[1], where)):
        if document is None:
            yield from (_checked(each, line, where) for line, each in members)
        else:
            held = list(islice(members, _MOST_RECORDS + 1))
            if len(held) > _MOST_RECORDS:
                raise ReadError(f"{where}:{held[0][0]}: more than {_MOST_RECORDS:,} records of one document; this is no newspaper page")
            yield _checked(_joined([each for _, each in held]), held[0][0], where)


def _lines(stream: IO[bytes], where: str) -> Iterator[bytes]:
    try:
        yield from bounded_lines(stream)
    except ValueError as error:
        raise ReadError(f"{where}: {error}; give what `civicnews extract` wrote") from error


def _objects(lines: Iterable[bytes], where: str) -> Iterator[tuple[int, Any]]:
    """The JSON objects with the numbers of their first lines, whether each is on one line or indented over many."""
    held: list[bytes] = []
    first, size = 1, 0
    for number, line in enumerate(lines, 1):
        if not held:
            if not line.strip():
                continue
            first = number
        held.append(line)
        size = size + len(line) if len(held) > 1 else len(line)
        if size > MAX_BYTES:
            raise ReadError(f"{where}:{first}: an object of more than {MAX_BYTES >> 20} MiB; give what `civicnews extract` wrote")
        whole = line.rstrip().endswith(b"}") and (len(held) == 1 or line.startswith(b"}"))
        if whole and not held[0].lstrip().startswith(b"["):
            yield first, _parsed(held, first, where)
            held = []
    if held:
        found = _parsed(held, first, where)
        yield from ((first, each) for each in found) if isinstance(found, list) else [(first, found)]


def _parsed(held: list[bytes], first: int, where: str) -> Any:
    try:
        return parsed(b"".join(held).decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        line = first + error.lineno - 1
        raise ReadError(
            f"{where}:{line}:{error.colno}: is no JSON ({error.msg}); give what `civicnews extract` wrote as json or jsonl"
        ) from error
    except (ValueError, RecursionError) as error:
        raise ReadError(f"{where}:{first}: is no JSON in UTF-8 ({error}); give what `civicnews extract` wrote") from error


def _document_of(line: int, found: Any, where: str) -> str | None:
    """What tells the document of a line of JSONL from the next; None for a document that is whole."""
    if isinstance(found, dict) and found.get("schema") == SCHEMA:
        if "articles" in found:
            return None
        if "document" in found and "id" in found:
            return json.dumps(found["document"], sort_keys=True)
    raise ReadError(f"{where}:{line}: is not what `civicnews extract` prints as json or jsonl ({SCHEMA})")


def _joined(lines: list[dict[str, Any]]) -> dict[str, Any]:
    """One document of the lines of its records."""
    articles: dict[str, dict[str, Any]] = {}
    sections: dict[str, dict[str, Any]] = {}
    for line in lines:
        article, _, _ = str(line["id"]).partition(".")
        section, _, _ = str(line["id"]).rpartition(".")
        if article not in articles:
            articles[article] = {**_dict(line, "article"), "spans": [], "sections": []}
        if section not in sections:
            sections[section] = {**_dict(line, "section"), "spans": [], "records": []}
            articles[article]["sections"].append(sections[section])
        sections[section]["records"].append(line)
        for above in (articles[article], sections[section]):
            above["spans"].extend(line.get("spans") or [])
    return {"schema": SCHEMA, "source": lines[0]["document"], "articles": list(articles.values()), "warnings": []}


def _dict(line: dict[str, Any], key: str) -> dict[str, Any]:
    found = line.get(key)
    return found if isinstance(found, dict) else {}


@cache
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Result)


def _checked(found: Any, line: int, where: str) -> Result:
    from pydantic import ValidationError

    try:
        result: Result = _adapter().validate_python(found)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise ReadError(f"{where}:{line}: {place}: {first['msg']}; give what `civicnews extract` wrote") from error
    return result
