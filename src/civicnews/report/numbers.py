"""Results → the numbers of an archive, as tables. One pass, so that an archive of any size fits."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import TypeVar

from civicnews.models import Place, Record, Result

__all__ = ["Cell", "Numbers", "Table", "numbers_of"]

Cell = str | int | float | None
_Key = TypeVar("_Key", str, tuple[str, str], tuple[str, str, str])
LEAST_GAP = 3
"""Days without a page, in a paper that appears daily, that make a gap."""
_DAILY = 0.6
"""A paper with pages of so many of its days is taken for a daily; another one's gaps are whole months."""


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers in rows. `name` and `columns` are keys: `words.py` and the CSV know them."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(slots=True)
class Numbers:
    """All that is counted. A division is told apart by its code, or by its name and street where it has none."""

    documents: int = 0
    without_records: int = 0
    undated_documents: int = 0
    articles: int = 0
    records: int = 0
    months: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    street_types: Counter[tuple[tuple[str, str], str]] = field(default_factory=Counter)
    streets: Counter[tuple[str, str]] = field(default_factory=Counter)
    communities: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """(name, code, street where there is no code) → records."""
    above: dict[str, str] = field(default_factory=dict)
    """Code of a community → the street above it."""
    shares: Counter[str] = field(default_factory=Counter)
    days: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """Newspaper → day of publication → pages."""
    paper_records: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(newspaper, month of publication) → records."""

    def tables(self) -> dict[str, Table]:
        """All tables by name, each in a fixed order: the most frequent first, or by time."""
        made = (
            self._overview(), self._months(), self._types(), self._streets(), self._street_types(), self._communities(), self._shares(),
            self._coverage(), self._gaps(),
        )  # fmt: skip
        return {table.name: table for table in made}

    def _overview(self) -> Table:
        days = sorted(day for paper in self.days.values() for day in paper)
        rows: list[tuple[Cell, ...]] = [
            ("documents", self.documents), ("documents_without_records", self.without_records), ("articles", self.articles),
            ("records", self.records), ("newspapers", len([paper for paper in self.days if paper])),
            ("first_published", days[0] if days else None), ("last_published", days[-1] if days else None),
            ("documents_without_date", self.undated_documents), ("streets", len(self.streets)), ("communities", len(self.communities)),
        ]  # fmt: skip
        return Table("overview", ("measure", "value"), tuple(rows))

    def _months(self) -> Table:
        known = sorted(month for month in self.months if month)
        rows: list[tuple[Cell, ...]] = [(month, self.months[month]) for month in _every_month(known)]
        if self.months[""]:
            rows.append((None, self.months[""]))
        return Table("months", ("month", "records"), tuple(rows))

    def _types(self) -> Table:
        return Table("types", ("type", "records"), tuple(_ranked(self.types)))

    def _streets(self) -> Table:
        ranked = _ranked(self.streets)
        return Table("streets", ("street", "street_code", "records"), tuple((name, code or None, count) for (name, code), count in ranked))

    def _street_types(self) -> Table:
        order = {street: number for number, (street, _) in enumerate(_ranked(self.streets))}
        rows = sorted(self.street_types.items(), key=lambda one: (order[one[0][0]], -one[1], one[0][1]))
        return Table(
            "street_types",
            ("street", "street_code", "type", "records"),
            tuple((street, code or None, kind, count) for ((street, code), kind), count in rows),
        )

    def _communities(self) -> Table:
        ranked = _ranked(self.communities)
        return Table(
            "communities",
            ("community", "community_code", "street", "records"),
            tuple((name, code or None, street or self.above.get(code), count) for (name, code, street), count in ranked),
        )

    def _shares(self) -> Table:
        rows: list[tuple[Cell, ...]] = []
        for measure, whole in _SHARES:
            count, of = self.shares[measure], self.records if whole == "records" else self.shares[whole]
            rows.append((measure, count, of, round(count / of, 4) if of else None))
        return Table("shares", ("measure", "count", "of", "share"), tuple(rows))

    def _coverage(self) -> Table:
        rows: list[tuple[Cell, ...]] = []
        for paper in sorted(self.days):
            pages: Counter[str] = Counter()
            for day, count in self.days[paper].items():
                pages[day[:7]] += count
            rows.extend((paper or None, month, pages[month], self.paper_records[paper, month]) for month in _every_month(sorted(pages)))
        return Table("coverage", ("newspaper", "month", "documents", "records"), tuple(rows))

    def _gaps(self) -> Table:
        rows: list[tuple[Cell, ...]] = []
        for paper, pages in sorted(self.days.items()):
            rows.extend((paper or None, first, last, days) for first, last, days in _gaps(sorted(pages)))
        rows.sort(key=lambda row: (-int(row[3] or 0), str(row[0]), str(row[1])))
        return Table("gaps", ("newspaper", "from", "to", "days"), tuple(rows))


_SHARES = (
    ("records_with_community", "records"), ("communities_linked", "communities"), ("records_with_street", "records"),
    ("streets_linked", "records_with_street"), ("dates_stated", "records"), ("dates_inherited", "records"), ("dates_none", "records"),
    ("dates_vague", "dates"), ("dates_unresolved", "dates"), ("types_other", "records"), ("records_with_warnings", "records"),
)  # fmt: skip
"""(what is counted, of what)"""


def numbers_of(results: Iterable[Result]) -> Numbers:
    """Count all results.

    Args:
        results: one a document; looked at once, one after the other.
    """
    found = Numbers()
    for result in results:
        found.documents += 1
        found.articles += len(result.articles)
        records = [record for article in result.articles for section in article.sections for record in section.records]
        found.records += len(records)
        found.without_records += not records
        source = result.source
        published = _day(source.published)
        if published is None:
            found.undated_documents += 1
        else:
            found.days[source.newspaper or ""][published] += 1
            found.paper_records[source.newspaper or "", published[:7]] += len(records)
        for record in records:
            _count(found, record)
    return found


def _count(found: Numbers, record: Record) -> None:
    found.months[_month(record)] += 1
    found.types.update(record.activity_types)
    street = (record.street.name, record.street.code or "") if record.street is not None else None
    if street is not None:
        found.streets[street] += 1
        found.street_types.update((street, kind) for kind in record.activity_types)
    for place in record.communities:
        above = _above(place, record)
        found.communities[place.name, place.code or "", "" if place.code else above] += 1
        if place.code and above:
            found.above.setdefault(place.code, above)
    shares = found.shares
    shares["communities"] += len(record.communities)
    shares["communities_linked"] += sum(place.code is not None for place in record.communities)
    shares["records_with_community"] += bool(record.communities)
    shares["records_with_street"] += record.street is not None
    shares["streets_linked"] += record.street is not None and record.street.code is not None
    shares["types_other"] += "other" in record.activity_types
    shares["records_with_warnings"] += bool(record.warnings)
    when = record.date
    shares["dates"] += when is not None
    shares[f"dates_{when.basis if when is not None else 'none'}"] += 1
    shares["dates_vague"] += when is not None and when.precision == "vague"
    shares["dates_unresolved"] += when is not None and when.precision != "vague" and when.edtf is None


def _month(record: Record) -> str:
    """The month in which an activity began, or `""`: a vague date has none, and the day of publication is not put in its place."""
    start = _day(record.date.start) if record.date is not None else None
    return start[:7] if start is not None else ""


def _day(text: str | None) -> str | None:
    """An ISO date; None for what is none, since a stored result may say anything."""
    try:
        return str(date.fromisoformat(text)) if text is not None else None
    except ValueError:
        return None


def _above(place: Place, record: Record) -> str:
    """The street of a community: the one that the record bears, where the code does not say another."""
    street = record.street
    if street is None or (place.code and street.code and not place.code.startswith(street.code)):
        return ""
    return street.name


def _ranked(counts: Counter[_Key]) -> list[tuple[_Key, int]]:
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def _every_month(known: Sequence[str]) -> Iterator[str]:
    """All months from the first to the last."""
    if known:
        year, month = int(known[0][:4]), int(known[0][5:7])
        while (name := f"{year:04d}-{month:02d}") <= known[-1]:
            yield name
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _gaps(known: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    """The stretches without a page between the first and the last day: (first day, last day, days)."""
    days = [date.fromisoformat(day) for day in known]
    if not days:
        return
    reach = (days[-1] - days[0]).days + 1
    least = LEAST_GAP if len(days) >= _DAILY * reach else 31
    for before, after in pairwise(days):
        missing = (after - before).days - 1
        if missing >= least:
            yield str(before + timedelta(1)), str(after - timedelta(1)), missing
