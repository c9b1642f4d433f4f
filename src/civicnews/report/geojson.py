"""Records on a map: their divisions joined to coordinates that the user gives, as GeoJSON (RFC 7946)."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from civicnews.bounded import read_bounded
from civicnews.errors import ReadError
from civicnews.models import Record, Result

__all__ = ["Point", "read_places", "to_geojson"]

_LONGITUDE = ("lon", "lng", "longitude")
_LATITUDE = ("lat", "latitude")
Point = tuple[float, float]
"""Longitude and latitude in degrees, WGS 84."""


@dataclass(slots=True)
class _Place:
    name: str
    level: str
    records: list[str] = field(default_factory=list)
    types: Counter[str] = field(default_factory=Counter)
    days: list[str] = field(default_factory=list)


def read_places(path: Path) -> dict[str, Point]:
    """Coordinates by division code, from a CSV file with the columns `code`, `lon` and `lat`; further columns are passed over.

    Raises:
        ReadError: it cannot be read, lacks a column, or has a row that is no place.
    """
    try:
        with io.StringIO(read_bounded(path).decode("utf-8-sig"), newline="") as file:
            rows = csv.DictReader(file)
            names = [name.strip().lower() for name in rows.fieldnames or []]
            rows.fieldnames = names
            lon, lat = (next((name for name in known if name in names), None) for known in (_LONGITUDE, _LATITUDE))
            if "code" not in names or lon is None or lat is None:
                raise ReadError(f"{path}:1: needs the columns code, lon and lat; it has {', '.join(names) or 'none'}")
            return dict(_place(path, rows.line_num, row, lon, lat) for row in rows)
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror}); check the path and its rights") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise ReadError(f"{path}: is no CSV file in UTF-8 ({error})") from error


def _place(path: Path, line: int, row: Mapping[str, str | None], lon: str, lat: str) -> tuple[str, Point]:
    code = (row["code"] or "").strip()
    try:
        point = float(row[lon] or ""), float(row[lat] or "")
    except ValueError as error:
        raise ReadError(f"{path}:{line}: {lon} and {lat} must be numbers in degrees, such as 113.29 and 40.09") from error
    if not (-180 <= point[0] <= 180 and -90 <= point[1] <= 90):
        raise ReadError(f"{path}:{line}: {point[0]}, {point[1]} is no place on Earth; are {lon} and {lat} the wrong way round?")
    if not (code.isascii() and code.isdigit()):
        raise ReadError(f"{path}:{line}: {code!r} is no division code; `civicnews gazetteer lookup` finds one")
    return code, point


def to_geojson(results: Iterable[Result], places: Mapping[str, Point], types: Mapping[str, str]) -> tuple[str, int]:
    """One feature a division, with what its records say.

    Args:
        results: one a document.
        places: division code → where it is.
        types: id of an activity type → its label.

    Returns:
        The feature collection, ordered by code, ending in a line break; and the number of records that are on no point. A record
        stands at each of its communities that has coordinates, else at the finest division above them that has.
    """
    found: dict[str, _Place] = {}
    lost = 0
    for result in results:
        for record in (record for article in result.articles for section in article.sections for record in section.records):
            at = _points(record, places)
            lost += not at
            for code, name, level in at:
                place = found.setdefault(code, _Place(name, level))
                place.records.append(f"{result.source.path or result.source.sha256}#{record.id}")
                place.types.update(record.activity_types)
                if record.date is not None and record.date.start is not None:
                    place.days.append(record.date.start)
    features = [_feature(code, found[code], places[code], types) for code in sorted(found)]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace").decode("utf-8") + "\n", lost


def _points(record: Record, places: Mapping[str, Point]) -> list[tuple[str, str, str]]:
    """(code, name, level) of where a record stands."""
    own = [(place.code, place.name, "community") for place in record.communities if place.code is not None and place.code in places]
    if own:
        return list(dict.fromkeys(own))
    for level in ("street", "district", "city", "province"):
        place = getattr(record, level)
        if place is not None and place.code is not None and place.code in places:
            return [(place.code, place.name, level)]
    return []


def _feature(code: str, place: _Place, point: Point, types: Mapping[str, str]) -> dict[str, Any]:
    ranked = sorted(place.types.items(), key=lambda one: (-one[1], one[0]))
    return {
        "type": "Feature",
        "id": code,
        "geometry": {"type": "Point", "coordinates": list(point)},
        "properties": {
            "code": code,
            "name": place.name,
            "level": place.level,
            "records": len(place.records),
            "activity_types": dict(ranked),
            "main_type": ranked[0][0] if ranked else None,
            "main_type_label": types.get(ranked[0][0], ranked[0][0]) if ranked else None,
            "first": min(place.days, default=None),
            "last": max(place.days, default=None),
            "record_ids": place.records,
        },
    }
