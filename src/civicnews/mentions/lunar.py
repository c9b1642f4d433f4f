"""Feasts and days of the Chinese lunar calendar, solar terms, and movable days.

A feast is written as in `vocab/date_feast.tsv`: `MM-DD`, `lunar:MONTH-DAY`, `lunar:12-last`, `term:NAME` or
`nth:MONTH-WHICH-WEEKDAY`, and after a blank how long its holiday is: a number of days, or `bridge`.

Source: the calendar's tables for 1900 to 2100 come from the library borax (MIT), which is loaded when a
lunar day or a solar term is first asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

__all__ = ["feast_day", "feast_days_near", "holiday", "lunar_day", "lunar_days_near", "lunar_month"]

FIRST_YEAR, LAST_YEAR = 1901, 2099
"""Years that the tables cover whole."""
_BRIDGE = {1: (-2, 0), 2: (-2, 0), 3: (0, 0), 4: (0, 2), 5: (0, 2), 6: (0, 2), 7: (-1, 1)}
"""ISO weekday of the feast → first and last day of its three days off, counted from the feast."""


def lunar_day(year: int, month: int, day: int | None, *, leap: bool = False) -> date | None:
    """The Gregorian day of a lunar one.

    Args:
        year: lunar year, which begins in January or February of that Gregorian year.
        month: 1 to 12.
        day: 1 to 30, or None for the last of the month.
        leap: whether the leap month of that number is meant.

    Returns:
        None where the lunar calendar has no such day or its tables end.
    """
    from borax.calendars.lunardate import LunarDate

    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        found: date = LunarDate(year, month, day or 30, leap).to_solar_date()
    except ValueError:
        return lunar_day(year, month, 29, leap=leap) if day is None else None
    return found


def lunar_month(year: int, month: int) -> tuple[date, date] | None:
    """First and last Gregorian day of a lunar month, or None."""
    first, last = lunar_day(year, month, 1), lunar_day(year, month, None)
    return (first, last) if first and last else None


def lunar_days_near(year: int, month: int, day: int | None, *, leap: bool = False) -> list[date]:
    """The Gregorian days of a lunar one in the lunar years around a year, rising."""
    reach = 20 if leap else 3
    return [found for y in range(year - reach, year + 3) if (found := lunar_day(y, month, day, leap=leap))]


def feast_day(feast: str, year: int) -> date | None:
    """The day on which a feast falls in a Gregorian year.

    A feast of the last lunar month may fall twice in a year, or not at all: then the one of the lunar year is taken.
    """
    days = [found for y in (year, year - 1) if (found := _of_year(feast, y))]
    return next((found for found in days if found.year == year), days[0] if days else None)


def feast_days_near(feast: str, year: int) -> list[date]:
    """The days of a feast around a year, rising."""
    return sorted(set(_near(feast, year)))


def _near(feast: str, year: int) -> Iterator[date]:
    for y in range(year - 2, year + 3):
        found = _of_year(feast, y)
        if found is not None:
            yield found


def _of_year(feast: str, year: int) -> date | None:
    kind, _, value = feast.partition(" ")[0].rpartition(":")
    if kind == "term":
        return _term(year, value)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    numbers = value.split("-")
    if kind == "lunar":
        return lunar_day(year, int(numbers[0]), None if numbers[1] == "last" else int(numbers[1]))
    if kind == "nth":
        month, which, weekday = (int(number) for number in numbers)
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (which - 1))
    return date(year, int(numbers[0]), int(numbers[1]))


def _term(year: int, name: str) -> date | None:
    from borax.calendars.lunardate import TermUtils

    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    found: date = TermUtils.nth_term_day(year, term_name=name)
    return found


def holiday(feast: str, day: date) -> tuple[date, date]:
    """First and last day off of a feast that falls on `day`; the day itself for a feast without a holiday.

    Three days off adjoin the weekend as the State Council has laid them since 2014; the week-long ones begin on the feast.
    """
    length = feast.partition(" ")[2]
    if length == "bridge":
        before, after = _BRIDGE[day.isoweekday()]
        return day + timedelta(days=before), day + timedelta(days=after)
    return day, day + timedelta(days=int(length or 1) - 1)
