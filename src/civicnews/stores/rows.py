"""One document of `civicnews/1` → its rows in the tables of `schema.py`. Pure: no file, no library, no order but the document's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from civicnews.stores.labels import type_labels

__all__ = ["DocumentRows", "RecordRows", "Row", "Value", "failed", "name_of", "rows_of"]


Value = str | int | bool | date | None
Row = tuple[Value, ...]
"""Values in the order of the columns of its table."""
_Json = Mapping[str, Any]

_LEVELS = ("province", "city", "district", "street")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class RecordRows:
    """A row of `records` and the rows below it."""

    row: Row
    children: dict[str, list[Row]]
    """Table → rows, each whole, keys included."""


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """All rows of one document."""

    row: Row
    """Its row of `documents`."""
    warnings: list[Row]
    """Rows of `warnings` that are about no record."""
    records: list[RecordRows]


def failed(path: str | None, why: str, *, sha256: str | None = None) -> dict[str, Any]:
    """The document of an input that could not be read: nothing but its name and `failure`, a key of its own."""
    source = {"path": path, "sha256": sha256, "encoding": None, "newspaper": None, "published": None, "published_basis": None}
    return {"schema": "civicnews/1", "source": source, "articles": [], "warnings": [], "failure": why}


def name_of(document: _Json) -> str:
    """What a document is called in the column `document`: its path, else its hash."""
    source = document["source"]
    return _text(source["path"]) or f"sha256:{source['sha256']}"


def rows_of(document: _Json, name: str) -> DocumentRows:
    """The rows of one document.

    Args:
        document: what `civicnews extract` prints for one input, read as JSON; or one that `failed` made.
        name: its key; `name_of(document)`, unless another document is called so.

    Returns:
        Rows in the order of the document. A lone surrogate in a text is U+FFFD in the row.

    Raises:
        KeyError: it is no document of `civicnews/1`.
    """
    source = document["source"]
    published = _day(source["published"])
    records: list[RecordRows] = []
    for article in document["articles"]:
        for section in article["sections"]:
            above = (_text(source["newspaper"]), published, *_article(article), *_section(section))
            below = (_text(article.get("duplicate_of")),)
            for one in section["records"]:
                records.append(_record(name, len(records), above, published, one, below))
    row = (
        name,
        *(_text(source[key]) for key in ("path", "sha256", "encoding", "newspaper")),
        published,
        source["published_basis"],
        len(document["articles"]),
        len(records),
        _text(document.get("failure")),
    )
    return DocumentRows(row, [_warning(name, None, one) for one in document["warnings"]], records)


def _article(article: _Json) -> Row:
    reporters = "；".join(one["name"] for one in article["reporters"])
    titles = (_text(article[key]) for key in ("kicker", "headline", "subhead"))
    return (article["id"], article["kind"], *titles, _text(reporters or None))


def _section(section: _Json) -> Row:
    return (_text(section["street"]["name"]) if section["street"] else None, section["heading"])


def _record(document: str, position: int, above: Row, published: date | None, record: _Json, below: Row) -> RecordRows:
    key = (document, record["id"])
    types = record["activity_types"]
    row = (
        *key,
        position,
        *above,
        *(value for level in _LEVELS for value in _place(record[level])),
        *_date(record["date"], published),
        types[0] if types else None,
        *(_text(record[phrase]["text"]) if record[phrase] else None for phrase in ("activity_name", "venue")),
        _text(record["text"]),
        *below,
    )
    children = {
        "communities": [(*key, i, *_place(one), _text(one["official_name"]), one["match"]) for i, one in enumerate(record["communities"])],
        "participants": [(*key, i, *_participant(one)) for i, one in enumerate(record["participants"])],
        "types": [(*key, i, one, *type_labels().get(one, (None, None))) for i, one in enumerate(types)],
        "evidence": [(*key, i, *one) for i, one in enumerate(_evidence(record))],
        "warnings": [_warning(*key, one) for one in record["warnings"]],
    }
    return RecordRows(row, children)


def _place(place: _Json | None) -> Row:
    """Name and code."""
    return (_text(place["name"]), place["code"]) if place else (None, None)


def _date(when: _Json | None, published: date | None) -> Row:
    """The columns from `date_text` to `month`."""
    start, end = (_day(when["start"]), _day(when["end"])) if when else (None, None)
    counted = start or end or published
    month = f"{counted.year:04}-{counted.month:02}" if counted else None
    if when is None:
        return (None, None, None, None, None, None, month)
    return (_text(when["text"]), when["edtf"], start, end, when["precision"], when["basis"], month)


def _participant(party: _Json) -> Row:
    count = party["count"] or {"value": None, "approximate": None, "unit": None}
    counted = (count["value"], count["approximate"], _text(count["unit"]))
    return (_text(party["name"]), party["kind"], party["role"], *counted, _text(party["affiliation"]))


def _evidence(record: _Json) -> Iterator[tuple[str, str | None, int, int]]:
    """Field, rule and span of everything that stands in the text, in the order of the fields."""
    rules = {one["field"]: one["rule"] for one in record["evidence"]}
    fields = [("text", record["spans"])]
    fields += [(f"communities.{i}", one["spans"]) for i, one in enumerate(record["communities"])]
    fields += [(level, record[level]["spans"]) for level in reversed(_LEVELS) if record[level]]
    fields += [("date", record["date"]["spans"])] if record["date"] else []
    fields += [(f"participants.{i}", one["spans"]) for i, one in enumerate(record["participants"])]
    fields += [(phrase, record[phrase]["spans"]) for phrase in ("activity_name", "venue") if record[phrase]]
    for field, spans in fields:
        for start, end in spans:
            yield field, _text(rules.get(field)), start, end
    places = {name: f"types.{i}" for i, name in enumerate(record["activity_types"])}
    for one in record["activity_evidence"]:
        for start, end in one["spans"]:
            yield places.get(one["type"], "types"), _text(one["rule"]), start, end


def _warning(document: str, record: str | None, warning: _Json) -> Row:
    return (document, record, warning["code"], _text(warning["message"]))


def _text(value: str | None) -> str | None:
    return value if value is None or value.isascii() else _SURROGATE.sub("\ufffd", value)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value is not None else None
