"""Gregorian days of which parts may be unknown, and their EDTF text.

Source: EDTF levels 0 to 2 as in ISO 8601-2:2019 (unspecified digits, seasons, intervals, sets).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from civicnews.structs import frozen

__all__ = ["Partial", "bounds", "complete", "edtf", "season_bounds", "shift_month", "weekday_of"]

_LEAP_YEAR = 2000
"""Stands in for an unknown year, so that 29 February is a day."""
_YEARS_BACK = 8
"""How far a year is sought: two leap years may lie eight years apart (1896, 1904)."""


@frozen
class Partial:
    """A year, month or day, as far as it is known. The known parts adjoin: year and day without a month do not occur."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def exists(self) -> bool:
        """Whether the calendar has it: 30 February it has not."""
        if self.year == 0 or (self.month is not None and not 1 <= self.month <= 12):
            return False
        last = monthrange(self.year or _LEAP_YEAR, self.month)[1] if self.month else 31
        return self.day is None or 1 <= self.day <= last


def edtf(when: Partial) -> str:
    """The EDTF text: `2023-03-05`, `XXXX-03`, `XXXX-XX-05`."""
    parts = [f"{when.year:04d}" if when.year is not None else "XXXX"]
    if when.month is not None or when.day is not None:
        parts.append(f"{when.month:02d}" if when.month is not None else "XX")
    if when.day is not None:
        parts.append(f"{when.day:02d}")
    return "-".join(parts)


def bounds(when: Partial) -> tuple[date, date] | None:
    """First and last day, or None where the year or the month of a day is unknown."""
    if when.year is None or (when.month is None and when.day is not None):
        return None
    if when.month is None:
        return date(when.year, 1, 1), date(when.year, 12, 31)
    if when.day is None:
        return date(when.year, when.month, 1), date(when.year, when.month, monthrange(when.year, when.month)[1])
    day = date(when.year, when.month, when.day)
    return day, day


def complete(when: Partial, anchor: date | None, *, forward: bool) -> Partial | None:
    """Fill in the year, or the month and year, that the text leaves out.

    Args:
        when: what the text says.
        anchor: the day from which the search starts; None leaves the gaps.
        forward: False for the latest that has begun by `anchor`, True for the earliest that has not ended before it.

    Returns:
        The completed date, or None where there is no such day.
    """
    if not when.exists():
        return None
    if when.year is not None or anchor is None:
        return when
    step = 1 if forward else -1
    if when.month is not None:
        candidates = [Partial(anchor.year + step * n, when.month, when.day) for n in range(_YEARS_BACK + 1)]
    else:
        candidates = [Partial(*shift_month(anchor, step * n), when.day) for n in range(_YEARS_BACK)]
    for candidate in candidates:
        span = bounds(candidate) if candidate.year and 0 < candidate.year < 10_000 and candidate.exists() else None
        if span is not None and (span[1] >= anchor if forward else span[0] <= anchor):
            return candidate
    return None


def shift_month(day: date, months: int) -> tuple[int, int]:
    """Year and month that lie `months` after the month of `day`."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return years, month + 1


def weekday_of(day: date, weeks: int, weekday: int) -> date:
    """The `weekday` (1 is Monday) of the week `weeks` after that of `day`."""
    return day + timedelta(days=weekday - day.isoweekday() + 7 * weeks)


def season_bounds(year: int, season: int) -> tuple[date, date]:
    """First and last day of an EDTF season: 21 is March to May, 24 December to February."""
    month = 3 * (season - 20)
    last_year, last_month = shift_month(date(year, month, 1), 2)
    return date(year, month, 1), date(last_year, last_month, monthrange(last_year, last_month)[1])
