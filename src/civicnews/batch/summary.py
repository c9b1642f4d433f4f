"""What a batch found, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Summary"]

NOWHERE = "(no district)"
UNTYPED = "(no type)"
UNDATED = "(no date)"


@dataclass(slots=True)
class Summary:
    """Counts of what was exported. Grows with the number of districts and months, not with that of records."""

    inputs: int = 0
    failures: int = 0
    reused: int = 0
    documents: int = 0
    articles: int = 0
    records: int = 0
    duplicates: int = 0
    district: Counter[str] = field(default_factory=Counter)
    type: Counter[str] = field(default_factory=Counter)
    month: Counter[str] = field(default_factory=Counter)

    def counting(self, documents: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """The same documents, counted on their way; those of failed inputs are none."""
        for document in documents:
            self.documents += "failure" not in document
            published = document["source"]["published"]
            for article in document["articles"]:
                self.articles += 1
                for section in article["sections"]:
                    for record in section["records"]:
                        self._count(record, published)
            yield document

    def _count(self, record: dict[str, Any], published: str | None) -> None:
        self.records += 1
        city, district = record["city"], record["district"]
        names = [place["name"] for place in (city, district) if place is not None]
        self.district["".join(names) if district is not None else (names[0] if names else NOWHERE)] += 1
        self.type.update(record["activity_types"] or [UNTYPED])
        date = record["date"]
        day = (date and (date["start"] or date["end"])) or published
        self.month[day[:7] if day else UNDATED] += 1

    def as_data(self) -> dict[str, Any]:
        """All of it as plain data, counters from the largest down, months in order."""
        counted = {name: getattr(self, name) for name in ("inputs", "failures", "reused", "documents", "articles", "records", "duplicates")}
        return counted | {
            "district": dict(sorted(self.district.items(), key=lambda item: (-item[1], item[0]))),
            "type": dict(sorted(self.type.items(), key=lambda item: (-item[1], item[0]))),
            "month": dict(sorted(self.month.items())),
        }
