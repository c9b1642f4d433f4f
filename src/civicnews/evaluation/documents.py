"""Gold files and predictions in one form: what each record says, field by field.

A gold document is `NAME.txt` beside `NAME.json`; the JSON has `articles` with `records`, each with the
`anchor` that it opens with in the text. A prediction is what `civicnews extract` prints.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from operator import index
from pathlib import Path
from typing import Any

from civicnews.bounded import read_bounded
from civicnews.errors import ReadError
from civicnews.evaluation.compare import Value
from civicnews.foreign_json import parsed
from civicnews.text import Span

__all__ = [
    "Fired", "Gold", "GoldRecord", "Predicted", "PredictedRecord", "Values",
    "prediction_of", "published_in", "read_gold", "read_prediction",
]  # fmt: skip

Values = Mapping[str, tuple[Value, ...]]
"""Name of a field → its values, in order."""
_DIVISIONS = ("street", "district")
_TITLES = ("kicker", "headline", "subhead")
_EVIDENCE = {
    "communities": ("community", "community_code"),
    "date": ("date_text", "date_edtf"),
    "participants": ("participant", "participant_role"),
    "activity_name": ("activity_name",),
    "venue": ("venue",),
}
"""First part of the path of an evidence → the fields that it is evidence of."""


@dataclass(frozen=True, slots=True)
class GoldRecord:
    """A record as a careful reader wrote it down.

    Attributes:
        anchor: its first characters.
        start: where it begins in the text, in code points; -1 where the anchor is not in the text.
        end: where the next record begins, or the end of the text.
    """

    anchor: str
    start: int
    end: int
    values: Values


@dataclass(frozen=True, slots=True)
class Gold:
    """One gold document. `values` are those of the articles: `title` and `reporter`."""

    name: str
    path: Path
    text: str
    published: date | None
    records: tuple[GoldRecord, ...]
    values: Values


@dataclass(frozen=True, slots=True)
class Fired:
    """A rule that gave a value, and where the words stand."""

    rule: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class PredictedRecord:
    """A record as the program gave it, with the rules that fired for each field."""

    text: str
    spans: tuple[Span, ...]
    values: Values
    fired: Mapping[str, tuple[Fired, ...]]


@dataclass(frozen=True, slots=True)
class Predicted:
    """What the program gave for one document."""

    records: tuple[PredictedRecord, ...]
    values: Values


def read_gold(folder: Path) -> Iterator[Gold]:
    """The gold documents of a folder, by name. JSON files without `articles` are passed over.

    Raises:
        ReadError: a gold file is no JSON, has no text beside it, or does not keep to the format.
    """
    for path in sorted(folder.glob("*.json")):
        data = _json(path)
        if not isinstance(data, dict) or "articles" not in data:
            continue
        try:
            yield _gold(path, data, _text(path, data.get("encoding") or "utf-8"))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ReadError(f"{path}: is no gold file ({type(error).__name__}: {error}); compare it with docs/evaluation.md") from error


def published_in(path: Path) -> date | None:
    """The publication date that a gold file says; None where there is no such file or it says none."""
    try:
        return date.fromisoformat(parsed(read_bounded(path))["published"])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def read_prediction(path: Path) -> Predicted | None:
    """A document as `civicnews extract` printed it; None where there is none or it is no JSON.

    Raises:
        ReadError: it is JSON, but not what `civicnews extract` prints.
    """
    try:
        document = parsed(read_bounded(path))
    except (OSError, ValueError, RecursionError):
        return None
    try:
        return prediction_of(document)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ReadError(f"{path}: is not what `civicnews extract` prints ({type(error).__name__}: {error})") from error


def prediction_of(document: Mapping[str, Any]) -> Predicted:
    """What a document of `civicnews/1` says."""
    articles = document.get("articles", [])
    records = tuple(
        _predicted(record) for article in articles for section in article.get("sections", []) for record in section.get("records", [])
    )
    reporters = [name for article in articles for name in _named(article.get("reporters"))]
    return Predicted(records, {"title": _titles(articles), "reporter": _values(reporters)})


def _json(path: Path) -> Any:
    try:
        return parsed(read_bounded(path))
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror}); check the path and its rights") from error
    except (ValueError, RecursionError) as error:
        raise ReadError(f"{path}: is no JSON ({error})") from error


def _text(path: Path, encoding: str) -> str:
    """The decoded input beside a gold file, without a byte-order mark."""
    beside = path.with_suffix(".txt")
    try:
        return read_bounded(beside).decode(encoding).removeprefix("\ufeff")
    except OSError as error:
        raise ReadError(f"{beside}: cannot be read ({error.strerror}); a gold file has its text beside it") from error
    except (LookupError, ValueError) as error:
        raise ReadError(f"{beside}: is not {encoding}; say its encoding in {path.name}") from error


def _gold(path: Path, data: Mapping[str, Any], text: str) -> Gold:
    records = [record for article in data["articles"] for record in article["records"]]
    starts = [text.find(record["anchor"]) for record in records]
    order = [*sorted(starts), len(text)]
    published = data.get("published")
    return Gold(
        name=path.stem,
        path=path.with_suffix(".txt"),
        text=text,
        published=date.fromisoformat(published) if published else None,
        records=tuple(
            GoldRecord(record["anchor"], start, order[bisect_right(order, start)], _gold_values(record))
            for start, record in zip(starts, records, strict=True)
        ),
        values={
            "title": _titles(data["articles"]),
            "reporter": _values(name for article in data["articles"] for name in article["reporters"]),
        },
    )


def _gold_values(record: Mapping[str, Any]) -> Values:
    when = record.get("date") or {}
    parties = record["participants"]
    return {
        "community": _values(record["communities"]),
        "community_code": _values(record.get("community_codes", [])),
        "street": _values([record.get("street")]),
        "street_code": _values([record.get("street_code")]),
        "district": _values([record.get("district")]),
        **_shared_values(record, when, parties),
    }


def _predicted(record: Mapping[str, Any]) -> PredictedRecord:
    communities = record.get("communities") or []
    places = {level: record.get(level) or {} for level in _DIVISIONS}
    values = {
        "community": _values(_named(communities)),
        "community_code": _values(place.get("code") for place in communities),
        "street": _values([places["street"].get("name")]),
        "street_code": _values([places["street"].get("code")]),
        "district": _values([places["district"].get("name")]),
        **_shared_values(record, record.get("date") or {}, record.get("participants") or []),
    }
    return PredictedRecord(_words(record.get("text") or ""), _spans(record.get("spans")), values, _fired(record))


def _shared_values(record: Mapping[str, Any], when: Mapping[str, Any], parties: Iterable[Mapping[str, Any]]) -> Values:
    """The fields that gold and predictions write alike."""
    named = [party for party in parties if party and party.get("name")]
    types = record.get("activity_types") or []
    return {
        "date_text": _values([when.get("text")]),
        "date_edtf": _values([when.get("edtf")]),
        "participant": _values(party["name"] for party in named),
        "participant_role": tuple(Value(_words(party["name"]), _words(party["role"] or "")) for party in named),
        "activity_type": _values(types),
        "main_type": _values(types[:1]),
        "activity_name": _values([_phrase(record.get("activity_name"))]),
        "venue": _values([_phrase(record.get("venue"))]),
    }


def _fired(record: Mapping[str, Any]) -> dict[str, tuple[Fired, ...]]:
    found: dict[str, list[Fired]] = {}
    for one in record.get("activity_evidence") or []:
        for name in ("activity_type", "main_type"):
            found.setdefault(name, []).append(Fired(one["rule"], _spans(one.get("spans"))))
    for one in record.get("evidence") or []:
        for name in _EVIDENCE.get(one["field"].partition(".")[0], ()):
            found.setdefault(name, []).append(Fired(one["rule"], _spans(one.get("spans"))))
    return {name: tuple(fired) for name, fired in found.items()}


def _titles(articles: Iterable[Mapping[str, Any]]) -> tuple[Value, ...]:
    return _values(_phrase(article.get(key)) for article in articles for key in _TITLES)


def _named(items: Iterable[Mapping[str, Any]] | None) -> list[str]:
    return [item["name"] for item in items or [] if item and item.get("name")]


def _phrase(value: Any) -> str | None:
    """The text of a value that is a string or an object with `text`."""
    if isinstance(value, str):
        return value
    return value.get("text") if value else None


def _values(texts: Iterable[str | None]) -> tuple[Value, ...]:
    return tuple(Value(_words(text)) for text in texts if text)


def _words(value: object) -> str:
    """A value that must be a string; a `TypeError` says what else it is."""
    if not isinstance(value, str):
        raise TypeError(f"expected a string and found {type(value).__name__}")
    return value


def _spans(spans: Iterable[Iterable[int]] | None) -> tuple[Span, ...]:
    return tuple((index(start), index(end)) for start, end in spans or [])
