"""What is fuzzed: each target takes any bytes and may raise nothing but `CivicNewsError`.

A finding is kept as a file `found/TARGET-NAME` beside this one; `tests/test_fuzz.py` runs them all again.
"""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from civicnews.errors import CivicNewsError

__all__ = ["TARGETS", "seeds"]

_PAGE = "柳岸社区办起义诊\n\n　　本报讯（记者 林一）3月5日，柳岸社区组织20余名志愿者来到滨河公园，为老人们义诊、理发。\n"
_RULE = (
    "kind: byline\nrules:\n  - id: p/a\n    about: x\n    as: byline\n    match: '本报讯'\n    examples: [{text: '本报讯', at: '本报讯'}]\n"
    "    not: [{text: 'x', why: y}]\n"
)
MOST = 4096
"""Bytes of an input; longer ones are the business of tests/hostile."""


@cache
def _pipeline() -> Any:
    from civicnews.pipeline import Pipeline

    return Pipeline()


@cache
def _result() -> bytes:
    import civicnews

    return civicnews.to_json(civicnews.extract(_PAGE, published="2023-03-07")).encode()


def decode(data: bytes) -> None:
    from civicnews.read import read_bytes

    page = read_bytes(data, path="x.txt")
    assert page.text.encode("utf-8", "surrogatepass").decode("utf-8", "surrogatepass") == page.text


def pipeline(data: bytes) -> None:
    """Every span spells its value, and the output is JSON in UTF-8."""
    from civicnews.read import page_of
    from civicnews.write import to_csv, to_json, to_jsonl

    page = page_of(data[:MOST].decode("utf-8", "replace"))
    result = _pipeline().run(page)
    json.loads(to_json(result).encode())
    to_csv(result)
    for line in to_jsonl(result).splitlines():
        json.loads(line)
    for article in result.articles:
        for section in article.sections:
            for record in section.records:
                assert all(0 <= start < end <= len(page.text) for start, end in record.spans)


def repair(data: bytes) -> None:
    """Repair keeps the place of every character."""
    from civicnews.read import page_of

    page = page_of(data[:MOST].decode("utf-8", "replace"))
    reading = _pipeline().read(page)
    for one in reading.stories:
        for passage in one.story.passages:
            for text in passage.paragraphs:
                assert len(str(text)) == len(text)


def rules(data: bytes) -> None:
    from civicnews.rules.files import pack_files
    from civicnews.rules.source import read_pack

    with tempfile.TemporaryDirectory() as name:
        head, _, rest = data.partition(b"\xff")
        (Path(name) / "pack.yaml").write_bytes(head)
        (Path(name) / "a.yaml").write_bytes(rest)
        read_pack(pack_files(Path(name)), ())


def gazetteer(data: bytes) -> None:
    from civicnews.gazetteer import Gazetteer

    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        file.write(data)
        file.flush()
        Gazetteer.open(extra=Path(file.name))


def archives(data: bytes) -> None:
    """Whatever kind the first byte chooses."""
    from civicnews.inputs.archives import members
    from civicnews.inputs.limits import read_whole

    kind: Any = ("zip", "tar", "gz", "zst")[data[0] % 4] if data else "zip"
    for member in members(kind, "x", io.BytesIO(data[1:])):
        if isinstance(member, CivicNewsError):
            continue
        from civicnews.inputs.archives import archive_errors

        with archive_errors(member.name), member.open() as stream:
            read_whole(stream, member.name)


def rows(data: bytes) -> None:
    from civicnews.inputs.rows import Fields
    from civicnews.inputs.rows import rows as read

    kind: Any = ("json", "jsonl", "csv")[data[0] % 3] if data else "json"
    for _ in read(kind, "x", io.BufferedReader(io.BytesIO(data[1:])), Fields()):  # type: ignore[arg-type]
        pass


def html(data: bytes) -> None:
    from civicnews.inputs.formats import page_of_kind

    page_of_kind(data, "html", "x.html")


def markdown(data: bytes) -> None:
    from civicnews.inputs.formats import page_of_kind

    page_of_kind(data, "markdown", "x.md")


def results(data: bytes) -> None:
    """Stored results: read, shown on a page, counted."""
    from civicnews.read_result import read_results
    from civicnews.report.numbers import numbers_of
    from civicnews.review.data import review_data
    from civicnews.review.documents import stored
    from civicnews.review.render import review_page

    found = list(read_results(data.splitlines(keepends=True), "x.json"))
    page = review_page(review_data([stored(one, _pipeline().rules) for one in found], _pipeline().rules))
    assert page.count("</script>") == review_page(review_data([], _pipeline().rules)).count("</script>")
    numbers_of(iter(found)).tables()


TARGETS: dict[str, Callable[[bytes], None]] = {
    one.__name__: one for one in (decode, pipeline, repair, rules, gazetteer, archives, rows, html, markdown, results)
}


def seeds(name: str) -> list[bytes]:
    """Good inputs of a target, to begin with."""
    import gzip
    import zipfile

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", _PAGE)
    line = json.dumps({"text": _PAGE, "date": "2023-03-07", "id": 1}, ensure_ascii=False).encode()
    return {
        "decode": [_PAGE.encode(codec) for codec in ("utf-8", "gb18030", "utf-16")],
        "pipeline": [_PAGE.encode()],
        "repair": [_PAGE.encode()],
        "rules": [b"name: p\nabout: x\n\xff" + _RULE.encode()],
        "gazetteer": ["name,code,parent_code\n柳岸社区,140213066990,140213066\n".encode()],
        "archives": [b"\0" + packed.getvalue(), b"\2" + gzip.compress(_PAGE.encode())],
        "rows": [b"\0[" + line + b"]", b"\1" + line + b"\n", b"\2text,date\nx,2023-03-07\n"],
        "html": [f"<html><head><title>x</title></head><body><h1>柳岸社区办起义诊</h1><p>{_PAGE}</p></body></html>".encode()],
        "markdown": [f"# x\n\n- {_PAGE}".encode()],
        "results": [_result()],
    }[name]
