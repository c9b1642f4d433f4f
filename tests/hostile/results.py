"""Stored results that are wrong, for `review`, `report`, `stats` and `eval`."""

from __future__ import annotations

import json
from collections.abc import Iterator

__all__ = ["results"]


def results(good: bytes) -> Iterator[tuple[str, bytes]]:
    """Stored results that are wrong, for `review`, `report`, `stats` and `eval`.

    Args:
        good: a result in one line of JSON.
    """
    yield "good.json", good
    yield "good-twice.jsonl", good + good
    yield "cut.json", good[: len(good) // 2]
    yield "after.json", good + b"x"
    yield "empty.json", b""
    yield "array.json", b"[]"
    yield "object.json", b"{}"
    yield "null.json", b"null"
    yield "schema.json", b'{"schema":"civicnews/1"}'
    yield "schema-other.json", good.replace(b"civicnews/1", b"civicnews/2", 1)
    yield "deep.json", b'{"schema":"civicnews/1","articles":' + b"[" * 100_000
    yield "deep-closed.json", b'{"schema":"civicnews/1","articles":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
    yield "deep-line.jsonl", good + b"[" * 100_000 + b"\n"
    yield "number.json", b'{"schema":"civicnews/1","articles":' + b"9" * 100_000 + b"}"
    yield "bom.json", b"\xef\xbb\xbf" + good
    yield "utf16.json", good.decode().encode("utf-16")
    yield "gb18030.json", good.decode().encode("gb18030")
    yield "nan.json", good.replace(b'"schema"', b'"x":NaN,"schema"', 1)
    yield "huge-float.json", good.replace(b'"schema"', b'"x":1e999,"schema"', 1)
    yield "keys-twice.json", good.replace(b'"schema"', b'"articles":[],"schema"', 1)
    yield "schema-twice.json", good.replace(b'"schema"', b'"schema":"civicnews/9","schema"', 1)
    yield "array-of-results.json", b"[" + good.strip() + b"," + good.strip() + b"]"
    yield "strings.json", b'"civicnews/1"'
    yield "middle.jsonl", good + b"\xff\xfe\n" + good
    yield "blank-lines.jsonl", b"\n" * 10_000 + good + b"\n" * 10_000
    yield "carriage-returns.jsonl", good.strip() + b"\r" + good.strip()
    yield "csv.json", b"path,date\nx,2023-03-05\n"
    yield "sqlite.json", b"SQLite format 3\0" + bytes(2000)
    yield "gzip.json", b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + bytes(100)
    yield "blanks.json", b" " * 1_000_000
    yield "open-string.json", b'{"schema":"civicnews/1","x":"' + b"a" * 1_000_000
    yield "numbers.json", b'{"schema":"civicnews/1","articles":[' + b"1," * 300_000 + b"1]}"
    yield "binary.json", b'{"schema":"civicnews/1"' + bytes(range(256))
    whole = json.loads(good)
    values: tuple[object, ...] = (
        None,
        1,
        -1,
        1e308,
        "",
        "x",
        "\ud800",
        "\x1b[31m",
        True,
        [],
        {},
        [None],
        [[1]],
        {"a": 1},
        "../../x",
        "9" * 400,
        10**30,
    )
    for number, where in enumerate(_places(whole, ())):
        value = values[number % len(values)]
        changed = json.loads(good)
        holder = changed
        for key in where[:-1]:
            holder = holder[key]
        holder[where[-1]] = value
        yield f"type-{number}.json", (json.dumps(changed) + "\n").encode()
    for number, span in enumerate(([-5, 5], [5, 1], [10**9, 10**9 + 1], [0, 10**9], ["a", "b"], [1], [1, 2, 3], [0.5, 1.5])):
        changed = json.loads(good)
        for article in changed["articles"]:
            for section in article["sections"]:
                for record in section["records"]:
                    record["spans"] = [span]
                    for found in (record.get("date"), record.get("venue"), *record["participants"], *record["communities"]):
                        if isinstance(found, dict):
                            found["spans"] = [span]
        yield f"span-{number}.json", (json.dumps(changed) + "\n").encode()
    for number, name in enumerate(("articles", "sections", "records", "communities", "participants", "spans")):
        changed = json.loads(good)
        holders: list[dict[str, list[object]]] = [changed]
        for level in ("articles", "sections", "records"):
            if level == name:
                break
            holders = [inner for holder in holders for inner in holder[level]]  # type: ignore[misc]
        for holder in holders:
            holder[name] = holder[name] * 3000
        yield f"many-{number}.json", (json.dumps(changed) + "\n").encode()
    for number, text in enumerate(
        ("</script><script>alert(1)</script>", "\x1b[31m\x9b1m\r\n", "\ud800\udfff", "\u202e\u2028\u2029", "社" * 200_000, "=1+1")
    ):
        changed = json.loads(good)
        _spell(changed, text)
        changed["schema"] = whole["schema"]
        yield f"text-{number}.json", (json.dumps(changed) + "\n").encode()


def _places(value: object, where: tuple[object, ...]) -> Iterator[tuple[object, ...]]:
    if where:
        yield where
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _places(inner, (*where, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value[:1]):
            yield from _places(inner, (*where, index))


def _spell(value: object, text: str) -> None:
    """Put the text in the place of every text that is free."""
    free = {"text", "name", "path", "newspaper", "headline", "kicker", "activity_name", "heading"}
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in free and isinstance(inner, str):
                value[key] = text
            else:
                _spell(inner, text)
    elif isinstance(value, list):
        for inner in value:
            _spell(inner, text)
